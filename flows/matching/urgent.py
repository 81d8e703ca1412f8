"""Words of danger to life, found deterministically before anything else, with or without marks."""

from collections.abc import Iterable

from flows.matching.lexicon import Topic, TopicKind
from flows.matching.phrase_table import PhraseTable
from flows.text_surface import Surface


class UrgentWords:
    """The phrases of the urgent topics, and those beside which they are no alarm."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        urgent = [topic for topic in topics if topic.kind is TopicKind.URGENT]
        self._alarms = PhraseTable((phrase, topic.id) for topic in urgent for phrase in topic.phrases)
        self._calms = PhraseTable((phrase, topic.id) for topic in urgent for phrase in topic.unless)

    def topic_of(self, surface: Surface) -> str:
        """The id of the urgent topic the words name, or ""."""
        calmed = {span.meaning for span in self._calms.find(surface.words, surface.folded)}
        alarms = self._alarms.find(surface.words, surface.folded)
        return next((span.meaning for span in alarms if span.meaning not in calmed), "")
