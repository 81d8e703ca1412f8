"""The transcript."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select

from flows.conversation import Turn
from flows.messages import ChatRef
from flows.outcomes import Outcome
from flows.records import TurnRecord
from storage.kept.as_json import OUTBOUND, OUTBOUNDS, SCORES
from storage.kept.conversations import key_of
from storage.kept.prepared import Prepared
from storage.kept.statements import table_of
from storage.tables import TurnRow

_table = table_of(TurnRow)
_here = (_table.c.channel == bindparam("channel"), _table.c.chat_id == bindparam("chat_id"))
_insert = Prepared(insert(_table).inline(), [column.name for column in _table.columns if column.name != "id"])
_of_chat = select(_table).where(*_here).order_by(_table.c.id.desc()).limit(bindparam("most"))
_count = select(func.count(), func.min(_table.c.at)).where(*_here)
_delete = delete(_table).where(*_here)
_delete_old = delete(_table).where(_table.c.at < bindparam("before"))


class Turns:
    """What was asked and said, masked."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, turn: Turn, now: datetime) -> None:
        """Keep the record of `turn`."""
        conversation = turn.conversation
        _insert.run(
            self._connection,
            {
                **key_of(conversation.chat),
                "at": now,
                "question": turn.question,
                "replies": f"[{','.join(map(OUTBOUND.dump, turn.replies))}]",
                "outcome": turn.outcome.value,
                "guide_id": turn.guide_id,
                "step_id": turn.step_id,
                "aspect": turn.aspect.value if turn.aspect else None,
                "matches": SCORES.dump(turn.matches),
                "place": conversation.place,
                "language": conversation.language,
            },
        )

    def of(self, chat: ChatRef, most: int = 200) -> list[TurnRecord]:
        """The last turns of `chat`, oldest first."""
        rows: Sequence[Any] = self._connection.execute(_of_chat, {**key_of(chat), "most": most}).all()
        return [_record(row) for row in reversed(rows)]

    def count(self, chat: ChatRef) -> tuple[int, datetime | None]:
        """How many turns are kept of `chat`, and since when."""
        row: Any = self._connection.execute(_count, key_of(chat)).one()
        return row[0], row[1]

    def delete(self, chat: ChatRef) -> None:
        """Forget the turns of `chat`."""
        self._connection.execute(_delete, key_of(chat))

    def delete_before(self, moment: datetime) -> int:
        """The number of turns forgotten that are older than `moment`."""
        return self._connection.execute(_delete_old, {"before": moment}).rowcount


def _record(row: Row[Any]) -> TurnRecord:
    return TurnRecord(
        chat=ChatRef(row.channel, row.chat_id),
        at=row.at,
        question=row.question,
        replies=OUTBOUNDS.load(row.replies),
        outcome=Outcome(row.outcome),
        guide_id=row.guide_id,
        step_id=row.step_id,
    )
