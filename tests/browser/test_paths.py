"""The team's and the editors' main paths in a browser, from the link to the answer the assistant gives afterwards."""

import re

from playwright.async_api import expect

from flows.messages import ChatRef
from tests.browser.conftest import DESK, OpenPage
from tests.browser.house import House

GUIDE = "dang-ky-khai-sinh"
FILE = f"guides/ho-tich/{GUIDE}.yaml"


async def last_words(house: House, citizen: str) -> str:
    turns = await house.store.read(lambda uow: uow.turns.of(ChatRef("web", citizen)))
    return "\n".join(reply.text for reply in turns[-1].replies)


async def test_a_link_signs_in_once_and_leads_to_the_inbox(open_page: OpenPage, house: House) -> None:
    case = await house.new_case("c1", "làm giấy khai sinh")
    link = await house.link_for("hoa")
    member = await open_page(path=link)
    await member.get_by_role("button", name="Vào trang của Tổ").click()
    await expect(member.get_by_role("heading", level=1)).to_have_text("Ca hỗ trợ")
    await expect(member.locator("[data-row]").filter(has_text=case.code)).to_be_visible()
    again = await open_page(path=link)
    await again.get_by_role("button").click()
    await expect(again.get_by_role("heading", level=1)).to_have_text("Chưa đăng nhập")
    await member.goto("/console/me")
    await member.get_by_role("button", name="Đăng xuất khỏi thiết bị này").click()
    await member.goto("/console")
    await expect(member.get_by_role("heading", level=1)).to_have_text("Chưa đăng nhập")


async def test_a_case_is_closed_and_the_citizen_reads_it(open_page: OpenPage, house: House) -> None:
    citizen = await open_page()
    await citizen.get_by_label("Câu hỏi của bác/anh/chị").fill("gặp người")
    await citizen.keyboard.press("Enter")
    await expect(citizen.get_by_text("Mã ca:")).to_be_visible()
    member = await open_page("lan")
    await member.locator("[data-row]").click()
    await member.get_by_role("button", name="Nhận ca").click()
    await member.get_by_role("link", name="Hẹn ra xã").click()
    reply = member.get_by_label("Trả lời người dân")
    await expect(reply).to_have_value(re.compile(r"Số 1 đường Hòa Bình.*\[ngày, giờ\].*0900 000 000"))
    await reply.fill((await reply.input_value()).replace("[ngày, giờ]", "8 giờ mai").replace("[giấy tờ]", "căn cước"))
    await member.get_by_role("button", name="Gửi cho người dân").click()
    await expect(citizen.get_by_text("vào 8 giờ mai, mang theo căn cước")).to_be_visible()
    member.on("dialog", lambda dialog: dialog.accept())
    await member.get_by_role("button", name="Đóng ca").click()
    await expect(member.get_by_text("Đã đóng ca.")).to_be_visible()
    await expect(citizen.locator(".bubble").last).to_contain_text("Từ giờ trợ lý trả lời tiếp")
    await citizen.get_by_role("button", name="5", exact=True).click()
    await expect(citizen.locator(".bubble").last).to_contain_text("Cảm ơn")
    await citizen.reload()
    await expect(citizen.get_by_text("vào 8 giờ mai")).to_be_visible()
    [case] = await house.store.read(lambda uow: uow.cases.listed())
    assert (case.stars, case.assignee) == (5, "lan")


async def test_a_case_goes_from_hand_to_hand(open_page: OpenPage, house: House) -> None:
    case = await house.new_case("c1", "làm giấy khai sinh")
    twin = await house.new_case("c2", "làm giấy khai sinh cho bé")
    lead = await open_page("lan", path=f"/console/cases/{case.code}")
    await lead.get_by_role("button", name="Nhận ca").click()
    await lead.get_by_label("Ghi chú, người dân không thấy").fill("Bác hẹn chiều gọi lại.")
    await lead.get_by_role("button", name="Ghi chú").click()
    await expect(lead.locator(".said .note")).to_contain_text("Bác hẹn chiều gọi lại.")
    await lead.get_by_label("Nhãn", exact=True).fill("gọi lại, người già")
    await lead.get_by_role("button", name="Lưu nhãn").click()
    await expect(lead.locator(".chip").filter(has_text="người già")).to_be_visible()
    await lead.get_by_role("button", name="Trả lại cho Tổ").click()
    await lead.goto(f"/console/cases/{case.code}")
    await lead.get_by_role("button", name="Nhận ca").click()
    await lead.get_by_label("Chuyển cho").select_option("hoa")
    await lead.get_by_role("button", name="Chuyển", exact=True).click()
    await expect(lead.locator(".chip").filter(has_text="Cô Hoa").first).to_be_visible()
    await expect(lead.locator(".said .event").last).to_contain_text("chuyển ca: Cô Hoa")
    mine = await open_page("hoa", path="/console?list=mine")
    await mine.locator("[data-row]").click()
    mine.on("dialog", lambda dialog: dialog.accept())
    await mine.get_by_label("Trùng với ca").fill(twin.code.lower())
    await mine.get_by_role("button", name="Gộp").click()
    await expect(mine.get_by_role("heading", level=1)).to_contain_text(twin.code)
    await expect(mine.locator(".said .event").filter(has_text="gộp thêm ca")).to_contain_text(case.code)


async def test_an_answered_case_becomes_what_the_assistant_says(open_page: OpenPage, house: House) -> None:
    words = "giấy chứng sinh viết sai tên mẹ thì khai sinh sao"
    case = await house.new_case("c1", "khai sinh " + words)
    member = await open_page("hoa", path=f"/console/cases/{case.code}")
    await member.get_by_role("link", name="Thành hướng dẫn").click()
    await member.get_by_label("trục trặc và cách xử lý").check()
    await member.get_by_label("Hướng dẫn đang có", exact=True).select_option(GUIDE)
    await member.get_by_label("Lời người dân").fill(f"{words}, số em 0912345678")
    await member.get_by_label("Cách xử lý", exact=True).fill("Ra lại bệnh viện xin cấp lại giấy chứng sinh.")
    await member.get_by_role("button", name="Gửi người biên tập").click()
    editor = await open_page("minh", size=DESK, path="/console/drafts")
    await editor.get_by_role("link", name=words).click()
    await expect(editor.locator(".lines .added").first).to_contain_text("[số điện thoại]")
    await editor.get_by_role("button", name="Thử bản này").click()
    await expect(editor.get_by_role("heading", name="Kết quả thử")).to_be_visible()
    await editor.get_by_role("button", name="Đăng", exact=True).click()
    await expect(editor.get_by_text("Đã đăng, trợ lý dùng ngay.")).to_be_visible()
    await house.ask("c9", words)
    assert "khai sinh" in (await last_words(house, "c9")).lower()
    troubles = house.camtay.content.current().guides[GUIDE].troubles
    assert troubles[-1].fix == "Ra lại bệnh viện xin cấp lại giấy chứng sinh."


async def test_a_guide_is_edited_tried_saved_and_brought_back(open_page: OpenPage, house: House) -> None:
    editor = await open_page("minh", size=DESK, path=f"/console/guides/{GUIDE}")
    await editor.get_by_role("link", name="Sửa bằng biểu mẫu").click()
    await editor.get_by_label("Tên", exact=True).fill("Làm giấy khai sinh ở xã")
    await editor.get_by_role("button", name="Xem khác gì").click()
    await expect(editor.locator(".lines .added")).to_contain_text("Làm giấy khai sinh ở xã")
    await editor.get_by_role("button", name="Lưu và áp dụng").last.click()
    await expect(editor.get_by_text("Đã lưu và áp dụng ngay.")).to_be_visible()
    await editor.goto("/console/try?q=khai sinh bao nhieu tien")
    await expect(editor.locator("blockquote").first).to_contain_text("Làm giấy khai sinh ở xã")
    await editor.goto("/console/history/1")
    editor.on("dialog", lambda dialog: dialog.accept())
    await editor.get_by_role("button", name="Hoàn tác lần sửa này").click()
    await expect(editor.get_by_text("Đã lấy lại bản trước.")).to_be_visible()
    assert house.camtay.content.current().guides[GUIDE].title.vi == "Đăng ký khai sinh"


async def test_a_notice_is_switched_on_and_off(open_page: OpenPage, house: House) -> None:
    editor = await open_page("minh", path="/console/notices")
    await editor.get_by_label("VNeID").check()
    await editor.get_by_label("Lời thông báo").fill("VNeID đang bảo trì đến trưa.")
    await editor.get_by_role("button", name="Bật thông báo").click()
    await expect(editor.locator(".card .chip").filter(has_text="đang bật")).to_be_visible()
    await house.ask("c1", "làm giấy khai sinh cho con")
    assert "VNeID đang bảo trì đến trưa." in await last_words(house, "c1")
    await editor.get_by_role("button", name="Tắt ngay").click()
    await expect(editor.locator(".card .chip").filter(has_text="đã tắt")).to_be_visible()
    await house.ask("c2", "làm giấy khai sinh cho con")
    assert "VNeID đang bảo trì" not in await last_words(house, "c2")


async def test_a_neighbour_is_helped_step_by_step_and_counted(open_page: OpenPage, house: House) -> None:
    member = await open_page("hoa", path="/console/beside")
    await member.get_by_label("Bà con cần làm việc gì?").fill("tam tru")
    await member.get_by_role("button", name="Tìm").click()
    await member.get_by_role("link", name="Đăng ký tạm trú").click()
    await expect(member.get_by_text("Bước 1/")).to_be_visible()
    await member.get_by_role("link", name="Thuê trọ, thuê nhà").click()
    await expect(member.get_by_text("Bước 1/")).to_be_hidden()
    await member.get_by_role("link", name="Lùi một bước").click()
    await member.get_by_role("link", name="In tờ hướng dẫn").click()
    await member.emulate_media(media="print")
    await expect(member.locator(".top")).to_be_hidden()
    await expect(member.get_by_role("heading", level=1)).to_have_text("Đăng ký tạm trú")
    await member.go_back()
    await member.emulate_media(media="screen")
    await member.get_by_role("button", name="Đã làm xong, đếm một lượt").click()
    await expect(member.get_by_text("Đã đếm lượt giúp.")).to_be_visible()


async def test_what_the_citizen_adds_shows_in_the_open_case(open_page: OpenPage, house: House) -> None:
    case = await house.new_case("c1", "làm giấy khai sinh")
    member = await open_page("lan", path=f"/console/cases/{case.code}")
    await member.get_by_role("button", name="Nhận ca").click()
    reply = member.get_by_label("Trả lời người dân")
    await reply.fill("Bác chờ tôi")
    await house.ask("c1", "tôi ở thôn 2 nhé")
    await expect(member.locator(".said .citizen").last).to_contain_text("tôi ở thôn 2 nhé")
    await expect(reply).to_have_value("Bác chờ tôi")
    await member.keyboard.press("Escape")
    await member.get_by_role("heading", level=1).click()
    await member.keyboard.press("?")
    await expect(member.get_by_role("dialog", name="Phím tắt")).to_be_visible()
    await member.keyboard.press("Escape")
    await member.keyboard.press("t")
    await expect(reply).to_be_focused()


COUNTING = """
window.asked = 0; window.told = [];
window.Notification = class { constructor(title, options) { window.told.push(options.body); } close() {} };
Notification.permission = "default";
Notification.requestPermission = async () => { window.asked += 1; Notification.permission = "granted"; };
"""


async def test_notifications_are_asked_for_by_a_button_and_told_of_a_new_case(
    open_page: OpenPage, house: House
) -> None:
    lead = await open_page("lan", size=DESK)
    await lead.add_init_script(COUNTING)
    await lead.reload()
    button = lead.get_by_role("button", name="Báo tiếng và thông báo khi có ca mới")
    await expect(button).to_be_visible()
    assert await lead.evaluate("window.asked") == 0
    await button.click()
    await expect(lead.get_by_role("button", name="Đang báo ca mới, bấm để tắt")).to_be_visible()
    assert await lead.evaluate("window.asked") == 1
    await house.new_case("c1", "làm giấy khai sinh")
    await expect(lead.locator("[data-row]")).to_have_count(1)
    assert await lead.evaluate("window.told") == ["Có ca mới cần người giúp"]
    await lead.get_by_role("button", name="Đang báo ca mới, bấm để tắt").click()
    await house.new_case("c2", "ly hôn")
    await expect(lead.locator("[data-row]")).to_have_count(2)
    assert await lead.evaluate("window.told.length") == 1
