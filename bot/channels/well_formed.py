"""Words that can be stored: a phone that cuts an emoji in half sends text no database takes."""

from dataclasses import fields, replace
from typing import Any, TypeVar

from bot.channels.base import Receive
from flows.messages import Attachment, ChatRef, Inbound

Part = TypeVar("Part", Inbound, ChatRef, Attachment)


def well_formed(receive: Receive) -> Receive:
    """`receive`, handed only messages whose every word can be encoded."""

    async def take(inbound: Inbound) -> None:
        await receive(inbound if _is_whole(inbound) else _mended(inbound))

    return take


def _is_whole(inbound: Inbound) -> bool:
    words = [inbound.text, inbound.sender_name, inbound.message_id, inbound.chat.chat_id, inbound.start_with]
    words += [inbound.choice_id or "", inbound.edits_message_id or ""]
    words += [word for one in inbound.attachments for word in (one.ref, one.name)]
    said = "".join(words)
    try:
        said.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in said


def _mended(inbound: Inbound) -> Inbound:
    attachments = tuple(_mended_words(one) for one in inbound.attachments)
    return replace(_mended_words(inbound), chat=_mended_words(inbound.chat), attachments=attachments)


def _mended_words(part: Part) -> Part:
    """The same with "?" in place of half an emoji, and without NUL, which PostgreSQL does not take."""
    values = {field.name: getattr(part, field.name) for field in fields(part)}
    # StrEnums are no words of anybody's, and stay as they are.
    mended: dict[str, Any] = {name: _mended_word(value) for name, value in values.items() if type(value) is str}
    return replace(part, **mended)


def _mended_word(word: str) -> str:
    return word.encode("utf-8", "replace").decode().replace("\0", "")
