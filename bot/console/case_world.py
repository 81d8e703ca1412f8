"""What the case page needs from the rest of the service."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aiohttp import web

from bot.assistant import Respond
from bot.channels.base import Channel
from bot.console.frame import Visitor
from bot.desk import CaseFile, Desk
from bot.files import Files
from flows.access import may_see
from flows.cases import UNFINISHED, Case, CaseError
from flows.members import Member
from flows.messages import Attachment
from storage.store import Store
from storage.unit_of_work import UnitOfWork

MOST = 500
SUGGESTED = 12


class Way(StrEnum):
    """How a message would reach the citizen."""

    OPEN = "open"
    COSTLY = "costly"  # the platform may charge for it
    KEPT = "kept"  # not before the citizen writes again


@dataclass(frozen=True, slots=True)
class CaseWorld:
    """The desk, and where pictures are found."""

    desk: Desk
    store: Store
    files: Files
    channels: Mapping[str, Channel]
    respond: Respond

    async def around(self, case: Case) -> tuple[dict[str, Member], list[Case]]:
        """The members by id, and unfinished cases that may be the same: the chat's own, then those of its guide."""

        def read(uow: UnitOfWork) -> tuple[dict[str, Member], list[Case]]:
            members = {member.id: member for member in uow.members.all()}
            unfinished = [one for one in uow.cases.listed(UNFINISHED, most=MOST) if one.number != case.number]
            alike = [one for one in unfinished if one.chat == case.chat or (case.guide_id and is_like(one, case))]
            return members, sorted(alike, key=lambda one: one.chat != case.chat)[:SUGGESTED]

        return await self.store.read(read)

    def way_to(self, case: Case, now: datetime) -> Way:
        """How a message written now would reach the citizen, by what their channel allows."""
        channel = self.channels.get(case.chat.channel)
        if channel is None:
            return Way.OPEN
        silent, facts = now - (case.citizen_wrote_at or case.opened_at), channel.facts
        if facts.reply_window is not None and silent > facts.reply_window:
            return Way.KEPT
        return Way.COSTLY if facts.free_window is not None and silent > facts.free_window else Way.OPEN

    async def bytes_of(self, case: Case, attachment: Attachment) -> bytes:
        """The bytes of an attachment; 404 where nobody has them."""
        kept = await self.files.load(attachment.ref)
        if kept is not None:
            return kept
        fetch = getattr(self.channels.get(case.chat.channel), "fetch", None)
        if fetch is None or not attachment.ref:
            raise web.HTTPNotFound(text="Tệp này không còn.")
        content: bytes = await fetch(attachment.ref)
        return content


def is_like(one: Case, other: Case) -> bool:
    """Whether two cases may be about the same: the same guide, and no two different hamlets."""
    return one.guide_id == other.guide_id and (not one.hamlet or not other.hamlet or one.hamlet == other.hamlet)


async def opened_for(visitor: Visitor, desk: Desk) -> CaseFile:
    """The case an address names, with everything around it; 404 where there is none the visitor may see."""
    try:
        opened = await desk.open_file(visitor.value("code").upper())
    except CaseError as error:
        raise web.HTTPNotFound(text=error.message) from error
    if not may_see(visitor.member, opened.case):
        raise web.HTTPNotFound(text=f"Không có ca nào mang mã {opened.case.code}.")
    return opened
