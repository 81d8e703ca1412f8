"""A message as understanding sees it: whole words in one spelling, mended, spelled out, spans protected."""

from dataclasses import dataclass
from itertools import chain

from flows.text.letters import fold_each, nfc, words_of
from flows.text.mending import Mender
from flows.text.shorthand import ShorthandTable
from flows.text.spans import protect

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
    return Surface(words, fold_each(words))


def surface_of_written(text: str, shorthand: ShorthandTable) -> Surface:
    """The surface of what an editor wrote as citizens do: short forms spelled out; it is what slips are told by."""
    kept, protected = protect(nfc(text))
    words = tuple(shorthand.spell_out(_shortened(words_of(kept))))
    return Surface(words, fold_each(words), protected)


class Scribe:
    """Reads what citizens type."""

    def __init__(self, mender: Mender, shorthand: ShorthandTable) -> None:
        self._mender = mender
        self._shorthand = shorthand

    def read(self, text: str) -> Surface:
        """The surface of a citizen's message."""
        kept, protected = protect(nfc(text[:LONGEST]))
        typed = _shortened(words_of(kept))
        mended = self._mender.mend(typed, self._shorthand.knows)
        repaired = tuple((word, " ".join(meant)) for word, meant in zip(typed, mended, strict=True) if meant != (word,))
        words = tuple(self._shorthand.spell_out(list(chain.from_iterable(mended))))
        return Surface(words, fold_each(words), protected, repaired)


def _shortened(words: list[str]) -> list[str]:
    """Words with letters drawn out for feeling cut back: "ngonnnn" → "ngon"."""
    return [_cut_back(word) if len(word) > 3 else word for word in words]


def _cut_back(word: str) -> str:
    end = len(word)
    while end > 2 and word[end - 1] == word[end - 2] == word[end - 3]:
        end -= 1
    return word[: end - 1] if end < len(word) else word
