"""Recognises messages that name no matter of their own ("bước 3 em không hiểu", "thế còn vợ tôi thì sao")."""

from collections.abc import Iterable

from flows.matching.analysis import Analysis
from flows.matching.phrase_table import PhraseTable, covered
from flows.text.letters import fold, words_of

_CUE, _BESIDE = "cue", "beside"


class FollowUps:
    """Pieces of talk that continue what was said before: all their words are on the lists, and one of them a cue."""

    def __init__(self, cues: Iterable[str], beside: Iterable[str], complete: Iterable[str]) -> None:
        """`complete` are messages that say what they mean though they name no matter: greetings, thanks."""
        listed = [*((phrase, _CUE) for phrase in cues), *((phrase, _BESIDE) for phrase in beside)]
        self._table = PhraseTable(listed)
        self._words = frozenset(fold(word) for phrase, _ in listed for word in words_of(phrase))
        self._complete = frozenset(complete)

    def is_one(self, analysis: Analysis) -> bool:
        """Whether the message means something only after another."""
        surface, folded = analysis.surface, analysis.surface.folded
        asked = covered(analysis.aspects)
        left = [index for index in analysis.carrying if index not in asked and not folded[index].isdigit()]
        if any(folded[index] not in self._words for index in left):
            return False
        spans = self._table.find(surface.words, folded)
        if not analysis.aspects and not any(span.meaning == _CUE for span in spans):
            return False
        return covered(spans).issuperset(left) and " ".join(folded) not in self._complete
