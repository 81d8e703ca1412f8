"""People who answer and edit: who they are and what they may do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a member may do; each role may do what those before it may, editors beside leads."""

    TEAM = "team"
    LEAD = "lead"
    EDITOR = "editor"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team, an editor or an admin; no areas means all areas."""

    id: str
    name: str
    role: Role
    areas: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    telegram_id: str = ""
    zalo_id: str = ""
    active: bool = True
    present_until: datetime | None = None


def answers_for(member: Member, commune: str) -> bool:
    """Whether a commune, by its official code, is the member's: who names none, or only hamlets, answers for all."""
    communes = [area for area in member.areas if area.isdigit()]
    return not commune or not communes or commune in communes


@dataclass(frozen=True, slots=True)
class SignIn:
    """A browser a member is signed in with."""

    digest: str
    member_id: str
    browser: str
    created_at: datetime
    seen_at: datetime
