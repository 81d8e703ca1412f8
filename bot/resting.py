"""Waiting until a platform can be reached again: whoever finds it back wakes all who wait for it."""

import asyncio
from contextlib import suppress

SHORTEST = 5.0  # seconds a message rests whatever happens: one that always fails must not try at every success


class Resting:
    """Messages that could not be sent because their platform was away, by channel."""

    def __init__(self) -> None:
        self._back: dict[str, asyncio.Event] = {}

    async def rest(self, channel: str, pause: float) -> None:
        """Return after `pause` seconds, or sooner when something else reaches the channel's platform."""
        surely = min(pause, SHORTEST)
        await asyncio.sleep(surely)
        if pause > surely:
            back = self._back.setdefault(channel, asyncio.Event())
            with suppress(TimeoutError):
                async with asyncio.timeout(pause - surely):
                    await back.wait()

    def reached(self, channel: str) -> None:
        """The platform of this channel has taken a message."""
        if (back := self._back.pop(channel, None)) is not None:
            back.set()
