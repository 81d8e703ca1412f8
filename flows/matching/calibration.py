"""Finds the weights of certainty by cross-validation on content.

In every fold a part of the phrases is held back, some guides are taken away whole (their phrases become questions
without a guide) and some topics too (subjects nobody has thought of). What is learnt from the rest is asked about
all of them, and two logistic regressions learn from the answers: when the best guide was right, and which messages
were for the directory.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from flows.matching.analysis import Analysis
from flows.matching.camps import Camps
from flows.matching.certainty import believe, evidence
from flows.matching.features import features_of
from flows.matching.ground import Ground
from flows.matching.lexicon import Topic, TopicKind
from flows.matching.model import Model, learn
from flows.matching.phrases import OUTSIDE_MARK, Phrase, is_guide
from flows.matching.pleas import Plea
from flows.matching.training import Traits, samples_of
from flows.text.surface import Surface

FOLDS = 8
_TOPIC_FOLDS = 4
# How often citizens send what; a topic for the directory that nobody has thought of comes often.
_GUIDE_MIX = {"guide": 0.47, "lost guide": 0.13, "new topic": 0.12, "topic": 0.20, "other": 0.08}
_DIRECTORY_MIX = {
    "guide": 0.10,
    "lost guide": 0.15,
    "new topic": 0.30,
    "topic": 0.10,
    "new office": 0.20,
    "office": 0.10,
    "other": 0.05,
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A phrase with its analysis, traits and what it asks of the directory."""

    phrase: Phrase
    analysis: Analysis
    traits: Traits
    plea: Plea


def sample_of(phrase: Phrase, surface: Surface, ground: Ground) -> Sample:
    """The sample of a phrase."""
    analysis = ground.analyst.analyse(surface)
    return Sample(phrase, analysis, features_of(analysis), ground.pleas.of(analysis))


@dataclass(frozen=True, slots=True)
class Trial:
    """One held-back phrase: the evidence for a claim, whether it was right, what kind of phrase it was."""

    numbers: tuple[float, ...]
    right: bool
    kind: str


class Trials:
    """Tries all samples: was the best guide right, was the message for the directory."""

    def __init__(self, topics: Mapping[str, Topic]) -> None:
        self._topics = topics
        self._offices = {OUTSIDE_MARK + topic.id for topic in topics.values() if topic.kind is TopicKind.OFFICE}
        self.of_guides: list[Trial] = []
        self.of_directory: list[Trial] = []

    def run(self, samples: Sequence[Sample]) -> None:
        """Hold every phrase back once, and every guide and topic as a whole once."""
        for fold in range(FOLDS):
            kept = [sample for sample in samples if not _held_back(sample, fold)]
            labels = [sample.phrase.label for sample in kept]
            model = learn(samples_of(sample.traits for sample in kept), labels)
            camps = Camps(model.labels, self._topics)
            for sample in samples:
                if _held_back(sample, fold):
                    self._try(model, camps, sample, fold)

    def _try(self, model: Model, camps: Camps, sample: Sample, fold: int) -> None:
        belief = believe(model, sample.traits)
        best = int(camps.guides[belief.shares[camps.guides].argmax()])
        label, kind = sample.phrase.label, _kind(sample.phrase.label, fold)
        numbers = evidence(model, sample.analysis, belief, best)
        self.of_guides.append(Trial(numbers, model.labels[best] == label, kind))
        is_office = label in self._offices
        numbers = camps.evidence(camps.heard(belief.shares, sample.plea), sample.plea)
        self.of_directory.append(Trial(numbers, is_office, kind.replace("topic", "office") if is_office else kind))

    def weights(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """The weights of certainty about guides and about the directory."""
        return fit(self.of_guides, _GUIDE_MIX), fit(self.of_directory, _DIRECTORY_MIX)


def _held_back(sample: Sample, fold: int) -> bool:
    group = sample.phrase.label + (sample.phrase.group or sample.phrase.text)
    return _taken_away(sample.phrase.label, fold) or crc32(group.encode()) % FOLDS == fold


def _taken_away(label: str, fold: int) -> bool:
    folds = _TOPIC_FOLDS if label.startswith(OUTSIDE_MARK) else FOLDS
    whole = label.startswith(OUTSIDE_MARK) or is_guide(label)
    return whole and crc32(b"whole" + label.encode()) % folds == fold % folds


def _kind(label: str, fold: int) -> str:
    if is_guide(label):
        return "lost guide" if _taken_away(label, fold) else "guide"
    if label.startswith(OUTSIDE_MARK):
        return "new topic" if _taken_away(label, fold) else "topic"
    return "other"


def fit(found: Sequence[Trial], mix: Mapping[str, float], rounds: int = 30) -> tuple[float, ...]:
    """The weights that tell right from wrong best, the kinds mixed as citizens send them; the last stands alone."""
    numbers = np.array([(*trial.numbers, 1.0) for trial in found])
    right = np.array([float(trial.right) for trial in found])
    counts = {kind: sum(trial.kind == kind for trial in found) for kind in mix}
    importance = np.array([mix[trial.kind] / counts[trial.kind] for trial in found]) * len(found)
    weights = np.zeros(numbers.shape[1])
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-numbers @ weights))
        slope = numbers.T @ (importance * (chance - right)) + weights
        curve = (numbers * (importance * chance * (1 - chance))[:, None]).T @ numbers + np.eye(len(weights))
        weights = weights - np.linalg.solve(curve, slope)
    return tuple(round(float(weight), 3) for weight in weights)
