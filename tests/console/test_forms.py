"""A form that was filled in wrongly says so beside the field, and keeps what was typed."""

import re

import pytest

from tests.browser.house import House
from tests.console.conftest import Doorman, Visit

GUIDE_FORM = "/console/guides/dang-ky-khai-sinh/form"


def told(page: str, field: str) -> str:
    """What stands beside a field; the field names it, and the words above the form lead down to the field."""
    found = re.search(rf'id="{re.escape(field)}-wrong">([^<]*)<', page)
    assert found, page
    control = re.search(rf'<[a-z]+[^>]* id="{re.escape(field)}"[^>]*>', page)
    assert control, page
    assert f'aria-describedby="{field}-wrong"' in control.group(), control.group()
    assert f'<a href="#{field}">' in page
    return found.group(1)


async def refused(visit: Visit, path: str, **fields: str) -> str:
    answer = await visit.post(path, **fields)
    assert answer.status in (409, 422), (path, fields)
    return await answer.text()


async def test_a_new_member(doorman: Doorman) -> None:
    admin = await doorman.let_in("quang")
    assert "Cần tên" in told(await refused(admin, "/console/people", name=" ", role="lead"), "name")
    page = await refused(admin, "/console/people", name="Chú Tư", id="Chú Tư!", role="lead")
    assert "Mã chỉ gồm" in told(page, "id")
    assert 'value="Chú Tư"' in page
    assert '<option value="lead" selected>' in page
    assert "Đã có người mang mã hoa" in told(await refused(admin, "/console/people", name="Hoa", id="hoa"), "id")
    await refused(admin, "/console/people", name="Dài", id="a" * 41)


async def test_a_member_as_typed(house: House, doorman: Doorman) -> None:
    admin = await doorman.let_in("quang")
    page = await refused(admin, "/console/people/hoa", name="", role="lead", active="1", telegram_id="@hoa")
    assert "Cần tên" in told(page, "name")
    assert "chỉ gồm chữ số" in told(page, "telegram_id")
    assert 'value="@hoa"' in page
    kept = await house.store.read(lambda uow: uow.members.get("hoa"))
    assert kept is not None
    assert (kept.name, kept.telegram_id) == ("Cô Hoa", "")
    assert "quyền quản trị" in told(
        await refused(admin, "/console/people/quang", name="Chú Quang", role="team"), "role"
    )


NOTICE = {"topics": "vneid", "vi": "VNeID bảo trì.", "starts": "2026-11-24T10:00", "ends": "2026-11-24T12:00"}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"topics": ""}, "topics"),
        ({"vi": "  "}, "vi"),
        ({"vi": "a" * 501}, "vi"),
        ({"starts": "mai"}, "starts"),
        ({"ends": ""}, "ends"),
        ({"ends": "2026-11-24T09:30"}, "ends"),
        ({"starts": "2026-11-01T08:00", "ends": "2026-11-02T08:00"}, "ends"),
    ],
)
async def test_a_notice(doorman: Doorman, changed: dict[str, str], field: str) -> None:
    editor = await doorman.let_in("minh")
    fields = {name: value for name, value in (NOTICE | changed).items() if value or name != "topics"}
    page = await refused(editor, "/console/notices", **fields)
    assert told(page, field)
    assert ('value="vneid" checked' in page) is (field != "topics")


async def test_a_class_and_a_new_guide(doorman: Doorman) -> None:
    admin = await doorman.let_in("quang")
    for people in ("", "0", "501", "hai mươi", "²"):
        assert "từ 1 đến 500" in told(await refused(admin, "/console/beside/class", people=people), "people")
    page = await refused(admin, "/console/new-guide", title="Nuôi cá", field="", id="Nuôi cá")
    assert told(page, "field")
    assert told(page, "id")
    assert 'value="Nuôi cá"' in page
    assert "Đã có hướng dẫn" in told(
        await refused(admin, "/console/new-guide", title="Khai sinh", field="ho-tich", id="dang-ky-khai-sinh"), "id"
    )


@pytest.mark.parametrize(
    ("act", "fields", "wrong"),
    [
        ("answer", {"text": "a" * 5000}, "text"),
        ("note", {"text": "n" * 5000}, "note"),
        ("label", {"labels": ",".join(f"nhãn {number}" for number in range(30))}, "labels"),
        ("merge", {"into": "zzzzzz"}, "into"),
        ("hand-on", {"colleague": "khong-co"}, "colleague"),
        ("place", {"hamlet": "khong-co"}, "hamlet"),
        ("up", {"why": "khó quá", "level": "province"}, "why"),
    ],
)
async def test_the_forms_of_a_case(
    house: House, doorman: Doorman, act: str, fields: dict[str, str], wrong: str
) -> None:
    case = await house.new_case("c1", "làm giấy khai sinh")
    page = await refused(await doorman.let_in("lan"), f"/console/cases/{case.code}/{act}", **fields)
    assert told(page, wrong)
    [typed] = [value for name, value in fields.items() if name != "level"]
    assert typed in page or wrong in ("colleague", "hamlet")


async def test_a_draft_says_what_it_lacks_and_is_kept_once(house: House, doorman: Doorman) -> None:
    case = await house.new_case("c1", "làm giấy khai sinh")
    member, path = await doorman.let_in("hoa"), f"/console/cases/{case.code}/draft"
    page = await refused(member, path, kind="trouble", guide="", question="Máy báo lỗi 99", answer="")
    assert told(page, "guide")
    assert told(page, "answer")
    assert "Máy báo lỗi 99</textarea>" in page
    assert told(await refused(member, path, kind="guide", question="hỏi", title="???", field="ho-tich"), "title")
    whole = {"kind": "question", "guide": "dang-ky-khai-sinh", "question": "Máy báo lỗi 99"}
    for _ in range(2):
        assert (await member.post(path, **whole)).status == 303
    [draft] = await house.store.read(lambda uow: uow.drafts.listed())
    editor = await doorman.let_in("minh")
    page = await refused(editor, f"/console/drafts/{draft.id}", do="change", **(whole | {"kind": "trouble"}))
    assert told(page, "answer")
    assert 'value="trouble" checked' in page


async def test_a_guide_keeps_what_is_right_beside_what_is_wrong(house: House, doorman: Doorman) -> None:
    editor = await doorman.let_in("minh")
    text = (await editor.get(GUIDE_FORM))[1]
    fields = {"before": text.split('name="before" value="')[1].split('"')[0], "title.vi": "Khai sinh cho bé"}
    page = await refused(editor, GUIDE_FORM, **fields, **{"review_by": "31/12/2026"})
    assert "Ngày phải viết kiểu" in told(page, "review_by")
    assert 'value="31/12/2026"' in page
    assert 'value="Khai sinh cho bé"' in page
    page = await refused(editor, GUIDE_FORM, **(fields | {"title.vi": ""}), do="save")
    assert "không được để trống" in told(page, "title.vi")
    assert house.camtay.content.current().guides["dang-ky-khai-sinh"].title.vi != "Khai sinh cho bé"


async def test_a_sign_no_database_keeps_is_left_out(house: House, doorman: Doorman) -> None:
    case = await house.new_case("c1", "làm giấy khai sinh")
    member = await doorman.let_in("lan")
    assert (await member.post(f"/console/cases/{case.code}/note", text="bác\0 Tám hẹn mai")).status == 303
    entries = await house.store.read(lambda uow: uow.cases.entries(case.number))
    assert entries[-1].text == "bác Tám hẹn mai"
