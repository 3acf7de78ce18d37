"""Who hears what, and how loudly, because a wrong sound either costs a night or a life.

`decide` is pure: a transition at a place, a cohort of chats with the same settings, the moment; the answer carries its
reason. Rules are read from the top: the first that speaks decides.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.alerts import AreaId, Gravity, TransitionKind
from bot.domain.episodes import Nearness, PlaceTransition
from bot.domain.inside import InsideStep, Part
from bot.domain.quiet import Mode, MuteKind, QuietHours, covers, next_edge
from bot.domain.reach import Reach

#: A guarded alert that starts again sooner than this after the last end at the place is silent (design section 3,
#: flapping).
FLAPPING_WITHIN = timedelta(minutes=10)
#: What came and went while nothing could be seen is told within this time of the outage's end, or not at all.
MEANWHILE_WITHIN = timedelta(days=1)


class Sound(StrEnum):
    """What a decision comes to: rings, arrives without sound, waits for the end of the window, or is not sent."""

    LOUD = "loud"
    SILENT = "silent"
    HELD = "held"
    NONE = "none"


class Reason(StrEnum):
    """The rule that decided; a stable name that is stored with every message and shown by /why."""

    MUTED_ALL = "muted-all"
    MUTED = "muted"
    PLACE_SILENT = "place-silent"
    PLACE_LOUD = "place-loud"
    AROUND_GUARDED = "around-guarded"
    NOTHING_WAKES = "nothing-wakes"
    GRAVE_WAKES = "grave-wakes"
    EVERYTHING_WAKES = "everything-wakes"
    GUARDED_IN_QUIET = "guarded-in-quiet"
    FLAPPING = "flapping"
    OUTSIDE_QUIET = "outside-quiet"
    EASING = "easing"
    END_NOT_HEARD = "end-not-heard"
    END_IN_QUIET = "end-in-quiet"
    END_HEARD = "end-heard"
    END_ASKED = "end-asked"
    TOGETHER = "together"
    INSIST = "insist"
    MODE_ENDED = "mode-ended"
    RECAP = "recap"
    RECAP_RUNNING = "recap-running"
    HELD_IN_QUIET = "held-in-quiet"
    NEVER_LOUD = "never-loud"
    DIGEST_ASKED = "digest-asked"
    OWN_RUNNING = "own-running"
    PASSED = "passed"
    SUPERSEDED = "superseded"
    OVERTAKEN = "overtaken"
    BLIND_ALERT = "blind-alert"
    BLIND_CALM = "blind-calm"
    BLIND_IN_QUIET = "blind-in-quiet"
    BLIND_LONG = "blind-long"
    SIGHT_BACK = "sight-back"
    INSIDE = "inside"
    MEANWHILE = "meanwhile"
    CIRCLE_ASKED = "circle-asked"
    CIRCLE_HELD = "circle-held"
    CIRCLE_HELP = "circle-help"
    CIRCLE_WORD = "circle-word"
    CIRCLE_OVER = "circle-over"
    STREAM_GRAVE = "stream-grave"
    ANNOUNCED = "announced"
    EXPIRED = "expired"
    FALSE_ALARM = "false-alarm"


class Loudness(StrEnum):
    """How one place of a chat sounds, compared with the chat's own rule; the streams are those of public channels
    (docs/decisions/0023).
    """

    AS_CHAT = "as_chat"
    SILENT = "silent"
    LOUD = "loud"
    #: Everything about one area, told to whoever reads the channel.
    STREAM = "stream"
    #: Of that, only grave danger and what follows from it.
    STREAM_GRAVE = "stream_grave"

    @property
    def is_public(self) -> bool:
        return self in PUBLIC


#: Where nobody in particular reads: no hours, no buttons, nothing of one's own; and what a person chooses from.
PUBLIC = frozenset({Loudness.STREAM, Loudness.STREAM_GRAVE})
PERSONAL = tuple(one for one in Loudness if one not in PUBLIC)


class Heard(StrEnum):
    """The loudest that a chat heard of an episode so far."""

    NOTHING = "nothing"
    #: It was owed, and dropped because the episode ended before it was sent.
    MISSED = "missed"
    SILENT = "silent"
    LOUD = "loud"
    #: It rang, and the chat asked to be rung at the end as well.
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Cohort:
    """Chats that must be treated alike: same language, quiet hours, place, loudness, and hearing of the episode.

    `reach` and `shelter` choose no sound, only what the alert says to do.
    """

    language: str
    quiet: QuietHours
    area: AreaId
    label: str
    loudness: Loudness = Loudness.AS_CHAT
    heard: Heard = Heard.NOTHING
    mute: MuteKind | None = None
    reach: Reach = Reach.UNSAID
    shelter: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A sound with its reason; it holds until `until` (aware UTC: the next edge of a window), or for ever where that is
    None.
    """

    sound: Sound
    reason: Reason
    until: datetime | None = None


def decide(transition: PlaceTransition, cohort: Cohort, now: datetime) -> Decision:
    """How a cohort hears of a transition at its place at the moment `now` (aware UTC)."""
    sound, reason = judge(transition, cohort, now)
    return Decision(sound, reason, None if sound is Sound.NONE else next_edge(cohort.quiet, now))


def judge(transition: PlaceTransition, cohort: Cohort, now: datetime) -> tuple[Sound, Reason]:
    """The decision without how long it holds, for whoever acts on it at this very moment (aware UTC)."""
    if _is_own_matter(transition, cohort):
        return Sound.NONE, Reason.OWN_RUNNING
    if cohort.loudness is Loudness.STREAM_GRAVE and _is_not_grave(transition, cohort.heard):
        return Sound.NONE, Reason.STREAM_GRAVE
    if transition.kind.is_danger:
        return _of_danger(transition, cohort, now)
    if not transition.kind.is_over:
        return Sound.SILENT, Reason.EASING
    return (Sound.NONE, Reason.SUPERSEDED) if cohort.heard is Heard.MISSED else _of_end(cohort, now)


def adds_nothing(transition: PlaceTransition) -> bool:
    """Whether a danger in the raion around a city is no news, because the city's own episode is as grave."""
    as_grave = transition.own is Gravity.GRAVE or transition.own is transition.episode.gravity
    return transition.kind.is_danger and transition.episode.nearness is Nearness.AROUND and as_grave


def _is_own_matter(transition: PlaceTransition, cohort: Cohort) -> bool:
    """Whether the city's own episode leaves nothing to tell of the raion around it, or nothing was told of that."""
    if transition.episode.nearness is Nearness.OWN:
        return False
    if transition.kind.is_danger:
        return adds_nothing(transition)
    return cohort.heard is Heard.NOTHING or transition.own is not None


def _is_not_grave(transition: PlaceTransition, heard: Heard) -> bool:
    """Whether a stream of grave danger alone leaves this out: what it has not told has no end to be told."""
    if transition.kind.is_danger:
        return transition.episode.gravity is not Gravity.GRAVE
    return heard is Heard.NOTHING


def of_passed(heard: Heard) -> Decision:
    """One silent line for those whose start was dropped because its end came first."""
    missed = heard is Heard.MISSED
    return Decision(Sound.SILENT if missed else Sound.NONE, Reason.PASSED)


def of_inside(step: InsideStep, heard: Heard) -> Decision:
    """What begins and ends in the parts of a wide place never rings, by day or by night, whatever the place's loudness
    (`heard`: of its beginning).
    """
    if step is InsideStep.PASSED:
        return of_passed(heard)
    if step is InsideStep.ENDED and heard is Heard.MISSED:
        return Decision(Sound.NONE, Reason.SUPERSEDED)
    return Decision(Sound.SILENT, Reason.INSIDE)


def _of_danger(transition: PlaceTransition, cohort: Cohort, now: datetime) -> tuple[Sound, Reason]:
    if cohort.mute is MuteKind.ALL:
        return Sound.SILENT, Reason.MUTED_ALL
    if cohort.loudness is Loudness.SILENT:
        return Sound.SILENT, Reason.PLACE_SILENT
    if transition.episode.gravity is Gravity.GRAVE:
        return _of_grave(cohort, now)
    return _of_guarded(transition, cohort, now)


def _of_grave(cohort: Cohort, now: datetime) -> tuple[Sound, Reason]:
    if not covers(cohort.quiet, now):
        return Sound.LOUD, Reason.OUTSIDE_QUIET
    if cohort.loudness is Loudness.LOUD:
        return Sound.LOUD, Reason.PLACE_LOUD
    if cohort.quiet.mode is Mode.NOTHING:
        return Sound.SILENT, Reason.NOTHING_WAKES
    return Sound.LOUD, Reason.GRAVE_WAKES


def _of_guarded(transition: PlaceTransition, cohort: Cohort, now: datetime) -> tuple[Sound, Reason]:
    if transition.episode.nearness is Nearness.AROUND:
        return Sound.SILENT, Reason.AROUND_GUARDED
    if cohort.mute is MuteKind.GUARDED:
        return Sound.SILENT, Reason.MUTED
    if transition.kind is TransitionKind.STARTED and _is_flapping(transition):
        return Sound.SILENT, Reason.FLAPPING
    if not covers(cohort.quiet, now):
        return Sound.LOUD, Reason.OUTSIDE_QUIET
    if cohort.loudness is Loudness.LOUD:
        return Sound.LOUD, Reason.PLACE_LOUD
    if cohort.quiet.mode is Mode.EVERYTHING:
        return Sound.LOUD, Reason.EVERYTHING_WAKES
    if cohort.quiet.mode is Mode.NOTHING:
        return Sound.SILENT, Reason.NOTHING_WAKES
    return Sound.SILENT, Reason.GUARDED_IN_QUIET


def _is_flapping(transition: PlaceTransition) -> bool:
    last_end = transition.episode.again_after
    return last_end is not None and transition.at - last_end < FLAPPING_WITHIN


def _of_end(cohort: Cohort, now: datetime) -> tuple[Sound, Reason]:
    if cohort.heard is Heard.ASKED and cohort.mute is not MuteKind.ALL:
        return Sound.LOUD, Reason.END_ASKED
    if cohort.heard not in (Heard.LOUD, Heard.ASKED):
        return Sound.SILENT, Reason.END_NOT_HEARD
    if cohort.mute is not None:
        return Sound.SILENT, Reason.MUTED_ALL if cohort.mute is MuteKind.ALL else Reason.MUTED
    if cohort.loudness is Loudness.SILENT:
        return Sound.SILENT, Reason.PLACE_SILENT
    if not covers(cohort.quiet, now):
        return Sound.LOUD, Reason.END_HEARD
    if cohort.loudness is Loudness.LOUD:
        return Sound.LOUD, Reason.PLACE_LOUD
    return Sound.SILENT, Reason.END_IN_QUIET


def of_blindness(
    danger: Gravity | None, cohort: Cohort, now: datetime, *, long: bool, inside: tuple[Part, ...] = ()
) -> Decision:
    """How a cohort hears that nothing can be seen of its place.

    `danger` is the gravity of what ran there when sight was lost (None: nothing); `long`: an alert had rung for this
    cohort, and there have been no data for ten minutes; `inside` is what ran in the parts of a wide place.
    """
    sound, reason = _of_blindness(danger, cohort, now, long)
    if reason is Reason.BLIND_CALM and inside:
        reason = Reason.INSIDE
    return Decision(sound, reason, next_edge(cohort.quiet, now))


def _of_blindness(danger: Gravity | None, cohort: Cohort, now: datetime, long: bool) -> tuple[Sound, Reason]:
    if cohort.mute is MuteKind.ALL:
        return Sound.SILENT, Reason.MUTED_ALL
    if cohort.loudness is Loudness.SILENT:
        return Sound.SILENT, Reason.PLACE_SILENT
    if danger is None:
        return Sound.SILENT, Reason.BLIND_CALM
    if danger is Gravity.GUARDED and cohort.loudness is Loudness.STREAM_GRAVE:
        return Sound.SILENT, Reason.STREAM_GRAVE
    if danger is Gravity.GUARDED and cohort.mute is MuteKind.GUARDED:
        return Sound.SILENT, Reason.MUTED
    if not covers(cohort.quiet, now):
        return Sound.LOUD, Reason.BLIND_ALERT
    if cohort.loudness is Loudness.LOUD:
        return Sound.LOUD, Reason.PLACE_LOUD
    if cohort.quiet.mode is Mode.NOTHING:
        return Sound.SILENT, Reason.NOTHING_WAKES
    return (Sound.LOUD, Reason.BLIND_LONG) if long else (Sound.SILENT, Reason.BLIND_IN_QUIET)


def of_sight_back(heard: Heard) -> Decision:
    """That sight is back is told without sound, to those who were told that it was lost (`heard`: of that)."""
    told = heard in (Heard.SILENT, Heard.LOUD, Heard.ASKED)
    return Decision(Sound.SILENT if told else Sound.NONE, Reason.SIGHT_BACK)


def is_to_insist(transition: PlaceTransition, sound: Sound, quiet: QuietHours, now: datetime) -> bool:
    """Whether this is what insisting is for: grave danger that rang inside quiet hours."""
    grave = transition.kind.is_danger and transition.episode.gravity is Gravity.GRAVE
    return grave and sound is Sound.LOUD and covers(quiet, now)


def of_insisting(transition: PlaceTransition, cohort: Cohort, now: datetime) -> Decision:
    """A grave alert once more, for as long as its first message would still ring inside quiet hours."""
    first = decide(transition, cohort, now)
    rings = is_to_insist(transition, first.sound, cohort.quiet, now)
    return Decision(Sound.LOUD if rings else Sound.NONE, Reason.INSIST, first.until)


def of_meanwhile(until: datetime, now: datetime) -> Decision:
    """What came and went in an outage that ended at `until` is news without sound for a day, and none after it."""
    last = until + MEANWHILE_WITHIN
    return Decision(Sound.SILENT if now < last else Sound.NONE, Reason.MEANWHILE, last)


def of_bulletin(quiet: QuietHours, now: datetime) -> Decision:
    """A digest or news: held to the end of a running window, silent outside of any."""
    if covers(quiet, now):
        return Decision(Sound.HELD, Reason.HELD_IN_QUIET, next_edge(quiet, now))
    return Decision(Sound.SILENT, Reason.NEVER_LOUD)


def of_digest(quiet: QuietHours, mute: MuteKind | None, now: datetime, *, rings: bool) -> Decision:
    """A digest: with sound only where the chat wants that, and neither a window nor a mute runs."""
    decision = of_bulletin(quiet, now)
    if not rings or decision.sound is Sound.HELD:
        return decision
    if mute is not None:
        return Decision(Sound.SILENT, Reason.MUTED_ALL if mute is MuteKind.ALL else Reason.MUTED)
    return Decision(Sound.LOUD, Reason.DIGEST_ASKED, next_edge(quiet, now))


def of_mode_ended(quiet: QuietHours, now: datetime) -> Decision:
    """That grave danger wakes again is asked by day, and never with sound."""
    bulletin = of_bulletin(quiet, now)
    return bulletin if bulletin.sound is Sound.HELD else Decision(Sound.SILENT, Reason.MODE_ENDED)
