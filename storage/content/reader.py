"""The reader of questions, kept as it was learnt for as long as what it learns from stays the same.

A fee, a step or a phone number of a guide is nothing it learns from, so saving one costs no learning.
"""

import hashlib
from collections.abc import Mapping

from flows.guides import Guide, KnownError
from flows.matching.ground import ground_of, listed_in
from flows.matching.lexicon import Lexicon
from flows.matching.phrase_book import PhraseBook
from flows.matching.reader import MatchingReader, Prepared, build_reader
from flows.organisation import Organisation
from storage.content.memory import give_back
from storage.content.shelf import Shelf, digest_of

_FEW = 100  # phrases that are taken apart again as quickly as all are written to the shelf


def load_reader(
    guides: Mapping[str, Guide],
    errors: Mapping[str, KnownError],
    organisation: Organisation,
    lexicon: Lexicon,
    shelf: Shelf | None,
) -> MatchingReader:
    """The reader of this content; what lies on the shelf spares the learning."""
    if shelf is None:
        reader = build_reader(guides, errors, organisation, lexicon)
        give_back()
        return reader
    words = digest_of(lexicon)
    key = _learnt_from(guides, errors, organisation, words)
    found: MatchingReader | None = shelf.find("reader", key)
    if found is not None:
        return found
    lists = digest_of((lexicon.synonyms, lexicon.aspects, lexicon.fillers, lexicon.shorthand, lexicon.beside))
    prepared = _prepared(shelf, lexicon, words, lists)
    before = len(prepared.book)
    reader = build_reader(guides, errors, organisation, lexicon, prepared)
    shelf.put("reader", key, reader, named=("ground",))
    if len(prepared.book) > before + _FEW:
        shelf.put("phrases", lists, prepared.book)
    return reader


def _prepared(shelf: Shelf, lexicon: Lexicon, words: str, lists: str) -> Prepared:
    """What only the lexicon tells; `words` is its hash, `lists` that of the lists phrases are taken apart with."""
    return Prepared(
        shelf.made("ground", words, lambda: ground_of(lexicon)),
        shelf.made("listed", words, lambda: listed_in(lexicon)),
        shelf.find("phrases", lists) or PhraseBook(),
    )


def _learnt_from(
    guides: Mapping[str, Guide], errors: Mapping[str, KnownError], organisation: Organisation, words: str
) -> str:
    """A short hash over everything of the content that understanding learns from; `words` is that of the lexicon."""
    digest = hashlib.sha256()
    for guide in guides.values():
        digest.update(repr((guide.id, guide.questions, guide.title.vi, guide.procedure_name, guide.keywords)).encode())
    for error in errors.values():
        digest.update(repr((error.id, error.messages, error.guide)).encode())
    digest.update(repr((organisation, words)).encode())
    return digest.hexdigest()[:16]
