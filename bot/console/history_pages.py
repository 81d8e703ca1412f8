"""What was changed in the content, by whom, and back again."""

from aiohttp import web

from bot.console.editor_world import EditorPages
from bot.console.frame import Visitor, back_to
from bot.editing import BrokenTextError
from flows.access import Right
from flows.editing import difference
from storage.content.writing import WritingError


class HistoryPages(EditorPages):
    """The pages under /console/history."""

    def routes(self) -> list[web.RouteDef]:
        """The addresses."""
        only = self._guard.only
        return [
            web.get("/console/history", only(Right.CONTENT, self.history_page)),
            web.get("/console/history/{number}", only(Right.CONTENT, self.change_page)),
            web.post("/console/history/{number}/undo", only(Right.CONTENT, self.undo)),
        ]

    async def history_page(self, visitor: Visitor) -> web.StreamResponse:
        """The last changes, of one file or of all."""
        file = visitor.value("file")
        edits, members = await self._world.store.read(
            lambda uow: (uow.content_edits.latest(file), {one.id: one for one in uow.members.all()})
        )
        return self._frame.page(visitor, "history.html", edits=edits, members=members, file=file)

    async def change_page(self, visitor: Visitor, *, refused: str = "") -> web.StreamResponse:
        """One change as a difference."""
        number = whole(visitor.value("number"))
        edit, members = await self._world.store.read(
            lambda uow: (uow.content_edits.get(number), {one.id: one for one in uow.members.all()})
        )
        if edit is None:
            raise web.HTTPNotFound(text="Không có lần sửa này.")
        lines = difference(edit.before, edit.after)
        status = 409 if refused else 200
        return self._frame.page(
            visitor, "change.html", status=status, edit=edit, members=members, lines=lines, refused=refused
        )

    async def undo(self, visitor: Visitor) -> web.StreamResponse:
        """Take a change back."""
        try:
            edit = await self._editing.undo(whole(visitor.value("number")), visitor.member.id)
        except BrokenTextError:
            return await self.change_page(visitor, refused="Bản cũ nay không còn hợp lệ nên không lấy lại được.")
        except WritingError as error:
            return await self.change_page(visitor, refused=error.message)
        raise back_to(f"/console/history?file={edit.file}", "undone")


def whole(text: str) -> int:
    """The number an address names; 404 where it is none."""
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise web.HTTPNotFound
    return int(text)
