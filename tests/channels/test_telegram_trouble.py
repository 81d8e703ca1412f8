"""Telegram out of reach, slow, or refusing: nothing stalls, and an admin is told."""

import asyncio
import time

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels import health
from bot.channels.base import DeliveryError, open_http
from bot.channels.telegram import TelegramChannel
from flows.catalog import Catalog
from flows.guides import Guide, Localized
from flows.messages import ChatRef, Outbound
from tests.channels.doors import Inbox, free_port
from tests.channels.telegram_world import world
from tests.channels.waiting import until
from tests.fakes.state import Memory
from tests.fakes.telegram_api import TOKEN, FakeTelegram

CHAT = ChatRef("telegram", "4242")


async def test_starting_waits_for_nobody_and_connects_as_soon_as_telegram_is_back() -> None:
    async with world(running=False, webhook=False) as here:
        here.telegram.faults.down = True
        began = time.perf_counter()
        await here.channel.start()
        assert time.perf_counter() - began < 0.2
        with pytest.raises(DeliveryError) as failed:
            await here.channel.send(CHAT, Outbound("chào"))
        assert not failed.value.permanent
        here.telegram.faults.down = False
        await here.telegram.person().write("có ai không")
        await until(lambda: here.inbox.texts == ["có ai không"])
        await here.channel.stop()


async def test_an_admin_is_told_after_a_while_and_again_when_all_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "TROUBLE_AFTER", 0.05)
    async with world() as here:
        await here.telegram.person().write("chào")
        here.telegram.faults.down = True
        for _ in range(2):
            with pytest.raises(DeliveryError):
                await here.channel.send(CHAT, Outbound("chào"))
            await asyncio.sleep(0.06)
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
        slow = asyncio.create_task(here.channel.send(ChatRef("telegram", "1"), Outbound("chậm")))
        began = time.perf_counter()
        await here.channel.send(ChatRef("telegram", "2"), Outbound("nhanh"))
        assert time.perf_counter() - began < 0.5
        await slow


async def test_calls_stay_below_the_rate_and_groups_below_theirs() -> None:
    async with world(rate=20) as here:
        for number in range(1, 31):
            await here.telegram.person(number).write("chào")
        began = time.perf_counter()
        chats = [ChatRef("telegram", str(number)) for number in range(1, 31)]
        await asyncio.gather(*(here.channel.send(chat, Outbound("chào")) for chat in chats))
        assert 0.4 < time.perf_counter() - began < 2.0
        group = ChatRef("telegram", "-100")
        here.telegram.group(-100)
        sends = [asyncio.create_task(here.channel.send(group, Outbound(str(number)))) for number in range(25)]
        await asyncio.sleep(1.6)
        assert len(here.telegram.group(-100).texts) == 20
        for task in sends:
            task.cancel()
        await asyncio.gather(*sends, return_exceptions=True)


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
        channel = TelegramChannel(
            TOKEN, Inbox(), http, Memory().state(), base_url="http://telegram.invalid", proxy=address, webhook=True
        )
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


async def test_stopping_lets_go_while_telegram_hangs() -> None:
    async with FakeTelegram() as telegram, open_http() as http:
        telegram.faults.hangs = True
        channel = TelegramChannel(TOKEN, Inbox(), http, Memory().state(), base_url=telegram.url)
        await channel.start()
        await asyncio.sleep(0.05)
        await asyncio.wait_for(channel.stop(), 1)
        assert channel.alarm == ""
