"""A file of ours is opened by a signed address only, for some days, and by nobody who guesses."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from bot.files import Files
from bot.shared_files import OPEN_FOR, SharedFiles
from flows.messages import Attachment, AttachmentKind

Browser = TestClient[web.Request, web.Application]
PNG = b"\x89PNG" + bytes(2_000)


def photo(ref: str) -> Attachment:
    """A photo by its name here, or by its address."""
    return Attachment(AttachmentKind.PHOTO, ref)


class Shelf:
    """Files of a service, and the addresses made for them."""

    def __init__(self, folder: Path, home: str = "https://xa.example.vn") -> None:
        self.now = datetime(2026, 11, 24, 8, tzinfo=UTC)
        self.files = Files(folder / "files")
        (folder / "pictures").mkdir()
        (folder / "pictures" / "vneid-dang-nhap.png").write_bytes(PNG)
        (folder / "secret.png").write_bytes(b"secret")
        self.shared = SharedFiles(self.files.path_of, folder / "pictures", "secret", lambda: self.now, home)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


@pytest.fixture
async def browser(shelf: Shelf, aiohttp_client: Callable[..., Awaitable[Browser]]) -> Browser:
    app = web.Application()
    app.add_routes(shelf.shared.routes())
    return await aiohttp_client(app)


async def test_a_file_opens_by_its_address_whole_and_in_pieces(shelf: Shelf, browser: Browser) -> None:
    path = shelf.shared.path(photo(await shelf.files.save(PNG, ".png")))
    answer = await browser.get(path)
    assert (answer.status, answer.content_type, await answer.read()) == (200, "image/png", PNG)
    piece = await browser.get(path, headers={"Range": "bytes=0-3"})
    assert (piece.status, await piece.read()) == (206, PNG[:4])


@pytest.mark.parametrize(
    ("suffix", "shown"),
    [(".ogg", "audio/ogg"), (".pdf", "application/octet-stream"), (".html", "application/octet-stream")],
)
async def test_what_is_no_picture_or_sound_is_saved_and_never_run(
    shelf: Shelf, browser: Browser, suffix: str, shown: str
) -> None:
    answer = await browser.get(
        shelf.shared.path(
            Attachment(AttachmentKind.FILE, await shelf.files.save(b"<script>", suffix), f"đơn của tôi{suffix}")
        )
    )
    assert answer.content_type == shown
    assert answer.headers["Content-Disposition"] == ("inline" if suffix == ".ogg" else "attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


async def test_a_forged_or_old_address_opens_nothing(shelf: Shelf, browser: Browser) -> None:
    name = await shelf.files.save(PNG, ".png")
    path = shelf.shared.path(photo(name))
    for forged in (f"/files/{name}/{name}", path.replace("/files/", "/files/x"), "/files/W10.x/a.png"):
        assert (await browser.get(forged)).status == 404
    shelf.now += OPEN_FOR - timedelta(days=1)
    assert (await browser.get(path)).status == 200
    shelf.now += timedelta(days=1)
    assert (await browser.get(path)).status == 404


def test_only_what_is_there_has_an_address(shelf: Shelf) -> None:
    for ref in ("", "../secret.png", "secret.png", "0" * 32 + ".png", "AgACAgUAAx0"):
        assert shelf.shared.path(photo(ref)) == ""
        assert shelf.shared.address(photo(ref)) == ""
    assert shelf.shared.path(photo("https://example.com/a.png")) == "https://example.com/a.png"


async def test_a_guides_picture_is_found_by_every_channel(shelf: Shelf, browser: Browser) -> None:
    assert await shelf.shared.load("vneid-dang-nhap.png") == PNG
    address = shelf.shared.address(photo("vneid-dang-nhap.png"))
    assert address.startswith("https://xa.example.vn/files/")
    assert await (await browser.get(address.removeprefix("https://xa.example.vn"))).read() == PNG


def test_without_a_public_address_a_page_finds_what_a_platform_cannot(tmp_path: Path) -> None:
    shared = Shelf(tmp_path, home="").shared
    assert shared.path(photo("vneid-dang-nhap.png")).startswith("/files/")
    assert shared.address(photo("vneid-dang-nhap.png")) == ""
