"""An older copy of the list is known by its alerts, and ends nothing; a correction is believed in the end."""

import copy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.alerts import AlertKey, AlertKind, AreaId, TransitionKind
from bot.sources.ukraine_alarm_copies import BELIEVED_AFTER, Copies
from tests.sources.test_ukraine_alarm import CALM, NIGHT, NOW, REAL, Server, Sky, source_at

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
A, B = ((AreaId(area), AlertKind.AIR_RAID) for area in ("1293", "124"))
POLL = 21 * SECOND


def at(minutes: int) -> datetime:
    return datetime(2026, 11, 15, tzinfo=UTC) + minutes * MINUTE


Reading = dict[AlertKey, int]


@pytest.mark.parametrize(
    ("readings", "back_to"),
    [
        # Nothing to compare with, the same again, something newer, something that ended.
        ([{A: 5}], None),
        ([{A: 5}, {A: 5}], None),
        ([{A: 5}, {A: 7, B: 6}], None),
        ([{A: 5, B: 6}, {A: 5}], None),
        ([{A: 5, B: 6}, {}], None),
        # Earlier than it was, even if another is newer; the earliest counts.
        ([{A: 5}, {A: 4}], 4),
        ([{A: 5, B: 6}, {A: 4, B: 9}], 4),
        ([{A: 5, B: 6}, {A: 4, B: 3}], 3),
        # Back unchanged: after one reading without it that one may be wrong, after two it had ended.
        ([{A: 5}, {}, {A: 5}], None),
        ([{A: 5}, {}, {}, {A: 5}], 5),
        ([{A: 5}, {}, {A: 5}, {}, {A: 5}], None),
        # It began anew.
        ([{A: 5}, {}, {}, {A: 8}], None),
        # Earlier than it was before it ended.
        ([{A: 5}, {}, {A: 4}], 4),
        # An older copy is no measure for the next reading, nor does it make the true one look old.
        ([{A: 5}, {A: 4}, {A: 5}], None),
        ([{A: 5}, {A: 4}, {A: 4}], 4),
        ([{A: 5, B: 6}, {A: 4}, {B: 6, A: 7}], None),
    ],
)
def test_a_reading_is_older_where_an_alert_goes_back(readings: list[Reading], back_to: int | None) -> None:
    copies, found = Copies(), []
    for number, reading in enumerate(readings):
        moments = {key: at(minutes) for key, minutes in reading.items()}
        found.append(copies.stepped_back_to(moments, NOW + number * POLL))

    assert found[-1] == (None if back_to is None else at(back_to))


@pytest.mark.parametrize(
    ("after", "believed"), [(timedelta(), False), (BELIEVED_AFTER - SECOND, False), (BELIEVED_AFTER, True)]
)
def test_what_stays_back_for_half_an_hour_is_believed(after: timedelta, believed: bool) -> None:
    copies = Copies()
    copies.stepped_back_to({A: at(5)}, NOW - MINUTE)
    copies.stepped_back_to({A: at(4)}, NOW)

    assert (copies.stepped_back_to({A: at(4)}, NOW + after) is None) is believed
    assert copies.stepped_back_to({A: at(5)}, NOW + after + SECOND) is None


def test_one_newer_reading_begins_the_half_hour_anew() -> None:
    copies = Copies()
    readings = ((5, 0), (4, 1), (5, 20), (4, 21), (4, 40))
    found = [copies.stepped_back_to({A: at(minutes)}, NOW + moment * MINUTE) for minutes, moment in readings]

    assert found == [None, at(4), None, at(4), at(4)]


def updated(body: Any, area: str, moment: str) -> Any:
    """The body with another last update of one region's alerts."""
    changed = copy.deepcopy(body)
    for record in changed:
        for one in record["activeAlerts"]:
            if one["regionId"] == area:
                one["lastUpdate"] = moment
    return changed


async def test_an_old_copy_served_again_and_again_ends_nothing_at_the_address_without_a_check() -> None:
    before = CALM
    since = updated(NIGHT, "16", "2026-11-15T00:12:00Z")
    server = Server(since)
    sky = Sky(source_at(server, REAL))
    await sky.hear(NOW)
    server.alerts = before
    for turn in range(1, 20):
        assert await sky.hear(NOW + turn * POLL) == [], turn
    server.alerts = since
    assert await sky.hear(NOW + 20 * POLL) == []
    server.alerts = updated(before, "16", "2026-11-15T00:12:00Z")
    ended = [told for turn in (21, 22) for told in await sky.hear(NOW + turn * POLL)]

    assert ended == [(TransitionKind.ENDED, area) for area in ("124", "1293", "564")]


async def test_an_old_copy_may_begin_what_we_missed() -> None:
    server = Server(updated(CALM, "16", "2026-11-15T00:12:00Z"))
    sky = Sky(source_at(server, REAL))
    await sky.hear(NOW)
    server.alerts = NIGHT

    assert {kind for kind, _ in await sky.hear(NOW + POLL)} == {TransitionKind.STARTED}
