"""What each trait says for each label: a table for hundreds of labels, short lists for thousands."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.matching.training import Floats, Integers, Numbered, first_guess, refine

LARGEST_TABLE = 40_000_000  # numbers; beyond it the first guess is kept as it is


@dataclass(frozen=True, slots=True)
class Table:
    """A weight for every trait and label."""

    numbers: NDArray[np.float16]  # half the memory, and exact enough

    def scores(self, traits: list[int], values: Floats) -> Floats:
        """The score of every label."""
        scores: Floats = values @ self.numbers[traits].astype(np.float32)
        return scores

    def of_label(self, traits: list[int], label: int) -> Floats:
        """The weights of some traits for one label."""
        return self.numbers[traits, label].astype(np.float32)


@dataclass(frozen=True, slots=True)
class Lists:
    """For every trait the labels it speaks for: those of trait i are labels[starts[i]:starts[i + 1]]."""

    starts: Integers
    labels: NDArray[np.int32]
    numbers: Floats
    label_count: int

    def scores(self, traits: list[int], values: Floats) -> Floats:
        """The score of every label."""
        pieces = [slice(self.starts[trait], self.starts[trait + 1]) for trait in traits]
        labels = np.concatenate([self.labels[piece] for piece in pieces])
        parts = np.concatenate([self.numbers[piece] * value for piece, value in zip(pieces, values, strict=True)])
        return np.bincount(labels, parts, minlength=self.label_count).astype(np.float32)

    def of_label(self, traits: list[int], label: int) -> Floats:
        """The weights of some traits for one label."""
        found = np.zeros(len(traits), dtype=np.float32)
        for place, trait in enumerate(traits):
            piece = slice(self.starts[trait], self.starts[trait + 1])
            found[place] = self.numbers[piece][self.labels[piece] == label].sum()
        return found


Weights = Table | Lists


def learn_weights(numbered: Numbered, labels: Integers, label_count: int) -> Weights:
    """The weights of labelled rows: a first guess from counts, refined where a table can hold them."""
    trait_count = len(numbered.ids)
    starts, named, numbers = first_guess(numbered.rows, labels, label_count, trait_count)
    if trait_count * label_count > LARGEST_TABLE:
        return Lists(starts, named.astype(np.int32), numbers, label_count)
    table = np.zeros((trait_count, label_count), dtype=np.float32)
    table[np.repeat(np.arange(trait_count), np.diff(starts)), named] = numbers
    refine(table, numbered.rows, labels)
    return Table(table.astype(np.float16))
