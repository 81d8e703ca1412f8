"""One case: what was said, and everything a member can do with it."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.channels.base import DeliveryError
from bot.console.case_view import broken_at, filled, first_words, lines_of, reply_values
from bot.console.case_world import CaseWorld, opened_for
from bot.console.filters import is_overdue
from bot.console.frame import Frame, Visitor, Wrong, back_to
from bot.console.guard import Guard
from bot.console.uploads import PICTURES, content_type_of, picture_of
from bot.desk import CaseFile
from bot.try_it import try_question
from flows.access import Right, may, may_see
from flows.cases import Case, CaseError, CaseStatus, EntryKind
from flows.messages import Attachment, AttachmentKind

Act = Callable[[str, str], Awaitable[Case]]  # the code of a case and the id of the member who acts


class CasePages:
    """The page of a case and its forms."""

    def __init__(self, world: CaseWorld, frame: Frame, guard: Guard) -> None:
        self._world, self._frame, self._guard = world, frame, guard
        self._desk = world.desk

    def routes(self) -> list[web.RouteDef]:
        """The page, the files of citizens, and one address for each thing to do."""
        only, case = self._guard.only, "/console/cases/{code}"
        does = {
            "claim": self.claim,
            "release": self.release,
            "hand-on": self.hand_on,
            "up": self.hand_up,
            "place": self.locate,
            "label": self.label,
            "merge": self.merge,
            "reopen": self.reopen,
            "answer": self.answer,
            "note": self.note,
            "close": self.close,
        }
        return [
            web.get(case, only(Right.CASES, self.case_page)),
            web.get(f"{case}/files/{{entry}}/{{place}}", only(Right.CASES, self.file)),
            *(web.post(f"{case}/{name}", only(Right.CASES, do)) for name, do in does.items()),
        ]

    async def case_page(
        self, visitor: Visitor, *, refused: str = "", wrong: Wrong | None = None, status: int = 200
    ) -> web.StreamResponse:
        """The case with transcript, guide, step, what the assistant would say, and the forms; what was typed stays."""
        opened = await opened_for(visitor, self._desk)
        case, member = opened.case, visitor.member
        members, others = await self._world.around(case)
        colleagues = await self._desk.colleagues(case.code)
        return self._frame.page(
            visitor,
            "case.html",
            status=status,
            case=case,
            lines=lines_of(opened.turns, opened.entries, with_rating=may(member, Right.ALL_CASES)),
            refused=refused,
            wrong=wrong or {},
            kept=await kept_of(visitor, wrong or {}),
            members=members,
            colleagues=[(one, load) for one, load in colleagues if one.id != member.id],
            others=[other for other in others if may_see(member, other)],
            overdue=is_overdue(case, self._frame.clock()),
            is_mine=case.assignee == member.id,
            way=self._world.way_to(case, self._frame.clock()),
            **self._assistance(case, visitor),
        )

    def _assistance(self, case: Case, visitor: Visitor) -> dict[str, Any]:
        """Where the citizen broke off, what the assistant would say, and what can be said with one tap."""
        catalog, now = self._frame.catalog(), self._frame.clock()
        values = reply_values(case, visitor.member, catalog, catalog.phrases.speaker("vi"))
        replies = [(reply, filled(reply.text, values)) for reply in catalog.replies]
        wanted = visitor.value("reply")
        asked = first_words(case.question)
        return {
            "broken": broken_at(case, catalog),
            "trial": try_question(self._world.respond, catalog, asked, now, language=case.language, place=case.place),
            "replies": replies,
            "said": next((text for reply, text in replies if reply.id == wanted), ""),
        }

    async def claim(self, visitor: Visitor) -> web.StreamResponse:
        """Take the case; the loser of a race is told who has it."""
        return await self._act(visitor, self._desk.claim, "claimed")

    async def release(self, visitor: Visitor) -> web.StreamResponse:
        """Give the case back to the team."""
        return await self._act(visitor, self._desk.release, "released")

    async def hand_on(self, visitor: Visitor) -> web.StreamResponse:
        """Hand the case to a colleague."""
        colleague = (await visitor.form()).get("colleague", "")
        return await self._act(visitor, lambda code, me: self._desk.hand_on(code, me, colleague), "handed", "colleague")

    async def hand_up(self, visitor: Visitor) -> web.StreamResponse:
        """Hand the case up the ladder."""
        form = await visitor.form()
        why, seen = form.get("why", ""), form.get("level", "")
        return await self._act(visitor, lambda code, me: self._desk.hand_up(code, me, why, seen), "handed", "why")

    async def locate(self, visitor: Visitor) -> web.StreamResponse:
        """Say in which hamlet the citizen lives."""
        hamlet = (await visitor.form()).get("hamlet", "")
        return await self._act(visitor, lambda code, me: self._desk.locate(code, me, hamlet), "placed", "hamlet")

    async def label(self, visitor: Visitor) -> web.StreamResponse:
        """Change the labels, written with commas between them."""
        labels = tuple(word.strip() for word in (await visitor.form()).get("labels", "").split(",") if word.strip())
        return await self._act(visitor, lambda code, me: self._desk.label(code, me, labels), "labelled", "labels")

    async def merge(self, visitor: Visitor) -> web.StreamResponse:
        """Close the case as the same as another one."""
        into = (await visitor.form()).get("into", "").strip().upper()
        return await self._act(visitor, lambda code, me: self._desk.merge(code, me, into), "merged", "into")

    async def reopen(self, visitor: Visitor) -> web.StreamResponse:
        """Open a closed case again."""
        return await self._act(visitor, self._desk.reopen, "reopened")

    async def answer(self, visitor: Visitor) -> web.StreamResponse:
        """Send text and a picture to the citizen."""
        text = (await visitor.form()).get("text", "")
        try:
            attachments = await self._picture(visitor)
        except ValueError as error:
            return await self.case_page(visitor, wrong={"picture": str(error)}, status=415)
        return await self._act(
            visitor, lambda code, me: self._desk.write(code, me, text, attachments), "answered", "text"
        )

    async def note(self, visitor: Visitor) -> web.StreamResponse:
        """Write a note only the team sees."""
        text = (await visitor.form()).get("text", "")
        return await self._act(
            visitor, lambda code, me: self._desk.write(code, me, text, kind=EntryKind.NOTE), "noted", "note"
        )

    async def close(self, visitor: Visitor) -> web.StreamResponse:
        """Close the case."""
        return await self._act(visitor, self._desk.close, "closed")

    async def file(self, visitor: Visitor) -> web.StreamResponse:
        """Something a citizen or a colleague sent: from our own folder, or from the platform that has it."""
        opened = await opened_for(visitor, self._desk)
        attachment = attachment_at(opened, visitor.value("entry"), visitor.value("place"))
        try:
            content = await self._world.bytes_of(opened.case, attachment)
        except DeliveryError as error:
            raise web.HTTPBadGateway(text=f"Kênh chưa đưa được tệp này: {error.reason}") from error
        shown = content_type_of(content)
        headers = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}
        if shown not in PICTURES.values():
            headers["Content-Disposition"] = "attachment"
        headers["Cache-Control"] = "private, max-age=3600"
        return web.Response(body=content, content_type=shown, headers=headers)

    async def _picture(self, visitor: Visitor) -> tuple[Attachment, ...]:
        sent = (await visitor.request.post()).get("picture")
        content = picture_of(sent)
        if content is None:
            return ()
        name = await self._world.files.save(*content)
        return (Attachment(AttachmentKind.PHOTO, name, size=len(content[0])),)

    async def _act(self, visitor: Visitor, act: Act, saved: str, field: str = "") -> web.StreamResponse:
        """Where the member is after `act`; what forbids it is told beside `field`, or above where it has none."""
        code = (await opened_for(visitor, self._desk)).case.code
        try:
            case = await act(code, visitor.member.id)
        except CaseError as error:
            if field:
                return await self.case_page(visitor, wrong={field: error.message}, status=409)
            return await self.case_page(visitor, refused=error.message, status=409)
        still_there = may_see(visitor.member, case) and case.status is not CaseStatus.CLOSED
        raise back_to(f"/console/cases/{case.code}" if still_there else "/console", saved)


async def kept_of(visitor: Visitor, wrong: Wrong) -> dict[str, str]:
    """What was typed into the form that was refused, by the field it goes back to."""
    if not wrong:
        return {}
    form = dict(await visitor.form())
    return {"note": form.get("text", "")} if "note" in wrong else form


def attachment_at(opened: CaseFile, entry: str, place: str) -> Attachment:
    """The attachment an address names; 404 where there is none."""
    try:
        return opened.entries[int(entry)].attachments[int(place)]
    except (ValueError, IndexError) as error:
        raise web.HTTPNotFound from error
