"""Use cases of the team: see the cases, claim one, answer, close it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.assistant import CasesChanged, Offer
from flows.cases import Case, CaseEntry, CaseError, CaseStatus, EntryKind
from flows.catalog import Catalog
from flows.dialogue.people import closing
from flows.messages import Attachment, Outbound
from flows.records import TurnRecord, WaitingMessage
from storage.store import Store
from storage.unit_of_work import UnitOfWork

UNFINISHED = (CaseStatus.OPEN, CaseStatus.CLAIMED, CaseStatus.ANSWERED)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with everything said around it."""

    case: Case
    entries: Sequence[CaseEntry]
    turns: Sequence[TurnRecord]


class Desk:
    """What members do with cases. A rule that forbids it raises CaseError, whose message is fit to be shown."""

    def __init__(
        self,
        store: Store,
        catalog: Callable[[], Catalog],
        clock: Callable[[], datetime],
        *,
        offer: Offer = lambda waiting, earlier: None,
        cases_changed: CasesChanged = lambda: None,
    ) -> None:
        self._store, self._catalog, self._clock = store, catalog, clock
        self._offer, self._cases_changed = offer, cases_changed

    async def cases(self, statuses: Sequence[CaseStatus] = UNFINISHED) -> list[Case]:
        """The cases in these statuses, the most urgent first."""
        return await self._store.read(lambda uow: uow.cases.listed(statuses))

    async def open_file(self, code: str) -> CaseFile:
        """The case `code` with its log and transcript."""

        def read(uow: UnitOfWork) -> CaseFile:
            case = existing(uow, code)
            return CaseFile(case, uow.cases.entries(case.number), uow.turns.of(case.chat))

        return await self._store.read(read)

    async def claim(self, code: str, member: str) -> Case:
        """The case, now `member`'s; CaseError names who has it already."""
        return await self._change(code, lambda uow, case, now: claim(uow, case, member, now))

    async def answer(self, code: str, member: str, text: str, attachments: tuple[Attachment, ...] = ()) -> Case:
        """The case, answered: the text is on its way to the citizen."""
        return await self._change(code, lambda uow, case, now: self._answer(uow, case, member, text, attachments, now))

    async def note(self, code: str, member: str, text: str) -> Case:
        """The case with a note only the team sees."""
        return await self._change(code, lambda uow, case, now: note(uow, case, member, text, now))

    async def close(self, code: str, member: str) -> Case:
        """The case, closed; the assistant has the word again and the citizen is told so once."""
        return await self._change(code, lambda uow, case, now: self._close(uow, case, member, now))

    async def _change(
        self, code: str, change: Callable[[UnitOfWork, Case, datetime], tuple[Case, Sequence[WaitingMessage]]]
    ) -> Case:
        now = self._clock()
        case, waiting = await self._store.run(lambda uow: change(uow, existing(uow, code), now))
        self._offer(waiting, ())
        self._cases_changed()
        return case

    def _answer(
        self, uow: UnitOfWork, case: Case, member: str, text: str, attachments: tuple[Attachment, ...], now: datetime
    ) -> tuple[Case, Sequence[WaitingMessage]]:
        if not text.strip():
            raise CaseError("Câu trả lời đang để trống.")
        if case.status is CaseStatus.CLOSED:
            raise CaseError("Ca này đã đóng.")
        uow.cases.add_entry(case.number, CaseEntry(now, EntryKind.ANSWER, member, text, attachments))
        answered = uow.cases.change(
            case,
            status=CaseStatus.ANSWERED,
            assignee=case.assignee or member,
            claimed_at=case.claimed_at or now,
            answered_at=now,
            first_answer_at=case.first_answer_at or now,
        )
        say = self._catalog().phrases.speaker(case.language).say
        words = say("Tổ công nghệ số cộng đồng trả lời ca {code}:", code=case.code)
        message = Outbound(f"{words}\n\n{text.strip()}", attachments=attachments)
        return answered, [uow.outbox.add(case.chat, message, now, origin="case", case_code=case.code)]

    def _close(self, uow: UnitOfWork, case: Case, member: str, now: datetime) -> tuple[Case, Sequence[WaitingMessage]]:
        if case.status is CaseStatus.CLOSED:
            raise CaseError("Ca này đã đóng.")
        closed = uow.cases.change(case, status=CaseStatus.CLOSED, closed_at=now)
        uow.cases.add_entry(case.number, CaseEntry(now, EntryKind.EVENT, member, "closed"))
        conversation = uow.conversations.get(case.chat)
        if conversation.open_case != case.code:
            return closed, []
        rests, message = closing(closed, conversation, self._catalog())
        uow.conversations.save(rests, now)
        return closed, [uow.outbox.add(case.chat, message, now, origin="notice", case_code=case.code)]


def existing(uow: UnitOfWork, code: str) -> Case:
    """The case `code`; CaseError where there is none."""
    case = uow.cases.by_code(code)
    if case is None:
        raise CaseError(f"Không có ca nào mang mã {code}.")
    return case


def claim(uow: UnitOfWork, case: Case, member: str, now: datetime) -> tuple[Case, Sequence[WaitingMessage]]:
    """The case, now `member`'s, unless somebody else has it."""
    if case.assignee and case.assignee != member:
        other = uow.members.get(case.assignee)
        raise CaseError(f"Ca {case.code} đã có {other.name if other else case.assignee} nhận.")
    if case.status is CaseStatus.CLOSED:
        raise CaseError("Ca này đã đóng.")
    uow.cases.add_entry(case.number, CaseEntry(now, EntryKind.EVENT, member, "claimed"))
    return uow.cases.change(case, status=CaseStatus.CLAIMED, assignee=member, claimed_at=now), []


def note(uow: UnitOfWork, case: Case, member: str, text: str, now: datetime) -> tuple[Case, Sequence[WaitingMessage]]:
    """The case, with a note in its log."""
    if not text.strip():
        raise CaseError("Ghi chú đang để trống.")
    uow.cases.add_entry(case.number, CaseEntry(now, EntryKind.NOTE, member, text.strip()))
    return case, []
