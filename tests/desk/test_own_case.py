"""From the citizen's seat: the own case can be asked after and withdrawn, thanks ask nobody for an answer."""

import pytest

from flows.cases import CaseStatus
from flows.members import Role
from flows.messages import ChatRef, Inbound, InboundKind
from flows.outcomes import Outcome
from tests.fakes.office import Office

STANDING = (
    "ca của tôi tới đâu rồi",
    "xem tình trạng ca",
    "mã ca của tôi là gì",
    "ca em sao rồi ạ",
    "bao giờ có người trả lời",
    "có ai không",
    "sao lâu thế chưa ai trả lời",
)
OTHER_MATTERS = ("hồ sơ cả nhà tôi tới đâu rồi", "hủy đăng ký tạm trú thế nào", "tôi chưa tự làm được")
WITHDRAWN = ("hủy ca giúp tôi", "thôi không cần nữa tôi tự làm được rồi", "toi khong can nguoi ho tro nua", "rút ca")


@pytest.mark.parametrize("words", STANDING)
async def test_the_citizen_is_told_code_state_and_until_when(office: Office, words: str) -> None:
    office.hire("lan")
    case = await office.opens("bac-tam")
    turn = await office.says("bac-tam", words)
    assert turn.outcome is Outcome.CASE_STATUS
    assert turn.replies[0].text.startswith(f"Ca {case.code}, mở ngày 24/11/2026: Đang chờ người nhận. Chậm nhất")
    assert office.case(case.code).status is CaseStatus.OPEN


async def test_when_it_is_late_the_citizen_reads_so_and_whom_to_call(office: Office) -> None:
    await office.opens("bac-tam")
    await office.wait(180)
    turn = await office.says("bac-tam", "ca của tôi tới đâu rồi")
    assert "Đã quá hẹn, tôi xin lỗi" in turn.replies[0].text
    assert office.catalog.organisation.phone in turn.replies[0].text


@pytest.mark.parametrize(
    "words", ["hồ sơ cả nhà tôi tới đâu rồi", "hủy đăng ký tạm trú thế nào", "tôi chưa tự làm được"]
)
async def test_other_matters_stay_questions_or_words_for_the_person(office: Office, words: str) -> None:
    office.hire("lan")
    case = await office.opens("bac-tam")
    await office.desk.claim(case.code, "lan")
    turn = await office.says("bac-tam", words)
    assert turn.outcome is Outcome.CASE_CONTINUED
    assert office.log(case.code)[-1].text == words


@pytest.mark.parametrize("words", WITHDRAWN)
async def test_a_case_is_withdrawn_and_can_be_taken_back(office: Office, words: str) -> None:
    office.hire("lan")
    case = await office.opens("bac-tam")
    turn = await office.says("bac-tam", words)
    assert office.case(case.code).status is CaseStatus.CLOSED
    assert office.events(case.code)[-1] == "withdrawn"
    assert "không cần nữa" in office.posted(case.code)[-1]
    await office.says("bac-tam", choice=turn.replies[0].choices[0].id)
    assert office.case(case.code).status is CaseStatus.OPEN
    assert office.conversation("bac-tam").open_case == case.code


async def test_the_button_withdraws_only_the_own_case(office: Office) -> None:
    case = await office.opens("bac-tam")
    await office.opens("nguoi-la")
    await office.says("nguoi-la", choice=f"c:withdraw:{case.code}")
    assert office.case(case.code).status is CaseStatus.OPEN
    await office.says("bac-tam", choice=f"c:withdraw:{case.code}")
    assert office.case(case.code).status is CaseStatus.CLOSED


async def test_a_case_others_wait_for_too_goes_on_without_who_left(office: Office) -> None:
    office.hire("lan")
    first, second = await office.opens("bac-tam"), await office.opens("bac-chin")
    await office.desk.merge(second.code, "lan", first.code)
    await office.says("bac-tam", "rút ca giúp tôi")
    assert office.case(first.code).status is CaseStatus.OPEN
    await office.desk.write(first.code, "lan", "Bác cập nhật ứng dụng.")
    assert any("cập nhật" in text for text in office.heard("bac-chin"))


async def test_thanks_after_an_answer_wake_nobody_and_a_question_does(office: Office) -> None:
    office.hire("lan")
    case = await office.opens("bac-tam")
    await office.desk.write(case.code, "lan", "Bác cập nhật ứng dụng.")
    turn = await office.says("bac-tam", "được rồi, cảm ơn cháu nhiều nhé")
    assert office.case(case.code).status is CaseStatus.ANSWERED
    assert office.posted(case.code)[-1].endswith("cảm ơn cháu nhiều nhé")
    assert turn.replies[0].choices[0].id == f"c:withdraw:{case.code}"
    await office.says("bac-tam", "cảm ơn cháu nhưng vẫn chưa vào được")
    assert office.case(case.code).status is CaseStatus.CLAIMED


async def test_done_after_an_answer_closes_and_asks_for_stars_once(office: Office) -> None:
    office.hire("lan")
    case = await office.opens("bac-tam")
    await office.desk.write(case.code, "lan", "Bác cập nhật ứng dụng.")
    turn = await office.says("bac-tam", choice=f"c:withdraw:{case.code}")
    assert office.case(case.code).status is CaseStatus.CLOSED
    await office.says("bac-tam", choice=turn.replies[0].choices[4].id)
    assert office.case(case.code).stars == 5


async def test_after_closing_the_state_of_the_last_case_is_still_told(office: Office) -> None:
    office.hire("lan")
    case = await office.opens("bac-tam")
    await office.desk.close(case.code, "lan")
    turn = await office.says("bac-tam", "ca của tôi sao rồi")
    assert turn.replies[0].text.endswith("Đã xong.")


async def test_at_the_top_of_the_ladder_somebody_is_still_asked(office: Office) -> None:
    office.hire("to-truong", Role.LEAD)
    case = await office.opens("bac-tam")
    await office.wait(400)
    assert office.case(case.code).level == "1022"
    assert office.case(case.code).offered_to == "to-truong"


async def test_who_gives_a_number_or_asks_to_be_called_learns_that_nobody_calls(office: Office) -> None:
    turn = await office.says("bac-tam", "gọi cho tôi")
    assert "không gọi lại mà nhắn ngay tại đây" in turn.replies[0].text
    first = await office.says("bac-tam", "số tôi 0912345678, tên Tám")
    again = await office.says("bac-tam", "số nữa 0987654321, của con tôi")
    assert "không lưu số điện thoại" in first.replies[0].text
    assert again.replies[0].text.startswith("Tôi không lưu số điện thoại")
    assert "0912345678" not in "".join(entry.text for entry in office.log(office.case_of("bac-tam").code))


async def test_whoever_withdraws_from_the_platform_is_forgotten_by_the_teams_group_too(office: Office) -> None:
    office.hire("lan")
    case = await office.opens("bac-tam", "nhà em ở xóm Chùa")
    board = ChatRef(office.board, case.code)
    posts = [(one.id, f"post-{one.id}") for one in office.store.read_here(lambda uow: uow.outbox.waiting(board))]
    office.store.run_here(lambda uow: uow.outbox.mark_sent(posts, office.now))
    assert any("xóm Chùa" in text for text in office.posted(case.code))
    await office.assistant.handle(Inbound(ChatRef("web", "bac-tam"), "gone", kind=InboundKind.WITHDRAWN))
    assert not any("xóm Chùa" in text for text in office.posted(case.code))
    waiting = office.store.read_here(lambda uow: uow.outbox.waiting(board))
    assert {one.delete for one in waiting if one.delete} == {platform_id for _, platform_id in posts}
    assert office.case(case.code).status is CaseStatus.CLOSED
