"""What the words of a question do: name the matter, ask about an aspect of it, or merely be polite."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flows.matching.lexicon import Lexicon
from flows.matching.phrase_table import PhraseTable, Span
from flows.text_surface import Surface


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
        self._concepts = PhraseTable(_pairs(lexicon.synonyms.items()))
        self._aspects = PhraseTable(_pairs(lexicon.aspects.items()))
        self._fillers = PhraseTable((filler, "filler") for filler in lexicon.fillers)

    def analyse(self, surface: Surface) -> Analysis:
        """The analysis of one surface."""
        words, folded = surface.words, surface.folded
        aspects = self._aspects.longest(words, folded)
        framed = _covered(aspects)
        concepts = [
            span
            for span in self._concepts.find(words, folded)
            if not all(index in framed for index in range(span.start, span.end))
        ]
        named = _covered(concepts)
        idle = (framed | _covered(self._fillers.longest(words, folded))) - named
        carrying = tuple(index for index in range(len(words)) if index not in idle) or tuple(range(len(words)))
        return Analysis(surface, tuple(concepts), tuple(aspects), carrying)


def _pairs(lists: Iterable[tuple[str, Sequence[str]]]) -> Iterable[tuple[str, str]]:
    return ((phrase, name) for name, phrases in lists for phrase in phrases)


def _covered(spans: Iterable[Span]) -> set[int]:
    return {index for span in spans for index in range(span.start, span.end)}
