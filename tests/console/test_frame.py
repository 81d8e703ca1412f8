"""What stands around every page: banners for who can act on them, and refusals that are pages."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from bot.invitations import send_link
from flows.messages import ChatRef
from flows.phrases import Speaker
from tests.browser.house import House
from tests.console.conftest import Doorman

ALARM = "Zalo đòi cấp quyền lại. Mở trang cấp quyền rồi bấm Đồng ý."


@dataclass
class Broken:
    """As much of a channel as the frame looks at: one that an admin has to mend."""

    alarm: str = ALARM


@pytest.fixture
def broken_zalo(house: House) -> Iterator[None]:
    """A Zalo channel that waits for an admin."""
    house.camtay.channels["zalo-oa"] = Broken()  # type: ignore[assignment]  # the frame asks for nothing else
    yield
    del house.camtay.channels["zalo-oa"]


@pytest.mark.usefixtures("broken_zalo")
async def test_a_broken_channel_is_told_to_leads_and_admins_on_every_page(house: House, doorman: Doorman) -> None:
    for member, is_told in (("hoa", False), ("lan", True), ("minh", False), ("quang", True)):
        visit = await doorman.let_in(member)
        for page in ("/console", "/console/beside", "/console/me"):
            assert (f"Zalo OA: {ALARM}" in (await visit.get(page))[1]) is is_told, (member, page)


async def test_broken_content_is_told_to_those_who_may_mend_it(house: House, doorman: Doorman) -> None:
    notices = house.content / "notices.yaml"
    notices.write_text("notices: [\n", encoding="utf-8")
    assert not await house.camtay.content.reload()
    for member, is_told in (("hoa", False), ("lan", False), ("minh", True), ("quang", True)):
        page = (await (await doorman.let_in(member)).get("/console"))[1]
        assert ("bản cũ đang được dùng. Lỗi đầu: notices.yaml, dòng" in page) is is_told, member


async def test_what_is_refused_is_said_on_a_page_of_the_console(house: House, doorman: Doorman) -> None:
    member, nobody = await doorman.let_in("hoa"), await doorman.let_in()
    status, page = await member.get("/console/cases/ZZZZZZ")
    assert (status, "Không có ca nào mang mã ZZZZZZ." in page) == (404, True)
    assert 'aria-label="Các trang"' in page
    for _ in range(6):
        answer = await nobody.post("/console/sign-in/wrong", token="")
    assert (answer.status, answer.content_type) == (429, "text/html")


async def test_a_form_of_another_site_signs_nobody_in(house: House, doorman: Doorman) -> None:
    link, nobody = await house.link_for("hoa"), await doorman.let_in()
    async with nobody.http.post(link, headers={"Origin": "https://ke-xau.example"}) as answer:
        assert answer.status == 403
    async with nobody.http.post(link, headers={"Origin": house.address}) as answer:
        assert answer.status == 200


async def test_many_forms_at_once_have_to_wait(house: House, doorman: Doorman) -> None:
    member = await doorman.let_in("hoa")
    statuses = {(await member.post("/console/me/presence", present="1")).status for _ in range(50)}
    assert statuses == {303, 429}
    house.clock.pass_minutes(2)
    assert (await member.post("/console/me/presence", present="0")).status == 303


async def test_a_link_goes_to_the_members_own_chat_and_opens(house: House, doorman: Doorman) -> None:
    now = house.clock()

    def send(channels: tuple[str, ...]) -> list[tuple[ChatRef, str]]:
        sent = house.store.run_here(lambda uow: send_link(uow, "hoa", channels, house.address, Speaker("vi"), now))
        return [(one.chat, one.message.text) for one in sent]

    assert send(("telegram", "zalo-bot")) == []
    hoa = await house.store.read(lambda uow: uow.members.get("hoa"))
    assert hoa is not None
    for changed, chat in (
        (replace(hoa, zalo_id="z7"), ChatRef("zalo-bot", "z7")),
        (replace(hoa, telegram_id="77"), ChatRef("telegram", "77")),
    ):
        house.store.run_here(lambda uow, changed=changed: uow.members.save(changed, now))  # type: ignore[misc]
        [(sent_to, text)] = send(("telegram", "zalo-bot"))
        assert sent_to == chat
        nobody = await doorman.let_in()
        async with nobody.http.post(text.split("\n")[1]) as answer:
            assert answer.status == 200
