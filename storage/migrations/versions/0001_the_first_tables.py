"""The first tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def only(condition: str) -> dict[str, Any]:
    """An index over some of the rows, on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    op.create_table(
        "channel_state",
        sa.Column("channel", AutoString(), nullable=False),
        sa.Column("key", AutoString(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "key"),
    )
    op.create_table(
        "conversation",
        sa.Column("channel", AutoString(), nullable=False),
        sa.Column("chat_id", AutoString(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("open_case", AutoString(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "chat_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "conversation_open_case",
        "conversation",
        ["open_case"],
        **only("open_case <> ''"),
    )

    op.create_table(
        "counter",
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("channel", AutoString(), nullable=False),
        sa.Column("guide_id", AutoString(), nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_feedback_at", "feedback", ["at"])
    op.create_index("ix_feedback_guide_id", "feedback", ["guide_id"])

    op.create_table(
        "inbound",
        sa.Column("channel", AutoString(), nullable=False),
        sa.Column("message_id", AutoString(), nullable=False),
        sa.Column("chat_id", AutoString(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "message_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "inbound_waiting",
        "inbound",
        ["channel", "chat_id"],
        **only("waiting"),
    )

    op.create_table(
        "member",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("role", AutoString(), nullable=False),
        sa.Column("areas", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("telegram_id", AutoString(), nullable=False),
        sa.Column("zalo_id", AutoString(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("present_until", UTCDateTime(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_member_telegram_id", "member", ["telegram_id"])

    op.create_table(
        "missed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("question", AutoString(), nullable=False),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.Column("nearest", sa.Text(), nullable=False),
        sa.Column("place", AutoString(), nullable=False),
        sa.Column("handled_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_missed_at", "missed", ["at"])

    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", AutoString(), nullable=False),
        sa.Column("chat_id", AutoString(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("origin", AutoString(), nullable=False),
        sa.Column("case_code", AutoString(), nullable=False),
        sa.Column("status", AutoString(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("next_at", UTCDateTime(), nullable=True),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.Column("platform_id", AutoString(), nullable=False),
        sa.Column("error", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("outbox_chat", "outbox", ["channel", "chat_id", "id"])
    op.create_index(
        "outbox_parked",
        "outbox",
        ["channel", "chat_id"],
        **only("status = 'parked'"),
    )
    op.create_index(
        "outbox_waiting",
        "outbox",
        ["id"],
        **only("status = 'waiting'"),
    )

    op.create_table(
        "reminder",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("channel", AutoString(), nullable=False),
        sa.Column("chat_id", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("guide_id", AutoString(), nullable=True),
        sa.Column("is_result_day", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_reminder_at", "reminder", ["at"])
    op.create_index("reminder_chat", "reminder", ["channel", "chat_id"])

    op.create_table(
        "support_case",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("channel", AutoString(), nullable=False),
        sa.Column("chat_id", AutoString(), nullable=False),
        sa.Column("status", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("question", AutoString(), nullable=False),
        sa.Column("guide_id", AutoString(), nullable=True),
        sa.Column("step_id", AutoString(), nullable=True),
        sa.Column("place", AutoString(), nullable=False),
        sa.Column("hamlet", AutoString(), nullable=False),
        sa.Column("level", AutoString(), nullable=False),
        sa.Column("assignee", AutoString(), nullable=False),
        sa.Column("labels", sa.Text(), nullable=False),
        sa.Column("language", AutoString(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=True),
        sa.Column("claimed_at", UTCDateTime(), nullable=True),
        sa.Column("offered_at", UTCDateTime(), nullable=True),
        sa.Column("first_answer_at", UTCDateTime(), nullable=True),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("citizen_wrote_at", UTCDateTime(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("comment", AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("code"),
    )
    op.create_index("support_case_chat", "support_case", ["channel", "chat_id"])
    op.create_index("support_case_status", "support_case", ["status", "due_at"])

    op.create_table(
        "turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", AutoString(), nullable=False),
        sa.Column("chat_id", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("question", AutoString(), nullable=False),
        sa.Column("replies", sa.Text(), nullable=False),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.Column("guide_id", AutoString(), nullable=True),
        sa.Column("step_id", AutoString(), nullable=True),
        sa.Column("aspect", AutoString(), nullable=True),
        sa.Column("matches", sa.Text(), nullable=False),
        sa.Column("place", AutoString(), nullable=False),
        sa.Column("language", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_turn_at", "turn", ["at"])
    op.create_index("turn_chat", "turn", ["channel", "chat_id", "id"])

    op.create_table(
        "sign_in",
        sa.Column("digest", AutoString(), nullable=False),
        sa.Column("member_id", AutoString(), nullable=False),
        sa.Column("browser", AutoString(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"]),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("ix_sign_in_member_id", "sign_in", ["member_id"])

    op.create_table(
        "sign_in_link",
        sa.Column("digest", AutoString(), nullable=False),
        sa.Column("member_id", AutoString(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"]),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("ix_sign_in_link_member_id", "sign_in_link", ["member_id"])

    op.create_table(
        "support_case_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("author", AutoString(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("attachments", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["support_case.number"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_support_case_entry_case_number", "support_case_entry", ["case_number"])
    counter = sa.table("counter", sa.column("name"), sa.column("value"))
    op.execute(counter.insert().values(name="case", value=0))
