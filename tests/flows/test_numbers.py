"""Counts are put together as their definitions say."""

from datetime import UTC, date, datetime, timedelta

from flows.cases import Case, CaseReason, CaseStatus
from flows.messages import ChatRef
from flows.numbers import DayCount, by_guide, by_week, cases_by, share, summed, summed_by, summed_cases

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def count(outcome: str, number: int, *, day: date = MONDAY, guide: str = "", channel: str = "web") -> DayCount:
    return DayCount(day, channel, "", guide, outcome, number)


def case(number: int, *, waited: int | None = None, due: int | None = None, stars: int | None = None) -> Case:
    opened = NOW - timedelta(minutes=300)
    return Case(
        number=number,
        code=f"C{number}",
        chat=ChatRef("web", str(number)),
        status=CaseStatus.OPEN,
        reason=CaseReason.REQUESTED,
        opened_at=opened,
        first_answer_at=None if waited is None else opened + timedelta(minutes=waited),
        due_at=None if due is None else opened + timedelta(minutes=due),
        stars=stars,
        assignee="hoa" if number % 2 else "binh",
    )


def test_solved_is_what_was_answered_and_not_refused() -> None:
    total = summed([count("answered", 8), count("refused", 2), count("asked_back", 1), count("small_talk", 5)])
    assert (total.asked, total.solved, total.wrong, total.answered_or_asked_back) == (9, 6, 2, 9)
    assert total.others == 2


def test_nothing_has_no_share() -> None:
    assert share(0, 0) is None
    assert summed([]).asked == 0
    assert summed_cases([], NOW).minutes is None


def test_groups_leave_out_what_has_no_name() -> None:
    found = summed_by([count("answered", 1, guide="a"), count("answered", 3, guide="b"), count("no_match", 9)],
                      lambda one: one.guide_id)  # fmt: skip
    assert list(found) == ["b", "a"]


def test_weeks_without_questions_are_there_too() -> None:
    weeks = by_week([count("answered", 1)], MONDAY - timedelta(days=10), MONDAY + timedelta(days=2))
    assert [week.isoformat() for week in weeks] == ["2026-11-09", "2026-11-16", "2026-11-23"]
    assert [one.asked for one in weeks.values()] == [0, 0, 1]


def test_a_guides_share_of_wrong_answers() -> None:
    counts = [count("answered", 4, guide="a"), count("refused", 1, guide="a"), count("helped", 2, guide="a")]
    assert by_guide(counts)["a"].wrong_share == 0.25
    assert by_guide([count("helped", 2, guide="b")])["b"].wrong_share is None


def test_a_case_is_late_when_its_answer_was_or_is() -> None:
    cases = [case(1, waited=10, due=60), case(2, waited=90, due=60), case(3, due=60), case(4, due=600), case(5)]
    found = summed_cases(cases, NOW)
    assert (found.opened, found.answered, found.overdue, found.minutes) == (5, 2, 2, 50)


def test_ratings_are_counted_beside_their_mean() -> None:
    found = cases_by([case(1, stars=5), case(3, stars=2), case(2)], lambda one: one.assignee, NOW)
    assert (found["hoa"].stars, found["hoa"].ratings) == (3.5, 2)
    assert found["binh"].stars is None
