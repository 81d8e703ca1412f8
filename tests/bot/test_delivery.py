"""What a channel did not take is tried again, parked or given up, and never overtaken by what came after it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot import delivery, resting
from bot.channels.base import ChannelFacts, DeliveryError
from bot.delivery import Delivery
from bot.outcome_of_sending import LONGEST_PAUSE, MOST_ATTEMPTS, MOST_SURPRISES, Failure, judge
from bot.sent_marks import SentMarks
from flows.conversation import Conversation
from flows.hours import VIETNAM
from flows.messages import ChannelName, ChatRef, Outbound
from storage.store import Store
from storage.unit_of_work import UnitOfWork
from tests.channels.waiting import stopped_clock, until
from tests.fakes.database import ready

CHAT = ChatRef(ChannelName.COMMAND_LINE, "c1")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=VIETNAM)


class Door:
    """A channel that fails as it is told, then takes everything."""

    def __init__(self, *errors: DeliveryError) -> None:
        self.name = str(CHAT.channel)
        self.facts = ChannelFacts(max_text=4000)
        self.alarm = ""
        self.errors = list(errors)
        self.taken: list[str] = []

    def routes(self) -> list[web.RouteDef]:
        return []

    async def start(self) -> None:
        self.taken.clear()

    async def stop(self) -> None:
        self.errors.clear()

    async def send(self, chat: ChatRef, message: Outbound, *, previous_id: str | None = None) -> str:
        if self.errors:
            raise self.errors.pop(0)
        self.taken.append(message.text)
        return f"p{len(self.taken)}"

    async def delete(self, chat: ChatRef, message_id: str) -> None:
        self.taken.append(f"deleted {message_id}")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(ready(tmp_path))
    yield opened
    opened.close()


class Forgetful(Store):
    """A store whose database is away now and then."""

    away = 0  # so many units of work fail first

    async def run(self, work: Callable[[UnitOfWork], Any]) -> Any:
        if self.away:
            self.away -= 1
            raise OSError("the database is away")
        return await super().run(work)


async def deliver(store: Store, door: Door) -> None:
    await store.run(lambda uow: [uow.outbox.add(CHAT, Outbound(text), NOW) for text in ("một", "hai")])
    sending = Delivery(store, {door.name: door}, lambda: NOW)
    await sending.start()
    await until(lambda: door.taken[-1:] == ["hai"])
    await sending.stop()


async def test_what_fails_for_a_while_is_tried_again_before_what_follows(store: Store) -> None:
    door = Door(DeliveryError("busy", retry_after=0.01), DeliveryError("busy", retry_after=0.01))
    await deliver(store, door)
    assert door.taken == ["một", "hai"]
    assert await store.run(lambda uow: list(uow.outbox.waiting(CHAT))) == []


async def test_what_waits_for_an_admin_goes_out_once_the_alarm_is_over(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "SWEEP_SECONDS", 0.01)
    monkeypatch.setattr(resting, "SHORTEST", 0.01)
    door = Door(DeliveryError("sign in again", retry_after=3600, unreachable=True))
    door.alarm = "Hãy chạy `camtay zalo login`."
    await store.run(lambda uow: [uow.outbox.add(CHAT, Outbound("một"), NOW)])
    sending = Delivery(store, {door.name: door}, lambda: NOW)
    await sending.start()
    await until(lambda: not door.errors)
    door.alarm = ""
    await until(lambda: door.taken == ["một"])
    await sending.stop()


async def test_what_is_hopeless_is_given_up_and_the_rest_goes_on(store: Store) -> None:
    door = Door(DeliveryError("blocked", permanent=True))
    await deliver(store, door)
    await store.run(lambda uow: uow.outbox.unpark(CHAT))
    assert door.taken == ["hai"]
    assert await store.run(lambda uow: list(uow.outbox.waiting(CHAT))) == []


async def test_that_a_message_went_out_is_remembered_as_soon_as_the_database_is_back(tmp_path: Path) -> None:
    store, forgotten = Forgetful.open(ready(tmp_path)), list[int]()
    assert isinstance(store, Forgetful)
    number = (await store.run(lambda uow: uow.outbox.add(CHAT, Outbound("một"), NOW))).id
    marks = SentMarks(store, lambda: NOW, forgotten.extend)
    marks.start()
    with stopped_clock() as clock:
        store.away = 2
        marks.add(number, "p1")
        for _ in range(2):
            await clock.ends(1)
        await until(lambda: forgotten == [number])
    await marks.stop()
    assert store.read_here(lambda uow: uow.outbox.waiting(CHAT)) == []
    assert store.read_here(lambda uow: uow.outbox.last_platform_id(CHAT)) == "p1"
    store.close()


async def test_an_answer_that_could_not_go_out_in_time_is_late_too(store: Store) -> None:
    door = Door(DeliveryError("away", retry_after=0.0))
    door.facts = replace(door.facts, reply_window=timedelta(days=7))
    moments = iter([NOW, NOW + timedelta(days=8)])  # of the first try's failure, and of all after it
    await store.run(lambda uow: uow.conversations.save(Conversation(CHAT, last_at=NOW), NOW))
    [waiting] = await store.run(lambda uow: [uow.outbox.add(CHAT, Outbound("một"), NOW)])
    delivery = Delivery(store, {door.name: door}, lambda: next(moments, NOW + timedelta(days=8)))
    delivery.offer([waiting])
    await until(lambda: not store.read_here(lambda uow: uow.outbox.waiting(CHAT)))
    await delivery.stop()
    assert door.taken == []


async def test_what_is_parked_waits_until_the_citizen_writes_again(store: Store) -> None:
    door = Door(DeliveryError("window closed", parked=True))
    await deliver(store, door)
    await store.run(lambda uow: uow.outbox.unpark(CHAT))
    waiting = await store.run(lambda uow: list(uow.outbox.waiting(CHAT)))
    assert [message.message.text for message in waiting] == ["một"]


@pytest.mark.parametrize(
    ("error", "attempts", "failure", "pause"),
    [
        (DeliveryError("away"), 0, Failure.LATER, 1.0),
        (DeliveryError("away"), 3, Failure.LATER, 8.0),
        (DeliveryError("away"), 500, Failure.LATER, LONGEST_PAUSE),
        (DeliveryError("away"), MOST_ATTEMPTS - 1, Failure.HOPELESS, 0.0),
        (DeliveryError("too fast", retry_after=7.0), 3, Failure.LATER, 7.0),
        (DeliveryError("blocked", permanent=True), 0, Failure.HOPELESS, 0.0),
        (DeliveryError("window closed", parked=True), MOST_ATTEMPTS, Failure.PARKED, 0.0),
        (KeyError("nobody foresaw it"), MOST_SURPRISES - 2, Failure.LATER, 64.0),
        (KeyError("nobody foresaw it"), MOST_SURPRISES - 1, Failure.HOPELESS, 128.0),
        (TimeoutError(), MOST_SURPRISES - 1, Failure.LATER, 128.0),
        (OSError("no route"), MOST_SURPRISES, Failure.LATER, 256.0),
    ],
)
def test_what_a_failure_means(error: Exception, attempts: int, failure: Failure, pause: float) -> None:
    problem = judge(error, attempts)
    assert (problem.failure, problem.pause) == (failure, pause)
