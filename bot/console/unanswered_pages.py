"""Questions nobody could answer: alike ones together, the most frequent first, into a guide by one click."""

from aiohttp import web

from bot.console.editor_world import EditorPages
from bot.console.frame import Visitor, back_to
from bot.console.history_pages import whole
from bot.editing import BrokenTextError
from flows.access import Right
from flows.outcomes import Outcome
from flows.person_names import for_others
from flows.records import MissedQuestion
from flows.similar import grouped
from storage.content.writing import WritingError
from storage.content.yaml_editing import EditError
from storage.unit_of_work import UnitOfWork

MOST_GROUPS = 60
READ = 2000


class UnansweredPages(EditorPages):
    """The pages under /console/unanswered."""

    def routes(self) -> list[web.RouteDef]:
        """The addresses."""
        only = self._guard.only
        return [
            web.get("/console/unanswered", only(Right.CONTENT, self.list_page)),
            web.post("/console/unanswered/add", only(Right.CONTENT, self.add)),
            web.post("/console/unanswered/set-aside", only(Right.CONTENT, self.set_aside)),
        ]

    async def list_page(self, visitor: Visitor, *, refused: str = "") -> web.StreamResponse:
        """The groups, and what citizens said about guides that did not help."""
        missed = await self._world.store.read(lambda uow: uow.missed.unhandled(READ))
        words = [one for one in missed if one.outcome is Outcome.FEEDBACK_TAKEN]
        groups = grouped([one for one in missed if one.outcome is not Outcome.FEEDBACK_TAKEN])
        return self._frame.page(
            visitor,
            "unanswered.html",
            status=409 if refused else 200,
            groups=[(group, self._suggested(group.nearest, group.shown)) for group in groups[:MOST_GROUPS]],
            more=max(0, len(groups) - MOST_GROUPS),
            words=words[:60],
            refused=refused,
        )

    async def add(self, visitor: Visitor) -> web.StreamResponse:
        """Make the question one of a guide's own; the assistant knows it from now on."""
        form = await visitor.form()
        guide_id, question = form.get("other") or form.get("guide", ""), form.get("question", "")
        if guide_id not in self._frame.catalog().guides:
            return await self.list_page(visitor, refused="Chọn một hướng dẫn trước.")
        try:
            await self._editing.add_question(guide_id, for_others(question), visitor.member.id)
        except (EditError, BrokenTextError) as error:
            return await self.list_page(visitor, refused=str(error))
        except WritingError as error:
            return await self.list_page(visitor, refused=error.message)
        await self._handled(form.get("ids", ""))
        leads_there = self._frame.catalog().reader.read(question).guide_id == guide_id
        raise back_to("/console/unanswered", "added" if leads_there else "added-unheard")

    async def set_aside(self, visitor: Visitor) -> web.StreamResponse:
        """Nothing is to be done about these questions."""
        await self._handled((await visitor.form()).get("ids", ""))
        raise back_to("/console/unanswered", "set-aside")

    async def _handled(self, ids: str) -> None:
        numbers = [whole(number) for number in ids.split(",")[:READ] if number]
        now = self._frame.clock()

        def mark(uow: UnitOfWork) -> None:
            for number in numbers:
                uow.missed.mark_handled(number, now)

        await self._world.store.run(mark)

    def _suggested(self, nearest: tuple[str, ...], shown: MissedQuestion) -> list[str]:
        guides = self._frame.catalog().guides
        read = [match.guide_id for match in self._frame.catalog().reader.read(shown.question).matches]
        return [guide_id for guide_id in dict.fromkeys([*nearest, *read]) if guide_id in guides][:3]
