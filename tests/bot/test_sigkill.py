"""SIGKILL to the whole service, as it stands behind a webhook: no case and no answer is lost, none taken up twice."""

import asyncio
import os
import random
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from flows.cases import Case
from flows.messages import ChatRef
from flows.records import TurnRecord
from storage.database import open_engine, sqlite_url
from storage.store import Store
from tests.bot.victim import POINTS
from tests.channels.service_world import small_content
from tests.channels.waiting import until
from tests.fakes.ports import free_port
from tests.fakes.telegram_api import TOKEN, FakeTelegram
from tests.fakes.telegram_people import Person

pytestmark = pytest.mark.process
ROOT = Path(__file__).resolve().parents[2]
ASKS = "gặp người hỗ trợ"
REPEATED_BY_NOBODY = {"fragment stored"}  # what was stored is answered all the same
PATIENCE = 180.0  # seconds; a service starts in two, where nobody else works
MAY_BE_SAID_TWICE = {"sent, not marked"}  # no platform tells whether it took a message its sender never marked


@dataclass
class Mortal:
    """The service as a child process that can be started again after its death."""

    telegram: FakeTelegram
    folder: Path
    port: int
    settings: dict[str, str]
    process: asyncio.subprocess.Process | None = None

    async def live(self, point: str = "never") -> None:
        """Start, to die at `point`."""
        if self.process is not None and self.process.returncode is None:
            await self.process.wait()
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CAMTAY_")}
        arguments = ("-m", "tests.bot.victim", point, str(self.folder))
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, cwd=ROOT, env=environment | self.settings, stdout=asyncio.subprocess.DEVNULL
        )

    async def dead(self) -> int:
        """The signal that ended it, once it has."""
        assert self.process is not None
        return -await asyncio.wait_for(self.process.wait(), PATIENCE)

    async def hand_over(self, update: dict[str, Any]) -> None:
        """What Telegram does: give the update again and again until it is taken."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": "s"}
        async with aiohttp.ClientSession() as http:
            while True:
                try:
                    address = f"http://127.0.0.1:{self.port}/webhooks/telegram"
                    async with http.post(address, json=update, headers=headers) as answer:
                        if answer.ok:
                            return
                except aiohttp.ClientError:
                    await asyncio.sleep(0.05)

    async def end(self) -> None:
        """Let it finish what it has begun, and stop."""
        assert self.process is not None
        self.process.terminate()
        await asyncio.wait_for(self.process.wait(), PATIENCE)

    def kept_of(self, person: Person) -> tuple[Case, list[TurnRecord]]:
        """The only case there is, and the turns of a person, looked at from outside."""
        chat = ChatRef("telegram", str(person.number))
        store = self.store
        [case] = store.run_here(lambda uow: uow.cases.listed())
        turns = store.run_here(lambda uow: uow.turns.of(chat))
        store.close()
        return case, turns

    @property
    def store(self) -> Store:
        """What it keeps, looked at from outside."""
        return Store(open_engine(sqlite_url(self.folder)))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small content, whose catalog is made once for all tests."""
    folder = tmp_path_factory.mktemp("house")
    small_content(folder / "content")
    return folder


@pytest.fixture
async def mortal(tmp_path: Path, house: Path) -> AsyncIterator[Mortal]:
    """A service to kill, with its Telegram."""
    port = free_port()
    async with FakeTelegram() as telegram:
        settings = {
            "CAMTAY_DATA_DIR": str(tmp_path),
            "CAMTAY_CONTENT_DIR": str(house / "content"),
            "CAMTAY_PORT": str(port),
            "CAMTAY_TELEGRAM_TOKEN": TOKEN,
            "CAMTAY_TELEGRAM_API": telegram.url,
            "CAMTAY_TELEGRAM_MODE": "webhook",
            "CAMTAY_TELEGRAM_SECRET": "s",
            "CAMTAY_TELEGRAM_RATE": "0",
            "CAMTAY_BURST_SECONDS": "0.3",
            "CAMTAY_LOG_LEVEL": "ERROR",
        }
        service = Mortal(telegram, tmp_path, port, settings)
        yield service
        if service.process is not None and service.process.returncode is None:
            service.process.terminate()
            await service.process.wait()


def says_code(person: Person) -> bool:
    """Whether a case was announced to the person."""
    return any("Mã ca" in text for text in person.chat.texts)


def update_of(message: dict[str, Any]) -> dict[str, Any]:
    return {"update_id": message["message_id"], "message": message}


@pytest.mark.parametrize("point", [point for point in POINTS if point != "never"])
async def test_a_death_at_any_point_loses_and_doubles_nothing(mortal: Mortal, point: str) -> None:
    person = mortal.telegram.person()
    await mortal.live(point)
    handing_over = asyncio.create_task(mortal.hand_over(update_of(person.message(text=ASKS))))
    assert await mortal.dead() == signal.SIGKILL
    if point in REPEATED_BY_NOBODY:
        handing_over.cancel()
    await mortal.live()
    await asyncio.wait({handing_over}, timeout=PATIENCE)
    await until(lambda: says_code(person), PATIENCE)
    await mortal.end()  # whatever was still to come has come
    case, turns = mortal.kept_of(person)
    announced = [text for text in person.chat.texts if case.code in text]
    assert [turn.question for turn in turns] == [ASKS]
    assert len(announced) == 1 or (point in MAY_BE_SAID_TWICE and len(announced) == 2)
    assert len(set(announced)) == 1


async def test_an_answer_of_the_team_outlives_the_process_that_took_it(mortal: Mortal) -> None:
    """And a message that was answered in an earlier life is not answered again."""
    person = mortal.telegram.person()
    await mortal.live()
    update = update_of(person.message(text=ASKS))
    await mortal.hand_over(update)
    await until(lambda: says_code(person), PATIENCE)
    case, _ = mortal.kept_of(person)
    assert mortal.process is not None
    mortal.process.kill()
    await mortal.dead()
    arguments = ("-m", "tests.bot.victim", "answer", str(mortal.folder), case.code)
    desk = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, env=dict(os.environ) | mortal.settings
    )
    assert await desk.wait() == -signal.SIGKILL
    await mortal.live()
    await until(lambda: any("nhà văn hóa" in text for text in person.chat.texts), PATIENCE)
    await mortal.hand_over(update)
    await mortal.end()
    _, turns = mortal.kept_of(person)
    assert [turn.question for turn in turns] == [ASKS]
    assert sum("nhà văn hóa" in text for text in person.chat.texts) == 1


async def test_deaths_at_random_moments_of_busy_traffic(mortal: Mortal) -> None:
    dice = random.Random(20261124)
    deaths = 4
    people = [mortal.telegram.person(100 + number) for number in range(8)]
    await mortal.live()

    async def chat(number: int) -> None:
        for count in range(6):
            await asyncio.sleep(dice.random())
            await mortal.hand_over(update_of(people[number].message(text=f"/start lần {number} {count}")))

    async def kill_now_and_then() -> None:
        for _ in range(deaths):
            await asyncio.sleep(1.5 + dice.random())
            assert mortal.process is not None
            mortal.process.kill()
            await mortal.live()

    await asyncio.gather(kill_now_and_then(), *(chat(number) for number in range(len(people))))
    store = mortal.store
    chats = [ChatRef("telegram", str(person.number)) for person in people]
    # A platform has a message before its sender has marked it: what counts is that nothing waits any more.
    await until(lambda: all(len(person.chat.texts) >= 6 for person in people), PATIENCE)
    await until(
        lambda: not store.run_here(lambda uow: [m for chat in chats for m in uow.outbox.waiting(chat)]), PATIENCE
    )
    turns = store.run_here(lambda uow: [len(uow.turns.of(chat)) for chat in chats])
    store.close()
    assert turns == [6] * len(people)
    assert all(len(person.chat.texts) <= 6 + deaths for person in people)
