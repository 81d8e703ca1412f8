"""The commune and its team as the assistant knows them."""

from collections.abc import Sequence
from datetime import date, timedelta

from aiohttp import web

from bot.console.editor_world import EditorPages
from bot.console.frame import Visitor
from flows.access import Right
from flows.hours import hours_at, spans_on

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


class OrganisationPages(EditorPages):
    """The page under /console/organisation."""

    def routes(self) -> list[web.RouteDef]:
        """The page."""
        return [web.get("/console/organisation", self._guard.only(Right.CASES, self.page))]

    async def page(self, visitor: Visitor) -> web.StreamResponse:
        """Hours, holidays to come, hamlets with their members, people and numbers."""
        organisation, now = self._frame.catalog().organisation, self._frame.clock()
        members = await self._world.store.read(lambda uow: [one for one in uow.members.all() if one.active])
        week = [
            (name, [hours for hours in organisation.hours if hours.weekday == day]) for day, name in enumerate(WEEKDAYS)
        ]
        return self._frame.page(
            visitor,
            "organisation.html",
            week=week,
            desk=hours_at(organisation, now),
            today=spans_on(organisation, now.date()),
            holidays=spells([(day, name) for day, name in organisation.holidays if day >= now.date()]),
            hamlets=[(hamlet, [one for one in members if hamlet.id in one.areas]) for hamlet in organisation.hamlets],
            everywhere=[one for one in members if not one.areas],
            present=[one for one in members if one.present_until is not None and one.present_until > now],
        )


def spells(days: Sequence[tuple[date, str]]) -> list[tuple[date, date, str]]:
    """Days off under one name that follow one another, as their first and last day."""
    found: list[tuple[date, date, str]] = []
    for day, name in sorted(days):
        if found and found[-1][2] == name and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day, name)
        else:
            found.append((day, day, name))
    return found
