"""Phrases taken apart once: which words stand in each, and which traits, as numbers that are quickly put together."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count

import numpy as np
from numpy.typing import NDArray

from flows.matching.analysis import Analyst
from flows.matching.features import features_of
from flows.matching.phrases import Phrase
from flows.matching.training import Floats, Integers, Samples, Traits, entries_of
from flows.text.letters import fold
from flows.text.mending import Pairs
from flows.text.shorthand import ShorthandTable
from flows.text.surface import Surface, surface_of, surface_of_written


def _no_rows() -> Integers:
    return np.zeros(1, dtype=np.int64)


def _nothing() -> NDArray[np.int32]:
    return np.zeros(0, dtype=np.int32)


@dataclass(slots=True)
class Named:
    """Rows of names: those of row i are numbered indices[starts[i]:starts[i + 1]]."""

    ids: dict[str, int] = field(default_factory=dict)
    starts: Integers = field(default_factory=_no_rows)
    indices: NDArray[np.int32] = field(default_factory=_nothing)

    def add(self, rows: Iterable[Iterable[str]]) -> None:
        """Append some rows."""
        ids = defaultdict(count(len(self.ids)).__next__, self.ids)
        ends, found = array("q"), array("i")
        for row in rows:
            found.extend(map(ids.__getitem__, row))
            ends.append(len(found))
        self.ids = dict(ids)
        self.starts = np.concatenate([self.starts, self.starts[-1] + np.array(ends, dtype=np.int64)])
        self.indices = np.concatenate([self.indices, np.array(found, dtype=np.int32)])


class PhraseBook:
    """What is known of phrases by their wording; it takes up those that are new."""

    def __init__(self) -> None:
        self._rows: tuple[dict[str, int], dict[str, int]] = ({}, {})  # as citizens write, and as a word list has it
        self._words, self._traits = Named(), Named()
        self._weights: Floats = np.zeros(0, dtype=np.float32)

    def __len__(self) -> int:
        return sum(map(len, self._rows))

    def take_up(self, phrases: Iterable[Phrase], analyst: Analyst, shorthand: ShorthandTable) -> None:
        """Take apart the phrases that are not known yet.

        Questions as citizens type them are read like messages; word lists are taken as they stand.
        """
        fresh: list[Phrase] = []
        for phrase in phrases:
            rows = self._rows[phrase.is_clean]
            if phrase.text not in rows:
                rows[phrase.text] = len(self)
                fresh.append(phrase)
        written = [surface_of(phrase.text) for phrase in fresh]
        read = [
            surface if phrase.is_clean else surface_of_written(phrase.text, shorthand)
            for phrase, surface in zip(fresh, written, strict=True)
        ]
        traits = _traits_of(read, analyst)
        self._words.add(surface.words for surface in written)
        self._traits.add(traits)
        weights = [weight for sample in traits for weight in sample.values()]
        self._weights = np.concatenate([self._weights, np.array(weights, dtype=np.float32)])

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
        numbers = np.zeros(len(first), dtype=np.int64)
        numbers[occurring] = np.arange(len(occurring))
        names = list(self._traits.ids)
        return Samples([names[trait] for trait in occurring.tolist()], sizes, numbers[traits], self._weights[entries])


def _traits_of(surfaces: Sequence[Surface], analyst: Analyst) -> list[Traits]:
    known: dict[tuple[str, ...], Traits] = {}
    for surface in surfaces:
        if surface.words not in known:
            known[surface.words] = features_of(analyst.analyse(surface))
    return [known[surface.words] for surface in surfaces]
