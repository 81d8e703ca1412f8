"""What the fake platforms share: a server on a free port, and switches for everything that can go wrong."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from aiohttp import web
from aiohttp.test_utils import TestServer


@dataclass
class Faults:
    """What goes wrong at the moment. Chats are named by their ids; "" stands for the whole platform."""

    down: bool = False  # answers 503 to everything
    hangs: bool = False  # takes calls and never answers them
    busy: int = 0  # answers 429 to everything: again in so many seconds
    refused: int = 0  # calls that met one of these
    held: int = 0  # calls that wait for an answer they will not get
    blocked: set[str] = field(default_factory=set)
    delay: Callable[[str], float] = lambda chat: 0.0  # seconds before a message to a chat is taken
    too_fast: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def limit(self, seconds: int, *, chat: str = "", times: int = 1) -> None:
        """Refuse the next `times` messages with "again in `seconds`"."""
        self.too_fast[chat] += [seconds] * times

    def wait_asked(self, chat: str) -> int | None:
        """The pause to ask for now, or None."""
        for key in (chat, ""):
            if self.too_fast[key]:
                self.refused += 1
                return self.too_fast[key].pop(0)
        return None


class FakePlatform:
    """A platform's server; `async with` runs it, `url` is its address."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.app = web.Application()
        self.app.middlewares.append(self._faulty)
        self._server = TestServer(self.app)
        self._tasks: set[asyncio.Task[object]] = set()
        self._closing = asyncio.Event()

    @property
    def url(self) -> str:
        """The address to use in place of the platform's own."""
        return str(self._server.make_url("")).rstrip("/")

    @property
    def is_quiet(self) -> bool:
        """Whether all that it did beside the test is done."""
        return not self._tasks

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.close()

    @web.middleware
    async def _faulty(self, request: web.Request, handler: Callable[[web.Request], object]) -> web.StreamResponse:
        if self.faults.hangs:
            self.faults.held += 1
            await self._closing.wait()
        if self.faults.down:
            self.faults.refused += 1
            return web.Response(status=503, text="<html>Service Unavailable</html>", content_type="text/html")
        if self.faults.busy:
            self.faults.refused += 1
            return web.Response(status=429, text="Too Many Requests", headers={"Retry-After": str(self.faults.busy)})
        answer = handler(request)
        assert asyncio.iscoroutine(answer)
        made = await answer
        assert isinstance(made, web.StreamResponse)
        return made

    def in_background(self, work: object) -> None:
        """Run something beside the test until the server closes."""
        assert asyncio.iscoroutine(work)
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
