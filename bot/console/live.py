"""Tells open pages that cases changed, by server-sent events."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Generic, TypeVar

from aiohttp import web

HEARTBEAT_SECONDS = 15.0

Value = TypeVar("Value")


class ReadOnce(Generic[Value]):
    """Something read when it is first asked for and shared by all who ask, until it is forgotten."""

    def __init__(self, read: Callable[[], Awaitable[Value]]) -> None:
        self._read = read
        self._reading: asyncio.Future[Value] | None = None

    def forget(self) -> None:
        """Let the next who asks read anew."""
        self._reading = None

    async def value(self) -> Value:
        """What was read; who goes away while it is read takes it from nobody else."""
        reading = self._reading or asyncio.ensure_future(self._read())
        self._reading = reading
        try:
            return await asyncio.shield(reading)
        except Exception:  # a reading that failed is nothing to share; whoever asks next tries again
            self.forget()
            raise


class LivePages:
    """The pages that are open now; `changed` wakes all of them.

    Other processes on the same database wake nobody here, so every heartbeat looks for itself.
    """

    def __init__(self) -> None:
        self._open: set[asyncio.Event] = set()
        self._stopping = False
        self._read: list[ReadOnce[Any]] = []

    def once(self, read: Callable[[], Awaitable[Value]]) -> "ReadOnce[Value]":
        """What `read` finds, read once for all pages between two changes."""
        made = ReadOnce(read)
        self._read.append(made)
        return made

    def changed(self) -> None:
        """Wake every open page."""
        self._forget()
        for event in self._open:
            event.set()

    async def start(self) -> None:
        """Begin."""
        self._stopping = False

    async def stop(self) -> None:
        """Stop."""
        self.close_pages()

    def close_pages(self) -> None:
        """Let the open pages go; they come back by themselves."""
        self._stopping = True
        self.changed()

    async def stream(
        self, request: web.Request, look: Callable[[], Awaitable[Mapping[str, object] | None]]
    ) -> web.StreamResponse:
        """Send what `look` sees whenever it is something new, until the page goes away or may see no more."""
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        response = web.StreamResponse(headers=headers)
        last: Mapping[str, object] | None = None
        with self._page() as event, suppress(ConnectionResetError):
            await response.prepare(request)
            while not self._stopping:
                event.clear()
                seen = await look()
                if seen is None:
                    break
                told = f"event: cases\ndata: {json.dumps(dict(seen))}\n\n" if seen != last else ": still here\n\n"
                await response.write(told.encode())
                last = seen
                try:
                    await asyncio.wait_for(event.wait(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    self._forget()
        return response

    def _forget(self) -> None:
        for known in self._read:
            known.forget()

    @contextmanager
    def _page(self) -> Iterator[asyncio.Event]:
        event = asyncio.Event()
        self._open.add(event)
        try:
            yield event
        finally:
            self._open.discard(event)
