"""Digests on weekdays, part by part and with sound, each hour once, and planned for many chats at once."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_ADDED = (
    "digest_silenced",
    "digest_claims",
    "digest_facts_version",
    "digest_facts",
    "digest_rings",
    "digest_without",
    "digest_done",
    "digest_told_until",
    "digest_hour_at",
)


def upgrade() -> None:
    op.add_column("chats", sa.Column("digest_hour_at", Moment(), nullable=True))
    op.add_column("chats", sa.Column("digest_told_until", Moment(), nullable=True))
    op.add_column("chats", sa.Column("digest_done", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("chats", sa.Column("digest_without", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("chats", sa.Column("digest_rings", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("chats", sa.Column("digest_facts", sa.String(), nullable=True))
    op.add_column("chats", sa.Column("digest_facts_version", sa.Integer(), nullable=True))
    op.add_column("chats", sa.Column("digest_claims", sa.String(), nullable=True))
    op.add_column("chats", sa.Column("digest_silenced", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_chats_digest_facts_id", "chats", ["digest_facts", "id"], unique=False)
    # Until now a digest was made at its hour, and what quiet hours covered was held afterwards.
    op.execute(sa.text("UPDATE chats SET digest_hour_at = digest_due_at"))


def downgrade() -> None:
    # Hours of some weekdays alone cannot be said in the older form.
    op.execute(sa.text("UPDATE chats SET digest_times = '', digest_due_at = NULL WHERE digest_times LIKE '% %'"))
    op.drop_index("ix_chats_digest_facts_id", "chats")
    for column in _ADDED:
        op.drop_column("chats", column)
