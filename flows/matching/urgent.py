"""Words of danger to life, found deterministically before anything else, with or without marks."""

from collections.abc import Iterable

from flows.matching.lexicon import Topic, TopicKind
from flows.matching.phrase_table import PhraseTable, Span
from flows.text.surface import Surface

_PLAIN = 3  # syllables from which a phrase is sure enough without marks


class UrgentWords:
    """The phrases of the urgent topics, and those beside which they are no alarm."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        urgent = [topic for topic in topics if topic.kind is TopicKind.URGENT]
        self._alarms = PhraseTable((phrase, topic.id) for topic in urgent for phrase in topic.phrases)
        self._calms = PhraseTable((phrase, topic.id) for topic in urgent for phrase in topic.unless)
        self._plain = frozenset(phrase for topic in urgent for phrase in topic.plain)

    def topic_of(self, surface: Surface) -> str:
        """The id of the urgent topic the words name, or ""."""
        alarms = [span for span in self._alarms.find(surface.words, surface.folded) if self._is_sure(surface, span)]
        if not alarms:
            return ""
        calmed = {span.meaning for span in self._calms.find(surface.words, surface.folded)}
        return next((span.meaning for span in alarms if span.meaning not in calmed), "")

    def _is_sure(self, surface: Surface, span: Span) -> bool:
        """Whether the phrase was typed with marks, or is long or plain enough to be known without."""
        folded = surface.folded[span.start : span.end]
        return (
            len(folded) >= _PLAIN or surface.words[span.start : span.end] != folded or " ".join(folded) in self._plain
        )
