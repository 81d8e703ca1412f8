"""A phone in front of the whole service: headless Chromium, skipped with a reason where there is none."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect

from tests.browser.house import House, few_guides, open_house

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
PATIENCE = 90_000  # milliseconds; learning and rehearsing take seconds, and other tests run beside these
expect.set_options(timeout=PATIENCE)
OpenPage = Callable[..., Awaitable[Page]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here as a browser test; without Chromium it is skipped, and says so."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents and "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="chromium is not installed (apt-get install chromium)"))


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content folder with few guides, learnt once for all tests of a run."""
    return few_guides(tmp_path_factory.mktemp("browser") / "content")


@pytest.fixture
async def house(tmp_path: Path, content: Path) -> AsyncIterator[House]:
    """The service at work on a temporary data directory; what it learns is kept beside the few guides."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.settings.CHECKOUT", content.parent)
        async with open_house(tmp_path, content) as opened:
            yield opened


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium, headless."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        await opened.close()


@pytest.fixture
async def open_page(browser: Browser, house: House) -> AsyncIterator[OpenPage]:
    """Opens a page in a browser of its own: `open_page()` for a citizen, `open_page("hoa")` for a member.

    Whatever the page writes to its console as an error (a broken policy, a lost file) fails the test at its end.
    """
    complaints: list[str] = []

    async def open_one(member: str = "", *, size: dict[str, int] = PHONE, path: str = "") -> Page:
        own = await browser.new_context(viewport=size, locale="vi-VN", base_url=house.address)  # type: ignore[arg-type]
        own.set_default_timeout(PATIENCE)
        page = await own.new_page()
        page.on("console", lambda line: complaints.append(line.text) if is_complaint(line) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if member:
            await page.goto(await house.link_for(member))
            await page.get_by_role("button").click()
            await page.wait_for_url("**/console")
        await page.goto(path or ("/console" if member else "/"))
        return page

    yield open_one
    assert complaints == []


def is_complaint(line: ConsoleMessage) -> bool:
    """Whether a line of the console tells of a mistake; a refused form and a network that was cut are none."""
    refused = (f"status of {status}" for status in (401, 403, 404, 409, 415, 422))
    return line.type == "error" and not any(words in line.text for words in (*refused, "ERR_INTERNET_DISCONNECTED"))


@pytest.fixture
async def page(open_page: OpenPage) -> Page:
    """A citizen's page on a phone, at the web chat."""
    return await open_page()
