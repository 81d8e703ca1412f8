"""Opening the database: SQLite by default, PostgreSQL by address, migrated before the first use."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from storage.migrations import HEAD
from storage.unusable import UnusableError

POOL_SIZE = 8
PATIENCE = 10.0  # seconds to wait for another connection that is writing to SQLite


class DatabaseError(UnusableError):
    """The database cannot be used; the message says why, in Vietnamese."""


def sqlite_url(data_dir: Path) -> str:
    """The address of the file kept in `data_dir`."""
    return f"sqlite:///{data_dir / 'camtay.sqlite3'}"


def normal_url(url: str) -> str:
    """`url` with the driver this project carries: postgresql:// (or postgres://) means psycopg 3."""
    scheme, separator, rest = url.partition("://")
    return f"postgresql+psycopg{separator}{rest}" if scheme in {"postgres", "postgresql"} else url


def open_engine(url: str) -> Engine:
    """An engine for `url`, tried and found to answer."""
    try:
        address = make_url(normal_url(url))
        engine = _sqlite_engine(address) if address.get_backend_name() == "sqlite" else _postgresql_engine(address)
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
    except (ArgumentError, SQLAlchemyError, ImportError, ValueError) as error:
        shown = url if "@" not in url else f"{url.partition('://')[0]}://…@{url.rpartition('@')[2]}"
        raise DatabaseError(f"Không mở được cơ sở dữ liệu {shown}: {_reason(error)}") from error
    return engine


def migrate(engine: Engine, target: str = "head") -> None:
    """Bring the tables up to the newest version; alembic is only loaded when there is something to do."""
    if target == "head" and current_version(engine) == HEAD:
        return
    from alembic import command  # noqa: PLC0415 (a tenth of a second that a start without changes need not pay)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, target)


def current_version(engine: Engine) -> str | None:
    """The version of the tables, or None where there are none."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return found


def truncate_log(engine: Engine) -> None:
    """Copy SQLite's log into the file and empty it; where somebody reads just then, the log stays for the next time."""
    with closing(engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _postgresql_engine(address: URL) -> Engine:
    # Parameters hold what citizens wrote; they have no place in an error message.
    return create_engine(address, hide_parameters=True, pool_size=POOL_SIZE, max_overflow=2, pool_recycle=1800)


def _sqlite_engine(address: URL) -> Engine:
    engine = create_engine(
        address,
        poolclass=QueuePool,
        pool_size=4,
        hide_parameters=True,  # they hold what citizens wrote, which has no place in an error message
        # The writer and the reader each keep their connection in one thread; closing happens in a third.
        connect_args={"timeout": PATIENCE, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver's guess
    # FULL: a commit survives power loss. It costs one fsync, which group commit shares among all waiting units.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY", "cache_size=-8000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA secure_delete=ON")  # what people had deleted must not stay in free pages of the file
    # Copying the log into the file stops all writers; pages written often are copied once less often (16 MB of log).
    connection.execute("PRAGMA wal_autocheckpoint=4000")


def _begin(connection: Connection) -> None:
    # IMMEDIATE: a transaction that reads first and writes later must not find the file changed in between.
    reads_only = connection.get_execution_options().get("reads_only")
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def _reason(error: Exception) -> str:
    original = getattr(error, "orig", None) or error
    return str(original).strip().splitlines()[0] if str(original).strip() else type(original).__name__
