"""The inbox shows what a member looks for; a case carries pictures both ways and nothing else."""

import re
from pathlib import Path

import pytest
from aiohttp import FormData

from flows.cases import Case
from flows.messages import Attachment, AttachmentKind, ChannelName, ChatRef, Inbound
from tests.browser.house import House, open_house
from tests.console.conftest import Doorman, Visit

PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 40
CODE = re.compile(r'href="/console/cases/([A-Z0-9]{6})" data-row')


async def listed(visit: Visit, query: str) -> list[str]:
    status, page = await visit.get(f"/console/list?{query}")
    assert status == 200
    return CODE.findall(page)


async def some_cases(house: House) -> tuple[Case, Case, Case]:
    """A case of thôn 1 that waits, one that lan holds, and one that is closed."""
    desk = house.camtay.desk
    first = await house.new_case("c1", "làm giấy khai sinh cho con")
    second = await house.new_case("c2", "đăng ký tạm trú ở đâu")
    third = await house.new_case("c3", "sang tên xe máy")
    await desk.locate(first.code, "lan", "thon-1")
    await desk.claim(second.code, "lan")
    await desk.label(second.code, "lan", ("gọi lại",))
    await desk.claim(third.code, "lan")
    await desk.close(third.code, "lan")
    return first, second, third


def expected(first: Case, second: Case, third: Case) -> list[tuple[str, set[Case]]]:
    """What each list, filter and search is to find."""
    return [
        ("list=unfinished", {first, second}),
        ("list=open", {first}),
        ("list=mine", {second}),
        ("list=overdue", set()),
        ("list=all", {first, second, third}),
        ("list=all&topic=ho-tich", {first}),
        ("place=thon-1", {first}),
        ("place=thon-2", set()),
        ("channel=web", {first, second}),
        ("channel=telegram", set()),
        ("label=gọi lại", {second}),
        ("q=khai sinh", {first}),
        ("q=giay khai sinh", {first}),
        ("q=tam tru", {second}),
        (f"q={third.code.lower()}", {third}),
        (f"q=%23{third.number}", {third}),
        ("q=không có gì cả", set()),
    ]


async def test_lists_filters_and_search_find_their_cases(house: House, doorman: Doorman) -> None:
    first, second, third = await some_cases(house)
    lead = await doorman.let_in("lan")
    for query, found in expected(first, second, third):
        assert set(await listed(lead, query)) == {case.code for case in found}, query
    house.clock.pass_minutes(24 * 60)
    assert set(await listed(lead, "list=overdue")) == {first.code, second.code}
    assert (await listed(lead, "list=all"))[-1] == third.code


async def test_a_picture_goes_both_ways_and_nothing_else_does(house: House, doorman: Doorman) -> None:
    case = await house.new_case("c1", "làm giấy khai sinh")
    name = await house.camtay.files.save(PICTURE, ".png")
    photo = Attachment(AttachmentKind.PHOTO, name, size=len(PICTURE))
    chat = ChatRef(ChannelName.WEB, "c1")
    await house.camtay.assistant.handle(Inbound(chat, "p1", "", attachments=(photo,), sent_at=house.clock()))
    member = await doorman.let_in("lan")
    page = (await member.get(f"/console/cases/{case.code}"))[1]
    [file] = re.findall(r'<img src="(/console/cases/[^"]+)"', page)
    async with member.http.get(house.address + file) as answer:
        assert await answer.read() == PICTURE
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (await answered(member, case, b"#!/bin/sh")) == 415
    assert (await answered(member, case, PICTURE)) == 303
    said = await house.store.read(lambda uow: uow.outbox.said(chat))
    assert [one.kind for one in said[-1].message.attachments] == [AttachmentKind.PHOTO]


async def answered(member: Visit, case: Case, sent: bytes) -> int:
    form = FormData({"token": member.token, "text": "Bác xem ảnh này."})
    form.add_field("picture", sent, filename="anh.png", content_type="image/png")
    address = f"{member.address}/console/cases/{case.code}/answer"
    async with member.http.post(address, data=form, allow_redirects=False) as answer:
        return answer.status


@pytest.mark.usefixtures("learnt_here")
async def test_the_cookie_stays_on_https_where_the_world_comes_by_https(tmp_path: Path, content: Path) -> None:
    async with open_house(tmp_path, content, public_url="https://camtay.example") as house:
        doorman = Doorman(house)
        nobody = await doorman.let_in()
        async with nobody.http.post(await house.link_for("hoa"), allow_redirects=False) as answer:
            cookie = answer.cookies["camtay_desk"]
        assert (cookie["secure"], cookie["httponly"], cookie["path"]) == (True, True, "/console")
        await doorman.close()
