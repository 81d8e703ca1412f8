"""Random traffic: citizens who write at any time, and platforms that hand over twice, stand still and refuse."""

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.channels.service_world import World
from tests.fakes.server import FakePlatform

CHATS = 20  # on each platform
EVERY = 1.0  # seconds played between two events of a platform, on average


@dataclass
class Talk:
    """One citizen: what they wrote, and how to see what they were answered."""

    write: Callable[[str], Awaitable[Any]]
    repeat: Callable[[Any], Awaitable[Any]]
    answers: Callable[[], list[str]]
    written: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    repeated: int = 0
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def is_settled(self) -> bool:
        """Whether everything written was answered once, in order, and nothing besides."""
        return self.answers() == self.written


def talks_on(here: World) -> dict[str, list[Talk]]:
    """The citizens of every platform."""

    def on_telegram(number: int) -> Talk:
        person = here.telegram.person(number)
        return Talk(person.write, here.telegram.deliver, lambda: person.chat.texts)

    def on_oa(number: int) -> Talk:
        citizen = here.oa.citizen(str(number))
        return Talk(lambda text: here.oa.writes(citizen, text), here.oa.deliver, lambda: citizen.texts)

    def on_zalo_bot(number: int) -> Talk:
        citizen = here.zalo_bot.citizen(str(number))
        return Talk(lambda text: here.zalo_bot.writes(citizen, text), here.zalo_bot.deliver, lambda: citizen.texts)

    makers = {"telegram": on_telegram, "oa": on_oa, "zalo-bot": on_zalo_bot}
    return {name: [make(number) for number in range(1, CHATS + 1)] for name, make in makers.items()}


class Page:
    """One open page of the web chat: it posts, listens, and loses its connection now and then."""

    def __init__(self, http: aiohttp.ClientSession, address: str, dice: random.Random) -> None:
        self._http, self._address, self._dice = http, address, dice
        self._last = 0
        self.seen: list[str] = []

    async def write(self, text: str) -> dict[str, str]:
        """Post words; returns what was posted."""
        update = {"id": f"page-{self._dice.getrandbits(64)}", "text": text}
        await self.post(update)
        return update

    async def post(self, update: dict[str, str]) -> None:
        """Post until it is taken, as the page does after a refusal."""
        while True:
            async with self._http.post(f"{self._address}/web/messages", json=update) as answer:
                if answer.status == 202:
                    return
            await asyncio.sleep(1)

    async def listen(self) -> None:
        """Show what comes, and go on after each lost connection where it was lost."""
        while True:
            try:
                async with asyncio.timeout(self._dice.uniform(1, 40)):
                    await self._listen_once()
            except (TimeoutError, aiohttp.ClientError):
                await asyncio.sleep(self._dice.random())

    async def _listen_once(self) -> None:
        async with self._http.get(f"{self._address}/web/events", params={"after": str(self._last)}) as events:
            async for line in events.content:
                if line.startswith(b"data: "):
                    said = json.loads(line.removeprefix(b"data: "))
                    self._last = said["id"]
                    self.seen.append(said["text"])


@asynccontextmanager
async def pages_of(here: World, dice: random.Random) -> AsyncIterator[list[Talk]]:
    """The citizens of the web chat, each with a browser of their own."""
    async with AsyncExitStack() as stack:
        talks, listening = [], []
        for _ in range(CHATS):
            http = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)))
            async with http.get(here.address + "/") as opened:
                assert opened.status == 200
            page = Page(http, here.address, dice)
            listening.append(asyncio.create_task(page.listen()))
            talks.append(Talk(page.write, page.post, lambda page=page: page.seen))  # type: ignore[misc]  # bound now
        yield talks
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)


async def play(
    talks: list[Talk], platform: FakePlatform | None, dice: random.Random, speed: float, seconds: float
) -> None:
    """One platform's time: citizens write, updates come twice, and the platform has its moods."""
    if platform is not None:
        platform.faults.delay = lambda chat: dice.choice((0.0, 0.0, 0.01, 0.05))
    under_way: set[asyncio.Task[None]] = set()
    played = 0.0
    while played < seconds:
        pause = dice.expovariate(1 / EVERY)
        played += pause
        await asyncio.sleep(pause / speed)
        if platform is not None:
            change_mood(platform, dice)
        task = asyncio.create_task(write(dice.choice(talks), twice=dice.random() < 0.1))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
    if platform is not None:
        platform.faults.down = platform.faults.busy = False
    await asyncio.gather(*under_way)


def change_mood(platform: FakePlatform, dice: random.Random) -> None:
    """Let the platform go down, come back, or find somebody too fast."""
    mood = dice.random()
    if mood < 0.02:
        platform.faults.down = True
    elif mood < 0.03:
        platform.faults.busy = 1
    elif mood < 0.08:
        platform.faults.down = platform.faults.busy = False
    elif mood < 0.10:
        platform.faults.limit(1, chat=str(dice.randint(1, CHATS)))


async def write(talk: Talk, *, twice: bool) -> None:
    """Write the next message, and let the platform hand it over a second time."""
    async with talk.busy:  # a platform hands over one message of a chat after the other
        text = f"tin số {len(talk.written) + 1}"
        talk.written.append(text)
        talk.times.append(time.monotonic())
        update = await talk.write(text)
    if twice:
        talk.repeated += 1
        await talk.repeat(update)
