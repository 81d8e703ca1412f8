"""Which label to believe when several share what is believed: those that the directory answers stand together.

A report can be half about a road and half about rubbish: together they outweigh a guide that alone would have led.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from flows.matching.lexicon import Topic, TopicKind
from flows.matching.phrases import OUTSIDE_MARK, is_guide
from flows.matching.training import Floats


class Camps:
    """The labels that the directory answers, those of topics that are answered otherwise, and the guides."""

    def __init__(self, labels: Sequence[str], topics: Mapping[str, Topic]) -> None:
        found = [topics.get(label.removeprefix(OUTSIDE_MARK)) for label in labels]
        self._offices = _mask([topic is not None and topic.kind is TopicKind.OFFICE for topic in found])
        self._reports = _mask(
            [topic is not None and topic.kind is TopicKind.OFFICE and bool(topic.call) for topic in found]
        )
        self._others = ~self._offices & ~_mask([is_guide(label) for label in labels])

    def choose(self, shares: Floats, *, asks_rules: bool, least: float) -> tuple[int, float]:
        """The number of the label to follow, and what speaks for it.

        The directory's topics are heard together from a share of `least`; a message that asks about rules or papers
        reports nothing.
        """
        offices = self._offices & ~self._reports if asks_rules else self._offices
        together = float(shares[offices].sum())
        best = int(np.where(self._reports, -1.0, shares).argmax() if asks_rules else shares.argmax())
        share = float(shares[best])
        if together < least or together <= max(share, float(shares[self._others].sum())):
            return best, share
        return int(np.where(offices, shares, -1.0).argmax()), together


def _mask(values: Sequence[bool]) -> NDArray[np.bool_]:
    return np.array(values, dtype=np.bool_)
