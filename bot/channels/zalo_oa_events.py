"""The events of a Zalo Official Account, read as messages of citizens."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.channels.zalo_text import tapped
from flows.messages import Attachment, AttachmentKind, ChannelName, ChatRef, Inbound, InboundKind

Event = Mapping[str, Any]

ANONYMOUS = "a:"  # a:<anonymous id>:<conversation id>: somebody who is not signed in to Zalo
GROUP = "g:"  # g:<group id>#<user id>: each member of a group has an own conversation
_MENTION = re.compile(r"\[@(\w+)\]")
_SENT_BY_USER = re.compile(r"^user_send_(text|image|gif|link|audio|video|sticker|location|business_card|file)$")
_SENT_BY_OA = re.compile(r"^oa_send_\w+$")
_KINDS = {
    "image": AttachmentKind.PHOTO,
    "gif": AttachmentKind.PHOTO,
    "audio": AttachmentKind.VOICE,
    "video": AttachmentKind.VIDEO,
    "sticker": AttachmentKind.STICKER,
    "file": AttachmentKind.FILE,
}


def to_inbound(event: Event) -> Inbound | None:
    """What happened in a conversation, or None when the event is of no concern to one."""
    name = _word(event, "event_name")
    if _SENT_BY_USER.match(name):
        return _message(event, _word(event, "sender", "id"))
    if _SENT_BY_OA.match(name):
        return _answer_of_a_person(event)
    read = _OTHERS.get(name)
    return read(event) if read else None


def _message(event: Event, user: str) -> Inbound | None:
    if not user:
        return None
    text, attachments = _content(event)
    choice = tapped(text)
    return Inbound(
        chat=ChatRef(ChannelName.ZALO_OA, user),
        message_id=_message_id(event, user),
        text="" if choice else text,
        choice_id=choice,
        attachments=attachments,
        sent_at=_moment(event),
        kind=InboundKind.MESSAGE if text or attachments else InboundKind.UNKNOWN,
    )


def _answer_of_a_person(event: Event) -> Inbound | None:
    """A colleague wrote in Zalo's own inbox; without an admin it is the echo of what we sent."""
    user = _word(event, "recipient", "id")
    if not _word(event, "sender", "admin_id") or not user:
        return None
    text, attachments = _content(event)
    return Inbound(
        chat=ChatRef(ChannelName.ZALO_OA, user),
        message_id=_message_id(event, user),
        text=text,
        attachments=attachments,
        sent_at=_moment(event),
        kind=InboundKind.PERSON_ANSWERED,
    )


def _anonymous(event: Event) -> Inbound | None:
    user, talk = _word(event, "sender", "id"), _word(event, "message", "conversation_id")
    return _message(event, f"{ANONYMOUS}{user}:{talk}") if user and talk else None


def _in_group(event: Event) -> Inbound | None:
    """A member of a group who named us; what the others say is not ours to keep."""
    text = _word(event, "message", "text")
    user, group = _word(event, "sender", "id"), _word(event, "group_id")
    if not user or not group or f"[@{_word(event, 'oa_id')}]" not in text:
        return None
    return Inbound(
        chat=ChatRef(ChannelName.ZALO_OA, f"{GROUP}{group}#{user}"),
        message_id=_message_id(event, user),
        text=_MENTION.sub("", text).strip(),
        sent_at=_moment(event),
        in_group=True,
    )


def _happened(kind: InboundKind, *path: str) -> Callable[[Event], Inbound | None]:
    def read(event: Event) -> Inbound | None:
        user = _word(event, *path)
        if not user:
            return None
        chat = ChatRef(ChannelName.ZALO_OA, user)
        return Inbound(chat=chat, message_id=_message_id(event, user), sent_at=_moment(event), kind=kind)

    return read


# Known and of no concern: user_received_message, user_seen_message, user_reacted_message, oa_reacted_message,
# user_submit_info (we never ask for it, and keep nothing of it), tags, calls, groups coming and going.
_OTHERS: Mapping[str, Callable[[Event], Inbound | None]] = {
    "follow": _happened(InboundKind.STARTED, "follower", "id"),
    "user_click_chatnow": _happened(InboundKind.STARTED, "user_id"),
    "unfollow": _happened(InboundKind.STOPPED, "follower", "id"),
    "user_withdraw": _happened(InboundKind.WITHDRAWN, "user_id"),
    "anonymous_send_text": _anonymous,
    "anonymous_send_image": _anonymous,
    "anonymous_send_file": _anonymous,
    "anonymous_send_sticker": _anonymous,
    "user_send_group_text": _in_group,
}


def _content(event: Event) -> tuple[str, tuple[Attachment, ...]]:
    text = _word(event, "message", "text")
    found: list[Attachment] = []
    message = event.get("message")
    entries = message.get("attachments") if isinstance(message, dict) else None
    for entry in entries if isinstance(entries, list) else ():
        if not isinstance(entry, dict):
            continue
        kind, about = _word(entry, "type"), entry.get("payload")
        about = about if isinstance(about, dict) else {}
        if kind == "link" and event.get("event_name") != "user_send_business_card":
            text = "\n".join(filter(None, (text, _word(about, "description"), _word(about, "url"))))
        elif attachment := _attachment(kind, about):
            found.append(attachment)
    return text, tuple(found)


def _attachment(kind: str, about: Event) -> Attachment | None:
    if kind == "location":
        latitude, longitude = (_number(about, "coordinates", key) for key in ("latitude", "longitude"))
        return Attachment(AttachmentKind.LOCATION, latitude=latitude, longitude=longitude)
    if kind == "link":  # a business card: its phone number is personal data that nobody asked for
        return Attachment(AttachmentKind.CONTACT)
    if kind not in _KINDS:
        return None
    size = _number(about, "size")
    return Attachment(_KINDS[kind], _word(about, "url"), _word(about, "name"), int(size) if size is not None else None)


def _message_id(event: Event, user: str) -> str:
    return _word(event, "message", "msg_id") or ":".join((_word(event, "event_name"), _word(event, "timestamp"), user))


def _moment(event: Event) -> datetime | None:
    milliseconds = _number(event, "timestamp")
    return datetime.fromtimestamp(milliseconds / 1000, UTC) if milliseconds is not None else None


def _word(event: Event, *path: str) -> str:
    """The text at `path`, or "" where the event has none; Zalo sends every id as a string."""
    value: Any = event
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return str(value) if isinstance(value, str | int) else ""


def _number(event: Event, *path: str) -> float | None:
    try:
        return float(_word(event, *path))
    except ValueError:
        return None
