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

        The directory's topics are heard together from a share of `least`, unless those answered otherwise outweigh
        them; a message that asks about rules or papers reports nothing.
        """
        shares = np.where(self._reports, 0.0, shares) if asks_rules else shares
        best = int(shares.argmax())
        together, otherwise = float(shares[self._offices].sum()), float(shares[self._others].sum())
        if together > max(shares[best], otherwise) and together >= least:
            return int(np.where(self._offices, shares, -1.0).argmax()), together
        if self._offices[best] and otherwise > together:
            best = int(np.where(self._others, shares, -1.0).argmax())
        return best, float(shares[best])


def _mask(values: Sequence[bool]) -> NDArray[np.bool_]:
    return np.array(values, dtype=np.bool_)
