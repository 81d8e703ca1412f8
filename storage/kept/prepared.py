"""Statements of the hot path: written with SQLAlchemy, compiled once, run on the driver's own cursor.

A turn is five statements. SQLAlchemy spends most of a turn's time on what it does around each of them; compiled ahead
they take a quarter (make bench). Everything that is not run for every message goes the ordinary way.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Executable
from sqlalchemy.exc import DBAPIError

_last_moment: dict[str, tuple[datetime, Any]] = {}


class Prepared:
    """A statement in the words of each database; `columns` are those an INSERT fills."""

    def __init__(self, statement: Mapping[str, Executable] | Executable, columns: Sequence[str] | None = None) -> None:
        self._statement, self._columns = statement, columns
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """The driver's cursor after the statement."""
        compiled = self._for(connection)
        raw: Any = connection.connection.driver_connection
        try:
            return raw.execute(compiled.sql, compiled.parameters(values))
        except compiled.errors as error:
            raise compiled.wrapped(error, connection) from error

    def run_many(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run the statement once for each of `rows`."""
        compiled = self._for(connection)
        cursor: Any = connection.connection.cursor()
        try:
            cursor.executemany(compiled.sql, [compiled.parameters(values) for values in rows])
        except compiled.errors as error:
            raise compiled.wrapped(error, connection) from error
        finally:
            cursor.close()

    def _for(self, connection: Connection) -> "_Compiled":
        name = connection.dialect.name
        compiled = self._compiled.get(name)
        if compiled is None:
            statement = self._statement[name] if isinstance(self._statement, Mapping) else self._statement
            compiled = self._compiled[name] = _Compiled(statement, connection.dialect, self._columns)
        return compiled


class _Compiled:
    """A statement for one database."""

    def __init__(self, statement: Any, dialect: Any, columns: Sequence[str] | None) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=columns)
        self.sql = str(compiled)
        self.errors: type[Exception] = dialect.dbapi.Error
        self._dialect = dialect
        names: list[str] = list(compiled.positiontup or compiled.binds)
        self._in_order: Callable[[Mapping[str, Any]], Any] | None = None
        if compiled.positional:
            self._in_order = itemgetter(*names) if len(names) > 1 else lambda values: tuple(map(values.get, names))
        self._fixed = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        found = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
        self._processors = [(name, to) for name, to in found.items() if to]

    def parameters(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver wants them."""
        ready = {**self._fixed, **values}
        for name, process in self._processors:
            ready[name] = self._processed(ready[name], process)
        return self._in_order(ready) if self._in_order else ready

    def _processed(self, value: Any, process: Callable[[Any], Any]) -> Any:
        """A value in the driver's type. All rows of a turn bear the same moment, so the last one is remembered."""
        if not isinstance(value, datetime):
            return process(value)
        known, ready = _last_moment.get(self._dialect.name, (None, None))
        if known is not value:
            ready = process(value)
            _last_moment[self._dialect.name] = (value, ready)
        return ready

    def wrapped(self, error: Exception, connection: Connection) -> Exception:
        """The error as everything else in this package meets it; a lost connection is not used again."""
        raw: Any = connection.connection.driver_connection
        lost = self._dialect.is_disconnect(error, raw, None)
        if lost:
            connection.invalidate()
        made: Exception = DBAPIError.instance(
            self.sql, None, error, self.errors, hide_parameters=True, connection_invalidated=lost, dialect=self._dialect
        )
        return made
