"""What a place missed while nothing could be seen: all that is its own, nothing that it was told, nothing of others."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alerts import AlertKind, AreaId, Level
from bot.domain.areas import AreaTree
from bot.domain.episodes import Nearness
from bot.domain.history import Known, PastAlert
from bot.domain.meanwhile import came_and_went, is_worth_telling, missed_at
from bot.domain.notices import MissedAlert
from bot.domain.sight import Outage, outage_before
from tests.content.places import areas
from tests.domain.test_history import KHARKIV, OBLAST, at, past

RAION, CHUHUIV, CHUHUIV_RAION = AreaId("124"), AreaId("1321"), AreaId("122")
TREE = AreaTree(areas())
OUTAGE = Outage(at("02:10"), ended_at=at("05:40"))
AIR_RAID = (AlertKind.AIR_RAID,)


@pytest.mark.parametrize(
    ("span", "told"),
    [
        ("02:31-03:15", True),
        ("02:10-05:40", True),
        ("02:08-05:42", True),
        ("02:07-03:15", False),
        ("02:31-05:43", False),
        ("01:00-02:00", False),
        ("01:00-06:00", False),
        ("06:00-06:10", False),
        ("02:31-", False),
    ],
)
def test_only_what_began_and_ended_in_it_came_and_went(span: str, told: bool) -> None:
    assert bool(came_and_went([past(span)], OUTAGE, Known([]))) is told


def test_what_the_watch_saw_is_not_repeated() -> None:
    seen = Known([past("04:50-06:00")], [(OUTAGE.since, at("05:40"))])

    assert came_and_went([past("02:31-03:15"), past("04:50-05:39")], OUTAGE, seen) == (past("02:31-03:15"),)


def missed(span: str, level: Level, nearness: Nearness = Nearness.OWN) -> MissedAlert:
    start, end = span.split("-")
    return MissedAlert(nearness, at(start), at(end), level, AIR_RAID)


def leveled(span: str, level: Level, area: AreaId) -> PastAlert:
    return replace(past(span, area), level=level)


RED_CITY = leveled("02:31-03:15", Level.RED, KHARKIV)
YELLOW_CITY = leveled("04:02-04:20", Level.YELLOW, KHARKIV)
RED_RAION = leveled("03:40-03:50", Level.RED, RAION)


@pytest.mark.parametrize(
    ("area", "alerts", "expected"),
    [
        (KHARKIV, [YELLOW_CITY, RED_CITY], [missed("02:31-03:15", Level.RED), missed("04:02-04:20", Level.YELLOW)]),
        (KHARKIV, [leveled("04:02-04:20", Level.RED, OBLAST)], [missed("04:02-04:20", Level.RED)]),
        (KHARKIV, [leveled("04:02-04:20", Level.YELLOW, RAION)], []),
        (KHARKIV, [RED_RAION], [missed("03:40-03:50", Level.RED, Nearness.AROUND)]),
        (
            KHARKIV,
            [leveled("03:40-03:50", Level.UNKNOWN, RAION)],
            [missed("03:40-03:50", Level.UNKNOWN, Nearness.AROUND)],
        ),
        # The city's own alert was as grave, so that the raion's adds nothing.
        (KHARKIV, [RED_CITY, leveled("02:30-03:10", Level.RED, RAION)], [missed("02:31-03:15", Level.RED)]),
        (
            KHARKIV,
            [YELLOW_CITY, leveled("04:00-04:10", Level.RED, RAION)],
            [missed("04:00-04:10", Level.RED, Nearness.AROUND), missed("04:02-04:20", Level.YELLOW)],
        ),
        # Of one place there is one unbroken time, at its gravest.
        (
            KHARKIV,
            [leveled("04:02-04:20", Level.YELLOW, KHARKIV), leveled("04:10-04:40", Level.RED, OBLAST)],
            [missed("04:02-04:40", Level.RED)],
        ),
        (KHARKIV, [leveled("04:02-04:20", Level.RED, CHUHUIV)], []),
        (CHUHUIV, [leveled("04:02-04:20", Level.YELLOW, CHUHUIV_RAION)], [missed("04:02-04:20", Level.YELLOW)]),
        (OBLAST, [RED_CITY, RED_RAION], []),
        (RAION, [RED_CITY], []),
    ],
)
def test_a_place_missed_what_covers_it(area: AreaId, alerts: list[PastAlert], expected: list[MissedAlert]) -> None:
    assert list(missed_at(area, TREE, alerts)) == expected


def test_every_kind_that_came_is_named() -> None:
    shelling = past("04:10-04:40", KHARKIV, AlertKind.ARTILLERY)
    (one,) = missed_at(KHARKIV, TREE, [YELLOW_CITY, shelling])

    assert one.kinds == (AlertKind.AIR_RAID, AlertKind.ARTILLERY)


@pytest.mark.parametrize(
    ("outage", "now", "worth"),
    [
        (OUTAGE, at("05:40"), True),
        (OUTAGE, at("05:40") + timedelta(hours=23, minutes=59), True),
        (OUTAGE, at("05:40") + timedelta(days=1), False),
        # Asked before it was over: the end of it is not in the answer.
        (OUTAGE, at("05:39"), False),
        (replace(OUTAGE, ended_at=None), at("05:40"), False),
        (replace(OUTAGE, since=at("05:40") - timedelta(days=29)), at("05:40"), True),
        (replace(OUTAGE, since=at("05:40") - timedelta(days=30)), at("05:40"), False),
    ],
)
def test_an_outage_is_told_for_a_day_and_never_in_part(outage: Outage, now: datetime, worth: bool) -> None:
    assert is_worth_telling(outage, now) is worth


@pytest.mark.parametrize(
    ("contacts", "expected"),
    [
        ([], None),
        (["05:39"], None),
        (["05:37:01"], None),
        (["05:37"], Outage(at("05:37"), ended_at=at("05:40"))),
        (["02:10", "01:00"], OUTAGE),
        (["02:10", "05:39"], None),
    ],
)
def test_a_contact_ends_the_outage_before_it(contacts: list[str], expected: Outage | None) -> None:
    assert outage_before(map(at, contacts), at("05:40")) == expected


clocks = st.integers(0, 200).map(lambda minutes: at("02:10") + timedelta(minutes=minutes))
inside = st.builds(
    lambda area, span, level: PastAlert(area, min(span), max(span) + timedelta(minutes=1), level),
    st.sampled_from([KHARKIV, RAION, OBLAST, CHUHUIV]),
    st.tuples(clocks, clocks),
    st.sampled_from(Level),
)


@given(st.lists(inside))
def test_the_times_of_a_place_neither_overlap_nor_lose_a_minute_of_its_own(alerts: list[PastAlert]) -> None:
    own = [one for one in missed_at(KHARKIV, TREE, alerts) if one.nearness is Nearness.OWN]
    of_city = [one for one in alerts if one.area in (KHARKIV, OBLAST)]

    assert all(one.ended_at < other.started_at for one, other in pairwise(own))
    for one in of_city:
        assert any(it.started_at <= one.started_at and (one.finished_at or one.started_at) <= it.ended_at for it in own)
