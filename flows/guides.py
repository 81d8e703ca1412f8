"""Guides and facts, as the editors wrote them and as the conversation reads them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

FACT_GROUPS = ("fee", "time", "place", "online", "result", "legal")  # the fields of a guide that hold facts


class Aspect(StrEnum):
    """What about a procedure is asked; the words are those of `camtay match`."""

    FEE = "fee"
    TIME = "time"
    PAPERS = "papers"
    WHERE = "where"
    STEPS = "steps"
    ONLINE = "online"


class Confidence(StrEnum):
    """How sure an editor is of a fact."""

    CONFIRMED = "confirmed"  # a dated source was read
    UNCONFIRMED = "unconfirmed"  # one indirect source, sources that disagree, or memory


@dataclass(frozen=True, slots=True)
class Localized:
    """A text in Vietnamese and, where someone has translated it, English."""

    vi: str
    en: str = ""

    def in_language(self, language: str) -> str:
        """The text in `language`, or in Vietnamese where there is no translation."""
        return self.en if language == "en" and self.en else self.vi


@dataclass(frozen=True, slots=True)
class Fact:
    """One checked figure: what it is, where it was read, when it holds (both days inclusive)."""

    value: str
    source: str
    checked_on: date
    note: str = ""
    amount: int | None = None  # in đồng; shown in the reader's language
    confidence: Confidence = Confidence.CONFIRMED
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the fact is in force on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that usually goes wrong, and what to do then; `to` is a step id the fix leads to."""

    id: str
    symptom: str
    fix: str
    to: str | None = None


@dataclass(frozen=True, slots=True)
class StepChoice:
    """An answer of the citizen that leads to a step of the same guide, or to another guide."""

    id: str
    label: str
    to: str | None = None
    guide: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One action. `next` is a step id, "end", or None for the step written below it."""

    id: str
    text: str
    screen: str = ""  # what is seen when it went well
    otherwise: str = ""  # what to do when it is not seen
    link: str | None = None
    picture: str | None = None
    choices: tuple[StepChoice, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """Something to prepare; `in_data` means: already in the population data, need not be handed in."""

    text: str
    note: str = ""
    in_data: bool = False


@dataclass(frozen=True, slots=True)
class OldTerm:
    """A term of yesterday, and one sentence that says what holds today."""

    terms: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Guide:
    """One procedure or everyday task, from the question to the result."""

    id: str
    field: str
    title: Localized
    summary: Localized
    who: str
    questions: tuple[str, ...]
    steps: tuple[Step, ...]
    papers: tuple[Paper, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    fee: tuple[Fact, ...] = ()
    time: tuple[Fact, ...] = ()
    place: tuple[Fact, ...] = ()
    online: tuple[Fact, ...] = ()
    result: tuple[Fact, ...] = ()
    legal: tuple[Fact, ...] = ()
    procedure_name: str = ""
    old_terms: tuple[OldTerm, ...] = ()
    related: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()  # topics of notices, e.g. "vneid"
    review_by: date | None = None
    owner: str = ""
    keywords: tuple[str, ...] = ()  # words that feed the matcher but are no sentences

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact of the guide, group by group."""
        return tuple(fact for group in FACT_GROUPS for fact in getattr(self, group))

    def step(self, step_id: str) -> Step | None:
        """The step with this id, or None."""
        return next((step for step in self.steps if step.id == step_id), None)

    def steps_after(self, step: Step) -> Iterator[Step]:
        """The steps that follow one another after `step`, each once, however they lead back."""
        seen, here = {step.id}, self.step_after(step)
        while here is not None and here.id not in seen:
            yield here
            seen.add(here.id)
            here = self.step_after(here)

    def step_after(self, step: Step) -> Step | None:
        """The step that follows `step`, or None at the end."""
        if step.next == "end":
            return None
        if step.next is not None:
            return self.step(step.next)
        following = iter(self.steps)
        for one in following:
            if one.id == step.id:
                return next(following, None)
        return None


@dataclass(frozen=True, slots=True)
class KnownError:
    """An entry of the error clinic: what the screen says, why, and what to do next."""

    id: str
    system: str  # "vneid", "cong-dvc", "thanh-toan", "ngan-hang", "etax", "vssid", …
    messages: tuple[str, ...]  # the wording on the screen, and how people describe it
    cause: str
    action: str
    call: str = ""  # whom to call, and when
    guide: str = ""  # the guide that says more
    source: str = ""
    checked_on: date | None = None
    confidence: Confidence = Confidence.UNCONFIRMED


@dataclass(frozen=True, slots=True)
class Notice:
    """A word that stands before every answer on its topics while it lasts."""

    id: str
    topics: tuple[str, ...]
    text: Localized
    starts: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class ContentProblem:
    """Something wrong in a content file: where, what, and how to mend it, in Vietnamese."""

    file: str
    line: int
    field: str
    message: str
    fix: str = ""
    fatal: bool = True  # an error; False for a warning

    def __str__(self) -> str:
        kind = "LỖI" if self.fatal else "Cảnh báo"
        fix = f" → {self.fix}" if self.fix else ""
        return f"{self.file}:{self.line}: {kind} [{self.field}] {self.message}{fix}"


@dataclass(frozen=True, slots=True)
class Section:
    """A field of life that guides are grouped by, e.g. can-cuoc-cu-tru."""

    id: str
    title: Localized
