"""What the team sends beside words reaches citizens on channels that have no files of their own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.files import Files
from bot.remembering import web_history
from bot.sent_files import SentFiles
from flows.messages import Attachment, AttachmentKind, ChatRef
from tests.fakes.office import Office

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
HOME = "https://xa.example.vn"
Browser = TestClient[web.Request, web.Application]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "files")


@pytest.fixture
def sent(files: Files) -> SentFiles:
    return SentFiles(files.load, "secret", HOME)


@pytest.fixture
async def browser(sent: SentFiles) -> AsyncIterator[Browser]:
    app = web.Application()
    app.add_routes(sent.routes())
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_a_photo_of_the_team_is_seen_on_the_web_page(
    office: Office, files: Files, sent: SentFiles, browser: Browser
) -> None:
    office.hire("lan")
    case = await office.opens("bac-tam")
    photo = Attachment(AttachmentKind.PHOTO, await files.save(PNG, ".png"))
    await office.desk.answer(case.code, "lan", "", (photo,))
    line = (await web_history(office.store, sent.path)(ChatRef("web", "bac-tam"), 0))[-1]
    assert [file.kind for file in line.files] == [AttachmentKind.PHOTO]
    shown = await browser.get(line.files[0].address)
    assert (shown.status, shown.content_type, await shown.read()) == (200, "image/png", PNG)
    assert "sandbox" in shown.headers["Content-Security-Policy"]


async def test_what_a_browser_cannot_show_is_saved_and_never_run(
    files: Files, sent: SentFiles, browser: Browser
) -> None:
    page = Attachment(AttachmentKind.FILE, await files.save(b"<script>alert(1)</script>", ".html"), "đơn.html")
    answer = await browser.get(sent.path(page))
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_only_addresses_that_were_given_out_open_anything(
    files: Files, sent: SentFiles, browser: Browser
) -> None:
    kept = await files.save(PNG, ".png")
    forged = SentFiles(files.load, "another secret", HOME).path(Attachment(AttachmentKind.PHOTO, kept))
    for address in (f"/sent/{kept}", forged, sent.path(Attachment(AttachmentKind.PHOTO, "../secret"))):
        assert (await browser.get(address)).status == 404


def test_platforms_fetch_from_the_address_the_world_sees(sent: SentFiles) -> None:
    photo = Attachment(AttachmentKind.PHOTO, "a.png")
    assert sent.address(photo) == HOME + sent.path(photo)
    assert SentFiles(sent._load, "secret", "").address(photo) == ""
    elsewhere = Attachment(AttachmentKind.PHOTO, "https://zalo.example/x.png")
    assert sent.address(elsewhere) == sent.path(elsewhere) == "https://zalo.example/x.png"
