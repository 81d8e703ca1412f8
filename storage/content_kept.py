"""The catalog kept ready on disk, so that a start need not read and learn everything again.

What is kept belongs to one version of the content and one version of the code that reads it. It is made in a process
of its own: learning takes seconds and memory that the running service must not lend. The file is this program's own,
in a folder only its owner may write to; that is what makes it safe to unpickle.
"""

import gc
import hashlib
import logging
import pickle
import subprocess
import sys
from pathlib import Path

from flows.catalog import Catalog
from flows.guides import ContentProblem
from storage.content_files import content_version

log = logging.getLogger(__name__)

CODE = Path(__file__).resolve().parent.parent
MOST_KEPT = 3
Loaded = tuple[Catalog, list[ContentProblem]]


def kept_catalog(root: Path, cache: Path) -> Loaded:
    """The catalog of the files under `root` with what is wrong with them; made now where it was not kept."""
    kept = cache / f"catalog-{content_version(root)}-{code_version()}.pickle"
    found = _read(kept)
    if found is not None:
        return found
    made = subprocess.run(  # noqa: S603 (this program, with paths the operator set)
        [sys.executable, "-m", "storage.content_kept", str(root), str(kept)], cwd=CODE, check=False
    )
    found = _read(kept)
    if made.returncode != 0 or found is None:
        log.warning("the catalog could not be made aside (code %d); reading it here", made.returncode)
        return _load(root, None)
    return found


def make_kept(root: Path, kept: Path) -> None:
    """Read the files under `root` and keep the catalog in the file `kept`; only the newest few files stay."""
    loaded = _load(root, kept.parent)
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = kept.with_suffix(f".{id(loaded)}.part")
    part.write_bytes(pickle.dumps(loaded, protocol=5))
    part.replace(kept)
    others = sorted(kept.parent.glob("catalog-*.pickle"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in others[MOST_KEPT:]:
        old.unlink(missing_ok=True)


def code_version() -> str:
    """A short hash over the code a catalog is made of."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted([*CODE.glob("flows/**/*.py"), *CODE.glob("storage/content*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _read(kept: Path) -> Loaded | None:
    if not kept.is_file():
        return None
    was_on = gc.isenabled()
    gc.disable()  # hundreds of thousands of new objects, none of them rubbish
    try:
        with kept.open("rb") as file:
            found: Loaded = pickle.load(file)  # noqa: S301 (see above)
    except (OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError, TypeError) as error:
        log.warning("the kept catalog %s cannot be read (%s)", kept.name, type(error).__name__)
        return None
    finally:
        if was_on:
            gc.enable()
    kept.touch()  # the newest few are those read last
    return found


def _load(root: Path, cache: Path | None) -> Loaded:
    from storage.content_catalog import load_catalog  # noqa: PLC0415 (a start from what was kept needs none of it)

    return load_catalog(root, cache)


if __name__ == "__main__":
    make_kept(Path(sys.argv[1]), Path(sys.argv[2]))
