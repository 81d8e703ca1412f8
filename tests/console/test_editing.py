"""Editors change what the assistant says: checked first, in use at once, never by half, and back again."""

import tempfile
from pathlib import Path

import pytest
import yaml

from flows.messages import ChatRef
from tests.browser.house import House
from tests.console.conftest import UNHEARD, Doorman, Visit

FILE = "guides/ho-tich/dang-ky-khai-sinh.yaml"
EDIT = "/console/files/edit"
FORM = "/console/guides/dang-ky-khai-sinh/form"


def source(house: House, name: str = FILE) -> Path:
    return house.content / name


async def digest(visit: Visit, page: str = f"{EDIT}?file={FILE}") -> str:
    text = (await visit.get(page))[1]
    return text.split('name="before" value="')[1].split('"')[0]


async def test_a_changed_fee_is_said_at_once(house: House, doorman: Doorman) -> None:
    editor = await doorman.let_in("minh")
    text = source(house).read_text(encoding="utf-8").replace("amount: 8000", "amount: 9000")
    answer = await editor.post(EDIT, file=FILE, text=text, before=await digest(editor), note="tăng phí", do="save")
    assert answer.status == 303
    assert source(house).read_text(encoding="utf-8") == text
    assert "9.000 đồng" in (await editor.get("/console/try?q=khai sinh bao nhieu tien"))[1]
    assert "tăng phí" in (await editor.get(f"/console/history?file={FILE}"))[1]


async def test_a_broken_text_changes_nothing_and_names_the_line(house: House, doorman: Doorman) -> None:
    editor = await doorman.let_in("minh")
    old = source(house).read_text(encoding="utf-8")
    before = await digest(editor)
    answer = await editor.post(EDIT, file=FILE, text=old.replace("id: mo-cong", "id: mo-zalo"), before=before)
    assert answer.status == 422
    page = await answer.text()
    assert "không có bước mo-cong" in page
    assert 'class="wrong"' in page
    assert source(house).read_text(encoding="utf-8") == old
    assert "trả lời ngay" in (await editor.get("/console/try?q=khai sinh bao nhieu tien"))[1]


async def test_two_editors_do_not_overwrite_each_other(house: House, doorman: Doorman) -> None:
    first, second = await doorman.let_in("minh"), await doorman.let_in("quang")
    text, before = source(house).read_text(encoding="utf-8"), await digest(first)
    assert (await first.post(EDIT, file=FILE, text=text + "# một\n", before=before)).status == 303
    late = await second.post(EDIT, file=FILE, text=text + "# hai\n", before=before)
    assert late.status == 409
    assert "Có người vừa sửa tệp này" in await late.text()
    assert source(house).read_text(encoding="utf-8").endswith("# một\n")


async def test_undo_brings_the_old_text_back_and_is_itself_in_the_history(house: House, doorman: Doorman) -> None:
    editor = await doorman.let_in("minh")
    old = source(house).read_text(encoding="utf-8")
    for line in ("# một\n", "# hai\n"):
        text = source(house).read_text(encoding="utf-8") + line
        assert (await editor.post(EDIT, file=FILE, text=text, before=await digest(editor))).status == 303
    assert (await editor.post("/console/history/1/undo")).status == 409
    assert (await editor.post("/console/history/2/undo")).status == 303
    assert source(house).read_text(encoding="utf-8") == old + "# một\n"
    edits = await house.store.read(lambda uow: uow.content_edits.latest(FILE))
    assert [edit.note for edit in edits] == ["hoàn tác #2", "", ""]


async def test_files_outside_the_list_cannot_be_reached(house: House, doorman: Doorman, tmp_path: Path) -> None:
    editor = await doorman.let_in("minh")
    elsewhere = tmp_path / "elsewhere.yaml"
    elsewhere.write_text("mine", encoding="utf-8")
    for name in ("../secret.yaml", "checks.yaml", "lexicon/decision.yaml", "guides/../notices.yaml", str(elsewhere)):
        assert (await editor.get(f"{EDIT}?file={name}"))[0] == 404
        assert (await editor.post(EDIT, file=name, text="x: 1", before="", do="save")).status == 404
    assert elsewhere.read_text(encoding="utf-8") == "mine"


async def test_the_form_changes_only_what_was_changed(house: House, doorman: Doorman) -> None:
    editor = await doorman.let_in("minh")
    old = source(house).read_text(encoding="utf-8")
    fields = {"title.vi": "Làm giấy khai sinh", "fee.0.note": "khi đăng ký đúng hạn", "review_by": "2027-03-31"}
    answer = await editor.post(FORM, text=old, before=await digest(editor, FORM), do="save", **fields)
    assert answer.status == 303
    new = yaml.safe_load(source(house).read_text(encoding="utf-8"))
    expected = yaml.safe_load(old)
    expected["title"]["vi"] = "Làm giấy khai sinh"
    expected["fee"][0]["note"] = "khi đăng ký đúng hạn"
    expected["review_by"] = type(expected["review_by"])(2027, 3, 31)
    # A box that is not ticked is not sent; the two papers that are in the data lose their mark.
    for paper in expected["papers"]:
        if paper.get("in_data"):
            paper["in_data"] = False
    assert new == expected


async def test_entries_are_added_and_removed_before_anything_is_saved(house: House, doorman: Doorman) -> None:
    editor = await doorman.let_in("minh")
    old = source(house).read_text(encoding="utf-8")
    longer = await (await editor.post(FORM, text=old, before="x", do="add:troubles")).text()
    assert "Người dân bị vướng thế nào" in longer
    shorter = await (await editor.post(FORM, text=old, before="x", do="remove:fee.0")).text()
    assert 'class="removed"' in shorter
    assert source(house).read_text(encoding="utf-8") == old


async def test_a_notice_is_switched_on_and_off(house: House, doorman: Doorman) -> None:
    editor = await doorman.let_in("minh")
    said = "VNeID đang bảo trì, chờ đến trưa."
    form = {"topics": "vneid", "vi": said, "starts": "2026-11-24T08:00", "ends": "2026-11-24T12:00"}
    assert (await editor.post("/console/notices", **form)).status == 303
    await house.ask("c1", "làm giấy khai sinh cho con")
    assert said in await last_answer(house, "c1")
    [notice] = house.camtay.content.current().notices
    assert (await editor.post(f"/console/notices/{notice.id}/end")).status == 303
    await house.ask("c2", "làm giấy khai sinh cho con")
    assert said not in await last_answer(house, "c2")
    assert (await editor.post(f"/console/notices/{notice.id}/remove")).status == 303
    assert house.camtay.content.current().notices == ()
    assert source(house, "notices.yaml").read_text(encoding="utf-8").startswith("# Thông báo đứng trước")


async def test_a_notice_without_an_end_is_refused(house: House, doorman: Doorman) -> None:
    editor = await doorman.let_in("minh")
    assert (await editor.post("/console/notices", topics="vneid", vi="Bảo trì", ends="")).status == 422
    assert (await editor.post("/console/notices", topics="vneid", vi="Bảo trì", ends="2026-11-24T07:00")).status == 422


async def test_unanswered_questions_are_grouped_and_taught_by_one_click(house: House, doorman: Doorman) -> None:
    editor = await doorman.let_in("minh")
    for number, words in enumerate(("xin phép nuôi cá sấu ở đâu", "nuoi ca sau xin phep o dau", UNHEARD)):
        await house.ask(f"c{number}", words)
    page = (await editor.get("/console/unanswered"))[1]
    assert page.count('<article class="card">') == 2
    assert page.index("cá sấu") < page.index(UNHEARD)
    assert await taught(editor, page, UNHEARD, "cham-dut-ho-kinh-doanh") == "added"
    assert UNHEARD not in (await editor.get("/console/unanswered"))[1]
    await house.ask("c9", UNHEARD)
    assert "hộ kinh doanh" in (await last_answer(house, "c9")).lower()


async def test_a_question_that_still_leads_elsewhere_is_said_to(house: House, doorman: Doorman) -> None:
    # Words of danger are heard before any guide, whatever a guide was taught.
    fields = {"question": "nhà tôi đang cháy", "guide": "cham-dut-ho-kinh-doanh", "ids": ""}
    answer = await (await doorman.let_in("minh")).post("/console/unanswered/add", **fields)
    assert answer.headers["Location"] == "/console/unanswered?saved=added-unheard"
    assert fields["question"] in house.camtay.content.current().guides[fields["guide"]].questions


async def taught(editor: Visit, page: str, question: str, guide: str) -> str:
    ids = page[: page.index(f'value="{question}"')].split('name="ids" value="')[-1].split('"')[0]
    answer = await editor.post("/console/unanswered/add", ids=ids, question=question, guide=guide)
    assert answer.status == 303
    return answer.headers["Location"].split("saved=")[1]


async def last_answer(house: House, citizen: str) -> str:
    turns = await house.store.read(lambda uow: uow.turns.of(ChatRef("web", citizen)))
    return "\n".join(reply.text for reply in turns[-1].replies)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../owned.yaml",
        "guides/../../owned.yaml",
        "{root}/owned.yaml",
        "checks.yaml",
        "a\0b",
        f"guides/a/{'b' * 300}.yaml",
    ],
)
async def test_no_name_leads_out_of_the_content(house: House, doorman: Doorman, name: str) -> None:
    editor, root = await doorman.let_in("minh"), house.content.parent
    before = sorted(root.iterdir())
    wanted = name.replace("{root}", str(root))
    assert (await editor.post("/console/files/check", file=wanted, text="a: 1")).status == 404
    assert (await editor.post(EDIT, file=wanted, text="a: 1", before="", do="save")).status == 404
    assert sorted(root.iterdir()) == before
    assert not (Path(tempfile.gettempdir()) / "owned.yaml").exists()  # beside the folder where a text is tried
