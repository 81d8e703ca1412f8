"""Until when the citizen was first promised an answer; a case that climbs gets a new due time."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("support_case", sa.Column("promised_at", UTCDateTime(), nullable=True))
    op.execute("UPDATE support_case SET promised_at = due_at")


def downgrade() -> None:
    op.drop_column("support_case", "promised_at")
