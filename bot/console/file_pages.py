"""Content files as text: edit with problems beside the line."""

from typing import Any

from aiohttp import web

from bot.console.editor_world import EditorPages, source_lines, words_of
from bot.console.form_pages import NOT_REHEARSED
from bot.console.frame import Visitor, back_to
from bot.console.history_pages import whole
from bot.console.words import guide_title
from bot.editing import BrokenTextError, clean_text
from bot.pages.guide_pages import speaker_of
from bot.rehearsal import RehearsalError
from flows.access import Right
from flows.editing import Draft, DraftKind, DraftStatus, difference
from flows.guides import ContentProblem
from flows.phrases import Speaker, phrase
from flows.text.letters import fold
from storage.content.template import guide_template
from storage.content.writing import ContentText, WritingError, editable_files, is_new_guide

FILES = {
    "errors/": phrase("Lỗi hay gặp trên cổng, ứng dụng, ngân hàng"),
    "notices.yaml": phrase("Thông báo đang bật, đã hẹn"),
    "organisation.yaml": phrase("Xã, giờ làm việc, cán bộ, số cần gọi"),
    "outside/": phrase("Chuyện ngoài các hướng dẫn"),
    "outside/bao-tin.yaml": phrase("Báo tin: sự cố, vi phạm, gửi cho ai"),
    "outside/chuyen-tro.yaml": phrase("Chào hỏi, cảm ơn, trò chuyện"),
    "outside/doi-thuong.yaml": phrase("Chuyện đời thường, không phải dịch vụ công"),
    "outside/hoi-co-quan.yaml": phrase("Hỏi cơ quan: ai, ở đâu, mấy giờ, số nào"),
    "outside/hoi-nguoi-hoi-so.yaml": phrase("Hỏi người, hỏi số điện thoại của xã"),
    "outside/khan-cap.yaml": phrase("Khẩn cấp, nguy hiểm"),
    "outside/phap-luat.yaml": phrase("Hỏi luật, tranh chấp"),
    "outside/viec-cua-co-quan-khac.yaml": phrase("Thủ tục của cơ quan khác"),
    "replies.yaml": phrase("Câu soạn sẵn của Tổ"),
    "scams.yaml": phrase("Trang chính thức, dấu hiệu lừa đảo"),
    "shared-facts.yaml": phrase("Dữ kiện dùng chung cho nhiều hướng dẫn"),
}


class FilePages(EditorPages):
    """The pages under /console/files."""

    def routes(self) -> list[web.RouteDef]:
        """The addresses."""
        only = self._guard.only
        return [
            web.get("/console/files", only(Right.CONTENT, self.list_page)),
            web.get("/console/files/edit", only(Right.CONTENT, self.edit_page)),
            web.post("/console/files/edit", only(Right.CONTENT, self.save)),
            web.post("/console/files/check", only(Right.CONTENT, self.check)),
        ]

    async def list_page(self, visitor: Visitor) -> web.StreamResponse:
        """Every file that can be edited: those with problems, those everybody shares, the guides."""
        problems: dict[str, list[ContentProblem]] = {}
        for problem in self._frame.problems():
            problems.setdefault(problem.file, []).append(problem)
        speaker = speaker_of(visitor.request, self._frame.catalog())
        named = [(name, self._title(name, speaker)) for name in editable_files(self._editing.root)]
        named.sort(key=lambda pair: fold(pair[1]))
        return self._frame.page(
            visitor,
            "files.html",
            problems=problems,
            broken=[pair for pair in named if pair[0] in problems],
            shared=[pair for pair in named if not pair[0].startswith("guides/")],
            guides=[pair for pair in named if pair[0].startswith("guides/")],
        )

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
        except WritingError as error:
            raise web.HTTPNotFound from error
        return web.json_response(
            [{"line": one.line, "fatal": one.fatal, "text": f"[{one.field}] {words_of(one)}"} for one in problems]
        )

    def _title(self, name: str, speaker: Speaker) -> str:
        """What a file is about, in words."""
        if name.startswith("guides/"):
            return guide_title(name.rpartition("/")[2].removesuffix(".yaml"), self._frame.catalog(), speaker)
        known = name if name in FILES else f"{name.partition('/')[0]}/"
        return speaker.say(FILES[known]) if known in FILES else name

    async def _rehearsed(
        self, visitor: Visitor, opened: ContentText, text: str, problems: list[ContentProblem], before: str
    ) -> web.StreamResponse:
        if any(problem.fatal for problem in problems):
            return self._page(visitor, opened, text, problems, before=before, checked=True, status=422)
        try:
            flips = await self._world.rehearsal.flips(opened.name, text)
        except RehearsalError:
            refused = NOT_REHEARSED
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
        shown: dict[str, Any] = {"checked": False, "flips": None, "refused": "", "draft": None, **more}
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
            **self._headed(visitor, opened.name),
            **shown,
        )

    def _headed(self, visitor: Visitor, name: str) -> dict[str, Any]:
        """What a file is called and where its page leads back to."""
        speaker = speaker_of(visitor.request, self._frame.catalog())
        guide_id = name.rpartition("/")[2].removesuffix(".yaml")
        is_guide = name.startswith("guides/") and guide_id in self._frame.catalog().guides
        return {
            "title": self._title(name, speaker),
            "back": f"/console/guides/{guide_id}" if is_guide else "/console/files",
            "back_to": speaker.say("Hướng dẫn") if is_guide else speaker.say("Tệp nội dung"),
        }
