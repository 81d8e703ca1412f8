"""An answered case becomes content: masked, tried against last month's questions, published by an editor."""

import yaml

from flows.editing import DraftStatus
from flows.messages import ChatRef
from tests.browser.house import House
from tests.console.conftest import UNHEARD, Doorman, Visit

TROUBLE = {
    "kind": "trouble",
    "guide": "dang-ky-khai-sinh",
    "question": "Trang khai sinh báo lỗi, gọi 0912345678",
    "answer": "Đổi trình duyệt khác rồi làm lại.",
    "teach": "1",
}


async def proposed(house: House, doorman: Doorman, **changes: str) -> int:
    case = await house.new_case("c1", "làm giấy khai sinh")
    member = await doorman.let_in("hoa")
    answer = await member.post(f"/console/cases/{case.code}/draft", **{**TROUBLE, **changes})
    assert answer.status == 303, await answer.text()
    [draft] = await house.store.read(lambda uow: uow.drafts.listed())
    return draft.id


async def rehearsed(editor: Visit, number: int) -> tuple[str, str]:
    page = await (await editor.post(f"/console/drafts/{number}", do="rehearse")).text()
    return page, page.split('name="rehearsed" value="')[1].split('"')[0]


async def test_a_draft_is_masked_before_it_is_kept(house: House, doorman: Doorman) -> None:
    number = await proposed(house, doorman)
    draft = await house.store.read(lambda uow: uow.drafts.get(number))
    assert draft is not None
    assert draft.question == "Trang khai sinh báo lỗi, gọi [số điện thoại]"


async def test_an_editor_tries_and_publishes_a_draft(house: House, doorman: Doorman) -> None:
    folder = house.content.parent / "tests" / "questions"
    folder.mkdir(parents=True)
    number = await proposed(house, doorman)
    editor = await doorman.let_in("minh")
    assert "Đổi trình duyệt khác" in (await editor.get(f"/console/drafts/{number}"))[1]
    page, digest = await rehearsed(editor, number)
    assert "sẽ được trả lời bằng: Đăng ký khai sinh" in page
    answer = await editor.post(f"/console/drafts/{number}", do="publish", rehearsed=digest)
    assert answer.status == 303
    guide = house.camtay.content.current().guides["dang-ky-khai-sinh"]
    assert guide.troubles[-1].fix == "Đổi trình duyệt khác rồi làm lại."
    assert guide.questions[-1] == "Trang khai sinh báo lỗi, gọi [số điện thoại]"
    kept = yaml.safe_load((folder / "dang-ky-khai-sinh.yaml").read_text(encoding="utf-8"))
    assert kept["questions"] == ["Trang khai sinh báo lỗi, gọi [số điện thoại]"]
    draft = await house.store.read(lambda uow: uow.drafts.get(number))
    assert draft is not None
    assert (draft.status, draft.reviewed_by) == (DraftStatus.PUBLISHED, "minh")
    assert (await editor.post(f"/console/drafts/{number}", do="publish", rehearsed=digest)).status == 409


async def test_nothing_is_published_untried(house: House, doorman: Doorman) -> None:
    number = await proposed(house, doorman)
    editor = await doorman.let_in("minh")
    answer = await editor.post(f"/console/drafts/{number}", do="publish", rehearsed="0000")
    assert answer.status == 200
    assert 'value="publish"' in await answer.text()
    assert "Đổi trình duyệt" not in str(house.camtay.content.current().guides["dang-ky-khai-sinh"].troubles)


async def test_questions_that_would_flip_are_listed(house: House, doorman: Doorman) -> None:
    await house.ask("c8", UNHEARD)
    number = await proposed(house, doorman, kind="question", question=UNHEARD)
    page, _ = await rehearsed(await doorman.let_in("minh"), number)
    assert "1 câu người dân đã hỏi sẽ được trả lời khác đi" in page
    assert UNHEARD in page


async def test_a_new_guide_goes_on_in_the_editor(house: House, doorman: Doorman) -> None:
    number = await proposed(
        house, doorman, kind="guide", title="Nuôi cá sấu", field="kinh-doanh", question="nuôi cá sấu"
    )
    editor = await doorman.let_in("minh")
    file = "guides/kinh-doanh/nuoi-ca-sau.yaml"
    status, page = await editor.get(f"/console/files/edit?file={file}&draft={number}")
    assert status == 200
    assert "nuôi cá sấu" in page
    draft = await house.store.read(lambda uow: uow.drafts.get(number))
    assert draft is not None
    text = house.camtay.content.current().guides
    assert "nuoi-ca-sau" not in text
    written = (
        (house.content / "guides/ho-tich/ly-hon.yaml")
        .read_text(encoding="utf-8")
        .replace("id: ly-hon", "id: nuoi-ca-sau", 1)
    )
    answer = await editor.post("/console/files/edit", file=file, text=written, before="", draft=str(number), do="save")
    assert answer.status == 303, await answer.text()
    assert "nuoi-ca-sau" in house.camtay.content.current().guides
    draft = await house.store.read(lambda uow: uow.drafts.get(number))
    assert draft is not None
    assert draft.status is DraftStatus.PUBLISHED


async def test_a_rejected_draft_changes_nothing(house: House, doorman: Doorman) -> None:
    number = await proposed(house, doorman)
    editor = await doorman.let_in("minh")
    assert (await editor.post(f"/console/drafts/{number}", do="reject")).status == 303
    assert await house.store.read(lambda uow: uow.drafts.listed()) == []


async def test_a_draft_without_its_words_is_refused(house: House, doorman: Doorman) -> None:
    case = await house.new_case("c1", "làm giấy khai sinh")
    member = await doorman.let_in("hoa")
    for changes in ({"question": " "}, {"answer": ""}, {"guide": "khong-co"}, {"kind": "guide", "title": ""}):
        answer = await member.post(f"/console/cases/{case.code}/draft", **{**TROUBLE, **changes})
        assert answer.status == 422, changes


async def test_a_visit_is_counted_and_nobody_named(house: House, doorman: Doorman) -> None:
    member, now = await doorman.let_in("hoa"), house.clock()
    assert "Đăng ký tạm trú" in (await member.get("/console/beside?q=tam tru"))[1]
    status, first = await member.get("/console/beside/dang-ky-tam-tru")
    assert status == 200
    assert "Bước 1/" in first
    assert (await member.get("/console/beside/dang-ky-tam-tru?step=end"))[0] == 200
    assert (await member.get("/console/beside/dang-ky-tam-tru?step=nowhere"))[0] == 404
    done = await member.post("/console/beside/dang-ky-tam-tru/done", hamlet="thon-1", finished="1")
    assert done.status == 303
    assert (await member.post("/console/beside/class", people="24")).status == 303
    assert (await member.post("/console/beside/class", people="0")).status == 422
    visits = await house.store.read(lambda uow: uow.visits.between(now, house.clock()))
    assert [(one.member, one.hamlet, one.guide_id, one.people) for one in visits] == [
        ("hoa", "thon-1", "dang-ky-tam-tru", 1),
        ("hoa", "", "", 24),
    ]


async def test_an_admin_enters_a_member_and_hands_out_a_link(house: House, doorman: Doorman) -> None:
    admin = await doorman.let_in("quang")
    assert (await admin.post("/console/people", name="Bà Tư", role="team")).status == 303
    assert (await admin.post("/console/people", name="Bà Tư", role="team")).status == 422
    page = await (await admin.post("/console/people/ba-tu/link")).text()
    link = page.split("<code>")[1].split("</code>")[0]
    fresh = await doorman.let_in()
    async with fresh.http.post(link) as answer:
        assert answer.status == 200
    fields = {"name": "Bà Tư", "role": "lead", "areas": "thon-2", "telegram_id": "77"}
    assert (await admin.post("/console/people/ba-tu", **fields)).status == 303
    member = await house.store.read(lambda uow: uow.members.get("ba-tu"))
    assert member is not None
    assert (member.active, member.areas, member.telegram_id) == (False, ("thon-2",), "77")
    assert (await fresh.get("/console"))[0] == 401
    assert (await admin.post("/console/people/quang", name="Quang", role="team", active="1")).status == 422


async def test_a_member_may_ask_for_a_link_in_the_own_chat(house: House, doorman: Doorman) -> None:
    nobody = await doorman.let_in()
    answers = []
    for name in ("hoa", "khong-co-ai"):
        async with nobody.http.post(f"{house.address}/console/sign-in", data={"member": name}) as answer:
            answers.append((answer.status, (await answer.text()).replace(name, "")))
    assert answers[0] == answers[1]
    assert await house.store.read(lambda uow: uow.outbox.waiting(ChatRef("telegram", "77"))) == []
