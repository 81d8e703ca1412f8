"""Who a case is offered to, on which rung, and when it moves."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.access import may_see
from flows.cases import Case, CaseReason, CaseStatus
from flows.due_times import Move, answer_due, is_working, move_due, working_until
from flows.hours import hours_at
from flows.ladder import first_rung, levels_near, rung_above, rungs_of
from flows.members import Member, Role
from flows.messages import ChatRef
from flows.organisation import LADDER, Organisation, Route, Shift
from flows.routing import Roster, above, candidates, hamlet_named, next_to_ask, on_duty, start_of
from tests.fakes.office import WORKING, at

NOW = at("2026-11-24 09:00")  # a Tuesday
CASE = Case(1, "KQ7M2X", ChatRef("web", "1"), CaseStatus.OPEN, CaseReason.REQUESTED, NOW, hamlet="thon-1")
NOTHING = frozenset[str]()


def member(name: str, *areas: str, role: Role = Role.TEAM, **more: object) -> Member:
    return Member(name, name.capitalize(), role, areas, **more)  # type: ignore[arg-type]  # fields by name


def ids(members: list[Member]) -> list[str]:
    return [one.id for one in members]


@pytest.mark.parametrize(
    ("text", "hamlet"),
    [
        ("nhà tôi ở thôn 1", "thon-1"),
        ("thon mot ha chau", "thon-1"),
        ("ở thôn hai", "thon-2"),
        ("thôn 1 hay thôn hai", ""),
        ("ở thôn 12", ""),
        ("thôn 1 hay thôn 2 cũng được", ""),
        ("không nói", ""),
    ],
)
def test_a_hamlet_is_heard_in_what_people_write(text: str, hamlet: str) -> None:
    assert hamlet_named(WORKING, text) == hamlet


def test_the_team_of_the_hamlet_comes_first_and_others_are_not_asked() -> None:
    roster = Roster((member("lan", "thon-1"), member("minh", "thon-2"), member("hoa"), member("ed", role=Role.EDITOR)))
    assert ids(candidates(CASE, "hamlet", NOTHING, roster, WORKING, NOW)) == ["hoa", "lan"]


def test_a_case_of_an_unknown_hamlet_is_everybodys() -> None:
    roster = Roster((member("lan", "thon-1"), member("minh", "thon-2")))
    assert ids(candidates(replace(CASE, hamlet=""), "hamlet", NOTHING, roster, WORKING, NOW)) == ["lan", "minh"]


def test_a_case_goes_to_the_members_of_its_commune() -> None:
    near, far = member("lan", "22780"), member("xa", "26734", role=Role.LEAD)
    roster = Roster((near, far, member("minh", "thon-1")))
    case = replace(CASE, hamlet="", place="22780")
    assert ids(candidates(case, "hamlet", NOTHING, roster, WORKING, NOW)) == ["lan", "minh"]
    assert ids(candidates(case, "commune", NOTHING, roster, WORKING, NOW)) == ["lan"]
    assert ids(candidates(replace(case, place="26734"), "commune", NOTHING, roster, WORKING, NOW)) == ["xa"]


def test_members_see_the_own_areas_cases_and_those_whose_hamlet_nobody_knows() -> None:
    lan, xa = member("lan", "thon-1"), member("xa", "26734")
    assert may_see(lan, CASE)
    assert not may_see(lan, replace(CASE, hamlet="thon-2"))
    assert may_see(lan, replace(CASE, hamlet="", place="22780"))
    assert not may_see(xa, replace(CASE, hamlet="", place="22780"))
    assert may_see(xa, replace(CASE, hamlet="thon-9", place="26734"))
    assert may_see(xa, replace(CASE, place="22780", assignee="xa"))
    assert may_see(xa, replace(CASE, place="22780", offered_to="xa"))
    assert not may_see(replace(xa, active=False), replace(CASE, assignee="xa"))
    assert may_see(member("chi", "thon-2", role=Role.LEAD), CASE)


def test_who_has_fewest_cases_is_asked_first() -> None:
    roster = Roster((member("lan"), member("minh"), member("hoa")), {"hoa": 1, "lan": 3})
    assert ids(candidates(CASE, "hamlet", NOTHING, roster, WORKING, NOW)) == ["minh", "hoa", "lan"]


def test_presence_and_topic_weigh_more_than_load() -> None:
    roster = Roster(
        (
            member("lan", topics=("ho-tich-chung-thuc",)),
            member("minh"),
            member("hoa", present_until=NOW + timedelta(hours=1)),
            member("gone", present_until=NOW - timedelta(hours=1)),
            member("tax", topics=("thue",)),
        ),
        {"lan": 4, "hoa": 5},
    )
    topics = frozenset({"dang-ky-khai-sinh", "ho-tich-chung-thuc"})
    assert ids(candidates(CASE, "hamlet", topics, roster, WORKING, NOW)) == ["hoa", "lan", "gone", "minh"]


def test_the_rota_says_who_is_on_duty() -> None:
    monday_morning = Shift(0, ("minh",), time(7, 30), time(11, 30))
    organisation = replace(WORKING, rota=(monday_morning, Shift(1, ("lan",))))
    roster = Roster((member("hoa"), member("lan"), member("minh")))
    assert ids(candidates(CASE, "hamlet", NOTHING, roster, organisation, NOW))[0] == "lan"
    monday = at("2026-11-23 09:00")
    assert ids(candidates(CASE, "hamlet", NOTHING, roster, organisation, monday))[0] == "minh"
    assert on_duty(organisation, member("hoa"), at("2026-11-23 14:00"))  # nobody is named: everybody is


def test_the_next_to_ask_is_somebody_else_where_there_is_one() -> None:
    lan, minh = member("lan"), member("minh")
    assert next_to_ask("lan", [lan, minh]) == minh
    assert next_to_ask("lan", [lan]) == lan
    assert next_to_ask("", []) is None


def test_a_case_starts_on_the_lowest_rung_with_somebody_on_it() -> None:
    lead = member("to-truong", role=Role.LEAD)
    assert start_of(CASE, NOTHING, Roster((member("lan", "thon-1"), lead)), WORKING) == "hamlet"
    assert start_of(CASE, NOTHING, Roster((member("minh", "thon-2"), lead)), WORKING) == "commune"
    assert start_of(CASE, NOTHING, Roster(), WORKING) == "hamlet"


def test_the_ladder_leads_from_hamlet_to_1022_and_skips_empty_rungs() -> None:
    people = Roster((member("lan", "thon-1"), member("lead", role=Role.LEAD), member("province", "province")))
    levels = ["hamlet"]
    while (rung := above(replace(CASE, level=levels[-1]), NOTHING, people, WORKING)) is not None:
        levels.append(rung.level)
    assert levels == ["hamlet", "commune", "province", "1022"]
    only_team = Roster((member("lan", "thon-1"),))
    higher = above(CASE, NOTHING, only_team, WORKING)
    assert higher is not None
    assert higher.level == "1022"
    assert higher.is_outside


def test_topics_and_hamlets_choose_their_own_rungs() -> None:
    organisation = replace(
        WORKING,
        routes=(
            Route(("commune", "1022"), topics=("dat-dai-xay-dung",)),
            Route(("hamlet", "province"), hamlets=("thon-3",)),
        ),
    )
    assert [rung.level for rung in rungs_of(organisation, {"dat-dai-xay-dung"}, "thon-3")] == ["commune", "1022"]
    assert [rung.level for rung in rungs_of(organisation, set(), "thon-3")] == ["hamlet", "province"]
    assert rungs_of(organisation, set(), "thon-1") == LADDER
    assert first_rung((), lambda rung: True) is None
    assert rung_above(replace(CASE, level="commune"), LADDER[:1], lambda rung: True) == LADDER[0]


# -- the clock


def due(case: Case, now: datetime, *, can_rise: bool = True) -> Move | None:
    return move_due(case, WORKING, now, can_rise=can_rise)


def test_an_unclaimed_case_is_offered_again_and_then_goes_up() -> None:
    case = replace(CASE, offered_at=NOW, due_at=answer_due(WORKING, NOW))
    assert due(case, NOW + timedelta(minutes=29)) is None
    assert due(case, NOW + timedelta(minutes=30)) is Move.OFFER_AGAIN
    again = replace(case, offered_at=NOW + timedelta(minutes=30), offers=1)
    assert due(again, NOW + timedelta(minutes=59)) is None
    assert due(again, NOW + timedelta(minutes=60)) is Move.RAISE
    assert due(again, NOW + timedelta(minutes=60), can_rise=False) is None
    assert due(again, at("2026-11-24 14:00"), can_rise=False) is Move.OFFER_AGAIN  # 120 working minutes later


def test_a_silent_member_loses_the_case_and_the_promise_is_kept_whoever_has_it() -> None:
    case = replace(CASE, status=CaseStatus.CLAIMED, assignee="lan", offered_at=NOW, due_at=answer_due(WORKING, NOW))
    assert due(case, NOW + timedelta(minutes=59)) is None
    assert due(case, NOW + timedelta(minutes=60)) is Move.TAKE_BACK
    just_claimed = replace(case, offered_at=NOW + timedelta(minutes=115))
    assert due(just_claimed, NOW + timedelta(minutes=120)) is Move.RAISE


def test_lunch_night_weekend_and_tet_are_no_working_time() -> None:
    assert working_until(WORKING, at("2026-11-24 11:20"), 30) == at("2026-11-24 13:50")
    assert working_until(WORKING, at("2026-11-27 16:50"), 30) == at("2026-11-30 07:50")
    assert working_until(WORKING, at("2027-02-03 16:50"), 30) == at("2027-02-11 07:50")
    assert not is_working(WORKING, at("2026-11-24 12:10"))
    assert is_working(WORKING, at("2026-11-24 11:33"))  # what fell due at 11:30 is still done
    assert not is_working(WORKING, at("2027-02-05 09:00"))


def test_without_hours_an_ordinary_office_is_meant() -> None:
    assert working_until(Organisation(), at("2026-11-24 20:00"), 30) == at("2026-11-25 08:00")
    assert not is_working(Organisation(), at("2026-11-24 03:00"))


def test_answered_and_closed_cases_are_left_in_peace() -> None:
    answered = replace(CASE, status=CaseStatus.ANSWERED, answered_at=NOW, citizen_wrote_at=NOW - timedelta(hours=1))
    assert due(answered, NOW + timedelta(days=2)) is None
    assert due(answered, NOW + timedelta(days=3)) is Move.CLOSE
    assert due(replace(CASE, status=CaseStatus.CLOSED), NOW + timedelta(days=99)) is None


@given(st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 12, 1)), st.integers(1, 600))  # noqa: DTZ001 (the zone is added below)
def test_what_falls_due_falls_into_working_time(start: datetime, minutes: int) -> None:
    moment = working_until(WORKING, start.replace(tzinfo=NOW.tzinfo), minutes)
    desk = hours_at(WORKING, moment - timedelta(seconds=1))
    assert desk.is_open


@pytest.mark.parametrize(
    ("level", "order"),
    [
        ("hamlet", ("hamlet", "commune", "province", "1022")),
        ("commune", ("commune", "province", "hamlet", "1022")),
        ("1022", ("1022", "province", "commune", "hamlet")),
        ("unknown", ("unknown", "1022", "province", "commune", "hamlet")),
    ],
)
def test_where_nobody_is_on_a_rung_the_nearest_are_asked_first_and_of_two_the_higher(
    level: str, order: tuple[str, ...]
) -> None:
    assert levels_near(level, LADDER) == order
