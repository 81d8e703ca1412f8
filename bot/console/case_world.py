"""What the case page needs from the rest of the service."""

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from bot.channels.base import Channel
from bot.desk import Desk
from bot.files import Files
from bot.try_it import Respond
from flows.cases import Case, CaseStatus
from flows.members import Member
from flows.messages import Attachment
from storage.store import Store
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class CaseWorld:
    """The desk, and where pictures are found."""

    desk: Desk
    store: Store
    files: Files
    channels: Mapping[str, Channel]
    respond: Respond

    async def around(self, case: Case) -> tuple[dict[str, Member], list[Case]]:
        """The members by id, and the other unfinished cases of the same chat."""

        def read(uow: UnitOfWork) -> tuple[dict[str, Member], list[Case]]:
            members = {member.id: member for member in uow.members.all()}
            same = uow.cases.of_chat(case.chat) if case.chat.chat_id else []
            return members, [one for one in same if one.number != case.number and one.status is not CaseStatus.CLOSED]

        return await self.store.read(read)

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
