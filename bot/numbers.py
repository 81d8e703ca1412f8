"""Use cases about numbers: days are counted once, and kept when the turns are forgotten."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from flows.hours import in_vietnam
from flows.numbers import DayCount, GuideCount, by_guide
from storage.unit_of_work import UnitOfWork

LAST_MONTH = 30  # days


def keep_finished_days(uow: UnitOfWork, now: datetime, most: int = 60) -> int:
    """The number of days newly counted: every finished day whose turns are still there and that was not kept yet."""
    today, first = in_vietnam(now).date(), uow.statistics.first_turn()
    if first is None:
        return 0
    start = max(first, today - timedelta(days=most))
    known = uow.statistics.kept_days(start)
    missing = [day for day in days(start, today - timedelta(days=1)) if day not in known]
    for day in missing:
        uow.statistics.keep_day(day, uow.statistics.count_day(day))
    return len(missing)


def counts_between(uow: UnitOfWork, first: date, last: date) -> list[DayCount]:
    """The counts of the days from `first` to `last`; days not kept yet are counted now."""
    known = uow.statistics.kept_days(first)
    kept = uow.statistics.between(first, last)
    oldest = uow.statistics.first_turn()
    begin = max(first, oldest) if oldest else last + timedelta(days=1)
    return kept + [one for day in days(begin, last) if day not in known for one in uow.statistics.count_day(day)]


def guide_counts(uow: UnitOfWork, today: date) -> dict[str, GuideCount]:
    """How often each guide was asked for, refused and judged in the last month."""
    return by_guide(counts_between(uow, today - timedelta(days=LAST_MONTH), today))


def days(first: date, last: date) -> Iterable[date]:
    """The days from `first` to `last`, none when `last` is earlier."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
