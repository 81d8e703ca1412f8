"""What each trait says for each label: a table for hundreds of labels, short lists for thousands."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.matching.training import Floats, Integers, Numbered, Rows, refine

LARGEST_TABLE = 40_000_000  # numbers; beyond it the first guess is kept as it is
_MOST_UNITS = 32767
_SHARPNESS = 6.0  # of the first guess; chosen by cross-validation, as are the next two
_EVENNESS = 0.3  # below one: a trait that belongs to a label by half says nearly as much as one that does wholly
_DOUBT = 1.0  # counts as belonging to nobody


@dataclass(frozen=True, slots=True)
class Table:
    """A weight for every trait and label, counted in units: half the memory, exact enough, quick to read."""

    numbers: NDArray[np.int16]
    unit: float

    def scores(self, traits: list[int], values: Floats) -> Floats:
        """The score of every label."""
        scores: Floats = (values * np.float32(self.unit)) @ self.numbers[traits].astype(np.float32)
        return scores

    def of_label(self, traits: list[int], label: int) -> Floats:
        """The weights of some traits for one label."""
        return self.numbers[traits, label] * np.float32(self.unit)


def table_of(weights: Floats) -> Table:
    """The table of these weights, which are used up."""
    unit = max(float(weights.max(initial=0.0)), -float(weights.min(initial=0.0))) / _MOST_UNITS or 1.0
    weights *= np.float32(1 / unit)
    return Table(np.rint(weights, out=weights).astype(np.int16), unit)


@dataclass(frozen=True, slots=True)
class Lists:
    """For every trait the labels it speaks for: those of trait i are labels[starts[i]:starts[i + 1]]."""

    starts: Integers
    labels: NDArray[np.int32]
    numbers: Floats
    label_count: int

    def traits(self) -> Integers:
        """The trait of every entry."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

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


def first_guess(rows: Rows, labels: Integers, label_count: int, trait_count: int) -> Lists:
    """For every trait the labels it stands with, and how much of it is theirs."""
    owners = np.repeat(labels, np.diff(rows.starts))
    pairs, places = np.unique(rows.indices * label_count + owners, return_inverse=True)
    amounts = np.bincount(places, rows.values, minlength=len(pairs))
    traits = pairs // label_count
    totals = np.bincount(traits, amounts, minlength=trait_count)
    numbers = _SHARPNESS * (amounts / (totals[traits] + _DOUBT)) ** _EVENNESS
    starts = np.searchsorted(traits, np.arange(trait_count + 1)).astype(np.int64)
    return Lists(starts, (pairs % label_count).astype(np.int32), numbers.astype(np.float32), label_count)


def learn_weights(guess: Lists, numbered: Numbered, labels: Integers) -> Weights:
    """The weights of labelled rows: the first guess from counts, refined where a table can hold them."""
    trait_count = len(numbered.ids)
    if trait_count * guess.label_count > LARGEST_TABLE:
        return guess
    table = np.zeros((trait_count, guess.label_count), dtype=np.float32)
    table[guess.traits(), guess.labels] = guess.numbers
    refine(table, numbered.rows, labels)
    return table_of(table)
