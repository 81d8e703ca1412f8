"""What editors do, help in person, and counts that outlive the turns."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "content_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("member_id", AutoString(), nullable=False),
        sa.Column("file", AutoString(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("note", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_content_edit_at", "content_edit", ["at"])
    op.create_index("ix_content_edit_file", "content_edit", ["file"])
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("member_id", AutoString(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("guide_id", AutoString(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("case_code", AutoString(), nullable=False),
        sa.Column("title", AutoString(), nullable=False),
        sa.Column("field", AutoString(), nullable=False),
        sa.Column("teach", sa.Boolean(), nullable=False),
        sa.Column("status", AutoString(), nullable=False),
        sa.Column("reviewed_by", AutoString(), nullable=False),
        sa.Column("reviewed_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_draft_status", "draft", ["status"])
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("member_id", AutoString(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("hamlet", AutoString(), nullable=False),
        sa.Column("guide_id", AutoString(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_visit_at", "visit", ["at"])
    op.create_table(
        "day_count",
        sa.Column("day", AutoString(), nullable=False),
        sa.Column("channel", AutoString(), nullable=False),
        sa.Column("place", AutoString(), nullable=False),
        sa.Column("guide_id", AutoString(), nullable=False),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "channel", "place", "guide_id", "outcome"),
    )


def downgrade() -> None:
    for table in ("day_count", "visit", "draft", "content_edit"):
        op.drop_table(table)
