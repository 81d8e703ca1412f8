"""Which messages came in already, and which of them still wait for their answer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from flows.messages import ChatRef, Inbound
from storage.kept.as_json import INBOUND
from storage.kept.conversations import key_of
from storage.kept.statements import Upsert, table_of
from storage.tables import InboundRow

_table = table_of(InboundRow)
_insert = Upsert(_table, ["channel", "message_id"], [])
_waiting = (
    select(_table.c.body)
    .where(_table.c.waiting, _table.c.received_at <= bindparam("before"))
    .order_by(_table.c.received_at)
)
_take = (
    update(_table)
    .where(
        _table.c.channel == bindparam("of_channel"),
        _table.c.message_id.in_(bindparam("message_ids", expanding=True)),
        _table.c.waiting,
    )
    .values(waiting=False, body="")
)
_delete = delete(_table).where(
    _table.c.channel == bindparam("channel"), _table.c.chat_id == bindparam("chat_id"), ~_table.c.waiting
)
_delete_old = delete(_table).where(_table.c.received_at < bindparam("before"), ~_table.c.waiting)


class InboundMessages:
    """The messages that came in, by channel and message id."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def is_new(self, chat: ChatRef, message_id: str, now: datetime) -> bool:
        """Whether this message comes for the first time; from now on it does not."""
        row = {**key_of(chat), "message_id": message_id, "received_at": now, "waiting": False, "body": ""}
        return _insert.run(self._connection, row) > 0

    def keep_waiting(self, inbound: Inbound, now: datetime) -> bool:
        """Keep a message until its turn comes; False where it was there already. Its text must be masked."""
        row = {
            **key_of(inbound.chat),
            "message_id": inbound.message_id,
            "received_at": now,
            "waiting": True,
            "body": INBOUND.dump(inbound),
        }
        return _insert.run(self._connection, row) > 0

    def take(self, chat: ChatRef, message_ids: Sequence[str]) -> bool:
        """Take waiting messages up; False where somebody else did before."""
        values = {"of_channel": chat.channel, "message_ids": list(message_ids)}
        return self._connection.execute(_take, values).rowcount > 0

    def waiting(self, before: datetime) -> list[Inbound]:
        """The messages that came in until `before` and still wait, oldest first."""
        return [INBOUND.load(row[0]) for row in self._connection.execute(_waiting, {"before": before})]

    def delete(self, chat: ChatRef) -> None:
        """Forget the messages of `chat`."""
        self._connection.execute(_delete, key_of(chat))

    def delete_before(self, moment: datetime) -> int:
        """The number of proofs forgotten that are older than `moment`."""
        return self._connection.execute(_delete_old, {"before": moment}).rowcount
