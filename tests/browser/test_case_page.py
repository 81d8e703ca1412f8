"""The desk in a browser: a case is claimed once, answered, closed; the citizen sees it on the web chat."""

import re

from playwright.async_api import expect

from tests.browser.conftest import DESK, OpenPage
from tests.browser.house import House


async def test_a_case_is_claimed_answered_and_closed(open_page: OpenPage, house: House) -> None:
    citizen = await open_page()
    await citizen.get_by_label("Câu hỏi của bác/anh/chị").fill("gặp người")
    await citizen.get_by_role("button", name="Gửi", exact=True).click()
    await expect(citizen.get_by_text("Mã ca:")).to_be_visible()
    member = await open_page("lan")
    await member.get_by_role("button", name="Nhận ca").click()
    await expect(member.get_by_role("status").filter(has_text="Bác/anh/chị đã nhận ca này.")).to_be_visible()
    await member.get_by_role("link", name="Chào, đã nhận ca").click()
    await expect(member.get_by_label("Trả lời người dân")).to_have_value(re.compile("tôi là Chị Lan của Tổ"))
    await member.get_by_role("button", name="Gửi cho người dân").click()
    await expect(citizen.get_by_text("tôi là Chị Lan của Tổ công nghệ số cộng đồng")).to_be_visible()


async def test_the_loser_of_a_claim_sees_who_has_the_case(open_page: OpenPage, house: House) -> None:
    case = await house.new_case("c1", "làm giấy khai sinh")
    first = await open_page("hoa", path=f"/console/cases/{case.code}")
    watching = await open_page("quang", path=f"/console/cases/{case.code}")
    second = await open_page("lan")
    await second.route("**/console/events*", lambda route: route.fulfill(status=204))  # her page stays as it was
    await second.goto(f"/console/cases/{case.code}")
    await first.get_by_role("button", name="Nhận ca").click()
    await second.get_by_role("button", name="Nhận ca").click()
    await expect(second.get_by_role("alert")).to_contain_text("Cô Hoa")
    await expect(watching.locator(".chip").filter(has_text="đã nhận: Cô Hoa")).to_be_visible()


async def test_a_new_case_appears_without_a_reload(open_page: OpenPage, house: House) -> None:
    lead = await open_page("lan", size=DESK)
    await expect(lead.get_by_text("Không có ca nào ở đây.")).to_be_visible()
    await house.new_case("c1", "làm giấy khai sinh")
    await expect(lead.locator("[data-row]")).to_have_count(1)
    await expect(lead).to_have_title("(1) Ca hỗ trợ · Cầm Tay")
    await lead.keyboard.press("j")
    await lead.keyboard.press("Enter")
    await expect(lead.get_by_role("heading", level=1)).to_contain_text("Ca ")
    await lead.keyboard.press("g")
    await expect(lead.get_by_label("Ghi chú, người dân không thấy")).to_be_focused()


async def test_words_that_were_refused_are_not_lost(open_page: OpenPage, house: House) -> None:
    case = await house.new_case("c1", "làm giấy khai sinh")
    member = await open_page("lan", path=f"/console/cases/{case.code}")
    answer = member.get_by_role("textbox", name="Trả lời người dân")
    await answer.fill("Bác mang thẻ ra xã nhé.")
    await member.evaluate("document.querySelectorAll('[name=token]').forEach((field) => { field.value = 'old'; })")
    await member.get_by_role("button", name="Gửi cho người dân").click()
    await expect(member.get_by_role("alert")).to_contain_text("Trang đã cũ")
    await member.get_by_role("link", name=f"Về ca {case.code}").click()
    await expect(answer).to_have_value("Bác mang thẻ ra xã nhé.")
    await member.get_by_role("button", name="Gửi cho người dân").click()
    await expect(member.get_by_role("status").filter(has_text="Đã gửi câu trả lời")).to_be_visible()
    await expect(answer).to_have_value("")
