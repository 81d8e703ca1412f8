"""Telegram out of reach, slow, or refusing: nothing stalls, and an admin is told."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels import health
from bot.channels.base import DeliveryError, open_http
from bot.channels.health import TROUBLE_AFTER, Health
from bot.channels.pace import ChatPaces
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_connection import BotAccount
from flows.catalog import Catalog
from flows.guides import Guide, Localized
from flows.messages import ChatRef, Outbound
from tests.channels.doors import Inbox
from tests.channels.telegram_world import world
from tests.channels.waiting import StoppedClock, at_once, stopped_clock, until
from tests.fakes.ports import free_port
from tests.fakes.state import Memory
from tests.fakes.telegram_api import TOKEN, FakeTelegram

CHAT = ChatRef("telegram", "4242")


async def test_a_bot_started_while_telegram_was_away_connects_as_soon_as_it_is_back() -> None:
    async with world(running=False, webhook=False) as here:
        here.telegram.faults.down = True
        with stopped_clock() as clock:
            await here.channel.start()
            for pause in (1, 2):
                await clock.ends(pause)
            await until(lambda: here.telegram.faults.refused == 3)
            here.telegram.faults.down = False
            await here.telegram.person().write("có ai không")
            await clock.ends(4)
            await until(lambda: here.inbox.texts == ["có ai không"])
        await here.channel.stop()


def test_an_admin_is_told_once_calls_have_failed_for_a_while() -> None:
    moment = [1000.0]
    seen = Health("không kết nối được", lambda: moment[0])
    seen.failed()
    moment[0] += TROUBLE_AFTER
    seen.failed()
    assert seen.alarm == ""
    moment[0] += 1
    assert seen.alarm == "không kết nối được"
    seen.well()
    seen.failed()
    assert seen.alarm == ""


async def test_the_way_around_a_wall_is_named_until_all_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "TROUBLE_AFTER", -1.0)
    async with world() as here:
        await here.telegram.person().write("chào")
        here.telegram.faults.down = True
        with pytest.raises(DeliveryError):
            await here.channel.send(CHAT, Outbound("chào"))
        assert "CAMTAY_TELEGRAM_PROXY" in here.channel.alarm
        here.telegram.faults.down = False
        await here.channel.send(CHAT, Outbound("chào"))
        assert here.channel.alarm == ""


async def test_two_processes_that_ask_for_updates_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "TROUBLE_AFTER", -1.0)
    async with world(running=False, webhook=False) as here:
        here.telegram.polling = 1  # somebody else asks already
        await here.channel.start()
        await until(lambda: "CAMTAY_TELEGRAM_MODE=webhook" in here.channel.alarm)
        here.telegram.polling = 0
        await here.channel.stop()


async def test_an_address_telegram_refuses_is_named() -> None:
    async with world(running=False, public_url="http://192.168.1.5") as here:
        await here.channel.start()
        await until(lambda: "http://192.168.1.5/webhooks/telegram" in here.channel.alarm)
        assert "CAMTAY_PUBLIC_URL" in here.channel.alarm
        await here.channel.stop()


async def test_a_wrong_token_is_named_and_messages_are_kept() -> None:
    async with world(token="7000000001:wrong") as here:
        await until(lambda: here.channel.alarm)
        assert "CAMTAY_TELEGRAM_TOKEN" in here.channel.alarm
        with pytest.raises(DeliveryError) as refused:
            await here.channel.send(CHAT, Outbound("chào"))
        assert not refused.value.permanent
        assert refused.value.retry_after


async def test_one_slow_chat_delays_no_other() -> None:
    async with world() as here:
        for number in (1, 2):
            await here.telegram.person(number).write("chào")
        here.telegram.faults.delay = lambda chat: 1.0 if chat == "1" else 0.0
        with stopped_clock() as clock:
            slow = asyncio.create_task(here.channel.send(ChatRef("telegram", "1"), Outbound("chậm")))
            await at_once(here.channel.send(ChatRef("telegram", "2"), Outbound("nhanh")))
            assert not here.telegram.person(1).chat.texts
            await clock.ends(1.0)
            await slow


async def passed(turns: Sequence[Coroutine[Any, Any, None]], clock: StoppedClock, *pauses: float) -> list[int]:
    """How many of these turns have come at once, and after each pause."""
    tasks = [asyncio.create_task(turn) for turn in turns]
    counts = []
    for pause in (0.0, *pauses):
        await clock.passes(pause)
        counts.append(sum(task.done() for task in tasks))
    for task in tasks:
        task.cancel()
    return counts


async def test_calls_stay_below_the_rate_and_groups_below_theirs() -> None:
    paces, chats = ChatPaces(20), range(1, 31)
    with stopped_clock() as clock:
        assert await passed([paces.turn(chat) for chat in chats], clock, 0.26, 0.25) == [20, 25, 30]
        await clock.passes(60)
        assert await passed([paces.turn(-100) for _ in range(25)], clock, 3.1, 3.0) == [20, 21, 22]


async def test_a_message_waits_for_its_turn() -> None:
    async with world(rate=1) as here:
        for number in (1, 2):
            await here.telegram.person(number).write("chào")
        with stopped_clock() as clock:
            await at_once(here.channel.send(ChatRef("telegram", "1"), Outbound("một")))
            second = asyncio.create_task(here.channel.send(ChatRef("telegram", "2"), Outbound("hai")))
            await until(lambda: clock.now + 1.0 in clock.due)
            await clock.passes(0.9)
            await here.channel.bot.get_me()  # the message would have been there before this call
            assert not here.telegram.person(2).chat.texts
            await clock.passes(0.2)
            await second


async def test_requests_pass_the_proxy_when_one_is_set() -> None:
    asked = []

    async def proxy(request: web.Request) -> web.Response:
        asked.append(request.raw_path)
        return web.json_response({"ok": True, "result": {"id": 7, "is_bot": True, "first_name": "A", "username": "b"}})

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", proxy)
    server = TestServer(app, port=free_port())
    await server.start_server()
    async with open_http() as http:
        address = f"http://127.0.0.1:{server.port}"
        account = BotAccount(TOKEN, base_url="http://telegram.invalid", proxy=address, webhook=True)
        channel = TelegramChannel(account, Inbox(), http, Memory().state())
        await channel.start()
        await until(lambda: channel.username)
        await channel.stop()
    await server.close()
    assert asked[0].startswith("http://telegram.invalid/bot")


async def test_inline_mode_offers_guides_that_open_in_the_bot() -> None:
    guide = Guide(
        id="dang-ky-khai-sinh",
        field="ho-tich",
        title=Localized("Đăng ký khai sinh", "Birth registration"),
        summary=Localized("Cho bé mới sinh.", "For a newborn."),
        who="",
        questions=(),
        steps=(),
    )
    async with world(catalog=lambda: Catalog(guides={guide.id: guide})) as here:
        await until(lambda: here.channel.username)
        lan = here.telegram.person()
        question = await lan.ask_inline("")
        await until(lambda: question in here.telegram.inline_answers)
        lan.language = "en"
        english = await lan.ask_inline("")
        await until(lambda: english in here.telegram.inline_answers)
        unknown = await lan.ask_inline("phở bò")
        await until(lambda: unknown in here.telegram.inline_answers)
        found = here.telegram.inline_answers[question][0]
        assert (found["id"], found["title"]) == ("dang-ky-khai-sinh", "Đăng ký khai sinh")
        button = found["reply_markup"]["inline_keyboard"][0][0]
        assert button["url"] == "https://t.me/camtay_bot?start=g_dang-ky-khai-sinh"
        assert here.telegram.inline_answers[english][0]["title"] == "Birth registration"
        assert here.telegram.inline_answers[unknown] == []
        assert not here.inbox.messages


async def test_starting_and_stopping_wait_for_no_telegram_that_hangs() -> None:
    async with FakeTelegram() as telegram, open_http() as http:
        telegram.faults.hangs = True
        channel = TelegramChannel(BotAccount(TOKEN, base_url=telegram.url), Inbox(), http, Memory().state())
        with stopped_clock():  # no call runs out of patience
            await at_once(channel.start())
            await until(lambda: telegram.faults.held)
            await at_once(channel.stop())
        assert channel.alarm == ""
