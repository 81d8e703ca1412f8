"""Words in a private chat, the commonest update by far, read straight from what Telegram sent.

The library's objects for one update take longer to build than everything else on its way to the store.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flows.messages import ChannelName, ChatRef, Inbound, InboundKind

LATEST = 1 << 37  # seconds; a date no calendar has is left to the library


def plain_words(raw: Any) -> Inbound | None:
    """The message of an update that holds nothing but words in a private chat; None for every other update."""
    message = raw.get("message") if isinstance(raw, dict) and len(raw) == 2 else None
    if not isinstance(message, dict):
        return None
    chat, sender, text = message.get("chat"), message.get("from"), message.get("text")
    number, date = message.get("message_id"), message.get("date")
    if not (isinstance(chat, dict) and isinstance(sender, dict) and isinstance(number, int) and isinstance(date, int)):
        return None
    if chat.get("type") != "private" or sender.get("is_bot") is not False or not isinstance(chat.get("id"), int):
        return None
    if not isinstance(text, str) or not text or text.startswith("/") or not 0 < date < LATEST:
        return None
    return Inbound(
        chat=ChatRef(ChannelName.TELEGRAM, str(chat["id"])),
        message_id=f"{chat['id']}:{number}",
        text=text,
        sent_at=datetime.fromtimestamp(date, UTC),
        sender_name=" ".join(filter(None, (sender.get("first_name"), sender.get("last_name")))),
    )


def words_at_least(raw: Any) -> Inbound | None:
    """What is certain of a private message the library cannot read, for its sender waits for an answer; else None."""
    message = raw.get("message") if isinstance(raw, dict) else None
    if not isinstance(message, dict):
        return None
    sent = plain_words({"update_id": 0, "message": {**message, "text": "?"}})
    words = message.get("text") or message.get("caption") or ""
    if sent is None or not isinstance(words, str):
        return None
    return replace(sent, text=words, kind=InboundKind.MESSAGE if words else InboundKind.UNKNOWN)
