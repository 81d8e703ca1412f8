"""What must be looked up before a turn, since the core may not look itself."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.base import Channel
from bot.own_data import kept_data
from flows.conversation import Conversation, Known
from flows.dialogue.own_data import mentioned
from flows.dialogue.reopening import CLOSED
from flows.dialogue.scene import note
from flows.messages import Inbound
from flows.words import clean, syllables
from storage.kept.conversations import Loaded
from storage.unit_of_work import UnitOfWork

LookUp = Callable[[UnitOfWork, Inbound, Loaded, datetime], Known]
SMALL_COMMANDS = ("/start", "/help")  # the commands that are frequent and not about data
DATA_CHOICES = "d:"  # how the ids of choices about the citizen's own data begin


@dataclass(frozen=True, slots=True)
class LookUps:
    """Looks up as little as the message needs. `asked_code` finds the case code a text asks about, or ""."""

    asked_code: Callable[[str], str]
    conversation_days: int = 30
    case_days: int = 180
    door: Callable[[str], Channel | None] = lambda name: None  # the channel a message came by

    def __call__(self, uow: UnitOfWork, inbound: Inbound, loaded: Loaded, now: datetime) -> Known:
        """What is known before the turn."""
        conversation, chat = loaded.conversation, inbound.chat
        code = self.asked_code(inbound.text)
        closed = "" if conversation.open_case else note(conversation, CLOSED)
        reminders = uow.reminders.of(chat) if loaded.has_reminders else ()
        return Known(
            new_case=uow.cases.announce(),
            open_case=uow.cases.by_code(conversation.open_case) if conversation.open_case else None,
            closed_case=uow.cases.by_code(closed) if closed else None,
            asked_case=uow.cases.by_code(code) if code else None,
            reminders=reminders,
            new_reminder_id=secrets.token_hex(4),
            private_link=private_link(self.door(chat.channel)) if inbound.in_group else "",
            reply_window=reply_window(self.door(chat.channel)),
            kept=kept_data(uow, chat, reminders, self.conversation_days, self.case_days)
            if asks_for_data(conversation, inbound)
            else None,
        )


def private_link(channel: Channel | None) -> str:
    """The address that opens a private chat, up to the payload, or "" where the channel has none."""
    link: str = getattr(channel, "private_link", "")
    return link


def reply_window(channel: Channel | None) -> timedelta | None:
    """How long after the citizen's last message the channel lets one write."""
    return channel.facts.reply_window if channel else None


def asks_for_data(conversation: Conversation, inbound: Inbound) -> bool:
    """Whether the message may be about the citizen's own data; a "1" may choose what was offered about it."""
    text = inbound.text
    return (
        (text.startswith("/") and not text.startswith(SMALL_COMMANDS))
        or (inbound.choice_id or "").startswith(DATA_CHOICES)
        or any(choice.id.startswith(DATA_CHOICES) for choice in conversation.offered)
        or mentioned(" ".join(syllables(clean(text))))
    )
