"""What operators tell people, as values, and with what sound: their word is never louder than what it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.alerts import AreaId
from bot.domain.episodes import Episode
from bot.domain.policy import Cohort, Decision, Heard, Reason, Sound
from bot.domain.quiet import MuteKind, covers, next_edge

#: How long an announcement waits to be sent before it is dropped, where nothing else is said.
LASTS = timedelta(hours=12)
#: Longer words do not fit into one message together with who says them.
ANNOUNCEMENT_AT_MOST = 3000


@dataclass(frozen=True, slots=True)
class AnnouncementDraft:
    """An announcement as it was written: by whom, for which area (None: for all), its words by language, and until when
    it can be confirmed (aware UTC).
    """

    id: int
    made_by: int
    area: AreaId | None
    text: Mapping[str, str]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AnnouncementNotice:
    """An operator's own words by language; worth nothing any more from `expires_at` on (aware UTC)."""

    text: Mapping[str, str]
    loud: bool
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class FalseAlarmNotice:
    """That the alert of `area` since `since` was false, told to whom heard of the episode that it is part of; by
    `said_at` the sources showed that episode still, or not any more (`still`). Times are aware UTC.
    """

    episode: Episode
    area: AreaId
    since: datetime
    said_at: datetime
    still: bool


def of_word(word: AnnouncementNotice | FalseAlarmNotice, cohort: Cohort, now: datetime) -> Decision:
    """How a cohort hears at `now` (aware UTC) what an operator says."""
    return of_announcement(word, cohort, now) if isinstance(word, AnnouncementNotice) else of_false_alarm(cohort)


def of_announcement(announced: AnnouncementNotice, cohort: Cohort, now: datetime) -> Decision:
    """Silent, unless it was said to be loud; and then too in quiet hours and in a mute."""
    if now >= announced.expires_at:
        return Decision(Sound.NONE, Reason.EXPIRED)
    quiet = covers(cohort.quiet, now) or cohort.mute is not None
    rings = announced.loud and not quiet
    return Decision(Sound.LOUD if rings else Sound.SILENT, Reason.ANNOUNCED, next_edge(cohort.quiet, now))


def of_false_alarm(cohort: Cohort) -> Decision:
    """As the alert itself was heard: who was woken by it is told so that it wakes them too. No word to whom it did not
    reach.
    """
    if cohort.heard in (Heard.NOTHING, Heard.MISSED):
        return Decision(Sound.NONE, Reason.FALSE_ALARM)
    rang = cohort.heard in (Heard.LOUD, Heard.ASKED) and cohort.mute is not MuteKind.ALL
    return Decision(Sound.LOUD if rang else Sound.SILENT, Reason.FALSE_ALARM)
