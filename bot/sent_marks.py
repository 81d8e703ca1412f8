"""Marks messages as sent, many with one commit, right after they went out."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from storage.store import Store

log = logging.getLogger(__name__)


class SentMarks:
    """Writes down what went out. While one commit is under way the next marks gather for the following one."""

    def __init__(self, store: Store, clock: Callable[[], datetime], forget: Callable[[Sequence[int]], None]) -> None:
        self._store, self._clock, self._forget = store, clock, forget
        self._sent: list[tuple[int, str]] = []
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def add(self, number: int, platform_id: str) -> None:
        """Remember that a message went out."""
        self._sent.append((number, platform_id))
        self._changed.set()

    def start(self) -> None:
        """Begin to write."""
        self._task = asyncio.create_task(self._write_for_ever())

    async def stop(self) -> None:
        """Write what is left and stop."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._write()

    async def _write_for_ever(self) -> None:
        while True:
            await self._changed.wait()
            try:
                await self._write()
            except Exception:  # tried again: what is not marked would be sent twice
                log.exception("sent messages could not be marked")
                await asyncio.sleep(1)

    async def _write(self) -> None:
        self._changed.clear()
        sent, self._sent = self._sent, []
        if not sent:
            return
        now = self._clock()
        try:
            await self._store.run(lambda uow: uow.outbox.mark_sent(sent, now))
        except BaseException:
            self._sent = [*sent, *self._sent]
            self._changed.set()
            raise
        self._forget([number for number, _ in sent])
