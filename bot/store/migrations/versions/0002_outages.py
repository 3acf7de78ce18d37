"""Times without data, and a lane of their own for what tells of them."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: The lane that is new; recaps and digests come one later each.
NEW_LANE = 5


def upgrade() -> None:
    op.create_table(
        "outages",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("long_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("telling", sa.String(), nullable=True),
        sa.Column("told_up_to", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_outages")),
    )
    with op.batch_alter_table("outages") as batch_op:
        batch_op.create_index("ix_outages_ended_at", ["ended_at"], unique=False)
    op.execute(sa.text("UPDATE outbox SET lane = lane + 1 WHERE lane >= :lane").bindparams(lane=NEW_LANE))


def downgrade() -> None:
    """What told of outages goes, because the version before cannot read it."""
    sight = "(SELECT id FROM notices WHERE kind = 'sight')"
    op.execute(sa.text(f"DELETE FROM outbox WHERE notice_id IN {sight}"))
    op.execute(sa.text(f"DELETE FROM notice_episodes WHERE notice_id IN {sight}"))
    op.execute(sa.text("DELETE FROM notices WHERE kind = 'sight'"))
    op.execute(sa.text("UPDATE outbox SET lane = lane - 1 WHERE lane > :lane").bindparams(lane=NEW_LANE))
    with op.batch_alter_table("outages") as batch_op:
        batch_op.drop_index("ix_outages_ended_at")

    op.drop_table("outages")
