"""A case: what a citizen needs a person for, from opening to closing."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flows.messages import Attachment, ChatRef


class CaseStatus(StrEnum):
    """The life of a case."""

    OPEN = "open"
    CLAIMED = "claimed"
    ANSWERED = "answered"
    CLOSED = "closed"


UNFINISHED = (CaseStatus.OPEN, CaseStatus.CLAIMED, CaseStatus.ANSWERED)


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
    hamlet: str = ""
    level: str = "hamlet"  # rung of the ladder: hamlet, commune, province, 1022
    language: str = "vi"
    claimed_at: datetime | None = None
    offered_at: datetime | None = None  # last time it was put before somebody: offered, claimed, written to again
    offered_to: str = ""  # the member who was asked to take it; anybody may
    offers: int = 0  # how often it was offered again on its rung
    first_answer_at: datetime | None = None
    answered_at: datetime | None = None
    citizen_wrote_at: datetime | None = None
    promised_at: datetime | None = None  # until when the citizen was first promised an answer
    merged_into: int | None = None
    stars: int | None = None
    comment: str = ""
    version: int = 1  # counts the changes, so that two hands never move a case at once


class EntryKind(StrEnum):
    """What stands in a case's log."""

    CITIZEN = "citizen"  # what the citizen wrote or sent
    ANSWER = "answer"  # what a member told the citizen
    NOTE = "note"  # for the team only
    EVENT = "event"  # a CaseEvent, named in the text


class CaseEvent(StrEnum):
    """Something that happened to a case, as its log names it."""

    OFFERED = "offered"
    OFFERED_AGAIN = "offered-again"
    CLAIMED = "claimed"
    RELEASED = "released"
    TAKEN_BACK = "taken-back"
    HANDED_ON = "handed-on"
    RAISED = "raised"
    PLACED = "placed"
    LABELLED = "labelled"
    MERGED = "merged"
    MERGED_FROM = "merged-from"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    RATED = "rated"
    NOT_DELIVERED = "not-delivered"


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """One line of a case's log, which is its conversation, its notes and its audit trail."""

    at: datetime
    kind: EntryKind
    author: str = ""  # a member's id; empty for the citizen and for the service
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    detail: tuple[tuple[str, str], ...] = ()


def event_entry(
    at: datetime, event: CaseEvent, author: str = "", detail: tuple[tuple[str, str], ...] = ()
) -> CaseEntry:
    """The line of a log that tells of an event."""
    return CaseEntry(at, EntryKind.EVENT, author, event.value, detail=detail)


class CaseError(Exception):
    """A rule of the case's life was broken; `message` is fit to be shown."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
