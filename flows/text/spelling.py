"""Mends words that nobody writes: missing marks beside typed ones, Telex and VNI residue, slips, lost spaces."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

from flows.text.letters import fold, is_syllable, split_tone
from flows.text.typing import from_telex, from_vni

_KEYS_LEFT = str.maketrans("", "", "wj")
_DIGITS = str.maketrans("", "", "123456789")  # keys of VNI
_SHORTEST = 2  # letters of a word that can be mended
_LONG = 5  # letters from which two slips in one word are thought of
_COMMON = 200  # times a syllable stands in the content beyond which it is as frequent as any
_TWO_WORDS = 5  # letters from which a space may have been left out
_MOST_LIKE = 16  # words of the content that one word may be a slip of
_STRANGE = 6.0  # what it costs to be no word of the content …
_FOREIGN = 0.0  # … and built like a syllable with its marks: a name, most likely
_KEYED = 2.0  # keys of Telex struck in vain
_COMPLETED = 1.0  # a mark left out
_APART = 4.0  # a space left out
_SLIP = 6.0
_SURE = 1.5  # what a slip costs more when the typed word is one of the content
_MARKED = 2.0  # … and has all its marks
_TWO_SLIPS = 3.0  # more than one
_LONGEST_SOUND = 3  # letters


def _grouped(pairs: str) -> Mapping[str, tuple[str, ...]]:
    """What is meant by each sound that is typed, from pairs "typed>meant"."""
    found: dict[str, tuple[str, ...]] = {}
    for typed, meant in (pair.split(">") for pair in pairs.split()):
        found[typed] = (*found.get(typed, ()), meant)
    return found


_SOUNDS = _grouped("ch>tr tr>ch x>s s>x d>gi gi>d r>d r>gi l>n n>l ng>ngh ngh>ng g>gh k>c c>k v>d z>d f>ph p>ph")
_ENDS = _grouped("n>ng ng>n c>t t>c nh>n n>nh i>y y>i iu>ieu im>iem in>ien it>iet ui>uoi ut>uot un>uon")
KEYS_BESIDE = {
    letter: row[max(0, index - 1) : index] + row[index + 1 : index + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for index, letter in enumerate(row)
}


_Written = tuple[str, frozenset[str], str]


@dataclass(frozen=True, slots=True)
class Option:
    """Words that a typed word may have been meant to be, at what cost; `first` and `last` are without marks."""

    words: tuple[str, ...]
    first: str
    last: str
    cost: float


class Speller:
    """Knows the words of the content and how often they stand there; a word is mended only towards these."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._marked = dict(vocabulary)
        self._by_folded: defaultdict[str, list[_Written]] = defaultdict(list)
        for word in sorted(vocabulary, key=lambda word: (-vocabulary[word], word)):
            self._by_folded[fold(word)].append(_written(word))
        self._near: dict[str, list[str]] = {}
        for folded in self._by_folded:
            if len(folded) >= _SHORTEST and folded.isalpha():
                for shorter in _without_one(folded):
                    self._near.setdefault(shorter, []).append(folded)
        self._options: dict[str, tuple[Option, ...]] = {}

    def knows(self, word: str) -> bool:
        """Whether the content holds the word, as typed or when its marks were left out."""
        return word in self._marked or word in self._by_folded

    def options(self, word: str) -> tuple[Option, ...]:
        """What `word` may have been meant to be: first of all itself."""
        found = self._options.get(word)
        if found is None:
            if len(self._options) > 1 << 14:
                self._options.clear()
            found = self._options[word] = tuple(self._read(word))
        return found

    def _read(self, word: str) -> Iterator[Option]:
        folded = fold(word)
        known = self.knows(word)
        keyed = None if known else self._keyed(word)
        if keyed is not None:
            yield _one(keyed, 0.0)
            return
        yield _one(word, 0.0 if known else _FOREIGN if word != folded and is_syllable(word) else _STRANGE)
        if word[0].isdigit() or len(folded) < _SHORTEST:
            return
        if not known:
            yield from self._typed(word)
        if folded.isalpha():
            yield from self._slips(word, folded, known)

    def _typed(self, word: str) -> Iterator[Option]:
        completed = self._completed(word) if word != fold(word) and not is_syllable(word) else None
        if completed is not None:
            yield _one(completed, _COMPLETED)
        for reading in dict.fromkeys(self._without_keys(word)):
            yield _one(reading, _KEYED)
        parts = self._split(word)
        if parts is not None:
            yield Option(parts, fold(parts[0]), fold(parts[-1]), _APART * (len(parts) - 1))

    def _slips(self, word: str, folded: str, known: bool) -> Iterator[Option]:
        more = _SURE + (_MARKED if word != folded else 0.0) if known else 0.0
        likes = {*self._neighbours(folded), *self._sounding_like(folded)} - {folded}
        ranked = sorted(self._slip(word, folded, like) for like in likes)[:_MOST_LIKE]
        for cost, like, meant in ranked:
            yield Option((meant,), like, like, cost + more)
        if not ranked and not known and len(folded) >= _LONG:
            for like, distance, _ in process.extract(
                folded, self._by_folded.keys(), scorer=OSA.distance, score_cutoff=2, limit=_MOST_LIKE
            ):
                meant = like if word == folded else self._twin(word, like) or like
                yield Option((meant,), like, like, _SLIP + _TWO_SLIPS * (distance - 1))

    def _slip(self, word: str, folded: str, like: str) -> tuple[float, str, str]:
        """What it costs to read `word` as `like`, and how that is written beside the marks that were typed."""
        twin = None if word == folded else self._twin(word, like)
        marks_speak = 1.0 if word == folded else 0.3 if twin is None else 2.0
        return _SLIP - log(_closeness(folded, like) * marks_speak), like, twin or like

    def _twin(self, word: str, like: str) -> str | None:
        """The word with the letters of `like` that has all marks of `word`, wherever they stand."""
        _, marks, tone = _written(word)
        for known, known_marks, known_tone in self._by_folded[like]:
            if marks <= known_marks and tone in ("", known_tone):
                return known
        return None

    def _keyed(self, word: str) -> str | None:
        """The known word whose Telex or VNI keys are `word`."""
        if len(word) < _SHORTEST or is_syllable(word):
            return None
        return next(
            (reading for reading in (from_telex(word), from_vni(word)) if reading and self.knows(reading)), None
        )

    def _sounding_like(self, folded: str) -> Iterator[str]:
        for size in range(1, min(_LONGEST_SOUND, len(folded)) + 1):
            begun, ended = folded[size:], folded[:-size]
            yield from (sound + begun for sound in _SOUNDS.get(folded[:size], ()) if sound + begun in self._by_folded)
            yield from (ended + sound for sound in _ENDS.get(folded[-size:], ()) if ended + sound in self._by_folded)

    def _completed(self, word: str) -> str | None:
        """The known word that has every mark typed, and more."""
        candidates = self._by_folded.get(fold(word), ())
        return next((known for known, _, _ in candidates if _marks_within(word, known)), None)

    def _without_keys(self, word: str) -> Iterator[str]:
        """Known words that are left when keys of Telex that did nothing are taken away."""
        reading = word.translate(_KEYS_LEFT)
        if reading and reading != word and self.knows(reading):
            yield reading
        loose = fold(from_telex(word) or "")
        if loose in self._by_folded:
            yield loose
        bare = fold(word).translate(_KEYS_LEFT)
        for index, letter in enumerate(bare):
            if letter in "sfrxj" and index and bare[:index] + bare[index + 1 :] in self._by_folded:
                yield bare[:index] + bare[index + 1 :]
        if bare != fold(word) and bare in self._by_folded:
            yield bare
        letters = word.translate(_DIGITS)
        if letters != word and word[0].isalpha():
            meant = letters if self._is_known_syllable(letters) else from_telex(letters) or ""
            if self._is_known_syllable(meant):
                yield meant

    def _split(self, word: str) -> tuple[str, ...] | None:
        """The fewest known syllables that were written as one word, those first that are most frequent."""
        if len(word) < _TWO_WORDS:
            return None
        best: list[tuple[int, int, tuple[str, ...]] | None] = [(0, 0, ())]
        for end in range(1, len(word) + 1):
            found = [
                (
                    before[0] + 1,
                    before[1] - min(self._weight_of(word[start:end]), _COMMON),
                    (*before[2], word[start:end]),
                )
                for start in range(max(0, end - 8), end - 1)
                if (before := best[start]) is not None and self._is_known_syllable(word[start:end])
            ]
            best.append(min(found) if found else None)
        return best[-1][2] if best[-1] is not None and len(best[-1][2]) > 1 else None

    def _is_known_syllable(self, part: str) -> bool:
        return self.knows(part) and is_syllable(part)

    def _neighbours(self, folded: str) -> Iterator[str]:
        seen = set()
        for shorter in (folded, *_without_one(folded)):
            candidates = [shorter] if shorter in self._by_folded else []
            for known in (*candidates, *self._near.get(shorter, ())):
                if known not in seen and OSA.distance(folded, known) <= 1:
                    seen.add(known)
                    yield known

    def _weight_of(self, word: str) -> int:
        if word in self._marked:
            return self._marked[word]
        return sum(self._marked[known] for known, _, _ in self._by_folded.get(word, ()))


def _one(word: str, cost: float) -> Option:
    folded = fold(word)
    return Option((word,), folded, folded, cost)


def _closeness(folded: str, like: str) -> float:
    """How easily a finger makes `folded` of `like`: swapped and doubled letters, then the key beside, then the rest."""
    if len(folded) < len(like):
        return 1.5
    if len(folded) > len(like):
        return 3.0 if set(folded) == set(like) else 1.0
    slips = [(typed, meant) for typed, meant in zip(folded, like, strict=True) if typed != meant]
    if len(slips) > 1:
        return 3.0 if sorted(folded) == sorted(like) else 1.0
    return 2.0 if slips[0][1] in KEYS_BESIDE.get(slips[0][0], "") else 1.0


def _without_one(word: str) -> Iterator[str]:
    return (word[:index] + word[index + 1 :] for index in range(len(word)))


def _marks_within(typed: str, known: str) -> bool:
    """Whether every mark of `typed` also stands in `known`."""
    bare, tone = split_tone(typed)
    known_bare, known_tone = split_tone(known)
    return (not tone or tone == known_tone) and all(
        letter in (other, fold(other)) for letter, other in zip(bare, known_bare, strict=True)
    )


@lru_cache(maxsize=1 << 10)
def _written(word: str) -> _Written:
    """A word with those of its letters that bear a hat, a horn or a bar, and its tone."""
    bare, tone = split_tone(word)
    return word, _set_of("".join(letter for letter in bare if letter != fold(letter))), tone


@lru_cache(maxsize=1 << 10)
def _set_of(letters: str) -> frozenset[str]:
    """These letters, the same object for all words that have them: there are few such sets."""
    return frozenset(letters)
