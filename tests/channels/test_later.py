"""Things that happen a while later, and messages that are kept while the platform waits."""

import asyncio

import pytest

from bot.channels import keeping
from bot.channels.keeping import Keeper
from bot.channels.later import Later
from flows.messages import ChatRef, Inbound


async def test_what_is_not_called_off_happens_in_the_order_it_was_asked_for() -> None:
    happened: list[tuple[str, int]] = []
    later: Later[str, int] = Later(0.02, lambda key, value: happened.append((key, value)))
    later.ask("a", 1)
    later.ask("b", 2)
    later.ask("c", 3)
    later.call_off("b")
    await asyncio.sleep(0.05)
    assert happened == [("a", 1), ("c", 3)]


async def test_asking_again_begins_the_wait_anew() -> None:
    happened: list[int] = []
    later: Later[str, int] = Later(0.06, lambda _, value: happened.append(value))
    later.ask("a", 1)
    await asyncio.sleep(0.04)
    later.ask("a", 2)
    await asyncio.sleep(0.04)
    assert happened == []
    await asyncio.sleep(0.06)
    assert happened == [2]
    later.ask("a", 3)
    later.stop()
    await asyncio.sleep(0.08)
    assert happened == [2]


async def test_a_slow_store_holds_the_platform_up_no_longer_than_it_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "ANSWER_WITHIN", 0.02)
    may_store, stored = asyncio.Event(), list[str]()

    async def slowly(inbound: Inbound) -> None:
        await may_store.wait()
        stored.append(inbound.text)

    keeper, chat = Keeper(slowly), ChatRef("zalo-oa", "1")
    await asyncio.wait_for(keeper.keep_for_now(Inbound(chat, "1", "một")), 1)
    after = asyncio.create_task(keeper.keep_for_now(Inbound(chat, "2", "hai")))
    assert stored == []
    may_store.set()
    await after
    assert stored == ["một", "hai"]
