"""Public channels of an area, and what operators tell everybody."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment, RowId

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "channels",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("username", sa.String(), nullable=True),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("gone_told", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_channels_chat_id_chats"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_channels")),
    )
    op.create_table(
        "announcements",
        sa.Column("id", RowId, nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("area", sa.String(), nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("notice_id", RowId, nullable=True),
        sa.Column("reached", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_announcements_notice_id_notices")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )


def downgrade() -> None:
    op.drop_table("announcements")
    op.drop_table("channels")
