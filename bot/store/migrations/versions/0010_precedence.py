"""What leaves next is found by an index, however much is owed."""

import sqlalchemy as sa
from alembic import op

from bot.domain.notices import precedence
from bot.store.tables import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("precedence", sa.BigInteger(), nullable=True))
    bind = op.get_bind()
    rows = sa.table(
        "outbox", sa.column("state"), sa.column("lane"), sa.column("owed_at", Moment), sa.column("precedence")
    )
    owed = rows.c.state == "owed"
    for lane, owed_at in bind.execute(sa.select(rows.c.lane, rows.c.owed_at).where(owed).distinct()).all():
        same = owed & (rows.c.lane == lane) & (rows.c.owed_at == owed_at)
        bind.execute(sa.update(rows).where(same).values(precedence=precedence(lane, owed_at)))
    op.drop_index("ix_outbox_state_lane_owed_at", table_name="outbox")
    op.create_index("ix_outbox_state_lane_precedence_id", "outbox", ["state", "lane", "precedence", "id"])


def downgrade() -> None:
    op.drop_index("ix_outbox_state_lane_precedence_id", table_name="outbox")
    op.create_index("ix_outbox_state_lane_owed_at", "outbox", ["state", "lane", "owed_at"])
    op.drop_column("outbox", "precedence")
