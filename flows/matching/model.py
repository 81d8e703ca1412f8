"""The learnt index: traits → scores of labels, the words each label knows, and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from flows.matching.phrases import is_guide
from flows.matching.training import Floats, Traits, number, row_of
from flows.matching.weights import Table, Weights, learn_weights


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of traits for labels; `known` are the words and concepts that stand in each guide's phrases."""

    labels: tuple[str, ...]
    ids: Mapping[str, int]
    idf: Floats
    weights: Weights
    known: Mapping[str, frozenset[str]]

    def scores(self, sample: Traits) -> Floats:
        """What speaks for each label; nothing when no trait is known."""
        indices, values = row_of(sample, self.ids, self.idf)
        if not indices:
            return np.zeros(len(self.labels), dtype=np.float32)
        return self.weights.scores(indices, values)

    def contributions(self, sample: Traits, label: str) -> list[tuple[str, float]]:
        """The traits that spoke for `label`, the strongest first."""
        column = self.labels.index(label)
        known = [name for name in sample if name in self.ids]
        indices, values = row_of(sample, self.ids, self.idf)
        if not indices:
            return []
        parts = values * self.weights.of_label(indices, column)
        return sorted(zip(known, parts.tolist(), strict=True), key=lambda pair: -pair[1])


def learn(samples: Iterable[Traits], labels: Sequence[str]) -> Model:
    """The model of labelled samples; without any it knows no label."""
    if not labels:
        nothing = np.zeros(0, dtype=np.float32)
        return Model((), {}, nothing, Table(np.zeros((0, 0), dtype=np.float16)), {})
    names = tuple(dict.fromkeys(labels))
    numbers = {name: index for index, name in enumerate(names)}
    known: defaultdict[str, set[str]] = defaultdict(set)
    numbered = number(_noting(samples, labels, known))
    targets = np.array([numbers[label] for label in labels], dtype=np.int64)
    weights = learn_weights(numbered, targets, len(names))
    words = {label: frozenset(found) for label, found in known.items()}
    return Model(names, numbered.ids, numbered.idf, weights, words)


def _noting(samples: Iterable[Traits], labels: Sequence[str], known: dict[str, set[str]]) -> Iterator[Traits]:
    for sample, label in zip(samples, labels, strict=True):
        if is_guide(label):
            known[label].update(name for name in sample if " " not in name and "+" not in name)
        yield sample
