"""The numbers page and its files."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from aiohttp import web

from bot.console.charts import Bar, columns, rows
from bot.console.editor_world import EditorPages
from bot.console.frame import Visitor
from bot.console.number_view import (
    Breakdown,
    Numbers,
    Period,
    by_channel,
    by_place,
    by_topic,
    by_weeks,
    read_numbers,
    weeks_until,
)
from bot.console.spreadsheet import month_of, open_data, rows_by_day, workbook
from bot.console.words import CHANNEL, place_name
from bot.pages.guide_pages import section_title
from flows.access import Right, may
from flows.hours import in_vietnam
from flows.indicators import DEFINITIONS
from flows.messages import ChannelName
from flows.numbers import cases_by, share
from flows.phrases import Speaker

SPANS = (4, 12, 26, 52)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 12  # bars in a chart


class NumberPages(EditorPages):
    """The pages under /console/numbers."""

    def routes(self) -> list[web.RouteDef]:
        """The page and the three files."""
        only = self._guard.only
        return [
            web.get("/console/numbers", only(Right.NUMBERS, self.page)),
            web.get("/console/numbers/days.csv", only(Right.NUMBERS, self.days)),
            web.get("/console/numbers/weeks.xlsx", only(Right.NUMBERS, self.sheet)),
            web.get("/console/numbers/open.csv", only(Right.NUMBERS, self.open_month)),
        ]

    async def page(self, visitor: Visitor) -> web.StreamResponse:
        """Everything on one page, definitions beside the numbers."""
        period = self._period(visitor)
        numbers = await self._read(period)
        members = await self._world.store.read(lambda uow: {one.id: one for one in uow.members.all()})
        is_lead = may(visitor.member, Right.ALL_CASES)
        return self._frame.page(
            visitor,
            "numbers.html",
            numbers=numbers,
            total=numbers.total,
            desk=numbers.desk,
            part=share,
            definitions=DEFINITIONS,
            period=period,
            weeks_shown=(period.last - period.first).days // 7 + 1,
            by_member=cases_by(numbers.cases, lambda case: case.assignee, numbers.now) if is_lead else {},
            members=members,
            month=f"{period.last:%Y-%m}",
            **self._choices(numbers),
            **self._broken_down(numbers),
        )

    def _choices(self, numbers: Numbers) -> dict[str, Any]:
        """What the page can be narrowed to."""
        catalog = self._frame.catalog()
        speaker = catalog.phrases.speaker("vi")
        return {
            "spans": SPANS,
            "places": [(area, place_name(area, catalog)) for area in self._places(numbers)],
            "channels": sorted((name, said) for name, said in CHANNEL.items() if name != ChannelName.TELEGRAM_TEAM),
            "topics": [(topic, section_title(catalog, topic, speaker)) for topic in catalog.sections],
        }

    def _broken_down(self, numbers: Numbers) -> dict[str, Any]:
        """The tables and charts."""
        catalog = self._frame.catalog()
        speaker = catalog.phrases.speaker("vi")
        topics = by_topic(numbers, catalog, speaker)
        return {
            "by_week": by_weeks(numbers, speaker),
            "by_topic": topics,
            "by_place": by_place(numbers, catalog),
            "by_channel": by_channel(numbers, speaker),
            "chart": week_chart(numbers, speaker),
            "desk_chart": desk_chart(numbers, speaker),
            "topic_chart": topic_chart(topics, speaker),
        }

    async def days(self, visitor: Visitor) -> web.StreamResponse:
        """Every count as a row."""
        numbers = await self._read(self._period(visitor))
        return as_file(rows_by_day(numbers).encode(), "text/csv", "camtay-theo-ngay.csv")

    async def sheet(self, visitor: Visitor) -> web.StreamResponse:
        """The spreadsheet."""
        numbers, catalog = await self._read(self._period(visitor)), self._frame.catalog()
        return as_file(workbook(numbers, catalog, catalog.phrases.speaker("vi")), XLSX, "camtay-so-lieu.xlsx")

    async def open_month(self, visitor: Visitor) -> web.StreamResponse:
        """A month as open data."""
        first, last = month_of(visitor.value("month"), self._today())
        numbers, catalog = await self._read(Period(first, min(last, self._today()))), self._frame.catalog()
        text = open_data(numbers, catalog, catalog.phrases.speaker("vi"))
        return as_file(text.encode(), "text/csv", f"camtay-du-lieu-mo-{first:%Y-%m}.csv")

    async def _read(self, period: Period) -> Numbers:
        catalog, now = self._frame.catalog(), self._frame.clock()
        return await self._world.store.read(lambda uow: read_numbers(uow, period, catalog, now))

    def _period(self, visitor: Visitor) -> Period:
        weeks = int(visitor.value("weeks")) if visitor.value("weeks") in {str(span) for span in SPANS} else 12
        found = weeks_until(self._today(), weeks)
        return replace(
            found, place=visitor.value("place"), channel=visitor.value("channel"), topic=visitor.value("topic")
        )

    def _today(self) -> date:
        return in_vietnam(self._frame.clock()).date()

    def _places(self, numbers: Numbers) -> list[str]:
        hamlets = [hamlet.id for hamlet in self._frame.catalog().organisation.hamlets]
        found = {one.place for one in numbers.counts if one.place} | {
            case.place for case in numbers.cases if case.place
        }
        return [*hamlets, *sorted(found - set(hamlets))]


def week_chart(numbers: Numbers, speaker: Speaker) -> str:
    """The questions of each week by what became of them."""
    bars = [
        Bar(f"{week:%d/%m}", (one.solved, one.asked_back, one.missed, one.handed_over, one.others))
        for week, one in numbers.weeks.items()
    ]
    return columns(speaker.say("Câu hỏi theo tuần"), bars)


def desk_chart(numbers: Numbers, speaker: Speaker) -> str:
    """The cases of each week, those in time and those late."""
    bars = [
        Bar(f"{week:%d/%m}", (one.opened - one.overdue, 0, 0, one.overdue)) for week, one in numbers.desk_weeks.items()
    ]
    return columns(speaker.say("Ca hỗ trợ theo tuần"), bars)


def topic_chart(found: Sequence[Breakdown], speaker: Speaker) -> str:
    """The topics asked about most."""
    bars = [Bar(one.name, (one.questions.asked,)) for one in found[:SHOWN] if one.questions.asked]
    return rows(speaker.say("Câu hỏi theo lĩnh vực"), bars)


def as_file(content: bytes, kind: str, name: str) -> web.Response:
    """A file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return web.Response(body=content, content_type=kind, headers=headers)
