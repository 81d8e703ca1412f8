"""A stand-in for the platforms, fast enough not to be what is measured: it posts messages and counts replies."""

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bench.doors import ANSWERS, REPLIES, YES, Door

CHATS = 500
OUTSTANDING = 64  # updates that wait for their reply at the same time
CONNECTIONS = 40  # as many as Telegram opens to a webhook unless told otherwise
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_PATH = re.compile(rb"^POST \S*?/(\w+) ")
_CHAT = re.compile(rb"(?:chat_id|user_id)\W{1,4}(\d+)")


class ApiConnection(asyncio.Protocol):
    """One connection of the bot under test to the stand-in."""

    def __init__(self, on_reply: Callable[[int], None]) -> None:
        self._on_reply = on_reply
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every whole request; a reply to a citizen is counted."""
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end]
            length = _LENGTH.search(head)
            total = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < total:
                return
            body, self._buffer = self._buffer[end + 4 : total], self._buffer[total:]
            self._answer(head, body)

    def _answer(self, head: bytes, body: bytes) -> None:
        assert self._transport is not None
        found = _PATH.match(head)
        method = found[1] if found else b""
        self._transport.write(ANSWERS.get(method, YES))
        chat = _CHAT.search(body) if method in REPLIES else None
        if chat:
            self._on_reply(int(chat[1]))


@dataclass(slots=True)
class Load:
    """What is posted: `texts` in turn, each chat going through all of them."""

    port: int
    door: Door
    texts: tuple[str, ...]
    posted: int = 0
    waiting: dict[int, float] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    sent: int = 0

    def message(self) -> tuple[int, bytes]:
        """The chat of the next message, and the request that brings it."""
        number = self.posted
        self.posted += 1
        chat = self.door.first_chat + number % CHATS
        headers, body = self.door.headers_and_body(number + 1, chat, self.text(number))
        head = f"POST {self.door.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return chat, f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body

    def text(self, number: int) -> str:
        """What message `number` says: the texts in turn, each chat going through all of them."""
        return self.texts[(number // CHATS) % len(self.texts)]


class Unheard(Load):
    """The same where no text comes twice before the reader has forgotten it."""

    def text(self, number: int) -> str:
        """What message `number` says: each text once, then all of them again."""
        return self.texts[number % len(self.texts)]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run gave: replies per second, and how long a citizen waited."""

    per_second: float
    median_ms: float
    worst_ms: float
    messages: int


class Platform:
    """Serves the Bot API and drives one bot."""

    def __init__(self) -> None:
        self._server: asyncio.Server | None = None
        self._load: Load | None = None
        self._room = asyncio.Semaphore(OUTSTANDING)
        self.port = 0

    async def start(self) -> None:
        """Listen."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: ApiConnection(self._replied), "127.0.0.1", 0, backlog=512)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()

    async def drive(self, load: Load, count: int, outstanding: int = OUTSTANDING) -> Measured:
        """Post `count` updates, never more than `outstanding` unanswered, and wait for the last reply."""
        self._load, self._room = load, asyncio.Semaphore(outstanding)
        load.times.clear()
        load.sent = 0
        began = time.perf_counter()
        share, rest = divmod(count, CONNECTIONS)
        await asyncio.gather(*(self._post(load, share + (number < rest)) for number in range(CONNECTIONS)))
        for _ in range(outstanding):
            await asyncio.wait_for(self._room.acquire(), 30)
        seconds = time.perf_counter() - began
        times = sorted(load.times)
        return Measured(count / seconds, times[len(times) // 2] * 1e3, times[-1] * 1e3, load.sent)

    async def _post(self, load: Load, count: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", load.port)
        for done in range(count):
            await asyncio.wait_for(self._room.acquire(), 30)  # a bot that stays silent fails here
            chat, request = load.message()
            load.waiting[chat] = time.perf_counter()
            writer.write(request)
            try:
                await _accepted(reader)
            except (asyncio.IncompleteReadError, ConnectionError) as error:
                raise RuntimeError(f"the bot at port {load.port} hung up after {done} of {count} messages") from error
        writer.close()

    def _replied(self, chat: int) -> None:
        if self._load is None:
            return
        self._load.sent += 1
        began = self._load.waiting.pop(chat, None)
        if began is not None:  # a second message to the same question is no second reply
            self._load.times.append(time.perf_counter() - began)
            self._room.release()


async def _accepted(reader: asyncio.StreamReader) -> None:
    """Read one answer of a webhook, which has to be 200."""
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head
    length = _LENGTH.search(head)
    await reader.readexactly(int(length[1]) if length else 0)
