"""Reminders citizens asked for."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select

from flows.conversation import Reminder
from flows.messages import ChatRef
from storage.kept.conversations import key_of
from storage.kept.statements import table_of
from storage.tables import ReminderRow

_table = table_of(ReminderRow)
_here = (_table.c.channel == bindparam("channel"), _table.c.chat_id == bindparam("chat_id"))
_of_chat = select(_table).where(*_here).order_by(_table.c.at)
_due = select(_table).where(_table.c.at <= bindparam("moment")).order_by(_table.c.at).limit(bindparam("most"))
_delete = delete(_table).where(*_here, _table.c.id == bindparam("reminder_id"))
_delete_all = delete(_table).where(*_here)


class Reminders:
    """The reminders by chat and moment."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, chat: ChatRef, reminder: Reminder) -> None:
        """Keep a reminder."""
        self._connection.execute(
            insert(_table).inline(),
            {
                **key_of(chat),
                "id": reminder.id,
                "at": reminder.at,
                "text": reminder.text,
                "guide_id": reminder.guide_id,
                "is_result_day": reminder.is_result_day,
            },
        )

    def of(self, chat: ChatRef) -> tuple[Reminder, ...]:
        """The reminders of `chat`, the next one first."""
        return tuple(_reminder(row) for row in self._connection.execute(_of_chat, key_of(chat)))

    def due(self, moment: datetime, most: int = 200) -> list[tuple[ChatRef, Reminder]]:
        """The reminders whose moment has come."""
        rows = self._connection.execute(_due, {"moment": moment, "most": most})
        return [(ChatRef(row.channel, row.chat_id), _reminder(row)) for row in rows]

    def remove(self, chat: ChatRef, reminder_id: str) -> bool:
        """Forget a reminder; False where it was gone already."""
        return self._connection.execute(_delete, {**key_of(chat), "reminder_id": reminder_id}).rowcount > 0

    def delete(self, chat: ChatRef) -> None:
        """Forget the reminders of `chat`."""
        self._connection.execute(_delete_all, key_of(chat))


def _reminder(row: Row[Any]) -> Reminder:
    return Reminder(row.id, row.at, row.text, row.guide_id, row.is_result_day)
