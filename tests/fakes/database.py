"""Empty SQLite databases, their tables made once and then copied: making them takes a quarter of a second."""

import tempfile
from functools import cache
from pathlib import Path

from storage.database import sqlite_url
from storage.store import Store


def ready(folder: Path) -> str:
    """The address of the database in `folder`: an empty one where there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    url = sqlite_url(folder)
    path = Path(url.removeprefix("sqlite:///"))
    if not path.exists():
        path.write_bytes(_empty())
    return url


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        url = sqlite_url(Path(folder))
        Store.open(url).close()
        return Path(url.removeprefix("sqlite:///")).read_bytes()
