"""Two services on one PostgreSQL: each message is answered once, in its order, and every page hears of it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar
from aiohttp.test_utils import TestServer

from bot.app import make_app, now
from bot.channels.telegram import WEBHOOK_PATH
from bot.settings import Settings
from storage.store import Store
from tests.channels.service_world import echoing
from tests.channels.waiting import PATIENCE, until
from tests.fakes import telegram_api
from tests.fakes.telegram_api import FakeTelegram

pytestmark = [pytest.mark.postgres, pytest.mark.xdist_group("postgres")]
SECRET = "mot-bi-mat-chung"
PEOPLE, MESSAGES = 30, 4


@asynccontextmanager
async def replica(url: str, data: Path, content: Path, telegram: FakeTelegram) -> AsyncIterator[str]:
    """The address of one service on the database at `url`."""
    settings = Settings(
        data_dir=data,
        content_dir=content,
        burst_seconds=0,
        telegram_token=telegram_api.TOKEN,
        telegram_api=telegram.url,
        telegram_mode="webhook",
        telegram_secret=SECRET,
        telegram_rate=0,
        public_url="https://camtay.example",
    )
    store = Store.open(url)
    server = TestServer((await make_app(settings, store, now))[0])
    await server.start_server()
    try:
        yield str(server.make_url("")).rstrip("/")
    finally:
        await server.close()
        store.close()


@asynccontextmanager
async def two_replicas(url: str, data: Path, content: Path) -> AsyncIterator[tuple[FakeTelegram, list[str]]]:
    """A platform and the addresses of the two services behind it."""
    async with (
        FakeTelegram() as telegram,
        replica(url, data, content, telegram) as one,
        replica(url, data, content, telegram) as two,
    ):
        yield telegram, [one, two]


async def test_a_message_that_reaches_both_is_answered_once_and_in_order(
    postgres_url: str, tmp_path: Path, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    echoing(monkeypatch)
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with two_replicas(postgres_url, tmp_path, content) as (telegram, homes), ClientSession() as http:

        async def talk(number: int) -> None:
            person = telegram.person(number + 1)
            for text in map(str, range(MESSAGES)):
                update = {"update_id": number * MESSAGES + int(text) + 1, "message": person.message(text=text)}
                posts = (http.post(home + WEBHOOK_PATH, json=update, headers=headers) for home in homes)
                assert [answer.status for answer in await asyncio.gather(*posts)] == [200, 200]

        await asyncio.gather(*map(talk, range(PEOPLE)))
        people = [telegram.person(number + 1) for number in range(PEOPLE)]
        await until(lambda: all(len(person.chat.texts) >= MESSAGES for person in people))
        assert {tuple(person.chat.texts) for person in people} == {tuple(map(str, range(MESSAGES)))}


async def test_a_page_open_at_one_sees_what_was_answered_by_the_other(
    postgres_url: str, tmp_path: Path, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    echoing(monkeypatch)
    async with (
        two_replicas(postgres_url, tmp_path, content) as (_, (here, there)),
        ClientSession(cookie_jar=CookieJar(unsafe=True)) as page,
    ):
        await (await page.get(f"{here}/")).read()
        async with page.get(f"{here}/web/events") as events:
            await page.post(f"{there}/web/messages", json={"id": "1", "text": "xin chào bên kia"})
            line = ""
            async with asyncio.timeout(PATIENCE):
                while not line.startswith("data:"):
                    line = (await events.content.readline()).decode()
        assert json.loads(line.removeprefix("data:"))["text"] == "xin chào bên kia"
