"""Since when a chat cannot be written to, so that it is forgotten one day; and whose settings are nobody's any more."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chats", sa.Column("gone_at", Moment(), nullable=True))
    # When they left is not known: their time begins to run now.
    op.execute("UPDATE chats SET gone_at = CURRENT_TIMESTAMP WHERE gone IS NOT NULL")
    op.create_index("ix_chats_gone_at", "chats", ["gone_at"])
    op.create_index("ix_places_cohort_id", "places", ["cohort_id"])


def downgrade() -> None:
    op.drop_index("ix_places_cohort_id", "places")
    op.drop_index("ix_chats_gone_at", "chats")
    op.drop_column("chats", "gone_at")
