"""The tables, in one place, because what a person was owed and what caused it must be seen together.

Times are aware UTC on both sides of the database; a naive one is refused. Three clocks are stored: everything is on the
bot's clock except `leased_until` and `rests_until`, which are on the machine's, and the end of a leadership, which is
on the database's.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment; binding a naive datetime is a ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime refused: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


#: SQLite gives a rowid only to INTEGER keys, PostgreSQL wants eight bytes.
RowId = BigInteger().with_variant(Integer, "sqlite")

#: Which purpose the database serves (sandbox or real), and small values that outlive a run.
marks = Table("marks", metadata, Column("name", String, primary_key=True), Column("value", Text, nullable=False))

#: Who leads, where several replicas share a database on a server: in the `term`-th leadership, `until` a moment of the
#: database's own clock. A file of SQLite has one program alone, and no row here.
leadership = Table(
    "leadership",
    metadata,
    Column("name", String, primary_key=True),
    Column("holder", String, nullable=False),
    Column("term", BigInteger, nullable=False),
    Column("until", Moment, nullable=False),
)

#: One row a chat: who they are and what they chose. `windows` is the canonical text of quiet hours, `window_*` the
#: quiet interval that runs or comes next, `mode_until` when the mode ends by itself; `settings_version` moves with
#: every change so that an older decision is decided again. `gone` is why it cannot be written to, since `gone_at`.
#: `digest_times` is the canonical text of the digest's hours and `digest_without` the parts left out of it;
#: `digest_due_*` and the columns after them are a standing as domain.digests has it (`digest_due_at`: when it is made,
#: `digest_hour_at`: its hour). What makes two chats' digests the same is kept as fingerprints: `digest_facts` of what
#: they follow and chose, as of the version beside it, `digest_claims` of what digests have told of reports;
#: `digest_silenced` counts for the digest that is being owed.
chats = Table(
    "chats",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String, nullable=False),
    Column("language", String, nullable=False),
    Column("timezone", String, nullable=False),
    Column("windows", Text, nullable=False, default=""),
    Column("mode", String, nullable=False),
    Column("mode_until", Moment),
    Column("insist", Boolean, nullable=False, server_default=false()),
    Column("window_start", Moment),
    Column("window_end", Moment),
    Column("digest_times", Text, nullable=False, default=""),
    Column("digest_due_at", Moment),
    Column("digest_due_key", String),
    Column("digest_hour_at", Moment),
    Column("digest_told_until", Moment),
    Column("digest_done", Text, nullable=False, server_default=text("''")),
    Column("digest_without", Text, nullable=False, server_default=text("''")),
    Column("digest_rings", Boolean, nullable=False, server_default=false()),
    Column("digest_facts", String),
    Column("digest_facts_version", Integer),
    Column("digest_claims", String),
    Column("digest_silenced", Integer, nullable=False, server_default="0"),
    Column("topic", BigInteger),
    Column("gone", String),
    Column("gone_at", Moment),
    Column("pace", String, nullable=False, server_default="usual"),
    Column("step_free", Boolean, nullable=False, server_default=false()),
    Column("settings_version", Integer, nullable=False, default=1),
    Column("created_at", Moment, nullable=False),
    Index("ix_chats_window_end", "window_end"),
    Index("ix_chats_mode_until", "mode_until"),
    Index("ix_chats_digest_due_at", "digest_due_at"),
    Index("ix_chats_digest_facts_id", "digest_facts", "id"),
    Index("ix_chats_gone_at", "gone_at"),
)

#: Settings that chats share; planning decides once for each row here, never once for each chat.
cohorts = Table(
    "cohorts",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("language", String, nullable=False),
    Column("timezone", String, nullable=False),
    Column("windows", Text, nullable=False),
    Column("mode", String, nullable=False),
    Column("area", String, nullable=False),
    Column("label", String, nullable=False),
    Column("loudness", String, nullable=False),
    Column("reach", String, nullable=False),
    Column("shelter", String, nullable=False),
    # Named by hand: the names of its columns are longer than PostgreSQL's longest name.
    UniqueConstraint(
        *("language", "timezone", "windows", "mode", "area", "label", "loudness", "reach", "shelter"),
        name="uq_cohorts_settings",
    ),
)

places = Table(
    "places",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("chat_id", BigInteger, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("area", String, nullable=False),
    Column("label", String, nullable=False, default=""),
    Column("loudness", String, nullable=False),
    Column("until", Moment),
    Column("cohort_id", RowId, ForeignKey("cohorts.id"), nullable=False),
    Column("reach", String, nullable=False),
    Column("shelter", String, nullable=False),
    UniqueConstraint("chat_id", "area"),
    Index("ix_places_area_chat_id_cohort_id", "area", "chat_id", "cohort_id"),
    Index("ix_places_cohort_id", "cohort_id"),
)

#: Chats that carry the alerts of one area to whoever reads them; the area and the stream are their one place.
#: `gone_told`: the operators know that it cannot be written to any more.
channels = Table(
    "channels",
    metadata,
    Column("chat_id", BigInteger, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False),
    Column("username", String),
    Column("added_at", Moment, nullable=False),
    Column("gone_told", Boolean, nullable=False, server_default=false()),
)

mutes = Table(
    "mutes",
    metadata,
    Column("chat_id", BigInteger, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String, nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Index("ix_mutes_until", "until"),
)

sources = Table(
    "sources",
    metadata,
    Column("name", String, primary_key=True),
    Column("contact_at", Moment, nullable=False),
    Column("data_at", Moment),
    Column("changed_at", Moment),
    Column("last_whole_at", Moment),
)

#: What lists of areas taught us beyond the built-in table; a row never goes. `synced_at` is when a list last had it,
#: `moves_to` the parent that waits until no alert is in the way.
areas = Table(
    "areas",
    metadata,
    Column("id", String, primary_key=True),
    Column("name_uk", Text, nullable=False),
    Column("name_en", Text),
    Column("level", String, nullable=False),
    Column("parent", String),
    Column("aliases", JSON, nullable=False),
    Column("moves_to", String),
    Column("gone", Boolean, nullable=False),
    Column("synced_at", Moment),
)

#: Alerts that run now, merged; the row goes when the alert ends and the transition stays.
alerts = Table(
    "alerts",
    metadata,
    Column("area", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("body", JSON, nullable=False),
)

#: History: what happened to which area's alert, as it happened (sources keep only one level).
transitions = Table(
    "transitions",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("kind", String, nullable=False),
    Column("area", String, nullable=False),
    Column("alert_kind", String, nullable=False),
    Column("level", String, nullable=False),
    Column("gravity", String, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("threats", JSON, nullable=False),
    Column("sources", JSON, nullable=False),
    Index("ix_transitions_area_at", "area", "at"),
)

#: Times under alert as a place lives them, running and past; `body` is the whole value.
episodes = Table(
    "episodes",
    metadata,
    Column("key", String, primary_key=True),
    Column("area", String, nullable=False),
    Column("nearness", String, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("body", JSON, nullable=False),
    Index("ix_episodes_area_nearness_started_at", "area", "nearness", "started_at"),
)

#: Times in which something ran inside a wide area, running and past; `body` is the whole value.
spells = Table(
    "spells",
    metadata,
    Column("key", String, primary_key=True),
    Column("area", String, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("body", JSON, nullable=False),
    Index("ix_spells_area_started_at", "area", "started_at"),
)

#: Times without any data. `telling` is what is being told of one, in pieces, `told_up_to` the last piece that is.
outages = Table(
    "outages",
    metadata,
    Column("key", String, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("long_at", Moment),
    Column("ended_at", Moment),
    Column("telling", String),
    Column("told_up_to", String, nullable=False, default=""),
    Index("ix_outages_ended_at", "ended_at"),
)

#: The past of each region that somebody followed: `due_at` is when it is to be fetched (None: it need not be), and what
#: outages that ended after `settled_at` hid is still to be told.
months = Table(
    "months",
    metadata,
    Column("region", String, primary_key=True),
    Column("due_at", Moment),
    Column("failures", Integer, nullable=False, default=0),
    Column("settled_at", Moment, nullable=False),
    Index("ix_months_due_at", "due_at"),
)

notices = Table(
    "notices",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("body", JSON, nullable=False),
)

#: Which episodes, outages or spells a notice speaks of: what a chat heard of one is read through this.
notice_episodes = Table(
    "notice_episodes",
    metadata,
    Column("notice_id", RowId, ForeignKey("notices.id", ondelete="CASCADE"), primary_key=True),
    Column("episode_key", String, primary_key=True),
    Index("ix_notice_episodes_episode_key", "episode_key"),
)

#: What becomes of a row of the outbox.
OWED, SENT, DROPPED, DEAD = "owed", "sent", "dropped", "dead"

#: Notices owed, one row a chat; kept after settling, for recaps, /why and what was heard. A live `leased_until` means
#: that it may be on its way at this moment, `rests_until` that it is not and must wait. `joined_to` is the row in whose
#: message this one goes out, `ring_end` that the chat asked to hear the end of what this row tells, `muted_until` when
#: the mute was to end that ran as it was sent.
outbox = Table(
    "outbox",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("notice_id", RowId, ForeignKey("notices.id"), nullable=False),
    Column("chat_id", BigInteger, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("cohort_id", RowId),
    Column("lane", Integer, nullable=False),
    Column("sound", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("holds_until", Moment),
    Column("settings_version", Integer, nullable=False),
    Column("owed_at", Moment, nullable=False),
    Column("precedence", BigInteger),
    Column("not_before", Moment, nullable=False),
    Column("leased_until", Moment),
    Column("rests_until", Moment),
    Column("refusals", Integer, nullable=False, default=0),
    Column("state", String, nullable=False),
    Column("settled_at", Moment),
    Column("message_id", BigInteger),
    Column("repeat", Boolean, nullable=False, default=False),
    Column("unanswered", Integer, nullable=False, server_default="0"),
    Column("joined_to", RowId),
    Column("ring_end", Boolean, nullable=False, server_default=false()),
    Column("muted_until", Moment),
    UniqueConstraint("notice_id", "chat_id"),
    Index("ix_outbox_state_lane_precedence_id", "state", "lane", "precedence", "id"),
    Index("ix_outbox_chat_id_owed_at", "chat_id", "owed_at"),
    Index("ix_outbox_joined_to", "joined_to"),
)

#: Notices that the followers of an area are still to be owed, in pieces by ranges of chat ids; those of one moment
#: share a `batch`. Everything up to `reached` is planned; planning began after `began`, goes on to the last chat, and
#: then, `wrapped`, from the first one to there. `heard_of`, `rung_by` and `drops` as domain.plans has them; notices of
#: a batch with the same `turn` share a message; `at` is the moment that decides.
plans = Table(
    "plans",
    metadata,
    Column("notice_id", RowId, ForeignKey("notices.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("batch", RowId, nullable=False),
    Column("area", String, nullable=False),
    Column("heard_of", String, nullable=False),
    Column("rung_by", String),
    Column("drops", Boolean, nullable=False),
    Column("turn", String),
    Column("lane", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("reached", BigInteger, nullable=False),
    Column("began", BigInteger, nullable=False),
    Column("wrapped", Boolean, nullable=False),
)

#: What was decided for the cohorts of a plan, joined into the statement that writes the outbox; gone with the plan.
decisions = Table(
    "decisions",
    metadata,
    Column("notice_id", RowId, ForeignKey("plans.notice_id", ondelete="CASCADE"), primary_key=True),
    Column("cohort_id", RowId, primary_key=True),
    Column("heard", String, primary_key=True),
    Column("mute", String, primary_key=True),
    Column("sound", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("holds_until", Moment),
)

#: What operators tell everybody, or the followers of an area and what lies in it. Without a notice it is a draft that
#: waits for its [yes]; everybody up to `reached` is owed it, and nobody is left where that is None again.
announcements = Table(
    "announcements",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("made_by", BigInteger, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("area", String),
    Column("body", JSON, nullable=False),
    Column("notice_id", RowId, ForeignKey("notices.id")),
    Column("reached", BigInteger),
)

#: Articles under review: the body holds their sentences, so that a row goes when it is published, dropped or expired.
drafts = Table(
    "drafts",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("editor", BigInteger, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("body", JSON, nullable=False),
    Index("ix_drafts_expires_at", "expires_at"),
)

#: Reports that were reviewed and published here, beside those of the files.
records = Table(
    "records",
    metadata,
    Column("id", String, primary_key=True),
    Column("published_at", Moment, nullable=False),
    Column("body", JSON, nullable=False),
)

#: Corrections of published claims, of files too. `told_up_to` is the last chat that was looked at for having read the
#: claim in a digest, None where all were.
corrections = Table(
    "corrections",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("made_at", Moment, nullable=False),
    Column("told_up_to", BigInteger),
    Column("body", JSON, nullable=False),
)

#: Headlines that nobody reviewed, by feed; `etag` and `modified` are the feed's own marks of what we have.
feeds = Table(
    "feeds",
    metadata,
    Column("address", String, primary_key=True),
    Column("asked_at", Moment, nullable=False),
    Column("etag", Text),
    Column("modified", Text),
    Column("headlines", JSON, nullable=False),
)

#: Shelters of imported registers; `origin` is the register, `words` what is typed to find one. The built-in ones are
#: content and never here. Coordinates here are of shelters, never of people.
shelters = Table(
    "shelters",
    metadata,
    Column("id", String, primary_key=True),
    Column("origin", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("name_uk", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("source", Text, nullable=False),
    Column("checked", Date),
    Column("access", String, nullable=False),
    Column("step_free", String, nullable=False),
    Column("capacity", Integer),
    Column("words", Text, nullable=False),
    Index("ix_shelters_origin", "origin"),
)

#: Rows of a register on their way in, piece by piece; empty but while one is imported.
shelters_staged = Table(
    "shelters_staged",
    metadata,
    *(Column(one.name, one.type, primary_key=one.primary_key, nullable=one.nullable) for one in shelters.columns),
)

#: What people said of a shelter's door, never who: that would tell where they were.
shelter_flags = Table(
    "shelter_flags",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("shelter", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("times", Integer, nullable=False),
    Column("review", String, nullable=False),
    Index("ix_shelter_flags_shelter", "shelter"),
)

#: Shelters that an operator keeps out of answers, because people found them wrong; they come back by themselves.
shelters_hidden = Table(
    "shelters_hidden",
    metadata,
    Column("shelter", String, primary_key=True),
    Column("until", Moment, nullable=False),
)

#: Borders of areas as WKB, by which a location chooses a place; `staged` while an import brings them in.
outlines = Table(
    "outlines",
    metadata,
    Column("area", String, primary_key=True),
    Column("staged", Boolean, primary_key=True),
    Column("shape", LargeBinary, nullable=False),
)

#: People who agreed to check on each other. Everything of a circle goes with its last member.
circles = Table(
    "circles",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("created_at", Moment, nullable=False),
)

#: One row a person, because nobody is in two circles; their private chat has their id. `wait` are the minutes after
#: which the others learn that there is no answer, `area` the place whose alerts are theirs (None: their first one),
#: `word` the last answer, which is forgotten after a day.
circle_members = Table(
    "circle_members",
    metadata,
    Column("person", BigInteger, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("circle_id", RowId, ForeignKey("circles.id", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    Column("founder", Boolean, nullable=False),
    Column("joined_at", Moment, nullable=False),
    Column("wait", Integer, nullable=False),
    Column("after_alerts", Boolean, nullable=False),
    Column("in_quiet", Boolean, nullable=False),
    Column("area", String),
    Column("word", String),
    Column("word_at", Moment),
    UniqueConstraint("circle_id", "name"),
)

#: Invitations that were not taken yet: only the hash of each token, so that the database lets nobody in. The first who
#: opens one is the only one who can take it.
circle_invites = Table(
    "circle_invites",
    metadata,
    Column("token", String, primary_key=True),
    Column("circle_id", RowId, ForeignKey("circles.id", ondelete="CASCADE"), nullable=False),
    Column("inviter", BigInteger, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("opened_by", BigInteger),
    Index("ix_circle_invites_opened_by", "opened_by"),
)

#: The last time that each member was asked; `notice_key` is the question in the outbox, `told_at` when the others
#: learnt that there was no answer. Forgotten after a day.
circle_asks = Table(
    "circle_asks",
    metadata,
    Column("person", BigInteger, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("circle_id", RowId, ForeignKey("circles.id", ondelete="CASCADE"), nullable=False),
    Column("notice_key", String, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("answered_at", Moment),
    Column("told_at", Moment),
)

#: Notices of circles: they carry people's names and words, so that they are forgotten after a day.
circle_notices = Table(
    "circle_notices",
    metadata,
    Column("notice_id", RowId, ForeignKey("notices.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Index("ix_circle_notices_at", "at"),
)

#: What a chat has in its go-bag already.
bag_items = Table(
    "bag_items",
    metadata,
    Column("chat_id", BigInteger, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("item", String, primary_key=True),
)

#: Under which name (`file_id`) Telegram knows a picture that this bot sent; `key` is made of all that it shows.
pictures = Table(
    "pictures",
    metadata,
    Column("bot", BigInteger, primary_key=True, autoincrement=False),
    Column("key", String, primary_key=True),
    Column("file_id", Text, nullable=False),
    Column("sent_at", Moment, nullable=False),
    Index("ix_pictures_sent_at", "sent_at"),
)

#: Updates as they came, until they are handled; the text is blanked then. Updates with a location never come here.
inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("received_at", Moment, nullable=False),
    Column("sender", BigInteger, nullable=False),
    Column("body", Text),
    Column("state", String, nullable=False),
    Column("why", Text),
    Index("ix_inbox_state_update_id", "state", "update_id"),
)
