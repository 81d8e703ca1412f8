"""Guides as pages: facts of today with source and doubt, English, QR codes, a calm pace."""

from bot.pages.guide_pages import PAGES_AT_ONCE, drawn
from tests.channels.web_room import Browser, Room


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


async def test_with_a_telegram_bot_a_second_code_opens_the_guide_there(room: Room, browser: Browser) -> None:
    assert (await browser.get("/h/dang-ky-tam-tru/qr-telegram.svg")).status == 404
    assert "t.me" not in await (await browser.get("/h/dang-ky-tam-tru")).text()
    room.bot = "https://t.me/camtay_bot?start="
    assert "https://t.me/camtay_bot?start=g_dang-ky-tam-tru" in await (await browser.get("/h/dang-ky-tam-tru")).text()
    drawing = await (await browser.get("/h/dang-ky-tam-tru/qr-telegram.svg")).read()
    assert drawing == drawn("https://t.me/camtay_bot?start=g_dang-ky-tam-tru").body
    web_drawing = await (await browser.get("/h/dang-ky-tam-tru/qr.svg")).read()
    assert web_drawing == drawn("https://xa.example.vn/h/dang-ky-tam-tru").body


async def test_reading_faster_than_an_office_is_slowed_down(room: Room, browser: Browser) -> None:
    async def read(times: int) -> list[int]:
        return [(await browser.get("/h/dang-ky-tam-tru/qr.svg")).status for _ in range(times)]

    assert await read(PAGES_AT_ONCE + 2) == [200] * PAGES_AT_ONCE + [429] * 2
    room.seconds += 60
    assert await read(2) == [200, 200]


async def test_an_unknown_guide_is_not_found(browser: Browser) -> None:
    assert (await browser.get("/h/khong-co")).status == 404
