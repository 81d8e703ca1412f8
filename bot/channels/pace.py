"""Keeps calls to a platform below the rate it allows."""

import asyncio
from collections import deque
from collections.abc import Callable
from time import monotonic

from bot.channels.base import DeliveryError
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


class Slots:
    """Gives away `count` calls within any `seconds`; who comes too early is told when to come again."""

    def __init__(self, count: float, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._count, self._seconds, self._clock = count, seconds, clock
        self._taken: deque[float] = deque()
        self._promised = 0.0  # the last moment somebody was told to come again

    def take(self) -> None:
        """Take a slot; DeliveryError with the seconds to wait where none is free."""
        if not self._count:
            return
        now = self._clock()
        while self._taken and self._taken[0] <= now - self._seconds:
            self._taken.popleft()
        if len(self._taken) < self._count:
            self._taken.append(now)
            return
        # Those who wait are told different moments, or all would come back for the one slot that is free then.
        free_at = self._taken[0] + self._seconds
        self._promised = max(self._promised + self._seconds / self._count, free_at)
        raise DeliveryError("the group's pace", retry_after=self._promised - now)


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
