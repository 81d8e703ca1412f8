"""Counts put together: what the numbers page, the spreadsheet and the open-data file say, each with its definition."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import mean, median

from flows.cases import Case, CaseReason
from flows.outcomes import Outcome

REFUSED = "refused"  # "không phải" to an answer or to all that was offered
PEOPLE = "people"  # different chats of a day
HELPED = {True: "helped", False: "not-helped"}
ASKED = (
    Outcome.ANSWERED,
    Outcome.ASKED_BACK,
    Outcome.NO_MATCH,
    Outcome.OUTSIDE,
    Outcome.DIRECTORY,
    Outcome.HANDED_OVER,
)  # what counts as a question


@dataclass(frozen=True, slots=True)
class DayCount:
    """How often something happened on a day; `outcome` is an Outcome or one of the words above."""

    day: date
    channel: str
    place: str
    guide_id: str
    outcome: str
    count: int


@dataclass(frozen=True, slots=True)
class GuideCount:
    """How a guide did: how often it was the answer, refused, and said to have helped or not."""

    asked: int = 0
    refused: int = 0
    helped: int = 0
    not_helped: int = 0

    @property
    def wrong_share(self) -> float | None:
        """The part of its answers that was refused, or None where it was never asked for."""
        return self.refused / self.asked if self.asked else None


def by_guide(counts: Iterable[DayCount]) -> dict[str, GuideCount]:
    """The counts of each guide."""
    totals: Counter[tuple[str, str]] = Counter()
    for one in counts:
        if one.guide_id:
            totals[(one.guide_id, one.outcome)] += one.count
    return {
        guide_id: GuideCount(
            asked=totals[(guide_id, Outcome.ANSWERED)],
            refused=totals[(guide_id, REFUSED)],
            helped=totals[(guide_id, HELPED[True])],
            not_helped=totals[(guide_id, HELPED[False])],
        )
        for guide_id in {found for found, _ in totals}
    }


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of the questions of some days, places, channels or topics."""

    counts: Counter[str] = field(default_factory=Counter)

    @property
    def asked(self) -> int:
        """The questions."""
        return sum(self.counts[outcome] for outcome in ASKED)

    @property
    def solved(self) -> int:
        """Those that needed no person."""
        return max(0, self.counts[Outcome.ANSWERED] + self.counts[Outcome.DIRECTORY] - self.counts[REFUSED])

    @property
    def asked_back(self) -> int:
        """Those the assistant answered with a question of its own."""
        return self.counts[Outcome.ASKED_BACK]

    @property
    def missed(self) -> int:
        """Those it did not understand."""
        return self.counts[Outcome.NO_MATCH]

    @property
    def handed_over(self) -> int:
        """Those that opened a case."""
        return self.counts[Outcome.HANDED_OVER]

    @property
    def others(self) -> int:
        """Those outside the assistant's field, and those refused."""
        return max(0, self.asked - self.solved - self.asked_back - self.missed - self.handed_over)

    @property
    def wrong(self) -> int:
        """How often the citizen said "không phải"."""
        return self.counts[REFUSED]

    @property
    def answered_or_asked_back(self) -> int:
        """What could be refused."""
        return self.counts[Outcome.ANSWERED] + self.counts[Outcome.ASKED_BACK]

    @property
    def helped(self) -> int:
        """How many said that a guide helped."""
        return self.counts[HELPED[True]]

    @property
    def judged(self) -> int:
        """How many said whether it did."""
        return self.helped + self.counts[HELPED[False]]

    @property
    def people(self) -> int:
        """Different chats of each day, added up."""
        return self.counts[PEOPLE]


def share(part: int, whole: int) -> float | None:
    """A part of a whole, or None where there is no whole."""
    return part / whole if whole else None


def summed(counts: Iterable[DayCount]) -> Summary:
    """The counts put together."""
    total: Counter[str] = Counter()
    for one in counts:
        total[one.outcome] += one.count
    return Summary(total)


def summed_by(counts: Iterable[DayCount], key: Callable[[DayCount], str]) -> dict[str, Summary]:
    """The counts put together for each key, the most asked first; "" is left out."""
    groups: defaultdict[str, list[DayCount]] = defaultdict(list)
    for one in counts:
        if name := key(one):
            groups[name].append(one)
    found = {name: summed(own) for name, own in groups.items()}
    return dict(sorted(found.items(), key=lambda pair: -pair[1].asked))


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def by_week(counts: Iterable[DayCount], first: date, last: date) -> dict[date, Summary]:
    """The counts of each week from that of `first` to that of `last`, empty ones too."""
    groups: defaultdict[date, list[DayCount]] = defaultdict(list)
    for one in counts:
        groups[week_of(one.day)].append(one)
    weeks = range((week_of(last) - week_of(first)).days // 7 + 1)
    mondays = [week_of(first) + timedelta(days=7 * number) for number in weeks]
    return {monday: summed(groups[monday]) for monday in mondays}


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """How the desk did with some cases."""

    opened: int = 0
    answered: int = 0
    overdue: int = 0
    minutes: float | None = None  # median until the first answer
    stars: float | None = None
    ratings: int = 0


def summed_cases(cases: Iterable[Case], now: datetime) -> CaseSummary:
    """The cases put together, as they stand at `now`; those opened beside a citizen are not waited for."""
    counted = [case for case in cases if case.reason is not CaseReason.PROACTIVE and case.merged_into is None]
    waits = [(case.first_answer_at - case.opened_at).total_seconds() / 60 for case in counted if case.first_answer_at]
    stars = [case.stars for case in counted if case.stars]
    return CaseSummary(
        opened=len(counted),
        answered=len(waits),
        overdue=sum(was_late(case, now) for case in counted),
        minutes=median(waits) if waits else None,
        stars=mean(stars) if stars else None,
        ratings=len(stars),
    )


def was_late(case: Case, now: datetime) -> bool:
    """Whether the first answer came after it was first promised, or has not come though it was promised."""
    # A case that goes up gets a new due time, which mends no broken promise.
    promised = case.promised_at or case.due_at
    return promised is not None and (case.first_answer_at or case.closed_at or now) > promised


def cases_by(cases: Iterable[Case], key: Callable[[Case], str], now: datetime) -> Mapping[str, CaseSummary]:
    """The cases put together for each key, the most cases first; "" is left out."""
    groups: defaultdict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if name := key(case):
            groups[name].append(case)
    found = {name: summed_cases(own, now) for name, own in groups.items()}
    return dict(sorted(found.items(), key=lambda pair: -pair[1].opened))
