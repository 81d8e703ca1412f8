"""Learns from labelled phrases which traits speak for which label.

Two rounds of softmax regression (AdaGrad) refine a first guess, see `weights`.
Nothing is random: phrases are shuffled by a fixed stride, so the same content always gives the same weights.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
Numbers = NDArray[np.int32]  # of traits or labels, of which there are many
Traits = Mapping[str, float]

_BATCH = 32
_NOTICED = 0.02  # errors of a label below this are not worth a step
_SETTLED = 0.05  # an error below this on its own label spares a phrase the next round
_STRIDE = 7919  # a prime larger than any neighbourhood of like phrases
_ROUNDS = 2
_RATE = 0.5


@dataclass(frozen=True, slots=True)
class Rows:
    """Phrases as sparse rows: the traits of row i are indices[starts[i]:starts[i + 1]]; each row has length one."""

    starts: Integers
    indices: Numbers
    values: Floats

    def __len__(self) -> int:
        return len(self.starts) - 1


@dataclass(frozen=True, slots=True)
class Numbered:
    """Samples whose traits are numbered, with the rarity of each trait."""

    ids: dict[str, int]
    idf: Floats
    rows: Rows


@dataclass(frozen=True, slots=True)
class Samples:
    """The traits of samples in a row: how many each has, which these are by their places in `names`, their weights."""

    names: Sequence[str]
    sizes: Integers
    indices: Numbers
    weights: Floats


def samples_of(found: Iterable[Traits]) -> Samples:
    """The samples, their traits numbered as they first occur."""
    ids: defaultdict[str, int] = defaultdict(count().__next__)
    sizes, indices, weights = array("q"), array("i"), array("f")
    for sample in found:
        sizes.append(len(sample))
        indices.extend(map(ids.__getitem__, sample))
        weights.extend(sample.values())
    return Samples(list(ids), np.asarray(sizes), np.asarray(indices), np.asarray(weights))


def number(samples: Samples) -> Numbered:
    """The samples as rows over numbered traits, weighed by rarity."""
    sizes, columns = samples.sizes, samples.indices
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    counts = np.bincount(columns, minlength=len(samples.names))
    idf = (np.log((1 + len(sizes)) / (1 + counts)) + 1).astype(np.float32)
    values = samples.weights * idf[columns]
    owners = np.repeat(np.arange(len(sizes)), sizes)
    lengths = np.sqrt(np.bincount(owners, values * values, minlength=len(sizes)))
    ids = {name: index for index, name in enumerate(samples.names)}
    return Numbered(ids, idf, Rows(starts, columns, (values / lengths[owners]).astype(np.float32)))


def row_of(sample: Traits, ids: Mapping[str, int], idf: Floats) -> tuple[list[int], Floats]:
    """The known traits of one sample and their values, of length one together."""
    known = [
        (index, weight)
        for index, weight in zip(map(ids.get, sample), sample.values(), strict=True)
        if index is not None
    ]
    indices = [index for index, _ in known]
    values = np.array([weight for _, weight in known], dtype=np.float32) * idf[indices]
    norm = float(np.sqrt(values @ values))
    return indices, values / norm if norm else values


def refine(weights: Floats, rows: Rows, said: Floats, labels: Integers) -> None:
    """Mend a table of weights, traits by labels, towards telling the labels of all rows apart.

    `said` is what speaks for the label of each row already.
    """
    pace = np.full(len(weights), 1e-2, dtype=np.float32)
    usable = np.flatnonzero((np.diff(rows.starts) > 0) | (said > 0))
    order = usable[np.argsort((np.arange(len(usable)) * _STRIDE) % max(len(usable), 1), kind="stable")]
    for _ in range(_ROUNDS):
        unsettled = [order[:0]]
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            traits, batch = _dense(rows, chosen)
            errors = _step(weights, pace, traits, batch, said[chosen], labels[chosen])
            unsettled.append(chosen[errors > _SETTLED])
        order = np.concatenate(unsettled)


def entries_of(starts: Integers, chosen: Integers) -> tuple[Integers, Integers]:
    """Where the entries of some rows stand, one row after the other, and how many each row has."""
    sizes = starts[chosen + 1] - starts[chosen]
    return np.repeat(starts[chosen] - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum()), sizes


def _dense(rows: Rows, chosen: Integers) -> tuple[Numbers, Floats]:
    """The traits of some rows, and these rows written out over them."""
    entries, sizes = entries_of(rows.starts, chosen)
    traits, places = np.unique(rows.indices[entries], return_inverse=True)
    batch = np.zeros((len(chosen), len(traits)), dtype=np.float32)
    batch[np.repeat(np.arange(len(chosen)), sizes), places] = rows.values[entries]
    return traits, batch


def _step(weights: Floats, pace: Floats, traits: Numbers, batch: Floats, said: Floats, labels: Integers) -> Floats:
    """Mend the weights by one batch; the error of each row on its own label before that."""
    own = np.arange(len(labels)), labels
    scores = batch @ weights[traits]
    scores[own] += said
    errors = softmax(scores)
    errors[own] -= 1.0
    noticed = np.abs(errors) > _NOTICED
    wrong = np.flatnonzero(noticed.any(axis=1))
    if wrong.size:
        active = np.flatnonzero(noticed.any(axis=0))
        _mend(weights, pace, traits, batch[wrong], errors[np.ix_(wrong, active)], active)
    return -errors[own]


def _mend(weights: Floats, pace: Floats, traits: Numbers, batch: Floats, errors: Floats, active: Integers) -> None:
    """Take from the weights of these rows' traits for the active labels what made the errors."""
    standing = np.flatnonzero(batch.any(axis=0))
    traits = traits[standing]
    gradient = batch[:, standing].T @ errors
    steps = pace[traits] + (gradient * gradient).max(axis=1)
    pace[traits] = steps
    weights[np.ix_(traits, active)] -= gradient * (_RATE / np.sqrt(steps))[:, np.newaxis]


def softmax(scores: Floats) -> Floats:
    """Scores as shares of one, over the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares
