"""Indexes over some of the rows, written the way the questions are asked, or no question finds them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("inbound_waiting", "inbound")
    op.create_index(
        "inbound_waiting",
        "inbound",
        ["channel", "chat_id"],
        sqlite_where=sa.text("waiting = 1"),  # a truth value is a number there
        postgresql_where=sa.text("waiting"),
    )
    is_open = sa.text("handled_at IS NULL")
    op.create_index("missed_open", "missed", ["id"], sqlite_where=is_open, postgresql_where=is_open)


def downgrade() -> None:
    op.drop_index("missed_open", "missed")
    op.drop_index("inbound_waiting", "inbound")
    waiting = sa.text("waiting")
    op.create_index(
        "inbound_waiting", "inbound", ["channel", "chat_id"], sqlite_where=waiting, postgresql_where=waiting
    )
