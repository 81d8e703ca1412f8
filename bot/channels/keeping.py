"""Handing messages to the store for platforms that may not send them a second time."""

import asyncio
import logging

from bot.channels.base import Receive
from bot.channels.later import Later
from flows.messages import ChatRef, Inbound

log = logging.getLogger(__name__)

ANSWER_WITHIN = 1.5  # Zalo waits two seconds for its 200 and then may unsubscribe us
PAUSES = (0.5, 2.0, 10.0, *(30.0,) * 20)  # seconds before storing is tried again: ten minutes without a database


class Keeper:
    """Stores messages one after the other within a chat, and tries again when the store fails."""

    def __init__(self, receive: Receive, pauses: tuple[float, ...] = PAUSES) -> None:
        self._receive = receive
        self._pauses = pauses
        self._last: dict[ChatRef, asyncio.Task[None]] = {}
        self._deadlines: Later[asyncio.Future[None], None] = Later(ANSWER_WITHIN, lambda waiter, _: _release(waiter))

    def keep(self, inbound: Inbound) -> asyncio.Task[None]:
        """The task that stores `inbound`; it may be awaited, or left to itself when a deadline is near."""
        before = self._last.get(inbound.chat)
        task = asyncio.create_task(self._store(inbound, before))
        self._last[inbound.chat] = task
        task.add_done_callback(lambda done: self._forget(inbound.chat, done))
        return task

    async def keep_for_now(self, inbound: Inbound) -> None:
        """Return once `inbound` is stored, or when the platform can wait no longer; storing goes on then."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.keep(inbound).add_done_callback(lambda _: _release(waiter))
        self._deadlines.ask(waiter, None)
        try:
            await waiter
        finally:
            self._deadlines.call_off(waiter)

    async def stop(self) -> None:
        """Give what is still being stored a moment, then let go."""
        self._deadlines.stop()
        if tasks := list(self._last.values()):
            _, late = await asyncio.wait(tasks, timeout=5)
            for task in late:
                task.cancel()

    async def _store(self, inbound: Inbound, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait({before})
        for pause in (*self._pauses, None):
            try:
                return await self._receive(inbound)
            except Exception:
                log.exception("a message of %s could not be stored", inbound.chat.channel)
            if pause is not None:
                await asyncio.sleep(pause)
        log.critical("a message of %s is lost: the store did not take it", inbound.chat.channel)
        return None

    def _forget(self, chat: ChatRef, task: asyncio.Task[None]) -> None:
        if self._last.get(chat) is task:
            del self._last[chat]


def _release(waiter: "asyncio.Future[None]") -> None:
    if not waiter.done():
        waiter.set_result(None)
