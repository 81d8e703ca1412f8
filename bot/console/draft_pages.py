"""From case to content: a member proposes, an editor sees the difference, tries it, publishes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aiohttp import web

from bot.console.case_view import first_words
from bot.console.case_world import opened_for
from bot.console.editor_world import EditorWorld
from bot.console.frame import Frame, Visitor, Wrong, back_to
from bot.console.guard import Guard
from bot.console.history_pages import whole
from bot.desk import CaseFile, Desk
from bot.drafting import DraftError, Proposal
from bot.editing import BrokenTextError
from bot.rehearsal import Held, RehearsalError
from flows.access import Right
from flows.cases import EntryKind
from flows.editing import Draft, DraftKind, DraftStatus, difference
from flows.outcomes import Outcome
from flows.person_names import for_others
from flows.words import syllables
from storage.content.writing import WritingError, digest_of
from storage.content.yaml_editing import EditError

QUESTIONS = frozenset(
    {Outcome.ANSWERED, Outcome.ASKED_BACK, Outcome.NO_MATCH, Outcome.OUTSIDE, Outcome.DIRECTORY}
)  # of a turn that asked something


class DraftPages:
    """The pages under /console/drafts and /console/cases/…/draft."""

    def __init__(self, world: EditorWorld, desk: Desk, frame: Frame, guard: Guard) -> None:
        self._world, self._desk, self._frame, self._guard = world, desk, frame, guard
        self._drafting = world.drafting

    def routes(self) -> list[web.RouteDef]:
        """The addresses."""
        only = self._guard.only
        return [
            web.get("/console/cases/{code}/draft", only(Right.CASES, self.propose_page)),
            web.post("/console/cases/{code}/draft", only(Right.CASES, self.propose)),
            web.get("/console/drafts", only(Right.CONTENT, self.list_page)),
            web.get("/console/drafts/{number}", only(Right.CONTENT, self.review_page)),
            web.post("/console/drafts/{number}", only(Right.CONTENT, self.decide)),
        ]

    async def propose_page(self, visitor: Visitor, *, wrong: Wrong | None = None) -> web.StreamResponse:
        """The form, filled with the masked words of the case."""
        opened = await opened_for(visitor, self._desk)
        case = opened.case
        form = await visitor.form() if wrong else {}
        answers = [entry.text for entry in opened.entries if entry.kind is EntryKind.ANSWER]
        return self._frame.page(
            visitor,
            "propose.html",
            status=422 if wrong else 200,
            case=case,
            wrong=wrong or {},
            kind=form.get("kind", DraftKind.TROUBLE if case.guide_id else DraftKind.QUESTION),
            guide_id=form.get("guide", case.guide_id or ""),
            question=form.get("question", for_others(question_of(opened))),
            answer=form.get("answer", for_others(answers[-1] if answers else "")),
            title=form.get("title", ""),
            field=form.get("field", ""),
        )

    async def propose(self, visitor: Visitor) -> web.StreamResponse:
        """Send the draft to the editors."""
        case = (await opened_for(visitor, self._desk)).case
        try:
            draft = self._draft_of(await visitor.form(), visitor.member.id, case.code)
            number, is_new = await self._drafting.propose(draft)
        except DraftError as error:
            return await self.propose_page(visitor, wrong=error.wrong)
        if is_new:
            words = f"Đã gửi bản nháp hướng dẫn #{number}."
            await self._desk.write(case.code, visitor.member.id, words, kind=EntryKind.NOTE)
        raise back_to(f"/console/cases/{case.code}", "drafted")

    async def list_page(self, visitor: Visitor) -> web.StreamResponse:
        """The drafts that wait, and those decided last."""
        decided = (DraftStatus.PUBLISHED, DraftStatus.REJECTED)
        waiting, done, members = await self._world.store.read(
            lambda uow: (
                uow.drafts.listed(),
                uow.drafts.listed(decided, 20),
                {one.id: one for one in uow.members.all()},
            )
        )
        return self._frame.page(visitor, "drafts.html", waiting=waiting, done=done, members=members)

    async def review_page(
        self,
        visitor: Visitor,
        *,
        refused: str = "",
        held: Held | None = None,
        typed: Draft | None = None,
        wrong: Wrong | None = None,
        status: int = 200,
    ) -> web.StreamResponse:
        """A draft with the difference it makes, and its words as kept or as `typed`."""
        draft = await self._draft(visitor)
        proposal, hindrance = await self._proposed(draft)
        members = await self._world.store.read(lambda uow: {one.id: one for one in uow.members.all()})
        said = {"refused": refused or hindrance, "wrong": wrong or {}, "shown": typed or draft}
        change = await self._change(proposal, held)
        return self._frame.page(
            visitor, "draft.html", status=status, draft=draft, proposal=proposal, members=members, **said, **change
        )

    async def _proposed(self, draft: Draft) -> tuple[Proposal | None, str]:
        """What the draft would change, or None and why it cannot."""
        try:
            return await self._drafting.proposal(draft), ""
        except (WritingError, EditError) as error:
            return None, str(error)

    async def _change(self, proposal: Proposal | None, held: Held | None) -> dict[str, Any]:
        """The difference a proposal makes, what would be wrong then, and what a rehearsal of it showed."""
        return {
            "changes": difference(proposal.file.text, proposal.text) if proposal else [],
            "problems": await self._world.editing.problems(proposal.file.name, proposal.text) if proposal else [],
            "held": held,
            "flips": held.flips if held else [],
            "rehearsed": digest_of(proposal.text) if held and proposal else "",
        }

    async def decide(self, visitor: Visitor) -> web.StreamResponse:
        """Change the wording, hold the rehearsal, publish or reject, as the button says."""
        draft, form = await self._draft(visitor), await visitor.form()
        if draft.status is not DraftStatus.WAITING:
            return await self.review_page(visitor, refused="Bản nháp này đã được xử lý.", status=409)
        typed = replace(self._draft_of(form, draft.member, draft.case_code), id=draft.id, at=draft.at)
        try:
            held = await self._done(visitor, form, draft, typed)
        except DraftError as error:
            return await self.review_page(visitor, typed=typed, wrong=error.wrong, status=422)
        except (WritingError, EditError, BrokenTextError) as error:
            return await self.review_page(visitor, refused=str(error), status=422)
        except RehearsalError:
            return await self.review_page(visitor, refused="Chưa thử được. Xin thử lại sau ít phút.", status=503)
        return await self.review_page(visitor, held=held)

    async def _done(self, visitor: Visitor, form: Mapping[str, str], draft: Draft, typed: Draft) -> Held:
        """What a rehearsal of the draft showed, where none of the other buttons was pressed."""
        wish = form.get("do", "")
        if wish == "reject":
            await self._drafting.reject(draft, visitor.member.id)
            raise back_to("/console/drafts", "rejected")
        if wish == "change":
            await self._drafting.change(typed)
            raise back_to(f"/console/drafts/{draft.id}")
        proposal = await self._drafting.proposal(draft)
        if wish == "publish" and form.get("rehearsed") == digest_of(proposal.text):
            await self._drafting.publish(proposal, visitor.member.id)
            raise back_to("/console/drafts", "published")
        return await self._world.rehearsal.hold(proposal.file.name, proposal.text, draft.question)

    def _draft_of(self, form: Mapping[str, str], member: str, case_code: str) -> Draft:
        kind = DraftKind(form["kind"]) if form.get("kind") in set(DraftKind) else DraftKind.QUESTION
        title = " ".join(form.get("title", "").split())[:90]
        guide_id = form.get("guide", "")
        if kind is DraftKind.GUIDE:
            guide_id = "-".join(syllables(title))[:48].strip("-")
        return Draft(
            id=0,
            at=self._frame.clock(),
            member=member,
            kind=kind,
            guide_id=guide_id,
            question=form.get("question", "")[:500],
            answer=form.get("answer", "")[:2000],
            case_code=case_code,
            title=title,
            field=form.get("field", ""),
            teach=bool(form.get("teach")),
        )

    async def _draft(self, visitor: Visitor) -> Draft:
        draft = await self._drafting.get(whole(visitor.value("number")))
        if draft is None:
            raise web.HTTPNotFound(text="Không có bản nháp này.")
        return draft


def question_of(opened: CaseFile) -> str:
    """What the citizen wanted to know: the case's own first words, or what was asked before a person was."""
    words = first_words(opened.case.question)
    if not any(turn.question == words and turn.outcome is Outcome.HANDED_OVER for turn in opened.turns):
        return words
    asked = [turn.question for turn in opened.turns if turn.question and turn.outcome in QUESTIONS]
    return asked[-1] if asked else words
