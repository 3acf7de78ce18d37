"""What is still to be planned outlives the transaction of its change."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment, RowId

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("plan")
    op.create_table(
        "plans",
        sa.Column("notice_id", RowId, autoincrement=False, nullable=False),
        sa.Column("batch", RowId, nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("heard_of", sa.String(), nullable=False),
        sa.Column("rung_by", sa.String(), nullable=True),
        sa.Column("drops", sa.Boolean(), nullable=False),
        sa.Column("turn", sa.String(), nullable=True),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("reached", sa.BigInteger(), nullable=False),
        sa.Column("began", sa.BigInteger(), nullable=False),
        sa.Column("wrapped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_plans_notice_id_notices"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_plans")),
    )
    op.create_table(
        "decisions",
        sa.Column("notice_id", RowId, autoincrement=False, nullable=False),
        sa.Column("cohort_id", RowId, autoincrement=False, nullable=False),
        sa.Column("heard", sa.String(), nullable=False),
        sa.Column("mute", sa.String(), nullable=False),
        sa.Column("sound", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("holds_until", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["plans.notice_id"], name=op.f("fk_decisions_notice_id_plans"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("notice_id", "cohort_id", "heard", "mute", name=op.f("pk_decisions")),
    )
    op.drop_index("ix_places_area_cohort_id_chat_id", table_name="places")
    op.create_index("ix_places_area_chat_id_cohort_id", "places", ["area", "chat_id", "cohort_id"])


def downgrade() -> None:
    op.drop_index("ix_places_area_chat_id_cohort_id", table_name="places")
    op.create_index("ix_places_area_cohort_id_chat_id", "places", ["area", "cohort_id", "chat_id"])
    op.drop_table("decisions")
    op.drop_table("plans")
    op.create_table(
        "plan",
        sa.Column("cohort_id", RowId, nullable=False),
        sa.Column("heard", sa.String(), nullable=False),
        sa.Column("mute", sa.String(), nullable=False),
        sa.Column("sound", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("holds_until", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("cohort_id", "heard", "mute", name=op.f("pk_plan")),
    )
