"""Cases: their numbers, their changes, what was said in them."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, case, func, insert, select, update

from flows.case_codes import ALPHABET, LENGTH
from flows.cases import Case, CaseEntry, CaseReason, CaseStatus, EntryKind
from flows.conversation import NewCase
from flows.messages import ChatRef
from storage.kept.as_json import ATTACHMENTS, PAIRS, WORDS
from storage.kept.conversations import key_of
from storage.kept.statements import table_of
from storage.tables import CaseEntryRow, CaseRow, CounterRow

_table, _entry, _counter = table_of(CaseRow), table_of(CaseEntryRow), table_of(CounterRow)
_by_code = select(_table).where(_table.c.code == bindparam("code"))
_insert = insert(_table).inline()
_insert_entry = insert(_entry).inline()
_entries = select(_entry).where(_entry.c.case_number == bindparam("number")).order_by(_entry.c.id)
_counted = select(_counter.c.value).where(_counter.c.name == "case")
_count_up = (
    update(_counter)
    .where(_counter.c.name == "case", _counter.c.value == bindparam("number") - 1)
    .values(value=bindparam("number"))
)
# Overdue first, then by due time; a case without one comes last.
_order = (case((_table.c.due_at.is_(None), 1), else_=0), _table.c.due_at, _table.c.number)
_holder = func.coalesce(func.nullif(_table.c.assignee, ""), _table.c.offered_to)
_NEWEST = 100  # cases over which work is shared evenly
_JSON_FIELDS = {"labels": WORDS}


class StaleError(Exception):
    """Somebody else was quicker; the unit of work is run again on what is there now."""


class CaseNumbers:
    """The last case number known to this process, and the code the next case gets.

    A wrong guess costs one repetition, not a lost number.
    """

    __slots__ = ("code", "last")

    def __init__(self) -> None:
        self.last: int | None = None
        self.code = new_code()

    def forget(self) -> None:
        """Guess anew: somebody else was quicker, or what was written has been taken back."""
        self.last, self.code = None, new_code()


class Cases:
    """The cases of the desk."""

    __slots__ = ("_connection", "_numbers")

    def __init__(self, connection: Connection, numbers: CaseNumbers) -> None:
        self._connection, self._numbers = connection, numbers

    def announce(self) -> NewCase:
        """The number and code the next case gets; nothing is reserved, `open` takes them or finds them taken."""
        last = self._numbers.last
        if last is None:
            last = self._numbers.last = self._connection.execute(_counted).scalar_one()
        return NewCase(last + 1, self._numbers.code)

    def open(self, opened: Case) -> None:
        """Keep a new case under the number that was announced."""
        if self._connection.execute(_count_up, {"number": opened.number}).rowcount == 0:
            self._numbers.forget()
            raise StaleError
        self._connection.execute(_insert, _columns(opened))
        self._numbers.last, self._numbers.code = opened.number, new_code()

    def by_code(self, code: str) -> Case | None:
        """The case with this code, or None."""
        row = self._connection.execute(_by_code, {"code": code}).first()
        return _case(row) if row else None

    def locked(self, code: str) -> Case | None:
        """The case with this code, which nobody else changes until the end of the transaction, or None."""
        row = self._connection.execute(_by_code.with_for_update(), {"code": code}).first()  # SQLite has one writer
        return _case(row) if row else None

    def loads(self) -> dict[str, int]:
        """How many cases wait for an answer of each member who has any."""
        waiting = _table.c.status.in_([CaseStatus.OPEN.value, CaseStatus.CLAIMED.value])
        query = select(_holder, func.count()).where(waiting, _holder != "").group_by(_holder)
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def shares(self) -> dict[str, int]:
        """How many of the newest cases each member has, had last or was asked to take."""
        newest = select(_holder.label("holder")).order_by(_table.c.number.desc()).limit(_NEWEST).subquery()
        query = select(newest.c.holder, func.count()).where(newest.c.holder != "").group_by(newest.c.holder)
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def of_chat(self, chat: ChatRef) -> list[Case]:
        """The cases of `chat`, oldest first."""
        here = and_(_table.c.channel == chat.channel, _table.c.chat_id == chat.chat_id)
        return self._all(select(_table).where(here).order_by(_table.c.number))

    def listed(
        self, statuses: Sequence[CaseStatus] = (), *, assignee: str | None = None, most: int = 200
    ) -> list[Case]:
        """The cases in these statuses (none named: all), the most urgent first."""
        query = select(_table).order_by(*_order).limit(most)
        if statuses:
            query = query.where(_table.c.status.in_([status.value for status in statuses]))
        if assignee is not None:
            query = query.where(_table.c.assignee == assignee)
        return self._all(query)

    def newest(self, most: int) -> list[Case]:
        """The cases opened last, the newest first."""
        return self._all(select(_table).order_by(_table.c.number.desc()).limit(most))

    def change(self, before: Case, **changes: Any) -> Case:
        """`before` with `changes`; StaleError if somebody changed it meanwhile."""
        fields = {name: _column(name, value) for name, value in changes.items()}
        unchanged = and_(_table.c.number == before.number, _table.c.version == before.version)
        statement = update(_table).where(unchanged).values(**fields, version=before.version + 1)
        if self._connection.execute(statement).rowcount == 0:
            raise StaleError
        row = self._connection.execute(select(_table).where(_table.c.number == before.number)).one()
        return _case(row)

    def add_entry(self, number: int, entry: CaseEntry) -> None:
        """Write one line into a case's log."""
        self._connection.execute(
            _insert_entry,
            {
                "case_number": number,
                "at": entry.at,
                "kind": entry.kind.value,
                "author": entry.author,
                "text": entry.text,
                "detail": PAIRS.dump(entry.detail),
                "attachments": ATTACHMENTS.dump(entry.attachments),
            },
        )

    def entries(self, number: int) -> list[CaseEntry]:
        """The log of a case, oldest first."""
        return [
            CaseEntry(
                at=row.at,
                kind=EntryKind(row.kind),
                author=row.author,
                text=row.text,
                attachments=ATTACHMENTS.load(row.attachments),
                detail=PAIRS.load(row.detail),
            )
            for row in self._connection.execute(_entries, {"number": number})
        ]

    def forget_chat(self, chat: ChatRef) -> None:
        """Cut the tie between cases and `chat`: closed ones can no longer be traced to anybody."""
        closed = and_(_table.c.status == CaseStatus.CLOSED.value, _table.c.chat_id == chat.chat_id)
        self._connection.execute(update(_table).where(closed, _table.c.channel == chat.channel).values(chat_id=""))

    def empty(self, number: int, instead: str) -> None:
        """Forget what was said and sent in a case; its course stays, and `instead` stands for the words."""
        self._connection.execute(update(_table).where(_table.c.number == number).values(question=instead, comment=""))
        said = and_(_entry.c.case_number == number, _entry.c.kind != EntryKind.EVENT.value)
        self._connection.execute(update(_entry).where(said).values(text=instead, attachments=ATTACHMENTS.dump(())))

    def delete_closed_before(self, moment: datetime) -> int:
        """The number of cases forgotten that were closed before `moment`, with their logs."""
        old = and_(_table.c.status == CaseStatus.CLOSED.value, _table.c.closed_at < moment)
        numbers = [row[0] for row in self._connection.execute(select(_table.c.number).where(old))]
        if numbers:
            self._connection.execute(_entry.delete().where(_entry.c.case_number.in_(numbers)))
            self._connection.execute(_table.delete().where(_table.c.number.in_(numbers)))
        return len(numbers)

    def opened_between(self, start: datetime, end: datetime) -> list[Case]:
        """The cases opened from `start` up to `end`, oldest first."""
        opened = and_(_table.c.opened_at >= start, _table.c.opened_at < end)
        return self._all(select(_table).where(opened).order_by(_table.c.number))

    def _all(self, query: Select[Any]) -> list[Case]:
        return [_case(row) for row in self._connection.execute(query)]


def new_code() -> str:
    """A code nobody can guess, with at least one digit and one letter."""
    while True:
        code = "".join(ALPHABET[byte % len(ALPHABET)] for byte in secrets.token_bytes(LENGTH))
        if not code.isalpha() and not code.isdigit():
            return code


def _column(name: str, value: Any) -> Any:
    return _JSON_FIELDS[name].dump(value) if name in _JSON_FIELDS else value


def _columns(opened: Case) -> dict[str, Any]:
    fields = [name for name in Case.__slots__ if name != "chat"]
    return {**key_of(opened.chat), **{name: _column(name, getattr(opened, name)) for name in fields}}


def _case(row: Row[Any]) -> Case:
    fields = {name: row._mapping[name] for name in Case.__slots__ if name not in {"chat", "labels"}}
    fields |= {"status": CaseStatus(row.status), "reason": CaseReason(row.reason)}
    return Case(chat=ChatRef(row.channel, row.chat_id), labels=WORDS.load(row.labels), **fields)
