"""Messages on their way to citizens and team."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    Executable,
    Row,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from flows.messages import ChatRef, Outbound
from flows.records import Origin, SaidMessage, WaitingMessage
from storage.kept.as_json import OUTBOUND
from storage.kept.conversations import key_of
from storage.kept.prepared import Prepared
from storage.kept.statements import has_status, table_of
from storage.tables import OutboxRow

MOST_ID = 2**31 - 1  # of PostgreSQL's integers
LEASE = timedelta(seconds=20)  # how long a process may be silent before another takes its messages over

_table = table_of(OutboxRow)
_here = and_(_table.c.channel == bindparam("channel"), _table.c.chat_id == bindparam("chat_id"))
_by_id = _table.c.id == bindparam("row_id")
_WRITTEN = (
    "channel",
    "chat_id",
    "kind",
    "body",
    "origin",
    "case_code",
    "status",
    "attempts",
    "created_at",
    "next_at",
    "platform_id",
    "error",
)
# RETURNING costs SQLite half as much again, and its driver knows the last id anyway.
_insert = Prepared({"sqlite": insert(_table).inline(), "postgresql": insert(_table).returning(_table.c.id)}, _WRITTEN)
_is_waiting, _is_parked = has_status("waiting"), has_status("parked")
_waiting = select(_table).where(_is_waiting).order_by(_table.c.id)
_earlier = _table.alias("earlier")
# A message must not overtake an earlier one of its chat that is being tried or waits for its next try.
_due = (
    _waiting.where(
        # Not the bare column: SQLite would go through all that was ever sent by these channels for the few that wait.
        _table.c.channel.concat("").in_(bindparam("channels", expanding=True)),
        or_(_table.c.next_at.is_(None), _table.c.next_at <= bindparam("moment")),
        ~exists().where(
            _earlier.c.status == literal_column("'waiting'"),
            _earlier.c.channel == _table.c.channel,
            _earlier.c.chat_id == _table.c.chat_id,
            _earlier.c.id < _table.c.id,
            _earlier.c.next_at > bindparam("moment"),
        ),
    )
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)  # no meaning on SQLite, which has one writer
)
_sent = Prepared(
    update(_table)
    .where(_by_id)
    .values(status="sent", sent_at=bindparam("now"), platform_id=bindparam("platform"), error="")
)
_later = (
    update(_table)
    .where(_by_id)
    .values(attempts=_table.c.attempts + 1, next_at=bindparam("moment"), error=bindparam("reason"))
)
_stopped = update(_table).where(_by_id).values(status=bindparam("new_status"), error=bindparam("reason"))
_lease = update(_table).where(_by_id).values(next_at=bindparam("moment"))
_unpark = (
    update(_table)
    .where(
        _table.c.channel == bindparam("of_channel"),
        _table.c.chat_id == bindparam("of_chat"),
        _is_parked,
    )
    .values(status="waiting", next_at=None)
)
_said = (
    select(_table)
    .where(_here, _table.c.id > bindparam("after"), _table.c.kind == "message")
    .order_by(_table.c.id.desc())
    .limit(bindparam("most"))
)
_earlier_of_chat = select(_table.c.id).where(_here, _is_waiting, _table.c.id < bindparam("before"))
_last_sent = (
    select(_table.c.platform_id)
    .where(_here, _table.c.status == "sent", _table.c.kind == "message")
    .order_by(_table.c.id.desc())
    .limit(1)
)
_all_sent = (
    select(_table.c.platform_id)
    .where(_here, _table.c.status == "sent", _table.c.kind == "message", _table.c.platform_id != "")
    .order_by(_table.c.id)
)
_delete = delete(_table).where(_here, _table.c.status != "waiting")
# Ids grow with time, so the search ends at the first message that is young enough, not at the last one there is.
_young = _table.alias("young")
_first_young = select(_young.c.id).where(_young.c.created_at >= bindparam("before")).order_by(_young.c.id).limit(1)
_delete_old = delete(_table).where(
    _table.c.id < func.coalesce(_first_young.scalar_subquery(), MOST_ID),
    _table.c.created_at < bindparam("before"),
    _table.c.status != "waiting",
)


class Outbox:
    """What is to be sent, in the order it was said."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, chat: ChatRef, message: Outbound, now: datetime, *, origin: Origin = Origin.TURN, case_code: str = ""
    ) -> WaitingMessage:
        """The message, now on its way to `chat`."""
        number = self._insert(chat, "message", OUTBOUND.dump(message), origin, case_code, now)
        return WaitingMessage(number, chat, message, origin=origin, case_code=case_code)

    def add_deletion(self, chat: ChatRef, message_id: str, now: datetime) -> WaitingMessage:
        """The wish, now on its way, that the channel deletes a message of the chat."""
        number = self._insert(chat, "delete", message_id, Origin.TURN, "", now)
        return WaitingMessage(number, chat, Outbound(""), delete=message_id)

    def _insert(self, chat: ChatRef, kind: str, body: str, origin: Origin, case_code: str, now: datetime) -> int:
        values = {
            **key_of(chat),
            "kind": kind,
            "body": body,
            "origin": origin.value,
            "case_code": case_code,
            "status": "waiting",
            "attempts": 0,
            "created_at": now,
            # On PostgreSQL the process that writes a message also sends it, unless it dies within that time.
            "next_at": now + LEASE if self._connection.dialect.name == "postgresql" else None,
            "platform_id": "",
            "error": "",
        }
        cursor = _insert.run(self._connection, values)
        number: int = cursor.lastrowid if self._connection.dialect.name == "sqlite" else cursor.fetchone()[0]
        return number

    def waiting(self, chat: ChatRef | None = None) -> list[WaitingMessage]:
        """Everything that waits, for `chat` or for anybody, in order."""
        if chat is None:
            return [_message(row) for row in self._connection.execute(_waiting)]
        return [_message(row) for row in self._connection.execute(_waiting.where(_here), key_of(chat))]

    def claim_due(
        self, channels: Sequence[str], moment: datetime, until: datetime, most: int = 500
    ) -> list[WaitingMessage]:
        """What waits for these channels and may be tried at `moment`, in order; nobody else takes it before `until`."""
        values = {"channels": list(channels), "moment": moment, "most": most}
        due = [_message(row) for row in self._connection.execute(_due, values)]
        self.lease([message.id for message in due], until)
        return due

    def lease(self, numbers: Iterable[int], until: datetime) -> None:
        """Keep other processes from sending these messages before `until`."""
        self._each(_lease, [{"row_id": number, "moment": until} for number in numbers])

    def lease_and_release(self, mine: Iterable[int], until: datetime, behind: Iterable[int]) -> None:
        """Keep other processes from `mine` before `until`; let any process send what stands behind others'."""
        self.lease(mine, until)
        self._each(_lease, [{"row_id": number, "moment": None} for number in behind])

    def mark_sent(self, sent: Iterable[tuple[int, str]], now: datetime) -> None:
        """Remember that messages went out, each with the platform's id of it."""
        rows = [{"row_id": number, "platform": platform, "now": now} for number, platform in sent]
        if rows:
            _sent.run_many(self._connection, rows)

    def mark_failed(self, number: int, reason: str, next_at: datetime) -> None:
        """Remember that a message could not be sent and when to try again."""
        self._each(_later, [{"row_id": number, "reason": reason[:200], "moment": next_at}])

    def park(self, number: int, reason: str) -> None:
        """Set a message aside until the citizen writes again."""
        self._each(_stopped, [{"row_id": number, "new_status": "parked", "reason": reason[:200]}])

    def give_up(self, number: int, reason: str) -> None:
        """Set a message aside for good."""
        self._each(_stopped, [{"row_id": number, "new_status": "failed", "reason": reason[:200]}])

    def unpark(self, chat: ChatRef) -> None:
        """Put the parked messages of `chat` back on their way."""
        self._connection.execute(_unpark, {"of_channel": chat.channel, "of_chat": chat.chat_id})

    def said(self, chat: ChatRef, after: int = 0, most: int = 400) -> list[SaidMessage]:
        """The last messages to `chat` with an id above `after`, oldest first."""
        values = {**key_of(chat), "after": after, "most": most}
        rows: Sequence[Any] = self._connection.execute(_said, values).all()
        return [
            SaidMessage(row.id, row.created_at, OUTBOUND.load(row.body), Origin(row.origin)) for row in reversed(rows)
        ]

    def earlier(self, chat: ChatRef, number: int) -> list[int]:
        """The ids of messages to `chat` that wait and stand before message `number`."""
        values = {**key_of(chat), "before": number}
        return [row[0] for row in self._connection.execute(_earlier_of_chat, values)]

    def last_platform_id(self, chat: ChatRef) -> str | None:
        """The platform's id of the last message sent to `chat`, or None."""
        found: str | None = self._connection.execute(_last_sent, key_of(chat)).scalar()
        return found or None

    def platform_ids(self, chat: ChatRef) -> list[str]:
        """The platform's ids of all messages sent to `chat`, in order."""
        return list(self._connection.execute(_all_sent, key_of(chat)).scalars())

    def delete(self, chat: ChatRef) -> None:
        """Forget what was sent to `chat`; what still waits goes out."""
        self._connection.execute(_delete, key_of(chat))

    def delete_before(self, moment: datetime) -> int:
        """The number of messages forgotten that were written before `moment` and no longer wait."""
        return self._connection.execute(_delete_old, {"before": moment}).rowcount

    def _each(self, statement: Executable, values: Sequence[dict[str, Any]]) -> None:
        if values:
            self._connection.execute(statement, values)


def _message(row: Row[Any]) -> WaitingMessage:
    is_deletion = row.kind == "delete"
    return WaitingMessage(
        id=row.id,
        chat=ChatRef(row.channel, row.chat_id),
        message=Outbound("") if is_deletion else OUTBOUND.load(row.body),
        delete=row.body if is_deletion else "",
        origin=Origin(row.origin),
        case_code=row.case_code,
        attempts=row.attempts,
    )
