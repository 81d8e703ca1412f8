"""Messages to citizens of a Zalo Official Account: text with or without buttons, pictures, files."""

import csv
import io
import logging
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from bot.channels.base import ChannelState, Clock, DeliveryError, FileAddress, Media
from bot.channels.memory import Recent
from bot.channels.parts import Part
from bot.channels.splitting import split
from bot.channels.zalo_api import SEND, SEND_GROUP, SEND_OLD, ZaloApi
from bot.channels.zalo_oa_errors import HOPELESS, Action, ZaloError
from bot.channels.zalo_oa_events import ANONYMOUS, GROUP
from bot.channels.zalo_text import in_words, tap, texts
from flows.messages import Attachment, AttachmentKind, ChatRef, Choice, Outbound

log = logging.getLogger(__name__)

MAX_BUTTONS = 5
MAX_LABEL = 100
MAX_IMAGE = 1_000_000
SHORTEST_TO_SPLIT = 200
FILE_TYPES = {
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".csv": "text/csv",
}
KEPT_BY_ZALO = timedelta(days=6)  # an uploaded picture lives seven days there


def address(chat: ChatRef, text: str) -> tuple[str, dict[str, Any]]:
    """Where a text of this conversation goes, and the body of the call."""
    if chat.chat_id.startswith(ANONYMOUS):
        _, user, talk = chat.chat_id.split(":", 2)
        return SEND_OLD, {"recipient": {"anonymous_id": user, "conversation_id": talk}, "message": {"text": text}}
    if chat.chat_id.startswith(GROUP):
        group = chat.chat_id.removeprefix(GROUP).partition("#")[0]
        return SEND_GROUP, {"recipient": {"group_id": group}, "message": {"text": text.replace("[@", "[ @")}}
    return SEND, {"recipient": {"user_id": chat.chat_id}, "message": {"text": text}}


class Sender:
    """Turns one Outbound into calls of Zalo's API.

    `buttons` is "on", "off" or "auto": whether an account may hang buttons under a text is settled nowhere, so "auto"
    tries, and remembers a refusal. Every choice is numbered in the text besides.
    """

    def __init__(
        self,
        api: ZaloApi,
        state: ChannelState,
        media: Media | None,
        file_address: FileAddress,
        now: Clock,
        buttons: str,
    ) -> None:
        self._api = api
        self._state = state
        self._media, self._file_address = media, file_address
        self._now = now
        self._uploaded: Recent[str, tuple[str, Any]] = Recent(500)
        self._buttons = buttons != "off"
        self._learns = buttons == "auto"

    async def recall(self) -> None:
        """Remember from last time that this account has no buttons."""
        if self._learns and (await self._state.load()).get("buttons") is False:
            self._buttons = False

    def parts(self, chat: ChatRef, message: Outbound) -> list[Part]:
        """The calls that show the whole message, in order; buttons hang under the last words."""
        parts: list[Part] = []
        if message.picture:
            parts.append(partial(self._picture, chat, message.picture))
        said = texts(message)
        parts += [partial(self._text, chat, text, ()) for text in said[:-1]]
        parts += [partial(self._text, chat, text, message.choices) for text in said[-1:]]
        if message.document is not None:
            parts.append(partial(self._document, chat, *message.document))
        parts += [partial(self._attachment, chat, attachment) for attachment in message.attachments]
        return parts

    async def _text(self, chat: ChatRef, text: str, choices: Sequence[Choice]) -> str:
        path, body = address(chat, text)
        if not choices or not self._buttons or path != SEND:
            return await self._plain(chat, text)
        rich = {"text": text, "attachment": {"type": "template", "payload": {"buttons": _buttons(choices)}}}
        try:
            return await self._post(path, {**body, "message": rich})
        except ZaloError as error:
            if error.meaning.action not in (Action.PLAIN, Action.AGAIN, Action.SPLIT):
                raise
            log.warning("Zalo refused buttons (%s); the numbers in the text remain", error)
        sent = await self._plain(chat, text)
        if self._learns:
            self._buttons = False
            await self._state.change(buttons=False)
        return sent

    async def _plain(self, chat: ChatRef, text: str) -> str:
        """The words alone; what Zalo finds longer than we do goes out in halves."""
        path, body = address(chat, text)
        try:
            return await self._post(path, body)
        except ZaloError as error:
            if error.meaning.action is not Action.SPLIT or len(text) < SHORTEST_TO_SPLIT:
                raise
        sent = ""
        for part in split(text, len(text) // 2 + 1):
            sent = await self._plain(chat, part)
        return sent

    async def _picture(self, chat: ChatRef, ref: str) -> str:
        """The picture alone; one that Zalo cannot take must not hold back the words after it."""
        try:
            return await self._image(chat, ref)
        except ZaloError as error:
            if error.meaning.action not in (Action.PLAIN, Action.AGAIN, Action.UPLOAD, Action.DROP):
                raise
            log.warning("Zalo could not take the picture %s: %s", ref, error)
            return ""

    async def _image(self, chat: ChatRef, ref: str) -> str:
        path, body = address(chat, "")
        element = {"media_type": "image", **await self._image_source(ref)}
        template = {"template_type": "media", "elements": [element]}
        body["message"] = {"attachment": {"type": "template", "payload": template}}
        try:
            return await self._post(path, body)
        except ZaloError as error:
            if error.meaning.action is not Action.UPLOAD:
                raise
        self._uploaded.pop(ref)
        element.update(await self._image_source(ref))
        return await self._post(path, body)

    async def _image_source(self, ref: str) -> dict[str, str]:
        if ref.startswith(("https://", "http://")):
            return {"url": ref}
        kept = self._uploaded.get(ref)
        if kept is None or self._now() - kept[1] > KEPT_BY_ZALO:
            content = await self._media(ref) if self._media is not None else None
            if content is None or len(content) > MAX_IMAGE:
                raise ZaloError(-201, f"picture {'too large' if content else 'missing'}")
            mime = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
            data = await self._api.upload("image", content, PurePosixPath(ref).name, mime)
            kept = (str(data["attachment_id"]), self._now())
            self._uploaded.put(ref, kept)
        return {"attachment_id": kept[0]}

    async def _document(self, chat: ChatRef, name: str, text: str) -> str:
        if PurePosixPath(name).suffix.lower() not in FILE_TYPES:
            name, text = f"{PurePosixPath(name).stem}.csv", _as_csv(text)
        return await self._file(chat, name, text.encode("utf-8-sig"))

    async def _file(self, chat: ChatRef, name: str, content: bytes) -> str:
        mime = FILE_TYPES[PurePosixPath(name).suffix.lower()]
        data = await self._api.upload("file", content, name, mime)
        path, body = address(chat, "")
        body["message"] = {"attachment": {"type": "file", "payload": {"token": data["token"]}}}
        return await self._post(path, body)

    async def _attachment(self, chat: ChatRef, attachment: Attachment) -> str:
        """A picture or a file of a kind Zalo takes; anything else by its address, where it has one."""
        address = self._file_address(attachment)
        if attachment.kind is AttachmentKind.PHOTO:
            try:
                return await self._image(chat, attachment.ref)
            except ZaloError as error:
                if error.meaning.action not in HOPELESS or not address:
                    raise
                log.warning("Zalo could not take a picture of the team: %s", error)
            return await self._text(chat, address, ())
        content = await self._media(attachment.ref) if self._media is not None else None
        if content is not None and PurePosixPath(attachment.name).suffix.lower() in FILE_TYPES:
            return await self._file(chat, attachment.name, content)
        if words := in_words(attachment, address):
            return await self._text(chat, words, ())
        raise DeliveryError(f"Zalo takes no {attachment.kind} of this type", permanent=True)

    async def _post(self, path: str, body: dict[str, Any]) -> str:
        try:
            return await self._posted(path, body)
        except ZaloError as error:
            if error.meaning.action is not Action.AGAIN:
                raise
        return await self._posted(path, body)

    async def _posted(self, path: str, body: dict[str, Any]) -> str:
        return str((await self._api.post(path, body)).get("message_id", ""))


def _buttons(choices: Sequence[Choice]) -> list[dict[str, str]]:
    return [
        {"title": choice.label[:MAX_LABEL], "type": "oa.query.hide", "payload": tap(choice)}
        for choice in choices[:MAX_BUTTONS]
    ]


def _as_csv(text: str) -> str:
    """Any text as a table of one column: the only plain text Zalo takes as a file."""
    table = io.StringIO()
    csv.writer(table).writerows([line] for line in text.splitlines())
    return table.getvalue()
