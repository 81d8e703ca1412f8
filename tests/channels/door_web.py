"""The web chat in the shape the contract test knows: a page that posts, and listens to the events."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer

from bot.channels.history import HistoryLine
from bot.channels.webchat import WebChat
from flows.catalog import Catalog
from flows.messages import ChatRef, Outbound
from tests.channels.doors import Door, Inbox, serving
from tests.channels.waiting import until
from tests.fakes.server import Faults

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


class RememberedWebChat(WebChat):
    """A web chat whose history is a list; what is sent stands there before any page is woken, as in storage."""

    def __init__(self, inbox: Inbox) -> None:
        self.lines: list[HistoryLine] = []
        super().__init__(inbox, self._read, self._save, Catalog, "secret", lambda: NOW)

    async def send(self, chat: ChatRef, message: Outbound, *, previous_id: str | None = None) -> str:
        number = len(self.lines) + 1
        self.lines.append(HistoryLine(number, "bot", message.text, NOW, message.choices, message.picture))
        return await super().send(chat, message)

    async def _read(self, chat: ChatRef, after: int) -> Sequence[HistoryLine]:
        return [line for line in self.lines if line.id > after]

    async def _save(self, content: bytes, suffix: str) -> str:
        return f"picture{suffix}"


class WebDoor(Door):
    def __init__(self, channel: RememberedWebChat, inbox: Inbox, http: ClientSession, address: str) -> None:
        super().__init__(channel, inbox, Faults(), ChatRef("web", ""))
        self.web, self.http, self.address = channel, http, address
        self.seen: list[dict[str, Any]] = []

    async def listen(self) -> None:
        """What the page's script does: open the page, then show what comes."""
        async with self.http.get(f"{self.address}/web/events") as events:
            async for line in events.content:
                if line.startswith(b"data: "):
                    self.seen.append(json.loads(line.removeprefix(b"data: ")))

    async def writes(self, text: str) -> Any:
        update = {"id": f"page-{len(self.inbox.messages)}", "text": text}
        await self.repeats(update)
        self.chat = self.inbox.messages[-1].chat
        return update

    async def repeats(self, update: Any) -> None:
        async with self.http.post(f"{self.address}/web/messages", json=update) as answer:
            assert answer.status == 202

    async def writes_swapped(self, first: str, second: str) -> None:
        raise AssertionError("a page sends one message after the other")

    async def taps(self, label: str, message: int = -1) -> None:
        await self.settled()
        choice = next(choice["id"] for choice in self.seen[message]["choices"] if choice["label"] == label)
        await self.repeats({"id": "tap", "choice": choice})

    async def surprises(self) -> None:
        for body, status in ((b"{", 400), (b"[]", 400), (b'{"novelty": {"2027": []}}', 202)):
            headers = {"Content-Type": "application/json"}
            async with self.http.post(f"{self.address}/web/messages", data=body, headers=headers) as answer:
                assert answer.status == status

    async def settled(self) -> None:
        await until(lambda: len(self.seen) == len(self.web.lines))

    def shown(self) -> list[str]:
        return [line["text"] for line in self.seen]

    def buttons(self) -> list[str]:
        return [choice["label"] for choice in self.seen[-1]["choices"]]

    def pictures(self) -> int:
        return sum(line["picture"] is not None for line in self.seen)


@asynccontextmanager
async def web_door() -> AsyncIterator[Door]:
    """The built-in web chat with one page open."""
    inbox, server = Inbox(), TestServer(web.Application())
    channel = RememberedWebChat(inbox)
    async with serving(channel, server), ClientSession(cookie_jar=CookieJar(unsafe=True)) as http:
        door = WebDoor(channel, inbox, http, str(server.make_url("")).rstrip("/"))
        async with http.get(door.address + "/") as opened:
            assert opened.status == 200
        listening = asyncio.create_task(door.listen())
        yield door
        listening.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await listening
