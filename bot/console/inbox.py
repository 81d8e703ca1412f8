"""The list of cases: filters, search, and the stream that keeps it fresh."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aiohttp import web

from bot.console.filters import UNFINISHED, CaseFilter, is_overdue, topic_of
from bot.console.frame import Frame, Visitor
from bot.console.guard import Guard
from bot.console.live import LivePages
from bot.console.words import CHANNEL, LISTS
from bot.pages.guide_pages import section_title
from flows.access import Right, may_see
from flows.cases import Case, CaseStatus
from flows.members import Member
from storage.store import Store
from storage.unit_of_work import UnitOfWork

MOST = 150
READ = 3000


class InboxPages:
    """The cases a member may see, the most urgent first."""

    def __init__(self, store: Store, frame: Frame, guard: Guard, live: LivePages) -> None:
        self._store, self._frame, self._guard, self._live = store, frame, guard, live

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
        return await self._live.stream(visitor.request, lambda: self._glance(visitor.member))

    async def _found(self, visitor: Visitor) -> dict[str, Any]:
        chosen = CaseFilter.of(visitor.request.query)
        catalog, now, member = self._frame.catalog(), self._frame.clock(), visitor.member

        def read(uow: UnitOfWork) -> tuple[list[Case], list[Case], dict[str, Member]]:
            unfinished = uow.cases.listed(UNFINISHED, most=READ)
            everything = unfinished if chosen.statuses else uow.cases.listed((), most=READ)
            return everything, unfinished, {one.id: one for one in uow.members.all()}

        everything, unfinished, members = await self._store.read(read)
        visible = [case for case in everything if may_see(member, case)]
        waiting = [case for case in unfinished if may_see(member, case)]
        if chosen.statuses:
            visible = [case for case in visible if case.status in chosen.statuses]
        cases = chosen.chosen(visible, member, catalog, now)
        return {
            "chosen": chosen,
            "cases": cases[:MOST],
            "more": max(0, len(cases) - MOST),
            "counts": {
                name: len(replace(CaseFilter(), shown=name).chosen(of_list(waiting, name), member, catalog, now))
                for name in LISTS
                if name != "all"
            },
            "members": members,
            "topics": sorted({topic for case in visible if (topic := topic_of(case, catalog))}),
            "places": sorted({area for case in visible for area in (case.hamlet, case.place) if area}),
            "channels": sorted({case.chat.channel for case in visible}),
            "labels": sorted({label for case in visible for label in case.labels}),
            "newest": max((case.number for case in waiting), default=0),
            "is_overdue": is_overdue,
            "topic_name": lambda topic: section_title(catalog, topic, catalog.phrases.speaker("vi")),
            "channel_name": lambda channel: CHANNEL.get(channel, channel),
            "label_name": str,
        }

    async def _glance(self, member: Member) -> Mapping[str, object]:
        unfinished = await self._store.read(lambda uow: uow.cases.listed(UNFINISHED, most=READ))
        seen = [case for case in unfinished if may_see(member, case)]
        waiting = [case for case in seen if case.status is CaseStatus.OPEN]
        return {
            "waiting": len(waiting),
            "newest": max((case.number for case in waiting), default=0),
            "mark": hash(tuple((case.number, case.version) for case in seen)),
            "mine": sorted(f"{case.code}:{case.citizen_wrote_at}" for case in seen if case.assignee == member.id),
        }


def of_list(cases: list[Case], name: str) -> list[Case]:
    """The cases whose status belongs to a list."""
    return [case for case in cases if case.status in CaseFilter(shown=name).statuses]
