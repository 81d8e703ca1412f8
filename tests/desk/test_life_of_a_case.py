"""Open → claimed → answered → closed and back, and everything in between."""

import pytest

from flows.cases import CaseError, CaseStatus, EntryKind
from flows.members import Role
from tests.fakes.office import Office


async def test_a_case_goes_from_open_to_closed_and_its_trail_tells_how(office: Office) -> None:
    office.hire("lan")
    case = await office.opens("bac-tam")
    assert case.status is CaseStatus.OPEN
    assert case.due_at is not None
    await office.desk.claim(case.code, "lan")
    await office.desk.write(case.code, "lan", "Bác mang thẻ căn cước ra xã.")
    await office.desk.close(case.code, "lan")
    done = office.case(case.code)
    assert done.status is CaseStatus.CLOSED
    assert done.first_answer_at == office.now
    assert office.events(case.code) == ["offered", "claimed", "closed"]
    assert [entry.author for entry in office.log(case.code)][-3:] == ["lan", "lan", "lan"]
    assert "Bác mang thẻ căn cước ra xã." in office.heard("bac-tam")[-2]
    assert "đã xong" in office.heard("bac-tam")[-1]


async def test_the_loser_of_a_claim_reads_who_has_the_case(office: Office) -> None:
    office.hire("lan")
    office.hire("minh")
    case = await office.opens("bac-tam")
    await office.desk.claim(case.code, "lan")
    with pytest.raises(CaseError) as refused:
        await office.desk.claim(case.code, "minh")
    assert refused.value.message == f"Ca {case.code} đã có Lan nhận."
    assert office.case(case.code).assignee == "lan"


async def test_a_second_tap_on_claim_changes_nothing(office: Office) -> None:
    office.hire("lan")
    case = await office.opens("bac-tam")
    await office.desk.claim(case.code, "lan")
    await office.desk.claim(case.code, "lan")
    assert office.events(case.code).count("claimed") == 1


async def test_nobody_answers_a_case_somebody_else_has_but_a_lead_may(office: Office) -> None:
    office.hire("lan")
    office.hire("minh")
    office.hire("to-truong", Role.LEAD)
    case = await office.opens("bac-tam")
    await office.desk.claim(case.code, "lan")
    with pytest.raises(CaseError, match="Lan"):
        await office.desk.write(case.code, "minh", "Để em trả lời.")
    await office.desk.write(case.code, "to-truong", "Tôi trả lời thay.")
    assert office.case(case.code).assignee == "to-truong"


async def test_an_answer_without_a_claim_takes_the_case(office: Office) -> None:
    office.hire("lan")
    case = await office.opens("bac-tam")
    answered = await office.desk.write(case.code, "lan", "Dạ có ạ.")
    assert (answered.assignee, answered.status) == ("lan", CaseStatus.ANSWERED)


async def test_a_released_case_is_offered_to_somebody_else(office: Office) -> None:
    office.hire("lan")
    office.hire("minh")
    case = await office.opens("bac-tam")
    await office.desk.claim(case.code, "lan")
    released = await office.desk.release(case.code, "lan")
    assert released.status is CaseStatus.OPEN
    assert released.assignee == ""
    assert released.offered_to == "minh"
    with pytest.raises(CaseError, match="chưa có ai nhận"):
        await office.desk.release(case.code, "lan")


async def test_only_the_holder_or_a_lead_hands_a_case_on(office: Office) -> None:
    office.hire("lan")
    office.hire("minh")
    office.hire("hoa")
    office.hire("to-truong", Role.LEAD)
    case = await office.opens("bac-tam")
    await office.desk.claim(case.code, "lan")
    with pytest.raises(CaseError, match="Lan"):
        await office.desk.hand_on(case.code, "minh", "hoa")
    await office.desk.hand_on(case.code, "lan", "minh")
    assert office.case(case.code).assignee == "minh"
    await office.desk.hand_on(case.code, "to-truong", "hoa")
    assert office.case(case.code).assignee == "hoa"
    with pytest.raises(CaseError, match="Không có ai mang mã"):
        await office.desk.hand_on(case.code, "hoa", "nobody")


async def test_nobody_hands_a_case_to_who_answers_none(office: Office) -> None:
    office.hire("lan")
    office.hire("bien-tap", Role.EDITOR)
    case = await office.opens("bac-tam")
    await office.desk.claim(case.code, "lan")
    with pytest.raises(CaseError, match="không trực ca"):
        await office.desk.hand_on(case.code, "lan", "bien-tap")
    with pytest.raises(CaseError, match="đang ở chỗ Lan rồi"):
        await office.desk.hand_on(case.code, "lan", "lan")
    assert office.case(case.code).assignee == "lan"


async def test_only_the_first_answer_counts_for_how_long_a_citizen_waited(office: Office) -> None:
    office.hire("lan")
    case = await office.opens("bac-tam")
    first = (await office.desk.write(case.code, "lan", "Bác thử lại nhé.")).answered_at
    await office.wait(30)
    again = await office.desk.write(case.code, "lan", "Bác thử được chưa ạ?")
    assert (again.first_answer_at, again.answered_at) == (first, office.now)


async def test_notes_never_reach_the_citizen(office: Office) -> None:
    office.hire("lan")
    case = await office.opens("bac-tam")
    before = office.heard("bac-tam")
    await office.desk.write(case.code, "lan", "Bác này hay quên mật khẩu.", kind=EntryKind.NOTE)
    assert office.heard("bac-tam") == before
    assert office.log(case.code)[-1].kind is EntryKind.NOTE
    assert office.posted(case.code)[-1] == "📝 Lan ghi chú: Bác này hay quên mật khẩu."


async def test_an_impatient_second_tap_says_nothing_twice(office: Office) -> None:
    office.hire("lan")
    case = await office.opens("bac-tam")
    for kind in (EntryKind.ANSWER, EntryKind.NOTE):
        for _ in range(2):
            await office.desk.write(case.code, "lan", "Bác chờ chút nhé.", kind=kind)
        assert [entry.kind for entry in office.log(case.code)].count(kind) == 1
    assert sum("Bác chờ chút nhé." in text for text in office.heard("bac-tam")) == 1
    await office.wait(5)
    await office.desk.write(case.code, "lan", "Bác chờ chút nhé.")
    assert sum("Bác chờ chút nhé." in text for text in office.heard("bac-tam")) == 2


async def test_empty_and_endless_texts_are_refused(office: Office) -> None:
    case = await office.opens("bac-tam")
    with pytest.raises(CaseError, match="để trống"):
        await office.desk.write(case.code, "lan", "  \n ")
    with pytest.raises(CaseError, match="để trống"):
        await office.desk.write(case.code, "lan", "", kind=EntryKind.NOTE)
    with pytest.raises(CaseError, match="dài quá"):
        await office.desk.write(case.code, "lan", "a" * 4001)


async def test_the_citizens_reply_brings_an_answered_case_back_with_a_new_due_time(office: Office) -> None:
    office.hire("lan")
    case = await office.opens("bac-tam")
    await office.desk.write(case.code, "lan", "Bác thử lại nhé.")
    await office.wait(60)
    await office.says("bac-tam", "vẫn không được cháu ơi")
    again = office.case(case.code)
    assert (again.status, again.assignee) == (CaseStatus.CLAIMED, "lan")
    assert again.due_at is not None
    assert again.due_at > office.now
    assert "reopened" in office.events(case.code)
    assert office.posted(case.code)[-1] == "👤 vẫn không được cháu ơi"


async def test_labels_are_cleaned_and_counted(office: Office) -> None:
    case = await office.opens("bac-tam")
    labelled = await office.desk.label(case.code, "lan", (" Mất  điện thoại", "mất điện thoại", ""))
    assert labelled.labels == ("mất điện thoại",)
    with pytest.raises(CaseError, match="nhãn"):
        await office.desk.label(case.code, "lan", tuple(f"n{number}" for number in range(9)))


async def test_a_merged_case_goes_on_in_the_other_and_both_chats_hear_the_answer(office: Office) -> None:
    office.hire("lan")
    first, second = await office.opens("bac-tam"), await office.opens("bac-tam-tren-may-khac")
    await office.says("bac-tam-tren-may-khac", "máy báo lỗi 401")
    into = await office.desk.merge(second.code, "lan", first.code)
    assert into.code == first.code
    closed = office.case(second.code)
    assert (closed.status, closed.merged_into) == (CaseStatus.CLOSED, first.number)
    assert any(entry.text == "máy báo lỗi 401" for entry in office.log(first.code))
    await office.desk.write(first.code, "lan", "Bác cập nhật ứng dụng.")
    for chat in ("bac-tam", "bac-tam-tren-may-khac"):
        assert sum("Bác cập nhật ứng dụng." in text for text in office.heard(chat)) == 1
    await office.says("bac-tam-tren-may-khac", "được rồi cháu")
    assert office.log(first.code)[-1].text in {"được rồi cháu", "reopened"}
    with pytest.raises(CaseError, match="gộp"):
        await office.desk.merge(first.code, "lan", first.code)


async def test_a_closed_case_takes_nothing_but_reopening(office: Office) -> None:
    office.hire("lan")
    case = await office.opens("bac-tam")
    await office.desk.close(case.code, "lan")
    for act in (office.desk.claim, office.desk.release, office.desk.close):
        with pytest.raises(CaseError, match="đã đóng"):
            await act(case.code, "lan")
    with pytest.raises(CaseError, match="đã đóng"):
        await office.desk.write(case.code, "lan", "muộn rồi")
    opened = await office.desk.reopen(case.code, "lan")
    assert (opened.status, opened.assignee) == (CaseStatus.CLAIMED, "lan")
    await office.says("bac-tam", "vâng tôi nghe")
    assert office.log(case.code)[-1].text == "vâng tôi nghe"


async def test_unknown_codes_are_refused(office: Office) -> None:
    with pytest.raises(CaseError, match="Không có ca nào"):
        await office.desk.claim("ZZZZZ9", "lan")
