"""An office on SQLite, and one on a real PostgreSQL."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flows.catalog import Catalog
from tests.fakes.content import simple_content
from tests.fakes.database import ready
from tests.fakes.office import WORKING, Office, at, opened

MORNING = at("2026-11-24 08:00")  # a Tuesday


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """All guides, and a commune with three hamlets."""
    return replace(simple_content(), organisation=WORKING)


@pytest.fixture
def office(tmp_path: Path, catalog: Catalog) -> Iterator[Office]:
    """An office on SQLite."""
    with opened(ready(tmp_path), catalog, MORNING) as made:
        yield made


@pytest.fixture(
    params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.xdist_group("postgres")])]
)
def either_office(request: pytest.FixtureRequest, tmp_path: Path, catalog: Catalog) -> Iterator[Office]:
    """An office on SQLite, then one on PostgreSQL."""
    if request.param == "sqlite":
        with opened(ready(tmp_path), catalog, MORNING) as made:
            yield made
        return
    with opened(request.getfixturevalue("postgres_url"), catalog, MORNING) as made:
        yield made
