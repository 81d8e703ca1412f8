"""What editors learn from: questions nobody could answer, and whether guides helped."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from flows.conversation import KeepFeedback, LogMissed
from flows.outcomes import Outcome
from flows.records import MissedQuestion
from storage.kept.as_json import WORDS
from storage.kept.statements import table_of
from storage.tables import FeedbackRow, MissedRow

_missed, _feedback = table_of(MissedRow), table_of(FeedbackRow)
_open = select(_missed).where(_missed.c.handled_at.is_(None)).order_by(_missed.c.id.desc()).limit(bindparam("most"))
_delete_missed = delete(_missed).where(_missed.c.at < bindparam("before"))


class Missed:
    """Questions nobody could answer, masked."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, missed: LogMissed, place: str, now: datetime) -> None:
        """Keep a question for the editors."""
        self._connection.execute(
            insert(_missed).inline(),
            {
                "at": now,
                "question": missed.question,
                "outcome": missed.outcome.value,
                "nearest": WORDS.dump(missed.nearest),
                "place": place,
            },
        )

    def unhandled(self, most: int = 500) -> list[MissedQuestion]:
        """The questions no editor has dealt with, newest first."""
        return [_question(row) for row in self._connection.execute(_open, {"most": most})]

    def mark_handled(self, number: int, now: datetime) -> None:
        """Remember that an editor dealt with a question."""
        self._connection.execute(update(_missed).where(_missed.c.id == number).values(handled_at=now))

    def delete_before(self, moment: datetime) -> int:
        """The number of questions forgotten that are older than `moment`."""
        return self._connection.execute(_delete_missed, {"before": moment}).rowcount


class Feedback:
    """Whether guides helped."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, feedback: KeepFeedback, channel: str, now: datetime) -> None:
        """Count one answer to "did it help"."""
        self._connection.execute(
            insert(_feedback).inline(),
            {
                "at": now,
                "channel": channel,
                "guide_id": feedback.guide_id,
                "helped": feedback.helped,
                "reason": feedback.reason,
            },
        )


def _question(row: Row[Any]) -> MissedQuestion:
    return MissedQuestion(row.id, row.at, row.question, Outcome(row.outcome), WORDS.load(row.nearest))
