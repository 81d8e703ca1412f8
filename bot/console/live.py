"""Tells open pages that cases changed, by server-sent events."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

from aiohttp import web

HEARTBEAT_SECONDS = 15.0


class LivePages:
    """The pages that are open now; `changed` wakes all of them.

    Other processes on the same database wake nobody here, so every heartbeat looks for itself.
    """

    def __init__(self) -> None:
        self._open: set[asyncio.Event] = set()
        self._stopping = False

    def changed(self) -> None:
        """Wake every open page."""
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
        await response.prepare(request)
        last: Mapping[str, object] | None = None
        with self._page() as event, suppress(ConnectionResetError):
            while not self._stopping:
                event.clear()
                seen = await look()
                if seen is None:
                    break
                told = f"event: cases\ndata: {json.dumps(dict(seen))}\n\n" if seen != last else ": still here\n\n"
                await response.write(told.encode())
                last = seen
                with suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), HEARTBEAT_SECONDS)
        return response

    @contextmanager
    def _page(self) -> Iterator[asyncio.Event]:
        event = asyncio.Event()
        self._open.add(event)
        try:
            yield event
        finally:
            self._open.discard(event)
