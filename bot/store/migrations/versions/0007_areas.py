"""What lists of areas taught us beyond the built-in table."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "areas",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name_uk", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("moves_to", sa.String(), nullable=True),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("synced_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_areas")),
    )


def downgrade() -> None:
    """The built-in table serves again; when to ask for a list is forgotten with it."""
    op.execute(sa.text("DELETE FROM marks WHERE name IN ('areas_synced_at', 'areas_due_at')"))
    op.drop_table("areas")
