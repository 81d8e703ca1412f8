"""Recognises the wording of a screen that the error clinic knows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
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
        self._holding: defaultdict[str, list[int]] = defaultdict(list)
        for index, (_, words) in enumerate(self._messages):
            for word in words:
                self._holding[word].append(index)
        self._sizes = [sum(self._weights[word] for word in words) for _, words in self._messages]
        self._unknown = log(1 + len(self._messages)) if self._messages else 1.0

    def find(self, folded: Iterable[str]) -> str:
        """The id of the entry whose message these words repeat, or ""."""
        words = set(folded)
        shared: defaultdict[int, float] = defaultdict(float)
        for word in words:
            for index in self._holding.get(word, ()):
                shared[index] += self._weights[word]
        told = words - self._telling
        fitting = []
        for index, share in shared.items():
            if not self._is_whole(index, share):
                continue
            said = self._weight(told | (words & self._messages[index][1]))
            if share >= _PASTED_SHARE * said:
                fitting.append((share * share / (self._sizes[index] * said), index))
        return self._messages[max(fitting)[1]][0] if fitting else ""

    def _weight(self, words: Iterable[str]) -> float:
        return sum(self._weights.get(word, self._unknown) for word in words)

    def explained(self, reading: Reading, error: str) -> Reading:
        """The reading answered with the entry `error`, whose guide leads."""
        guide = self._guides[error]
        others = tuple(match for match in reading.matches if match.guide_id != guide)
        score = max((match.score for match in reading.matches), default=1.0)
        matches = (*((Match(guide, score),) if guide else ()), *others)[:_MATCHES]
        return Reading(Outcome.ANSWERED, matches, reading.aspect, known_error=error)

    def _is_whole(self, index: int, share: float) -> bool:
        """Whether nearly all of the message is there."""
        needed = _MESSAGE_SHARE if len(self._messages[index][1]) >= _FEWEST else 1.0
        return share >= needed * self._sizes[index] - 1e-9
