"""camtay chat: JSON lines in, JSON lines out, through the same assistant and storage as every channel."""

import asyncio
import json
import secrets
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.app import Camtay, now
from bot.settings import read_settings
from flows.conversation import Turn
from flows.hours import VIETNAM
from flows.messages import ChannelName, ChatRef, Inbound, Outbound
from storage.store import Store
from storage.unit_of_work import UnitOfWork

EXAMPLE = '{"chat":"c1","text":"…"} hoặc {"chat":"c1","choice":"<id>"}'


class LineError(Exception):
    """A line that is no message; what is wrong with it, in Vietnamese."""


@dataclass(slots=True)
class SetClock:
    """The real clock until a line sets another time; then that time, until a line sets the next."""

    at: datetime | None = None

    def __call__(self) -> datetime:
        """The moment that counts as now."""
        return self.at or now()


def chat_lines(lines: Iterable[str]) -> None:
    """Answer every line of `lines` on standard output, in order."""
    settings = read_settings()
    with closing(Store.open(settings.database_address)) as store:
        clock = SetClock()
        asyncio.run(answer_lines(lines, Camtay(settings, store, clock), clock))


async def answer_lines(lines: Iterable[str], camtay: Camtay, clock: SetClock) -> None:
    """Answer every line; a line that is no message gets an error of its own and spoils nothing."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            answer = await answer_line(line, camtay, clock)
        except LineError as error:
            answer = {"error": f"Dòng {number}: {error}", "line": number}
        print(json.dumps(answer, ensure_ascii=False), flush=True)


async def answer_line(line: str, camtay: Camtay, clock: SetClock) -> dict[str, Any]:
    """What one line is answered with."""
    data = parse(line)
    inbound = to_inbound(data)
    if "at" in data:
        clock.at = moment(data["at"])
        await camtay.clocks.run_due(clock.at)
    turn = await camtay.assistant.handle(inbound)
    said = await camtay.store.run(lambda uow: take_said(uow, inbound.chat, clock()))
    return as_answer(data["chat"], turn, said)


def parse(line: str) -> dict[str, Any]:
    """The object a line holds."""
    try:
        data = json.loads(line)
    except ValueError as error:
        raise LineError(f"không phải JSON, cần {EXAMPLE}.") from error
    if not isinstance(data, dict):
        raise LineError(f"phải là một đối tượng JSON, cần {EXAMPLE}.")
    return data


def to_inbound(data: dict[str, Any]) -> Inbound:
    """The message an object describes; `id` makes a repetition known, where it is given."""
    text, choice = data.get("text", ""), data.get("choice")
    if not isinstance(data.get("chat"), str) or not data["chat"]:
        raise LineError(f'thiếu "chat", cần {EXAMPLE}.')
    if not isinstance(text, str) or not isinstance(choice, str | None) or ("text" not in data and choice is None):
        raise LineError(f'cần "text" hoặc "choice" là một chuỗi, như {EXAMPLE}.')
    message_id = str(data.get("id") or secrets.token_hex(12))
    return Inbound(ChatRef(ChannelName.COMMAND_LINE, data["chat"]), message_id, text, choice)


def moment(value: Any) -> datetime:
    """The moment an ISO text names, in Vietnam where it names no zone."""
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise LineError('"at" phải là thời điểm ISO, ví dụ 2026-11-24T08:00:00+07:00.') from error
    return found if found.tzinfo else found.replace(tzinfo=VIETNAM)


def take_said(uow: UnitOfWork, chat: ChatRef, moment: datetime) -> list[Outbound]:
    """Everything that waited for this chat: the answer, and what the team or a reminder said meanwhile."""
    waiting = uow.outbox.waiting(chat)
    uow.outbox.mark_sent([(message.id, "") for message in waiting], moment)
    return [message.message for message in waiting if not message.delete]


def as_answer(chat: str, turn: Turn | None, said: list[Outbound]) -> dict[str, Any]:
    """The answer to a line; a repeated line has no outcome."""
    replies = [
        {"text": message.text, "choices": [{"id": choice.id, "label": choice.label} for choice in message.choices]}
        for message in said
    ]
    return {
        "chat": chat,
        "outcome": turn.outcome.value if turn else None,
        "guide": turn.guide_id if turn else None,
        "step": turn.step_id if turn else None,
        "replies": replies,
        "case": (turn.conversation.open_case or None) if turn else None,
    }
