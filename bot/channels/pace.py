"""Keeps calls to a platform below the rate it allows."""

import asyncio

from bot.channels.memory import Recent

GROUP_MESSAGES = 20  # Telegram allows so many a minute into one group


class Pace:
    """Lets `count` calls pass per `seconds`, as many at once; later ones wait. A count of 0 sets no limit."""

    def __init__(self, count: float, seconds: float = 1.0) -> None:
        self._interval = seconds / count if count else 0.0
        self._burst = seconds
        self._due = 0.0

    async def turn(self) -> None:
        """Wait until the next call may be made."""
        if not self._interval:
            return
        now = asyncio.get_running_loop().time()
        self._due = max(self._due, now) + self._interval
        if (delay := self._due - self._burst - now) > 0:
            await asyncio.sleep(delay)


class ChatPaces:
    """The pace of Telegram: one over all chats, and a slower one in every group. A rate of 0 sets no limit at all."""

    def __init__(self, rate: float) -> None:
        self._all = Pace(rate)
        self._limited = bool(rate)
        self._groups: Recent[int, Pace] = Recent(1_000)

    async def turn(self, chat_id: int) -> None:
        """Wait until the next message into this chat may be sent; groups have ids below zero."""
        if self._limited and chat_id < 0:
            pace = self._groups.get(chat_id) or Pace(GROUP_MESSAGES, 60.0)
            self._groups.put(chat_id, pace)
            await pace.turn()
        await self._all.turn()
