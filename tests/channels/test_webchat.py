"""The web door: a page that works without script, messages in, answers out, nobody reads another's conversation."""

import pytest
from aiohttp import ClientSession, CookieJar, FormData
from aiohttp.test_utils import make_mocked_request

from bot.channels.history import HistoryLine, ShownFile
from bot.pages.limits import address_of
from flows.messages import AttachmentKind, Choice, InboundKind
from tests.channels.web_room import PNG, Browser, Room, read_event


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
    page = await (await browser.get(response.headers["Location"].partition("#")[0])).text()
    assert '<noscript><meta http-equiv="refresh" content="4; url=/#last"></noscript>' in page
    assert 'id="last"' in page


async def test_a_deep_link_starts_the_guide(room: Room, browser: Browser) -> None:
    page = await (await browser.get("/?g=dang-ky-tam-tru")).text()
    assert 'data-start="g_dang-ky-tam-tru"' in page
    await browser.post("/web/messages", json={"id": "s", "start": "g_dang-ky-tam-tru"})
    assert (room.received[0].kind, room.received[0].start_with) == (InboundKind.STARTED, "g_dang-ky-tam-tru")


async def test_a_picture_is_taken_and_anything_else_is_not(room: Room, browser: Browser) -> None:
    for content, status in ((PNG, 202), (b"MZ not a picture", 415), (b"RIFF\0\0\0\0WAVE", 415)):
        form = FormData()
        form.add_field("file", content, filename="anh.png", content_type="image/png")
        assert (await browser.post("/web/files", data=form)).status == status
    assert [one.attachments[0].kind for one in room.received] == [AttachmentKind.PHOTO]
    assert room.files == [PNG]


async def test_writing_faster_than_a_person_is_slowed_down(room: Room, browser: Browser) -> None:
    statuses = [(await browser.post("/web/messages", json={"text": str(n)})).status for n in range(20)]
    assert statuses[:12] == [202] * 12
    assert 429 in statuses


async def test_new_cookies_do_not_help_to_write_faster(room: Room, browser: Browser) -> None:
    statuses = []
    for number in range(15):
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as page:
            await page.get(browser.make_url("/"))
            for text in range(10):
                answer = await page.post(browser.make_url("/web/messages"), json={"text": f"{number} {text}"})
                statuses.append(answer.status)
    assert statuses[:100] == [202] * 100
    assert 429 in statuses


@pytest.mark.parametrize(
    ("remote", "found"), [("127.0.0.1", "198.51.100.7"), ("10.0.0.2", "198.51.100.7"), ("8.8.8.8", "8.8.8.8")]
)
def test_a_proxy_tells_who_writes_and_nobody_else_does(remote: str, found: str) -> None:
    request = make_mocked_request("GET", "/", headers={"X-Forwarded-For": "1.1.1.1, 198.51.100.7"})
    assert address_of(request.clone(remote=remote)) == found


async def test_a_strange_place_to_go_on_from_is_the_beginning(room: Room, browser: Browser) -> None:
    await browser.post("/web/messages", json={"id": "m1", "text": "hỏi"})
    await room.answer(room.received[0].chat, "một")
    for place in ("x", "-1", "٣", "9" * 40):
        async with browser.get("/web/events", headers={"Last-Event-ID": place}) as events:
            assert (await read_event(events.content))["id"] >= 0  # type: ignore[operator]  # a number


async def test_in_another_sites_frame_the_cookie_is_kept_apart(browser: Browser) -> None:
    https = {"X-Forwarded-Proto": "https"}
    async with ClientSession() as site:
        for address, traits in (("/?embedded=1", "SameSite=None; Secure; Partitioned"), ("/", "SameSite=Lax; Secure")):
            answer = await site.get(browser.make_url(address), headers=https)
            cookie = next(value for value in answer.headers.getall("Set-Cookie") if value.startswith("camtay_chat="))
            assert cookie.endswith(traits)
            assert "HttpOnly" in cookie


async def test_what_the_team_sent_beside_words_is_shown_and_stays(room: Room, browser: Browser) -> None:
    await browser.post("/web/messages", json={"id": "m1", "text": "hỏi"})
    chat = room.received[0].chat
    files = (
        ShownFile("photo", "/files/a/1.png"),
        ShownFile("voice", "/files/b/2.ogg"),
        ShownFile("file", "/files/c/3.pdf", "don.pdf"),
    )
    line = HistoryLine(1, "person", "Bác xem ảnh", files=files, link="https://dichvucong.gov.vn/x")
    room.lines[chat].append(line)
    async with browser.get("/web/events?after=0") as events:
        data = await read_event(events.content)
    assert data["files"][2] == {"kind": "file", "address": "/files/c/3.pdf", "name": "don.pdf"}  # type: ignore[index]
    assert data["link"] == {"address": "https://dichvucong.gov.vn/x", "site": "dichvucong.gov.vn"}
    page = await (await browser.get("/")).text()
    for shown in ('<img src="/files/a/1.png"', '<audio controls preload="none" src="/files/b/2.ogg"', ">don.pdf</a>"):
        assert shown in page


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"[]"),
        ("application/json", b"not json"),
        ("application/json", b"\xff\xfe"),
        ("application/json; charset=unheard-of", b"not json"),
        ("application/json", b"[" * 200_000),
        ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
        ("application/x-www-form-urlencoded; charset=unheard-of", b"text=a"),
    ],
)
async def test_bad_bodies_get_a_clear_no(room: Room, browser: Browser, content_type: str, body: bytes) -> None:
    response = await browser.post("/web/messages", data=body, headers={"Content-Type": content_type})
    assert response.status == 400
    assert not room.received


async def test_pages_load_nothing_from_elsewhere(browser: Browser) -> None:
    response = await browser.get("/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'self' https://xa.example.vn" in policy
    assert "http" not in (await response.text()).replace("https://dichvucong.gov.vn", "").split("<body")[0]


async def test_own_script_stays_under_sixty_kilobytes(browser: Browser) -> None:
    sizes = [len(await (await browser.get(f"/static/x/{name}")).read()) for name in ("chat.js", "display.js")]
    assert all(sizes)
    assert sum(sizes) < 60_000
