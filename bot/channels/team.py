"""What a channel that shows cases to the team is to the rest of the service, and what it is handed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from flows.messages import Attachment
from flows.records import TeamPost
from flows.team_card import TeamCard


class Deed(StrEnum):
    """What a member does in the group; buttons carry these words in their ids."""

    CLAIM = "claim"
    RELEASE = "release"
    UP = "up"
    LIST = "list"  # ask who could take the case
    GIVE = "give"
    CLOSE = "close"
    REOPEN = "reopen"
    ANSWER = "answer"
    NOTE = "note"
    PRESENT = "present"
    AWAY = "away"
    JOIN = "join"  # a lead lets somebody into the team
    TOO_BIG = "too-big"  # sent a file nobody can pass on
    EDITED = "edited"  # changed a message that is with the citizen already
    HIDDEN = "hidden"  # wrote as the group, so that nobody knows who it was
    NO_CASE = "no-case"  # wrote a note without saying about which case


@dataclass(frozen=True, slots=True)
class TeamAct:
    """One act of somebody in the group; `message_id` tells it from a repetition of the same update."""

    deed: Deed
    code: str  # of the case; "" where it is about none
    person_id: str  # the platform's id of who acts
    person_name: str
    message_id: str
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    about: str = ""  # the colleague who gets the case, who joins, or the rung the case was seen on


@dataclass(frozen=True, slots=True)
class Reply:
    """What who acted is told at once; the group's own posts come through the outbox."""

    text: str = ""
    done: bool = True


@dataclass(frozen=True, slots=True)
class TeamRoom:
    """What the group needs of the service."""

    card: Callable[[str, bool], Awaitable[TeamCard | None]]  # of a case, with the citizen's words masked or not
    post_of: Callable[[str], Awaitable[TeamPost | None]]
    post_at: Callable[[str, str], Awaitable[TeamPost | None]]  # by group and topic
    keep_post: Callable[[TeamPost], Awaitable[None]]
    act: Callable[[TeamAct], Awaitable[Reply]]
    save_file: Callable[[bytes, str], Awaitable[str]]
