"""What the clock does with cases: offers forgotten ones again, takes them up the ladder, closes what is done."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.assistant import CasesChanged
from bot.at_desk import AtDesk
from bot.offering import Line, Offer, lines_of, offer_lines
from flows import case_words
from flows.case_rules import offer_again, take_back
from flows.cases import UNFINISHED, Case, CaseStatus
from flows.catalog import Catalog
from flows.due_times import Move, falls_late, is_working, move_due
from flows.ladder import rung_named
from flows.records import Origin
from storage.store import Store
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

MOST = 5_000


class DeskClock:
    """Looks after cases nobody answers. Nothing is asked of anybody outside working hours."""

    def __init__(
        self,
        store: Store,
        catalog: Callable[[], Catalog],
        *,
        offer: Offer = lambda waiting, earlier: None,
        cases_changed: CasesChanged = lambda: None,
        board: str = "",
    ) -> None:
        self._store, self._catalog = store, catalog
        self._offer, self._cases_changed, self._board = offer, cases_changed, board

    async def run_due(self, now: datetime) -> None:
        """Do what is due at `now`, each case in a transaction of its own."""
        catalog = self._catalog()
        if not is_working(catalog.organisation, now):
            return
        for code in await self._store.read(lambda uow: self._due(uow, catalog, now)):
            try:
                lines = await self._store.run(partial(self._move, code, catalog, now))
            except Exception:  # one case must not keep the others waiting; the next tick tries it again
                log.exception("a case could not be looked after")
                continue
            offer_lines(self._offer, lines)
            self._cases_changed()

    def _due(self, uow: UnitOfWork, catalog: Catalog, now: datetime) -> list[str]:
        desk = AtDesk(uow, catalog, now)
        cases = uow.cases.listed(UNFINISHED, most=MOST)
        return [case.code for case in cases if self._next(desk, case) is not None]

    def _move(self, code: str, catalog: Catalog, now: datetime, uow: UnitOfWork) -> list[Line]:
        desk = AtDesk(uow, catalog, now, self._board)
        case = desk.existing(code)  # looked at again: somebody may have acted since
        move = self._next(desk, case)
        if move is not None:
            MOVES[move](desk, case)
        return lines_of(uow, desk.waiting, shared=self._store.is_shared)

    def _next(self, desk: AtDesk, case: Case) -> Move | None:
        organisation = desk.catalog.organisation
        if case.status is CaseStatus.CLAIMED and not desk.member(case.assignee).active:
            return Move.TAKE_BACK
        if move_due(case, organisation, desk.now, can_rise=True) is None:
            return None  # most cases have time, and need no look at who stands above
        return move_due(case, organisation, desk.now, can_rise=desk.above(case) is not None)


def ask_again(desk: AtDesk, case: Case) -> None:
    """Offer the case again, to somebody else where there is one; the citizen hears nothing of it before it is late."""
    admit_lateness(desk, case)
    offered = desk.offer(desk.apply(case, offer_again(case, desk.now)))
    desk.post(offered, f"⏰ Ca chưa có ai nhận.{desk.invitation(offered)}")


def take_from_silent(desk: AtDesk, case: Case) -> None:
    """Take the case from a member who claimed it and says nothing, and offer it to somebody else."""
    admit_lateness(desk, case)
    holder = desk.name_of(case.assignee)
    offered = desk.offer(desk.apply(case, take_back(case, desk.now)))
    desk.post(offered, f"⏰ {holder} nhận nhưng chưa trả lời.{desk.invitation(offered)}")


def admit_lateness(desk: AtDesk, case: Case) -> None:
    """Tell the citizen, once, that the promised time has passed; who was sent to an office outside knows it already."""
    if falls_late(case, desk.now) and not rung_named(desk.catalog.organisation, case.level).is_outside:
        desk.tell(case, case_words.late(case, desk.catalog), Origin.NOTICE)


def go_up(desk: AtDesk, case: Case) -> None:
    """Take the case one rung up."""
    desk.raise_up(case, "overdue")


def close_done(desk: AtDesk, case: Case) -> None:
    """Close an answered case the citizen said no more about."""
    desk.finish(case)


MOVES: dict[Move, Callable[[AtDesk, Case], None]] = {
    Move.OFFER_AGAIN: ask_again,
    Move.TAKE_BACK: take_from_silent,
    Move.RAISE: go_up,
    Move.CLOSE: close_done,
}
