"""A Zalo Official Account channel beside the fake platform, for tests that need more than the contract."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.base import open_http, own_address
from bot.channels.zalo_oa import WEBHOOK_PATH, OfficialAccount, ZaloOaChannel
from bot.channels.zalo_token import App
from flows.messages import ChatRef
from tests.channels.doors import Inbox, picture, serving
from tests.fakes.ports import free_port
from tests.fakes.state import Memory
from tests.fakes.zalo_oa_api import APP_ID, APP_SECRET, FIRST_REFRESH, OA_SECRET_KEY, Citizen, FakeZaloOa

CHAT = ChatRef("zalo-oa", "246845883529197922")


@dataclass
class World:
    """The platform, the channel, and what it received."""

    zalo: FakeZaloOa
    channel: ZaloOaChannel
    inbox: Inbox
    memory: Memory
    address: str
    http: aiohttp.ClientSession

    @property
    def citizen(self) -> Citizen:
        return self.zalo.citizen()


@asynccontextmanager
async def world(*, memory: Memory | None = None, echoes: bool = False, **settings: Any) -> AsyncIterator[World]:
    """Everything at work while the block lasts; `echoes`: Zalo tells the webhook what the account itself sent."""
    inbox, kept = Inbox(), memory or Memory()
    server = TestServer(web.Application(), port=free_port())
    address = f"http://127.0.0.1:{server.port}"
    async with FakeZaloOa(address + WEBHOOK_PATH) as zalo, open_http() as http:
        zalo.echoes = echoes
        media, file_address = settings.pop("media", picture), settings.pop("file_address", own_address)
        own: dict[str, Any] = {"first_refresh_token": FIRST_REFRESH, "base_url": zalo.url, "react_after": 0}
        account = OfficialAccount(App(APP_ID, APP_SECRET, zalo.url), OA_SECRET_KEY, **own | settings)
        channel = ZaloOaChannel(
            account, inbox, http, kept.state(), lambda: zalo.now, media=media, file_address=file_address
        )
        async with serving(channel, server):
            yield World(zalo, channel, inbox, kept, address, http)


async def greeted(here: World) -> None:
    """Let the citizen write first, which opens the windows for answering."""
    await here.zalo.writes(here.citizen, "chào")
    here.inbox.messages.clear()
