"""Things made of content files, kept on disk by what they were made of, so that only what changed is made again.

The files are this program's own, in a folder only its owner may write to; that is what makes them safe to unpickle.
"""

import gc
import hashlib
import logging
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from storage.content.memory import without_collecting

log = logging.getLogger(__name__)

CODE = Path(__file__).resolve().parents[2]
MOST_KEPT = 3  # of each kind
_UNREADABLE = (
    OSError,
    EOFError,
    LookupError,
    pickle.UnpicklingError,
    AttributeError,
    ImportError,
    TypeError,
    ValueError,
)
Made = TypeVar("Made")
Name = tuple[str, str, str]  # kind, key, and the part of a dataclass or ""


class Shelf:
    """Pickled things in a folder; what was taken or put last of each kind is also held in memory.

    A thing that holds another object from the shelf, or an object that is a part of one, names it instead of
    holding it twice.
    """

    def __init__(self, folder: Path, by_name: Iterable[str] = ()) -> None:
        """What lies there of the kinds `by_name` is not read: a stand-in is found, good for being kept in a thing."""
        self.folder = folder
        self._by_name = frozenset(by_name)
        self._held: dict[str, tuple[str, Any]] = {}

    def find(self, kind: str, key: str) -> Any:
        """The thing of this kind made of `key`, or None."""
        held_key, held = self._held.get(kind, ("", None))
        if held_key == key:
            return held
        file = self._file(kind, key)
        if not file.is_file():
            return None
        if kind in self._by_name:
            file.touch()
            return _StandIn(kind, key)
        try:
            gc.collect(1)  # the rubbish of now would be frozen with the rest
            with without_collecting(), file.open("rb") as opened:
                found = _Unpickler(self, opened).load()
                gc.freeze()  # nor is any of it looked at later
            file.touch()
        except _UNREADABLE as error:
            log.warning("%s cannot be read (%s)", file.name, type(error).__name__)
            file.unlink(missing_ok=True)  # so that nobody names it
            return None
        self._held[kind] = key, found
        return found

    def put(self, kind: str, key: str, thing: object, named: Iterable[str] = ()) -> None:
        """Keep the thing, naming what it has of the kinds `named`; only the newest few of its kind stay."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = self._file(kind, key)
        part = file.with_suffix(f".{id(thing)}.part")
        held = ((other, *self._held[other]) for other in named if other in self._held)
        names = dict(chain.from_iterable(_names_of(thing, kind, key) for kind, key, thing in held))
        with part.open("wb") as opened:
            _Pickler(names, opened).dump(thing)
        part.replace(file)
        self._held[kind] = key, thing
        for old in _newest_first(self.folder.glob(f"{kind}-*.pickle"))[MOST_KEPT:]:
            old.unlink(missing_ok=True)

    def made(self, kind: str, key: str, make: Callable[[], Made]) -> Made:
        """The thing made of `key`: the kept one, or made and kept now."""
        found: Made | None = self.find(kind, key)
        if found is None:
            found = make()
            self.put(kind, key, found)
        return found

    def _file(self, kind: str, key: str) -> Path:
        return self.folder / f"{kind}-{key}-{code_version()}.pickle"


class _Pickler(pickle.Pickler):
    def __init__(self, names: Mapping[int, Name], file: BinaryIO) -> None:
        super().__init__(file, protocol=5)
        self._names = names

    def reducer_override(self, thing: Any) -> Any:
        """How to find a thing that has a name; asked for every object that is no plain value."""
        name = self._names.get(id(thing))
        return NotImplemented if name is None else (_named, name)


class _Unpickler(pickle.Unpickler):
    def __init__(self, shelf: Shelf, file: BinaryIO) -> None:
        super().__init__(file)
        self._shelf = shelf

    def find_class(self, module: str, name: str) -> Any:
        """The class or function a file names; for `_named` the shelf is asked, never this reader of one file."""
        return partial(_part_of, self._shelf) if name == _named.__name__ else super().find_class(module, name)


def _named(kind: str, key: str, part: str) -> Any:
    """Stands in a file for a thing of the shelf, or a part of it."""
    raise LookupError(kind, key, part)


class _StandIn:
    """A thing of the shelf that was not read."""

    def __init__(self, kind: str, key: str) -> None:
        self._name: Name = kind, key, ""

    def __reduce__(self) -> tuple[Callable[[str, str, str], Any], Name]:
        return _named, self._name


def _part_of(shelf: Shelf, kind: str, key: str, part: str) -> Any:
    found = shelf.find(kind, key)
    if found is None:
        raise LookupError(kind, key)
    return getattr(found, part) if part else found


def _names_of(thing: object, kind: str, key: str) -> Iterator[tuple[int, Name]]:
    yield id(thing), (kind, key, "")
    if is_dataclass(thing):
        yield from ((id(getattr(thing, part.name)), (kind, key, part.name)) for part in fields(thing))


@cache
def code_version() -> str:
    """A short hash over the code that content is read and learnt with."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted([*CODE.glob("flows/**/*.py"), *CODE.glob("storage/content/*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def digest_of(value: object) -> str:
    """A short hash over what `value` looks like in print."""
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]


def digest_of_files(files: Iterable[Path]) -> str:
    """A short hash over the names and bytes of some files; one that is missing counts as empty."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + (file.read_bytes() if file.is_file() else b""))
    return digest.hexdigest()[:16]


def _newest_first(files: Iterable[Path]) -> list[Path]:
    return sorted(files, key=lambda file: file.stat().st_mtime, reverse=True)
