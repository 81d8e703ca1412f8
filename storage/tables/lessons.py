"""What is learnt from conversations, and what editors make of it."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.tables.columns import json_text, only_where


class MissedRow(SQLModel, table=True):
    """A question nobody could answer, masked, for the editors."""

    __tablename__ = "missed"
    __table_args__ = (Index("missed_open", "id", **only_where("handled_at IS NULL")),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    question: str
    outcome: str
    nearest: str = json_text()
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


class ContentEditRow(SQLModel, table=True):
    """A change of a content file: what undo goes back to."""

    __tablename__ = "content_edit"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    member_id: str
    file: str = Field(index=True)
    before: str = json_text("")
    after: str = json_text("")
    note: str = ""


class DraftRow(SQLModel, table=True):
    """Content proposed from a case, masked, until an editor has decided."""

    __tablename__ = "draft"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    member_id: str
    kind: str  # see flows.editing.DraftKind
    guide_id: str
    question: str = json_text("")
    answer: str = json_text("")
    case_code: str = ""
    title: str = ""
    field: str = ""
    teach: bool = True
    status: str = Field(default="waiting", index=True)
    reviewed_by: str = ""
    reviewed_at: datetime | None = None


class DayCountRow(SQLModel, table=True):
    """How many turns of a day had an outcome: what stays when the turns themselves are forgotten."""

    __tablename__ = "day_count"

    day: str = Field(primary_key=True)  # 2026-11-24, in Vietnam
    channel: str = Field(primary_key=True)
    place: str = Field(primary_key=True)
    guide_id: str = Field(primary_key=True)
    outcome: str = Field(primary_key=True)  # an Outcome, or "refused", "helped", "not-helped", "people"
    count: int = 0
