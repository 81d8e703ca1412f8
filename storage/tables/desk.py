"""Cases, and the people who work on them."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.tables.columns import json_text


class CaseRow(SQLModel, table=True):
    """A case. `level` is its rung of the ladder; `version` counts its changes, so no two hands move it at once."""

    __tablename__ = "support_case"
    __table_args__ = (
        Index("support_case_status", "status", "due_at"),
        Index("support_case_chat", "channel", "chat_id"),
    )

    number: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    channel: str
    chat_id: str
    status: str
    reason: str
    opened_at: datetime
    question: str = ""
    guide_id: str | None = None
    step_id: str | None = None
    place: str = ""
    hamlet: str = ""
    level: str = "hamlet"
    assignee: str = ""
    labels: str = json_text()
    language: str = "vi"
    due_at: datetime | None = None
    promised_at: datetime | None = None
    claimed_at: datetime | None = None
    offered_at: datetime | None = None
    offered_to: str = ""
    offers: int = 0
    first_answer_at: datetime | None = None
    answered_at: datetime | None = None
    citizen_wrote_at: datetime | None = None
    closed_at: datetime | None = None
    merged_into: int | None = None
    stars: int | None = None
    comment: str = ""
    version: int = 1


class CaseEntryRow(SQLModel, table=True):
    """Something said or noted in a case, and every change of it: conversation, notes and audit trail in one order."""

    __tablename__ = "support_case_entry"

    id: int | None = Field(default=None, primary_key=True)
    case_number: int = Field(index=True, foreign_key="support_case.number")
    at: datetime
    kind: str  # see flows.cases.EntryKind
    author: str = ""  # a member's id; empty for the citizen and the service
    text: str = ""
    detail: str = json_text("{}")
    attachments: str = json_text()


class TeamPostRow(SQLModel, table=True):
    """Where a case stands in the team's group on Telegram."""

    __tablename__ = "team_post"
    __table_args__ = (Index("team_post_topic", "group_id", "topic_id"),)

    case_code: str = Field(primary_key=True)
    group_id: str
    topic_id: str = ""  # empty where the group has no topics
    card_id: str = ""  # the message with the buttons
    shown: str = ""  # a digest of what the card says


class MemberRow(SQLModel, table=True):
    """Somebody of the team, an editor or an admin."""

    __tablename__ = "member"

    id: str = Field(primary_key=True)
    name: str
    role: str  # team, lead, editor, admin
    areas: str = json_text()  # places and hamlets; empty for all
    topics: str = json_text()  # sections or guide ids; empty for all
    telegram_id: str = Field(default="", index=True)
    zalo_id: str = ""
    active: bool = True
    present_until: datetime | None = None
    created_at: datetime


class SignInLinkRow(SQLModel, table=True):
    """A one-time link to the console; only its digest is kept."""

    __tablename__ = "sign_in_link"

    digest: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id", index=True)
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class SignInRow(SQLModel, table=True):
    """A browser that is signed in."""

    __tablename__ = "sign_in"

    digest: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id", index=True)
    browser: str = ""
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


class VisitRow(SQLModel, table=True):
    """Help given in person: counted, with nothing about who was helped."""

    __tablename__ = "visit"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    member_id: str
    kind: str = "visit"  # or "class"
    hamlet: str = ""
    guide_id: str = ""
    people: int = 1
    finished: bool = True
