"""Recognises reports (a nuisance, something broken, a suspicion) by a thing and what befalls it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.matching.office_words import ReportWords
from flows.matching.phrase_table import PhraseTable, Span
from flows.text import fold
from flows.text_surface import Surface

_NEAR = 8  # words between a thing and its trouble
_THING, _TROUBLE, _WHOLE = "thing", "trouble", "whole"
_REPORTING, _SCENE, _UNLESS = "reporting", "scene", "unless"


@dataclass(frozen=True, slots=True)
class Report:
    """Whom a report is for, and whether its words ask to report or tell where it happens."""

    contact: str
    asks: bool
    tells: bool


class Reports:
    """Finds reports by the word groups of the lexicon."""

    def __init__(self, words: ReportWords) -> None:
        self._table = PhraseTable(_groups(words))
        self._contacts = tuple(report.contact for report in words.reports)
        self._plain = frozenset(phrase for phrase, _ in _groups(words) if fold(phrase) == phrase)
        self.guides = frozenset(words.guides)

    def find(self, surface: Surface) -> Report | None:
        """The report that the words make, or None."""
        groups = self._spans(surface)
        best, said = max(
            ((number, self._said(groups, number)) for number in range(len(self._contacts))),
            key=lambda one: sum(span.end - span.start for span in one[1]),
            default=(0, ()),
        )
        if not said or any(not _inside(span, said) for span in groups.get(_UNLESS, ())):
            return None
        return Report(self._contacts[best], _REPORTING in groups, _SCENE in groups)

    def _spans(self, surface: Surface) -> dict[str, list[Span]]:
        marked = surface.words != surface.folded
        groups: dict[str, list[Span]] = {}
        for span in self._table.find(surface.words, surface.folded):
            if span.end - span.start > 1 or (marked and self._is_clear(surface, span.start)):
                groups.setdefault(span.meaning, []).append(span)
        return groups

    def _is_clear(self, surface: Surface, index: int) -> bool:
        """Whether a single word was typed as the list has it; without its mark it may be any other word."""
        word = surface.words[index]
        return word != surface.folded[index] or word in self._plain

    @staticmethod
    def _said(groups: dict[str, list[Span]], number: int) -> Sequence[Span]:
        """The words that make a report of kind `number`: a phrase that says it all, or a thing and its trouble."""
        whole = groups.get(f"{_WHOLE} {number}", ())
        pairs = [
            (thing, trouble)
            for thing in groups.get(f"{_THING} {number}", ())
            for trouble in groups.get(f"{_TROUBLE} {number}", ())
            if 0 <= trouble.start - thing.end <= _NEAR or 0 <= thing.start - trouble.end <= _NEAR
        ]
        said = [*((span,) for span in whole), *pairs]
        return max(said, key=lambda spans: sum(span.end - span.start for span in spans), default=())


def _groups(words: ReportWords) -> Iterator[tuple[str, str]]:
    for meaning, phrases in ((_REPORTING, words.reporting), (_SCENE, words.scene), (_UNLESS, words.unless)):
        yield from ((phrase, meaning) for phrase in phrases)
    for number, report in enumerate(words.reports):
        for meaning, phrases in ((_THING, report.things), (_TROUBLE, report.troubles), (_WHOLE, report.whole)):
            yield from ((phrase, f"{meaning} {number}") for phrase in phrases)


def _inside(span: Span, said: Sequence[Span]) -> bool:
    return any(one.start <= span.start and span.end <= one.end for one in said)
