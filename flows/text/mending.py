"""Reads a whole question at once: of all that its words may have been meant to be, what goes together best.

Each word has its readings (flows.text.spelling), each with a cost; two words that stand side by side in the content
cost little together. The cheapest way through the question is taken, so that two slips can mend one another.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from math import exp, log

from flows.text.letters import fold_each
from flows.text.spelling import Option, Speller

_MOST_WEIGHED = 20  # words of a question; in a longer one a known word that was a slip does little harm
_HARDLY = exp(-11.5)  # the share of a word that stands nowhere in the content
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
        self._shares = {word: max(count / everything, _HARDLY) for word, count in self._counts.items()}
        # A word that is followed by many different ones may well be followed by one more.
        self._anew = {
            word: log((self._counts[word] + len(seconds)) / len(seconds)) for word, seconds in following.items()
        }

    def mend(self, words: Sequence[str], is_fixed: Callable[[str], bool]) -> list[tuple[str, ...]]:
        """What each word was meant to be; words that are fixed stay, whatever stands beside them."""
        bare = fold_each(words)
        options = [self._options(word, index, bare, is_fixed) for index, word in enumerate(words)]
        chosen = [choice[0] for choice in options]
        for start, end in _stretches(options):
            chosen[start:end] = self._cheapest(options[start:end])
        return [option.words for option in chosen]

    def _options(self, word: str, index: int, bare: Sequence[str], is_fixed: Callable[[str], bool]) -> Sequence[Option]:
        if is_fixed(word):
            return (Option((word,), "", "", 0.0),)
        if not self._speller.knows(word):
            return self._speller.options(word)
        before = bare[index - 1] if index else ""
        after = bare[index + 1] if index + 1 < len(bare) else ""
        if len(bare) > _MOST_WEIGHED or (self._fits(before, bare[index]) and self._fits(bare[index], after)):
            return (Option((word,), bare[index], bare[index], 0.0),)
        options = self._speller.options(word)
        if self._is_mended(before) or self._is_mended(after):
            return options
        return self._helping(options, before, after)

    def _fits(self, before: str, after: str) -> bool:
        """Whether the two stand side by side in the content; the edge of the question stands beside all."""
        return not before or not after or after in self._following.get(before, ())

    def _is_mended(self, beside: str) -> bool:
        return bool(beside) and not self._speller.knows(beside)

    def _helping(self, options: Sequence[Option], before: str, after: str) -> Sequence[Option]:
        """The readings of a known word, after the word itself those that bring it beside a word it is seen with."""
        itself, *others = options
        following = self._following
        seconds = following.get(before, ())
        return itself, *[one for one in others if one.first in seconds or after in following.get(one.last, ())]

    def _cheapest(self, options: Sequence[Sequence[Option]]) -> list[Option]:
        costs = [option.cost + self._alone(option.first) for option in options[0]]
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
        least = min(anew)
        place = anew.index(least)
        reached = {after.first: (least + self._alone(after.first), place) for after in right}
        for place, before in enumerate(left):
            seconds = self._following.get(before.last)
            for first in reached.keys() & seconds.keys() if seconds else ():
                cost = costs[place] + self._together(before.last, first)
                if cost < reached[first][0]:
                    reached[first] = cost, place
        found = [reached[after.first] for after in right]
        return [cost + after.cost for (cost, _), after in zip(found, right, strict=True)], [way for _, way in found]

    def _alone(self, word: str) -> float:
        """What a word costs whatever stands before it; one that is fixed costs nothing."""
        return -log(self._shares.get(word, _HARDLY)) if word else 0.0

    def _together(self, before: str, after: str) -> float:
        seconds = self._following[before]
        kinds = len(seconds)
        return -log((seconds[after] + kinds * self._shares.get(after, _HARDLY)) / (self._counts[before] + kinds))


def _stretches(options: Sequence[Sequence[Option]]) -> Iterator[tuple[int, int]]:
    """Where words with several readings stand in a row, each time with the settled word before and after."""
    start = None
    for index, choice in enumerate(options):
        if len(choice) > 1:
            start = index if start is None else start
        elif start is not None:
            yield max(0, start - 1), index + 1
            start = None
    if start is not None:
        yield max(0, start - 1), len(options)
