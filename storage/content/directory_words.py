"""lexicon/office-words.yaml and report-words.yaml → the word groups of offices and reports."""

from pathlib import Path

from pydantic import Field

from flows.guides import ContentProblem
from flows.matching.office_words import Nuisance, OfficeWords, ReportWords
from flows.matching.patterns import expand_all
from storage.content.parsing import read_one
from storage.content.schema import Entry, Sentence

Slots = dict[str, list[str]]


class OfficeWordsFile(Entry):
    """lexicon/office-words.yaml."""

    slots: Slots = Field(default_factory=dict)
    asks: dict[str, list[Sentence]]
    roles: list[Sentence]
    heads: list[Sentence]
    offices: list[Sentence]
    loose: list[Sentence] = Field(default_factory=list)
    beside: list[Sentence] = Field(default_factory=list)
    titles: list[Sentence] = Field(default_factory=list)
    surnames: list[Sentence] = Field(default_factory=list)
    guides: dict[str, str] = Field(default_factory=dict)


class NuisanceEntry(Entry):
    """One kind of report."""

    contact: str
    things: list[Sentence] = Field(default_factory=list)
    troubles: list[Sentence] = Field(default_factory=list)
    whole: list[Sentence] = Field(default_factory=list)


class ReportWordsFile(Entry):
    """lexicon/report-words.yaml."""

    slots: Slots = Field(default_factory=dict)
    reporting: list[Sentence]
    scene: list[Sentence] = Field(default_factory=list)
    unless: list[Sentence] = Field(default_factory=list)
    guides: list[str] = Field(default_factory=list)
    reports: list[NuisanceEntry]


def load_office_words(root: Path) -> tuple[OfficeWords, list[ContentProblem]]:
    """The word groups of questions about offices and people, and what is wrong with their file."""
    file, problems = read_one(root, "lexicon/office-words.yaml", OfficeWordsFile)
    return to_office_words(file) if file else OfficeWords(), problems


def to_office_words(file: OfficeWordsFile) -> OfficeWords:
    """The word groups a file describes."""
    return OfficeWords(
        {name: expand_all(patterns, file.slots) for name, patterns in file.asks.items()},
        roles=tuple(file.roles),
        heads=tuple(file.heads),
        offices=tuple(file.offices),
        loose=tuple(file.loose),
        beside=tuple(file.beside),
        titles=tuple(file.titles),
        surnames=tuple(file.surnames),
        guides=file.guides,
    )


def load_report_words(root: Path) -> tuple[ReportWords, list[ContentProblem]]:
    """The word groups of reports, and what is wrong with their file."""
    file, problems = read_one(root, "lexicon/report-words.yaml", ReportWordsFile)
    return to_report_words(file) if file else ReportWords(), problems


def to_report_words(file: ReportWordsFile) -> ReportWords:
    """The word groups a file describes."""
    return ReportWords(
        expand_all(file.reporting, file.slots),
        expand_all(file.scene, file.slots),
        expand_all(file.unless, file.slots),
        tuple(file.guides),
        tuple(_nuisance(entry, file.slots) for entry in file.reports),
    )


def _nuisance(entry: NuisanceEntry, slots: Slots) -> Nuisance:
    things, troubles, whole = (expand_all(patterns, slots) for patterns in (entry.things, entry.troubles, entry.whole))
    return Nuisance(entry.contact, things, troubles, whole)
