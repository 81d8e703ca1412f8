"""places/*.csv → Places."""

import csv
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from flows.places import Commune, MergedUnit, Places, build_places
from storage.content.shelf import Shelf, digest_of_files


def load_places(root: Path, shelf: Shelf | None = None) -> Places:
    """The communes of today and the units they were made of, as files under `root`/places name them."""
    files = [root / "places" / name for name in ("communes.csv", "merged.csv")]
    if shelf is not None:  # most saved files are guides; 13,000 names need not be read again for them
        return shelf.made("places", digest_of_files(files), lambda: _read(root))
    return _read_once(root, tuple(file.stat().st_mtime_ns if file.exists() else 0 for file in files))


@lru_cache(maxsize=2)
def _read_once(root: Path, saved_at: tuple[int, ...]) -> Places:
    """The places of files saved at these moments."""
    return _read(root)


def _read(root: Path) -> Places:
    communes = (Commune(code, name, province) for code, name, province in rows(root / "places" / "communes.csv"))
    merged = (
        MergedUnit(name, district, province, tuple(now.split()))
        for name, district, province, now in rows(root / "places" / "merged.csv")
    )
    return build_places(communes, merged)


def rows(path: Path) -> Iterator[list[str]]:
    """The rows of a CSV file after its heading; none when there is no such file."""
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines, None)
        yield from lines
