"""Which regions' past is to be fetched, and of which outages it has been told."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "months",
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("region", name=op.f("pk_months")),
    )
    with op.batch_alter_table("months") as batch_op:
        batch_op.create_index("ix_months_due_at", ["due_at"], unique=False)


def downgrade() -> None:
    """What told of the past goes, because the version before cannot read it."""
    meanwhile = "(SELECT id FROM notices WHERE kind = 'meanwhile')"
    op.execute(sa.text(f"DELETE FROM outbox WHERE notice_id IN {meanwhile}"))
    op.execute(sa.text("DELETE FROM notices WHERE kind = 'meanwhile'"))
    with op.batch_alter_table("months") as batch_op:
        batch_op.drop_index("ix_months_due_at")

    op.drop_table("months")
