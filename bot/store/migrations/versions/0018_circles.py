"""Circles of people who check on each other, and the lists of go-bags."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment, RowId

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "circles",
        sa.Column("id", RowId, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circles")),
    )
    op.create_table(
        "circle_members",
        sa.Column("person", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("circle_id", RowId, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("founder", sa.Boolean(), nullable=False),
        sa.Column("joined_at", Moment(), nullable=False),
        sa.Column("wait", sa.Integer(), nullable=False),
        sa.Column("after_alerts", sa.Boolean(), nullable=False),
        sa.Column("in_quiet", sa.Boolean(), nullable=False),
        sa.Column("area", sa.String(), nullable=True),
        sa.Column("word", sa.String(), nullable=True),
        sa.Column("word_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_circle_members")),
        _in_circle("circle_members"),
        _of_chat("circle_members", "person"),
        sa.UniqueConstraint("circle_id", "name", name=op.f("uq_circle_members_circle_id_name")),
    )
    op.create_table(
        "circle_invites",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("circle_id", RowId, nullable=False),
        sa.Column("inviter", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("opened_by", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_circle_invites")),
        _in_circle("circle_invites"),
        _of_chat("circle_invites", "inviter"),
    )
    op.create_index(op.f("ix_circle_invites_opened_by"), "circle_invites", ["opened_by"], unique=False)
    op.create_table(
        "circle_asks",
        sa.Column("person", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("circle_id", RowId, nullable=False),
        sa.Column("notice_key", sa.String(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("told_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_circle_asks")),
        _in_circle("circle_asks"),
        _of_chat("circle_asks", "person"),
    )
    op.create_table(
        "circle_notices",
        sa.Column("notice_id", RowId, autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_circle_notices")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_circle_notices_notice_id_notices"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_circle_notices_at"), "circle_notices", ["at"], unique=False)
    op.create_table(
        "bag_items",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "item", name=op.f("pk_bag_items")),
        _of_chat("bag_items", "chat_id"),
    )


def downgrade() -> None:
    op.drop_table("bag_items")
    op.drop_index(op.f("ix_circle_notices_at"), table_name="circle_notices")
    op.drop_table("circle_notices")
    op.drop_table("circle_asks")
    op.drop_index(op.f("ix_circle_invites_opened_by"), table_name="circle_invites")
    op.drop_table("circle_invites")
    op.drop_table("circle_members")
    op.drop_table("circles")


def _in_circle(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_circle_id_circles")
    return sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=name, ondelete="CASCADE")


def _of_chat(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["chats.id"], name=op.f(f"fk_{table}_{column}_chats"), ondelete="CASCADE")
