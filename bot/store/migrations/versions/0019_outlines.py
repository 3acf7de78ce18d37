"""Borders of areas, and shelters that an operator hides."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outlines",
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("staged", sa.Boolean(), nullable=False),
        sa.Column("shape", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("area", "staged", name=op.f("pk_outlines")),
    )
    op.create_table(
        "shelters_hidden",
        sa.Column("shelter", sa.String(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("shelter", name=op.f("pk_shelters_hidden")),
    )


def downgrade() -> None:
    op.drop_table("shelters_hidden")
    op.drop_table("outlines")
    op.execute(sa.text("DELETE FROM marks WHERE name = 'outlines_edition'"))
