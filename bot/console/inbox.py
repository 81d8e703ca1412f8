"""The list of cases: filters, search, and the stream that keeps it fresh."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.console.filters import CaseFilter, is_overdue, topic_of, urgency
from bot.console.frame import Frame, Visitor
from bot.console.guard import Guard
from bot.console.live import LivePages
from bot.console.words import CHANNEL, LISTS
from bot.pages.guide_pages import section_title
from flows.access import Right, may, may_see
from flows.cases import UNFINISHED, Case, CaseStatus
from flows.catalog import Catalog
from flows.members import Member
from storage.store import Store
from storage.unit_of_work import UnitOfWork

MOST = 150
READ = 3000


class InboxPages:
    """The cases a member may see, the most urgent first."""

    def __init__(self, store: Store, frame: Frame, guard: Guard, live: LivePages) -> None:
        self._store, self._frame, self._guard, self._live = store, frame, guard, live
        self._unfinished = live.once(lambda: store.read(lambda uow: uow.cases.listed(UNFINISHED, most=READ)))

    def routes(self) -> list[web.RouteDef]:
        """The page, its list alone, and the stream of changes."""
        only = self._guard.only
        return [
            web.get("/console", only(Right.CASES, self.list_page)),
            web.get("/console/list", only(Right.CASES, self.list_alone)),
            web.get("/console/events", only(Right.CASES, self.events)),
        ]

    async def list_page(self, visitor: Visitor) -> web.StreamResponse:
        """The whole page."""
        return self._frame.page(visitor, "cases.html", **await self._found(visitor))

    async def list_alone(self, visitor: Visitor) -> web.StreamResponse:
        """The list without its frame, for a page that is open already."""
        return self._frame.page(visitor, "cases_list.html", **await self._found(visitor))

    async def events(self, visitor: Visitor) -> web.StreamResponse:
        """The stream that says when the list has changed."""
        code = visitor.value("case").upper()
        browser = self._guard.browser_of(visitor.request)

        async def look() -> Mapping[str, object] | None:
            member = await self._guard.member_of(browser)
            return await self._glance(member, code) if member and may(member, Right.CASES) else None

        return await self._live.stream(visitor.request, look)

    async def _found(self, visitor: Visitor) -> dict[str, Any]:
        chosen, now, member = CaseFilter.of(visitor.request.query), self._frame.clock(), visitor.member
        catalog = self._frame.catalog()

        def read(uow: UnitOfWork) -> tuple[list[Case], list[Case], dict[str, Member]]:
            unfinished = uow.cases.listed(UNFINISHED, most=READ)
            everything = unfinished if chosen.statuses else uow.cases.newest(READ)
            return everything, unfinished, {one.id: one for one in uow.members.all()}

        everything, unfinished, members = await self._store.read(read)
        visible = [case for case in everything if may_see(member, case)]
        waiting = [case for case in unfinished if may_see(member, case)]
        if chosen.statuses:
            visible = [case for case in visible if case.status in chosen.statuses]
        cases = sorted(chosen.chosen(visible, member, catalog, now), key=lambda case: urgency(case, now))
        return {
            "chosen": chosen,
            "cases": cases[:MOST],
            "more": max(0, len(cases) - MOST),
            "counts": {name: count_of(waiting, name, member, catalog, now) for name in LISTS if name != "all"},
            "members": members,
            "newest": max((case.number for case in waiting), default=0),
            "is_overdue": is_overdue,
            **choices_among(visible, catalog),
        }

    async def _glance(self, member: Member, code: str) -> Mapping[str, object]:
        def watch(uow: UnitOfWork) -> str:
            case = uow.cases.by_code(code)
            return state_of(case, uow) if case is not None and may_see(member, case) else ""

        watched = await self._store.read(watch) if code else ""
        seen = [case for case in await self._unfinished.value() if may_see(member, case)]
        waiting = [case for case in seen if case.status is CaseStatus.OPEN]
        return {
            "case": watched,
            "waiting": len(waiting),
            "newest": max((case.number for case in waiting), default=0),
            "mark": hash(tuple((case.number, case.version) for case in seen)),
            "mine": sorted(f"{case.code}:{case.citizen_wrote_at}" for case in seen if case.assignee == member.id),
        }


def count_of(cases: list[Case], name: str, member: Member, catalog: Catalog, now: datetime) -> int:
    """How many of `cases` a list holds for `member`."""
    shown = CaseFilter(shown=name)
    own = [case for case in cases if case.status in shown.statuses]
    return len(shown.chosen(own, member, catalog, now))


def choices_among(cases: list[Case], catalog: Catalog) -> dict[str, Any]:
    """What a list of these cases can be narrowed by, and how each choice is called."""
    speaker = catalog.phrases.speaker("vi")
    return {
        "topics": sorted({topic for case in cases if (topic := topic_of(case, catalog))}),
        "places": sorted({area for case in cases for area in (case.hamlet, case.place) if area}),
        "channels": sorted({case.chat.channel for case in cases}),
        "labels": sorted({label for case in cases for label in case.labels}),
        "topic_name": lambda topic: section_title(catalog, topic, speaker),
        "channel_name": lambda channel: CHANNEL.get(channel, channel),
        "label_name": str,
    }


def state_of(case: Case, uow: UnitOfWork) -> str:
    """What changes with everything that is said or done in a case."""
    return f"{case.version}.{len(uow.cases.entries(case.number))}"
