"""The updates of a Zalo Bot, read as messages of citizens."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flows.messages import Attachment, AttachmentKind, ChannelName, ChatRef, Inbound, InboundKind

_SECONDS = 100_000_000_000  # a date below this is in seconds, not in milliseconds as documented
_ATTACHED = {
    "message.image.received": (AttachmentKind.PHOTO, ("photo_url", "photo")),
    "message.sticker.received": (AttachmentKind.STICKER, ("url", "sticker")),
    "message.voice.received": (AttachmentKind.VOICE, ("voice_url",)),
}


def to_inbound(update: Mapping[str, Any], account_name: str = "") -> Inbound | None:
    """What a citizen did, or None when the update is of no concern; takes it with and without its envelope."""
    said = update.get("result", update)
    message = said.get("message") if isinstance(said, dict) else None
    if not isinstance(message, dict):
        return None
    sender, chat = _part(message, "from"), _part(message, "chat")
    chat_id, message_id = str(chat.get("id") or ""), str(message.get("message_id") or "")
    if not chat_id or not message_id or sender.get("is_bot"):
        return None
    event = str(said.get("event_name", ""))
    in_group = chat.get("chat_type") == "GROUP"
    text, attachments = str(message.get("text") or message.get("caption") or ""), _attachments(event, message)
    return Inbound(
        chat=ChatRef(ChannelName.ZALO_BOT, f"{chat_id}#{sender.get('id')}" if in_group else chat_id),
        message_id=_own_id(chat_id, event, message_id),
        text=_without_name(text, account_name) if in_group else text,
        attachments=attachments,
        sent_at=_moment(message.get("date")),
        # Zalo hides what protected people send: the citizen must hear that it was not seen.
        kind=InboundKind.MESSAGE if text or attachments else InboundKind.UNKNOWN,
        sender_name=str(sender.get("display_name") or ""),
        in_group=in_group,
        addressed=not in_group or _named(text, account_name),
    )


def _own_id(chat_id: str, event: str, message_id: str) -> str:
    """What tells an update from all others: nothing says that ids are unique beyond a chat, and samples repeat one."""
    return f"{chat_id}:{event}:{message_id}"


def _attachments(event: str, message: Mapping[str, Any]) -> tuple[Attachment, ...]:
    if event not in _ATTACHED:
        return ()
    kind, fields = _ATTACHED[event]
    return (Attachment(kind, next((str(message[field]) for field in fields if message.get(field)), "")),)


def _named(text: str, account_name: str) -> bool:
    """Whether a message of a group speaks to us; groups are a beta of the platform, names begin with "Bot"."""
    low = text.lower()
    return "@bot" in low or (bool(account_name) and f"@{account_name.lower()}" in low)


def _without_name(text: str, account_name: str) -> str:
    """The text without the name it begins with."""
    for name in filter(None, (f"@{account_name}" if account_name else "", "@bot")):
        if text.lower().startswith(name.lower()):
            return text[len(name) :].strip(" ,:")
    return text


def _moment(date: object) -> datetime | None:
    if not isinstance(date, int | float) or not 0 < date < _SECONDS * 1000:
        return None
    return datetime.fromtimestamp(date if date < _SECONDS else date / 1000, UTC)


def _part(message: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = message.get(key)
    return part if isinstance(part, dict) else {}
