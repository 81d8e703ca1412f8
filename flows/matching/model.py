"""The learnt index: traits → scores of labels, the words each label knows, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from flows.matching.phrases import is_guide
from flows.matching.training import Floats, Samples, Traits, number, row_of
from flows.matching.weights import Weights, first_guess, learn_weights


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


def learn(samples: Samples, labels: Sequence[str]) -> Model:
    """The model of labelled samples; without any it knows no label."""
    names = tuple(dict.fromkeys(labels))
    numbers = {name: index for index, name in enumerate(names)}
    numbered = number(samples)
    targets = np.array([numbers[label] for label in labels], dtype=np.int64)
    guess = first_guess(numbered.rows, targets, len(names), len(numbered.ids))
    weights = learn_weights(guess, numbered, targets)
    return Model(names, numbered.ids, numbered.idf, weights, _known(guess, names, list(numbered.ids)))


def _known(guess: Weights, labels: Sequence[str], traits: Sequence[str]) -> dict[str, frozenset[str]]:
    """The words and concepts that stand with each guide; pairs of them don't count."""
    known: dict[str, set[str]] = {label: set() for label in labels if is_guide(label)}
    single = np.array([" " not in trait and "+" not in trait for trait in traits], dtype=np.bool_)
    of_guide = np.array([label in known for label in labels], dtype=np.bool_)
    of_entry = guess.traits()
    chosen = single[of_entry] & of_guide[guess.labels]
    for trait, label in zip(of_entry[chosen].tolist(), guess.labels[chosen].tolist(), strict=True):
        known[labels[label]].add(traits[trait])
    return {label: frozenset(found) for label, found in known.items()}
