"""Questions that mean the same, put together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from flows.records import MissedQuestion
from flows.words import syllables

ALIKE = 82.0
_FILLERS = frozenset(
    "toi em minh cho hoi xin bac chau anh chi a oi voi nhe duoc khong ko k lam sao the nao gi muon can".split()
)


@dataclass(slots=True)
class Group:
    """Questions alike; the first is shown."""

    key: str
    questions: list[MissedQuestion] = field(default_factory=list)

    @property
    def shown(self) -> MissedQuestion:
        """The wording that says most."""
        return max(self.questions, key=lambda one: (one.question != one.question.lower(), len(one.question)))

    @property
    def ways(self) -> list[str]:
        """The different wordings, the most frequent first."""
        return [words for words, _ in Counter(one.question for one in self.questions).most_common()]

    @property
    def nearest(self) -> tuple[str, ...]:
        """The guides that came closest, the most frequent first."""
        seen: dict[str, int] = {}
        for question in self.questions:
            for place, guide_id in enumerate(question.nearest[:3]):
                seen[guide_id] = seen.get(guide_id, 0) + 3 - place
        return tuple(sorted(seen, key=lambda guide_id: -seen[guide_id]))


def grouped(questions: Sequence[MissedQuestion]) -> list[Group]:
    """The questions in groups of the same meaning, the largest group first, newest first among equals."""
    groups: list[Group] = []
    keys: list[str] = []
    for question in questions:
        key = key_of(question.question)
        if not key:
            continue
        found = process.extractOne(key, keys, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE)
        if found is None or not _same_size(key, found[0]):
            keys.append(key)
            groups.append(Group(key, [question]))
        else:
            groups[found[2]].questions.append(question)
    return sorted(groups, key=lambda group: -len(group.questions))


def key_of(question: str) -> str:
    """The words of a question that carry its meaning, without marks."""
    words = syllables(question)
    return " ".join(word for word in words if word not in _FILLERS) or " ".join(words)


def _same_size(one: str, other: str) -> bool:
    """A single word in common makes no long question like a short one."""
    small, large = sorted((len(one.split()), len(other.split())))
    return large <= 2 * small + 1
