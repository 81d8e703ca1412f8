"""What open pages look at is read once between two changes, however many pages are open."""

import asyncio

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.console.live import LivePages
from tests.channels.waiting import PATIENCE


async def test_thirty_pages_read_once_between_two_changes() -> None:
    live = LivePages()
    reads: list[int] = []

    async def read() -> int:
        reads.append(len(reads))
        await asyncio.sleep(0)
        return reads[-1]

    once = live.once(read)
    assert set(await asyncio.gather(*(once.value() for _ in range(30)))) == {0}
    live.changed()
    assert set(await asyncio.gather(*(once.value() for _ in range(30)))) == {1}


async def test_a_reading_that_failed_is_tried_again_and_one_page_gone_takes_nothing_from_others() -> None:
    live = LivePages()
    tries: list[int] = []

    async def read() -> str:
        tries.append(1)
        await asyncio.sleep(0)
        if len(tries) == 1:
            raise OSError("the database is away")
        return "cases"

    once = live.once(read)
    with pytest.raises(OSError, match="away"):
        await once.value()
    leaving, staying = asyncio.ensure_future(once.value()), asyncio.ensure_future(once.value())
    await asyncio.sleep(0)
    leaving.cancel()
    assert await staying == "cases"
    assert len(tries) == 2


async def test_a_page_that_left_before_the_first_word_is_no_error() -> None:
    live, ended = LivePages(), asyncio.Event()

    async def look() -> dict[str, object]:
        return {}

    async def gone_already(request: web.Request) -> web.StreamResponse:
        assert request.transport
        request.transport.close()
        response = await live.stream(request, look)
        ended.set()
        return response

    app = web.Application()
    app.router.add_get("/", gone_already)
    async with TestServer(app) as server, aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.ClientError):
            await http.get(server.make_url("/"))
        await asyncio.wait_for(ended.wait(), PATIENCE)
