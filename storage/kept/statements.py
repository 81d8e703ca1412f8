"""What SQLite and PostgreSQL say differently."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Executable, Table, literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from storage.kept.prepared import Prepared
from storage.tables import OutboxRow


def table_of(row: type[SQLModel]) -> Table:
    """The table a row class describes."""
    table: Table = row.__table__  # type: ignore[attr-defined]  # SQLModel sets it, its type does not say so
    return table


def has_status(status: str) -> ColumnElement[bool]:
    """Whether a row of the outbox has this status, written out: only so are the indexes over some of the rows used."""
    return table_of(OutboxRow).c.status == literal_column(f"'{status}'")


class Upsert:
    """INSERT … ON CONFLICT in the words of whichever database is asked."""

    def __init__(self, table: Table, keys: Sequence[str], updates: Sequence[str], columns: Sequence[str] = ()) -> None:
        filled = list(columns) or [column.name for column in table.columns]
        self._prepared = Prepared(
            {
                "sqlite": _upsert(sqlite.insert(table), keys, updates),
                "postgresql": _upsert(postgresql.insert(table), keys, updates),
            },
            filled,
        )

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """The number of rows written: 0 where the row was there and nothing was to be updated."""
        count: int = self._prepared.run(connection, values).rowcount
        return count


def _upsert(insert: sqlite.Insert | postgresql.Insert, keys: Sequence[str], updates: Sequence[str]) -> Executable:
    statement: Executable
    if not updates:
        statement = insert.on_conflict_do_nothing(index_elements=list(keys))
    else:
        new = {name: insert.excluded[name] for name in updates}
        statement = insert.on_conflict_do_update(index_elements=list(keys), set_=new)
    return statement
