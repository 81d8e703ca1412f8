"""What the words of a message ask of the directory: somebody, an office, or whom to tell of a nuisance."""

from dataclasses import dataclass

from flows.matching.analysis import Analysis
from flows.matching.office_questions import AsksOffice, OfficeQuestions
from flows.matching.phrase_table import Span
from flows.matching.reports import Report, Reports


@dataclass(frozen=True, slots=True)
class Plea:
    """The words of one message that speak to the directory."""

    spans: tuple[Span, ...]  # of offices and people, and of ways to ask for them
    asks_office: AsksOffice
    report: Report | None
    asks_rules: bool  # about papers, a fine or the law, so nothing is reported

    @property
    def reported(self) -> bool:
        """Whether it is known what is reported."""
        return self.report is not None and bool(self.report.contact)

    @property
    def is_any(self) -> bool:
        """Whether the words ask for anything there."""
        return self.asks_office > AsksOffice.NO or self.report is not None

    @property
    def numbers(self) -> tuple[float, ...]:
        """Whether it asks for an office or a person, reports something known, only asks whom to tell."""
        return (
            float(self.asks_office > AsksOffice.NO),
            float(self.reported),
            float(self.report is not None and not self.reported),
        )


class Pleas:
    """Hears the pleas of messages by the word groups of the lexicon."""

    def __init__(self, offices: OfficeQuestions, reports: Reports) -> None:
        self._offices = offices
        self._reports = reports

    def of(self, analysis: Analysis) -> Plea:
        """The plea of one message."""
        surface = analysis.surface
        spans, told = tuple(self._offices.spans(surface)), self._reports.spans(surface)
        report = self._reports.find(surface, told)
        return Plea(spans, self._offices.kind(analysis, spans), report, self._reports.asks_rules(told))

    def is_told_by(self, guide: str | None, entry: str, plea: Plea) -> bool:
        """Whether a guide tells more of an entry than the directory does."""
        return self._offices.speaks_of(guide, entry, plea.spans)
