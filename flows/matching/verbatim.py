"""Sentences that editors wrote for one guide alone: whoever says just that is not asked what was meant."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from flows.guides import Guide
from flows.matching.lexicon import Lexicon
from flows.matching.reading import Match, Reading
from flows.outcomes import Outcome
from flows.text.surface import Surface, surface_of


class Verbatim:
    """The editors' sentences by their words without marks."""

    def __init__(self, guides: Mapping[str, Guide], lexicon: Lexicon) -> None:
        self._said: dict[str, tuple[str, str]] = {}  # without marks → as written, and the guide
        of_no_guide = frozenset(_of_no_guide(lexicon))
        shared: set[str] = set()
        for guide in guides.values():
            for sentence in (guide.title.vi, *guide.questions):
                surface = surface_of(sentence)
                bare = _bare(surface)
                _, owner = self._said.setdefault(bare, (surface.text, guide.id))
                if owner != guide.id or surface.text in of_no_guide:
                    shared.add(bare)
        for bare in shared:
            del self._said[bare]

    def settle(self, typed: Surface, reading: Reading) -> Reading:
        """`reading`, or the answer where it asks back about a sentence that stands in one guide, word for word."""
        if reading.outcome is not Outcome.ASKED_BACK or reading.follow_up:
            return reading
        guide = self._guide_of(typed)
        if guide is None:
            return reading
        others = tuple(match for match in reading.matches if match.guide_id != guide)
        found = (Match(guide, max((match.score for match in reading.matches), default=1.0)), *others[:4])
        return replace(reading, outcome=Outcome.ANSWERED, matches=found, offered=())

    def _guide_of(self, asked: Surface) -> str | None:
        """Marks need not be typed; those that are count."""
        written, guide = self._said.get(_bare(asked), ("", None))
        return guide if asked.text in (written, _bare(asked)) else None


def _bare(surface: Surface) -> str:
    return " ".join(surface.folded)


def _of_no_guide(lexicon: Lexicon) -> Iterable[str]:
    yield from (phrase for topic in lexicon.topics for phrase in topic.phrases)
    yield from (phrase for broad in lexicon.broad for phrase in broad.phrases)
    yield from lexicon.fragments
