"""What quiet hours would have done, counted: the edges of hours, spans and alerts."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from bot.domain.alerts import AlertKind, AreaId, Level, SourceName, Threat, ThreatKind, TransitionKind
from bot.domain.chats import Place
from bot.domain.estimates import Count, Knowledge, Tallies, Tally
from bot.domain.estimates import tally as tally_in_steps
from bot.domain.history import PastAlert, Recorded, stages
from bot.domain.policy import Loudness, Reason, Sound
from bot.domain.quiet import Interval, Mode, QuietHours, from_text
from bot.domain.simulation import Message, MessageKind
from tests.services.simulated import shipped_tree

HOME, FAR = AreaId("1293"), AreaId("1321")
OBLAST = AreaId("22")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
#: Midnight in Kyiv, in winter.
MIDNIGHT = datetime(2026, 11, 21, 22, tzinfo=UTC)
#: 20 to 21 November, 23:00-07:00 in Kyiv, and the night after it.
NIGHTS = (Interval(MIDNIGHT - HOUR, MIDNIGHT + 7 * HOUR), Interval(MIDNIGHT + 23 * HOUR, MIDNIGHT + 31 * HOUR))
SPAN = MIDNIGHT - DAY, MIDNIGHT + 2 * DAY
QUIET = QuietHours(from_text("23:00-07:00"))
LOUD, SILENT = Sound.LOUD, Sound.SILENT
START, END = MessageKind.START, MessageKind.END


def told(at: datetime, sound: Sound = LOUD, kind: MessageKind = START, area: str = "1293") -> Message:
    return Message(1, at, kind, area, sound, Reason.GRAVE_WAKES)


def tally(*asked: Any) -> Tallies:
    """Counted without a rest."""
    steps = tally_in_steps(*asked)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return cast(Tallies, end.value)


def red(began: datetime, lasts: timedelta = HOUR, area: AreaId = HOME, level: Level = Level.RED) -> PastAlert:
    return PastAlert(area, began, began + lasts, level)


@pytest.mark.parametrize(
    ("messages", "tally_"),
    [
        ([], Tally()),
        ([told(NIGHTS[0].start - MINUTE)], Tally()),
        ([told(NIGHTS[0].start)], Tally(1, 1, 1)),
        ([told(NIGHTS[0].end - MINUTE, SILENT)], Tally(1, 0, 0)),
        ([told(NIGHTS[0].end)], Tally()),
        ([told(MIDNIGHT), told(MIDNIGHT + MINUTE)], Tally(2, 2, 1)),
        ([told(MIDNIGHT), told(MIDNIGHT + DAY)], Tally(2, 2, 2)),
        # One message for two places, as loud as the louder; an end of the same moment is another.
        ([told(MIDNIGHT, SILENT), told(MIDNIGHT, LOUD, area="1321")], Tally(1, 1, 1)),
        ([told(MIDNIGHT), told(MIDNIGHT, SILENT, END)], Tally(2, 1, 1)),
        # Recaps come at the end, and apart, loud or not.
        ([told(NIGHTS[0].end, LOUD, MessageKind.RECAP), told(MIDNIGHT, SILENT)], Tally(1, 0, 0, 1)),
        # Before the span and at its end nothing counts.
        ([told(SPAN[0] - DAY), told(SPAN[1], kind=MessageKind.RECAP)], Tally()),
    ],
)
def test_what_came_inside_the_hours_is_counted(messages: list[Message], tally_: Tally) -> None:
    count = Count(NIGHTS, SPAN)
    for message in messages:
        count.add(message)

    assert count.tally() == tally_


def test_a_month_is_counted_in_small_steps() -> None:
    alerts = [red(SPAN[0] + number * MINUTE, MINUTE) for number in range(100)]

    assert sum(1 for _ in tally_in_steps(shipped_tree(), [Place(HOME)], QUIET, alerts, SPAN)) >= 3 * len(alerts)


def test_each_mode_and_no_quiet_at_all_are_counted_side_by_side() -> None:
    yellow = PastAlert(HOME, MIDNIGHT + 3 * HOUR, MIDNIGHT + 4 * HOUR, Level.YELLOW)

    found = tally(shipped_tree(), [Place(HOME)], QUIET, [red(MIDNIGHT), yellow, red(MIDNIGHT + 12 * HOUR)], SPAN)

    assert found.by_mode == {
        Mode.GRAVE: Tally(4, 1, 1, 1),
        Mode.EVERYTHING: Tally(4, 2, 1, 1),
        Mode.NOTHING: Tally(4, 0, 0, 1),
    }
    assert (found.without, found.nights, found.unlevelled) == (Tally(4, 4, 1), 4, 0)


@pytest.mark.parametrize(
    ("alert", "grave", "without"),
    [
        # It was on when the time began: its end is counted, its start is not.
        (red(SPAN[0] - HOUR, 25 * HOUR), (1, 0), 1),
        # Longer than all of it: it neither begins nor ends there.
        (red(SPAN[0] - HOUR, 40 * DAY), (0, 0), 0),
        # It ends as the time begins, which is in it, and begins as it ends, which is not.
        (red(SPAN[0] - HOUR, HOUR), (1, 0), 1),
        (red(SPAN[1], HOUR), (0, 0), 0),
        (PastAlert(HOME, MIDNIGHT, None, Level.RED), (1, 1), 1),
        (red(MIDNIGHT, timedelta()), (0, 0), 0),
    ],
)
def test_alerts_are_cut_at_the_edges_of_the_time(alert: PastAlert, grave: tuple[int, int], without: int) -> None:
    found = tally(shipped_tree(), [Place(HOME)], QUIET, [alert], SPAN)

    assert (found.by_mode[Mode.GRAVE].messages, found.by_mode[Mode.GRAVE].rang) == grave
    assert found.without.rang == without


def test_an_alert_of_all_places_is_one_message_and_a_places_own_loudness_counts() -> None:
    both = [Place(HOME), Place(FAR)]
    silent = [Place(HOME, loudness=Loudness.SILENT), Place(FAR, loudness=Loudness.SILENT)]
    alerts = [red(MIDNIGHT, area=OBLAST)]

    assert tally(shipped_tree(), both, QUIET, alerts, SPAN).by_mode[Mode.GRAVE] == Tally(2, 1, 1, 1)
    assert tally(shipped_tree(), silent, QUIET, alerts, SPAN).by_mode[Mode.GRAVE] == Tally(2, 0, 0, 1)


def test_an_alert_without_a_level_is_grave_and_said_to_be_without() -> None:
    unlevelled = [red(MIDNIGHT, level=Level.UNKNOWN), red(MIDNIGHT + 12 * HOUR, level=Level.UNKNOWN)]

    found = tally(shipped_tree(), [Place(HOME)], QUIET, unlevelled, SPAN)

    assert (found.by_mode[Mode.GRAVE].rang, found.unlevelled) == (1, 1)


@pytest.mark.parametrize(
    ("gaps", "hours"),
    [
        ((), 0),
        (((SPAN[0] - HOUR, SPAN[0] + HOUR),), 1),
        (((SPAN[0], SPAN[0] + 3 * HOUR), (SPAN[0] + HOUR, SPAN[0] + 2 * HOUR)), 3),
        (((SPAN[1] - HOUR, SPAN[1] + HOUR),), 1),
        (((SPAN[0] + HOUR, SPAN[0] + 2 * HOUR), (SPAN[0] + 4 * HOUR, SPAN[0] + 5 * HOUR)), 2),
    ],
)
def test_times_without_data_are_added_up_once(gaps: tuple[tuple[datetime, datetime], ...], hours: int) -> None:
    assert Knowledge(SPAN[0], gaps).unseen(SPAN[1]) == hours * HOUR


# What the lines of the history tell of


def line(kind: TransitionKind, minutes: int, level: Level = Level.YELLOW, **other: object) -> Recorded:
    at = MIDNIGHT + minutes * MINUTE
    given = {"started_at": MIDNIGHT, "threats": (), "sources": (SourceName("alerts-in-ua"),), "imported": False} | other
    return Recorded(at, kind, HOME, AlertKind.AIR_RAID, level=level, **given)  # type: ignore[arg-type]


STARTED, ESCALATED, EASED, ENDED = (
    TransitionKind.STARTED,
    TransitionKind.ESCALATED,
    TransitionKind.EASED,
    TransitionKind.ENDED,
)


def at(minutes: int) -> datetime:
    return MIDNIGHT + minutes * MINUTE


def test_our_own_alert_is_told_from_change_to_change_since_it_was_seen() -> None:
    missiles = (Threat(ThreatKind.BALLISTIC_MISSILES),)
    lines = [
        line(STARTED, 1),
        line(ESCALATED, 10, Level.RED, threats=missiles),
        line(EASED, 20),
        line(ENDED, 30),
        line(STARTED, 60, started_at=at(59)),
    ]

    assert list(stages(lines)) == [
        PastAlert(HOME, at(1), at(10), Level.YELLOW),
        PastAlert(HOME, at(10), at(20), Level.RED, missiles),
        PastAlert(HOME, at(20), at(30), Level.YELLOW),
        PastAlert(HOME, at(60), None, Level.YELLOW),
    ]


def test_an_imported_alert_is_told_whole_by_its_end() -> None:
    began = MIDNIGHT - 40 * DAY
    lines = [line(STARTED, 0, imported=True), line(ENDED, 5, Level.RED, imported=True, started_at=began)]

    assert list(stages(lines)) == [PastAlert(HOME, began, at(5), Level.RED)]


@pytest.mark.parametrize(
    ("lines", "told_"),
    [
        # Old when it was first seen: nothing, until it is worse than usual.
        ([line(STARTED, 0, started_at=MIDNIGHT - 4 * DAY)], []),
        (
            [line(STARTED, 0, started_at=MIDNIGHT - 4 * DAY), line(ESCALATED, 5, Level.RED), line(EASED, 9)],
            [PastAlert(HOME, at(5), at(9), Level.RED)],
        ),
        # What was on before the first line is nobody's start.
        ([line(EASED, 5), line(ENDED, 9)], []),
        ([line(ENDED, 5), line(STARTED, 9), line(ENDED, 12)], [PastAlert(HOME, at(9), at(12), Level.YELLOW)]),
    ],
)
def test_what_has_always_been_on_rings_nobody(lines: list[Recorded], told_: list[PastAlert]) -> None:
    assert list(stages(lines)) == told_
