"""What each trait says for each label: short lists, for most traits speak for one or two labels."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.matching.training import Floats, Integers, Numbered, Numbers, Rows, entries_of, refine

LARGEST_TABLE = 20_000_000  # numbers that learning may hold; beyond it the first guess is kept as it is
_SHARPNESS = 6.0  # of the first guess; chosen by cross-validation, as are the next two
_EVENNESS = 0.3  # below one: a trait that belongs to a label by half says nearly as much as one that does wholly
_DOUBT = 1.0  # counts as belonging to nobody
_FAINT = 0.003  # a weight that no answer depends on


@dataclass(frozen=True, slots=True)
class Weights:
    """For every trait the labels it speaks for: those of trait i are labels[starts[i]:starts[i + 1]]."""

    starts: Integers
    labels: Numbers
    numbers: Floats
    label_count: int

    def traits(self) -> Integers:
        """The trait of every entry."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def scores(self, traits: list[int], values: Floats) -> Floats:
        """The score of every label."""
        entries, sizes = entries_of(self.starts, np.array(traits, dtype=np.int64))
        parts = self.numbers[entries] * np.repeat(values, sizes)
        return np.bincount(self.labels[entries], parts, minlength=self.label_count).astype(np.float32)

    def of_label(self, traits: list[int], label: int) -> Floats:
        """The weights of some traits for one label."""
        found = np.zeros(len(traits), dtype=np.float32)
        for place, trait in enumerate(traits):
            piece = slice(self.starts[trait], self.starts[trait + 1])
            found[place] = self.numbers[piece][self.labels[piece] == label].sum()
        return found


def first_guess(rows: Rows, labels: Integers, label_count: int, trait_count: int) -> Weights:
    """For every trait the labels it stands with, and how much of it is theirs."""
    owners = np.repeat(labels, np.diff(rows.starts))
    pairs, places = np.unique(rows.indices.astype(np.int64) * label_count + owners, return_inverse=True)
    amounts = np.bincount(places, rows.values, minlength=len(pairs))
    traits = pairs // label_count
    totals = np.bincount(traits, amounts, minlength=trait_count)
    numbers = _SHARPNESS * (amounts / (totals[traits] + _DOUBT)) ** _EVENNESS
    return _weights(traits, pairs % label_count, numbers, trait_count, label_count)


def learn_weights(guess: Weights, numbered: Numbered, labels: Integers) -> Weights:
    """The weights of labelled rows: the first guess from counts, refined where memory allows.

    What a trait says that stands with one label only is left as guessed.
    """
    shared = np.diff(guess.starts) > 1
    kept = np.flatnonzero(shared)
    if len(kept) * guess.label_count > LARGEST_TABLE:
        return guess
    traits, places = guess.traits(), _places(shared)
    often = shared[traits]
    table = np.zeros((len(kept), guess.label_count), dtype=np.float32)
    table[places[traits[often]], guess.labels[often]] = guess.numbers[often]
    refine(table, *_shared_rows(numbered.rows, guess, shared), labels)
    found, heard = np.nonzero((table > _FAINT) | (table < -_FAINT))
    return _weights(
        np.concatenate([traits[~often], kept[found]]),
        np.concatenate([guess.labels[~often], heard]),
        np.concatenate([guess.numbers[~often], table[found, heard]]),
        len(shared),
        guess.label_count,
    )


def _places(chosen: NDArray[np.bool_]) -> Numbers:
    """For what is chosen its place among all that is."""
    return (np.cumsum(chosen) - 1).astype(np.int32)


def _shared_rows(rows: Rows, guess: Weights, shared: NDArray[np.bool_]) -> tuple[Rows, Floats]:
    """The rows over shared traits only, and what the other traits of each row say for its label."""
    often = shared[rows.indices]
    owners = np.repeat(np.arange(len(rows)), np.diff(rows.starts))
    starts = np.concatenate([[0], np.cumsum(np.bincount(owners[often], minlength=len(rows)))])
    alone = rows.values[~often] * guess.numbers[guess.starts[rows.indices[~often]]]
    said = np.bincount(owners[~often], alone, minlength=len(rows)).astype(np.float32)
    return Rows(starts, _places(shared)[rows.indices[often]], rows.values[often]), said


def _weights(traits: Integers, labels: Integers, numbers: Floats, trait_count: int, label_count: int) -> Weights:
    order = np.argsort(traits, kind="stable")
    starts = np.searchsorted(traits[order], np.arange(trait_count + 1))
    return Weights(starts, labels[order].astype(np.int32), numbers[order].astype(np.float32), label_count)
