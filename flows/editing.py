"""What editors do with the content: changes, drafts made from cases, and the questions whose answer would change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class ContentEdit:
    """A change of one content file: who made it, what stood there before and after; "" for no file."""

    id: int
    at: datetime
    member: str
    file: str
    before: str
    after: str
    note: str = ""


class DraftKind(StrEnum):
    """What a draft becomes."""

    TROUBLE = "trouble"  # a trouble of a guide, with its fix
    QUESTION = "question"  # one more way to ask for a guide
    GUIDE = "guide"  # a new guide


class DraftStatus(StrEnum):
    """How far a draft is."""

    WAITING = "waiting"
    PUBLISHED = "published"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Draft:
    """Content somebody of the team proposes from a case; everything in it is masked."""

    id: int
    at: datetime
    member: str
    kind: DraftKind
    guide_id: str
    question: str  # the citizen's wording, which becomes a test question
    answer: str = ""
    case_code: str = ""
    title: str = ""  # of a new guide
    field: str = ""  # the section of a new guide
    teach: bool = True  # the wording becomes one of the guide's questions too
    status: DraftStatus = DraftStatus.WAITING
    reviewed_by: str = ""
    reviewed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """A masked question of the past with how often it was asked."""

    question: str
    count: int


@dataclass(frozen=True, slots=True)
class Flip:
    """A question whose answer would change: from and to what, as a guide id or an outcome."""

    question: str
    count: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of a difference; `kind` is same, added, removed or gap. `number` counts in the newer text."""

    kind: str
    text: str
    number: int = 0


def difference(before: str, after: str, around: int = 3) -> list[DiffLine]:
    """What changed from one text to the other, with some lines around each change."""
    old, new = before.splitlines(), after.splitlines()
    groups = SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(around)
    lines: list[DiffLine] = []
    for group in groups:
        if lines:
            lines.append(DiffLine("gap", "…"))
        for opcode in group:
            lines += _changed(opcode, old, new)
    return lines


def _changed(opcode: tuple[str, int, int, int, int], old: Sequence[str], new: Sequence[str]) -> Iterator[DiffLine]:
    kind, old_from, old_to, new_from, new_to = opcode
    if kind == "equal":
        yield from (DiffLine("same", new[index], index + 1) for index in range(new_from, new_to))
        return
    yield from (DiffLine("removed", line) for line in old[old_from:old_to])
    yield from (DiffLine("added", new[index], index + 1) for index in range(new_from, new_to))
