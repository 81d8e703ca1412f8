"""A case: what a citizen needs a person for, from opening to closing."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flows.messages import ChatRef


class CaseStatus(StrEnum):
    """The life of a case."""

    OPEN = "open"
    CLAIMED = "claimed"
    ANSWERED = "answered"
    CLOSED = "closed"


class CaseReason(StrEnum):
    """Why a case was opened."""

    REQUESTED = "requested"  # asked for a person
    NO_MATCH = "no-match"  # not understood twice
    REFUSED = "refused"  # "không phải" twice
    STUCK = "stuck"  # the usual fixes did not help
    ATTACHMENT = "attachment"  # a photo or voice note only a person can read
    PROACTIVE = "proactive"  # opened by a team member beside the citizen


@dataclass(frozen=True, slots=True)
class Case:
    """A case as the desk sees it; `code` has six characters and works on every channel."""

    number: int
    code: str
    chat: ChatRef
    status: CaseStatus
    reason: CaseReason
    opened_at: datetime
    question: str = ""
    guide_id: str | None = None
    step_id: str | None = None
    place: str = ""
    assignee: str = ""
    due_at: datetime | None = None
    closed_at: datetime | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseError(Exception):
    """A rule of the case's life was broken; `message` is fit to be shown."""

    message: str
