"""When the desk is open, when it opens next, and when an answer is due; all in Vietnam's time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

from flows.organisation import Organisation

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")  # no summer time since 1975
_FARTHEST = 60  # days looked ahead; longer than any holiday


class Closure(StrEnum):
    """Why nobody is at the desk."""

    LUNCH = "lunch"
    AFTER_HOURS = "after-hours"
    DAY_OFF = "day-off"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of working time; both ends are aware moments in Vietnam's time."""

    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class DeskHours:
    """How things stand at a moment: open or why not, until when, and when it opens next."""

    is_open: bool
    closes_at: datetime | None = None
    opens_at: datetime | None = None
    closure: Closure | None = None
    holiday: str = ""


def in_vietnam(moment: datetime) -> datetime:
    """The same moment on Vietnam's clock."""
    return moment.astimezone(VIETNAM)


def holiday_on(organisation: Organisation, day: date) -> str:
    """The name of the holiday on `day`, or ""."""
    return next((name for when, name in organisation.holidays if when == day), "")


def spans_on(organisation: Organisation, day: date) -> tuple[Span, ...]:
    """The working spans of `day`, earliest first; none on holidays and days off."""
    if holiday_on(organisation, day):
        return ()
    weekday = day.weekday()
    has_own = any(hours.weekday == weekday for hours in organisation.hours)
    if day in organisation.working_days and not has_own:
        weekday = min((hours.weekday for hours in organisation.hours), default=weekday)
    spans = [
        Span(_at(day, hours.opens), _at(day, hours.closes))
        for hours in organisation.hours
        if hours.weekday == weekday and hours.opens < hours.closes
    ]
    return tuple(sorted(spans, key=lambda span: span.opens))


def hours_at(organisation: Organisation, moment: datetime) -> DeskHours:
    """How the desk's hours stand at `moment`."""
    here = in_vietnam(moment)
    today = spans_on(organisation, here.date())
    for span in today:
        if span.opens <= here < span.closes:
            return DeskHours(is_open=True, closes_at=span.closes)
    holiday = holiday_on(organisation, here.date())
    return DeskHours(
        is_open=False,
        opens_at=next_opening(organisation, moment),
        closure=_closure(today, here, holiday),
        holiday=holiday,
    )


def next_opening(organisation: Organisation, moment: datetime) -> datetime | None:
    """The first opening after `moment`, or None where no hours are known."""
    here = in_vietnam(moment)
    return next((span.opens for span in _spans_from(organisation, here) if span.opens > here), None)


def due_at(organisation: Organisation, opened: datetime, minutes: int | None = None) -> datetime | None:
    """The moment `minutes` of working time after `opened`, or None where no hours are known."""
    left = timedelta(minutes=organisation.answer_minutes if minutes is None else minutes)
    here = in_vietnam(opened)
    for span in _spans_from(organisation, here):
        start = max(span.opens, here)
        if start + left <= span.closes:
            return start + left
        left -= span.closes - start
    return None


def _spans_from(organisation: Organisation, here: datetime) -> Iterator[Span]:
    if here.year >= date.max.year - 1:
        return
    for days in range(_FARTHEST):
        for span in spans_on(organisation, here.date() + timedelta(days=days)):
            if span.closes > here:
                yield span


def _closure(today: tuple[Span, ...], here: datetime, holiday: str) -> Closure:
    if holiday:
        return Closure.HOLIDAY
    if not today:
        return Closure.DAY_OFF
    if today[0].opens <= here < today[-1].opens:
        return Closure.LUNCH
    return Closure.AFTER_HOURS


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, VIETNAM)
