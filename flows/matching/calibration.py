"""Finds the weights of certainty by cross-validation on content.

In every fold a part of the phrases is held back, some guides are taken away whole (their phrases become questions
without a guide) and some topics too (subjects nobody has thought of). What is learnt from the rest is asked about
all of them, and a logistic regression learns from the answers when the best guide was right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from flows.matching.analysis import Analysis, Analyst
from flows.matching.certainty import believe, evidence
from flows.matching.features import features_of
from flows.matching.model import Model, learn
from flows.matching.phrases import OUTSIDE_MARK, Phrase, is_guide
from flows.matching.training import Traits, samples_of
from flows.text.surface import Surface

FOLDS = 8
_TOPIC_FOLDS = 4
_MIX = {"guide": 0.47, "lost guide": 0.13, "new topic": 0.12, "topic": 0.20, "other": 0.08}


@dataclass(frozen=True, slots=True)
class Sample:
    """A phrase with its analysis and traits."""

    phrase: Phrase
    analysis: Analysis
    traits: Traits


def sample_of(phrase: Phrase, surface: Surface, analyst: Analyst) -> Sample:
    """The sample of a phrase."""
    analysis = analyst.analyse(surface)
    return Sample(phrase, analysis, features_of(analysis))


@dataclass(frozen=True, slots=True)
class Trial:
    """One held-back phrase: the evidence for the best guide, whether it was right, what kind of phrase it was."""

    numbers: tuple[float, ...]
    right: bool
    kind: str


def trials(samples: Sequence[Sample]) -> Iterator[Trial]:
    """The trials of every fold."""
    for fold in range(FOLDS):
        kept = [sample for sample in samples if not _held_back(sample, fold)]
        labels = [sample.phrase.label for sample in kept]
        model = learn(samples_of(sample.traits for sample in kept), labels)
        guides = np.array([is_guide(label) for label in model.labels])
        yield from (_trial(model, guides, sample, fold) for sample in samples if _held_back(sample, fold))


def _held_back(sample: Sample, fold: int) -> bool:
    group = sample.phrase.label + (sample.phrase.group or sample.phrase.text)
    return _taken_away(sample.phrase.label, fold) or crc32(group.encode()) % FOLDS == fold


def _taken_away(label: str, fold: int) -> bool:
    folds = _TOPIC_FOLDS if label.startswith(OUTSIDE_MARK) else FOLDS
    whole = label.startswith(OUTSIDE_MARK) or is_guide(label)
    return whole and crc32(b"whole" + label.encode()) % folds == fold % folds


def _trial(model: Model, guides: NDArray[np.bool_], sample: Sample, fold: int) -> Trial:
    belief = believe(model, sample.traits)
    best = int(np.where(guides, belief.shares, -1.0).argmax())
    numbers = evidence(model, sample.analysis, belief, best)
    label = sample.phrase.label
    return Trial(numbers, model.labels[best] == label, _kind(label, fold))


def _kind(label: str, fold: int) -> str:
    if is_guide(label):
        return "lost guide" if _taken_away(label, fold) else "guide"
    if label.startswith(OUTSIDE_MARK):
        return "new topic" if _taken_away(label, fold) else "topic"
    return "other"


def fit(found: Sequence[Trial], rounds: int = 30) -> tuple[float, ...]:
    """The weights that tell right from wrong best, the kinds mixed as citizens send them; the last stands alone."""
    numbers = np.array([(*trial.numbers, 1.0) for trial in found])
    right = np.array([float(trial.right) for trial in found])
    counts = {kind: sum(trial.kind == kind for trial in found) for kind in _MIX}
    importance = np.array([_MIX[trial.kind] / counts[trial.kind] for trial in found]) * len(found)
    weights = np.zeros(numbers.shape[1])
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-numbers @ weights))
        slope = numbers.T @ (importance * (chance - right)) + weights
        curve = (numbers * (importance * chance * (1 - chance))[:, None]).T @ numbers + np.eye(len(weights))
        weights = weights - np.linalg.solve(curve, slope)
    return tuple(round(float(weight), 3) for weight in weights)
