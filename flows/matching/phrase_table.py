"""Finds the phrases of a word list in a question, whole syllables only, marks counted where they were typed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flows.text import fold, words_of


@dataclass(frozen=True, slots=True)
class Span:
    """Words `start` up to (not including) `end` of the question, read as `meaning`."""

    start: int
    end: int
    meaning: str


class PhraseTable:
    """A list of (phrase, meaning) that can be looked up at every word of a question."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._entries: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self._lengths: defaultdict[str, set[int]] = defaultdict(set)
        for phrase, meaning in phrases:
            self._add(tuple(words_of(phrase)), meaning)
        self._order = {first: sorted(lengths, reverse=True) for first, lengths in self._lengths.items()}

    def _add(self, words: tuple[str, ...], meaning: str) -> None:
        if not words:
            return
        entry = (words, meaning)
        entries = self._entries[fold(" ".join(words))]
        if entry not in entries:
            entries.append(entry)
            self._lengths[fold(words[0])].add(len(words))

    def find(self, words: Sequence[str], folded: Sequence[str]) -> Iterator[Span]:
        """Every phrase found, the longest first at each word."""
        count = len(words)
        for start, first in enumerate(folded):
            for length in self._order.get(first, ()):
                end = start + length
                if end > count:
                    continue
                entries = self._entries.get(" ".join(folded[start:end]))
                if entries:
                    yield from self._fitting(entries, words, folded, start, end)

    @staticmethod
    def _fitting(
        entries: list[tuple[tuple[str, ...], str]], words: Sequence[str], folded: Sequence[str], start: int, end: int
    ) -> Iterator[Span]:
        typed, bare = words[start:end], folded[start:end]
        for key, meaning in entries:
            if all(word in (wanted, plain) for word, wanted, plain in zip(typed, key, bare, strict=True)):
                yield Span(start, end, meaning)

    def longest(self, words: Sequence[str], folded: Sequence[str]) -> list[Span]:
        """Phrases that do not overlap, taken from the left, the longest at each place."""
        chosen: list[Span] = []
        free_from = 0
        for span in self.find(words, folded):
            if span.start >= free_from:
                chosen.append(span)
                free_from = span.end
        return chosen
