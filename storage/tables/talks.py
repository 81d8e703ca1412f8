"""What citizens wrote, where their chats stand, and what is on its way to them."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.tables.columns import ONE_TREE, json_text, only_where


class InboundRow(SQLModel, table=True):
    """A message that came in: the proof that it was taken up once, and its masked words while it waits."""

    __tablename__ = "inbound"
    __table_args__ = (
        Index("inbound_waiting", "channel", "chat_id", **only_where("waiting", sqlite="waiting = 1")),
        ONE_TREE,
    )

    channel: str = Field(primary_key=True)
    message_id: str = Field(primary_key=True)
    chat_id: str
    received_at: datetime
    waiting: bool = False
    body: str = json_text("")  # the Inbound with masked text, only while waiting


class ConversationRow(SQLModel, table=True):
    """Where a chat stands."""

    __tablename__ = "conversation"
    __table_args__ = (Index("conversation_open_case", "open_case", **only_where("open_case <> ''")), ONE_TREE)

    channel: str = Field(primary_key=True)
    chat_id: str = Field(primary_key=True)
    state: str = json_text("{}")
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
    replies: str = json_text()
    outcome: str
    guide_id: str | None = None
    step_id: str | None = None
    aspect: str | None = None
    matches: str = json_text()
    place: str = ""
    language: str = "vi"


class OutboxRow(SQLModel, table=True):
    """A message on its way to a chat. Nothing is said to anyone that did not stand here first."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("outbox_chat", "channel", "chat_id", "id"),
        Index("outbox_waiting", "id", **only_where("status = 'waiting'")),
        Index("outbox_parked", "channel", "chat_id", **only_where("status = 'parked'")),
    )

    id: int | None = Field(default=None, primary_key=True)
    channel: str
    chat_id: str
    kind: str = "message"  # or "delete": body names a message of the chat
    body: str = json_text("{}")
    origin: str = "turn"  # see flows.records.Origin
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


class ChannelStateRow(SQLModel, table=True):
    """What a channel must remember: tokens, offsets, switches."""

    __tablename__ = "channel_state"

    channel: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    value: str = json_text("null")


class CounterRow(SQLModel, table=True):
    """The last number given out under a name."""

    __tablename__ = "counter"

    name: str = Field(primary_key=True)
    value: int = 0
