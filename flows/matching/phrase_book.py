"""Phrases taken apart once: which words stand in each, and which traits, as numbers that are quickly put together."""

from array import array
from collections import Counter
from collections.abc import Iterable

import numpy as np

from flows.matching.analysis import Analyst
from flows.matching.features import features_of
from flows.matching.phrases import Phrase
from flows.matching.training import Integers, Numbers, Samples, entries_of
from flows.text.letters import fold, words_of
from flows.text.mending import Pairs
from flows.text.shorthand import ShorthandTable
from flows.text.surface import Surface, surface_of, surface_of_written


class Named:
    """Rows of names: those of row i are numbered indices[starts[i]:starts[i + 1]]."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self._ends = array("q", [0])
        self._indices = array("i")

    def add(self, row: Iterable[str]) -> None:
        """Append a row."""
        ids = self.ids
        self._indices.extend([ids.setdefault(name, len(ids)) for name in row])
        self._ends.append(len(self._indices))

    @property
    def starts(self) -> Integers:
        """Where each row starts, and where the last one ends."""
        return np.asarray(self._ends)

    @property
    def indices(self) -> Numbers:
        """The numbers of the names, one row after the other."""
        return np.asarray(self._indices)


class PhraseBook:
    """What is known of phrases by their wording; it takes up those that are new."""

    def __init__(self) -> None:
        self._rows: tuple[dict[str, int], dict[str, int]] = ({}, {})  # as citizens write, and as a word list has it
        self._words, self._traits = Named(), Named()
        self._weights = array("f")

    def __len__(self) -> int:
        return sum(map(len, self._rows))

    def take_up(self, phrases: Iterable[Phrase], analyst: Analyst, shorthand: ShorthandTable) -> None:
        """Take apart the phrases that are not known yet."""
        for phrase in phrases:
            rows = self._rows[phrase.is_clean]
            if phrase.text not in rows:
                rows[phrase.text] = len(self)
                traits = features_of(analyst.analyse(surface_of_phrase(phrase, shorthand)))
                self._words.add(words_of(phrase.text))
                self._traits.add(traits)
                self._weights.extend(traits.values())

    def rows(self, phrases: Iterable[Phrase]) -> Integers:
        """Where phrases that were taken up stand in the book."""
        return np.array([self._rows[phrase.is_clean][phrase.text] for phrase in phrases], dtype=np.int64)

    def counts(self, rows: Integers) -> Counter[str]:
        """How often each word stands in these phrases."""
        entries, _ = entries_of(self._words.starts, rows)
        amounts = np.bincount(self._words.indices[entries], minlength=len(self._words.ids))
        return Counter({word: amount for word, amount in zip(self._words.ids, amounts.tolist(), strict=True) if amount})

    def pairs(self, rows: Integers) -> Pairs:
        """How often two words without marks stand side by side in these phrases."""
        bare: dict[str, int] = {}
        numbers = np.array([bare.setdefault(fold(word), len(bare)) for word in self._words.ids], dtype=np.int64)
        entries, sizes = entries_of(self._words.starts, rows)
        words, owners = numbers[self._words.indices[entries]], np.repeat(np.arange(len(rows)), sizes)
        together = (words[:-1] * len(bare) + words[1:])[owners[:-1] == owners[1:]]
        found, amounts = np.unique(together, return_counts=True)
        names = list(bare)
        pairs = (divmod(pair, len(bare)) for pair in found.tolist())
        return Counter({(names[a], names[b]): n for (a, b), n in zip(pairs, amounts.tolist(), strict=True)})

    def samples(self, rows: Integers) -> Samples:
        """The traits of these phrases, numbered as they first occur in them: however the book came about."""
        entries, sizes = entries_of(self._traits.starts, rows)
        traits = self._traits.indices[entries]
        first = np.full(len(self._traits.ids), len(traits), dtype=np.int64)
        np.minimum.at(first, traits, np.arange(len(traits)))
        occurring = np.argsort(first, kind="stable")[: np.count_nonzero(first < len(traits))]
        numbers = np.zeros(len(first), dtype=np.int32)
        numbers[occurring] = np.arange(len(occurring))
        names = list(self._traits.ids)
        return Samples(
            [names[trait] for trait in occurring.tolist()], sizes, numbers[traits], np.asarray(self._weights)[entries]
        )


def surface_of_phrase(phrase: Phrase, shorthand: ShorthandTable) -> Surface:
    """The surface of a phrase: questions as citizens type them are read like messages, word lists as they stand."""
    return surface_of(phrase.text) if phrase.is_clean else surface_of_written(phrase.text, shorthand)
