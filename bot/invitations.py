"""One-time links to the team's pages: made for a member, shown once or sent over the member's own chat."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from flows.members import Member
from flows.messages import ChannelName, ChatRef, Outbound
from flows.phrases import Speaker
from flows.records import Origin, WaitingMessage
from storage.unit_of_work import UnitOfWork

LINK_HOURS = 24


def new_link(uow: UnitOfWork, member_id: str, now: datetime) -> str:
    """The secret of a new link for a member; it opens the console once."""
    secret = secrets.token_urlsafe(24)
    uow.members.add_link(member_id, secret, now, now + timedelta(hours=LINK_HOURS))
    return secret


def own_chat(member: Member, channels: Sequence[str]) -> ChatRef | None:
    """Where a member can be written to in private, or None."""
    if member.telegram_id and ChannelName.TELEGRAM in channels:
        return ChatRef(ChannelName.TELEGRAM, member.telegram_id)
    zalo = next((name for name in (ChannelName.ZALO_BOT, ChannelName.ZALO_OA) if name in channels), None)
    return ChatRef(zalo, member.zalo_id) if member.zalo_id and zalo else None


def send_link(
    uow: UnitOfWork, member_id: str, channels: Sequence[str], home: str, speaker: Speaker, now: datetime
) -> list[WaitingMessage]:
    """The message with a new link, on its way to the member's own chat; nothing where that cannot be."""
    member = uow.members.get(member_id)
    chat = own_chat(member, channels) if member and member.active else None
    if member is None or chat is None:
        return []
    address = f"{home}/console/sign-in/{new_link(uow, member.id, now)}"
    text = speaker.say(
        "Đường dẫn vào trang của Tổ công nghệ số, dùng được một lần trong 24 giờ:\n{address}\n\n"
        "Không phải bác/anh/chị xin thì bỏ qua tin này, đừng chuyển cho ai.",
        address=address,
    )
    return [uow.outbox.add(chat, Outbound(text), now, origin=Origin.NOTICE)]
