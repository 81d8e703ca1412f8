"""What the words of a question do: name the matter, ask about an aspect of it, or merely be polite."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from flows.matching.lexicon import Lexicon
from flows.matching.phrase_table import PhraseTable, Span, covered, without_overlap
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
        found: dict[str, list[Span]] = {CONCEPT: [], ASPECT: [], FILLER: []}
        for span in self._table.find(surface.words, surface.folded):
            found[span.meaning[: len(CONCEPT)]].append(span)
        aspects, concepts = without_overlap(found[ASPECT]), found[CONCEPT]
        framed = covered(aspects)
        if aspects:
            concepts = [span for span in concepts if not _is_framed(span, framed, aspects)]
        idle = (framed | covered(without_overlap(found[FILLER]))) - covered(concepts)
        everything = range(len(surface.words))
        carrying = tuple([index for index in everything if index not in idle] if idle else everything)
        return Analysis(surface, tuple(concepts), tuple(aspects), carrying or tuple(everything))


def _is_framed(concept: Span, framed: Collection[int], aspects: Iterable[Span]) -> bool:
    """Whether a concept is but a part of a way of asking, or borrows from one."""
    return all(index in framed for index in range(concept.start, concept.end)) or any(
        _reaches_into(concept, frame) for frame in aspects
    )


def _reaches_into(concept: Span, frame: Span) -> bool:
    """Whether the concept borrows a word of a longer question: "vợ mất" in "cho vợ mất mấy ngày"."""
    overlaps = concept.start < frame.end and frame.start < concept.end
    return overlaps and concept.end - concept.start < frame.end - frame.start
