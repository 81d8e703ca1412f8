"""Finds the entry of the directory that a message asks for: who to call, never a guessed number."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flows.matching.analysis import Analysis
from flows.matching.directory import Directory
from flows.matching.lexicon import Topic
from flows.matching.office_questions import AsksOffice
from flows.matching.phrase_table import Span
from flows.matching.pleas import Plea, Pleas
from flows.matching.reading import Reading
from flows.outcomes import Outcome
from flows.text.surface import Surface

UNSURE = (Outcome.NO_MATCH, Outcome.ASKED_BACK, Outcome.OUTSIDE)  # nothing better was found


class Referrals:
    """What the directory knows, and what it is asked for."""

    def __init__(self, directory: Directory, pleas: Pleas) -> None:
        self._directory = directory
        self._pleas = pleas

    def hear(self, analysis: Analysis) -> Plea:
        """What the words of a message ask of the directory."""
        return self._pleas.of(analysis)

    def named(self, reading: Reading, plea: Plea, surface: Surface) -> Reading:
        """The reading of a message that asks for an office or a person and for nothing else."""
        return self._entered(reading, plea, self._asked(surface, plea.spans))

    def told(self, reading: Reading, plea: Plea, topic: Topic, surface: Surface) -> Reading:
        """The reading of a message that is for the directory by what it tells, most likely of `topic`."""
        called = self._called(plea, topic)
        entry = next((entry for entry in called if self._directory.has(entry)), "")
        entered = self._entered(reading, plea, entry or self._asked(surface, plea.spans))
        return replace(entered, advice=topic.id) if topic.call and entered is not reading else entered

    def _entered(self, reading: Reading, plea: Plea, entry: str) -> Reading:
        """The reading with an entry, or as it is when its guide tells more of that one."""
        return reading if self._pleas.is_told_by(reading.guide_id, entry, plea) else _directory(reading, entry)

    def _called(self, plea: Plea, topic: Topic) -> Iterator[str]:
        if plea.report is not None and plea.report.contact:
            yield plea.report.contact
        if plea.asks_office is AsksOffice.NO:
            yield from topic.call

    def by_name(self, reading: Reading, plea: Plea, analysis: Analysis) -> Reading:
        """The same reading, unless the message is nothing but the name of a hamlet or somebody there."""
        if not self._directory.is_name(analysis.surface, analysis.carrying):
            return reading
        return _directory(reading, self._asked(analysis.surface, plea.spans))

    def asked_alone(self, analysis: Analysis) -> str | None:
        """The entry that a part of a message asks for and nothing else, or None when it asks for something else."""
        plea = self.hear(analysis)
        if plea.asks_office is not AsksOffice.SURELY:
            return None
        return self._asked(analysis.surface, plea.spans)

    def _asked(self, surface: Surface, spans: Sequence[Span]) -> str:
        named = [span for span in spans if span.meaning in ("roles", "offices")]
        return self._directory.find(surface, named)


def _directory(reading: Reading, entry: str) -> Reading:
    return Reading(Outcome.DIRECTORY, reading.matches, reading.aspect, topic=entry)
