"""Messages to Telegram: texts with inline keyboards, edits, pictures and files."""

import logging
from collections.abc import Awaitable, Callable
from functools import lru_cache, partial
from typing import Any
from urllib.parse import urlsplit

import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit
from telegram.error import BadRequest

from bot.channels.base import Media
from bot.channels.parts import Part
from bot.channels.splitting import split, utf16_length, with_choices
from bot.channels.telegram_errors import BAD_FILE, CANNOT_EDIT, NO_TOPIC, NOBODY, UNCHANGED, says
from bot.channels.telegram_inbound import Place
from bot.channels.telegram_request import call
from flows.messages import Attachment, AttachmentKind, Choice, Outbound

log = logging.getLogger(__name__)

MAX_TEXT = int(MessageLimit.MAX_TEXT_LENGTH)
MAX_CAPTION = int(MessageLimit.CAPTION_LENGTH)
MAX_CHOICE_BYTES = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)
SHORT_LABEL = 14  # two labels of this length stand beside each other on a narrow phone
_Call = Callable[..., Awaitable[Any]]
_NO_PREVIEW = {"is_disabled": True}


def keyboard(choices: tuple[Choice, ...], link: str | None) -> InlineKeyboardMarkup | None:
    """The buttons under a message: short ones in pairs, long ones in a row each, the official page last."""
    rows: list[list[InlineKeyboardButton]] = []
    for choice in choices:
        if len(choice.id.encode()) > MAX_CHOICE_BYTES:
            log.error("choice id longer than %d bytes: %s", MAX_CHOICE_BYTES, choice.id)
            continue
        button = InlineKeyboardButton(choice.label, callback_data=choice.id)
        if rows and len(rows[-1]) == 1 and _short(choice.label) and _short(rows[-1][0].text):
            rows[-1].append(button)
        else:
            rows.append([button])
    if link and link.startswith(("https://", "http://")):
        rows.append([InlineKeyboardButton(f"🔗 {urlsplit(link).netloc}", url=link)])
    return InlineKeyboardMarkup(rows) if rows else None


def _shown(text: str, choices: tuple[Choice, ...] = (), link: str | None = None) -> dict[str, Any]:
    """The parameters that show a text and its buttons."""
    shown: dict[str, Any] = {"text": text, "link_preview_options": _NO_PREVIEW}
    if (buttons := _keyboard_as_sent(choices, link)) is not None:
        shown["reply_markup"] = buttons
    return shown


@lru_cache(maxsize=2_000)
def _keyboard_as_sent(choices: tuple[Choice, ...], link: str | None) -> dict[str, Any] | None:
    buttons = keyboard(choices, link)
    return buttons.to_dict() if buttons is not None else None


def _short(label: str) -> bool:
    return len(label) <= SHORT_LABEL


class Sender:
    """Turns one Outbound into calls of the Bot API."""

    def __init__(self, bot: telegram.Bot, media: Media | None) -> None:
        self._bot = bot
        self._media = media

    def parts(self, place: Place, message: Outbound, reply_to: int | None) -> list[Part]:
        """The calls that show the whole message, in order; buttons hang under the last words."""
        where: dict[str, Any] = {"chat_id": place.chat_id}
        if place.topic is not None:
            where["message_thread_id"] = place.topic
        if reply_to is not None:
            where["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
        parts: list[Part] = []
        texts = split(message.text, MAX_TEXT, utf16_length)
        if message.picture and len(texts) == 1 and utf16_length(texts[0]) <= MAX_CAPTION:
            parts.append(partial(self._captioned, where, texts.pop(), message))
        elif message.picture:
            parts.append(partial(self._picture, where, message.picture))
        parts += [partial(self._text, where, text) for text in texts[:-1]]
        parts += [partial(self._text, where, text, message.choices, message.link) for text in texts[-1:]]
        if message.document is not None:
            parts.append(partial(self._document, where, *message.document))
        parts += [partial(self._attachment, where, attachment) for attachment in message.attachments]
        return parts

    async def edit(self, place: Place, previous: int, message: Outbound) -> bool:
        """Whether the message before could be changed into this one; saying the same again counts as changed."""
        texts = split(message.text, MAX_TEXT, utf16_length)
        if len(texts) != 1 or message.picture or message.document or message.attachments:
            return False
        try:
            shown = _shown(texts[0], message.choices, message.link)
            await call(self._bot, "editMessageText", chat_id=place.chat_id, message_id=previous, **shown)
        except BadRequest as error:
            if says(error, (UNCHANGED,)):
                return True
            if says(error, CANNOT_EDIT):
                return False
            raise
        return True

    async def _text(
        self, where: dict[str, Any], text: str, choices: tuple[Choice, ...] = (), link: str | None = None
    ) -> str:
        send = partial(call, self._bot, "sendMessage")
        try:
            return await _send(send, where, **_shown(text, choices, link))
        except BadRequest as error:
            if says(error, NOBODY) or not (choices or link):
                raise
            log.exception("Telegram refused a keyboard; the choices go out as numbers")
        sent = ""
        for part in with_choices(text, choices, MAX_TEXT, utf16_length):
            sent = await _send(send, where, **_shown(part))
        return sent

    async def _captioned(self, where: dict[str, Any], text: str, message: Outbound) -> str:
        buttons = keyboard(message.choices, message.link)
        try:
            photo = await self._content(message.picture or "")
            return await _send(self._bot.send_photo, where, photo=photo, caption=text, reply_markup=buttons)
        except BadRequest as error:
            if not says(error, BAD_FILE):
                raise
            log.warning("Telegram could not take the picture %s: %s", message.picture, error.message)
        return await self._text(where, text, message.choices, message.link)

    async def _picture(self, where: dict[str, Any], picture: str) -> str:
        """The picture alone; one that Telegram cannot take must not hold back the words after it."""
        try:
            return await _send(self._bot.send_photo, where, photo=await self._content(picture))
        except BadRequest as error:
            if not says(error, BAD_FILE):
                raise
            log.warning("Telegram could not take the picture %s: %s", picture, error.message)
            return ""

    async def _document(self, where: dict[str, Any], name: str, text: str) -> str:
        return await _send(self._bot.send_document, where, document=InputFile(text.encode(), name))

    async def _attachment(self, where: dict[str, Any], attachment: Attachment) -> str:
        if attachment.kind is AttachmentKind.LOCATION:
            spot = {"latitude": attachment.latitude, "longitude": attachment.longitude}
            return await _send(self._bot.send_location, where, **spot)
        if attachment.kind is AttachmentKind.CONTACT:  # by name only: no number is kept of anybody
            return await self._text(where, attachment.name)
        calls: dict[AttachmentKind, tuple[_Call, str]] = {
            AttachmentKind.PHOTO: (self._bot.send_photo, "photo"),
            AttachmentKind.VOICE: (self._bot.send_voice, "voice"),
            AttachmentKind.VIDEO: (self._bot.send_video, "video"),
            AttachmentKind.STICKER: (self._bot.send_sticker, "sticker"),
        }
        send, field = calls.get(attachment.kind, (self._bot.send_document, "document"))
        return await _send(send, where, **{field: await self._content(attachment.ref, attachment.name)})

    async def _content(self, ref: str, name: str = "") -> str | InputFile:
        """What to hand to Telegram: the bytes of a file of ours, else an address or Telegram's own file id."""
        if ref.startswith(("https://", "http://")) or self._media is None:
            return ref
        content = await self._media(ref)
        return ref if content is None else InputFile(content, name or ref.rpartition("/")[2])


async def _send(send: _Call, where: dict[str, Any], **what: Any) -> str:
    """The id of the sent message; what was meant for a closed topic goes to the group itself."""
    try:
        sent = await send(**where, **what)
    except BadRequest as error:
        if "message_thread_id" not in where or not says(error, NO_TOPIC):
            raise
        sent = await send(**{key: value for key, value in where.items() if key != "message_thread_id"}, **what)
    return str(sent["message_id"] if isinstance(sent, dict) else sent.message_id)
