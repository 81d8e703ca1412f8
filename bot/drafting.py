"""Use cases of drafts: an answered case becomes content once an editor has seen what it changes."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path

from bot.editing import Editing, with_question
from flows.cases import CaseError
from flows.catalog import Catalog
from flows.editing import Draft, DraftKind, DraftStatus
from flows.person_names import for_others
from storage.content.template import guide_template
from storage.content.writing import ContentText, WritingError, replace_whole
from storage.content.yaml_editing import append, read, set_value
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft with the file it would change and the text that file would hold."""

    draft: Draft
    file: ContentText
    text: str


class DraftError(CaseError):
    """A draft lacks something; `wrong` says what, by the field to fill in."""

    def __init__(self, wrong: dict[str, str]) -> None:
        super().__init__(" ".join(wrong.values()))
        self.wrong = wrong


class Drafting:
    """Takes drafts from the team, shows editors what they would change, and publishes them."""

    def __init__(self, editing: Editing) -> None:
        self._editing = editing
        self._store = editing.store

    async def propose(self, draft: Draft) -> tuple[int, bool]:
        """The id of the draft, and whether it is new: a form sent twice makes one draft.

        Whatever personal data its words held is masked before anything is kept.
        """
        checked = self._checked(draft)

        def keep(uow: UnitOfWork) -> tuple[int, bool]:
            known = next((one for one in uow.drafts.listed() if replace(one, id=0, at=checked.at) == checked), None)
            return (known.id, False) if known else (uow.drafts.add(checked), True)

        return await self._store.run(keep)

    async def change(self, draft: Draft) -> None:
        """Keep an editor's wording of a draft."""
        checked = self._checked(draft)
        await self._store.run(lambda uow: uow.drafts.save(checked))

    async def get(self, number: int) -> Draft | None:
        """The draft, or None."""
        return await self._store.read(lambda uow: uow.drafts.get(number))

    async def proposal(self, draft: Draft) -> Proposal:
        """What a draft would change; WritingError or EditError where it cannot be done."""
        if draft.kind is DraftKind.GUIDE:
            name = f"guides/{draft.field}/{draft.guide_id}.yaml"
            return Proposal(draft, ContentText(name, "", ""), self.new_guide(draft))
        opened = await self._editing.open_guide(draft.guide_id)
        return Proposal(draft, opened, with_draft(opened.text, draft))

    def new_guide(self, draft: Draft) -> str:
        """The text of a new guide that begins with the draft's words."""
        text = guide_template(draft.guide_id, draft.title.replace('"', "'"), self._editing.clock().date())
        text = set_value(text, ("questions", 0), draft.question)
        return set_value(text, ("steps", 0, "text"), draft.answer or draft.title)

    async def publish(self, proposal: Proposal, member: str) -> None:
        """Write the file, keep the citizen's wording as a test question, and close the draft."""
        draft, file = proposal.draft, proposal.file
        note = f"bản nháp #{draft.id}" + (f" từ ca {draft.case_code}" if draft.case_code else "")
        await self._editing.save(file.name, proposal.text, file.digest, member, note)
        await self.published(draft, member)

    async def published(self, draft: Draft, member: str) -> None:
        """Close a draft whose text stands in its file now."""
        await asyncio.to_thread(add_test_question, self._editing.root, draft.guide_id, draft.question)
        await self._decide(draft, DraftStatus.PUBLISHED, member)

    async def reject(self, draft: Draft, member: str) -> None:
        """Close a draft without taking it over."""
        await self._decide(draft, DraftStatus.REJECTED, member)

    async def _decide(self, draft: Draft, status: DraftStatus, member: str) -> None:
        now = self._editing.clock()

        def decide(uow: UnitOfWork) -> None:
            known = uow.drafts.get(draft.id)
            if known is not None:
                uow.drafts.save(replace(known, status=status, reviewed_by=member, reviewed_at=now))

        await self._store.run(decide)

    def _checked(self, draft: Draft) -> Draft:
        wrong = wrong_in(draft, self._editing.content.current())
        if wrong:
            raise DraftError(wrong)
        question = " ".join(for_others(draft.question).split())
        return replace(
            draft, question=question, answer=for_others(draft.answer).strip(), title=for_others(draft.title).strip()
        )


def wrong_in(draft: Draft, catalog: Catalog) -> dict[str, str]:
    """What a draft lacks, by the field to fill in."""
    wrong = {}
    if draft.kind is DraftKind.GUIDE:
        if not draft.title.strip():
            wrong["title"] = "Hướng dẫn mới cần tên việc."
        elif not draft.guide_id:
            wrong["title"] = "Tên việc cần có chữ, để đặt mã cho hướng dẫn."
        if draft.guide_id in catalog.guides:
            wrong["title"] = f"Đã có hướng dẫn mang mã {draft.guide_id}, xin đặt tên khác."
        if draft.field not in catalog.sections:
            wrong["field"] = "Chọn lĩnh vực của hướng dẫn mới."
    elif draft.guide_id not in catalog.guides:
        wrong["guide"] = "Chọn hướng dẫn mà bản nháp bổ sung."
    if not draft.question.strip():
        wrong["question"] = "Cần lời hỏi của người dân."
    if draft.kind is DraftKind.TROUBLE and not draft.answer.strip():
        wrong["answer"] = "Cần cách xử lý để người khác làm theo."
    return wrong


def with_draft(text: str, draft: Draft) -> str:
    """A guide's text with what a draft adds to it."""
    if draft.kind is DraftKind.TROUBLE:
        used = {entry.get("id") for entry in read(text).get("troubles") or ()}
        name = next(one for number in range(1, 200) if (one := f"tu-ca-{number}") not in used)
        answer = " ".join(draft.answer.split())
        text = append(text, ("troubles",), {"id": name, "symptom": draft.question, "fix": answer})
    asks_already = draft.question in (read(text).get("questions") or ())
    if (draft.teach or draft.kind is DraftKind.QUESTION) and not asks_already:
        text = with_question(text, draft.question)
    return text


def add_test_question(root: Path, guide_id: str, question: str) -> None:
    """Keep a citizen's wording among the sentences that must lead to the guide, where tests are kept at all."""
    path = root.parent / "tests" / "questions" / f"{guide_id}.yaml"
    if not path.parent.is_dir():
        return
    text = path.read_text(encoding="utf-8") if path.is_file() else f"guide: {guide_id}\nquestions: []\n"
    if question in (read(text).get("questions") or ()):
        return
    try:
        replace_whole(path, append(text, ("questions",), question))
    except WritingError as error:
        raise WritingError(f"Đã đăng, nhưng chưa ghi được câu thử: {error.message}") from error
