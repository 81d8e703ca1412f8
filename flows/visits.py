"""Help given in person: counted, with nothing about who was helped."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class VisitKind(StrEnum):
    """How people were helped."""

    VISIT = "visit"  # beside somebody, at home or at the office
    CLASS = "class"  # several people taught together


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit or class."""

    at: datetime
    member: str
    kind: VisitKind = VisitKind.VISIT
    hamlet: str = ""
    guide_id: str = ""
    people: int = 1
    finished: bool = True
