"""The reader of questions, kept on disk as it was learnt for as long as what it learns from stays the same.

A fee, a step or a phone number of a guide is nothing it learns from, so saving one costs no learning.
"""

import hashlib
import pickle
from collections.abc import Mapping
from pathlib import Path

from flows.guides import Guide, KnownError
from flows.matching.lexicon import Lexicon
from flows.matching.reader import MatchingReader, build_reader
from flows.organisation import Organisation
from storage.content_kept import MOST_KEPT, code_version


def load_reader(
    guides: Mapping[str, Guide],
    errors: Mapping[str, KnownError],
    organisation: Organisation,
    lexicon: Lexicon,
    cache: Path | None,
) -> MatchingReader:
    """The reader of this content; what is kept in the folder `cache` spares the learning."""
    if cache is None:
        return build_reader(guides, errors, organisation, lexicon)
    kept = cache / f"reader-{_learnt_from(guides, errors, organisation, lexicon)}-{code_version()}.pickle"
    if kept.is_file():
        found: MatchingReader = pickle.loads(kept.read_bytes())  # noqa: S301 (our own file, see content_kept)
        return found
    reader = build_reader(guides, errors, organisation, lexicon)
    _keep(kept, reader)
    return reader


def _learnt_from(
    guides: Mapping[str, Guide], errors: Mapping[str, KnownError], organisation: Organisation, lexicon: Lexicon
) -> str:
    """A short hash over everything of the content that understanding learns from."""
    digest = hashlib.sha256()
    for guide in guides.values():
        digest.update(repr((guide.id, guide.questions, guide.title.vi, guide.procedure_name, guide.keywords)).encode())
    for error in errors.values():
        digest.update(repr((error.id, error.messages, error.guide)).encode())
    digest.update(repr((organisation, lexicon)).encode())
    return digest.hexdigest()[:16]


def _keep(kept: Path, reader: MatchingReader) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = kept.with_suffix(f".{id(reader)}.part")
    part.write_bytes(pickle.dumps(reader, protocol=5))
    part.replace(kept)
    others = sorted(kept.parent.glob("reader-*.pickle"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in others[MOST_KEPT:]:
        old.unlink(missing_ok=True)
