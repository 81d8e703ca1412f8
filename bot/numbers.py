"""Use cases about numbers: days are counted once, and kept when the turns are forgotten."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from flows.hours import in_vietnam
from flows.numbers import DayCount, GuideCount, by_guide
from storage.unit_of_work import UnitOfWork

LAST_MONTH = 30  # days


def count_finished_days(uow: UnitOfWork, now: datetime, most: int = 60) -> dict[date, list[DayCount]]:
    """The counts of every finished day whose turns are still there and that was not kept yet; only looks."""
    today, first = in_vietnam(now).date(), uow.statistics.first_turn()
    if first is None:
        return {}
    start = max(first, today - timedelta(days=most))
    known = uow.statistics.kept_days(start)
    missing = [day for day in days(start, today - timedelta(days=1)) if day not in known]
    return {day: uow.statistics.count_day(day) for day in missing}


def keep_days(uow: UnitOfWork, counted: Mapping[date, Iterable[DayCount]]) -> None:
    """Keep the counts of days for good."""
    for day, counts in counted.items():
        uow.statistics.keep_day(day, counts)


def counts_between(uow: UnitOfWork, first: date, last: date) -> list[DayCount]:
    """The counts of the days from `first` to `last`; days not kept yet are counted now."""
    return uow.statistics.between(first, last) + _not_kept(uow, first, last)


def guide_counts(uow: UnitOfWork, today: date) -> dict[str, GuideCount]:
    """How often each guide was asked for, refused and judged in the last month."""
    first = today - timedelta(days=LAST_MONTH)
    return by_guide(uow.statistics.totals(first, today) + _not_kept(uow, first, today))


def _not_kept(uow: UnitOfWork, first: date, last: date) -> list[DayCount]:
    known, oldest = uow.statistics.kept_days(first), uow.statistics.first_turn()
    begin = max(first, oldest) if oldest else last + timedelta(days=1)
    return [one for day in days(begin, last) if day not in known for one in uow.statistics.count_day(day)]


def days(first: date, last: date) -> Iterable[date]:
    """The days from `first` to `last`, none when `last` is earlier."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
