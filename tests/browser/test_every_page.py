"""Every page of the console as members meet it: clean for axe, in both colours, nothing wider than the phone."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from tests.browser.house import House
from tests.browser.screens import VIEWS, View, pages, sign_in
from tests.browser.town import fill

TOO_SMALL = """() => [...document.querySelectorAll(
  "button, .button, select,summary,nav a, .back a, [data-row],input:not([type=hidden], [type=checkbox], [type=radio])"
)].filter((one) => one.checkVisibility() && !one.matches(".unseen") && !one.closest(".unseen")).filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width && (box.height < 43.5 || box.width < 43.5);
}).map((one) => one.outerHTML.slice(0, 120))"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
CONTRAST = {"runOnly": ["color-contrast"]}
PHONE_VIEW, DARK_VIEW = VIEWS[0], VIEWS[2]


async def complaints(page: Page, view: View) -> list[str]:
    """What a reader with poor eyes, a thumb, or a narrow phone would complain about."""
    found = await Axe().run(page, options=CONTRAST if view.is_dark else None)
    said = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found.response["violations"]]
    if await page.evaluate(WIDER) > 0:
        said.append("wider than the screen")
    if not (await page.title()).removesuffix(" · Cầm Tay"):
        said.append("no title")
    return said + [f"too small for a thumb: {one}" for one in await page.evaluate(TOO_SMALL)]


@pytest.mark.parametrize("view", [PHONE_VIEW, DARK_VIEW], ids=lambda view: view.name)
async def test_every_page_is_fit_for_everybody(browser: Browser, house: House, view: View) -> None:
    await fill(house, days=6, cases=8)
    own = await sign_in(browser, house, view, "quang")
    page = await own.new_page()
    found = {}
    for name, address in (await pages(house)).items():
        await page.goto(address)
        if said := await complaints(page, view):
            found[name] = said
    assert found == {}


async def test_a_form_that_was_refused_is_fit_for_everybody(browser: Browser, house: House) -> None:
    case = await house.new_case("c1", "làm giấy khai sinh")
    own = await sign_in(browser, house, PHONE_VIEW, "quang")
    page = await own.new_page()
    forms = {"/console/notices": "Bật thông báo", "/console/people": "Thêm", "/console/new-guide": "Viết tiếp"}
    for address, button in (forms | {f"/console/cases/{case.code}": "Ghi chú"}).items():
        await page.goto(address)
        await page.evaluate("document.querySelectorAll('form').forEach((form) => { form.noValidate = true; })")
        await page.get_by_role("button", name=button, exact=True).click()
        await expect(page.locator(".why-wrong").first).to_be_visible()
        assert await complaints(page, PHONE_VIEW) == [], address
