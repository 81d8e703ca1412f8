"""A small content folder for tests of the whole service."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.channels.service_world import small_content


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A content folder with two guides, its catalog kept beside it and not in place of the checkout's own."""
    folder = small_content(tmp_path_factory.mktemp("content") / "content")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.settings.CHECKOUT", folder.parent)
        yield folder
