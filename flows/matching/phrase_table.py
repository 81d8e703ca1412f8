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
        # Under every beginning of a phrase, without marks, the phrases that end there: often none.
        self._begun: dict[str, tuple[Entry, ...]] = {}
        for phrase, meaning in phrases:
            self._add(tuple(words_of(phrase)), meaning)

    def _add(self, words: tuple[str, ...], meaning: str) -> None:
        key = ""
        for word in fold_each(words):
            key = f"{key} {word}" if key else word
            self._begun.setdefault(key, ())
        entry = (words, meaning)
        if key and entry not in self._begun[key]:
            self._begun[key] += (entry,)

    def find(self, words: Sequence[str], folded: Sequence[str]) -> list[Span]:
        """Every phrase found, the longest first at each word."""
        spans = []
        for start, first in enumerate(folded):
            if first in self._begun:
                for end, entries in reversed(self._from(start, folded)):
                    typed, bare = words[start:end], folded[start:end]
                    spans += [
                        Span(start, end, meaning)
                        for phrase, meaning in entries
                        if typed in (phrase, bare) or _fits(typed, phrase, bare)
                    ]
        return spans

    def _from(self, start: int, folded: Sequence[str]) -> list[tuple[int, tuple[Entry, ...]]]:
        """Where the phrases that begin at `start` end, and which they are, the shortest first."""
        found = []
        key, end, begun = folded[start], start + 1, self._begun
        while (entries := begun.get(key)) is not None:
            if entries:
                found.append((end, entries))
            if end == len(folded):
                break
            key += " " + folded[end]
            end += 1
        return found


def without_overlap(spans: Iterable[Span]) -> list[Span]:
    """The spans, in the order of a table, that begin after the one before has ended."""
    chosen: list[Span] = []
    free_from = 0
    for span in spans:
        if span.start >= free_from:
            chosen.append(span)
            free_from = span.end
    return chosen


def _fits(typed: Sequence[str], phrase: Sequence[str], bare: Sequence[str]) -> bool:
    return all(word in (wanted, plain) for word, wanted, plain in zip(typed, phrase, bare, strict=True))
