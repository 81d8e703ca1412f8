"""Sends questions about people and offices, and reports, to the directory: who to call, never a guessed number."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from flows.matching.analysis import Analysis
from flows.matching.directory import Directory
from flows.matching.lexicon import Topic
from flows.matching.office_questions import AsksOffice, OfficeQuestions
from flows.matching.phrase_table import Span
from flows.matching.reading import Reading
from flows.matching.reports import Report, Reports
from flows.outcomes import Outcome
from flows.text.surface import Surface

UNSURE = (Outcome.NO_MATCH, Outcome.ASKED_BACK, Outcome.OUTSIDE)  # nothing better was found
_CERTAIN = 0.9  # of a guide, whatever trouble is told beside it
_DOUBTFUL = 0.3  # certainty below which a mere name is taken for one


class Referrals:
    """What the directory knows, and when a message is for it."""

    def __init__(self, directory: Directory, offices: OfficeQuestions, reports: Reports, laws: Iterable[str]) -> None:
        self._directory = directory
        self._offices = offices
        self._reports = reports
        self._laws = frozenset(laws)  # topics about the law, which telling of a nuisance alone does not outweigh

    def entry(self, topic: Topic, analysis: Analysis) -> str:
        """The id of the entry that a message of this topic asks for, "" when the directory knows none."""
        surface = analysis.surface
        report = self._reports.find(surface)
        if report and report.contact:
            return self._reported(report, surface)
        called = next((entry for entry in topic.call if self._directory.has(entry)), "")
        return called or self._asked(surface, self._offices.spans(surface))

    def asks_rules(self, analysis: Analysis) -> bool:
        """Whether the message asks about papers, a fine or the law rather than reports what happens."""
        return self._reports.asks_rules(analysis.surface)

    def asked_alone(self, analysis: Analysis) -> str | None:
        """The entry that a part of a message asks for and nothing else, or None when it asks for something else."""
        spans = self._offices.spans(analysis.surface)
        if self._offices.kind(analysis, spans) is not AsksOffice.SURELY:
            return None
        return self._asked(analysis.surface, spans)

    def is_sure(self, analysis: Analysis) -> bool:
        """Whether the message asks for an office or a person and for nothing else."""
        return self._offices.kind(analysis, self._offices.spans(analysis.surface)) is AsksOffice.SURELY

    def refer(self, reading: Reading, sure: float, analysis: Analysis) -> Reading:
        """The same reading, unless its message is for the directory."""
        spans = self._offices.spans(analysis.surface)
        asked = self._offices.kind(analysis, spans)
        if asked is AsksOffice.SURELY or (asked is AsksOffice.LIKELY and reading.outcome in UNSURE):
            entry = self._asked(analysis.surface, spans)
            return reading if self._offices.speaks_of(reading.guide_id, entry, spans) else _directory(reading, entry)
        if reading.outcome is Outcome.ANSWERED and sure >= _CERTAIN:
            return reading
        report = self._reports.find(analysis.surface)
        doubtful = reading.outcome is Outcome.NO_MATCH or (reading.outcome is Outcome.ASKED_BACK and sure < _DOUBTFUL)
        if report and (self._is_report(report, reading) if report.contact else doubtful):
            return replace(_directory(reading, self._reported(report, analysis.surface)), advice=reading.advice)
        if (doubtful or reading.outcome is Outcome.OUTSIDE) and self._directory.is_name(
            analysis.surface, analysis.carrying
        ):
            return _directory(reading, self._asked(analysis.surface, spans))
        return reading

    def _is_report(self, report: Report, reading: Reading) -> bool:
        if reading.outcome is Outcome.ANSWERED:
            return report.asks and report.tells and reading.guide_id not in self._reports.guides
        return report.asks or (reading.outcome in UNSURE and reading.topic not in self._laws)

    def _reported(self, report: Report, surface: Surface) -> str:
        return report.contact if self._directory.has(report.contact) else self._directory.find(surface)

    def _asked(self, surface: Surface, spans: Sequence[Span]) -> str:
        named = [span for span in spans if span.meaning in ("roles", "offices")]
        return self._directory.find(surface, named)


def _directory(reading: Reading, entry: str) -> Reading:
    return Reading(Outcome.DIRECTORY, reading.matches, reading.aspect, topic=entry)
