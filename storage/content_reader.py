"""The reader of questions, with what it learnt kept on disk between starts."""

from collections.abc import Mapping
from pathlib import Path

from flows.guides import Guide, KnownError
from flows.matching.lexicon import Lexicon
from flows.matching.reader import MatchingReader, build_reader
from flows.organisation import Organisation


def load_reader(
    guides: Mapping[str, Guide],
    errors: Mapping[str, KnownError],
    organisation: Organisation,
    lexicon: Lexicon,
    kept: Path | None,
) -> MatchingReader:
    """The reader of this content; the file `kept` spares the learning, and is written where it is missing."""
    if kept is not None and kept.is_file():
        return build_reader(guides, errors, organisation, lexicon, kept.read_bytes())
    reader = build_reader(guides, errors, organisation, lexicon)
    if kept is not None:
        _keep(kept, reader.dump())
    return reader


def _keep(kept: Path, data: bytes) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    for old in kept.parent.glob("reader-*.npz"):
        old.unlink()
    part = kept.with_suffix(".part")
    part.write_bytes(data)
    part.replace(kept)
