"""The whole service beside all fake platforms."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestServer

from bot import app as composition
from bot import outcome_of_sending, resting
from bot.app import Camtay, make_app
from bot.channels.zalo_oa import WEBHOOK_PATH
from bot.settings import Settings
from flows.catalog import Catalog
from flows.conversation import Conversation, Known, Turn
from flows.messages import Inbound, Outbound
from flows.outcomes import Outcome
from storage.store import Store
from tests.channels.waiting import until
from tests.fakes import telegram_api, zalo_bot_api
from tests.fakes.closing import let_go
from tests.fakes.database import ready
from tests.fakes.ports import free_port
from tests.fakes.telegram_api import FakeTelegram
from tests.fakes.zalo_bot_api import FakeZaloBot
from tests.fakes.zalo_oa_api import APP_ID, APP_SECRET, FIRST_REFRESH, OA_SECRET_KEY, FakeZaloOa

CONTENT = Path(__file__).resolve().parents[2] / "content"
GUIDES = ("dang-ky-tam-tru", "quen-mat-khau-vneid")


@dataclass
class World:
    """All platforms and the service that speaks with them."""

    camtay: Camtay
    telegram: FakeTelegram
    oa: FakeZaloOa
    zalo_bot: FakeZaloBot
    store: Store
    address: str


def small_content(folder: Path) -> Path:
    """The real content with two guides only, which loads in a second."""
    shutil.copytree(CONTENT, folder, ignore=shutil.ignore_patterns("guides", "schema"))
    for source in CONTENT.glob("guides/*/*.yaml"):
        if source.stem in GUIDES:
            target = folder / "guides" / source.parent.name
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return folder


def echo(conversation: Conversation, message: Inbound, catalog: Catalog, now: datetime, known: Known) -> Turn:
    """Says back what was said, in place of the dialogue."""
    return Turn(conversation, (Outbound(message.choice_id or message.text),), Outcome.ANSWERED, question=message.text)


def quick_retries(patch: pytest.MonkeyPatch, longest: float = 0.1) -> None:
    """Let delivery try again after `longest` seconds at most."""
    patch.setattr(outcome_of_sending, "FIRST_PAUSE", longest / 5)
    patch.setattr(outcome_of_sending, "LONGEST_PAUSE", longest)
    patch.setattr(resting, "SHORTEST", longest)


def echoing(patch: pytest.MonkeyPatch) -> None:
    """Put the echo in the dialogue's place."""
    patch.setattr(composition, "respond", echo)


@asynccontextmanager
async def serving(data: Path, content: Path, *, mode: str = "webhook", **changes: Any) -> AsyncIterator[World]:
    """Everything at work while the block lasts; all doors are open."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    async with FakeTelegram() as telegram, FakeZaloOa(address + WEBHOOK_PATH) as oa, FakeZaloBot() as zalo_bot:
        values: dict[str, Any] = {
            "data_dir": data,
            "content_dir": content,
            "public_url": address,
            "burst_seconds": 0,
            "telegram_token": telegram_api.TOKEN,
            "telegram_api": telegram.url,
            "telegram_mode": mode,
            "telegram_rate": 0,
            "zalo_app_id": APP_ID,
            "zalo_app_secret": APP_SECRET,
            "zalo_oa_secret_key": OA_SECRET_KEY,
            "zalo_refresh_token": FIRST_REFRESH,
            "zalo_api": oa.url,
            "zalo_oauth_api": oa.url,
            "zalo_bot_token": zalo_bot_api.TOKEN,
            "zalo_bot_mode": mode,
            "zalo_bot_api": zalo_bot.url,
        }
        store = Store.open(ready(data))
        app, camtay = await make_app(Settings(**(values | changes)), store, lambda: oa.now)
        server = TestServer(app, port=port)
        await server.start_server()
        await until(lambda: mode == "polling" or (telegram.webhook["url"] and zalo_bot.webhook))
        try:
            yield World(camtay, telegram, oa, zalo_bot, store, address)
        finally:
            await camtay.delivery.stop(patience=0.05)  # what hangs here was meant to
            await server.close()
            store.close()
            let_go(camtay)
