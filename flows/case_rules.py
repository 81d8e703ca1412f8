"""What may be done with a case, by whom, and what it changes; what is forbidden raises CaseError."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flows.access import Right, may
from flows.cases import Case, CaseError, CaseEvent, CaseStatus
from flows.members import Member, Role
from flows.organisation import Rung

MOST_LABELS = 8
LONGEST_LABEL = 40
LONGEST_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Change:
    """What an event changes in a case, and what the audit trail says beside it."""

    event: CaseEvent
    fields: Mapping[str, object]
    detail: tuple[tuple[str, str], ...] = ()


def leads(member: Member) -> bool:
    """Whether the member may act on the cases of others."""
    return may(member, Right.ALL_CASES)


def must_be_open(case: Case) -> None:
    """Raise CaseError for a closed case."""
    if case.status is CaseStatus.CLOSED:
        raise CaseError(f"Ca {case.code} đã đóng.")


def must_be_free(case: Case, member: Member, holder: str) -> None:
    """Raise CaseError, which names the `holder`, when somebody other than `member` has the case."""
    if case.assignee and case.assignee != member.id:
        raise CaseError(f"Ca {case.code} đã có {holder or case.assignee} nhận.")


def must_hold(case: Case, member: Member, holder: str) -> None:
    """Raise CaseError unless `member` has the case, nobody has it, or `member` leads."""
    if not leads(member):
        must_be_free(case, member, holder)


def claim(case: Case, member: Member, holder: str, now: datetime) -> Change:
    """`member` takes the case; `holder` is the name of whoever has it already."""
    must_be_open(case)
    must_be_free(case, member, holder)
    status = case.status if case.status is CaseStatus.ANSWERED else CaseStatus.CLAIMED
    fields = {"status": status, "assignee": member.id, "claimed_at": now, "offered_at": now, "offered_to": ""}
    return Change(CaseEvent.CLAIMED, fields)


def release(case: Case, member: Member, holder: str, now: datetime) -> Change:
    """`member` gives the case back to everybody."""
    must_be_open(case)
    if not case.assignee:
        raise CaseError(f"Ca {case.code} chưa có ai nhận.")
    must_hold(case, member, holder)
    return Change(CaseEvent.RELEASED, _waiting(now))


def take_back(case: Case, now: datetime) -> Change:
    """The case is taken from a member who has been silent and waits for somebody else."""
    return Change(CaseEvent.TAKEN_BACK, _waiting(now), (("from", case.assignee),))


def hand_on(case: Case, member: Member, colleague: Member, holder: str, now: datetime) -> Change:
    """`member` hands the case to a colleague."""
    must_be_open(case)
    must_hold(case, member, holder)
    if not colleague.active or colleague.role is Role.EDITOR:
        raise CaseError(f"{colleague.name} không trực ca.")
    if colleague.id == case.assignee:
        raise CaseError(f"Ca {case.code} đang ở chỗ {colleague.name} rồi.")
    fields = {
        "status": CaseStatus.CLAIMED,
        "assignee": colleague.id,
        "claimed_at": now,
        "offered_at": now,
        "offered_to": "",
    }
    return Change(CaseEvent.HANDED_ON, fields, (("to", colleague.id),))


def raise_to(case: Case, rung: Rung | None, now: datetime, due_at: datetime | None, why: str) -> Change:
    """The case goes up to `rung` and waits there for somebody."""
    must_be_open(case)
    if rung is None:
        raise CaseError(f"Ca {case.code} đã ở bậc cao nhất.")
    # Where the citizen was sent to another office the old due time stays: the case keeps standing among the overdue.
    fields = {**_waiting(now), "level": rung.level, "offers": 0, "due_at": case.due_at if rung.is_outside else due_at}
    return Change(CaseEvent.RAISED, fields, (("from", case.level), ("to", rung.level), ("why", why)))


def offer_again(case: Case, now: datetime) -> Change:
    """The case is shown to the team once more."""
    return Change(CaseEvent.OFFERED_AGAIN, {"offered_at": now, "offers": case.offers + 1})


def label(case: Case, labels: tuple[str, ...]) -> Change:
    """The case carries these labels and no others."""
    cleaned = tuple(dict.fromkeys(" ".join(word.split()).lower()[:LONGEST_LABEL] for word in labels if word.strip()))
    if len(cleaned) > MOST_LABELS:
        raise CaseError(f"Mỗi ca nhiều nhất {MOST_LABELS} nhãn.")
    return Change(CaseEvent.LABELLED, {"labels": cleaned}, (("labels", ", ".join(cleaned)),))


def place(case: Case, hamlet: str) -> Change:
    """The citizen of the case lives in this hamlet."""
    must_be_open(case)
    return Change(CaseEvent.PLACED, {"hamlet": hamlet}, (("hamlet", hamlet),))


def merge(case: Case, into: Case, member: Member, holder: str, now: datetime) -> Change:
    """The case is a duplicate: it closes and points to the one that goes on."""
    must_be_open(case)
    must_be_open(into)
    must_hold(case, member, holder)
    if case.number == into.number:
        raise CaseError("Không gộp một ca vào chính nó.")
    fields = {"status": CaseStatus.CLOSED, "closed_at": now, "merged_into": into.number}
    return Change(CaseEvent.MERGED, fields, (("into", into.code),))


def close(case: Case, now: datetime) -> Change:
    """The case is done."""
    must_be_open(case)
    return Change(CaseEvent.CLOSED, {"status": CaseStatus.CLOSED, "closed_at": now})


def withdraw(case: Case, now: datetime) -> Change:
    """The citizen needs nobody any more."""
    return replace(close(case, now), event=CaseEvent.WITHDRAWN)


def answered(case: Case, member: Member, now: datetime) -> Mapping[str, object]:
    """What an answer of `member` changes; the case is theirs from then on."""
    return {
        "status": CaseStatus.ANSWERED,
        "assignee": member.id,
        "claimed_at": case.claimed_at if case.assignee == member.id else now,
        "answered_at": now,
        "first_answer_at": case.first_answer_at or now,
        "offered_at": now,
        "offered_to": "",
        "offers": 0,
    }


def reopened(case: Case, now: datetime, due_at: datetime | None) -> Change:
    """An answered or closed case waits for a person again, first for the one who answered."""
    status = CaseStatus.CLAIMED if case.assignee else CaseStatus.OPEN
    fields = {"status": status, "closed_at": None, "due_at": due_at, "offered_at": now, "offers": 0}
    return Change(CaseEvent.REOPENED, fields)


def checked_text(text: str, empty: str) -> str:
    """The text of an answer or note without spaces around it; CaseError says `empty` where there is none."""
    text = text.strip()
    if not text:
        raise CaseError(empty)
    if len(text) > LONGEST_TEXT:
        raise CaseError(f"Tin dài quá {LONGEST_TEXT} chữ. Xin chia làm nhiều tin.")
    return text


def _waiting(now: datetime) -> dict[str, object]:
    return {"status": CaseStatus.OPEN, "assignee": "", "offered_at": now, "offered_to": ""}
