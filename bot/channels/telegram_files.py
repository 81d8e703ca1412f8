"""What a citizen sent beside words, shown in the team's group with the code of the case under it."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import telegram
from telegram import InputFile, ReplyParameters
from telegram.error import BadRequest

from bot.channels.base import Media
from bot.channels.parts import Part
from bot.channels.telegram_errors import BAD_FILE, says
from bot.channels.telegram_inbound import Place
from flows.messages import Attachment, AttachmentKind

NAMES = {
    AttachmentKind.PHOTO: "ảnh",
    AttachmentKind.VOICE: "lời nói",
    AttachmentKind.VIDEO: "đoạn phim",
    AttachmentKind.FILE: "tệp",
    AttachmentKind.STICKER: "hình dán",
    AttachmentKind.LOCATION: "vị trí",
    AttachmentKind.CONTACT: "danh thiếp",
}
_SHOWN = (AttachmentKind.PHOTO, AttachmentKind.VOICE, AttachmentKind.VIDEO, AttachmentKind.FILE)


def attachment_parts(
    bot: telegram.Bot,
    place: Place,
    reply_to: int | None,
    attachments: tuple[Attachment, ...],
    code: str,
    media: Media | None,
    masked: bool,
) -> tuple[list[str], list[Part]]:
    """Lines that name what is not shown, and the calls that show the rest."""
    named = [one for one in attachments if masked or one.kind not in _SHOWN]
    shown = [one for one in attachments if one not in named]
    lines = [f"[{NAMES[one.kind]}{' · ' + one.name if one.name else ''}] xem trên trang của Tổ" for one in named]
    where: dict[str, Any] = {"chat_id": place.chat_id, "message_thread_id": place.topic}
    if reply_to is not None:
        where["reply_parameters"] = ReplyParameters(reply_to, allow_sending_without_reply=True)
    return lines, [partial(_show, bot, where, one, code, media) for one in shown]


async def _show(
    bot: telegram.Bot, where: dict[str, Any], attachment: Attachment, code: str, media: Media | None
) -> str:
    calls: dict[AttachmentKind, tuple[Callable[..., Awaitable[telegram.Message]], str]] = {
        AttachmentKind.PHOTO: (bot.send_photo, "photo"),
        AttachmentKind.VOICE: (bot.send_voice, "voice"),
        AttachmentKind.VIDEO: (bot.send_video, "video"),
    }
    send, field = calls.get(attachment.kind, (bot.send_document, "document"))
    name = NAMES[attachment.kind]
    try:
        content = await _content(attachment, media)
        sent = await send(**where, **{field: content}, caption=f"#{code} {name} của người dân")
    except BadRequest as error:  # another channel's handle, or an address Telegram cannot open
        if not says(error, BAD_FILE):
            raise
        sent = await bot.send_message(**where, text=f"#{code} [{name}] xem trên trang của Tổ")
    return str(sent.message_id)


async def _content(attachment: Attachment, media: Media | None) -> str | InputFile:
    kept = await media(attachment.ref) if media is not None else None
    return attachment.ref if kept is None else InputFile(kept, attachment.name or attachment.ref)
