"""Pictures of every page of the console, to be looked at: `python -m tests.browser.screens FOLDER [word]`."""

import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, async_playwright

from tests.browser.conftest import CHROMIUM, DESK, PHONE
from tests.browser.house import House, few_guides, open_house
from tests.browser.town import fill

GUIDE = "dang-ky-khai-sinh"
FILE = f"guides/ho-tich/{GUIDE}.yaml"
ASKS = "khai sinh bao nhieu tien"
PAGES = {
    "inbox": "/console",
    "inbox-open": "/console?list=open",
    "inbox-mine": "/console?list=mine",
    "inbox-overdue": "/console?list=overdue",
    "inbox-all": "/console?list=all",
    "inbox-search": "/console?q=khai+sinh",
    "inbox-nothing": "/console?q=khong+co+gi+ca",
    "beside": "/console/beside",
    "beside-found": "/console/beside?q=tam+tru",
    "beside-step": "/console/beside/dang-ky-tam-tru",
    "beside-end": "/console/beside/dang-ky-tam-tru?step=end",
    "guides": "/console/guides",
    "guide": f"/console/guides/{GUIDE}",
    "form": f"/console/guides/{GUIDE}/form",
    "new-guide": "/console/new-guide",
    "try": "/console/try",
    "try-answer": f"/console/try?q={ASKS}",
    "unanswered": "/console/unanswered",
    "drafts": "/console/drafts",
    "draft": "/console/drafts/1",
    "notices": "/console/notices",
    "files": "/console/files",
    "edit": f"/console/files/edit?file={FILE}",
    "history": "/console/history",
    "change": "/console/history/1",
    "numbers": "/console/numbers?weeks=4",
    "organisation": "/console/organisation",
    "people": "/console/people",
    "person": "/console/people/hoa",
    "me": "/console/me",
    "nowhere": "/console/cases/ZZZZZZ",
    "sign-in": "/console/sign-in",
}


@dataclass(frozen=True, slots=True)
class View:
    """A way to look at a page."""

    name: str
    size: dict[str, int]
    is_dark: bool = False


VIEWS = (View("phone", PHONE), View("desk", DESK), View("dark", PHONE, is_dark=True))


async def pages(house: House) -> dict[str, str]:
    """The address of every page by a name for its picture."""
    cases = await house.store.read(lambda uow: uow.cases.listed((), most=100))
    by_status = {case.status.value: case.code for case in cases}
    return PAGES | {
        "case-open": f"/console/cases/{by_status['open']}",
        "case-held": f"/console/cases/{by_status.get('claimed', by_status['open'])}",
        "case-answered": f"/console/cases/{by_status['answered']}",
        "case-closed": f"/console/cases/{by_status['closed']}",
        "case-draft": f"/console/cases/{by_status['answered']}/draft",
    }


async def sign_in(browser: Browser, house: House, view: View, member: str) -> BrowserContext:
    """A browser of `member` that looks at pages in the way of `view`."""
    own = await browser.new_context(
        viewport=view.size,  # type: ignore[arg-type]  # a TypedDict in playwright, any mapping in truth
        locale="vi-VN",
        base_url=house.address,
        color_scheme="dark" if view.is_dark else "light",
    )
    page = await own.new_page()
    await page.goto(await house.link_for(member))
    await page.get_by_role("button").click()
    await page.wait_for_url("**/console")
    await page.close()
    return own


async def take(folder: Path, wanted: str = "", member: str = "quang") -> None:
    """Write a picture of every page whose name has `wanted` in it, as `member` sees it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        content = few_guides(Path(temporary) / "few")
        async with open_house(Path(temporary), content) as house, async_playwright() as playwright:
            await fill(house)
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for view in VIEWS:
                own = await sign_in(browser, house, view, member)
                page = await own.new_page()
                for name, address in (await pages(house)).items():
                    if wanted in name:
                        await page.goto(address)
                        await page.screenshot(path=folder / f"{name}.{view.name}.png", full_page=True)
            await browser.close()


if __name__ == "__main__":
    started = time.perf_counter()
    asyncio.run(take(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""))
    print(f"{time.perf_counter() - started:.0f} s")
