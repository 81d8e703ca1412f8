"""The catalog kept ready on disk, so that a start need not read and learn everything again.

What is kept belongs to one version of the content and one version of the code that reads it. It is made, and checked,
in a process of its own: that takes a second and memory which the running service must not lend.
"""

import gc
import logging
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from flows.catalog import Catalog
from flows.guides import ContentProblem
from storage.content.files import content_version
from storage.content.memory import give_back
from storage.content.shelf import CODE, Shelf

log = logging.getLogger(__name__)

Loaded = tuple[Catalog, list[ContentProblem]]
_BESIDE = ("reader", "places")  # kinds that a catalog names
_PATIENT = 10  # what the rules find may come later than an answer or the next saved file
_ALONE = {"OPENBLAS_NUM_THREADS": "1"}  # two threads that share a small product wait for each other


def kept_catalog(root: Path, shelf: Shelf) -> Loaded:
    """The catalog of the files under `root` with what is wrong with them; made now where it was not kept."""
    version = content_version(root)
    found: Loaded | None = shelf.find("catalog", version)
    if found is None and _aside(root, shelf):
        found = shelf.find("catalog", version)
    if found is None:
        log.warning("the catalog could not be made aside; reading it here")
        return _load(root, None)
    give_back()
    return found


def kept_findings(root: Path, shelf: Shelf, catalog: Catalog, as_of: date) -> list[ContentProblem]:
    """What the editors' rules find in the files `catalog` was read from; looked for now where it was not kept."""
    key = f"{catalog.version}-{as_of}"
    found: list[ContentProblem] | None = shelf.find("findings", key)
    if found is None and _aside(root, shelf, as_of.isoformat()):
        found = shelf.find("findings", key)
    return _check(root, catalog, as_of) if found is None else found


def _aside(root: Path, shelf: Shelf, *options: str) -> bool:
    made = subprocess.run(  # noqa: S603 (this program, with paths the operator set)
        [sys.executable, "-m", "storage.content.ready", str(root), str(shelf.folder), *options],
        cwd=CODE,
        env=os.environ | _ALONE,
        check=False,
    )
    return made.returncode == 0


def _make(root: Path, shelf: Shelf) -> Loaded:
    shelf = Shelf(shelf.folder, by_name=_BESIDE)
    loaded = _load(root, shelf)
    shelf.put("catalog", loaded[0].version, loaded, named=_BESIDE)
    return loaded


def _load(root: Path, shelf: Shelf | None) -> Loaded:
    from storage.content.catalog import load_catalog  # noqa: PLC0415 (a start from what was kept needs none of it)

    return load_catalog(root, shelf)


def _check(root: Path, catalog: Catalog, as_of: date) -> list[ContentProblem]:
    from storage.content.check import check_catalog  # noqa: PLC0415 (likewise)

    return check_catalog(root, catalog, as_of)


def main(root: Path, shelf: Shelf, as_of: str = "") -> None:
    """Keep the catalog of `root`, or with a day what the rules find in it on that day."""
    gc.disable()  # this process ends before it has any rubbish worth collecting
    if not as_of:
        _make(root, shelf)
        return
    found: Loaded | None = shelf.find("catalog", content_version(root))
    catalog, _ = found or _load(root, shelf)
    findings = _check(root, catalog, date.fromisoformat(as_of))
    shelf.put("findings", f"{catalog.version}-{as_of}", findings)


if __name__ == "__main__":
    if sys.argv[3:]:
        os.nice(_PATIENT)
    main(Path(sys.argv[1]), Shelf(Path(sys.argv[2])), *sys.argv[3:])
