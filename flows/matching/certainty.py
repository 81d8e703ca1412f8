"""How sure the best guide is: five traits of the evidence, weighed by numbers that cross-validation found."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log, log1p

import numpy as np

from flows.matching.analysis import Analysis
from flows.matching.model import Model
from flows.matching.training import Floats, Traits, softmax

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


def evidence(model: Model, analysis: Analysis, belief: Belief, guide: int) -> tuple[float, ...]:
    """Share, lead, words known, concepts known and length, for the guide that is number `guide` among the labels."""
    share = min(max(float(belief.shares[guide]), _EDGE), 1 - _EDGE)
    others = np.concatenate([belief.scores[:guide], belief.scores[guide + 1 :]])
    rival = float(others.max()) if others.size else 0.0
    names = model.known.get(model.labels[guide], frozenset())
    words = dict.fromkeys(analysis.surface.folded[index] for index in analysis.carrying)
    concepts = dict.fromkeys(span.meaning for span in analysis.concepts)
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
