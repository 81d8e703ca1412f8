"""The shape of content files. JSON Schema for editors is generated from these models."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from flows.ids import LONGEST_OF_GUIDE, PATTERN

_ID = f"^{PATTERN}$"
StepId = Annotated[str, StringConstraints(pattern=_ID, max_length=40)]
GuideId = Annotated[str, StringConstraints(pattern=_ID, max_length=LONGEST_OF_GUIDE)]
Sentence = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Entry(BaseModel):
    """A part of a content file; a field nobody knows is a mistake, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LocalizedEntry(Entry):
    """A text in Vietnamese and English."""

    vi: Sentence
    en: str = ""


class FactEntry(Entry):
    """A figure with its source and its life; `ref` takes it from shared-facts.yaml instead."""

    ref: str | None = None
    value: str = ""
    amount: int | None = None
    note: str = ""
    source: str = ""
    checked_on: date | None = None
    confidence: Literal["confirmed", "unconfirmed"] = "confirmed"
    valid_from: date | None = None
    valid_to: date | None = None


class TroubleEntry(Entry):
    """A usual trouble and its fix."""

    id: StepId
    symptom: Sentence
    fix: Sentence
    to: StepId | None = None


class ChoiceEntry(Entry):
    """A branch: leads to a step of this guide (`to`) or to another guide (`guide`)."""

    id: StepId
    label: Sentence
    to: StepId | Literal["end"] | None = None
    guide: GuideId | None = None


class StepEntry(Entry):
    """One action."""

    id: StepId
    text: Sentence
    screen: str = ""
    otherwise: str = ""
    link: str | None = None
    picture: str | None = None
    choices: list[ChoiceEntry] = []
    troubles: list[TroubleEntry] = []
    next: StepId | Literal["end"] | None = None


class PaperEntry(Entry):
    """Something to prepare."""

    text: Sentence
    note: str = ""
    in_data: bool = False


class OldTermEntry(Entry):
    """A term of yesterday and what holds today."""

    terms: list[Sentence] = Field(min_length=1)
    note: Sentence


class ProcedureEntry(Entry):
    """The official name a citizen types into the portal's search box, and the codes of today."""

    name: Sentence
    codes: list[str] = []


class GuideEntry(Entry):
    """A guide file."""

    id: GuideId
    title: LocalizedEntry
    procedure: ProcedureEntry | None = None
    summary: LocalizedEntry
    who: Sentence
    questions: list[Sentence] = Field(min_length=1)
    keywords: list[Sentence] = []
    old_terms: list[OldTermEntry] = []
    papers: list[PaperEntry] = []
    fee: list[FactEntry] = []
    time: list[FactEntry] = []
    place: list[FactEntry] = []
    online: list[FactEntry] = []
    result: list[FactEntry] = []
    legal: list[FactEntry] = []
    steps: list[StepEntry] = Field(min_length=1)
    troubles: list[TroubleEntry] = []
    related: list[GuideId] = []
    depends_on: list[str] = []
    review_by: date
    owner: str = ""


class SharedFactEntry(FactEntry):
    """A fact many guides refer to, written once."""

    id: StepId


class SharedFactsFile(Entry):
    """shared-facts.yaml."""

    facts: list[SharedFactEntry]


class KnownErrorEntry(Entry):
    """An entry of the error clinic."""

    id: StepId
    system: Sentence
    messages: list[Sentence] = Field(min_length=1)
    cause: Sentence
    action: Sentence
    call: str = ""
    guide: GuideId
    source: Sentence
    checked_on: date
    confidence: Literal["confirmed", "unconfirmed"] = "unconfirmed"


class KnownErrorsFile(Entry):
    """One file of errors/."""

    errors: list[KnownErrorEntry]


class NoticeEntry(Entry):
    """A word before every answer on its topics."""

    id: StepId
    topics: list[str] = Field(min_length=1)
    text: LocalizedEntry
    starts: datetime | None = None
    ends: datetime | None = None


class NoticesFile(Entry):
    """notices.yaml."""

    notices: list[NoticeEntry]


class SectionEntry(Entry):
    """A field guides are grouped by."""

    id: StepId
    title: LocalizedEntry


class SectionsFile(Entry):
    """sections.yaml."""

    sections: list[SectionEntry]
