"""Things that happen a while later, and messages that are kept while the platform waits."""

import asyncio

from bot.channels.keeping import ANSWER_WITHIN, Keeper
from bot.channels.later import Later
from flows.messages import ChatRef, Inbound
from tests.channels.waiting import stopped_clock


async def test_what_is_not_called_off_happens_in_the_order_it_was_asked_for() -> None:
    happened: list[tuple[str, int]] = []
    later: Later[str, int] = Later(60, lambda key, value: happened.append((key, value)))
    with stopped_clock() as clock:
        later.ask("a", 1)
        later.ask("b", 2)
        await clock.passes(30)
        later.ask("c", 3)
        later.call_off("b")
        await clock.passes(29)
        assert happened == []
        await clock.passes(1)
        assert happened == [("a", 1)]
        await clock.passes(30)
        assert happened == [("a", 1), ("c", 3)]


async def test_asking_again_begins_the_wait_anew() -> None:
    happened: list[int] = []
    later: Later[str, int] = Later(60, lambda _, value: happened.append(value))
    with stopped_clock() as clock:
        later.ask("a", 1)
        await clock.passes(40)
        later.ask("a", 2)
        await clock.passes(40)
        assert happened == []
        await clock.passes(20)
        assert happened == [2]


async def test_what_was_asked_for_before_the_end_never_happens() -> None:
    happened: list[int] = []
    later: Later[str, int] = Later(60, lambda _, value: happened.append(value))
    with stopped_clock() as clock:
        later.ask("a", 1)
        later.stop()
        await clock.passes(120)
        assert happened == []


async def test_a_message_is_not_stored_before_an_earlier_one_of_its_chat() -> None:
    first_may, begun, stored = asyncio.Event(), list[str](), list[str]()

    async def store(inbound: Inbound) -> None:
        begun.append(inbound.text)
        if inbound.text == "một":
            await first_may.wait()
        stored.append(inbound.text)

    keeper, chat, other = Keeper(store), ChatRef("zalo-oa", "1"), ChatRef("zalo-oa", "2")
    one, two = keeper.keep(Inbound(chat, "1", "một")), keeper.keep(Inbound(chat, "2", "hai"))
    await keeper.keep(Inbound(other, "3", "ba"))
    assert begun == ["một", "ba"]
    first_may.set()
    await asyncio.gather(one, two)
    assert stored == ["ba", "một", "hai"]


async def test_a_slow_store_holds_the_platform_up_no_longer_than_it_waits() -> None:
    may_store, stored = asyncio.Event(), list[str]()

    async def slowly(inbound: Inbound) -> None:
        await may_store.wait()
        stored.append(inbound.text)

    keeper, chat = Keeper(slowly), ChatRef("zalo-oa", "1")
    with stopped_clock() as clock:
        first = asyncio.create_task(keeper.keep_for_now(Inbound(chat, "1", "một")))
        await clock.passes(ANSWER_WITHIN - 0.1)
        assert not first.done()
        await clock.passes(0.1)
        assert first.done()
        after = asyncio.create_task(keeper.keep_for_now(Inbound(chat, "2", "hai")))
        assert stored == []
        may_store.set()
        await after
    assert stored == ["một", "hai"]
