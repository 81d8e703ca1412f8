"""A message as understanding sees it: whole words in one spelling, mended, spelled out, spans protected."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows.text import fold, nfc, words_of
from flows.text_shorthand import ShorthandTable
from flows.text_spans import protect
from flows.text_spelling import Speller

LONGEST = 1500  # characters of a message that are read


@dataclass(frozen=True, slots=True)
class Surface:
    """The words of a message and the same words without marks; what was protected and what was mended."""

    words: tuple[str, ...]
    folded: tuple[str, ...]
    protected: tuple[str, ...] = ()
    repaired: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The words in a row."""
        return " ".join(self.words)


def surface_of(text: str) -> Surface:
    """The surface of a sentence written by an editor: taken as it stands."""
    words = tuple(words_of(text))
    return Surface(words, tuple(map(fold, words)))


class Scribe:
    """Reads what citizens type."""

    def __init__(self, speller: Speller, shorthand: ShorthandTable) -> None:
        self._speller = speller
        self._shorthand = shorthand

    def read(self, text: str) -> Surface:
        """The surface of a citizen's message."""
        kept, protected = protect(nfc(text[:LONGEST]))
        typed = _shortened(words_of(kept))
        mended, repaired = self._mend(typed)
        words = tuple(self._shorthand.spell_out(mended))
        return Surface(words, tuple(map(fold, words)), protected, tuple(repaired))

    def _mend(self, typed: Sequence[str]) -> tuple[list[str], list[tuple[str, str]]]:
        words: list[str] = []
        repaired: list[tuple[str, str]] = []
        for index, word in enumerate(typed):
            before = words[-1] if words else ""
            after = typed[index + 1] if index + 1 < len(typed) else ""
            mended = None if self._shorthand.knows(word) else self._speller.mend(word, before, after)
            if mended is not None:
                repaired.append((word, " ".join(mended)))
            words.extend(mended or (word,))
        return words, repaired


def _shortened(words: list[str]) -> list[str]:
    """Words with letters drawn out for feeling cut back: "ngonnnn" → "ngon"."""
    return [_cut_back(word) if len(word) > 3 else word for word in words]


def _cut_back(word: str) -> str:
    end = len(word)
    while end > 2 and word[end - 1] == word[end - 2] == word[end - 3]:
        end -= 1
    return word[: end - 1] if end < len(word) else word
