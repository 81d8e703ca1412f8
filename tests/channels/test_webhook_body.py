"""A webhook reads what strangers post: too deep, too large or no JSON, every platform is answered 200."""

import io
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.channels.telegram import SECRET_HEADER as TELEGRAM_HEADER
from bot.channels.webhook_body import MAX_BYTES, parsed
from bot.channels.webhook_secret import webhook_secret
from bot.channels.zalo_bot import SECRET_HEADER as ZALO_BOT_HEADER
from tests.channels.doors import DOORS
from tests.channels.waiting import until
from tests.fakes import telegram_api, zalo_bot_api

SECRETS = {TELEGRAM_HEADER: webhook_secret(telegram_api.TOKEN), ZALO_BOT_HEADER: webhook_secret(zalo_bot_api.TOKEN)}


def bodies() -> dict[str, Any]:
    """What somebody might post, whole or in pieces of unknown length."""

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(MAX_BYTES // 65_536 + 2):
            yield b" " * 65_536

    return {"deep": b"[" * 100_000, "large": io.BytesIO(b" " * (MAX_BYTES + 1)), "endless": endless()}


@pytest.mark.parametrize("name", ["telegram-webhook", "zalo-bot-webhook", "zalo-oa"])
async def test_every_webhook_answers_what_nobody_can_read(name: str) -> None:
    async with DOORS[name]() as door, ClientSession() as http:
        platform: Any = vars(door)["telegram" if name.startswith("telegram") else "zalo"]
        await until(lambda: platform.webhook if name == "zalo-oa" else platform.webhook.get("url"))
        url = platform.webhook if name == "zalo-oa" else platform.webhook["url"]
        for kind, body in bodies().items():
            async with http.post(url, data=body, headers=SECRETS) as answer:
                assert answer.status == 200, kind
        assert not door.inbox.messages
        await door.writes("vẫn còn đó chứ")
        await until(lambda: door.inbox.texts == ["vẫn còn đó chứ"])


def test_json_nested_deeper_than_anybody_reads_is_no_json() -> None:
    assert parsed(b'{"a": [1]}') == {"a": [1]}
    with pytest.raises(ValueError, match="deeply"):
        parsed(b"[" * 100_000)
