"""The web chat as a citizen on a phone meets it: asked, answered, reloaded, read without script, clean for axe."""

import re
from base64 import b64decode

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, Request, expect

from flows.messages import Attachment, AttachmentKind
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.house import House

GUIDE = "/h/dang-ky-tam-tru"
GIF = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")  # one pixel


async def ask(page: Page, text: str) -> None:
    answers = page.locator(".bubble.bot")
    before = await answers.count()
    await page.get_by_label("Câu hỏi của bác/anh/chị").fill(text)
    await page.keyboard.press("Enter")
    await expect(answers.nth(before)).to_be_visible()


async def test_a_question_is_answered_and_still_there_after_a_reload(page: Page) -> None:
    await ask(page, "dang ky tam tru het bao nhieu tien")
    await expect(page.locator(".bubble.bot").last).to_contain_text("7.000 đồng")
    await page.get_by_role("button", name="Bắt đầu từng bước").click()
    await expect(page.locator(".bubble.bot").last).to_contain_text("Bước 1")
    await page.reload()
    await expect(page.locator(".bubble.citizen")).to_have_count(2)
    await expect(page.locator(".bubble.citizen").last).to_contain_text("Bắt đầu từng bước")
    await expect(page.locator(".bubble.bot").last.get_by_role("button").first).to_be_visible()


async def test_what_the_team_sends_is_seen_heard_and_saved_also_after_a_reload(page: Page, house: House) -> None:
    await ask(page, "gặp người")
    [case] = await house.store.read(lambda uow: uow.cases.listed(()))
    save = house.camtay.files.save
    files = (
        Attachment(AttachmentKind.PHOTO, await save(GIF, ".gif")),
        Attachment(AttachmentKind.VOICE, await save(b"OggS", ".ogg")),
        Attachment(AttachmentKind.FILE, await save(b"%PDF-1.7", ".pdf"), "don.pdf"),
    )
    await house.camtay.desk.write(case.code, "lan", "Bác xem ảnh này", files)
    for _ in ("at once", "after a reload"):
        answer = page.locator(".bubble.person").last
        await expect(answer).to_contain_text("Bác xem ảnh này")
        await expect(answer.locator("audio")).to_be_visible()
        assert await answer.locator("img").evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 1
        async with page.expect_download() as download:
            await answer.get_by_role("link", name="don.pdf").click()
        assert (await download.value).suggested_filename == "don.pdf"
        await page.reload()


async def test_what_was_written_without_a_network_goes_out_by_itself_when_it_is_back(page: Page) -> None:
    await ask(page, "đăng ký tạm trú")
    answers = page.locator(".bubble.bot")
    before = await answers.count()
    await page.context.set_offline(True)
    await page.get_by_label("Câu hỏi của bác/anh/chị").fill("hết bao nhiêu tiền")
    await page.keyboard.press("Enter")
    await expect(page.locator(".bubble.failed")).to_have_count(1)
    await expect(page.locator("#state")).to_contain_text("Đang mất mạng")
    await page.context.set_offline(False)
    await expect(answers.nth(before)).to_contain_text("7.000 đồng")
    await expect(page.locator(".bubble.failed")).to_have_count(0)
    await expect(page.locator(".bubble.citizen")).to_have_count(2)


async def test_a_page_whose_cookie_has_ended_gets_a_new_one_and_loses_no_message(page: Page) -> None:
    await ask(page, "đăng ký tạm trú")
    await page.context.clear_cookies()
    await ask(page, "dang ky tam tru het bao nhieu tien")
    await expect(page.locator(".bubble.bot").last).to_contain_text("7.000 đồng")
    await expect(page.locator(".bubble.failed")).to_have_count(0)


async def test_an_answer_nobody_looks_at_shows_in_the_title(page: Page) -> None:
    await page.evaluate("Object.defineProperty(document, 'hidden', {get: () => window.away, configurable: true})")
    await page.evaluate("window.away = true")
    await ask(page, "đăng ký tạm trú")
    await expect(page).to_have_title(re.compile(r"^\(1 tin mới\) Cầm Tay"))
    await page.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")
    await expect(page).to_have_title(re.compile(r"^Cầm Tay"))


async def test_everything_is_reached_with_the_keyboard_alone(page: Page) -> None:
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Đến phần chính")).to_be_focused()
    await page.get_by_label("Câu hỏi của bác/anh/chị").focus()
    await page.keyboard.type("đăng ký tạm trú")
    await page.keyboard.press("Enter")
    start = page.get_by_role("button", name="Bắt đầu từng bước")
    await expect(start).to_be_visible()
    for _ in range(12):  # back from the box, over the camera, to the buttons
        if await start.evaluate("button => button === document.activeElement"):
            break
        await page.keyboard.press("Shift+Tab")
    await expect(start).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator(".bubble.bot").last).to_contain_text("Bước 1")


async def test_no_request_leaves_the_house(open_page: OpenPage, house: House) -> None:
    page = await open_page()
    elsewhere: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((house.address, "blob:", "data:")):
            elsewhere.append(request.url)

    page.on("request", note)
    await page.reload()
    await ask(page, "quên mật khẩu vneid")
    await page.goto(GUIDE)
    assert elsewhere == []


async def test_buttons_are_large_enough_for_a_thumb(page: Page) -> None:
    await ask(page, "đăng ký tạm trú")
    for button in await page.locator("button:visible, summary:visible, a.brand").all():
        box = await button.bounding_box()
        assert box is not None
        assert box["height"] >= 44, await button.inner_text()


async def test_large_text_and_dark_mode_are_kept(page: Page) -> None:
    await page.get_by_label("Tùy chọn").click()
    await page.get_by_role("button", name="Chữ to").click()
    await page.get_by_role("button", name="Nền tối").click()
    await page.reload()
    assert await page.evaluate("getComputedStyle(document.documentElement).fontSize") == "23px"
    assert await page.evaluate("document.documentElement.dataset.dark") == "1"


async def test_a_guide_is_read_without_script(browser: Browser, house: House) -> None:
    plain = await browser.new_context(java_script_enabled=False, viewport=PHONE, base_url=house.address)  # type: ignore[arg-type]
    page = await plain.new_page()
    await page.goto(GUIDE)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Đăng ký tạm trú")
    await page.locator("details.trouble summary").first.click()
    await expect(page.locator("details.trouble p").first).to_be_visible()
    await page.goto("/")
    await page.get_by_label("Câu hỏi của bác/anh/chị").fill("đăng ký tạm trú")
    await page.get_by_role("button", name="Gửi", exact=True).click()
    await expect(page.locator(".bubble.bot").last).to_contain_text("tạm trú")  # the page looks again by itself
    await expect(page.locator(".bubble.bot").last).to_be_in_viewport()


async def test_axe_finds_nothing(open_page: OpenPage) -> None:
    page = await open_page()
    await ask(page, "đăng ký tạm trú")
    for path in ("", GUIDE, "/h"):
        if path:
            await page.goto(path)
        results = await Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
