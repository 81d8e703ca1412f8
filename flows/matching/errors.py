"""Recognises the wording of a screen that the error clinic knows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from math import log

from flows.guides import KnownError
from flows.matching.reading import Match, Reading
from flows.outcomes import Outcome

_MESSAGE_SHARE = 0.88  # how much of the known message must stand in what was pasted
_PASTED_SHARE = 0.45  # and how much of what was pasted the message must be
_MATCHES = 5  # that a reading holds
_FEWEST = 3  # words; shorter messages must be said word for word


class ErrorMessages:
    """The messages of the error clinic by the words `read` finds in them, rare words counting more.

    Words people only tell the story with (`telling`) do not count against a message.
    """

    def __init__(
        self, errors: Iterable[KnownError], read: Callable[[str], Iterable[str]], telling: Iterable[str] = ()
    ) -> None:
        errors = tuple(errors)
        self._guides = {error.id: error.guide for error in errors}
        self._telling = frozenset(word for text in telling for word in read(text))
        self._messages: list[tuple[str, frozenset[str]]] = [
            (error.id, frozenset(read(message))) for error in errors for message in error.messages
        ]
        counts = Counter(word for _, words in self._messages for word in words)
        self._weights = {word: log(1 + len(self._messages) / count) for word, count in counts.items()}
        self._unknown = log(1 + len(self._messages)) if self._messages else 1.0
        self._sizes = [self._weight(words) for _, words in self._messages]
        self._under: defaultdict[str, list[int]] = defaultdict(list)
        for index, (_, words) in enumerate(self._messages):
            for word in self._needed(index, words):
                self._under[word].append(index)

    def find(self, folded: Iterable[str]) -> str:
        """The id of the entry whose message these words repeat, or ""."""
        words = set(folded)
        likely = {index for word in words if word in self._under for index in self._under[word]}
        told = words - self._telling if likely else words
        fitting = []
        for index in likely:
            repeated = words & self._messages[index][1]
            share = self._weight(repeated)
            if share >= self._least(index) and share >= _PASTED_SHARE * (said := self._weight(told | repeated)):
                fitting.append((share * share / (self._sizes[index] * said), index))
        return self._messages[max(fitting)[1]][0] if fitting else ""

    def _needed(self, index: int, words: Iterable[str]) -> Iterator[str]:
        """The rarest words of a message, as few as cannot all be missing."""
        left = self._sizes[index] - self._least(index)
        for word in sorted(words, key=lambda word: (-self._weights[word], word)):
            yield word
            left -= self._weights[word]
            if left < 0:
                return

    def _least(self, index: int) -> float:
        """What must be there of a message: nearly all, of a short one every word."""
        needed = _MESSAGE_SHARE if len(self._messages[index][1]) >= _FEWEST else 1.0
        return needed * self._sizes[index] - 1e-9

    def _weight(self, words: Iterable[str]) -> float:
        return sum([self._weights.get(word, self._unknown) for word in words])

    def explained(self, reading: Reading, error: str) -> Reading:
        """The reading answered with the entry `error`, whose guide leads."""
        guide = self._guides[error]
        others = tuple(match for match in reading.matches if match.guide_id != guide)
        score = max((match.score for match in reading.matches), default=1.0)
        matches = (*((Match(guide, score),) if guide else ()), *others)[:_MATCHES]
        return Reading(Outcome.ANSWERED, matches, reading.aspect, known_error=error)
