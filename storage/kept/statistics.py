"""Counts of what happened: by day and kept for good, without anything about anybody."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from flows.editing import AskedBefore
from flows.hours import VIETNAM, in_vietnam
from flows.numbers import HELPED, PEOPLE, REFUSED, DayCount
from flows.outcomes import Outcome
from flows.records import PRESSED
from storage.kept.as_json import SCORES, WORDS
from storage.kept.statements import table_of
from storage.tables import DayCountRow, FeedbackRow, MissedRow, TurnRow

_day, _turn, _missed, _feedback = table_of(DayCountRow), table_of(TurnRow), table_of(MissedRow), table_of(FeedbackRow)


class Statistics:
    """What the numbers page and the list of guides are made of."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count_day(self, day: date) -> list[DayCount]:
        """What the turns and answers that are still kept say of one day."""
        start = datetime.combine(day, datetime.min.time(), VIETNAM)
        end = start + timedelta(days=1)
        return [*self._turns(day, start, end), *self._people(day, start, end), *self._judged(day, start, end)]

    def keep_day(self, day: date, counts: Iterable[DayCount]) -> None:
        """Keep the counts of a day in place of what was kept of it."""
        self._connection.execute(delete(_day).where(_day.c.day == day.isoformat()))
        rows = [
            {"day": one.day.isoformat(), "channel": one.channel, "place": one.place, "guide_id": one.guide_id}
            | {"outcome": one.outcome, "count": one.count}
            for one in counts
        ]
        # A day without a turn is kept too, or it would be counted again and again.
        nothing = {"day": day.isoformat(), "channel": "", "place": "", "guide_id": "", "outcome": "", "count": 0}
        self._connection.execute(insert(_day).inline(), rows or [nothing])

    def kept_days(self, since: date) -> set[date]:
        """The days from `since` on that are kept."""
        query = select(_day.c.day).where(_day.c.day >= since.isoformat()).distinct()
        return {date.fromisoformat(row[0]) for row in self._connection.execute(query)}

    def between(self, first: date, last: date) -> list[DayCount]:
        """The kept counts of the days from `first` to `last`."""
        query = select(_day).where(_day.c.day >= first.isoformat(), _day.c.day <= last.isoformat(), _day.c.count > 0)
        return [
            DayCount(
                date.fromisoformat(row.day), row.channel, row.place, row.guide_id, row.outcome, row._mapping["count"]
            )
            for row in self._connection.execute(query)
        ]

    def totals(self, first: date, last: date) -> list[DayCount]:
        """The kept counts from `first` to `last`, added up over days, channels and places: a row for guide and outcome.

        A month of a province is half a million rows, and the database adds them up without anybody waiting.
        """
        of = (_day.c.guide_id, _day.c.outcome)
        kept = (_day.c.day >= first.isoformat(), _day.c.day <= last.isoformat(), _day.c.count > 0)
        query = select(*of, func.sum(_day.c.count)).where(*kept).group_by(*of)
        return [DayCount(first, "", "", row[0], row[1], row[2]) for row in self._connection.execute(query)]

    def first_turn(self) -> date | None:
        """The day of the oldest turn that is still kept, or None."""
        found: datetime | None = self._connection.execute(select(func.min(_turn.c.at))).scalar()
        return in_vietnam(found).date() if found else None

    def asked_since(self, moment: datetime, most: int = 1500) -> list[AskedBefore]:
        """The masked questions asked since then that understanding had to read, the most frequent first."""
        read = [outcome.value for outcome in (Outcome.ANSWERED, Outcome.ASKED_BACK, Outcome.NO_MATCH, Outcome.OUTSIDE)]
        count = func.count()
        query = (
            select(_turn.c.question, count)
            .where(
                _turn.c.at >= moment,
                _turn.c.outcome.in_(read),
                _turn.c.question != "",
                ~_turn.c.question.startswith(PRESSED),
            )
            .group_by(_turn.c.question)
            .order_by(count.desc())
            .limit(most)
        )
        return [AskedBefore(row[0], row[1]) for row in self._connection.execute(query)]

    def confusions(self, moment: datetime) -> Counter[tuple[str, str]]:
        """How often two guides stood first and second when the citizen was asked back, since `moment`."""
        query = select(_turn.c.matches).where(_turn.c.at >= moment, _turn.c.outcome == Outcome.ASKED_BACK.value)
        pairs: Counter[tuple[str, str]] = Counter()
        for row in self._connection.execute(query):
            leading = [guide_id for guide_id, _ in SCORES.load(row[0])[:2]]
            if len(leading) == 2:
                pairs[(leading[0], leading[1])] += 1
        return pairs

    def _turns(self, day: date, start: datetime, end: datetime) -> list[DayCount]:
        columns = (_turn.c.channel, _turn.c.place, _turn.c.guide_id, _turn.c.outcome)
        query = select(*columns, func.count()).where(_turn.c.at >= start, _turn.c.at < end).group_by(*columns)
        return [DayCount(day, row[0], row[1], row[2] or "", row[3], row[4]) for row in self._connection.execute(query)]

    def _people(self, day: date, start: datetime, end: datetime) -> list[DayCount]:
        number = func.count(func.distinct(_turn.c.chat_id))
        query = select(_turn.c.channel, number).where(_turn.c.at >= start, _turn.c.at < end).group_by(_turn.c.channel)
        return [DayCount(day, row[0], "", "", PEOPLE, row[1]) for row in self._connection.execute(query)]

    def _judged(self, day: date, start: datetime, end: datetime) -> list[DayCount]:
        query = select(_missed.c.place, _missed.c.nearest).where(
            _missed.c.at >= start, _missed.c.at < end, _missed.c.outcome == Outcome.ASKED_BACK.value
        )
        refused: Counter[tuple[str, str]] = Counter()
        for row in self._connection.execute(query):
            refused[(row.place, next(iter(WORDS.load(row.nearest)), ""))] += 1
        counts = [DayCount(day, "", place, guide, REFUSED, number) for (place, guide), number in refused.items()]
        columns = (_feedback.c.channel, _feedback.c.guide_id, _feedback.c.helped)
        judged: Any = select(*columns, func.count()).where(_feedback.c.at >= start, _feedback.c.at < end)
        rows = self._connection.execute(judged.group_by(*columns))
        return counts + [DayCount(day, row[0], "", row[1], HELPED[bool(row[2])], row[3]) for row in rows]
