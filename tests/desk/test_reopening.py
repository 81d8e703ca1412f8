"""A closed case opens again at the citizen's word, for some days."""

from datetime import timedelta

import pytest

from flows.cases import CaseStatus
from flows.outcomes import Outcome
from tests.fakes.office import Office


async def closed_case(office: Office) -> str:
    """The code of a case that was answered and closed."""
    office.hire("lan")
    case = await office.opens("bac-tam")
    await office.desk.write(case.code, "lan", "Bác thử lại nhé.")
    await office.desk.close(case.code, "lan")
    return case.code


@pytest.mark.parametrize("words", ["chưa xong cháu ơi", "van khong duoc", "mở lại ca giúp tôi", "vẫn lỗi"])
async def test_saying_it_is_not_done_brings_the_case_back_to_who_answered(office: Office, words: str) -> None:
    code = await closed_case(office)
    turn = await office.says("bac-tam", words)
    again = office.case(code)
    assert (again.status, again.assignee, again.closed_at) == (CaseStatus.CLAIMED, "lan", None)
    assert again.due_at is not None
    assert again.due_at > office.now
    assert "mở lại ca" in turn.replies[0].text
    await office.says("bac-tam", "máy báo lỗi 401")
    assert office.log(code)[-1].text == "máy báo lỗi 401"


async def test_the_button_does_the_same_and_an_old_button_does_nothing(office: Office) -> None:
    code = await closed_case(office)
    await office.says("bac-tam", choice=f"c:again:{code}")
    assert office.case(code).status is CaseStatus.CLAIMED
    await office.desk.close(code, "lan")
    office.now += timedelta(days=office.catalog.organisation.reopen_days, minutes=1)
    turn = await office.says("bac-tam", choice=f"c:again:{code}")
    assert turn.outcome is Outcome.CASE_STATUS
    assert office.case(code).status is CaseStatus.CLOSED


async def test_another_citizens_button_opens_nothing(office: Office) -> None:
    code = await closed_case(office)
    await office.says("nguoi-la", choice=f"c:again:{code}")
    assert office.case(code).status is CaseStatus.CLOSED


async def test_a_new_question_after_closing_is_the_assistants(office: Office) -> None:
    code = await closed_case(office)
    turn = await office.says("bac-tam", "lệ phí đăng ký tạm trú")
    assert turn.outcome is Outcome.ANSWERED
    assert office.case(code).status is CaseStatus.CLOSED


async def test_stars_and_a_word_are_kept_with_the_case(office: Office) -> None:
    code = await closed_case(office)
    await office.says("bac-tam", choice=f"e:{code}:4")
    await office.says("bac-tam", "cháu Lan nhiệt tình lắm")
    rated = office.case(code)
    assert (rated.stars, rated.comment) == (4, "cháu Lan nhiệt tình lắm")
    assert rated.status is CaseStatus.CLOSED


async def test_nobody_rates_the_case_of_somebody_else(office: Office) -> None:
    code = await closed_case(office)
    await office.says("nguoi-la", choice=f"e:{code}:1")
    assert office.case(code).stars is None


async def test_an_answered_case_closes_by_itself_when_the_citizen_says_no_more(office: Office) -> None:
    office.hire("lan")
    case = await office.opens("bac-tam")
    await office.desk.write(case.code, "lan", "Dạ được ạ.")
    await office.wait(2 * 24 * 60, step=60)
    assert office.case(case.code).status is CaseStatus.ANSWERED
    await office.wait(24 * 60 + 60, step=60)
    assert office.case(case.code).status is CaseStatus.CLOSED
    assert office.heard("bac-tam")[-1].count("đã xong") == 1
