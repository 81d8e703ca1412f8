"""The reader of the content of this checkout, built once and shared by all processes of a test run."""

import pytest

from flows.catalog import Catalog
from storage.content.kept import kept_catalog
from storage.content.shelf import CODE, Shelf


@pytest.fixture(scope="session")
def catalog(request: pytest.FixtureRequest) -> Catalog:
    """The catalog of content/, kept under pytest's cache so that it is learnt once per version of content and code."""
    return kept_catalog(CODE / "content", Shelf(request.config.cache.mkdir("catalog")))[0]
