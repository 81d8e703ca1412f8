"""Messages that go out in several parts."""

import logging
from collections.abc import Awaitable, Callable, Sequence

from bot.channels.base import DeliveryError, RefusedCallError
from bot.channels.health import Health
from bot.channels.memory import Recent
from flows.messages import ChatRef, Outbound

log = logging.getLogger(__name__)

Part = Callable[[], Awaitable[str]]
"""Sends one part and returns the platform's id of it."""


class PartsSent:
    """Remembers how far a message got, so that trying again after a refusal repeats no part."""

    def __init__(self) -> None:
        self._sent: Recent[tuple[ChatRef, Outbound], tuple[str, ...]] = Recent(1_000)

    async def send(self, chat: ChatRef, message: Outbound, parts: Sequence[Part]) -> str:
        """The platform's id of the last part, after all have been sent in order."""
        return (await self.send_all(chat, message, parts))[-1]

    async def send_all(self, chat: ChatRef, message: Outbound, parts: Sequence[Part]) -> tuple[str, ...]:
        """The platform's ids of all parts, sent in order."""
        if not parts:
            raise DeliveryError("nothing to send", permanent=True)
        if len(parts) == 1:  # most messages: there is nothing to remember between two tries
            return (await parts[0](),)
        key = (chat, message)
        sent = self._sent.get(key) or ()
        for part in parts[len(sent) :]:
            sent = (*sent, await part())
            self._sent.put(key, sent)
        self._sent.pop(key)
        return sent

    def forget(self, chat: ChatRef, message: Outbound) -> None:
        """Begin anew when the same words are to go to the same chat another time."""
        self._sent.pop((chat, message))


class Outgoing:
    """Sends messages part by part, and learns from what becomes of them how the platform does."""

    def __init__(self, health: Health) -> None:
        self._health = health
        self._parts = PartsSent()

    async def send(self, chat: ChatRef, message: Outbound, parts: Sequence[Part]) -> str:
        """The platform's id of the last part; every refusal as the DeliveryError it means."""
        try:
            sent = await self._parts.send(chat, message, parts)
        except RefusedCallError as refusal:
            self.note(refusal)
            if refusal.delivery.permanent:
                self._parts.forget(chat, message)
            raise refusal.delivery from refusal
        except DeliveryError as error:
            self.note(error)
            raise
        self._health.well()
        return sent

    def note(self, error: RefusedCallError | DeliveryError) -> None:
        """Remember what a failed call says about the platform rather than about the call."""
        if isinstance(error, DeliveryError):
            if error.unreachable and error.retry_after is None:  # else what is waited for has an alarm of its own
                self._health.failed()
        elif error.alarm:
            log.critical("every call is refused until an admin acts: %s", error)
            self._health.misconfigured(error.alarm)
