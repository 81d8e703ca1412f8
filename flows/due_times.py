"""What the clock does with a case nobody answers; all spans are working minutes, so nights and Tết move nothing."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from flows.cases import Case, CaseStatus
from flows.hours import due_at, hours_at
from flows.organisation import OpeningHours, Organisation

MOST_OFFERS = 1  # how often a case is offered again on a rung before it goes up
AFTER_CLOSING = timedelta(minutes=5)  # what fell due at the very end of a span is still done then
OFFICE_HOURS = tuple(
    OpeningHours(weekday, opens, closes)
    for weekday in range(5)
    for opens, closes in ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
)


class Move(StrEnum):
    """What the clock asks for."""

    OFFER_AGAIN = "offer-again"
    TAKE_BACK = "take-back"
    RAISE = "raise"
    CLOSE = "close"


def working_until(organisation: Organisation, start: datetime, minutes: int) -> datetime:
    """The moment `minutes` of working time after `start`; where no hours are known, those of an ordinary office."""
    found = due_at(_with_hours(organisation), start, minutes)
    return found or start + timedelta(minutes=minutes)


def answer_due(organisation: Organisation, start: datetime) -> datetime:
    """The moment by which somebody should have answered what was asked at `start`."""
    return working_until(organisation, start, organisation.answer_minutes)


def is_working(organisation: Organisation, now: datetime) -> bool:
    """Whether members may be asked for something now, or the desk closed only just now."""
    known = _with_hours(organisation)
    return hours_at(known, now).is_open or hours_at(known, now - AFTER_CLOSING).is_open


def falls_late(case: Case, now: datetime) -> bool:
    """Whether the promised time has passed since the case was last put before somebody: the first look after it."""
    shown = case.offered_at or case.opened_at
    return case.due_at is not None and shown < case.due_at <= now


def move_due(case: Case, organisation: Organisation, now: datetime, *, can_rise: bool) -> Move | None:
    """What the clock does with `case` at `now`; None while there is time."""
    if case.status is CaseStatus.CLOSED:
        return None
    if case.status is CaseStatus.ANSWERED:
        silent_since = max(filter(None, (case.answered_at, case.citizen_wrote_at)), default=case.opened_at)
        return Move.CLOSE if now - silent_since >= timedelta(days=organisation.close_days) else None
    if can_rise and case.due_at is not None and case.due_at <= now:
        return Move.RAISE
    shown = case.offered_at or case.opened_at
    if case.status is CaseStatus.CLAIMED:
        return Move.TAKE_BACK if working_until(organisation, shown, organisation.quiet_minutes) <= now else None
    patience = organisation.claim_minutes if can_rise or not case.offers else organisation.answer_minutes
    if not falls_late(case, now) and working_until(organisation, shown, patience) > now:
        return None
    return Move.RAISE if can_rise and case.offers >= MOST_OFFERS else Move.OFFER_AGAIN


def _with_hours(organisation: Organisation) -> Organisation:
    """The organisation, with the hours of an ordinary office where it names none."""
    if organisation.hours:
        return organisation
    return Organisation(hours=OFFICE_HOURS, holidays=organisation.holidays)
