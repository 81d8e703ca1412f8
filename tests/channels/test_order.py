"""A thousand chats at once: each keeps its order, and none waits for another."""

import asyncio
import random
from pathlib import Path

import pytest

from bot.channels.base import ChannelFacts, DeliveryError
from bot.delivery import Delivery
from flows.messages import ChatRef, Outbound
from flows.records import WaitingMessage
from storage.database import sqlite_url
from storage.store import Store
from storage.unit_of_work import UnitOfWork
from tests.channels.service_world import echoing, quick_retries, serving
from tests.channels.waiting import stopped_clock, until
from tests.fakes.zalo_oa_api import FakeZaloOa

CHATS, MESSAGES = 1_000, 4


class Moody:
    """A channel that takes its time and refuses now and then."""

    name = "moody"
    facts = ChannelFacts(max_text=100)
    alarm = ""

    def __init__(self, dice: random.Random) -> None:
        self.taken: dict[str, list[str]] = {}
        self.attempts = 0
        self._dice = dice

    async def send(self, chat: ChatRef, message: Outbound, *, previous_id: str | None = None) -> str:
        self.attempts += 1
        await asyncio.sleep(3600 if chat.chat_id == "dead" else self._dice.random() * 0.05)
        if self._dice.random() < 0.05:
            raise DeliveryError("not now", retry_after=0.01)
        self.taken.setdefault(chat.chat_id, []).append(message.text)
        return str(self.attempts)

    async def delete(self, chat: ChatRef, message_id: str) -> None:
        raise AssertionError("nothing was to be deleted")

    def routes(self) -> list[object]:
        return []

    async def start(self) -> None:
        return

    async def stop(self) -> None:
        return


async def test_delivery_keeps_the_order_of_a_thousand_interleaved_chats_beside_a_dead_one(tmp_path: Path) -> None:
    dice = random.Random(11)
    channel, store = Moody(dice), Store.open(sqlite_url(tmp_path))
    now = FakeZaloOa().now
    delivery = Delivery(store, {channel.name: channel}, lambda: now)  # type: ignore[dict-item]  # routes are not asked
    order = [("dead", 0), *((str(chat), number) for number in range(MESSAGES) for chat in range(CHATS))]

    def put(uow: UnitOfWork) -> list[WaitingMessage]:
        return [uow.outbox.add(ChatRef("moody", chat), Outbound(str(number)), now) for chat, number in order]

    await delivery.start()
    delivery.offer(await store.run(put))
    await until(lambda: sum(map(len, channel.taken.values())) == CHATS * MESSAGES)
    await delivery.stop(patience=0.1)
    store.close()
    expected = [str(number) for number in range(MESSAGES)]
    assert {chat: texts for chat, texts in channel.taken.items() if texts != expected} == {}
    assert channel.attempts > CHATS * MESSAGES


@pytest.mark.parametrize("chats", [250, pytest.param(CHATS, marks=pytest.mark.slow)])
async def test_many_citizens_at_once_are_answered_in_their_order(
    tmp_path: Path, content: Path, monkeypatch: pytest.MonkeyPatch, chats: int
) -> None:
    echoing(monkeypatch)
    quick_retries(monkeypatch)
    dice = random.Random(12)
    async with serving(tmp_path, content) as here:
        here.telegram.faults.delay = lambda chat: dice.random() * 0.05
        people = [here.telegram.person(number + 1) for number in range(chats)]
        for text in ("một", "hai"):
            for start in range(0, chats, 40):  # as many as Telegram has connections open by default
                await asyncio.gather(*(person.write(text) for person in people[start : start + 40]))
        await until(lambda: all(len(person.chat.texts) == 2 for person in people))
        assert {tuple(person.chat.texts) for person in people} == {("một", "hai")}


async def test_one_slow_chat_holds_up_nobody_else(
    tmp_path: Path, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    echoing(monkeypatch)
    async with serving(tmp_path, content) as here:
        here.telegram.faults.delay = lambda chat: 30.0 if chat == "1" else 0.0
        with stopped_clock():
            await here.telegram.person(1).write("chậm")
            for number in range(2, 30):
                await here.telegram.person(number).write("nhanh")
            await until(lambda: all(here.telegram.person(number).chat.texts for number in range(2, 30)))
            assert not here.telegram.person(1).chat.texts
