"""A region's month: each row as it is written, the odd ones counted, the limit kept, the token seen by nobody."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alerts import AlertKind, AreaId, Level
from bot.domain.history import PastAlert
from bot.errors import SourceError
from bot.sources.alerts_in_ua_history import Month, parse_month
from bot.sources.history import Trouble
from tests.sources.months import ELSEWHERE, REAL, TOKEN, HistoryServer, body, history_at, row

NOW = datetime(2026, 11, 14, 10, 30, tzinfo=UTC)
START, END = NOW - timedelta(hours=3), NOW - timedelta(hours=2)
KHARKIV, OBLAST = AreaId("1293"), AreaId("22")


def read(*rows: object) -> Month:
    return parse_month(body(*rows), at=NOW, area_of=AreaId)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, PastAlert(KHARKIV, START, END, Level.RED)),
        ({"alert_level": "yellow"}, PastAlert(KHARKIV, START, END, Level.YELLOW)),
        ({"alert_level": None}, PastAlert(KHARKIV, START, END, Level.UNKNOWN)),
        ({"alert_level": "violet"}, PastAlert(KHARKIV, START, END, Level.UNKNOWN)),
        ({"alert_type": "artillery_shelling"}, PastAlert(KHARKIV, START, END, Level.RED, kind=AlertKind.ARTILLERY)),
        ({"alert_type": "locusts"}, PastAlert(KHARKIV, START, END, Level.RED, kind=AlertKind.UNKNOWN)),
        ({"alert_type": None}, PastAlert(KHARKIV, START, END, Level.RED, kind=AlertKind.UNKNOWN)),
        ({"location_uid": 124}, PastAlert(AreaId("124"), START, END, Level.RED)),
        ({"location_uid": "77777"}, PastAlert(AreaId("77777"), START, END, Level.RED)),
        ({"location_uid": None}, Trouble.UNREADABLE),
        ({"started_at": None}, Trouble.UNREADABLE),
        ({"started_at": "soon"}, Trouble.UNREADABLE),
        ({"finished_at": "soon"}, Trouble.UNREADABLE),
        ({"finished_at": 7}, Trouble.UNREADABLE),
        ({"finished_at": None}, Trouble.NO_END),
        ({"finished_at": "2026-11-14T10:33:00.000Z"}, Trouble.NO_END),
        ({"finished_at": "2026-11-14T07:30:00.000Z"}, Trouble.BACKWARDS),
        ({"finished_at": "2026-11-14T07:00:00.000Z"}, Trouble.BACKWARDS),
        ({"deleted_at": "2026-11-14T09:00:00.000Z"}, Trouble.DELETED),
        ({"deleted_at": "whenever", "started_at": "soon"}, Trouble.DELETED),
    ],
)
def test_each_row_is_an_alert_or_counted_with_its_trouble(
    said: dict[str, object], expected: PastAlert | Trouble
) -> None:
    good = row(START, END, uid="22")
    month = read(good, row(START, END) | said)
    others = [past for past in month.alerts if past.area != OBLAST]

    assert len(month.alerts) - len(others) == 1
    assert (others, month.left_out) == (([expected], {}) if isinstance(expected, PastAlert) else ([], {expected: 1}))


@pytest.mark.parametrize("odd", [None, 7, "alert", [], [[]], True])
def test_what_is_no_row_is_counted(odd: object) -> None:
    assert read(odd).left_out == {Trouble.UNREADABLE: 1}


def test_an_end_as_late_as_clocks_may_differ_is_an_end() -> None:
    assert len(read(row(START, NOW + timedelta(minutes=2))).alerts) == 1


def test_one_alert_under_both_ids_of_a_city_is_one() -> None:
    both = body(row(START, END, uid="1293"), row(START, END, uid="6293"))
    month = parse_month(both, at=NOW, area_of=lambda uid: AreaId("1293" if uid == "6293" else uid))

    assert month.alerts == (PastAlert(KHARKIV, START, END, Level.RED),)


def test_the_alerts_come_in_the_order_of_their_ends() -> None:
    month = read(row(START, END), row(START - timedelta(days=9), END - timedelta(days=9)))

    assert [past.finished_at for past in month.alerts] == [END - timedelta(days=9), END]


def test_an_empty_month_is_a_month() -> None:
    assert read() == Month((), {}, ())


ODD_BODIES = [
    b"",
    b"{}",
    b"null",
    b"[]",
    b'"NNNN"',
    b'{"alerts": null}',
    b'{"alerts": {}}',
    b'{"alerts": [',
    b"<html>maintenance</html>",
    b"\xff\xfe",
    b"[" * 100_000,
]


@pytest.mark.parametrize("odd", ODD_BODIES)
def test_a_body_without_a_list_of_alerts_is_odd(odd: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        parse_month(odd, at=NOW, area_of=AreaId)

    assert caught.value.kind == "odd-shape"


values: st.SearchStrategy[object] = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=30) | st.just({}) | st.just([])
)


@given(st.lists(st.dictionaries(st.sampled_from(sorted(row(START, END))), values)))
def test_no_row_however_odd_spoils_the_others(changes: list[dict[str, object]]) -> None:
    month = read(*(row(START, END, uid="22") | change for change in changes), row(START, END))

    assert PastAlert(KHARKIV, START, END, Level.RED) in month.alerts
    assert len(month.alerts) + sum(month.left_out.values()) <= len(changes) + 1


async def test_it_asks_for_the_month_of_the_region_with_its_token() -> None:
    server = HistoryServer()
    server.answers(row(START, END))
    month = await history_at(server).month(OBLAST, NOW)

    assert [str(request.url) for request in server.asked] == [f"{ELSEWHERE}v1/regions/22/alerts/month_ago.json"]
    assert server.asked[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert len(month.alerts) == 1


@pytest.mark.parametrize(
    ("turn", "kind"),
    [
        (httpx.Response(401, content=b"{}"), "unauthorised"),
        (httpx.Response(403, content=b"{}"), "forbidden"),
        (httpx.Response(404, content=b"{}"), "unexpected-status"),
        (httpx.Response(429, content=b"{}"), "too-many-requests"),
        (httpx.Response(500, content=b"oops"), "server-error"),
        (httpx.Response(304), "unexpected-status"),
        (httpx.Response(200, content=b"<html>"), "odd-shape"),
        (httpx.ConnectError("no"), "no-network"),
        (httpx.ReadTimeout("no"), "timeout"),
    ],
)
async def test_each_way_of_failing_has_its_word_and_slows_us_down(turn: httpx.Response | Exception, kind: str) -> None:
    history = history_at(HistoryServer(turn))
    before = history.interval
    for _ in range(3):
        with pytest.raises(SourceError) as caught:
            await history.month(OBLAST, NOW)
        assert caught.value.kind == kind
        assert TOKEN not in str(caught.value)

    assert history.interval > before


async def test_what_the_server_asks_for_is_waited() -> None:
    server = HistoryServer(httpx.Response(429, headers={"Retry-After": "600"}))
    history = history_at(server, REAL)
    with pytest.raises(SourceError):
        await history.month(OBLAST, NOW)
    assert history.interval == timedelta(minutes=10)
    server.answers()
    await history.month(OBLAST, NOW + history.interval)

    assert history.interval == timedelta(seconds=30)


async def test_at_the_real_address_two_are_asked_for_in_a_minute_however_impatient_we_are() -> None:
    server = HistoryServer()
    server.answers()
    history = history_at(server, REAL)
    moments = []
    for second in range(600):
        now = NOW + timedelta(seconds=second)
        try:
            await history.month(OBLAST, now)
        except SourceError as error:
            assert error.kind == "too-early"
        else:
            moments.append(now)

    minute = timedelta(minutes=1)
    assert len(moments) == len(server.asked) == 20
    assert all(sum(start <= one < start + minute for one in moments) <= 2 for start in moments)


async def test_whoever_waits_as_told_is_never_too_early() -> None:
    server = HistoryServer()
    server.answers()
    history = history_at(server, REAL)
    now = NOW
    for _ in range(20):
        await history.month(OBLAST, now)
        now += history.interval

    assert now - NOW == timedelta(minutes=10)


def test_elsewhere_once_a_second_is_enough() -> None:
    assert history_at(HistoryServer()).interval == timedelta(seconds=1)
