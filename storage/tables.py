"""The tables. Rows never leave this package; what leaves it are the values of `flows`.

Structured values that are only ever read as a whole (a conversation, a message to send) are kept as one JSON text:
the same on SQLite and PostgreSQL, and one statement to read or write.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel


def _json(default: str = "[]") -> Any:
    return Field(default=default, sa_type=Text)


def _where(condition: str, sqlite: str = "") -> dict[str, Any]:
    return {"sqlite_where": text(sqlite or condition), "postgresql_where": text(condition)}


# SQLite: the rows stand in the tree of the primary key itself. Every tree less is a write less for every message.
_ONE_TREE = {"sqlite_with_rowid": False}


class InboundRow(SQLModel, table=True):
    """A message that came in: the proof that it was taken up once, and its masked words while it waits."""

    __tablename__ = "inbound"
    __table_args__ = (
        Index("inbound_waiting", "channel", "chat_id", **_where("waiting", sqlite="waiting = 1")),
        _ONE_TREE,
    )

    channel: str = Field(primary_key=True)
    message_id: str = Field(primary_key=True)
    chat_id: str
    received_at: datetime
    waiting: bool = False
    body: str = _json("")  # the Inbound with masked text, only while waiting


class ConversationRow(SQLModel, table=True):
    """Where a chat stands."""

    __tablename__ = "conversation"
    __table_args__ = (Index("conversation_open_case", "open_case", **_where("open_case <> ''")), _ONE_TREE)

    channel: str = Field(primary_key=True)
    chat_id: str = Field(primary_key=True)
    state: str = _json("{}")
    open_case: str = ""
    updated_at: datetime


class TurnRow(SQLModel, table=True):
    """One message and what was said to it, masked: the transcript, and the source of all statistics."""

    __tablename__ = "turn"
    __table_args__ = (Index("turn_chat", "channel", "chat_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    channel: str
    chat_id: str
    at: datetime = Field(index=True)
    question: str = ""
    replies: str = _json()
    outcome: str
    guide_id: str | None = None
    step_id: str | None = None
    aspect: str | None = None
    matches: str = _json()
    place: str = ""
    language: str = "vi"


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
    labels: str = _json()
    language: str = "vi"
    due_at: datetime | None = None
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
    detail: str = _json("{}")
    attachments: str = _json()


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
    areas: str = _json()  # places and hamlets; empty for all
    topics: str = _json()  # sections or guide ids; empty for all
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


class OutboxRow(SQLModel, table=True):
    """A message on its way to a chat. Nothing is said to anyone that did not stand here first."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("outbox_chat", "channel", "chat_id", "id"),
        Index("outbox_waiting", "id", **_where("status = 'waiting'")),
        Index("outbox_parked", "channel", "chat_id", **_where("status = 'parked'")),
    )

    id: int | None = Field(default=None, primary_key=True)
    channel: str
    chat_id: str
    kind: str = "message"  # or "delete": body names a message of the citizen
    body: str = _json("{}")
    origin: str = "turn"  # turn, case, reminder, notice
    case_code: str = ""
    status: str = "waiting"  # waiting, sent, parked, failed
    attempts: int = 0
    created_at: datetime
    next_at: datetime | None = None  # not before; also the lease of the process that is sending it
    sent_at: datetime | None = None
    platform_id: str = ""
    error: str = ""


class ReminderRow(SQLModel, table=True):
    """A reminder a citizen asked for."""

    __tablename__ = "reminder"
    __table_args__ = (Index("reminder_chat", "channel", "chat_id"),)

    id: str = Field(primary_key=True)
    channel: str
    chat_id: str
    at: datetime = Field(index=True)
    text: str
    guide_id: str | None = None
    is_result_day: bool = False


class MissedRow(SQLModel, table=True):
    """A question nobody could answer, masked, for the editors."""

    __tablename__ = "missed"
    __table_args__ = (Index("missed_open", "id", **_where("handled_at IS NULL")),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    question: str
    outcome: str
    nearest: str = _json()
    place: str = ""
    handled_at: datetime | None = None


class FeedbackRow(SQLModel, table=True):
    """Whether a guide helped."""

    __tablename__ = "feedback"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    channel: str
    guide_id: str = Field(index=True)
    helped: bool
    reason: str = ""


class ChannelStateRow(SQLModel, table=True):
    """What a channel must remember: tokens, offsets, switches."""

    __tablename__ = "channel_state"

    channel: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    value: str = _json("null")


class CounterRow(SQLModel, table=True):
    """The last number given out under a name."""

    __tablename__ = "counter"

    name: str = Field(primary_key=True)
    value: int = 0


class ContentEditRow(SQLModel, table=True):
    """A change of a content file: what undo goes back to."""

    __tablename__ = "content_edit"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    member_id: str
    file: str = Field(index=True)
    before: str = _json("")
    after: str = _json("")
    note: str = ""


class DraftRow(SQLModel, table=True):
    """Content proposed from a case, masked, until an editor has decided."""

    __tablename__ = "draft"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    member_id: str
    kind: str  # see flows.editing.DraftKind
    guide_id: str
    question: str = _json("")
    answer: str = _json("")
    case_code: str = ""
    title: str = ""
    field: str = ""
    teach: bool = True
    status: str = Field(default="waiting", index=True)
    reviewed_by: str = ""
    reviewed_at: datetime | None = None


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


class DayCountRow(SQLModel, table=True):
    """How many turns of a day had an outcome: what stays when the turns themselves are forgotten."""

    __tablename__ = "day_count"

    day: str = Field(primary_key=True)  # 2026-11-24, in Vietnam
    channel: str = Field(primary_key=True)
    place: str = Field(primary_key=True)
    guide_id: str = Field(primary_key=True)
    outcome: str = Field(primary_key=True)  # an Outcome, or "refused", "helped", "not-helped", "people"
    count: int = 0
