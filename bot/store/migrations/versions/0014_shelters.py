"""Shelters of imported registers, what people say of their doors, and how somebody walks."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment, RowId

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("shelters", "shelters_staged"):
        op.create_table(table, *_columns(), sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")))
    op.create_index("ix_shelters_origin", "shelters", ["origin"], unique=False)
    op.create_table(
        "shelter_flags",
        sa.Column("id", RowId, nullable=False),
        sa.Column("shelter", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("review", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shelter_flags")),
    )
    op.create_index("ix_shelter_flags_shelter", "shelter_flags", ["shelter"], unique=False)
    op.add_column("chats", sa.Column("pace", sa.String(), nullable=False, server_default="usual"))
    op.add_column("chats", sa.Column("step_free", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("chats", "step_free")
    op.drop_column("chats", "pace")
    op.drop_index("ix_shelter_flags_shelter", "shelter_flags")
    op.drop_table("shelter_flags")
    op.drop_index("ix_shelters_origin", "shelters")
    op.drop_table("shelters_staged")
    op.drop_table("shelters")
    op.execute(sa.text("DELETE FROM marks WHERE name = 'shelters_edition'"))


def _columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name_uk", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("checked", sa.Date(), nullable=True),
        sa.Column("access", sa.String(), nullable=False),
        sa.Column("step_free", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
    )
