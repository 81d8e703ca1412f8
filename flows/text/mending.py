"""Reads a whole question at once: of all that its words may have been meant to be, what goes together best.

Each word has its readings (flows.text.spelling), each with a cost; two words that stand side by side in the content
cost little together. The cheapest way through the question is taken, so that two slips can mend one another.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, pairwise
from math import exp, log

from flows.text.letters import fold_each
from flows.text.spelling import Option, Speller

_MOST_WEIGHED = 20  # words of a question; in a longer one a known word that was a slip does little harm
_NEVER = 11.5  # what a word costs that stands nowhere in the content
Pairs = Counter[tuple[str, str]]
Following = Mapping[str, Mapping[str, int]]


def pairs_of(sentences: Iterable[Sequence[str]]) -> Pairs:
    """How often two words without marks stand side by side."""
    return Counter(chain.from_iterable(map(pairwise, sentences)))


def following_of(pairs: Pairs) -> Following:
    """How often each word is followed by which."""
    following: dict[str, dict[str, int]] = {}
    for (first, second), count in pairs.items():
        following.setdefault(first, {})[second] = count
    return following


class Mender:
    """Chooses between the readings of words by their neighbours."""

    def __init__(self, speller: Speller, following: Following) -> None:
        self._speller = speller
        self._following = following
        self._counts = {word: sum(seconds.values()) for word, seconds in following.items()}
        everything = sum(self._counts.values()) or 1
        self._alone = {word: min(log(everything / count), _NEVER) for word, count in self._counts.items()}
        # A word that is followed by many different ones may well be followed by one more.
        self._anew = {
            word: log((self._counts[word] + len(seconds)) / len(seconds)) for word, seconds in following.items()
        }

    def mend(self, words: Sequence[str], is_fixed: Callable[[str], bool]) -> list[tuple[str, ...]]:
        """What each word was meant to be; words that are fixed stay, whatever stands beside them."""
        bare = fold_each(words)
        options = [self._options(word, index, bare, is_fixed) for index, word in enumerate(words)]
        if all(len(choice) == 1 for choice in options):
            return [choice[0].words for choice in options]
        return [option.words for option in self._cheapest(options)]

    def _options(self, word: str, index: int, bare: Sequence[str], is_fixed: Callable[[str], bool]) -> Sequence[Option]:
        if is_fixed(word):
            return (Option((word,), "", "", 0.0),)
        before = bare[index - 1] if index else ""
        after = bare[index + 1] if index + 1 < len(bare) else ""
        if not self._speller.knows(word):
            return self._speller.options(word)
        at_home = self._fits(before, bare[index]) and self._fits(bare[index], after)
        if at_home or len(bare) > _MOST_WEIGHED:
            return (Option((word,), bare[index], bare[index], 0.0),)
        itself, *others = self._speller.options(word)
        return itself, *(other for other in others if self._helps(before, other, after))

    def _fits(self, before: str, after: str) -> bool:
        """Whether the two stand side by side in the content; the edge of the question stands beside all."""
        return not before or not after or after in self._following.get(before, ())

    def _helps(self, before: str, option: Option, after: str) -> bool:
        """Whether reading a known word otherwise brings it beside a word it is seen with, or one that is mended too."""
        on_the_left = before and (self._fits(before, option.first) or not self._speller.knows(before))
        return bool(on_the_left or (after and (self._fits(option.last, after) or not self._speller.knows(after))))

    def _cheapest(self, options: Sequence[Sequence[Option]]) -> list[Option]:
        costs = [option.cost + self._alone.get(option.first, _NEVER) for option in options[0]]
        ways: list[list[int]] = []
        for left, right in pairwise(options):
            costs, way = self._step(costs, left, right)
            ways.append(way)
        place = costs.index(min(costs))
        chosen = [options[-1][place]]
        for choice, way in zip(reversed(options[:-1]), reversed(ways), strict=True):
            place = way[place]
            chosen.append(choice[place])
        return chosen[::-1]

    def _step(
        self, costs: Sequence[float], left: Sequence[Option], right: Sequence[Option]
    ) -> tuple[list[float], list[int]]:
        """What each reading of the right word costs at least, and the reading of the left word before it."""
        anew = [cost + self._anew.get(before.last, 0.0) for cost, before in zip(costs, left, strict=True)]
        best = min(range(len(left)), key=anew.__getitem__)
        reached, way = [], []
        seen = [
            (place, costs[place], option.last, seconds)
            for place, option in enumerate(left)
            if (seconds := self._following.get(option.last)) is not None
        ]
        for after in right:
            alone = self._alone.get(after.first, _NEVER) if after.first else 0.0
            cost, place = anew[best] + alone, best
            for other, so_far, before, seconds in seen:
                if after.first in seconds:
                    together = so_far + self._together(before, after.first, alone)
                    if together < cost:
                        cost, place = together, other
            reached.append(cost + after.cost)
            way.append(place)
        return reached, way

    def _together(self, before: str, after: str, alone: float) -> float:
        seconds = self._following[before]
        kinds = len(seconds)
        return -log((seconds[after] + kinds * exp(-alone)) / (self._counts[before] + kinds))
