"""What SQLite and PostgreSQL say differently."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel


def table_of(row: type[SQLModel]) -> Table:
    """The table a row class describes."""
    table: Table = row.__table__  # type: ignore[attr-defined]  # SQLModel sets it, its type does not say so
    return table


class Upsert:
    """INSERT … ON CONFLICT in the words of whichever database is asked."""

    def __init__(self, table: Table, keys: Sequence[str], updates: Sequence[str]) -> None:
        self._by_dialect = {
            "sqlite": _upsert(sqlite.insert(table), keys, updates),
            "postgresql": _upsert(postgresql.insert(table), keys, updates),
        }

    def run(self, connection: Connection, values: Any) -> int:
        """The number of rows written: 0 where the row was there and nothing was to be updated."""
        return connection.execute(self._by_dialect[connection.dialect.name], values).rowcount


def _upsert(insert: Any, keys: Sequence[str], updates: Sequence[str]) -> Executable:
    statement: Executable
    if not updates:
        statement = insert.on_conflict_do_nothing(index_elements=list(keys))
    else:
        new = {name: insert.excluded[name] for name in updates}
        statement = insert.on_conflict_do_update(index_elements=list(keys), set_=new)
    return statement
