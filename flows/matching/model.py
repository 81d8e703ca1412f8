"""The learnt index: traits → scores of labels, and why."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from flows.matching.training import Floats, Traits, row_of, rows_of, train, trait_ids


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of traits for labels."""

    labels: tuple[str, ...]
    ids: Mapping[str, int]
    idf: Floats
    weights: Floats

    def scores(self, sample: Traits) -> Floats:
        """What speaks for each label; nothing when no trait is known."""
        indices, values = row_of(sample, self.ids, self.idf)
        scores: Floats = values @ self.weights[indices] if indices else np.zeros(len(self.labels), dtype=np.float32)
        return scores

    def contributions(self, sample: Traits, label: str) -> list[tuple[str, float]]:
        """The traits that spoke for `label`, the strongest first."""
        column = self.labels.index(label)
        known = [name for name in sample if name in self.ids]
        indices, values = row_of(sample, self.ids, self.idf)
        if not indices:
            return []
        parts = values * self.weights[indices, column]
        return sorted(zip(known, parts.tolist(), strict=True), key=lambda pair: -pair[1])

    def dump(self) -> bytes:
        """The model as bytes, for `load`."""
        file = io.BytesIO()
        names = np.array(list(self.ids), dtype=np.str_)
        np.savez_compressed(file, labels=np.array(self.labels), names=names, idf=self.idf, weights=self.weights)
        return file.getvalue()


def load(data: bytes) -> Model:
    """The model that was dumped."""
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        names = {str(name): index for index, name in enumerate(stored["names"])}
        labels = tuple(str(label) for label in stored["labels"])
        return Model(labels, names, stored["idf"], stored["weights"])


def learn(samples: Sequence[Traits], labels: Sequence[str]) -> Model:
    """The model of labelled samples; without any it knows no label."""
    if not samples:
        return Model((), {}, np.zeros(0, dtype=np.float32), np.zeros((0, 0), dtype=np.float32))
    names = tuple(dict.fromkeys(labels))
    numbers = {name: index for index, name in enumerate(names)}
    ids, idf = trait_ids(samples)
    rows = rows_of(samples, ids, idf)
    targets = np.array([numbers[label] for label in labels], dtype=np.int64)
    return Model(names, ids, idf, train(rows, targets, len(names), len(ids)))
