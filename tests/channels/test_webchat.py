"""The web door: a page that works without script, messages in, answers out, nobody reads another's conversation."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime

import pytest
from aiohttp import ClientSession, CookieJar, FormData, web
from aiohttp.test_utils import TestClient

from bot.channels.webchat import HistoryLine, WebChat
from bot.pages.guide_pages import GuidePages
from bot.pages.rendering import static_routes
from flows.catalog import Catalog
from flows.guides import Confidence, Fact, Guide, Localized, Paper, Section, Step, Trouble
from flows.messages import AttachmentKind, ChatRef, Choice, Inbound, InboundKind, Outbound
from flows.phrases import Phrases

Browser = TestClient[web.Request, web.Application]
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def guide() -> Guide:
    fee = (
        Fact("", "Thông tư A", date(2026, 11, 21), note="nộp trực tuyến", amount=7000),
        Fact("Miễn phí", "Nghị quyết B", date(2026, 11, 21), valid_to=date(2026, 11, 23)),
        Fact("Chưa rõ", "Báo C", date(2026, 11, 21), confidence=Confidence.UNCONFIRMED),
    )
    steps = (Step("mot", "Mở <b>VNeID</b>.", troubles=(Trouble("t", "Không mở được", "Khởi động lại máy."),)),)
    return Guide(
        id="dang-ky-tam-tru",
        field="cu-tru",
        title=Localized("Đăng ký tạm trú", "Register temporary residence"),
        summary=Localized("Báo nơi đang ở.", "Tell where you live."),
        who="Ai ở trọ.",
        questions=("tạm trú",),
        steps=steps,
        papers=(Paper("Căn cước"),),
        fee=fee,
        review_by=date(2026, 11, 1),
    )


class Room:
    """A web chat over lists in memory."""

    def __init__(self) -> None:
        catalog = Catalog(
            guides={"dang-ky-tam-tru": guide()},
            sections={"cu-tru": Section("cu-tru", Localized("Cư trú", "Residence"))},
            phrases=Phrases({"en": {"Các bước": "Steps"}}),
        )
        self.lines: dict[ChatRef, list[HistoryLine]] = {}
        self.received: list[Inbound] = []
        self.files: list[bytes] = []
        self.chat = WebChat(
            self.receive, self.history, self.save, lambda: catalog, "secret", lambda: NOW, ("https://xa.example.vn",)
        )
        self.pages = GuidePages(lambda: catalog, lambda: NOW.date())

    async def receive(self, inbound: Inbound) -> None:
        self.received.append(inbound)
        self.lines.setdefault(inbound.chat, []).append(HistoryLine(0, "citizen", inbound.text))

    async def history(self, chat: ChatRef, after: int) -> Sequence[HistoryLine]:
        return [line for line in self.lines.get(chat, []) if line.id > after or after == 0]

    async def save(self, content: bytes, suffix: str) -> str:
        self.files.append(content)
        return f"web:1{suffix}"

    async def answer(self, chat: ChatRef, text: str, choices: tuple[Choice, ...] = ()) -> None:
        lines = self.lines.setdefault(chat, [])
        lines.append(HistoryLine(sum(line.id > 0 for line in lines) + 1, "bot", text, choices=choices))
        await self.chat.send(chat, Outbound(text, choices))


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


async def test_a_message_arrives_with_its_own_id(room: Room, browser: Browser) -> None:
    response = await browser.post("/web/messages", json={"id": "m1", "text": "làm tạm trú"})
    assert response.status == 202
    assert [(one.message_id, one.text, one.choice_id) for one in room.received] == [("m1", "làm tạm trú", None)]


async def test_an_answer_reaches_the_open_page(room: Room, browser: Browser) -> None:
    await browser.post("/web/messages", json={"id": "m1", "text": "hỏi"})
    chat = room.received[0].chat
    async with browser.get("/web/events?after=0") as events:
        await room.answer(chat, "Chào bác", (Choice("s:next", "Tiếp"),))
        data = await read_event(events.content)
    assert data["text"] == "Chào bác"
    assert data["choices"] == [{"id": "s:next", "label": "Tiếp"}]


async def test_what_was_missed_comes_after_a_reconnect_and_only_once(room: Room, browser: Browser) -> None:
    await browser.post("/web/messages", json={"id": "m1", "text": "hỏi"})
    chat = room.received[0].chat
    await room.answer(chat, "một")
    await room.answer(chat, "hai")
    async with browser.get("/web/events", headers={"Last-Event-ID": "1"}) as events:
        assert (await read_event(events.content))["text"] == "hai"


async def read_event(stream: object) -> dict[str, object]:
    while True:
        line = (await asyncio.wait_for(stream.readline(), 3)).decode()  # type: ignore[attr-defined]  # StreamReader
        if line.startswith("data: {"):
            found: dict[str, object] = json.loads(line[6:])
            return found


async def test_the_conversation_is_there_after_a_reload(room: Room, browser: Browser) -> None:
    await browser.post("/web/messages", json={"id": "m1", "text": "câu hỏi <script>alert(1)</script>"})
    await room.answer(room.received[0].chat, "câu trả lời", (Choice("s:next", "Tiếp"),))
    text = await (await browser.get("/")).text()
    assert "câu trả lời" in text
    assert "<script>alert(1)" not in text
    assert 'value="s:next"' in text


async def test_two_browsers_never_share_a_conversation(room: Room, browser: Browser) -> None:
    await browser.post("/web/messages", json={"id": "m1", "text": "chuyện riêng"})
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as other:
        assert "chuyện riêng" not in await (await other.get(browser.make_url("/"))).text()
        await other.post(browser.make_url("/web/messages"), json={"id": "m2", "text": "khác"})
    assert len({one.chat for one in room.received}) == 2


async def test_a_forged_cookie_is_a_new_person(room: Room, browser: Browser) -> None:
    async with ClientSession(cookies={"camtay_chat": "abc.def"}) as other:
        response = await other.post(browser.make_url("/web/messages"), json={"text": "x"})
    assert response.status == 401
    assert not room.received


async def test_another_site_may_not_write(room: Room, browser: Browser) -> None:
    response = await browser.post("/web/messages", json={"text": "x"}, headers={"Origin": "https://evil.example"})
    assert response.status == 403
    assert not room.received


async def test_the_form_works_without_script(room: Room, browser: Browser) -> None:
    response = await browser.post(
        "/web/messages", data={"plain": "1", "text": "không có script"}, allow_redirects=False
    )
    assert response.status == 303
    assert room.received[0].text == "không có script"


async def test_a_deep_link_starts_the_guide(room: Room, browser: Browser) -> None:
    page = await (await browser.get("/?g=dang-ky-tam-tru")).text()
    assert 'data-start="g_dang-ky-tam-tru"' in page
    await browser.post("/web/messages", json={"id": "s", "start": "g_dang-ky-tam-tru"})
    assert (room.received[0].kind, room.received[0].start_with) == (InboundKind.STARTED, "g_dang-ky-tam-tru")


async def test_a_picture_is_taken_and_anything_else_is_not(room: Room, browser: Browser) -> None:
    for content, status in ((PNG, 202), (b"MZ not a picture", 415)):
        form = FormData()
        form.add_field("file", content, filename="anh.png", content_type="image/png")
        assert (await browser.post("/web/files", data=form)).status == status
    assert [one.attachments[0].kind for one in room.received] == [AttachmentKind.PHOTO]
    assert room.files == [PNG]


async def test_writing_faster_than_a_person_is_slowed_down(room: Room, browser: Browser) -> None:
    statuses = [(await browser.post("/web/messages", json={"text": str(n)})).status for n in range(20)]
    assert statuses[:12] == [202] * 12
    assert 429 in statuses


@pytest.mark.parametrize("body", [b"[]", b"not json", b"\xff\xfe"])
async def test_bad_bodies_get_a_clear_no(room: Room, browser: Browser, body: bytes) -> None:
    response = await browser.post("/web/messages", data=body, headers={"Content-Type": "application/json"})
    assert response.status == 400
    assert not room.received


async def test_pages_load_nothing_from_elsewhere(browser: Browser) -> None:
    response = await browser.get("/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'self' https://xa.example.vn" in policy
    assert "http" not in (await response.text()).replace("https://dichvucong.gov.vn", "").split("<body")[0]


async def test_a_guide_page_shows_the_facts_of_today_with_source_and_doubt(browser: Browser) -> None:
    text = await (await browser.get("/h/dang-ky-tam-tru")).text()
    assert "7.000 đồng" in text
    assert "Miễn phí" not in text
    assert "cần kiểm tra lại với nơi tiếp nhận" in text
    assert "Thông tư A, kiểm tra ngày 21/11/2026" in text
    assert "quá hạn rà soát" in text
    assert "&lt;b&gt;VNeID" in text


async def test_a_guide_page_speaks_english_where_it_can(browser: Browser) -> None:
    text = await (await browser.get("/h/dang-ky-tam-tru?lang=en")).text()
    assert "Register temporary residence" in text
    assert '<html lang="en">' in text
    assert "<h2>Steps</h2>" in text


async def test_the_qr_code_is_a_drawing(browser: Browser) -> None:
    response = await browser.get("/h/dang-ky-tam-tru/qr.svg")
    assert response.content_type == "image/svg+xml"
    assert b"<svg" in await response.read()


async def test_an_unknown_guide_is_not_found(browser: Browser) -> None:
    assert (await browser.get("/h/khong-co")).status == 404


async def test_own_script_stays_under_sixty_kilobytes(browser: Browser) -> None:
    sizes = [len(await (await browser.get(f"/static/x/{name}")).read()) for name in ("chat.js", "display.js")]
    assert all(sizes)
    assert sum(sizes) < 60_000
