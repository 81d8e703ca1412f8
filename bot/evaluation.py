"""Measures understanding on a file of labelled questions: what share is found, answered, asked back, and how fast."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from flows.matching.reading import Reading
from flows.outcomes import Outcome

BEHAVIOURS = frozenset(
    "none office report fragment ambiguous out_of_domain small_talk abuse legal_other".split()
)  # labels that are no guide
NEVER_A_GUIDE = ("out_of_domain", "small_talk", "abuse")
ASKS_BACK = ("ambiguous", "fragment")
TO_THE_DIRECTORY = ("office", "report")
_ROUTED = (Outcome.DIRECTORY, Outcome.URGENT)

Read = Callable[[str], Reading]


@dataclass(frozen=True, slots=True)
class Question:
    """A labelled question; `accepted` are the guides that serve it."""

    text: str
    label: str
    accepted: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A question that was read wrongly, and how."""

    question: Question
    reading: Reading

    def __str__(self) -> str:
        said = ", ".join(f"{match.guide_id} {match.score:.2f}" for match in self.reading.matches[:3])
        text = " ".join(self.question.text.split())
        return f"{self.question.label}: {text[:110]} → {self.reading.outcome} {self.reading.topic} [{said}]"


@dataclass(frozen=True, slots=True)
class Report:
    """The counts of one run; shares are taken of `of`."""

    hits: Counter[str]
    of: Counter[str]
    seconds: list[float] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)

    def share(self, measure: str) -> float | None:
        """The share of a measure between 0 and 1, or None when nothing was measured."""
        return self.hits[measure] / self.of[measure] if self.of[measure] else None

    def milliseconds(self, quantile: float) -> float:
        """The time that this part of the questions took at most."""
        ordered = sorted(self.seconds)
        return ordered[min(int(quantile * len(ordered)), len(ordered) - 1)] * 1000 if ordered else 0.0


def load_questions(path: Path, guides: Collection[str]) -> list[Question]:
    """The questions of a JSON-lines file; a guide that is not in content counts as `none`."""
    return [_question(json.loads(line), guides) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _question(record: dict[str, object], guides: Collection[str]) -> Question:
    label = str(record["label"])
    others = record.get("alternates")
    accepted = {label, *(str(other) for other in others)} if isinstance(others, list) else {label}
    if label not in BEHAVIOURS and not accepted & set(guides):
        return Question(str(record["q"]), "none", frozenset())
    return Question(str(record["q"]), label, frozenset(accepted - BEHAVIOURS))


def evaluate(read: Read, questions: Iterable[Question]) -> Report:
    """The report over all questions."""
    report = Report(Counter(), Counter())
    for question in questions:
        begun = perf_counter()
        reading = read(question.text)
        report.seconds.append(perf_counter() - begun)
        results = list(_measures(question, reading))
        for measure, hit in results:
            report.of[measure] += 1
            report.hits[measure] += hit
        if not all(hit for measure, hit in results if measure in _RIGHT):
            report.mistakes.append(Mistake(question, reading))
            _confuse(report, question, reading)
    return report


_RIGHT = frozenset(["first", "directory", "asks back", "never a guide", "none kept", "law kept"])


def _confuse(report: Report, question: Question, reading: Reading) -> None:
    said = reading.matches[0].guide_id if reading.outcome is Outcome.ANSWERED else reading.topic or str(reading.outcome)
    report.confusions[question.label, said] += 1


def _measures(question: Question, reading: Reading) -> Iterator[tuple[str, bool]]:
    answered = reading.outcome is Outcome.ANSWERED
    right = reading.guide_id in question.accepted
    if answered:
        yield "precision of all answers", right
    if question.label in ASKS_BACK:
        yield from _asked(question, reading)
    elif question.label in TO_THE_DIRECTORY:
        yield "directory", reading.outcome in _ROUTED or (answered and right)
    elif question.label in NEVER_A_GUIDE:
        yield "never a guide", not answered
    elif question.label == "none":
        yield "none kept", not answered
    elif question.label == "legal_other":
        yield "law kept", not answered
    else:
        yield from _single(question, reading)


def _single(question: Question, reading: Reading) -> Iterator[tuple[str, bool]]:
    guides = [match.guide_id for match in reading.matches]
    answered = reading.outcome is Outcome.ANSWERED
    yield "first", bool(guides) and guides[0] in question.accepted
    yield "among five", any(guide in question.accepted for guide in guides)
    yield "answered", answered
    if answered:
        yield "precision", reading.guide_id in question.accepted
    if reading.outcome is Outcome.ASKED_BACK:
        yield "offered when asked back", any(guide in question.accepted for guide in reading.offered)


def _asked(question: Question, reading: Reading) -> Iterator[tuple[str, bool]]:
    asked = reading.outcome is Outcome.ASKED_BACK
    yield "asks back", asked
    if asked and question.accepted and question.label == "ambiguous":
        yield "right among the choices", any(guide in question.accepted for guide in reading.offered)


def guide_questions(questions: Sequence[Question]) -> list[Question]:
    """Those whose label is a guide."""
    return [question for question in questions if question.label not in BEHAVIOURS]


def first_share(read: Read, questions: Sequence[Question], spoil: Callable[[str], str] | None = None) -> float:
    """How often the right guide comes first, with the questions spoilt where `spoil` is given."""
    hits = 0
    for question in questions:
        matches = read(spoil(question.text) if spoil else question.text).matches
        hits += bool(matches) and matches[0].guide_id in question.accepted
    return hits / len(questions) if questions else 0.0
