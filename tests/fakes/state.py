"""A channel's memory that lives as long as the test."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.channels.base import ChannelState


class Memory:
    """What several processes of a service would share."""

    def __init__(self, values: dict[str, Any] | None = None) -> None:
        self.values = values or {}
        self._lock = asyncio.Lock()

    def state(self) -> ChannelState:
        """The view of one process."""
        return ChannelState(self._load, self._save, self._exclusive)

    async def _load(self) -> dict[str, Any]:
        return dict(self.values)

    async def _save(self, values: dict[str, Any]) -> None:
        await asyncio.sleep(0)
        self.values = dict(values)

    @asynccontextmanager
    async def _exclusive(self) -> AsyncIterator[None]:
        async with self._lock:
            yield
