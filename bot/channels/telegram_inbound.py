"""Telegram's updates, read as messages of citizens."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Message, MessageEntity, Update, User

from flows.messages import Attachment, AttachmentKind, ChannelName, ChatRef, Inbound, InboundKind

_COMMAND = re.compile(r"^/(?P<name>\w+)(?:@(?P<bot>\w+))?(?:\s+(?P<rest>.*))?$", re.DOTALL)
_CHAT_ID = re.compile(r"^(?P<chat>-?\d+)(?:/(?P<topic>\d+))?(?:#\d+)?$")
_GONE = ("kicked", "left")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are on Telegram; the name is empty until Telegram was asked."""

    id: int
    username: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ChatRef of this channel lives: a chat and, in a forum, a topic."""

    chat_id: int
    topic: int | None = None


def chat_ref(chat: Chat, user: User | None, topic: int | None = None) -> ChatRef:
    """The conversation of one citizen; in a group everybody has their own, so that no two share an answer."""
    chat_id = str(chat.id)
    if topic is not None:
        chat_id += f"/{topic}"
    if chat.type != Chat.PRIVATE and user is not None:
        chat_id += f"#{user.id}"
    return ChatRef(ChannelName.TELEGRAM, chat_id)


def place_of(chat: ChatRef) -> Place | None:
    """Where to send for this conversation, or None when the id is not one of this channel's."""
    match = _CHAT_ID.match(chat.chat_id)
    if match is None:
        return None
    return Place(int(match["chat"]), int(match["topic"]) if match["topic"] else None)


def telegram_message_id(message_id: str) -> int | None:
    """Telegram's own number in an `Inbound.message_id`, or None where it names no message of a chat."""
    _, separator, number = message_id.rpartition(":")
    return int(number) if separator and number.isdecimal() and not message_id.startswith(("q:", "u:")) else None


def shape_of(raw: Any) -> str:
    """What an update is made of, without what anybody wrote."""
    return f"{raw.get('update_id')} {sorted(raw)}" if isinstance(raw, dict) else type(raw).__name__


def to_inbound(update: Update, bot: Identity) -> Inbound | None:
    """What a citizen did, or None when the update is of no concern to a conversation."""
    if update.message is not None:
        return _of_message(update.message, bot)
    if update.edited_message is not None:
        return _of_edit(update.edited_message, bot)
    if update.callback_query is not None:
        return _of_tap(update.callback_query)
    if update.my_chat_member is not None:
        return _of_membership(update.my_chat_member, update.update_id)
    return None


def _of_message(message: Message, bot: Identity) -> Inbound | None:
    if message.from_user is None or message.from_user.is_bot:
        return None
    text, addressed = _words(message, bot)
    attachments = attachments_of(message)
    start = _COMMAND.match(text)
    kind, start_with = InboundKind.MESSAGE, ""
    if start is not None and start["name"].lower() == "start":
        kind, text, start_with = InboundKind.STARTED, "", (start["rest"] or "").strip()
    elif not text and not attachments:
        if message.chat.type != Chat.PRIVATE:
            return None  # somebody joined, a picture of the group changed, a topic was opened, …
        kind = InboundKind.UNKNOWN
    return Inbound(
        chat=chat_ref(message.chat, message.from_user, message.message_thread_id if message.is_topic_message else None),
        message_id=f"{message.chat.id}:{message.message_id}",
        text=text,
        attachments=attachments,
        sent_at=message.date,
        kind=kind,
        sender_name=message.from_user.full_name,
        in_group=message.chat.type != Chat.PRIVATE,
        addressed=addressed,
        start_with=start_with,
    )


def _of_edit(message: Message, bot: Identity) -> Inbound | None:
    said = _of_message(message, bot)
    if said is None or said.kind is not InboundKind.MESSAGE:
        return None
    changed = int(message.edit_date.timestamp()) if message.edit_date else 0
    return Inbound(
        chat=said.chat,
        message_id=f"e:{changed}:{said.message_id}",
        text=said.text,
        attachments=said.attachments,
        sent_at=message.edit_date or said.sent_at,
        kind=InboundKind.EDITED,
        sender_name=said.sender_name,
        in_group=said.in_group,
        addressed=said.addressed,
        edits_message_id=said.message_id,
    )


def _of_tap(query: CallbackQuery) -> Inbound | None:
    """A tap on a button; the message it hangs under may be too old for Telegram to show, its chat is always known."""
    if query.message is None or query.data is None:
        return None
    chat = query.message.chat
    topic = None
    if isinstance(query.message, Message) and query.message.is_topic_message:
        topic = query.message.message_thread_id
    return Inbound(
        chat=chat_ref(chat, query.from_user, topic),
        message_id=f"q:{query.id}",
        choice_id=query.data,
        sender_name=query.from_user.full_name,
        in_group=chat.type != Chat.PRIVATE,
    )


def _of_membership(change: ChatMemberUpdated, update_id: int) -> Inbound | None:
    """A citizen blocked the bot. Its return is told by their /start, and groups are told nothing."""
    if change.chat.type != Chat.PRIVATE or change.new_chat_member.status not in _GONE:
        return None
    return Inbound(
        chat=chat_ref(change.chat, change.from_user),
        message_id=f"u:{update_id}",
        sent_at=change.date,
        kind=InboundKind.STOPPED,
        sender_name=change.from_user.full_name,
    )


def _words(message: Message, bot: Identity) -> tuple[str, bool]:
    """The text without the bot's name, and whether the bot was meant."""
    text = message.text or message.caption or ""
    command = _COMMAND.match(text)
    if command is not None:
        named = (command["bot"] or "").lower()
        plain = f"/{command['name']} {command['rest'] or ''}".strip()
        return plain, not named or named == bot.username.lower()
    if message.chat.type == Chat.PRIVATE:
        return text, True
    mention = f"@{bot.username}" if bot.username else ""
    replied = message.reply_to_message
    to_us = replied is not None and replied.from_user is not None and replied.from_user.id == bot.id
    if mention and _mentions(message, mention):
        return re.sub(re.escape(mention), "", text, flags=re.IGNORECASE).strip(" ,:"), True
    return text, to_us


def _mentions(message: Message, mention: str) -> bool:
    found = message.parse_entities([MessageEntity.MENTION]) or message.parse_caption_entities([MessageEntity.MENTION])
    return any(name.lower() == mention.lower() for name in found.values())


def attachments_of(message: Message) -> tuple[Attachment, ...]:
    """What a message holds beside words."""
    return tuple(made for make in _MAKERS for made in make(message))


def _photo(message: Message) -> list[Attachment]:
    if not message.photo:
        return []
    largest = message.photo[-1]
    return [Attachment(AttachmentKind.PHOTO, largest.file_id, size=largest.file_size)]


def _voice(message: Message) -> list[Attachment]:
    sound = message.voice or message.audio
    return [Attachment(AttachmentKind.VOICE, sound.file_id, size=sound.file_size)] if sound else []


def _video(message: Message) -> list[Attachment]:
    film = message.video or message.video_note
    return [Attachment(AttachmentKind.VIDEO, film.file_id, size=film.file_size)] if film else []


def _file(message: Message) -> list[Attachment]:
    file = message.document
    return [Attachment(AttachmentKind.FILE, file.file_id, file.file_name or "", file.file_size)] if file else []


def _sticker(message: Message) -> list[Attachment]:
    return [Attachment(AttachmentKind.STICKER, message.sticker.file_id)] if message.sticker else []


def _location(message: Message) -> list[Attachment]:
    spot = message.location
    return [Attachment(AttachmentKind.LOCATION, latitude=spot.latitude, longitude=spot.longitude)] if spot else []


def _contact(message: Message) -> list[Attachment]:
    """A shared contact by name only: a phone number is personal data that nobody asked for."""
    return [Attachment(AttachmentKind.CONTACT, name=message.contact.first_name)] if message.contact else []


_MAKERS: tuple[Callable[[Message], list[Attachment]], ...] = (
    _photo,
    _voice,
    _video,
    _file,
    _sticker,
    _location,
    _contact,
)
