"""The words of quiet hours held against real nights: weekdays, clock changes, windows of every shape, mutes, places."""

from dataclasses import dataclass
from datetime import datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from bot.domain.alerts import Gravity, TransitionKind
from bot.domain.policy import (
    Cohort,
    Heard,
    Loudness,
    Sound,
    decide,
    of_blindness,
    of_bulletin,
    of_insisting,
    of_mode_ended,
    of_passed,
)
from bot.domain.quiet import Mode, MuteKind, QuietHours, from_text
from tests.domain.builders import CITY, episode, happened

LOUD, SILENT, HELD, NONE = Sound.LOUD, Sound.SILENT, Sound.HELD, Sound.NONE
KYIV, BERLIN = "Europe/Kyiv", "Europe/Berlin"


@dataclass(frozen=True)
class Hour:
    """A wall-clock moment (`fold`: the second time that autumn shows it), and whether the hours cover it."""

    hours: str
    wall: str
    inside: bool
    zone: str = KYIV
    fold: int = 0

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(self.wall).replace(tzinfo=ZoneInfo(self.zone), fold=self.fold)


NIGHT = "23:00-07:00"
#: 16 November 2026 is a Monday; clocks go back on 25 October 2026 and forward on 28 March 2027.
CLOCK = (
    # Half-open, over midnight.
    Hour(NIGHT, "2026-11-16T22:59:59", False),
    Hour(NIGHT, "2026-11-16T23:00", True),
    Hour(NIGHT, "2026-11-17T00:00", True),
    Hour(NIGHT, "2026-11-17T06:59:59", True),
    Hour(NIGHT, "2026-11-17T07:00", False),
    # start == end is off.
    Hour("07:00-07:00", "2026-11-17T07:00", False),
    Hour("00:00-00:00", "2026-11-17T03:00", False),
    # Windows that touch or overlap are one.
    Hour("23:00-03:00; 03:00-07:00", "2026-11-17T03:00", True),
    Hour("22:00-05:00; 01:00-07:00", "2026-11-17T05:00", True),
    Hour("22:00-05:00; 06:00-07:00", "2026-11-17T05:00", False),
    # A window belongs to the day on which it starts.
    Hour("mon-thu 23:00-07:00", "2026-11-20T06:59", True),
    Hour("mon-thu 23:00-07:00", "2026-11-20T23:00", False),
    Hour("mon-thu 23:00-07:00", "2026-11-16T06:59", False),
    Hour("sat,sun 00:00-09:00", "2026-11-21T08:59", True),
    Hour("sat,sun 00:00-09:00", "2026-11-23T08:59", False),
    Hour("sun 23:00-07:00", "2026-11-16T03:00", True),
    # What autumn repeats is its first occurrence; in Kyiv 03:00-04:00 comes twice.
    Hour("23:00-03:30", "2026-10-25T03:29", True),
    Hour("23:00-03:30", "2026-10-25T03:30", False),
    Hour("23:00-03:30", "2026-10-25T03:10", False, fold=1),
    Hour("03:30-07:00", "2026-10-25T03:30", True),
    Hour("03:30-07:00", "2026-10-25T03:10", True, fold=1),
    # What spring skips is the moment of the jump; in Kyiv there is no 03:00-04:00.
    Hour("23:00-03:30", "2027-03-28T02:59", True),
    Hour("23:00-03:30", "2027-03-28T04:00", False),
    Hour("03:30-07:00", "2027-03-28T02:59", False),
    Hour("03:30-07:00", "2027-03-28T04:00", True),
    # Another zone changes at its own hour: 02:00-03:00.
    Hour("02:30-07:00", "2027-03-28T01:59", False, BERLIN),
    Hour("02:30-07:00", "2027-03-28T03:00", True, BERLIN),
    Hour("23:00-02:30", "2026-10-25T02:10", False, BERLIN, fold=1),
    Hour("23:00-02:30", "2026-10-25T02:10", True, BERLIN),
)

#: What each mode's line promises of a start: by day all rings, by night the table of section 4.
AT_NIGHT = {
    (Mode.GRAVE, Gravity.GRAVE): LOUD,
    (Mode.GRAVE, Gravity.GUARDED): SILENT,
    (Mode.EVERYTHING, Gravity.GRAVE): LOUD,
    (Mode.EVERYTHING, Gravity.GUARDED): LOUD,
    (Mode.NOTHING, Gravity.GRAVE): SILENT,
    (Mode.NOTHING, Gravity.GUARDED): SILENT,
}
STARTS = tuple(product(CLOCK, AT_NIGHT.items()))

#: One window's end and a mute's are edges alike: (mute, gravity) at an hour inside and at one outside.
MUTED = tuple(
    (hour, mute, gravity, loudness, sound)
    for hour in (CLOCK[1], CLOCK[4])
    for mute, gravity, loudness, sound in (
        (MuteKind.GUARDED, Gravity.GRAVE, Loudness.AS_CHAT, LOUD),
        (MuteKind.GUARDED, Gravity.GUARDED, Loudness.AS_CHAT, SILENT),
        (MuteKind.GUARDED, Gravity.GUARDED, Loudness.LOUD, SILENT),
        (MuteKind.ALL, Gravity.GRAVE, Loudness.AS_CHAT, SILENT),
        (MuteKind.ALL, Gravity.GRAVE, Loudness.LOUD, SILENT),
        (None, Gravity.GRAVE, Loudness.SILENT, SILENT),
        (None, Gravity.GUARDED, Loudness.LOUD, LOUD),
        (None, Gravity.GRAVE, Loudness.LOUD, LOUD),
    )
)

#: Ends, and the bell that was asked for: heard, mute -> the sound outside and inside quiet hours.
ENDS = (
    (Heard.LOUD, None, LOUD, SILENT),
    (Heard.SILENT, None, SILENT, SILENT),
    (Heard.NOTHING, None, SILENT, SILENT),
    (Heard.MISSED, None, NONE, NONE),
    (Heard.ASKED, None, LOUD, LOUD),
    (Heard.LOUD, MuteKind.GUARDED, SILENT, SILENT),
    (Heard.ASKED, MuteKind.GUARDED, LOUD, LOUD),
    (Heard.ASKED, MuteKind.ALL, SILENT, SILENT),
)

#: Blindness: what ran, whether long, mode, mute -> the sound outside and inside quiet hours.
BLIND = (
    (None, False, Mode.GRAVE, None, SILENT, SILENT),
    (Gravity.GRAVE, False, Mode.GRAVE, None, LOUD, SILENT),
    (Gravity.GRAVE, True, Mode.GRAVE, None, LOUD, LOUD),
    (Gravity.GUARDED, True, Mode.EVERYTHING, None, LOUD, LOUD),
    (Gravity.GRAVE, True, Mode.NOTHING, None, LOUD, SILENT),
    (Gravity.GRAVE, True, Mode.GRAVE, MuteKind.ALL, SILENT, SILENT),
    (Gravity.GUARDED, True, Mode.GRAVE, MuteKind.GUARDED, SILENT, SILENT),
)

#: A grave alert insists only where it rings inside quiet hours.
INSISTS = (
    (Mode.GRAVE, None, NONE, LOUD),
    (Mode.EVERYTHING, None, NONE, LOUD),
    (Mode.NOTHING, None, NONE, NONE),
    (Mode.GRAVE, MuteKind.GUARDED, NONE, LOUD),
    (Mode.GRAVE, MuteKind.ALL, NONE, NONE),
)


def cohort(
    hour: Hour,
    mode: Mode = Mode.GRAVE,
    mute: MuteKind | None = None,
    loudness: Loudness = Loudness.AS_CHAT,
    heard: Heard = Heard.NOTHING,
) -> Cohort:
    return Cohort("uk", QuietHours(from_text(hour.hours), mode, hour.zone), CITY, "", loudness, heard, mute)


def title(value: object) -> str | None:
    return f"{value.hours}@{value.wall}/{value.fold}" if isinstance(value, Hour) else None


@pytest.mark.parametrize(("hour", "row"), STARTS, ids=title)
def test_a_start_sounds_by_the_hour_and_the_mode(hour: Hour, row: tuple[tuple[Mode, Gravity], Sound]) -> None:
    (mode, gravity), at_night = row
    start = happened(TransitionKind.STARTED, episode(CITY, gravity=gravity), at=hour.now)

    assert decide(start, cohort(hour, mode), hour.now).sound is (at_night if hour.inside else LOUD)


@pytest.mark.parametrize("hour", CLOCK, ids=title)
def test_digests_and_the_end_of_a_mode_are_held_inside_and_silent_outside(hour: Hour) -> None:
    quiet = cohort(hour).quiet

    for decision in (of_bulletin(quiet, hour.now), of_mode_ended(quiet, hour.now)):
        assert decision.sound is (HELD if hour.inside else SILENT)


@pytest.mark.parametrize(("hour", "mute", "gravity", "loudness", "sound"), MUTED, ids=title)
def test_mutes_and_places_silence_what_they_say_at_every_hour(
    hour: Hour, mute: MuteKind | None, gravity: Gravity, loudness: Loudness, sound: Sound
) -> None:
    start = happened(TransitionKind.STARTED, episode(CITY, gravity=gravity), at=hour.now)

    assert decide(start, cohort(hour, mute=mute, loudness=loudness), hour.now).sound is sound


@pytest.mark.parametrize("hour", CLOCK, ids=title)
@pytest.mark.parametrize(("heard", "mute", "outside", "inside"), ENDS)
def test_an_all_clear_is_never_louder_than_what_was_heard_unless_asked_for(
    hour: Hour, heard: Heard, mute: MuteKind | None, outside: Sound, inside: Sound
) -> None:
    end = happened(TransitionKind.ENDED, episode(CITY), at=hour.now)

    assert decide(end, cohort(hour, mute=mute, heard=heard), hour.now).sound is (inside if hour.inside else outside)


@pytest.mark.parametrize("hour", CLOCK, ids=title)
@pytest.mark.parametrize(("danger", "long", "mode", "mute", "outside", "inside"), BLIND)
def test_blindness_rings_by_what_ran_and_how_long(
    hour: Hour, danger: Gravity | None, long: bool, mode: Mode, mute: MuteKind | None, outside: Sound, inside: Sound
) -> None:
    decision = of_blindness(danger, cohort(hour, mode, mute), hour.now, long=long)

    assert decision.sound is (inside if hour.inside else outside)


@pytest.mark.parametrize("hour", CLOCK, ids=title)
@pytest.mark.parametrize(("mode", "mute", "outside", "inside"), INSISTS)
def test_only_what_rings_at_night_insists(
    hour: Hour, mode: Mode, mute: MuteKind | None, outside: Sound, inside: Sound
) -> None:
    start = happened(TransitionKind.STARTED, episode(CITY, gravity=Gravity.GRAVE), at=hour.now)

    assert of_insisting(start, cohort(hour, mode, mute), hour.now).sound is (inside if hour.inside else outside)


@pytest.mark.parametrize("heard", Heard)
def test_what_came_and_went_unsent_is_one_silent_line_at_every_hour(heard: Heard) -> None:
    assert of_passed(heard).sound is (SILENT if heard is Heard.MISSED else NONE)


def test_the_table_has_its_rows() -> None:
    by_hour = len(ENDS) + len(BLIND) + len(INSISTS) + 1
    assert len(STARTS) + len(MUTED) + len(CLOCK) * by_hour + len(Heard) == 804
