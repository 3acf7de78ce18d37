"""When a source last said all that it knows, where its newest answers can only add."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sources", sa.Column("last_whole_at", Moment(), nullable=True))


def downgrade() -> None:
    """The version before knows whole answers alone, so the last of them was the last contact."""
    op.execute(sa.text("UPDATE sources SET contact_at = last_whole_at WHERE last_whole_at IS NOT NULL"))
    op.drop_column("sources", "last_whole_at")
