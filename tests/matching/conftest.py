"""The reader of the content of this checkout, shared by all tests of a process."""

import pytest

from flows.catalog import Catalog
from tests.fakes.content import own_content


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The catalog of content/."""
    return own_content()
