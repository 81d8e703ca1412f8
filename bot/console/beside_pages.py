"""Beside-me mode: help somebody at home with the same steps, print the sheet, count the visit, keep nothing of them."""

from aiohttp import web

from bot.console.editor_world import EditorPages
from bot.console.frame import Visitor, Wrong, back_to
from bot.numbers import guide_counts
from flows.access import Right
from flows.guides import Guide, Step, StepChoice
from flows.hours import in_vietnam
from flows.text.letters import fold
from flows.visits import Visit, VisitKind

MOST_PEOPLE = 500
SHOWN = 12
OFFERED = 6  # before anything was searched for


class BesidePages(EditorPages):
    """The pages under /console/beside."""

    def routes(self) -> list[web.RouteDef]:
        """The addresses."""
        only = self._guard.only
        return [
            web.get("/console/beside", only(Right.CASES, self.choose_page)),
            web.post("/console/beside/class", only(Right.CASES, self.count_class)),
            web.get("/console/beside/{guide}", only(Right.CASES, self.step_page)),
            web.post("/console/beside/{guide}/done", only(Right.CASES, self.count_visit)),
        ]

    async def choose_page(self, visitor: Visitor, *, wrong: Wrong | None = None) -> web.StreamResponse:
        """Where a guide is found by the words of whoever sits beside the member."""
        form = await visitor.form() if wrong else {}
        words = visitor.value("q").strip()[:200]
        guides = self._found(words) if words else await self._asked_most()
        return self._frame.page(
            visitor,
            "beside.html",
            status=422 if wrong else 200,
            words=words,
            guides=guides,
            wrong=wrong or {},
            typed=form,
        )

    async def step_page(self, visitor: Visitor) -> web.StreamResponse:
        """One step, large enough to be read together."""
        guide = self._guide(visitor)
        wanted = visitor.value("step")
        step = guide.step(wanted) if wanted else guide.steps[0]
        ends = wanted == "end"
        if step is None and not ends:
            raise web.HTTPNotFound(text="Hướng dẫn này không còn bước ấy.")
        following = guide.step_after(step) if step else None
        return self._frame.page(
            visitor,
            "beside_step.html",
            guide=guide,
            step=step,
            position=guide.steps.index(step) + 1 if step else 0,
            following=following.id if following else "end",
            targets=targets_of(step, guide) if step else [],
            before=visitor.value("from"),
        )

    async def count_visit(self, visitor: Visitor) -> web.StreamResponse:
        """Count one person helped with this guide."""
        guide, form = self._guide(visitor), await visitor.form()
        visit = Visit(
            self._frame.clock(),
            visitor.member.id,
            hamlet=self._hamlet(form.get("hamlet", "")),
            guide_id=guide.id,
            finished=form.get("finished") == "1",
        )
        await self._world.store.run(lambda uow: uow.visits.add(visit))
        raise back_to("/console/beside", "counted")

    async def count_class(self, visitor: Visitor) -> web.StreamResponse:
        """Count the people of a class."""
        form = await visitor.form()
        people = form.get("people", "")
        if not people.isascii() or not people.isdigit() or not 1 <= int(people) <= MOST_PEOPLE:
            return await self.choose_page(visitor, wrong={"people": f"Số người dự phải từ 1 đến {MOST_PEOPLE}."})
        hamlet = self._hamlet(form.get("hamlet", ""))
        visit = Visit(self._frame.clock(), visitor.member.id, VisitKind.CLASS, hamlet, people=int(people))
        await self._world.store.run(lambda uow: uow.visits.add(visit))
        raise back_to("/console/beside", "counted")

    async def _asked_most(self) -> list[Guide]:
        guides, today = self._frame.catalog().guides, in_vietnam(self._frame.clock()).date()
        counts = await self._world.store.read(lambda uow: guide_counts(uow, today))
        asked = sorted(counts, key=lambda guide_id: -counts[guide_id].asked)
        return [guides[guide_id] for guide_id in asked if guide_id in guides][:OFFERED]

    def _found(self, words: str) -> list[Guide]:
        catalog = self._frame.catalog()
        read = [match.guide_id for match in catalog.reader.read(words).matches if match.score > 0.05]
        held = [
            guide.id
            for guide in catalog.guides.values()
            if all(word in fold(guide.title.vi) for word in fold(words).split())
        ]
        found = [guide_id for guide_id in dict.fromkeys([*read, *held]) if guide_id in catalog.guides]
        return [catalog.guides[guide_id] for guide_id in found[:SHOWN]]

    def _hamlet(self, wanted: str) -> str:
        known = {hamlet.id for hamlet in self._frame.catalog().organisation.hamlets}
        return wanted if wanted in known else ""

    def _guide(self, visitor: Visitor) -> Guide:
        guide = self._frame.catalog().guides.get(visitor.value("guide"))
        if guide is None:
            raise web.HTTPNotFound(text="Không có hướng dẫn này.")
        return guide


def targets_of(step: Step, guide: Guide) -> list[tuple[StepChoice, str]]:
    """The choices of a step, each with the address it leads to."""
    return [
        (
            choice,
            f"/console/beside/{choice.guide}"
            if choice.guide
            else f"/console/beside/{guide.id}?step={choice.to or 'end'}&from={step.id}",
        )
        for choice in step.choices
    ]
