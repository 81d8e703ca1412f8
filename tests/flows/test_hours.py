"""Opening hours, lunch, holidays, Tết, and working minutes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.hours import VIETNAM, Closure, due_at, holiday_on, hours_at, in_vietnam, next_opening, spans_on
from flows.organisation import Organisation
from tests.fakes.organisation import ORGANISATION, TET


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("moment", "closure", "opens"),
    [
        ("2026-11-24 07:00", Closure.AFTER_HOURS, "2026-11-24 07:30"),
        ("2026-11-24 11:30", Closure.LUNCH, "2026-11-24 13:30"),
        ("2026-11-24 12:10", Closure.LUNCH, "2026-11-24 13:30"),
        ("2026-11-24 17:00", Closure.AFTER_HOURS, "2026-11-25 07:30"),
        ("2026-11-27 18:00", Closure.AFTER_HOURS, "2026-11-30 07:30"),
        ("2026-11-28 09:00", Closure.DAY_OFF, "2026-11-30 07:30"),
        ("2027-02-05 09:00", Closure.HOLIDAY, "2027-02-11 07:30"),
    ],
)
def test_closed_hours_say_why_and_until_when(moment: str, closure: Closure, opens: str) -> None:
    desk = hours_at(ORGANISATION, at(moment))
    assert not desk.is_open
    assert desk.closure is closure
    assert desk.opens_at == at(opens)


def test_open_hours_say_until_when() -> None:
    desk = hours_at(ORGANISATION, at("2026-11-24 08:00"))
    assert desk.is_open
    assert desk.closes_at == at("2026-11-24 11:30")


def test_hours_are_vietnams_whatever_the_clock_of_the_server() -> None:
    assert hours_at(ORGANISATION, datetime(2026, 11, 24, 1, 0, tzinfo=UTC)).is_open  # 08:00 in Vietnam
    assert not hours_at(ORGANISATION, datetime(2026, 11, 24, 5, 0, tzinfo=UTC)).is_open  # noon


def test_tet_has_a_name() -> None:
    assert holiday_on(ORGANISATION, TET) == "Tết Nguyên đán"
    assert hours_at(ORGANISATION, at("2027-02-06 10:00")).holiday == "Tết Nguyên đán"
    assert spans_on(ORGANISATION, TET) == ()


def test_a_day_off_that_is_worked_instead_is_open() -> None:
    assert hours_at(ORGANISATION, at("2027-02-13 09:00")).is_open
    assert not hours_at(ORGANISATION, at("2027-02-20 09:00")).is_open


@pytest.mark.parametrize(
    ("opened", "minutes", "due"),
    [
        ("2026-11-24 08:00", 120, "2026-11-24 10:00"),
        ("2026-11-24 12:10", 120, "2026-11-24 15:30"),
        ("2026-11-24 11:00", 60, "2026-11-24 14:00"),
        ("2026-11-24 16:30", 60, "2026-11-25 08:00"),
        ("2026-11-27 16:30", 120, "2026-11-30 09:00"),
        ("2027-02-03 16:30", 60, "2027-02-11 08:00"),
        ("2026-11-24 08:00", 0, "2026-11-24 08:00"),
        ("2026-11-28 08:00", 0, "2026-11-30 07:30"),
    ],
)
def test_due_times_count_working_minutes_only(opened: str, minutes: int, due: str) -> None:
    assert due_at(ORGANISATION, at(opened), minutes) == at(due)


def test_without_known_hours_nothing_is_promised() -> None:
    assert due_at(Organisation(), at("2026-11-24 08:00")) is None
    assert next_opening(Organisation(), at("2026-11-24 08:00")) is None


@given(st.integers(0, 60 * 24 * 700), st.integers(0, 3000))
def test_a_due_time_lies_in_working_hours_and_never_before_the_opening(offset: int, minutes: int) -> None:
    begin = at("2026-01-01 00:00") + timedelta(minutes=offset)
    due = due_at(ORGANISATION, begin, minutes)
    assert due is not None
    assert due >= begin
    assert any(span.opens <= due <= span.closes for span in spans_on(ORGANISATION, in_vietnam(due).date()))
    later = due_at(ORGANISATION, begin + timedelta(minutes=1), minutes)
    assert later is not None
    assert later >= due


def test_far_dates_do_not_break_the_calendar() -> None:
    assert next_opening(ORGANISATION, datetime(date.max.year, 12, 31, tzinfo=VIETNAM)) is None
