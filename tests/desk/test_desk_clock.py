"""Forgotten cases are offered again in silence, then go up; the citizen is told when they move."""

from dataclasses import replace
from datetime import timedelta

from flows.cases import CaseStatus
from flows.members import Role
from flows.numbers import was_late
from flows.organisation import LADDER
from tests.fakes.office import Office, at


async def test_an_unclaimed_case_is_offered_to_the_next_and_the_citizen_hears_nothing(office: Office) -> None:
    office.hire("lan", Role.TEAM, "thon-1")
    office.hire("minh", Role.TEAM, "thon-1")
    case = await office.opens("bac-tam", "tôi ở thôn 1")
    first = office.case(case.code).offered_to
    heard = office.heard("bac-tam")
    await office.wait(35)
    offered = office.case(case.code)
    assert {first, offered.offered_to} == {"lan", "minh"}
    assert office.heard("bac-tam") == heard
    assert office.posted(case.code)[-1] == f"⏰ Ca chưa có ai nhận. Mời {offered.offered_to.capitalize()} nhận."


async def test_it_climbs_rung_by_rung_and_the_citizen_is_told_until_when(office: Office) -> None:
    office.hire("lan", Role.TEAM, "thon-1")
    office.hire("to-truong", Role.LEAD)
    office.hire("so", Role.LEAD, "province")
    case = await office.opens("bac-tam", "tôi ở thôn 1")
    assert office.case(case.code).level == "hamlet"
    await office.wait(65)
    assert office.case(case.code).level == "commune"
    assert office.case(case.code).offered_to == "to-truong"
    assert office.heard("bac-tam")[-1].endswith(
        "được chuyển lên cán bộ xã. Chậm nhất 11:00 hôm nay sẽ có người trả lời."
    )
    await office.wait(65)
    assert office.case(case.code).level == "province"
    assert office.heard("bac-tam")[-1].count("cán bộ tỉnh") == 1
    promised = office.case(case.code).due_at
    await office.wait(65)
    top = office.case(case.code)
    assert top.level == "1022"
    assert top.status is CaseStatus.OPEN
    assert top.due_at == promised  # another office answers by its own clock: here the case stays overdue
    assert "gọi 1022" in office.heard("bac-tam")[-1]
    said = len(office.heard("bac-tam"))
    await office.wait(3 * 24 * 60, step=30)
    assert len(office.heard("bac-tam")) == said  # it stays among the overdue, and nobody is told again and again
    assert office.events(case.code).count("raised") == 3


async def test_a_case_goes_up_at_its_due_time_even_from_a_member_who_holds_it(office: Office) -> None:
    office.hire("lan")
    office.hire("to-truong", Role.LEAD)
    case = await office.opens("bac-tam")
    await office.wait(25)
    await office.desk.claim(case.code, "lan")
    await office.wait(55)
    await office.desk.release(case.code, "lan")
    await office.desk.claim(case.code, "lan")
    await office.wait(45)
    moved = office.case(case.code)
    assert (moved.level, moved.assignee, moved.status) == ("commune", "", CaseStatus.OPEN)


async def test_a_silent_member_loses_the_case_to_somebody_else(office: Office) -> None:
    office.hire("lan")
    office.hire("minh")
    case = await office.opens("bac-tam")
    await office.desk.claim(case.code, "lan")
    await office.wait(60)
    taken = office.case(case.code)
    assert (taken.status, taken.assignee, taken.offered_to) == (CaseStatus.OPEN, "", "minh")
    assert "taken-back" in office.events(case.code)


async def test_nothing_moves_over_lunch_night_and_tet(office: Office) -> None:
    office.hire("lan")
    office.hire("to-truong", Role.LEAD)
    office.now = at("2027-02-03 16:50")  # ten working minutes before Tết
    case = await office.opens("bac-tam")
    await office.wait(7 * 24 * 60, step=60)
    assert office.events(case.code) == ["offered"]
    office.now = at("2027-02-11 07:45")
    await office.wait(10)
    assert "offered-again" in office.events(case.code)


async def test_a_note_of_the_clock_is_written_once_by_two_processes(office: Office) -> None:
    office.hire("lan")
    office.hire("minh")
    case = await office.opens("bac-tam")
    office.now += timedelta(minutes=31)
    for _ in range(3):
        await office.clock.run_due(office.now)
    assert office.events(case.code).count("offered-again") == 1


async def test_a_topic_may_have_a_ladder_of_its_own(office: Office) -> None:
    office.catalog = replace(
        office.catalog, organisation=replace(office.catalog.organisation, ladder=(LADDER[1], LADDER[3]))
    )
    office.hire("lan")
    office.hire("to-truong", Role.LEAD)
    case = await office.opens("bac-tam")
    assert office.case(case.code).level == "commune"


async def test_where_nobody_stands_above_the_citizen_hears_once_that_it_is_late(office: Office) -> None:
    office.catalog = replace(office.catalog, organisation=replace(office.catalog.organisation, ladder=LADDER[:1]))
    office.hire("lan")
    case = await office.opens("bac-tam")
    heard = len(office.heard("bac-tam"))
    await office.wait(119)
    assert len(office.heard("bac-tam")) == heard
    await office.wait(2 * 24 * 60, step=15)
    assert len(office.heard("bac-tam")) == heard + 1
    assert "đã quá hẹn mà chưa có người trả lời" in office.heard("bac-tam")[-1]
    assert office.events(case.code).count("offered-again") > 3


async def test_a_silent_holder_at_the_top_leaves_no_citizen_without_a_word(office: Office) -> None:
    office.catalog = replace(office.catalog, organisation=replace(office.catalog.organisation, ladder=LADDER[:1]))
    office.hire("lan")
    case = await office.opens("bac-tam")
    await office.wait(110)
    await office.desk.claim(case.code, "lan")
    await office.wait(200)
    assert office.case(case.code).status is CaseStatus.OPEN
    assert sum("đã quá hẹn" in text for text in office.heard("bac-tam")) == 1


async def test_a_new_due_time_higher_up_mends_no_broken_promise(office: Office) -> None:
    office.hire("lan")
    office.hire("to-truong", Role.LEAD)
    first = await office.opens("bac-tam")
    await office.wait(115)
    await office.desk.claim(first.code, "lan")
    await office.wait(30)
    moved = await office.desk.write(first.code, "to-truong", "Bác mang thẻ ra xã.")
    assert moved.level == "commune"
    assert moved.promised_at == first.due_at
    assert was_late(moved, office.now)
