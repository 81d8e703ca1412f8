"""How sure the best guide is: five traits of the evidence, weighed by numbers that cross-validation found."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log, log1p

import numpy as np

from flows.matching.analysis import Analysis
from flows.matching.model import Model
from flows.matching.phrases import BROAD_MARK, FRAGMENT, OUTSIDE_MARK
from flows.matching.training import Floats, Traits, softmax

TRAITS = ("share", "lead", "words known", "concepts known", "length")
_RARE = 10.0  # idf of a word that no phrase holds
_EDGE = 1e-6


@dataclass(frozen=True, slots=True)
class Belief:
    """What the index believes of one question."""

    scores: Floats
    shares: Floats

    @property
    def label(self) -> int:
        """The number of the label believed most."""
        return int(self.shares.argmax())


def believe(model: Model, sample: Traits) -> Belief:
    """The belief of `model` in each label."""
    scores = model.scores(sample)
    return Belief(scores, softmax(scores))


def is_guide(label: str) -> bool:
    """Whether a label is a guide id."""
    return label[0] not in (OUTSIDE_MARK, BROAD_MARK, FRAGMENT)


def known_words(samples: Iterable[Traits], labels: Iterable[str]) -> dict[str, frozenset[str]]:
    """The words and concepts that stand in the phrases of each guide."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for sample, label in zip(samples, labels, strict=True):
        if is_guide(label):
            seen[label].update(name for name in sample if " " not in name and "+" not in name)
    return {label: frozenset(names) for label, names in seen.items()}


def evidence(
    model: Model, seen: Mapping[str, frozenset[str]], analysis: Analysis, belief: Belief, guide: int
) -> tuple[float, ...]:
    """The numbers of TRAITS for the guide that is number `guide` among the labels."""
    share = min(max(float(belief.shares[guide]), _EDGE), 1 - _EDGE)
    others = np.delete(belief.scores, guide)
    rival = float(others.max()) if others.size else 0.0
    names = seen.get(model.labels[guide], frozenset())
    words = dict.fromkeys(analysis.surface.folded[index] for index in analysis.carrying)
    concepts = dict.fromkeys("c:" + span.meaning for span in analysis.concepts)
    return (
        log(share / (1 - share)),
        float(belief.scores[guide] - rival),
        _known(model, names, words),
        sum(name in names for name in concepts) / len(concepts) if concepts else 0.5,
        log1p(len(analysis.carrying)),
    )


def _known(model: Model, names: frozenset[str], words: Iterable[str]) -> float:
    total = known = 0.0
    for word in words:
        number = model.ids.get(word)
        weight = _RARE if number is None else float(model.idf[number])
        total += weight
        known += weight if word in names else 0.0
    return known / total if total else 0.0


def certainty(numbers: tuple[float, ...], weights: tuple[float, ...]) -> float:
    """The chance that the guide is right; the last weight stands alone."""
    total = weights[-1] + sum(number * weight for number, weight in zip(numbers, weights[:-1], strict=True))
    return 1 / (1 + exp(-max(min(total, 30.0), -30.0)))
