"""Drafts under review, records published here, corrections of claims, and headlines of feeds."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment, RowId

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", RowId, nullable=False),
        sa.Column("editor", sa.BigInteger(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
    )
    op.create_index(op.f("ix_drafts_expires_at"), "drafts", ["expires_at"])
    op.create_table(
        "records",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("published_at", Moment(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
    )
    op.create_table(
        "corrections",
        sa.Column("id", RowId, nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("told_up_to", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_table(
        "feeds",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("modified", sa.Text(), nullable=True),
        sa.Column("headlines", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_feeds")),
    )


def downgrade() -> None:
    """What was published here, and every correction, goes; the records of files stay."""
    op.execute(sa.text("DELETE FROM marks WHERE name = 'reports_edition'"))
    for table in ("feeds", "corrections", "records", "drafts"):
        op.drop_table(table)
