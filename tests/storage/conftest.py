"""Both databases: an SQLite file, and a real PostgreSQL from PyPI."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import sqlite_url
from storage.store import Store


@pytest.fixture(
    params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.xdist_group("postgres")])]
)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A store with its tables, empty."""
    opened = Store.open(url)
    yield opened
    opened.close()
