"""Learns from labelled phrases which traits speak for which label.

A first guess counts how much of a trait belongs to a label; two rounds of softmax regression (AdaGrad) refine it.
Nothing is random: phrases are shuffled by a fixed stride, so the same content always gives the same weights.
"""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
Traits = Mapping[str, float]

_BATCH = 64
_NOTICED = 0.02  # errors of a label below this are not worth a step
_SETTLED = 0.05  # an error below this on its own label spares a phrase the next round
_STRIDE = 7919  # a prime larger than any neighbourhood of like phrases
_ROUNDS = 2
_RATE = 0.5
_SHARPNESS = 6.0  # of the first guess; chosen by cross-validation, as are the next two
_EVENNESS = 0.3  # below one: a trait that belongs to a label by half says nearly as much as one that does wholly
_DOUBT = 1.0  # counts as belonging to nobody


@dataclass(frozen=True, slots=True)
class Rows:
    """Phrases as sparse rows: the traits of row i are indices[starts[i]:starts[i + 1]]; each row has length one."""

    starts: Integers
    indices: Integers
    values: Floats

    def __len__(self) -> int:
        return len(self.starts) - 1


@dataclass(frozen=True, slots=True)
class Numbered:
    """Samples whose traits are numbered, with the rarity of each trait."""

    ids: dict[str, int]
    idf: Floats
    rows: Rows


def number(samples: Iterable[Traits]) -> Numbered:
    """The samples as rows over numbered traits, weighed by rarity."""
    ids: dict[str, int] = {}
    sizes, indices, weights = array("q"), array("q"), array("f")
    for sample in samples:
        sizes.append(len(sample))
        indices.extend(ids.setdefault(name, len(ids)) for name in sample)
        weights.extend(sample.values())
    starts = np.concatenate([[0], np.cumsum(np.array(sizes, dtype=np.int64))]).astype(np.int64)
    columns = np.array(indices, dtype=np.int64)
    counts = np.bincount(columns, minlength=len(ids))
    idf = (np.log((1 + len(sizes)) / (1 + counts)) + 1).astype(np.float32)
    values = np.array(weights, dtype=np.float32) * idf[columns]
    owners = np.repeat(np.arange(len(sizes)), sizes)
    lengths = np.sqrt(np.bincount(owners, values * values, minlength=len(sizes)))
    return Numbered(ids, idf, Rows(starts, columns, (values / lengths[owners]).astype(np.float32)))


def row_of(sample: Traits, ids: Mapping[str, int], idf: Floats) -> tuple[list[int], Floats]:
    """The known traits of one sample and their values, of length one together."""
    known = [(ids[name], weight) for name, weight in sample.items() if name in ids]
    indices = [index for index, _ in known]
    values = np.array([weight for _, weight in known], dtype=np.float32) * idf[indices]
    norm = float(np.sqrt(values @ values))
    return indices, values / norm if norm else values


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows, their entries in the order of the rows and once more grouped by trait."""

    labels: Integers
    indices: Integers
    values: Floats
    row_starts: Integers
    traits: Integers
    trait_starts: Integers
    owners: Integers  # the row of each entry, grouped by trait
    trait_values: Floats


def first_guess(rows: Rows, labels: Integers, label_count: int, trait_count: int) -> tuple[Integers, Integers, Floats]:
    """For every trait the labels it stands with and how much of it is theirs, as (starts, labels, weights)."""
    owners = np.repeat(labels, np.diff(rows.starts))
    pairs, places = np.unique(rows.indices * label_count + owners, return_inverse=True)
    amounts = np.bincount(places, rows.values, minlength=len(pairs))
    traits = pairs // label_count
    totals = np.bincount(traits, amounts, minlength=trait_count)
    weights = _SHARPNESS * (amounts / (totals[traits] + _DOUBT)) ** _EVENNESS
    starts = np.searchsorted(traits, np.arange(trait_count + 1)).astype(np.int64)
    return starts, pairs % label_count, weights.astype(np.float32)


def refine(weights: Floats, rows: Rows, labels: Integers) -> None:
    """Mend a table of weights, traits by labels, towards telling the labels of all rows apart."""
    pace = np.full(len(weights), 1e-2, dtype=np.float32)
    usable = np.flatnonzero(np.diff(rows.starts))
    order = usable[np.argsort((np.arange(len(usable)) * _STRIDE) % max(len(usable), 1), kind="stable")]
    for _ in range(_ROUNDS):
        unsettled = [order[:0]]
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            unsettled.append(chosen[_step(weights, pace, _batch(rows, labels, chosen)) > _SETTLED])
        order = np.concatenate(unsettled)


def _batch(rows: Rows, labels: Integers, chosen: Integers) -> Batch:
    sizes = rows.starts[chosen + 1] - rows.starts[chosen]
    row_starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
    entries = np.repeat(rows.starts[chosen] - row_starts, sizes) + np.arange(sizes.sum())
    indices, values = rows.indices[entries], rows.values[entries]
    by_trait = np.argsort(indices, kind="stable")
    traits, trait_starts = np.unique(indices[by_trait], return_index=True)
    owners = np.repeat(np.arange(len(chosen)), sizes)[by_trait]
    return Batch(labels[chosen], indices, values, row_starts, traits, trait_starts, owners, values[by_trait])


def _step(weights: Floats, pace: Floats, batch: Batch) -> Floats:
    """Mend the weights by one batch; the error of each row on its own label before that."""
    errors = softmax(np.add.reduceat(weights[batch.indices] * batch.values[:, np.newaxis], batch.row_starts, axis=0))
    own = np.arange(len(batch.labels)), batch.labels
    errors[own] -= 1.0
    active = np.flatnonzero(np.abs(errors).max(axis=0) > _NOTICED)
    if not active.size:
        return -errors[own]
    shares = errors[:, active][batch.owners] * batch.trait_values[:, np.newaxis]
    gradient = np.add.reduceat(shares, batch.trait_starts, axis=0)
    steps = pace[batch.traits] + (gradient * gradient).max(axis=1)
    pace[batch.traits] = steps
    weights[np.ix_(batch.traits, active)] -= gradient * (_RATE / np.sqrt(steps))[:, np.newaxis]
    return -errors[own]


def softmax(scores: Floats) -> Floats:
    """Scores as shares of one, over the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares
