"""What the words of a question do: name the matter, ask about an aspect of it, or merely be polite."""

from collections.abc import Iterable
from dataclasses import dataclass

from flows.matching.lexicon import Lexicon
from flows.matching.phrase_table import PhraseTable, Span, without_overlap
from flows.text.surface import Surface

CONCEPT, ASPECT, FILLER = "c:", "a:", "f:"  # begin the meaning of a span, by its kind


@dataclass(frozen=True, slots=True)
class Analysis:
    """A surface with the concepts it names, the aspects it asks about, and which words carry the matter."""

    surface: Surface
    concepts: tuple[Span, ...]
    aspects: tuple[Span, ...]
    carrying: tuple[int, ...]  # words that are neither filler nor part of a question frame; all where none is


class Analyst:
    """Takes questions apart with the word lists of the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        lists = (
            *((CONCEPT + name, phrases) for name, phrases in lexicon.synonyms.items()),
            *((ASPECT + name, phrases) for name, phrases in lexicon.aspects.items()),
            (FILLER, lexicon.fillers),
        )
        self._table = PhraseTable((phrase, meaning) for meaning, phrases in lists for phrase in phrases)

    def analyse(self, surface: Surface) -> Analysis:
        """The analysis of one surface."""
        words = surface.words
        found = self._table.find(words, surface.folded)
        aspects = without_overlap(span for span in found if span.meaning.startswith(ASPECT))
        fillers = without_overlap(span for span in found if span.meaning == FILLER)
        framed = _covered(aspects)
        concepts = [
            span
            for span in found
            if span.meaning.startswith(CONCEPT)
            and not framed.issuperset(range(span.start, span.end))
            and not any(_reaches_into(span, frame) for frame in aspects)
        ]
        named = _covered(concepts)
        idle = (framed | _covered(fillers)) - named
        carrying = tuple(index for index in range(len(words)) if index not in idle) or tuple(range(len(words)))
        return Analysis(surface, tuple(concepts), tuple(aspects), carrying)


def _reaches_into(concept: Span, frame: Span) -> bool:
    """Whether the concept borrows a word of a longer question: "vợ mất" in "cho vợ mất mấy ngày"."""
    overlaps = concept.start < frame.end and frame.start < concept.end
    return overlaps and concept.end - concept.start < frame.end - frame.start


def _covered(spans: Iterable[Span]) -> set[int]:
    return {index for span in spans for index in range(span.start, span.end)}
