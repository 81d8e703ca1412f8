"""What every channel is to the rest of the service."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from flows.messages import ChatRef, Outbound


class DeliveryError(Exception):
    """The platform did not take a message.

    `permanent`: sending again is hopeless. `retry_after`: seconds the platform asked to wait.
    `parked`: hopeless now, but the message can go out when the citizen writes again.
    """

    def __init__(
        self, reason: str, *, permanent: bool = False, retry_after: float | None = None, parked: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.retry_after = retry_after
        self.parked = parked


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """What a channel can do; flows and delivery ask this and never the channel's name."""

    max_text: int  # characters of one message
    max_choices: int  # buttons under one message; 0 where there are none
    edits: bool = False  # a sent message can be changed
    deletes: bool = False  # a citizen's message can be deleted
    reply_window: timedelta | None = None  # how long after the citizen's last message one may write
    free_window: timedelta | None = None  # how long writing costs nothing


class Channel(Protocol):
    """A door. `send` returns the platform's id of the message or raises DeliveryError."""

    name: str
    facts: ChannelFacts

    async def start(self) -> None:
        """Connect and begin to receive."""

    async def stop(self) -> None:
        """Stop receiving and let go of connections."""

    async def send(self, chat: ChatRef, message: Outbound, *, previous_id: str | None = None) -> str:
        """Send one message; `previous_id` is the message that may be edited instead."""

    async def delete(self, chat: ChatRef, message_id: str) -> None:
        """Delete a citizen's message where the platform allows it."""
