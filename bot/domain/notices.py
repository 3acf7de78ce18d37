"""The messages that people are owed, as values, and the order in which they must leave."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from bot.domain.alerts import (
    BAND_ORDER,
    AlertKind,
    AreaId,
    Gravity,
    Level,
    SourceName,
    Threat,
    ThreatKind,
    TransitionKind,
    rises,
)
from bot.domain.digests import DigestPart
from bot.domain.episodes import Episode, Nearness, Permanent, PlaceTransition
from bot.domain.inside import InsideStep, Part, Spell
from bot.domain.operators import AnnouncementNotice, FalseAlarmNotice
from bot.domain.reports import Corrected

#: A start older than this when it is sent says how late it is.
LATE_AFTER = timedelta(seconds=90)
#: When a grave alert is told again to whom it is to insist, after its first message and while nobody says "I'm up".
INSIST_AFTER = (timedelta(seconds=20), timedelta(seconds=60))
#: The lanes before this one are the first messages of grave danger, the shortest band first.
INSIST_LANE = len(BAND_ORDER)
GUARDED_LANE = INSIST_LANE + 1
END_LANE = GUARDED_LANE + 1
NOTICE_LANE = END_LANE + 1
RECAP_LANE = NOTICE_LANE + 1
DIGEST_LANE = RECAP_LANE + 1
#: How far a public channel goes before the people of its lane: farther than all time counts.
PUBLIC_AHEAD = 2**62
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class NoticeKind(StrEnum):
    """What a notice is about; each kind has its own text."""

    ALERT = "alert"
    PASSED = "passed"
    INSIST = "insist"
    SIGHT = "sight"
    INSIDE = "inside"
    MEANWHILE = "meanwhile"
    RECAP = "recap"
    DIGEST = "digest"
    MODE_ENDED = "mode_ended"
    CORRECTION = "correction"
    CIRCLE_ASK = "circle_ask"
    CIRCLE_WORD = "circle_word"
    ANNOUNCEMENT = "announcement"
    FALSE_ALARM = "false_alarm"


@dataclass(frozen=True, slots=True)
class AlertNotice:
    """A start, escalation, easing or end at a place."""

    transition: PlaceTransition


@dataclass(frozen=True, slots=True)
class PassedNotice:
    """An alert that began and ended before its start could be sent; `inside` is what ran in the parts of a wide place
    at its end.
    """

    episode: Episode
    inside: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class InsideNotice:
    """That something began to run in the parts of a wide place, or that nothing does any more; `permanent` is what goes
    on there as it always has.
    """

    step: InsideStep
    spell: Spell
    permanent: tuple[Permanent, ...] = ()


@dataclass(frozen=True, slots=True)
class InsistNotice:
    """A grave danger told again, because it has not been answered; `number` counts the messages, the first one too."""

    transition: PlaceTransition
    number: int


class SightStep(StrEnum):
    """Which message of an outage it is: each chat gets one of the first three at its beginning."""

    #: Loud, because an alert had rung, and there have been no data for ten minutes already.
    LOST_LONG = "lost_long"
    #: Loud, because an alert was running.
    LOST_IN_ALERT = "lost_in_alert"
    LOST = "lost"
    #: Loud, after a silent one, for the reason of the first.
    LONG = "long"
    REGAINED = "regained"


@dataclass(frozen=True, slots=True)
class SightNotice:
    """That nothing can be seen of a place since the last contact, or that it can again (`until`, aware UTC).

    `outage` is its key; `episode` what ran there when sight was lost, or runs when it is back; `last_seen_at` is given
    where no source shows that episode any more; `sources` are those that fell silent, or that answered; `partly` where
    starts are still heard of, though nothing else is; `inside` is what ran, or runs, in the parts of a wide place.
    """

    step: SightStep
    outage: str
    area: AreaId
    since: datetime
    sources: tuple[SourceName, ...]
    until: datetime | None = None
    episode: Episode | None = None
    last_seen_at: datetime | None = None
    partly: bool = False
    inside: tuple[Part, ...] = ()

    @property
    def place_key(self) -> str:
        """Who was told of the loss by this place's name: they are told of its return by the same."""
        return f"{self.outage}/{self.area}"

    @property
    def danger(self) -> Gravity | None:
        return self.episode.gravity if self.episode else None


@dataclass(frozen=True, slots=True)
class MissedAlert:
    """One unbroken time under alert at a place that came and went while nothing could be seen (aware UTC); the level is
    the gravest that the source gives.
    """

    nearness: Nearness
    started_at: datetime
    ended_at: datetime
    level: Level
    kinds: tuple[AlertKind, ...]

    @property
    def is_guarded(self) -> bool:
        return self.level is Level.YELLOW and self.kinds == (AlertKind.AIR_RAID,)


@dataclass(frozen=True, slots=True)
class MeanwhileNotice:
    """What came and went at a place from `since` to `until` (aware UTC), by what a source said afterwards; `outage` is
    the key of the time without data.
    """

    outage: str
    area: AreaId
    since: datetime
    until: datetime
    alerts: tuple[MissedAlert, ...]
    sources: tuple[SourceName, ...]


@dataclass(frozen=True, slots=True)
class RecapEntry:
    """One episode in a recap; `rang_at` are the moments at which something of it was sent loud."""

    area: AreaId
    label: str
    started_at: datetime
    ended_at: datetime | None
    threats: tuple[Threat, ...]
    rang_at: tuple[datetime, ...]
    nearness: Nearness = Nearness.OWN


@dataclass(frozen=True, slots=True)
class RecapNotice:
    """What quiet hours or a mute silenced between two moments; `under_alert` counts overlapping episodes once, `unseen`
    is from when to when (None: still) there were no data.
    """

    start: datetime
    end: datetime
    entries: tuple[RecapEntry, ...]
    under_alert: timedelta
    held: int = 0
    sources: tuple[SourceName, ...] = ()
    unseen: tuple[tuple[datetime, datetime | None], ...] = ()


@dataclass(frozen=True, slots=True)
class DigestPlace:
    """One place's day: how many alerts, their total and longest time, and how much of the total fell between 23:00 and
    07:00.
    """

    area: AreaId
    label: str
    count: int
    total: timedelta
    longest: timedelta
    at_night: timedelta


@dataclass(frozen=True, slots=True)
class DigestNotice:
    """A digest for one local day and hour, the same for all chats that share its facts; claims are named by report and
    claim id and read when it is sent. `parts` is what the chat wants of it, in order; `heavy`: the night was (see
    domain.nights); `unseen` is from when to when (None: still) there were no data; `rings` where the chat wants to hear
    it come.
    """

    day: date
    since: datetime
    until: datetime
    places: tuple[DigestPlace, ...]
    silenced: int
    claims: tuple[tuple[str, str], ...]
    card: str | None
    history_since: datetime | None = None
    sources: tuple[SourceName, ...] = ()
    parts: tuple[DigestPart, ...] = tuple(DigestPart)
    heavy: bool = False
    unseen: tuple[tuple[datetime, datetime | None], ...] = ()
    rings: bool = False

    @property
    def tells_silenced(self) -> bool:
        """Whether it says how much came without sound, which differs from chat to chat."""
        return DigestPart.SILENCED in self.parts


@dataclass(frozen=True, slots=True)
class ModeEndedNotice:
    """That nothing woke this chat until `ended_at` (aware UTC), and that grave danger does again."""

    ended_at: datetime


@dataclass(frozen=True, slots=True)
class CorrectionNotice:
    """That a claim which a digest carried was wrong: what it said, and what it says now (None: it is withdrawn)."""

    outlet: str
    area: AreaId
    corrected: Corrected


class CircleStep(StrEnum):
    """What a circle's members are told of one of them."""

    SAFE = "safe"
    HELP = "help"
    NO_ANSWER = "no_answer"
    JOINED = "joined"
    LEFT = "left"
    #: Told to whom it is about, and to nobody else.
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class CircleAskNotice:
    """A circle asks one of its members how they are: `asker` by name, None after an alert of theirs. `in_quiet` where
    they want that in their quiet hours too; not after `until` (aware UTC).
    """

    asker: str | None
    in_quiet: bool
    until: datetime


@dataclass(frozen=True, slots=True)
class CircleWordNotice:
    """What the others are told of a member by name: what they said at that moment, or since when they have not
    answered; not after `until` (aware UTC).
    """

    step: CircleStep
    name: str
    at: datetime
    until: datetime


NoticeBody: TypeAlias = (
    AlertNotice
    | PassedNotice
    | InsistNotice
    | SightNotice
    | InsideNotice
    | MeanwhileNotice
    | RecapNotice
    | DigestNotice
    | ModeEndedNotice
    | CorrectionNotice
    | CircleAskNotice
    | CircleWordNotice
    | AnnouncementNotice
    | FalseAlarmNotice
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to be sent; `key` names it for ever, so that it cannot be owed twice to one chat."""

    key: str
    kind: NoticeKind
    at: datetime
    body: NoticeBody


def of_alert(transition: PlaceTransition) -> Notice:
    kind = TransitionKind.ENDED if transition.kind is TransitionKind.WITHDRAWN else transition.kind
    key = f"{transition.episode.key}/{kind}"
    if kind in (TransitionKind.ESCALATED, TransitionKind.EASED):
        key += f"/{transition.at.isoformat()}"
    return Notice(key, NoticeKind.ALERT, transition.at, AlertNotice(transition))


def of_passed(episode: Episode, at: datetime, inside: tuple[Part, ...] = ()) -> Notice:
    return Notice(f"{episode.key}/passed", NoticeKind.PASSED, at, PassedNotice(episode, inside))


def of_inside(body: InsideNotice, at: datetime) -> Notice:
    return Notice(f"{body.spell.key}/{body.step}", NoticeKind.INSIDE, at, body)


def of_insisting(transition: PlaceTransition, number: int) -> Notice:
    first = of_alert(transition)
    return Notice(f"{first.key}/insist/{number}", NoticeKind.INSIST, first.at, InsistNotice(transition, number))


def of_sight(body: SightNotice, at: datetime) -> Notice:
    return Notice(f"{body.place_key}/{body.step}", NoticeKind.SIGHT, at, body)


def of_mode_ended(chat_id: int, ended_at: datetime) -> Notice:
    return Notice(f"mode/{chat_id}/{ended_at.isoformat()}", NoticeKind.MODE_ENDED, ended_at, ModeEndedNotice(ended_at))


def of_correction(body: CorrectionNotice, number: int, chat_id: int, at: datetime) -> Notice:
    """The notice for one chat; `number` is the correction's own, so that it is told once."""
    return Notice(f"correction/{number}/{chat_id}", NoticeKind.CORRECTION, at, body)


def of_digest(body: DigestNotice, hour: str, content: str) -> Notice:
    """The notice that chats with the same facts share: `hour` is the key of its local day and hour, `content` a
    fingerprint of the body.
    """
    return Notice(f"digest/{hour}/{content}", NoticeKind.DIGEST, body.until, body)


def of_announcement(body: AnnouncementNotice, number: int, at: datetime) -> Notice:
    """`number` is the announcement's own, so that it is told once."""
    return Notice(f"announcement/{number}", NoticeKind.ANNOUNCEMENT, at, body)


def of_false_alarm(body: FalseAlarmNotice, number: int) -> Notice:
    """`number` is that of the alert's beginning in the history."""
    return Notice(f"{body.episode.key}/false/{number}", NoticeKind.FALSE_ALARM, body.said_at, body)


def of_meanwhile(body: MeanwhileNotice, at: datetime) -> Notice:
    return Notice(f"{body.outage}/{body.area}/meanwhile", NoticeKind.MEANWHILE, at, body)


def episodes_of(notice: Notice) -> tuple[str, ...]:
    """The episodes whose start or escalation this notice tells, or the outage or spell whose beginning; ends and
    easings tell of nothing new.
    """
    match notice.body:
        case AlertNotice(transition) if transition.kind.is_danger:
            return (transition.episode.key,)
        case InsistNotice(transition):
            return (transition.episode.key,)
        case SightNotice(step=SightStep.LONG) as sight:
            return (sight.outage,)
        case SightNotice(step=step) as sight if step is not SightStep.REGAINED:
            return (sight.outage, sight.place_key)
        case InsideNotice(step=InsideStep.BEGAN) as inside:
            return (inside.spell.key,)
        case _:
            return ()


def relieved_area(notice: Notice) -> AreaId | None:
    """The place of which the notice tells that it got better there or can be seen again; None for all others."""
    match notice.body:
        case AlertNotice(transition) if not transition.kind.is_danger:
            return transition.episode.area
        case SightNotice(step=SightStep.REGAINED) as sight:
            return sight.area
        case _:
            return None


def is_overtaken(notice: Notice, running: Collection[Episode]) -> bool:
    """Whether what runs at the place by now makes its relief untrue; the message about that may have come before it."""
    match notice.body:
        case AlertNotice(transition) if transition.kind.is_over:
            return any(one.nearness in (transition.episode.nearness, Nearness.OWN) for one in running)
        case AlertNotice(transition) if transition.kind is TransitionKind.EASED:
            told = transition.episode
            return any(one.key == told.key and _is_worse(told, one) for one in running)
        case SightNotice(step=SightStep.REGAINED) as sight:
            known = {sight.episode.key} if sight.episode else set()
            return not {one.key for one in running} <= known
        case _:
            return False


def _is_worse(told: Episode, now: Episode) -> bool:
    return rises(told.gravity, now.gravity) or not _kinds(now.threats) <= _kinds(told.threats)


def _kinds(threats: tuple[Threat, ...]) -> set[ThreatKind]:
    return {threat.kind for threat in threats}


def precedence(lane: int, owed_at: datetime) -> int:
    """The order within a lane, lowest first: among the grave the newest goes first, for who hears of it late has no
    time left and the others have some; all else in the order in which it was owed (aware UTC).
    """
    microseconds = (owed_at - _EPOCH) // timedelta(microseconds=1)
    return -microseconds if lane < GUARDED_LANE else microseconds


def lane(notice: Notice) -> int:
    """The order of leaving, lowest first: grave by band, insisting, guarded, all clear and the like, notices, recaps,
    digests.
    """
    match notice.body:
        case AlertNotice(transition) if transition.kind.is_danger:
            grave = transition.episode.gravity is Gravity.GRAVE
            return BAND_ORDER.index(transition.episode.band) if grave else GUARDED_LANE
        case AlertNotice() | PassedNotice() | FalseAlarmNotice():
            return END_LANE
        case InsistNotice():
            return INSIST_LANE
        case SightNotice() as sight:
            loud = sight.step not in (SightStep.LOST, SightStep.REGAINED)
            return GUARDED_LANE if loud and sight.danger is Gravity.GRAVE else NOTICE_LANE
        case InsideNotice() | MeanwhileNotice() | CircleAskNotice() | CircleWordNotice() | AnnouncementNotice():
            return NOTICE_LANE
        case RecapNotice():
            return RECAP_LANE
        case DigestNotice() | ModeEndedNotice() | CorrectionNotice():
            return DIGEST_LANE
