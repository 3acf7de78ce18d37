"""What must hold of every night, whatever happened in it: the words of quiet hours, checked row by row.

When it is quiet is reckoned here once more, by the clock on the wall, so that a window's edge cannot be wrong in both.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.alerts import AreaId, Gravity
from bot.domain.notices import (
    AlertNotice,
    DigestNotice,
    InsistNotice,
    ModeEndedNotice,
    NoticeBody,
    RecapNotice,
    SightNotice,
)
from bot.domain.policy import Loudness, Reason, Sound
from bot.domain.quiet import Mode, MuteKind, Window
from bot.domain.recaps import episode_of
from bot.store.tables import OWED, SENT

#: What may hold up a message that is due: a look, a refusal, and a look again.
SOON = timedelta(minutes=50)


def is_quiet(windows: Iterable[Window], zone: str, at: datetime) -> bool:
    """By the clock on the wall; nights in which clocks change are not among these."""
    wall = at.astimezone(ZoneInfo(zone))
    for window in windows:
        today, yesterday = wall.weekday() in window.days, (wall.weekday() - 1) % 7 in window.days
        if window.start < window.end:
            inside = today and window.start <= wall.time() < window.end
        else:
            inside = (today and wall.time() >= window.start) or (yesterday and wall.time() < window.end)
        if inside and window.start != window.end:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the person had chosen at one moment, and whether the chat was gone."""

    at: datetime
    windows: tuple[Window, ...]
    mode: Mode
    zone: str
    mute: tuple[MuteKind, datetime] | None
    loudness: dict[AreaId, Loudness]
    gone: bool

    @property
    def muted(self) -> MuteKind | None:
        return self.mute[0] if self.mute and self.at < self.mute[1] else None

    @property
    def is_quiet(self) -> bool:
        return is_quiet(self.windows, self.zone, self.at)

    def may_silence_the_grave(self, area: AreaId) -> bool:
        """Nothing wakes me, `/mute all`, or a place made silent: there is no other way."""
        nothing = self.mode is Mode.NOTHING and self.is_quiet
        loudness = self.loudness[area]
        return self.muted is MuteKind.ALL or loudness is Loudness.SILENT or (nothing and loudness is not Loudness.LOUD)


@dataclass(frozen=True, slots=True)
class Row:
    """One row, its notice, and what was chosen when it left for the last time (None: it never did). A row that was
    sent without a message id may have arrived, and counts as if it had.
    """

    id: int
    body: NoticeBody
    state: str
    sound: Sound
    reason: str
    owed_at: datetime
    at: datetime
    message_id: int
    chosen: Chosen | None
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lived:
    """A whole night: its rows, what the chat had chosen whenever anything was tried (the number of a message is its
    place there, from 1), how many messages arrived, when the chat was gone (half-open), and the alerts at its places
    that were seen: key, start and end.
    """

    rows: tuple[Row, ...]
    tried: tuple[Chosen, ...]
    arrived: int
    gone: tuple[tuple[datetime, datetime], ...]
    seen: tuple[tuple[str, datetime, datetime], ...]

    def was_gone(self, since: datetime, until: datetime) -> bool:
        return any(start <= until and since < end for start, end in self.gone)


def the_grave_rings(rows: Sequence[Row]) -> None:
    """Unless *nothing wakes me*, `/mute all` or a silent place says otherwise at the moment of sending."""
    for row in sent(rows):
        match row.body:
            case AlertNotice(transition) if transition.kind.is_danger and transition.episode.gravity is Gravity.GRAVE:
                silenced = row.chosen is None or row.chosen.may_silence_the_grave(transition.episode.area)
                assert row.sound is Sound.LOUD or silenced, row


def no_end_is_louder_than_what_was_heard(rows: Sequence[Row]) -> None:
    """Neither by itself nor together with the others of its message."""
    for row in sent(rows):
        if row.sound is not Sound.LOUD or not is_end(row):
            continue
        together = {key_of(one) for one in of_one_message(row, rows)}
        assert any(one.sound is Sound.LOUD and one.keys & together and one.at <= row.at for one in sent(rows)), row


def every_end_has_its_start(night: Lived) -> None:
    """The chat heard of it before, by whatever message, unless it was gone meanwhile."""
    for row in sent(night.rows):
        episode = episode_of(row.body)
        if episode and is_end(row) and not night.was_gone(episode.started_at, row.at):
            assert any(key_of(row) in one.keys and one.at <= row.at for one in sent(night.rows)), row


def every_start_has_its_end(night: Lived) -> None:
    """Who heard of an alert at a place hears that it is over, unless the next one there came first."""
    ends = {key_of(row) for row in night.rows if is_end(row) and (row.state == SENT or row.reason == Reason.OVERTAKEN)}
    for key, started_at, ended_at in night.seen:
        heard = any(key in row.keys and isinstance(row.body, AlertNotice) for row in sent(night.rows))
        if heard and not night.was_gone(started_at, ended_at + SOON):
            assert key in ends, key


def nothing_that_was_seen_is_kept_from_anybody(night: Lived) -> None:
    """Each alert at a place is told of, if only afterwards, unless the chat was gone or the next one came first."""
    for key, started_at, ended_at in night.seen:
        told = (row for row in night.rows if row.state == SENT or row.reason == Reason.OVERTAKEN)
        if not night.was_gone(started_at, ended_at + SOON):
            assert any(key in row.keys or key == key_of(row) for row in told), key


def every_silent_message_stands_in_one_recap(night: Lived) -> None:
    """Whatever quiet hours or a mute covered when it came; and there as what it was. Of a night in which the chat was
    gone there is none.
    """
    rows = night.rows
    recaps = [row.body for row in rows if isinstance(row.body, RecapNotice)]
    for row in sent(rows):
        if night.was_gone(row.at, row.at + timedelta(hours=14)):
            continue
        episode = episode_of(row.body)
        if episode is None or row.chosen is None or row.sound is not Sound.SILENT:
            continue
        covering = [recap for recap in recaps if recap.start <= row.at < recap.end]
        silenced = row.chosen.is_quiet or row.chosen.muted is not None
        assert len(covering) == 1 if silenced else len(covering) <= 1, (row, recaps)
        named = [(entry.area, entry.started_at) for recap in covering for entry in recap.entries]
        assert Counter(named)[episode.area, episode.started_at] == len(covering), (row, recaps)


def no_recap_calls_silent_what_rang(rows: Sequence[Row]) -> None:
    for recap in (row.body for row in rows if isinstance(row.body, RecapNotice)):
        for entry in recap.entries:
            rang = [
                row for row in sent(rows) if row.sound is Sound.LOUD and tells_of(row, entry.area, entry.started_at)
            ]
            before = {row.at for row in rang if row.at < recap.end}
            assert before == set(entry.rang_at), (entry, rang)


def only_what_may_rings_in_quiet_hours(rows: Sequence[Row]) -> None:
    """Grave danger; everything that is danger, in that mode; places that are never silenced; and, where an alert had
    rung, that nothing has been seen for ten minutes. What goes out in the same message rings with it.
    """
    for row in sent(rows):
        if row.sound is Sound.LOUD and row.chosen and row.chosen.is_quiet:
            chosen = row.chosen
            assert any(may_ring(one, chosen) for one in of_one_message(row, rows)), row


def may_ring(row: Row, chosen: Chosen) -> bool:
    episode = episode_of(row.body)
    area = episode.area if episode else getattr(row.body, "area", None)
    if area is not None and chosen.loudness.get(area) is Loudness.LOUD:
        return True
    match row.body:
        case AlertNotice(transition) if transition.kind.is_danger:
            grave = transition.episode.gravity is Gravity.GRAVE and chosen.mode is not Mode.NOTHING
            return grave or chosen.mode is Mode.EVERYTHING
        case InsistNotice():
            return chosen.mode is not Mode.NOTHING
        case SightNotice():
            return row.reason == Reason.BLIND_LONG and chosen.mode is not Mode.NOTHING
        case _:
            return False


def what_is_held_waits_for_the_end_and_is_counted(night: Lived) -> None:
    """A digest never comes inside quiet hours, and one that they held stands in their recap."""
    recaps = [row.body for row in night.rows if isinstance(row.body, RecapNotice)]
    for row in night.rows:
        if not isinstance(row.body, DigestNotice | ModeEndedNotice) or night.was_gone(row.owed_at, row.at):
            continue
        assert row.state == SENT, row
        assert not (row.chosen and row.chosen.is_quiet), row
        if row.at - row.owed_at > timedelta(hours=1) and any(
            recap.start <= row.owed_at < recap.end for recap in recaps
        ):
            assert any(recap.held for recap in recaps if recap.start <= row.owed_at < recap.end), row


def nothing_is_lost_or_sent_twice(night: Lived) -> None:
    numbers = [row.message_id for row in sent(night.rows) if row.message_id]
    assert night.arrived == len(set(numbers)), night.rows
    assert not [row for row in night.rows if row.state == OWED], night.rows


def nothing_is_sent_to_who_is_gone(night: Lived) -> None:
    assert not [chosen for chosen in night.tried if chosen.gone]


def no_account_is_given_of_nights_in_which_a_chat_was_gone(night: Lived) -> None:
    for row in night.rows:
        if isinstance(row.body, RecapNotice):
            assert not any(start <= row.body.end < end for start, end in night.gone), row


def hold_every_promise(night: Lived) -> None:
    the_grave_rings(night.rows)
    only_what_may_rings_in_quiet_hours(night.rows)
    no_end_is_louder_than_what_was_heard(night.rows)
    every_end_has_its_start(night)
    every_start_has_its_end(night)
    nothing_that_was_seen_is_kept_from_anybody(night)
    every_silent_message_stands_in_one_recap(night)
    no_recap_calls_silent_what_rang(night.rows)
    what_is_held_waits_for_the_end_and_is_counted(night)
    nothing_is_lost_or_sent_twice(night)
    nothing_is_sent_to_who_is_gone(night)
    no_account_is_given_of_nights_in_which_a_chat_was_gone(night)


def of_one_message(row: Row, rows: Sequence[Row]) -> list[Row]:
    """The row and those that left with it; of one that only may have arrived, those that left at the same moment."""
    if row.message_id:
        return [one for one in rows if one.message_id == row.message_id]
    return [one for one in sent(rows) if not one.message_id and one.at == row.at]


def sent(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.state == SENT]


def key_of(row: Row) -> str:
    episode = episode_of(row.body)
    return episode.key if episode else ""


def is_end(row: Row) -> bool:
    return isinstance(row.body, AlertNotice) and row.body.transition.kind.is_over


def tells_of(row: Row, area: AreaId, started_at: datetime) -> bool:
    episode = episode_of(row.body)
    return episode is not None and (episode.area, episode.started_at) == (area, started_at)
