"""A Telegram channel beside the fake platform, for tests that need more than the contract."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.base import open_http
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_connection import BotAccount
from flows.messages import ChatRef
from tests.channels.doors import Inbox, picture, serving
from tests.channels.waiting import until
from tests.fakes.ports import free_port
from tests.fakes.state import Memory
from tests.fakes.telegram_api import TOKEN, FakeTelegram

CHAT = ChatRef("telegram", "4242")


@dataclass
class World:
    """The platform, the channel, and what it received."""

    telegram: FakeTelegram
    channel: TelegramChannel
    inbox: Inbox
    memory: Memory
    address: str


@asynccontextmanager
async def world(
    *, webhook: bool = True, running: bool = True, memory: Memory | None = None, **settings: Any
) -> AsyncIterator[World]:
    """Everything at work while the block lasts."""
    inbox, kept = Inbox(), memory or Memory()
    server = TestServer(web.Application(), port=free_port())
    async with FakeTelegram() as telegram, open_http() as http:
        address = f"http://127.0.0.1:{server.port}"
        media, catalog = settings.pop("media", picture), settings.pop("catalog", None)
        own: dict[str, Any] = {"token": TOKEN, "public_url": address, "base_url": telegram.url, "rate": 0}
        account = BotAccount(webhook=webhook, **own | settings)
        channel = TelegramChannel(account, inbox, http, kept.state(), media=media, catalog=catalog)
        made = World(telegram, channel, inbox, kept, address)
        if not running:
            yield made
            return
        async with serving(channel, server):
            if webhook and "token" not in settings:
                await until(lambda: telegram.webhook["url"])
            yield made


async def greeted(here: World) -> None:
    """Let the citizen write first, without which Telegram lets nobody answer."""
    await here.telegram.person().write("chào")
    await until(lambda: here.inbox.messages)
    here.inbox.messages.clear()
