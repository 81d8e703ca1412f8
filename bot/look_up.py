"""What must be looked up before a turn, since the core may not look itself."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.channels.base import Channel
from bot.own_data import kept_data
from flows.case_codes import asked_code
from flows.conversation import Known, Retention
from flows.dialogue.reopening import CLOSED
from flows.dialogue.scene import note
from flows.messages import ChatRef, Inbound
from storage.kept.conversations import Loaded
from storage.unit_of_work import UnitOfWork

# Most texts hold no case code, and need no closer look: a code has a figure in it or is written in capitals.
_MAY_HOLD_CODE = re.compile(r"[0-9]|[A-Z]{6}")


@dataclass(frozen=True, slots=True)
class LookUps:
    """Looks up as little as the message needs."""

    retention: Retention = field(default_factory=Retention)
    door: Callable[[str], Channel | None] = lambda name: None  # the channel a message came by

    def before(self, uow: UnitOfWork, inbound: Inbound, loaded: Loaded) -> Known:
        """What is known before the turn."""
        conversation, chat = loaded.conversation, inbound.chat
        code = asked_code(inbound.text) if _MAY_HOLD_CODE.search(inbound.text) else ""
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
        )

    def with_own_data(self, uow: UnitOfWork, chat: ChatRef, known: Known) -> Known:
        """The same and all that is kept of the chat, for a citizen who asks for it."""
        return replace(known, kept=kept_data(uow, chat, known.reminders, self.retention))


def private_link(channel: Channel | None) -> str:
    """The address that opens a private chat, up to what it carries, or "" where the channel has none."""
    link: str = getattr(channel, "private_link", "")
    return link


def reply_window(channel: Channel | None) -> timedelta | None:
    """How long after the citizen's last message the channel lets one write."""
    return channel.facts.reply_window if channel else None
