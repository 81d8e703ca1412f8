"""A small content folder for tests of the whole service."""

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.content_catalog import load_catalog
from tests.channels.service_world import small_content


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A content folder that is read once for all tests."""
    folder = small_content(tmp_path_factory.mktemp("content") / "content")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.live_content.load_catalog", functools.lru_cache(load_catalog))
        yield folder
