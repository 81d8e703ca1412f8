"""Sends questions about people and offices, and reports, to the directory: who to call, never a guessed number."""

from collections.abc import Iterable, Sequence

from flows.matching.analysis import Analysis
from flows.matching.directory import Directory
from flows.matching.office_questions import AsksOffice, OfficeQuestions
from flows.matching.phrase_table import Span
from flows.matching.reading import Reading
from flows.matching.reports import Report, Reports
from flows.outcomes import Outcome
from flows.text_surface import Surface

_OPEN = (Outcome.NO_MATCH, Outcome.ASKED_BACK, Outcome.OUTSIDE)  # nothing better was found
_DOUBTFUL = 0.3  # certainty below which a mere name is taken for one


class Referrals:
    """What the directory knows, and when a message is for it."""

    def __init__(self, directory: Directory, offices: OfficeQuestions, reports: Reports, laws: Iterable[str]) -> None:
        self._directory = directory
        self._offices = offices
        self._reports = reports
        self._laws = frozenset(laws)  # topics about the law, which telling of a nuisance alone does not outweigh

    def entry(self, analysis: Analysis) -> str:
        """The id of the entry that a message for the directory asks for, "" when it knows none."""
        report = self._reports.find(analysis.surface)
        spans = self._offices.spans(analysis.surface)
        return self._reported(report, analysis.surface) if report else self._asked(analysis.surface, spans)

    def refer(self, reading: Reading, sure: float, analysis: Analysis) -> Reading:
        """The same reading, unless its message is for the directory."""
        spans = self._offices.spans(analysis.surface)
        asked = self._offices.kind(analysis, spans)
        if self._is_office(asked, reading):
            return _directory(reading, self._asked(analysis.surface, spans))
        report = self._reports.find(analysis.surface)
        if report and self._is_report(report, reading):
            return _directory(reading, self._reported(report, analysis.surface))
        unsure = reading.outcome is Outcome.ASKED_BACK and sure < _DOUBTFUL
        if (unsure or reading.outcome in (Outcome.OUTSIDE, Outcome.NO_MATCH)) and self._directory.is_name(
            analysis.surface, analysis.carrying
        ):
            return _directory(reading, self._asked(analysis.surface, spans))
        return reading

    def _is_office(self, asked: AsksOffice, reading: Reading) -> bool:
        if asked >= AsksOffice.SURELY:
            return asked is AsksOffice.PERSONALLY or reading.guide_id not in self._offices.guides
        return asked is AsksOffice.LIKELY and reading.outcome in _OPEN

    def _is_report(self, report: Report, reading: Reading) -> bool:
        if reading.outcome is Outcome.ANSWERED:
            return report.asks and report.tells and reading.guide_id not in self._reports.guides
        return report.asks or (reading.outcome in _OPEN and reading.topic not in self._laws)

    def _reported(self, report: Report, surface: Surface) -> str:
        return report.contact if self._directory.has(report.contact) else self._directory.find(surface)

    def _asked(self, surface: Surface, spans: Sequence[Span]) -> str:
        named = [span for span in spans if span.meaning in ("roles", "offices")]
        return self._directory.find(surface, named)


def _directory(reading: Reading, entry: str) -> Reading:
    return Reading(Outcome.DIRECTORY, reading.matches, reading.aspect, topic=entry)
