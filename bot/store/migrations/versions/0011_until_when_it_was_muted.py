"""Until when a chat was muted as a message was sent, so that /why can say it."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("muted_until", Moment(), nullable=True))


def downgrade() -> None:
    op.drop_column("outbox", "muted_until")
