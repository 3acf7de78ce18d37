"""One message for several places, an all clear that was asked for, insisting, and a mode that ends."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment, RowId

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

#: The lane that is new: insisting comes after every first message of grave danger, all else one lane later.
NEW_LANE = 3


def upgrade() -> None:
    op.add_column("outbox", sa.Column("joined_to", RowId, nullable=True))
    op.add_column("outbox", sa.Column("ring_end", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_outbox_joined_to", "outbox", ["joined_to"], unique=False)
    op.add_column("chats", sa.Column("insist", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("chats", sa.Column("mode_until", Moment(), nullable=True))
    op.create_index("ix_chats_mode_until", "chats", ["mode_until"], unique=False)
    op.execute(sa.text("UPDATE outbox SET lane = lane + 1 WHERE lane >= :lane").bindparams(lane=NEW_LANE))


def downgrade() -> None:
    """What insists goes, because the version before cannot read it; columns go without a new table: chats are the
    parents of nearly everything.
    """
    insisting = "(SELECT id FROM notices WHERE kind = 'insist')"
    op.execute(sa.text(f"DELETE FROM outbox WHERE notice_id IN {insisting}"))
    op.execute(sa.text(f"DELETE FROM notice_episodes WHERE notice_id IN {insisting}"))
    op.execute(sa.text("DELETE FROM notices WHERE kind = 'insist'"))
    op.execute(sa.text("UPDATE outbox SET lane = lane - 1 WHERE lane > :lane").bindparams(lane=NEW_LANE))
    op.drop_index("ix_chats_mode_until", "chats")
    op.drop_column("chats", "mode_until")
    op.drop_column("chats", "insist")
    op.drop_index("ix_outbox_joined_to", "outbox")
    op.drop_column("outbox", "ring_end")
    op.drop_column("outbox", "joined_to")
