"""Guides as editors see them: how fresh, how much asked, how often wrong, and with what confused."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from bot.console.editor_world import EditorPages
from bot.console.frame import Visitor
from bot.numbers import guide_counts
from flows.access import Right
from flows.catalog import Catalog
from flows.guides import Confidence, Guide
from flows.numbers import GuideCount
from flows.text.letters import fold
from storage.content.writing import WritingError

SOON = timedelta(days=30)
STATES = ("late", "soon", "unsure", "wrong", "confused")
OFTEN_CONFUSED = 3
MONTH = timedelta(days=30)
OFTEN_WRONG = 0.2


@dataclass(frozen=True, slots=True)
class GuideRow:
    """A guide in the list."""

    guide: Guide
    late: bool
    soon: bool
    unsure: int  # facts nobody has confirmed
    count: GuideCount
    problems: int
    confused: int = 0  # how often it stood first or second when a citizen was asked back

    def is_in(self, state: str) -> bool:
        """Whether the row belongs to a state of the list."""
        found = {
            "late": self.late,
            "soon": self.soon,
            "unsure": self.unsure > 0,
            "wrong": (self.count.wrong_share or 0) >= OFTEN_WRONG,
            "confused": self.confused >= OFTEN_CONFUSED,
        }
        return found.get(state, True)


class EditorGuidePages(EditorPages):
    """The pages under /console/guides."""

    def routes(self) -> list[web.RouteDef]:
        """The list and the overview of one guide."""
        only = self._guard.only
        return [
            web.get("/console/guides", only(Right.CONTENT, self.list_page)),
            web.get("/console/guides/{guide}", only(Right.CONTENT, self.guide_page)),
        ]

    async def list_page(self, visitor: Visitor) -> web.StreamResponse:
        """All guides, the most asked first."""
        rows = await self._rows()
        words, section, state = (visitor.value(name) for name in ("q", "section", "state"))
        chosen = [row for row in rows if fits(row, words, section) and row.is_in(state)]
        chosen.sort(key=lambda row: (-row.count.asked, row.guide.title.vi))
        return self._frame.page(
            visitor,
            "guides.html",
            rows=chosen,
            states={name: sum(row.is_in(name) for row in rows) for name in STATES},
            state=state,
            section=section,
            words=words,
            sections=self._frame.catalog().sections,
        )

    async def _rows(self) -> list[GuideRow]:
        now = self._frame.clock()
        counts, pairs = await self._world.store.read(
            lambda uow: (guide_counts(uow, now.date()), uow.statistics.confusions(now - MONTH))
        )
        confused: Counter[str] = Counter()
        for pair, count in pairs.items():
            confused.update(dict.fromkeys(pair, count))
        problems = Counter(problem.file.rpartition("/")[2].removesuffix(".yaml") for problem in self._frame.problems())
        return [
            replace(row_of(guide, now.date(), counts, problems), confused=confused[guide.id])
            for guide in self._frame.catalog().guides.values()
        ]

    async def guide_page(self, visitor: Visitor) -> web.StreamResponse:
        """One guide: what is wrong with it, what it is confused with, who changed it."""
        guide = self._frame.catalog().guides.get(visitor.value("guide"))
        if guide is None:
            raise web.HTTPNotFound(text="Không có hướng dẫn này.")
        try:
            opened = await self._editing.open_guide(guide.id)
        except WritingError as error:
            raise web.HTTPNotFound(text=error.message) from error
        today = self._frame.clock().date()
        return self._frame.page(
            visitor,
            "guide.html",
            guide=guide,
            opened=opened,
            problems=await self._editing.problems(opened.name, opened.text),
            late_facts=[fact for fact in guide.facts if fact.valid_to and fact.valid_to < today],
            coming_facts=[fact for fact in guide.facts if fact.valid_from and fact.valid_from > today],
            **await self._past(guide, opened.name),
        )

    async def _past(self, guide: Guide, file: str) -> dict[str, Any]:
        """How a guide has fared, what it was confused with, and who changed it."""
        now = self._frame.clock()
        counts, pairs, edits, members = await self._world.store.read(
            lambda uow: (
                guide_counts(uow, now.date()),
                uow.statistics.confusions(now - MONTH),
                uow.content_edits.latest(file, 5),
                {one.id: one for one in uow.members.all()},
            )
        )
        return {
            "row": row_of(guide, now.date(), counts, Counter()),
            "confused": confused_with(guide.id, pairs, self._frame.catalog()),
            "edits": edits,
            "members": members,
        }


def row_of(guide: Guide, today: date, counts: dict[str, GuideCount], problems: Counter[str]) -> GuideRow:
    """The guide's row on the day `today`."""
    review = guide.review_by
    late = review is not None and review < today
    return GuideRow(
        guide=guide,
        late=late or any(fact.valid_to is not None and fact.valid_to < today for fact in guide.facts),
        soon=not late and review is not None and review < today + SOON,
        unsure=sum(fact.confidence is Confidence.UNCONFIRMED for fact in guide.facts),
        count=counts.get(guide.id, GuideCount()),
        problems=problems[guide.id],
    )


def fits(row: GuideRow, words: str, section: str) -> bool:
    """Whether a row is about these words and of this section."""
    held = fold(f"{row.guide.id} {row.guide.title.vi}")
    return (not section or row.guide.field == section) and all(word in held for word in fold(words).split())


def confused_with(guide_id: str, pairs: Counter[tuple[str, str]], catalog: Catalog) -> list[tuple[Guide, int]]:
    """The guides that stood beside this one when citizens were asked back, the most frequent first."""
    found: Counter[str] = Counter()
    for pair, count in pairs.items():
        if guide_id in pair:
            found[pair[1] if pair[0] == guide_id else pair[0]] += count
    return [(catalog.guides[other], count) for other, count in found.most_common(8) if other in catalog.guides]
