"""What is believed of a message, counted by camps: topics that the directory answers, other topics, guides.

A report can be half about a road and half about rubbish: together they outweigh a guide that alone would have led.
"""

from collections.abc import Mapping, Sequence
from math import log

import numpy as np

from flows.matching.lexicon import Topic, TopicKind
from flows.matching.phrases import OUTSIDE_MARK, is_guide
from flows.matching.pleas import Plea
from flows.matching.training import Floats

_LEAST = 1e-4  # share that a camp counts with at least


class Camps:
    """The labels that the directory answers, those of topics that are answered otherwise, and the guides."""

    def __init__(self, labels: Sequence[str], topics: Mapping[str, Topic]) -> None:
        found = [topics.get(label.removeprefix(OUTSIDE_MARK)) for label in labels]
        offices = [topic is not None and topic.kind is TopicKind.OFFICE for topic in found]
        guides = [is_guide(label) for label in labels]
        self.guides = np.flatnonzero(guides)
        self._offices = _mask(offices)
        self._reports = self._offices * _mask([topic is not None and bool(topic.call) for topic in found])
        self._others = (1 - self._offices) * (1 - _mask(guides))

    def heard(self, shares: Floats, plea: Plea) -> Floats:
        """The shares that count: a message that asks about rules or papers reports nothing."""
        return shares * (1 - self._reports) if plea.asks_rules else shares

    def of_directory(self, shares: Floats) -> tuple[int, float]:
        """The number of the topic for the directory that is believed most, and the share of all of them."""
        return int((shares * self._offices).argmax()), float(shares @ self._offices)

    def best_other(self, shares: Floats) -> tuple[int, float]:
        """The number of the label believed most among those that the directory does not answer, and its share."""
        best = int((shares * (1 - self._offices)).argmax())
        return best, float(shares[best])

    def evidence(self, shares: Floats, plea: Plea) -> tuple[float, ...]:
        """The numbers that tell how sure it is that a message is for the directory."""
        together = max(float(shares @ self._offices), _LEAST)
        guide = max(float(shares[self.guides].max(initial=0.0)), _LEAST)
        others = max(float(shares @ self._others), _LEAST)
        return (log(together / guide), log(together / others), *plea.numbers)


def _mask(values: Sequence[bool]) -> Floats:
    """One for each that is meant, else nothing."""
    return np.array(values, dtype=np.float32)
