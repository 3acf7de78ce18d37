"""The first tables."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment, RowId

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alerts",
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("area", "kind", name=op.f("pk_alerts")),
    )
    op.create_table(
        "chats",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("windows", sa.Text(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("window_start", Moment(), nullable=True),
        sa.Column("window_end", Moment(), nullable=True),
        sa.Column("digest_times", sa.Text(), nullable=False),
        sa.Column("digest_due_at", Moment(), nullable=True),
        sa.Column("digest_due_key", sa.String(), nullable=True),
        sa.Column("topic", sa.BigInteger(), nullable=True),
        sa.Column("gone", sa.String(), nullable=True),
        sa.Column("settings_version", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chats")),
    )
    with op.batch_alter_table("chats") as batch_op:
        batch_op.create_index("ix_chats_digest_due_at", ["digest_due_at"], unique=False)
        batch_op.create_index("ix_chats_window_end", ["window_end"], unique=False)

    op.create_table(
        "cohorts",
        sa.Column("id", RowId, nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("windows", sa.Text(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("loudness", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohorts")),
        sa.UniqueConstraint(
            "language",
            "timezone",
            "windows",
            "mode",
            "area",
            "label",
            "loudness",
            name=op.f("uq_cohorts_language_timezone_windows_mode_area_label_loudness"),
        ),
    )
    op.create_table(
        "episodes",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("nearness", sa.String(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_episodes")),
    )
    with op.batch_alter_table("episodes") as batch_op:
        batch_op.create_index("ix_episodes_area_nearness_started_at", ["area", "nearness", "started_at"], unique=False)

    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("sender", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_inbox")),
    )
    with op.batch_alter_table("inbox") as batch_op:
        batch_op.create_index("ix_inbox_state_update_id", ["state", "update_id"], unique=False)

    op.create_table(
        "marks",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_marks")),
    )
    op.create_table(
        "notices",
        sa.Column("id", RowId, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("key", name=op.f("uq_notices_key")),
    )
    op.create_table(
        "plan",
        sa.Column("cohort_id", RowId, nullable=False),
        sa.Column("heard", sa.String(), nullable=False),
        sa.Column("mute", sa.String(), nullable=False),
        sa.Column("sound", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("holds_until", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("cohort_id", "heard", "mute", name=op.f("pk_plan")),
    )
    op.create_table(
        "sources",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("contact_at", Moment(), nullable=False),
        sa.Column("data_at", Moment(), nullable=True),
        sa.Column("changed_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sources")),
    )
    op.create_table(
        "transitions",
        sa.Column("id", RowId, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("alert_kind", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("gravity", sa.String(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("threats", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transitions")),
    )
    with op.batch_alter_table("transitions") as batch_op:
        batch_op.create_index("ix_transitions_area_at", ["area", "at"], unique=False)

    op.create_table(
        "mutes",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("began_at", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_mutes_chat_id_chats"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_mutes")),
    )
    with op.batch_alter_table("mutes") as batch_op:
        batch_op.create_index("ix_mutes_until", ["until"], unique=False)

    op.create_table(
        "notice_episodes",
        sa.Column("notice_id", RowId, nullable=False),
        sa.Column("episode_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_notice_episodes_notice_id_notices"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("notice_id", "episode_key", name=op.f("pk_notice_episodes")),
    )
    with op.batch_alter_table("notice_episodes") as batch_op:
        batch_op.create_index("ix_notice_episodes_episode_key", ["episode_key"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", RowId, nullable=False),
        sa.Column("notice_id", RowId, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("cohort_id", RowId, nullable=True),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("sound", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("holds_until", Moment(), nullable=True),
        sa.Column("settings_version", sa.Integer(), nullable=False),
        sa.Column("owed_at", Moment(), nullable=False),
        sa.Column("not_before", Moment(), nullable=False),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.Column("rests_until", Moment(), nullable=True),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("repeat", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_outbox_chat_id_chats"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_outbox_notice_id_notices")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("notice_id", "chat_id", name=op.f("uq_outbox_notice_id_chat_id")),
    )
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.create_index("ix_outbox_chat_id_owed_at", ["chat_id", "owed_at"], unique=False)
        batch_op.create_index("ix_outbox_state_lane_owed_at", ["state", "lane", "owed_at"], unique=False)

    op.create_table(
        "places",
        sa.Column("id", RowId, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("loudness", sa.String(), nullable=False),
        sa.Column("until", Moment(), nullable=True),
        sa.Column("cohort_id", RowId, nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_places_chat_id_chats"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_places_cohort_id_cohorts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
        sa.UniqueConstraint("chat_id", "area", name=op.f("uq_places_chat_id_area")),
    )
    with op.batch_alter_table("places") as batch_op:
        batch_op.create_index("ix_places_area_cohort_id_chat_id", ["area", "cohort_id", "chat_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("places") as batch_op:
        batch_op.drop_index("ix_places_area_cohort_id_chat_id")

    op.drop_table("places")
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.drop_index("ix_outbox_state_lane_owed_at")
        batch_op.drop_index("ix_outbox_chat_id_owed_at")

    op.drop_table("outbox")
    with op.batch_alter_table("notice_episodes") as batch_op:
        batch_op.drop_index("ix_notice_episodes_episode_key")

    op.drop_table("notice_episodes")
    with op.batch_alter_table("mutes") as batch_op:
        batch_op.drop_index("ix_mutes_until")

    op.drop_table("mutes")
    with op.batch_alter_table("transitions") as batch_op:
        batch_op.drop_index("ix_transitions_area_at")

    op.drop_table("transitions")
    op.drop_table("sources")
    op.drop_table("plan")
    op.drop_table("notices")
    op.drop_table("marks")
    with op.batch_alter_table("inbox") as batch_op:
        batch_op.drop_index("ix_inbox_state_update_id")

    op.drop_table("inbox")
    with op.batch_alter_table("episodes") as batch_op:
        batch_op.drop_index("ix_episodes_area_nearness_started_at")

    op.drop_table("episodes")
    op.drop_table("cohorts")
    with op.batch_alter_table("chats") as batch_op:
        batch_op.drop_index("ix_chats_window_end")
        batch_op.drop_index("ix_chats_digest_due_at")

    op.drop_table("chats")
    op.drop_table("alerts")
