"""How far a shelter is for the people of a place, and a house's own: what an alert says to do follows them."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment, RowId

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_SETTINGS = ("language", "timezone", "windows", "mode", "area", "label", "loudness")
_NEW = {"reach": "unsaid", "shelter": ""}
_UNIQUE_BEFORE = "uq_cohorts_language_timezone_windows_mode_area_label_loudness"
_UNIQUE = "uq_cohorts_settings"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _make_anew((*_SETTINGS, *_NEW), _UNIQUE, tuple(_NEW), tuple(f"'{value}'" for value in _NEW.values()))
        return
    for table in ("places", "cohorts"):
        for name, value in _NEW.items():
            op.add_column(table, sa.Column(name, sa.String(), nullable=False, server_default=value))
            op.alter_column(table, name, server_default=None)
    op.drop_constraint(_UNIQUE_BEFORE, "cohorts", type_="unique")
    op.create_unique_constraint(_UNIQUE, "cohorts", [*_SETTINGS, *_NEW])


def downgrade() -> None:
    """Cohorts that only the new columns told apart become one; what is owed keeps to a cohort that is there."""
    first = f"(SELECT min(o.id) FROM cohorts o WHERE {' AND '.join(f'o.{one} = c.{one}' for one in _SETTINGS)})"
    for table in ("places", "outbox"):
        kept = f"(SELECT {first} FROM cohorts c WHERE c.id = {table}.cohort_id)"
        op.execute(sa.text(f"UPDATE {table} SET cohort_id = {kept} WHERE cohort_id IS NOT NULL"))
    firsts = f"SELECT min(id) FROM cohorts GROUP BY {', '.join(_SETTINGS)}"
    op.execute(sa.text(f"DELETE FROM cohorts WHERE id NOT IN ({firsts})"))
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(_SETTINGS, _UNIQUE_BEFORE, (), ())
        return
    op.drop_constraint(_UNIQUE, "cohorts", type_="unique")
    for table in ("places", "cohorts"):
        for name in _NEW:
            op.drop_column(table, name)
    op.create_unique_constraint(_UNIQUE_BEFORE, "cohorts", list(_SETTINGS))


def _make_anew(settings: tuple[str, ...], unique: str, more: tuple[str, ...], values: tuple[str, ...]) -> None:
    """SQLite cannot change a table's constraint, nor drop a table that another one names: the places move over too."""
    op.rename_table("cohorts", "cohorts_before")
    op.create_table(
        "cohorts",
        sa.Column("id", RowId, nullable=False),
        *(sa.Column(name, sa.Text() if name == "windows" else sa.String(), nullable=False) for name in settings),
        sa.PrimaryKeyConstraint("id", name="pk_cohorts"),
        sa.UniqueConstraint(*settings, name=unique),
    )
    _copy("cohorts", ("id", *_SETTINGS), more, values)
    op.drop_index("ix_places_area_chat_id_cohort_id", "places")
    op.rename_table("places", "places_before")
    op.create_table(
        "places",
        sa.Column("id", RowId, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("loudness", sa.String(), nullable=False),
        sa.Column("until", Moment(), nullable=True),
        sa.Column("cohort_id", RowId, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in more),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_places_chat_id_chats", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name="fk_places_cohort_id_cohorts"),
        sa.PrimaryKeyConstraint("id", name="pk_places"),
        sa.UniqueConstraint("chat_id", "area", name="uq_places_chat_id_area"),
    )
    _copy("places", ("id", "chat_id", "area", "label", "loudness", "until", "cohort_id"), more, values)
    op.drop_table("places_before")
    op.drop_table("cohorts_before")
    op.create_index("ix_places_area_chat_id_cohort_id", "places", ["area", "chat_id", "cohort_id"], unique=False)


def _copy(table: str, kept: tuple[str, ...], more: tuple[str, ...], values: tuple[str, ...]) -> None:
    into, out = ", ".join((*kept, *more)), ", ".join((*kept, *values))
    op.execute(sa.text(f"INSERT INTO {table} ({into}) SELECT {out} FROM {table}_before"))
