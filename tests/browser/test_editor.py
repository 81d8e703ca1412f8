"""The editor in a browser: a mistake is shown beside its line while typing; a mended fee is said at once."""

from playwright.async_api import expect

from tests.browser.conftest import DESK, OpenPage
from tests.browser.house import House

FILE = "guides/ho-tich/dang-ky-khai-sinh.yaml"


async def test_a_mistake_shows_beside_its_line_and_a_mended_text_is_in_use(open_page: OpenPage, house: House) -> None:
    editor = await open_page("minh", size=DESK, path=f"/console/files/edit?file={FILE}")
    field = editor.get_by_label("Nội dung tệp")
    text = await field.input_value()
    await field.fill(text.replace("amount: 8000", "amount: chín nghìn"))
    line = text.split("amount: 8000")[0].count("\n") + 1
    await expect(editor.locator(".gutter .wrong")).to_have_text(str(line))
    await editor.get_by_role("button", name="Lưu và áp dụng").click()
    await expect(editor.get_by_role("alert")).to_contain_text("Chưa lưu")
    await expect(editor.locator(f"#line-{line}.wrong")).to_be_visible()
    await editor.get_by_label("Nội dung tệp").fill(text.replace("amount: 8000", "amount: 9000"))
    await editor.get_by_role("button", name="Lưu và áp dụng").click()
    await expect(editor.get_by_role("status").filter(has_text="Đã lưu")).to_be_visible()
    await editor.goto("/console/try?q=đăng ký khai sinh hết bao nhiêu tiền")
    await expect(editor.locator("blockquote").first).to_contain_text("9.000 đồng")
