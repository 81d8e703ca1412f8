"""A small content folder for tests of the whole service, and a web chat in memory with a page open."""

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.pages.rendering import static_routes
from tests.channels.service_world import small_content
from tests.channels.web_room import Browser, Room


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A content folder with two guides, its catalog kept beside it and not in place of the checkout's own."""
    folder = small_content(tmp_path_factory.mktemp("content") / "content")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.settings.CHECKOUT", folder.parent)
        yield folder


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
async def browser(room: Room, aiohttp_client: Callable[..., Awaitable[Browser]]) -> Browser:
    app = web.Application()
    app.add_routes([*room.chat.routes(), *room.pages.routes(), *static_routes()])
    await room.chat.start()
    client = await aiohttp_client(app)
    await client.get("/")
    return client
