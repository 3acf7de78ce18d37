"""Times in which something runs inside a wide area."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spells",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_spells")),
    )
    with op.batch_alter_table("spells") as batch_op:
        batch_op.create_index("ix_spells_area_started_at", ["area", "started_at"], unique=False)


def downgrade() -> None:
    """What told of spells goes, because the version before cannot read it."""
    inside = "(SELECT id FROM notices WHERE kind = 'inside')"
    op.execute(sa.text(f"DELETE FROM outbox WHERE notice_id IN {inside}"))
    op.execute(sa.text(f"DELETE FROM notice_episodes WHERE notice_id IN {inside}"))
    op.execute(sa.text("DELETE FROM notices WHERE kind = 'inside'"))
    with op.batch_alter_table("spells") as batch_op:
        batch_op.drop_index("ix_spells_area_started_at")

    op.drop_table("spells")
