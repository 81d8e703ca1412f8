"""Use cases of the team: see the cases, claim one, answer, hand on, close it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.assistant import CasesChanged
from bot.at_desk import AtDesk, existing
from bot.desk_acts import WRITTEN, claim, hand_on, hand_up, label, locate, merge, release, reopen
from bot.offering import Line, Offer, lines_of, offer_lines
from flows.case_rules import must_hold
from flows.cases import UNFINISHED, Case, CaseEntry, CaseError, CaseStatus, EntryKind
from flows.catalog import Catalog
from flows.hours import hours_at
from flows.members import Member
from flows.messages import Attachment, ChatRef
from flows.records import TurnRecord
from flows.routing import candidates, topics_of
from storage.store import Store
from storage.unit_of_work import UnitOfWork

AT_HAND = timedelta(hours=4)  # how long somebody is present who says so while the desk is closed

Act = Callable[[AtDesk, Case], Case]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with everything said around it."""

    case: Case
    entries: Sequence[CaseEntry]
    turns: Sequence[TurnRecord]


@dataclass(frozen=True, slots=True)
class Done:
    """A message of a member, which may be handed over twice but is taken up once."""

    channel: str
    message_id: str


class AlreadyDoneError(CaseError):
    """The message was taken up before."""


class Desk:
    """What members do with cases. A rule that forbids it raises CaseError, whose message is fit to be shown.

    `member` is a member's id everywhere. `once` names the message an act came by, where platforms repeat messages.
    """

    def __init__(
        self,
        store: Store,
        catalog: Callable[[], Catalog],
        clock: Callable[[], datetime],
        *,
        offer: Offer = lambda waiting, earlier: None,
        cases_changed: CasesChanged = lambda: None,
        board: str = "",
    ) -> None:
        self._store, self._catalog, self._clock = store, catalog, clock
        self._offer, self._cases_changed, self._board = offer, cases_changed, board

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
        return await self._change(code, lambda desk, case: claim(desk, case, member))

    async def release(self, code: str, member: str) -> Case:
        """The case, given back and offered to somebody else."""
        return await self._change(code, lambda desk, case: release(desk, case, member))

    async def write(
        self,
        code: str,
        member: str,
        text: str,
        attachments: tuple[Attachment, ...] = (),
        once: Done | None = None,
        *,
        kind: EntryKind = EntryKind.ANSWER,
    ) -> Case:
        """The case, answered: the text is on its way to the citizen; or, as a NOTE, with what only the team sees."""
        write = WRITTEN[kind]
        return await self._change(code, lambda desk, case: write(desk, case, member, text, attachments), once)

    async def hand_on(self, code: str, member: str, colleague: str) -> Case:
        """The case, now `colleague`'s."""
        return await self._change(code, lambda desk, case: hand_on(desk, case, member, colleague))

    async def hand_up(self, code: str, member: str, why: str = "", seen: str = "") -> Case:
        """The case one rung higher: hamlet → commune → province → 1022; the citizen is told.

        `seen` is the rung it was on when the member decided so: two taps climb one rung.
        """
        return await self._change(code, lambda desk, case: hand_up(desk, case, member, why, seen))

    async def locate(self, code: str, member: str, hamlet: str) -> Case:
        """The case, placed in this hamlet and offered to its team."""
        return await self._change(code, lambda desk, case: locate(desk, case, member, hamlet))

    async def label(self, code: str, member: str, labels: tuple[str, ...]) -> Case:
        """The case with these labels and no others."""
        return await self._change(code, lambda desk, case: label(desk, case, member, labels))

    async def merge(self, code: str, member: str, into: str) -> Case:
        """The case that goes on, with everything the other was about; who waits for the other is told once."""
        return await self._change(code, lambda desk, case: merge(desk, case, member, into))

    async def close(self, code: str, member: str) -> Case:
        """The case, closed; the assistant has the word again and the citizen is told so once."""

        def act(desk: AtDesk, case: Case) -> Case:
            must_hold(case, desk.member(member), desk.name_of(case.assignee))
            return desk.finish(case, member)

        return await self._change(code, act)

    async def reopen(self, code: str, member: str) -> Case:
        """The closed case, open again and `member`'s; the citizen is told."""
        return await self._change(code, lambda desk, case: reopen(desk, case, member))

    async def colleagues(self, code: str) -> list[tuple[Member, int]]:
        """Who could take the case, the fittest first, each with the number of cases that wait for them."""

        def read(uow: UnitOfWork) -> list[tuple[Member, int]]:
            case, desk = existing(uow, code), AtDesk(uow, self._catalog(), self._clock())
            topics, organisation = topics_of(case, desk.catalog), desk.catalog.organisation
            levels = [case.level, *(rung.level for rung in organisation.ladder if rung.level != case.level)]
            able = [
                member
                for level in levels
                for member in candidates(case, level, topics, desk.roster, organisation, desk.now)
            ]
            loads = desk.roster.loads
            return [(member, loads.get(member.id, 0)) for member in dict.fromkeys(able) if member.id != case.assignee]

        return await self._store.read(read)

    async def set_present(self, member: str, *, present: bool) -> Member:
        """The member, at hand until the desk closes, or no longer."""
        now = self._clock()
        closes = hours_at(self._catalog().organisation, now).closes_at or now + AT_HAND

        def keep(uow: UnitOfWork) -> Member:
            known = uow.members.get(member)
            if known is None:
                raise CaseError(f"Không có ai mang mã {member} trong Tổ.")
            changed = replace(known, present_until=closes if present else None)
            uow.members.save(changed, now)
            return changed

        return await self._store.run(keep)

    async def _change(self, code: str, act: Act, once: Done | None = None) -> Case:
        now, catalog = self._clock(), self._catalog()

        def work(uow: UnitOfWork) -> tuple[Case, list[Line]]:
            is_seen = once is not None and once.channel == self._board
            desk = AtDesk(uow, catalog, now, self._board, is_seen=is_seen)
            case = desk.existing(code)
            if once and not uow.inbound.is_new(ChatRef(once.channel, code), once.message_id, now):
                raise AlreadyDoneError("Tin này đã được xử lý.")
            changed = act(desk, case)
            return changed, lines_of(uow, desk.waiting, shared=self._store.is_shared)

        case, lines = await self._store.run(work)
        offer_lines(self._offer, lines)
        self._cases_changed()
        return case
