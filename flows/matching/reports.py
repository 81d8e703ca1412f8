"""Recognises reports (a nuisance, something broken, a suspicion) by a thing and what befalls it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from flows.matching.office_words import ReportWords
from flows.matching.phrase_table import PhraseTable, Span
from flows.text.letters import fold
from flows.text.surface import Surface

_NEAR = 8  # words between a thing and its trouble
_BESIDE = 0
_THING, _TROUBLE, _WHOLE = "thing", "trouble", "whole"
_REPORTING, _SCENE, _UNLESS = "reporting", "scene", "unless"


Groups = Mapping[str, Sequence[Span]]  # the words found of each group


@dataclass(frozen=True, slots=True)
class Report:
    """Whom a report is for, and whether its words ask to report or tell where it happens.

    Without a contact it is only likely one: somebody asks whom to tell, or tells of trouble before the house.
    """

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

    def find(self, surface: Surface, groups: Groups) -> Report | None:
        """The report that the words make, or None."""
        numbers = {int(meaning.rpartition(" ")[2]) for meaning in groups if " " in meaning}
        best, said = max(
            ((number, self._said(surface, groups, number)) for number in sorted(numbers)),
            key=lambda one: sum(span.end - span.start for span in one[1]),
            default=(0, ()),
        )
        if any(not _inside(span, said) for span in groups.get(_UNLESS, ())):
            return None
        asks, tells = _REPORTING in groups, _SCENE in groups
        if said:
            return Report(self._contacts[best], asks, tells)
        troubled = any(self._is_clear(surface, span) for span in chain(*groups.values()) if _is_trouble(span))
        return Report("", asks, tells) if asks or (tells and troubled) else None

    def asks_rules(self, groups: Groups) -> bool:
        """Whether there are words beside which nothing is reported."""
        return _UNLESS in groups

    def spans(self, surface: Surface) -> Groups:
        """The words of every group; a thing or a trouble whose mark is missing may be any other word."""
        groups: dict[str, list[Span]] = {}
        for span in self._table.find(surface.words, surface.folded):
            if self._is_clear(surface, span) or span.meaning.startswith((_THING, _TROUBLE)):
                groups.setdefault(span.meaning, []).append(span)
        return groups

    def _is_clear(self, surface: Surface, span: Span) -> bool:
        """Whether a phrase is of several words, or a single one typed as the list has it in a message with marks."""
        if span.end - span.start > 1:
            return True
        word = surface.words[span.start]
        return word != surface.folded[span.start] or (word in self._plain and surface.words != surface.folded)

    def _said(self, surface: Surface, groups: Groups, number: int) -> Sequence[Span]:
        """The words that make a report of kind `number`: a phrase that says it all, or a thing and its trouble."""
        pairs = [
            (thing, trouble)
            for thing in groups.get(f"{_THING} {number}", ())
            for trouble in groups.get(f"{_TROUBLE} {number}", ())
            if self._belong(surface, thing, trouble)
        ]
        said = [*((span,) for span in groups.get(f"{_WHOLE} {number}", ())), *pairs]
        return max(said, key=lambda spans: sum(span.end - span.start for span in spans), default=())

    def _belong(self, surface: Surface, thing: Span, trouble: Span) -> bool:
        """Whether a thing and a trouble stand near each other, and side by side where one of them is unclear."""
        between = max(trouble.start - thing.end, thing.start - trouble.end)
        clear = [self._is_clear(surface, span) for span in (thing, trouble)]
        return 0 <= between <= (_NEAR if all(clear) else _BESIDE if any(clear) else -1)


def _groups(words: ReportWords) -> Iterator[tuple[str, str]]:
    for meaning, phrases in ((_REPORTING, words.reporting), (_SCENE, words.scene), (_UNLESS, words.unless)):
        yield from ((phrase, meaning) for phrase in phrases)
    for number, report in enumerate(words.reports):
        for meaning, phrases in ((_THING, report.things), (_TROUBLE, report.troubles), (_WHOLE, report.whole)):
            yield from ((phrase, f"{meaning} {number}") for phrase in phrases)


def _is_trouble(span: Span) -> bool:
    return span.meaning.startswith((_TROUBLE, _WHOLE))


def _inside(span: Span, said: Sequence[Span]) -> bool:
    return any(one.start <= span.start and span.end <= one.end for one in said)
