"""Mends words that nobody writes: missing marks beside typed ones, Telex and VNI residue, slips, lost spaces."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise

from rapidfuzz.distance import OSA

from flows.text import fold, is_syllable, split_tone
from flows.text_typing import from_telex, from_vni

_KEYS_LEFT = str.maketrans("", "", "wj")
_SUPPORT = 3  # times a pair must stand in the content before a word is mended towards it
_SHORTEST = 2  # letters of a word that its neighbours can mend
_SOUNDS = tuple(
    pair.split(">")
    for pair in "ch>tr tr>ch x>s s>x d>gi gi>d r>d r>gi l>n n>l ng>ngh ngh>ng g>gh k>c c>k v>d z>d f>ph p>ph".split()
)
_ENDS = tuple(
    pair.split(">")
    for pair in "n>ng ng>n c>t t>c nh>n n>nh i>y y>i iu>ieu im>iem in>ien it>iet ui>uoi ut>uot un>uon".split()
)
KEYS_BESIDE = {
    letter: row[max(0, index - 1) : index] + row[index + 1 : index + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for index, letter in enumerate(row)
}
_LONG = 4  # letters from which a slip may be mended


def pairs_of(sentences: Iterable[Sequence[str]]) -> Counter[str]:
    """How often two words without marks stand side by side."""
    return Counter(chain.from_iterable(map(" ".join, pairwise(words)) for words in sentences))


class Speller:
    """Knows the words of the content, how often they stand there and beside which; mends a word only towards these."""

    def __init__(self, vocabulary: Mapping[str, int], pairs: Mapping[str, int] | None = None) -> None:
        self._marked = dict(vocabulary)
        self._pairs = pairs or {}
        self._by_folded: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(vocabulary, key=lambda word: (-vocabulary[word], word)):
            self._by_folded[fold(word)].append(word)
        self._near: dict[str, list[str]] = {}
        for folded in self._by_folded:
            if len(folded) >= _SHORTEST and folded.isalpha():
                for shorter in _without_one(folded):
                    self._near.setdefault(shorter, []).append(folded)
        self._mended: dict[str, tuple[str, ...] | None] = {}
        self._like: dict[str, tuple[str, ...]] = {}

    def knows(self, word: str) -> bool:
        """Whether the content holds the word, as typed or when its marks were left out."""
        return word in self._marked or word in self._by_folded

    def mend(self, word: str, before: str = "", after: str = "") -> tuple[str, ...] | None:
        """What `word` was meant to be between two others, or None when it may stay or cannot be told."""
        known = word in self._marked or word in self._by_folded
        keyed = None if known else self._keyed(word)
        if keyed is not None:
            return (keyed,)
        if not known or (word in self._by_folded and len(word) > _SHORTEST):
            meant = self._fitting(word, fold(before), fold(after), known)
            if meant is not None:
                return (meant,)
        if known:
            return None
        if word not in self._mended:
            if len(self._mended) > 1 << 14:
                self._mended.clear()
            self._mended[word] = self._mend(word)
        return self._mended[word]

    def _keyed(self, word: str) -> str | None:
        """The known word whose Telex or VNI keys are `word`."""
        if len(word) < _SHORTEST or is_syllable(word):
            return None
        return next(
            (reading for reading in (from_telex(word), from_vni(word)) if reading and self.knows(reading)), None
        )

    def _fitting(self, word: str, before: str, after: str, known: bool) -> str | None:
        """The like word that stands beside these neighbours, when `word` itself never does."""
        folded = fold(word)
        if len(folded) < _SHORTEST or not folded.isalpha() or self._beside(folded, before, after):
            return None
        least = _SUPPORT if not known else max(_SUPPORT + 1, self._weight(folded) // 4)
        best, support = "", 0.0
        for like in self._likes(folded):
            found = self._beside(like, before, after)
            likeness = found * _closeness(folded, like) * self._marks_speak(word, folded, like)
            if found >= least and likeness > support:
                best, support = like, likeness
        return self._with_marks(word, folded, best) if best else None

    def _marks_speak(self, word: str, folded: str, like: str) -> float:
        if word == folded:
            return 1.0
        return 2.0 if any(_shares_marks(word, known) for known in self._by_folded[like]) else 0.3

    def _with_marks(self, word: str, folded: str, like: str) -> str:
        if word == folded:
            return like
        return next((known for known in self._by_folded[like] if _shares_marks(word, known)), like)

    def _beside(self, word: str, before: str, after: str) -> int:
        return self._pairs.get(f"{before} {word}", 0) + self._pairs.get(f"{word} {after}", 0)

    def _likes(self, folded: str) -> tuple[str, ...]:
        if folded not in self._like:
            if len(self._like) > 1 << 14:
                self._like.clear()
            self._like[folded] = tuple(dict.fromkeys((*self._neighbours(folded), *self._sounding_like(folded))))
        return self._like[folded]

    def _sounding_like(self, folded: str) -> Iterator[str]:
        for typed, meant in _SOUNDS:
            if folded.startswith(typed):
                candidate = meant + folded[len(typed) :]
                if candidate in self._by_folded:
                    yield candidate
        for typed, meant in _ENDS:
            if folded.endswith(typed):
                candidate = folded[: -len(typed)] + meant
                if candidate in self._by_folded:
                    yield candidate

    def _mend(self, word: str) -> tuple[str, ...] | None:
        if word.isdigit() or len(word) == 1:
            return None
        marked = word != fold(word)
        if marked and is_syllable(word):
            return None
        if marked:
            completed = self._completed(word)
            if completed is not None:
                return (completed,)
        return self._typed(word) or self._split(word) or self._slipped(word)

    def _completed(self, word: str) -> str | None:
        """The known word that has every mark typed, and more."""
        candidates = self._by_folded.get(fold(word), ())
        return next((known for known in candidates if _marks_within(word, known)), None)

    def _typed(self, word: str) -> tuple[str, ...] | None:
        reading = word.translate(_KEYS_LEFT)
        if reading and reading != word and self.knows(reading):
            return (reading,)
        loose = fold(from_telex(word) or "")
        if loose in self._by_folded:
            return (loose,)
        return self._keys_stripped(word)

    def _keys_stripped(self, word: str) -> tuple[str, ...] | None:
        bare = fold(word).translate(_KEYS_LEFT)
        for index, letter in enumerate(bare):
            if letter in "sfrxj" and index and bare[:index] + bare[index + 1 :] in self._by_folded:
                return (bare[:index] + bare[index + 1 :],)
        return (bare,) if bare != fold(word) and bare in self._by_folded else None

    def _split(self, word: str) -> tuple[str, ...] | None:
        best: tuple[int, tuple[str, str]] | None = None
        for cut in range(2, len(word) - 1):
            pair = (word[:cut], word[cut:])
            if all(self.knows(part) and is_syllable(part) for part in pair):
                weight = min(self._weight(part) for part in pair)
                if best is None or weight > best[0]:
                    best = (weight, pair)
        return best[1] if best and len(word) > _LONG + 1 else None

    def _slipped(self, word: str) -> tuple[str, ...] | None:
        folded = fold(word)
        if len(folded) < _LONG - 1 or not folded.isalpha():
            return None
        found = [(self._slip_rank(word, known), known) for known in self._neighbours(folded)]
        if not found:
            return None
        rank, known = min(found)
        if len(folded) < _LONG and rank[0] > 0:
            return None
        completed = next(
            (full for full in self._by_folded[known] if word != folded and _shares_marks(word, full)), None
        )
        return (completed or known,)

    def _neighbours(self, folded: str) -> Iterator[str]:
        seen = set()
        for shorter in (folded, *_without_one(folded)):
            candidates = [shorter] if shorter in self._by_folded else []
            for known in (*candidates, *self._near.get(shorter, ())):
                if known not in seen and OSA.distance(folded, known) <= 1:
                    seen.add(known)
                    yield known

    def _slip_rank(self, word: str, known: str) -> tuple[int, float]:
        folded = fold(word)
        likeness = _closeness(folded, known) * self._marks_speak(word, folded, known)
        return (0 if sorted(folded) == sorted(known) else 1, -self._weight(known) * likeness)

    def _weight(self, word: str) -> int:
        if word in self._marked:
            return self._marked[word]
        return sum(self._marked[known] for known in self._by_folded.get(word, ()))


def _closeness(folded: str, like: str) -> float:
    """How easily a finger makes `folded` of `like`: swapped and doubled letters, then the key beside, then the rest."""
    if sorted(folded) == sorted(like) or (len(folded) > len(like) and set(folded) == set(like)):
        return 3.0
    if len(folded) == len(like):
        slips = [(typed, meant) for typed, meant in zip(folded, like, strict=True) if typed != meant]
        return 2.0 if len(slips) == 1 and slips[0][1] in KEYS_BESIDE.get(slips[0][0], "") else 1.0
    return 1.5 if len(folded) < len(like) else 1.0


def _without_one(word: str) -> Iterator[str]:
    return (word[:index] + word[index + 1 :] for index in range(len(word)))


def _marks_within(typed: str, known: str) -> bool:
    """Whether every mark of `typed` also stands in `known`."""
    bare, tone = split_tone(typed)
    known_bare, known_tone = split_tone(known)
    return (not tone or tone == known_tone) and all(
        letter in (other, fold(other)) for letter, other in zip(bare, known_bare, strict=True)
    )


def _shares_marks(typed: str, known: str) -> bool:
    """Whether the marks of `typed` all stand somewhere in `known`."""
    marks = {letter for letter in split_tone(typed)[0] if letter != fold(letter)}
    tone = split_tone(typed)[1]
    return marks <= set(split_tone(known)[0]) and tone in ("", split_tone(known)[1])
