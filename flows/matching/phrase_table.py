"""Finds the phrases of a word list in a question, whole syllables only, marks counted where they were typed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flows.text.letters import fold_each, words_of

Entry = tuple[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Span:
    """Words `start` up to (not including) `end` of the question, read as `meaning`."""

    start: int
    end: int
    meaning: str


class PhraseTable:
    """A list of (phrase, meaning) that can be looked up at every word of a question."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        # Under every beginning of a phrase, without marks, the first phrase that ends there: often none.
        self._begun: dict[str, Entry | tuple[()]] = {}
        self._further: dict[str, tuple[Entry, ...]] = {}  # phrases that differ from a first one in marks or meaning
        for phrase, meaning in phrases:
            self._add(tuple(words_of(phrase)), meaning)

    def _add(self, words: tuple[str, ...], meaning: str) -> None:
        key = ""
        for word in fold_each(words):
            key = f"{key} {word}" if key else word
            self._begun.setdefault(key, ())
        entry, further = (words, meaning), self._further.get(key, ())
        if key and not self._begun[key]:
            self._begun[key] = entry
        elif key and entry != self._begun[key] and entry not in further:
            self._further[key] = (*further, entry)

    def find(self, words: Sequence[str], folded: Sequence[str]) -> list[Span]:
        """Every phrase found, the longest first at each word."""
        begun, size = self._begun, len(folded)
        spans: list[Span] = []
        for start, first in enumerate(folded):
            key, end, ended = first, start, len(spans)
            while (entry := begun.get(key)) is not None:
                end += 1
                if entry:
                    entries = (entry, *self._further.get(key, ()))
                    spans[ended:ended] = _fitting(entries, start, end, words, folded)
                if end == size:
                    break
                key = f"{key} {folded[end]}"
        return spans


def without_overlap(spans: Iterable[Span]) -> list[Span]:
    """The spans, in the order of a table, that begin after the one before has ended."""
    chosen: list[Span] = []
    free_from = 0
    for span in spans:
        if span.start >= free_from:
            chosen.append(span)
            free_from = span.end
    return chosen


def covered(spans: Iterable[Span]) -> set[int]:
    """The places of the words that stand in one of the spans."""
    return {index for span in spans for index in range(span.start, span.end)}


def _fitting(entries: Iterable[Entry], start: int, end: int, words: Sequence[str], folded: Sequence[str]) -> list[Span]:
    """The phrases that were typed as they are written, or without some of their marks."""
    typed, bare = words[start:end], folded[start:end]
    return [
        Span(start, end, meaning)
        for phrase, meaning in entries
        if typed in (phrase, bare) or all(map(_fits, typed, phrase, bare))
    ]


def _fits(typed: str, written: str, bare: str) -> bool:
    return typed in (written, bare)
