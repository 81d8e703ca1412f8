"""The numbers of some weeks, read once for page, spreadsheet and open data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.console.words import CHANNEL, place_name
from bot.numbers import counts_between
from bot.pages.guide_pages import section_title
from flows.cases import Case
from flows.catalog import Catalog
from flows.hours import VIETNAM, in_vietnam
from flows.numbers import (
    CaseSummary,
    DayCount,
    Summary,
    by_week,
    cases_by,
    summed,
    summed_by,
    summed_cases,
    week_of,
)
from flows.phrases import Speaker
from flows.visits import Visit, VisitKind
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included; a place, channel or topic when only that is looked at."""

    first: date
    last: date
    place: str = ""
    channel: str = ""
    topic: str = ""


def weeks_until(today: date, weeks: int) -> Period:
    """The last whole weeks and the present one."""
    return Period(week_of(today) - timedelta(days=7 * (weeks - 1)), today)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What happened in a period."""

    period: Period
    counts: tuple[DayCount, ...]
    cases: tuple[Case, ...]
    visits: tuple[Visit, ...]
    now: datetime

    @property
    def total(self) -> Summary:
        """All questions."""
        return summed(self.counts)

    @property
    def desk(self) -> CaseSummary:
        """All cases."""
        return summed_cases(self.cases, self.now)

    @property
    def weeks(self) -> Mapping[date, Summary]:
        """The questions by week."""
        return by_week(self.counts, self.period.first, self.period.last)

    @property
    def desk_weeks(self) -> Mapping[date, CaseSummary]:
        """The cases by week of opening."""
        found = cases_by(self.cases, lambda case: week_of(in_vietnam(case.opened_at).date()).isoformat(), self.now)
        return {week: found.get(week.isoformat(), CaseSummary()) for week in self.weeks}

    @property
    def visited(self) -> int:
        """People helped in person."""
        return sum(visit.people for visit in self.visits if visit.kind is VisitKind.VISIT)

    @property
    def taught(self) -> int:
        """People taught in classes."""
        return sum(visit.people for visit in self.visits if visit.kind is VisitKind.CLASS)


def read_numbers(uow: UnitOfWork, period: Period, catalog: Catalog, now: datetime) -> Numbers:
    """The numbers of a period."""
    start = datetime.combine(period.first, datetime.min.time(), VIETNAM)
    end = datetime.combine(period.last, datetime.min.time(), VIETNAM) + timedelta(days=1)
    counts = counts_between(uow, period.first, period.last)
    cases, visits = uow.cases.opened_between(start, end), uow.visits.between(start, end)
    return Numbers(
        period,
        tuple(one for one in counts if fits(one, period, catalog)),
        tuple(case for case in cases if case_fits(case, period, catalog)),
        tuple(visit for visit in visits if not period.place or visit.hamlet == period.place),
        now,
    )


def fits(one: DayCount, period: Period, catalog: Catalog) -> bool:
    """Whether a count belongs to what is looked at."""
    return (
        (not period.place or one.place == period.place)
        and (not period.channel or one.channel == period.channel)
        and (not period.topic or section_of(one.guide_id, catalog) == period.topic)
    )


def case_fits(case: Case, period: Period, catalog: Catalog) -> bool:
    """Whether a case belongs to what is looked at."""
    return (
        (not period.place or period.place in {case.place, case.hamlet})
        and (not period.channel or case.chat.channel == period.channel)
        and (not period.topic or section_of(case.guide_id or "", catalog) == period.topic)
    )


def section_of(guide_id: str, catalog: Catalog) -> str:
    """The section of a guide, or ""."""
    guide = catalog.guides.get(guide_id)
    return guide.field if guide else ""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Questions and cases for each topic, place or channel, by name."""

    name: str
    questions: Summary
    cases: CaseSummary


def by_weeks(numbers: Numbers, speaker: Speaker) -> list[Breakdown]:
    """The numbers of each week, the newest first."""
    cases = numbers.desk_weeks
    return [
        Breakdown(speaker.say("từ {day}", day=speaker.short_day(week)), questions, cases[week])
        for week, questions in reversed(list(numbers.weeks.items()))
    ]


def by_topic(numbers: Numbers, catalog: Catalog, speaker: Speaker) -> list[Breakdown]:
    """The numbers of each section."""
    questions = summed_by(numbers.counts, lambda one: section_of(one.guide_id, catalog))
    cases = cases_by(numbers.cases, lambda case: section_of(case.guide_id or "", catalog), numbers.now)
    return [
        Breakdown(
            section_title(catalog, topic, speaker), questions.get(topic, Summary()), cases.get(topic, CaseSummary())
        )
        for topic in dict.fromkeys([*questions, *cases])
    ]


def by_place(numbers: Numbers, catalog: Catalog) -> list[Breakdown]:
    """The numbers of each commune and hamlet; hamlets are known of cases only."""
    questions = summed_by(numbers.counts, lambda one: one.place)
    cases = cases_by(numbers.cases, lambda case: case.hamlet or case.place, numbers.now)
    return [
        Breakdown(place_name(area, catalog), questions.get(area, Summary()), cases.get(area, CaseSummary()))
        for area in dict.fromkeys([*questions, *cases])
    ]


def by_channel(numbers: Numbers, speaker: Speaker) -> list[Breakdown]:
    """The numbers of each channel."""
    questions = summed_by(numbers.counts, lambda one: one.channel)
    cases = cases_by(numbers.cases, lambda case: case.chat.channel, numbers.now)
    return [
        Breakdown(speaker.say(CHANNEL.get(name, name)), questions.get(name, Summary()), cases.get(name, CaseSummary()))
        for name in dict.fromkeys([*questions, *cases])
    ]
