"""The console over the whole service, asked by plain requests."""

import asyncio
import gc
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientResponse, ClientSession, CookieJar

from storage.content.ready import main
from storage.content.shelf import Shelf
from tests.browser.house import House, few_guides, open_house

UNHEARD = "khoằm ngoao quýnh"  # words no content has: nothing leads anywhere but what they are taught to
TOKEN = re.compile(r'name="token" value="([0-9a-f]{64})"')


@dataclass
class Visit:
    """A browser without a screen: signed in as somebody, or as nobody."""

    http: ClientSession
    address: str
    token: str = ""

    async def get(self, path: str) -> tuple[int, str]:
        """The status and text of a page."""
        async with self.http.get(self.address + path) as answer:
            return answer.status, await answer.text()

    async def post(self, path: str, *, token: str | None = None, **fields: str) -> ClientResponse:
        """The answer to a form, whose redirection is not followed."""
        data = {"token": self.token if token is None else token, **fields}
        async with self.http.post(self.address + path, data=data, allow_redirects=False) as answer:
            await answer.text()
            return answer


class Doorman:
    """Opens browsers for members."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._open: list[ClientSession] = []

    async def let_in(self, member: str = "") -> Visit:
        """A browser signed in as `member`, or as nobody."""
        http = ClientSession(cookie_jar=CookieJar(unsafe=True))
        self._open.append(http)
        visit = Visit(http, self.house.address)
        if member:
            async with http.post(await self.house.link_for(member)) as answer:
                assert answer.status == 200, await answer.text()
            found = TOKEN.search((await visit.get("/console/me"))[1])
            assert found
            visit.token = found.group(1)
        return visit

    async def close(self) -> None:
        """Close every browser."""
        await asyncio.gather(*(http.close() for http in self._open))


def made_here(root: Path, shelf: Shelf, *options: str) -> bool:
    """Do what a process of its own would do; it need not collect rubbish, this one must."""
    main(root, shelf, *options)
    gc.enable()
    return True


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content folder with few guides, learnt once for all tests of a run."""
    return few_guides(tmp_path_factory.mktemp("console") / "content")


@pytest.fixture
def learnt_here(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is learnt is kept beside the few guides, and learnt here: for six a process costs more than the learning."""
    monkeypatch.setattr("bot.settings.CHECKOUT", content.parent)
    monkeypatch.setattr("storage.content.ready._aside", made_here)


@pytest.fixture
async def house(tmp_path: Path, content: Path, learnt_here: None) -> AsyncIterator[House]:
    """The service at work on a temporary data directory."""
    async with open_house(tmp_path, content) as opened:
        yield opened


@pytest.fixture
async def doorman(house: House) -> AsyncIterator[Doorman]:
    """Lets members in."""
    made = Doorman(house)
    yield made
    await made.close()
