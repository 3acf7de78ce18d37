"""Under which name Telegram knows pictures that were sent."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pictures",
        sa.Column("bot", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("bot", "key", name=op.f("pk_pictures")),
    )
    op.create_index("ix_pictures_sent_at", "pictures", ["sent_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_pictures_sent_at", "pictures")
    op.drop_table("pictures")
