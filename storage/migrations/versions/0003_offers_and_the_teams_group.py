"""Who a case was offered to and how often; where it stands in the team's group."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("support_case", sa.Column("offered_to", AutoString(), nullable=False, server_default=""))
    op.add_column("support_case", sa.Column("offers", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "team_post",
        sa.Column("case_code", AutoString(), nullable=False),
        sa.Column("group_id", AutoString(), nullable=False),
        sa.Column("topic_id", AutoString(), nullable=False),
        sa.Column("card_id", AutoString(), nullable=False),
        sa.Column("shown", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("case_code"),
    )
    op.create_index("team_post_topic", "team_post", ["group_id", "topic_id"])


def downgrade() -> None:
    op.drop_table("team_post")
    op.drop_column("support_case", "offers")
    op.drop_column("support_case", "offered_to")
