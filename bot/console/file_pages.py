"""Content files as text: edit with problems beside the line, history, difference, undo."""

from aiohttp import web

from bot.console.editor_world import EditorWorld, source_lines
from bot.console.frame import Frame, Visitor, back_to
from bot.console.guard import Guard
from bot.editing import BrokenTextError, clean_text
from bot.rehearsal import RehearsalError
from flows.access import Right
from flows.editing import Draft, DraftKind, DraftStatus, difference
from flows.guides import ContentProblem
from storage.content_template import guide_template
from storage.content_writing import ContentText, WritingError, editable_files, is_new_guide


class FilePages:
    """The pages under /console/files and /console/history."""

    def __init__(self, world: EditorWorld, frame: Frame, guard: Guard) -> None:
        self._world, self._frame, self._guard = world, frame, guard
        self._editing = world.editing

    def routes(self) -> list[web.RouteDef]:
        """The addresses."""
        only = self._guard.only
        return [
            web.get("/console/files", only(Right.CONTENT, self.list_page)),
            web.get("/console/files/edit", only(Right.CONTENT, self.edit_page)),
            web.post("/console/files/edit", only(Right.CONTENT, self.save)),
            web.post("/console/files/check", only(Right.CONTENT, self.check)),
            web.get("/console/history", only(Right.CONTENT, self.history_page)),
            web.get("/console/history/{number}", only(Right.CONTENT, self.change_page)),
            web.post("/console/history/{number}/undo", only(Right.CONTENT, self.undo)),
        ]

    async def list_page(self, visitor: Visitor) -> web.StreamResponse:
        """Every file that can be edited, those with problems first."""
        problems: dict[str, list[ContentProblem]] = {}
        for problem in self._frame.problems():
            problems.setdefault(problem.file, []).append(problem)
        names = sorted(editable_files(self._editing.root), key=lambda name: (name not in problems, name))
        return self._frame.page(visitor, "files.html", names=names, problems=problems)

    async def edit_page(self, visitor: Visitor) -> web.StreamResponse:
        """One file as text."""
        opened = await self._opened(visitor.value("file"))
        draft = await self._draft(visitor.value("draft"))
        text = opened.text or self._begun(opened.name, visitor.value("title"), draft)
        problems = await self._editing.problems(opened.name, text)
        return self._page(visitor, opened, text, problems, draft=draft)

    async def save(self, visitor: Visitor) -> web.StreamResponse:
        """Write the file; or only check it, or hold a rehearsal, as the button says."""
        form = await visitor.form()
        opened = await self._opened(form.get("file", ""))
        text = clean_text(form.get("text", ""))
        before = form.get("before", "")
        problems = await self._editing.problems(opened.name, text)
        if form.get("do") == "check":
            draft = await self._draft(form.get("draft", ""))
            return self._page(visitor, opened, text, problems, before=before, checked=True, draft=draft)
        if form.get("do") == "rehearse":
            return await self._rehearsed(visitor, opened, text, problems, before)
        try:
            await self._editing.save(opened.name, text, before, visitor.member.id, form.get("note", ""))
        except BrokenTextError:
            return self._page(visitor, opened, text, problems, before=before, checked=True, status=422)
        except WritingError as error:
            return self._page(visitor, opened, text, problems, before=before, refused=error.message, status=409)
        draft = await self._draft(form.get("draft", ""))
        if draft is not None:
            await self._world.drafting.published(draft, visitor.member.id)
        raise back_to(f"/console/files/edit?file={opened.name}", "saved")

    async def check(self, visitor: Visitor) -> web.StreamResponse:
        """The problems of a text that is being typed, for the script beside it."""
        form = await visitor.form()
        try:
            problems = await self._editing.problems(form.get("file", ""), clean_text(form.get("text", "")))
        except (WritingError, KeyError) as error:
            raise web.HTTPNotFound from error
        return web.json_response(
            [{"line": one.line, "fatal": one.fatal, "text": f"[{one.field}] {words_of(one)}"} for one in problems]
        )

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

    async def _rehearsed(
        self, visitor: Visitor, opened: ContentText, text: str, problems: list[ContentProblem], before: str
    ) -> web.StreamResponse:
        if any(problem.fatal for problem in problems):
            return self._page(visitor, opened, text, problems, before=before, checked=True, status=422)
        try:
            flips = await self._world.rehearsal.flips(opened.name, text)
        except RehearsalError:
            refused = "Chưa thử lại được các câu hỏi cũ. Hãy lưu tạm bản này ở chỗ khác rồi thử lại sau."
            return self._page(visitor, opened, text, problems, before=before, refused=refused)
        return self._page(visitor, opened, text, problems, before=before, checked=True, flips=flips)

    async def _draft(self, number: str) -> Draft | None:
        """The new guide somebody proposed, when the file begins with one."""
        found = await self._world.drafting.get(whole(number)) if number else None
        return found if found and found.kind is DraftKind.GUIDE and found.status is DraftStatus.WAITING else None

    def _begun(self, name: str, title: str, draft: Draft | None) -> str:
        if draft is not None:
            return self._world.drafting.new_guide(draft)
        guide_id = name.rpartition("/")[2].removesuffix(".yaml")
        return guide_template(guide_id, title.replace('"', "'") or guide_id, self._frame.clock().date())

    async def _opened(self, name: str) -> ContentText:
        folder = name.split("/")
        if is_new_guide(self._editing.root, name) and folder[1] in self._frame.catalog().sections:
            return ContentText(name, "", "")
        try:
            return await self._editing.open(name)
        except WritingError as error:
            raise web.HTTPNotFound(text=error.message) from error

    def _page(
        self,
        visitor: Visitor,
        opened: ContentText,
        text: str,
        problems: list[ContentProblem],
        *,
        before: str = "",
        status: int = 200,
        **more: object,
    ) -> web.Response:
        shown: dict[str, object] = {"checked": False, "flips": None, "refused": "", "draft": None, **more}
        return self._frame.page(
            visitor,
            "edit.html",
            status=status,
            opened=opened,
            text=text,
            before=before or opened.digest,
            problems=problems,
            lines=source_lines(text, problems),
            changes=difference(opened.text, text) if shown["checked"] else [],
            **shown,
        )


def words_of(problem: ContentProblem) -> str:
    """A problem and how to mend it."""
    return f"{problem.message} → {problem.fix}" if problem.fix else problem.message


def whole(text: str) -> int:
    """The number an address names; 404 where it is none."""
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise web.HTTPNotFound
    return int(text)
