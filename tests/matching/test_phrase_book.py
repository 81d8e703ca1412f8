"""What a book says of phrases is what they say themselves, whatever else it took up before."""

import numpy as np

from flows.matching.analysis import Analyst
from flows.matching.features import features_of
from flows.matching.lexicon import Lexicon
from flows.matching.phrase_book import PhraseBook, surface_of_phrase
from flows.matching.phrases import Phrase
from flows.matching.training import samples_of
from flows.text.mending import pairs_of
from flows.text.shorthand import ShorthandTable
from flows.text.surface import surface_of

LEXICON = Lexicon(
    synonyms={"con": ("em bé", "con nhỏ")}, aspects={"fee": ("bao nhiêu tiền",)}, shorthand={"ks": "khai sinh"}
)
ANALYST, SHORTHAND = Analyst(LEXICON), ShorthandTable(LEXICON.shorthand, ())
PHRASES = [
    Phrase("làm ks cho em bé", "khai-sinh", is_clean=False),
    Phrase("khai sinh bao nhiêu tiền", "khai-sinh"),
    Phrase("làm ks", "khai-sinh"),  # a word list means what it says
    Phrase("khai sinh bao nhiêu tiền", "khai-sinh"),
]
OTHERS = [Phrase("tạm trú cho con nhỏ", "tam-tru"), Phrase("làm ks", "khai-sinh", is_clean=False)]


def book_of(*turns: list[Phrase]) -> PhraseBook:
    book = PhraseBook()
    for turn in turns:
        book.take_up(turn, ANALYST, SHORTHAND)
    return book


def test_the_traits_are_those_of_the_phrases_in_their_order() -> None:
    for book in (book_of(PHRASES), book_of(OTHERS, PHRASES[2:], PHRASES)):
        wanted = samples_of(features_of(ANALYST.analyse(surface_of_phrase(p, SHORTHAND))) for p in PHRASES)
        found = book.samples(book.rows(PHRASES))
        assert found.names == wanted.names
        for name in ("sizes", "indices", "weights"):
            assert np.array_equal(getattr(found, name), getattr(wanted, name))


def test_words_are_counted_as_they_were_written_once_for_every_phrase() -> None:
    book = book_of(OTHERS, PHRASES)
    written = [surface_of(phrase.text) for phrase in PHRASES]
    counts = book.counts(book.rows(PHRASES))
    assert counts["ks"] == 2
    assert counts["khai"] == 2
    assert "trú" not in counts
    assert book.pairs(book.rows(PHRASES)) == pairs_of(surface.folded for surface in written)


def test_a_phrase_is_taken_up_once() -> None:
    book = book_of(PHRASES, OTHERS, PHRASES)
    assert len(book) == 5


def test_an_empty_book_says_nothing() -> None:
    book = book_of([])
    nothing = book.rows([])
    assert not book.pairs(nothing)
    assert not book.counts(nothing)
    assert not book.samples(nothing).names
