"""Learns from labelled phrases which traits speak for which label: softmax regression by AdaGrad, a second of numpy.

Nothing is random: the phrases are shuffled by a fixed stride, so the same content always gives the same weights.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
Traits = Mapping[str, float]

_BATCH = 64
_NOTICED = 5e-3  # errors of a label below this are not worth a step
_STRIDE = 7919  # a prime larger than any neighbourhood of like phrases


@dataclass(frozen=True, slots=True)
class Rows:
    """Phrases as sparse rows: the traits of row i are indices[starts[i]:starts[i + 1]]."""

    starts: Integers
    indices: Integers
    values: Floats

    def __len__(self) -> int:
        return len(self.starts) - 1


def trait_ids(samples: Sequence[Traits], rarest: int = 1) -> tuple[dict[str, int], Floats]:
    """A number for each trait that occurs `rarest` times or more, and its idf."""
    counts = Counter(name for sample in samples for name in sample)
    kept = [name for name, count in counts.items() if count >= rarest or " " not in name]
    idf = np.array([log((1 + len(samples)) / (1 + counts[name])) + 1 for name in kept], dtype=np.float32)
    return {name: index for index, name in enumerate(kept)}, idf


def row_of(sample: Traits, ids: Mapping[str, int], idf: Floats) -> tuple[list[int], Floats]:
    """The known traits of one sample and their values, of length one together."""
    known = [(ids[name], weight) for name, weight in sample.items() if name in ids]
    indices = [index for index, _ in known]
    values = np.array([weight for _, weight in known], dtype=np.float32) * idf[indices]
    norm = float(np.sqrt(values @ values))
    return indices, values / norm if norm else values


def rows_of(samples: Sequence[Traits], ids: Mapping[str, int], idf: Floats) -> Rows:
    """All samples as rows."""
    rows = [row_of(sample, ids, idf) for sample in samples]
    starts = np.cumsum([0, *(len(indices) for indices, _ in rows)])
    indices = np.array([index for row, _ in rows for index in row], dtype=np.int64)
    return Rows(starts, indices, np.concatenate([values for _, values in rows]).astype(np.float32))


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


def train(
    rows: Rows, labels: Integers, label_count: int, trait_count: int, *, rounds: int = 3, rate: float = 1.0
) -> Floats:
    """The weight of each trait for each label."""
    weights = np.zeros((trait_count, label_count), dtype=np.float32)
    pace = np.full(trait_count, 1e-2, dtype=np.float32)
    usable = np.flatnonzero(np.diff(rows.starts))
    order = usable[np.argsort((np.arange(len(usable)) * _STRIDE) % max(len(usable), 1), kind="stable")]
    batches = [_batch(rows, labels, order[start : start + _BATCH]) for start in range(0, len(order), _BATCH)]
    for _ in range(rounds):
        for batch in batches:
            _step(weights, pace, batch, rate)
    return weights


def _batch(rows: Rows, labels: Integers, chosen: Integers) -> Batch:
    sizes = (rows.starts[chosen + 1] - rows.starts[chosen]).astype(np.int64)
    row_starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
    entries = np.repeat(rows.starts[chosen] - row_starts, sizes) + np.arange(sizes.sum())
    indices, values = rows.indices[entries], rows.values[entries]
    by_trait = np.argsort(indices, kind="stable")
    traits, trait_starts = np.unique(indices[by_trait], return_index=True)
    owners = np.repeat(np.arange(len(chosen)), sizes)[by_trait]
    return Batch(labels[chosen], indices, values, row_starts, traits, trait_starts, owners, values[by_trait])


def _step(weights: Floats, pace: Floats, batch: Batch, rate: float) -> None:
    errors = softmax(np.add.reduceat(weights[batch.indices] * batch.values[:, np.newaxis], batch.row_starts, axis=0))
    errors[np.arange(len(batch.labels)), batch.labels] -= 1.0
    active = np.flatnonzero(np.abs(errors).max(axis=0) > _NOTICED)
    if not active.size:
        return
    shares = errors[:, active][batch.owners] * batch.trait_values[:, np.newaxis]
    gradient = np.add.reduceat(shares, batch.trait_starts, axis=0)
    steps = pace[batch.traits] + (gradient * gradient).max(axis=1)
    pace[batch.traits] = steps
    weights[np.ix_(batch.traits, active)] -= gradient * (rate / np.sqrt(steps))[:, np.newaxis]


def softmax(scores: Floats) -> Floats:
    """Scores as shares of one, over the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares
