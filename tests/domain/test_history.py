"""When two accounts of the past are one alert, so that none counts twice and none hides behind another."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alerts import AlertKind, AreaId
from bot.domain.history import Known, PastAlert

KHARKIV, OBLAST = AreaId("1293"), AreaId("22")
MIDNIGHT = datetime(2026, 11, 15, tzinfo=UTC)


def at(clock: str) -> datetime:
    hours, minutes, *seconds = map(int, clock.split(":"))
    return MIDNIGHT + timedelta(hours=hours, minutes=minutes, seconds=sum(seconds))


def past(span: str, area: AreaId = KHARKIV, kind: AlertKind = AlertKind.AIR_RAID) -> PastAlert:
    start, end = span.split("-")
    return PastAlert(area, at(start), at(end) if end else None, kind=kind)


@pytest.mark.parametrize(
    ("known", "unseen", "told", "same"),
    [
        ("02:00-03:00", "", "02:00-03:00", True),
        ("02:00:09-03:00:20", "", "02:00-03:00", True),
        ("02:00-03:00", "", "02:30-02:40", True),
        ("02:00-03:00", "", "01:00-02:01", True),
        ("02:00-03:00", "", "03:00-03:30", False),
        ("02:00-03:00", "", "01:30-02:00", False),
        ("02:00-", "", "03:00-03:30", True),
        # Seen to begin, and then nothing was seen: what it did in the dark is not known.
        ("01:00-05:40", "02:10-05:40", "01:00-02:30", True),
        ("01:00-05:40", "02:10-05:40", "01:30-05:39", True),
        ("01:00-05:40", "02:10-05:40", "03:00-03:40", False),
        ("01:00-", "02:10-05:40", "03:00-03:40", False),
        ("01:00-05:40:16", "02:10-05:40", "03:00-05:40:05", True),
        # Begun in the dark, and found running when sight was back.
        ("04:50-06:00", "02:10-05:40", "04:50-05:39", True),
        ("04:50-06:00", "02:10-05:40", "04:51:59-05:39", True),
        ("04:50-06:00", "02:10-05:40", "04:53-05:39", False),
    ],
)
def test_two_accounts_of_one_alert(known: str, unseen: str, told: str, same: bool) -> None:
    dark = [(at(since), at(until)) for since, until in [span.split("-") for span in unseen.split() if span]]

    assert Known([past(known)], dark).tells_of(past(told)) is same


def test_another_area_or_kind_is_another_alert() -> None:
    known = Known([past("02:00-03:00")])

    assert not known.tells_of(past("02:00-03:00", OBLAST))
    assert not known.tells_of(past("02:00-03:00", kind=AlertKind.ARTILLERY))


def test_a_long_alert_is_found_behind_short_ones() -> None:
    known = Known([past("01:00-09:00"), past("02:00-02:10"), past("03:00-03:10")])

    assert known.tells_of(past("08:00-08:10"))


moments = st.integers(0, 600).map(lambda minutes: MIDNIGHT + timedelta(minutes=minutes))
spans = st.tuples(moments, moments).filter(lambda span: span[0] < span[1])
alerts = st.builds(lambda span: PastAlert(KHARKIV, *span), spans)


@given(st.lists(alerts), alerts)
def test_the_index_finds_what_looking_at_all_would_find(known: list[PastAlert], told: PastAlert) -> None:
    assert Known(known).tells_of(told) is any(Known([one]).tells_of(told) for one in known)


@given(alerts, st.lists(spans, max_size=1))
def test_every_alert_is_the_same_as_itself(one: PastAlert, dark: list[tuple[datetime, datetime]]) -> None:
    assert Known([one], dark).tells_of(one)
