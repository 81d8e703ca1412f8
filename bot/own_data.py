"""Everything that is kept of one chat, for the citizen who asks."""

import json
from typing import Any

from flows.cases import Case, EntryKind
from flows.conversation import KeptData, Reminder, Retention
from flows.hours import in_vietnam
from flows.messages import ChatRef
from flows.records import TurnRecord
from storage.unit_of_work import UnitOfWork

MOST_TURNS = 2_000
_PUBLIC = (EntryKind.CITIZEN, EntryKind.ANSWER)  # notes of the team are about its work, not the citizen's data


def kept_data(uow: UnitOfWork, chat: ChatRef, reminders: tuple[Reminder, ...], retention: Retention) -> KeptData:
    """What is kept of `chat`, counted, and written out as JSON and as a text fit to be read."""
    turns, cases = uow.turns.of(chat, MOST_TURNS), uow.cases.of_chat(chat)
    count, first_at = uow.turns.count(chat)
    return KeptData(
        turns=count,
        first_at=first_at,
        cases=tuple(cases),
        reminders=reminders,
        retention=retention,
        export_json=as_json(uow, turns, cases, reminders),
        export_text=as_text(turns, cases, reminders),
    )


def as_json(uow: UnitOfWork, turns: list[TurnRecord], cases: list[Case], reminders: tuple[Reminder, ...]) -> str:
    """The data as JSON: every turn, case with what was said in it, and reminder."""
    data: dict[str, Any] = {
        "turns": [
            {
                "at": turn.at.isoformat(),
                "question": turn.question,
                "replies": [reply.text for reply in turn.replies],
                "outcome": turn.outcome.value,
                "guide": turn.guide_id,
            }
            for turn in turns
        ],
        "cases": [_case(uow, case) for case in cases],
        "reminders": [{"at": reminder.at.isoformat(), "text": reminder.text} for reminder in reminders],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def as_text(turns: list[TurnRecord], cases: list[Case], reminders: tuple[Reminder, ...]) -> str:
    """The data as lines: what was asked and said, the cases, the reminders."""
    lines: list[str] = []
    for turn in turns:
        lines += [f"{in_vietnam(turn.at):%d/%m/%Y %H:%M}  {turn.question}"]
        lines += [f"    {line}" for reply in turn.replies for line in reply.text.splitlines()]
    lines += [f"Ca {case.code}: {case.question} ({in_vietnam(case.opened_at):%d/%m/%Y})" for case in cases]
    lines += [f"Nhắc {in_vietnam(reminder.at):%d/%m/%Y %H:%M}: {reminder.text}" for reminder in reminders]
    return "\n".join(lines) + "\n"


def _case(uow: UnitOfWork, case: Case) -> dict[str, Any]:
    said = [entry for entry in uow.cases.entries(case.number) if entry.kind in _PUBLIC]
    return {
        "number": case.number,
        "code": case.code,
        "opened_at": case.opened_at.isoformat(),
        "status": case.status.value,
        "question": case.question,
        "said": [{"at": entry.at.isoformat(), "by": entry.kind.value, "text": entry.text} for entry in said],
    }
