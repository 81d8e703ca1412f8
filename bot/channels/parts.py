"""Messages that go out in several parts."""

from collections.abc import Awaitable, Callable, Sequence

from bot.channels.base import DeliveryError
from bot.channels.memory import Recent
from flows.messages import ChatRef, Outbound

Part = Callable[[], Awaitable[str]]
"""Sends one part and returns the platform's id of it."""


class PartsSent:
    """Remembers how far a message got, so that trying again after a refusal repeats no part."""

    def __init__(self) -> None:
        self._sent: Recent[tuple[ChatRef, Outbound], tuple[str, ...]] = Recent(1_000)

    async def send(self, chat: ChatRef, message: Outbound, parts: Sequence[Part]) -> str:
        """The platform's id of the last part, after all have been sent in order."""
        if not parts:
            raise DeliveryError("nothing to send", permanent=True)
        key = (chat, message)
        sent = self._sent.get(key) or ()
        for part in parts[len(sent) :]:
            sent = (*sent, await part())
            self._sent.put(key, sent)
        self._sent.pop(key)
        return sent[-1]
