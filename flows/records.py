"""What is remembered of past turns."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flows.messages import ChatRef, Outbound
from flows.outcomes import Outcome

PRESSED = "☞ "  # stands before the label of a button that was pressed, where a transcript has the citizen's words


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """One past turn: the masked question and what was said to it."""

    chat: ChatRef
    at: datetime
    question: str
    replies: tuple[Outbound, ...]
    outcome: Outcome
    guide_id: str | None = None
    step_id: str | None = None


class Origin(StrEnum):
    """What a message came of."""

    TURN = "turn"  # the assistant's answer
    CASE = "case"  # a member's answer
    NOTICE = "notice"  # news of a case, a link, a welcome
    REMINDER = "reminder"
    BOARD = "board"  # for the team's group


@dataclass(frozen=True, slots=True)
class SaidMessage:
    """A message to a chat as it stands in the outbox, sent or on its way."""

    id: int
    at: datetime
    message: Outbound
    origin: Origin


@dataclass(frozen=True, slots=True)
class MissedQuestion:
    """A question nobody could answer, masked."""

    id: int
    at: datetime
    question: str
    outcome: Outcome
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TeamPost:
    """Where a case stands in the team's group: its topic, where there are topics, and the message with the buttons."""

    case_code: str
    group_id: str
    topic_id: str = ""
    card_id: str = ""
    shown: str = ""  # a digest of what the card says


@dataclass(frozen=True, slots=True)
class WaitingMessage:
    """A message in the outbox that has not gone out yet; `delete` names a citizen's message to remove instead."""

    id: int
    chat: ChatRef
    message: Outbound
    delete: str = ""
    origin: Origin = Origin.TURN
    case_code: str = ""
    attempts: int = 0
