"""Recognises messages that name no matter of their own ("bước 3 em không hiểu", "thế còn vợ tôi thì sao")."""

from collections.abc import Iterable

from flows.matching.analysis import Analysis
from flows.matching.phrase_table import PhraseTable

_CUE, _BESIDE = "cue", "beside"


class FollowUps:
    """Pieces of talk that continue what was said before: all their words are on the lists, and one of them a cue."""

    def __init__(self, cues: Iterable[str], beside: Iterable[str], complete: Iterable[str]) -> None:
        """`complete` are messages that say what they mean though they name no matter: greetings, thanks."""
        listed = [*((phrase, _CUE) for phrase in cues), *((phrase, _BESIDE) for phrase in beside)]
        self._table = PhraseTable(listed)
        self._complete = frozenset(complete)

    def is_one(self, analysis: Analysis) -> bool:
        """Whether the message means something only after another."""
        surface = analysis.surface
        spans = self._table.find(surface.words, surface.folded)
        if not analysis.aspects and not any(span.meaning == _CUE for span in spans):
            return False
        covered = {index for span in (*spans, *analysis.aspects) for index in range(span.start, span.end)}
        folded = surface.folded
        if any(index not in covered and not folded[index].isdigit() for index in analysis.carrying):
            return False
        return " ".join(folded) not in self._complete
