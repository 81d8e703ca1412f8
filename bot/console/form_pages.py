"""A guide as a form, and a new guide from a template."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.console.editor_world import EditorPages, words_of
from bot.console.form_fields import CONFIDENCE, FieldsError, Group, filled_in, groups_of, with_item, without_item
from bot.console.frame import Visitor, Wrong, back_to
from bot.editing import BrokenTextError, clean_text
from bot.rehearsal import RehearsalError
from flows.access import Right
from flows.editing import difference
from flows.guides import ContentProblem
from flows.ids import LONGEST_OF_GUIDE, is_id
from flows.words import syllables
from storage.content.writing import ContentText, WritingError
from storage.content.yaml_editing import EditError

NOT_REHEARSED = "Chưa thử lại được các câu hỏi cũ. Bản sửa chưa lưu vẫn còn ở dưới, xin thử lại sau ít phút."


class FormPages(EditorPages):
    """The pages under /console/guides/…/form and /console/new-guide."""

    def routes(self) -> list[web.RouteDef]:
        """The addresses."""
        only = self._guard.only
        return [
            web.get("/console/guides/{guide}/form", only(Right.CONTENT, self.form_page)),
            web.post("/console/guides/{guide}/form", only(Right.CONTENT, self.take)),
            web.get("/console/new-guide", only(Right.CONTENT, self.new_page)),
            web.post("/console/new-guide", only(Right.CONTENT, self.create)),
        ]

    async def form_page(self, visitor: Visitor) -> web.StreamResponse:
        """The form of one guide."""
        opened = await self._opened(visitor)
        return await self._page(visitor, opened, opened.text, opened.digest)

    async def take(self, visitor: Visitor) -> web.StreamResponse:
        """What was filled in: saved, checked, or carried on with one more or one less entry."""
        opened, form = await self._opened(visitor), await visitor.form()
        text, before, wish = clean_text(form.get("text", opened.text)), form.get("before", ""), form.get("do", "save")
        try:
            text = filled_in(text, form)
            if wish.startswith("add:"):
                text = with_item(text, wish.removeprefix("add:"), self._frame.clock().date())
            elif wish.startswith("remove:"):
                text = without_item(text, wish.removeprefix("remove:"))
        except FieldsError as error:
            typed = {name: form[name] for name in error.wrong}
            return await self._page(visitor, opened, error.text, before, wrong=error.wrong, typed=typed, status=422)
        except EditError as error:
            return await self._page(visitor, opened, text, before, refused=str(error), status=422)
        if wish == "rehearse":
            return await self._rehearsed(visitor, opened, text, before)
        if wish != "save":
            return await self._page(visitor, opened, text, before, checked=True)
        return await self._save(visitor, opened, text, before, form.get("note", ""))

    async def new_page(self, visitor: Visitor, *, wrong: Wrong | None = None) -> web.StreamResponse:
        """Where a new guide begins."""
        form = await visitor.form() if wrong else {}
        return self._frame.page(
            visitor,
            "new_guide.html",
            status=422 if wrong else 200,
            wrong=wrong or {},
            title=form.get("title", "") if wrong else visitor.value("title"),
            field=form.get("field", ""),
            id=form.get("id", ""),
        )

    async def create(self, visitor: Visitor) -> web.StreamResponse:
        """Open the new file as text; nothing is written before the editor saves it."""
        form, catalog = await visitor.form(), self._frame.catalog()
        title, field = " ".join(form.get("title", "").split()), form.get("field", "")
        guide_id = form.get("id", "").strip() or "-".join(syllables(title))[:LONGEST_OF_GUIDE].strip("-")
        wrong = {} if title else {"title": "Cần tên việc, ví dụ: Đăng ký tạm trú."}
        if field not in catalog.sections:
            wrong["field"] = "Chọn lĩnh vực của hướng dẫn."
        if title and not is_id(guide_id, LONGEST_OF_GUIDE):
            wrong["id"] = f"Mã chỉ gồm chữ thường không dấu, số và gạch nối, nhiều nhất {LONGEST_OF_GUIDE} chữ."
        if guide_id in catalog.guides:
            wrong["id"] = f"Đã có hướng dẫn mang mã {guide_id}."
        if wrong:
            return await self.new_page(visitor, wrong=wrong)
        query = urlencode({"file": f"guides/{field}/{guide_id}.yaml", "title": title})
        raise web.HTTPSeeOther(f"/console/files/edit?{query}")

    async def _save(
        self, visitor: Visitor, opened: ContentText, text: str, before: str, note: str
    ) -> web.StreamResponse:
        try:
            await self._editing.save(opened.name, text, before, visitor.member.id, note)
        except BrokenTextError:
            refused = "Chưa lưu: còn lỗi phải sửa. Bản đang dùng không đổi."
            return await self._page(visitor, opened, text, before, refused=refused, status=422)
        except WritingError as error:
            return await self._page(visitor, opened, text, before, refused=error.message, status=409)
        raise back_to(f"/console/guides/{visitor.value('guide')}", "saved")

    async def _rehearsed(self, visitor: Visitor, opened: ContentText, text: str, before: str) -> web.StreamResponse:
        try:
            flips = await self._world.rehearsal.flips(opened.name, text)
        except RehearsalError:
            return await self._page(visitor, opened, text, before, refused=NOT_REHEARSED, status=503)
        return await self._page(visitor, opened, text, before, checked=True, flips=flips)

    async def _opened(self, visitor: Visitor) -> ContentText:
        try:
            return await self._editing.open_guide(visitor.value("guide"))
        except WritingError as error:
            raise web.HTTPNotFound(text=error.message) from error

    async def _page(
        self,
        visitor: Visitor,
        opened: ContentText,
        text: str,
        before: str,
        *,
        checked: bool = False,
        status: int = 200,
        **shown: Any,
    ) -> web.StreamResponse:
        try:
            groups = groups_of(text)
        except EditError:
            raise back_to(f"/console/files/edit?file={opened.name}") from None
        problems = await self._editing.problems(opened.name, text)
        wrong = beside_fields(problems, groups) | shown.pop("wrong", {})
        known = {"opened": opened, "text": text, "before": before, "groups": groups, "problems": problems}
        known |= {"wrong": wrong, "broken": {name.partition(".")[0] for name in wrong}}
        known |= {"guide_id": visitor.value("guide"), "confidence": CONFIDENCE, "refused": "", "flips": None}
        changes = difference(opened.text, text) if checked or "refused" in shown else []
        return self._frame.page(visitor, "form.html", status=status, changes=changes, **{**known, **shown})


def beside_fields(problems: Iterable[ContentProblem], groups: Iterable[Group]) -> Wrong:
    """What is said beside the fields of a form; other problems stand above it."""
    named = {field.name for group in groups for item in group.items for field in item.fields}
    return {one.field: words_of(one) for one in problems if one.field in named and one.fatal}
