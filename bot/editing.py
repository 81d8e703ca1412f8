"""Use cases of the editors: change a content file, see what would be wrong, go back."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from bot.live_content import LiveContent
from flows.editing import ContentEdit
from flows.guides import ContentProblem
from storage.content.writing import ContentText, WritingError, digest_of, guide_file, read_text, write_text
from storage.content.yaml_editing import EditError, append, node_at
from storage.store import Store

UNDONE = "hoàn tác #{number}"


class BrokenTextError(Exception):
    """A text was not taken because the assistant could not be fed with it; `problems` say where."""

    def __init__(self, problems: Sequence[ContentProblem]) -> None:
        super().__init__(str(problems[0]) if problems else "")
        self.problems = problems


class Editing:
    """Changes content files: checked first, written whole, kept in the history, in use at once."""

    def __init__(self, store: Store, content: LiveContent, root: Path, clock: Callable[[], datetime]) -> None:
        self.store, self.content, self.root, self.clock = store, content, root, clock
        self._writing = asyncio.Lock()

    async def open(self, name: str) -> ContentText:
        """The file as it stands; WritingError where there is none."""
        return await asyncio.to_thread(read_text, self.root, name)

    async def open_guide(self, guide_id: str) -> ContentText:
        """The file of a guide."""
        name = await asyncio.to_thread(guide_file, self.root, guide_id)
        if name is None:
            raise WritingError(f"Không có hướng dẫn {guide_id}.")
        return await self.open(name)

    async def problems(self, name: str, text: str) -> list[ContentProblem]:
        """What would be wrong if the file held `text`."""
        catalog, today = self.content.current(), self.clock().date()
        from storage.content.trial import problems_with  # noqa: PLC0415 (only who edits needs what reads content)

        return await asyncio.to_thread(problems_with, self.root, name, text, catalog, today)

    async def save(self, name: str, text: str, before: str, member: str, note: str = "") -> None:
        """Write the file whose digest was `before` and use it at once.

        BrokenTextError where the text holds an error, WritingError where somebody else was quicker.
        """
        text = clean_text(text)
        broken = [problem for problem in await self.problems(name, text) if problem.fatal]
        if broken:
            raise BrokenTextError(broken)
        async with self._writing:
            old = "" if not before else (await self.open(name)).text
            await asyncio.to_thread(write_text, self.root, name, text, before)
            now = self.clock()
            edit = ContentEdit(0, now, member, name, old, text, note)
            await self.store.run(lambda uow: uow.content_edits.add(edit))
        await self.content.reload()

    async def undo(self, number: int, member: str) -> ContentEdit:
        """The change that was taken back; only the newest of a file can be, so that nothing later is lost."""
        edit = await self.store.read(lambda uow: uow.content_edits.get(number))
        if edit is None:
            raise WritingError("Không có lần sửa này.")
        if not edit.before:
            raise WritingError("Đây là lần tạo tệp, không lấy lại được; hãy sửa tiếp hoặc xóa tệp bằng git.")
        now = await self.open(edit.file)
        if now.digest != digest_of(edit.after):
            raise WritingError("Tệp đã được sửa thêm sau lần này. Hãy hoàn tác lần sửa mới nhất trước.")
        await self.save(edit.file, edit.before, now.digest, member, UNDONE.format(number=number))
        return edit

    async def add_question(self, guide_id: str, question: str, member: str) -> None:
        """Add a way to ask to a guide's questions, unless it stands there already."""
        opened = await self.open_guide(guide_id)
        questions = self.content.current().guides[guide_id].questions
        if question.strip() in questions:
            return
        await self.save(opened.name, with_question(opened.text, question), opened.digest, member, "thêm câu hỏi")


def with_question(text: str, question: str) -> str:
    """A guide's text with one more question."""
    if node_at(text, ("questions",)) is None:
        raise EditError("Tệp này không có mục questions.")
    return append(text, ("questions",), " ".join(question.split()))


def clean_text(text: str) -> str:
    """A text from a browser's form as it is kept: plain line breaks, one at the end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"
