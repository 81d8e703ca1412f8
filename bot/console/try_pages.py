"""The try-it box: what the assistant would say, and why."""

from aiohttp import web

from bot.console.editor_world import EditorPages
from bot.console.frame import Visitor
from bot.try_it import try_question
from flows.access import Right


class TryPages(EditorPages):
    """The page under /console/try."""

    def routes(self) -> list[web.RouteDef]:
        """The page."""
        return [web.get("/console/try", self._guard.only(Right.CASES, self.try_page))]

    async def try_page(self, visitor: Visitor) -> web.StreamResponse:
        """The box, and below it the answer with its reasons."""
        question, open_guide = visitor.value("q").strip()[:500], visitor.value("open")
        catalog = self._frame.catalog()
        if open_guide not in catalog.guides:
            open_guide = ""
        now = self._frame.clock()
        trial = try_question(self._world.respond, catalog, question, now, open_guide=open_guide) if question else None
        return self._frame.page(visitor, "try.html", question=question, open_guide=open_guide, trial=trial)
