"""The second source is asked within its small budget, keeps its key to itself, and never passes silence off as calm."""

import asyncio
import json
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from bot.domain.advance import State, advance
from bot.domain.alerts import Answer, AreaId, TransitionKind
from bot.errors import SourceError
from bot.sources.port import Source
from bot.sources.ukraine_alarm import UkraineAlarm
from tests.fixtures.clock import ManualClock

PAYLOADS = Path(__file__).parent.parent / "fixtures" / "payloads"
NOW = datetime(2026, 11, 15, 0, 14, 30, tzinfo=UTC)
KEY = "k3y-that-nobody-may-see"
REAL = "https://api.ukrainealarm.com"
ELSEWHERE = "http://127.0.0.1:8099/"
SECOND = timedelta(seconds=1)
EIGHT = timedelta(seconds=8)
ALERTS, STATUS, REGIONS = "/api/v3/alerts", "/api/v3/alerts/status", "/api/v3/regions"

Turn = httpx.Response | Exception


def payload(name: str) -> Any:
    return json.loads((PAYLOADS / f"ukraine_alarm_{name}.json").read_bytes())


CALM, NIGHT = payload("calm"), payload("missiles_over_the_city")


class Server:
    """Speaks the API: `alerts` as they are, `index` for their last action. `fails` answers in their stead, by path."""

    def __init__(self, alerts: Any = NIGHT, index: int = 1000) -> None:
        self.alerts = alerts
        self.index = index
        self.fails: dict[str, Turn] = {}
        self.asked: list[httpx.Request] = []
        self.when_read: Callable[[], None] = lambda: None

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        path = request.url.path
        failure = self.fails.get(path)
        if isinstance(failure, Exception):
            raise failure
        if failure is not None:
            return httpx.Response(failure.status_code, content=failure.content, headers=failure.headers)
        if path == STATUS:
            return httpx.Response(200, json={"lastActionIndex": self.index})
        body = {ALERTS: self.alerts, REGIONS: payload("regions")}[path]
        self.when_read()
        return httpx.Response(200, json=body)

    def changes(self, alerts: Any) -> None:
        self.alerts, self.index = alerts, self.index + 1

    def paths(self) -> list[str]:
        """What was asked for since the last look."""
        paths = [request.url.path for request in self.asked]
        self.asked.clear()
        return paths


def source_at(
    server: Server, url: str = ELSEWHERE, interval: timedelta = EIGHT, draw: float = 1.0, key: str = KEY
) -> UkraineAlarm:
    client = httpx.AsyncClient(transport=httpx.MockTransport(server), follow_redirects=True)
    return UkraineAlarm(client, url, key, AreaId, interval, lambda: draw)


async def failure(source: UkraineAlarm, now: datetime = NOW) -> SourceError:
    with pytest.raises(SourceError) as caught:
        await source.poll(now)
    return caught.value


async def test_a_good_answer_says_when_it_came_and_what_runs() -> None:
    source: Source = source_at(Server())
    answer = await source.poll(NOW)
    assert (answer.source, answer.at) == ("ukraine-alarm", NOW)
    assert {seen.area for seen in answer.observations or ()} == {"16", "9999", "1313", "124", "1293", "564"}


async def test_the_requests_are_as_documented() -> None:
    server = Server()
    await source_at(server).poll(NOW)
    assert [str(asked.url) for asked in server.asked] == [
        "http://127.0.0.1:8099/api/v3/alerts/status",
        "http://127.0.0.1:8099/api/v3/alerts",
    ]
    for request in server.asked:
        assert (request.method, request.headers["Authorization"]) == ("GET", KEY)
        assert request.headers["User-Agent"] == "Tysha/0.1"
        assert set(request.extensions["timeout"].values()) == {5.0}


FAILURES = [
    (httpx.Response(401), "limited-or-unauthorised"),
    (httpx.Response(401, content=b" \n"), "limited-or-unauthorised"),
    (httpx.Response(401, json={"message": "wrong key"}), "unauthorised"),
    (httpx.Response(403), "forbidden"),
    (httpx.Response(429), "too-many-requests"),
    (httpx.Response(500), "server-error"),
    (httpx.Response(503, html="<h1>Sorry</h1>"), "server-error"),
    (httpx.Response(404), "unexpected-status"),
    (httpx.Response(204), "unexpected-status"),
    (httpx.Response(304), "unexpected-status"),
    (httpx.Response(302, headers={"Location": "https://elsewhere.example/"}), "unexpected-status"),
    (httpx.Response(200), "odd-shape"),
    (httpx.Response(200, json={}), "odd-shape"),
    (httpx.Response(200, json=None), "odd-shape"),
    (httpx.Response(200, content=b"null"), "odd-shape"),
    (httpx.Response(200, html="<h1>Checking your browser</h1>"), "odd-shape"),
    (httpx.Response(200, content=json.dumps(NIGHT)[:-40].encode()), "odd-shape"),
    (httpx.Response(200, json=[{"regionId": "124"}]), "odd-shape"),
    (httpx.ReadTimeout("slow"), "timeout"),
    (httpx.ConnectError("no route"), "no-network"),
    (httpx.RemoteProtocolError("closed early"), "no-network"),
]


@pytest.mark.parametrize("path", [ALERTS, STATUS, REGIONS])
@pytest.mark.parametrize(("turn", "kind"), FAILURES)
async def test_every_failure_is_an_error_with_its_own_word(path: str, turn: Turn, kind: str) -> None:
    server = Server()
    server.fails[path] = turn
    source = source_at(server)
    with pytest.raises(SourceError) as caught:
        await (source.areas(NOW) if path == REGIONS else source.poll(NOW))
    assert caught.value.kind == kind
    assert [asked.url.host for asked in server.asked] == ["127.0.0.1"] * len(server.asked)


@pytest.mark.parametrize("key", [KEY, f"{KEY}\nX-Injected: 1", f"{KEY}é"])
@pytest.mark.parametrize("turn", [httpx.Response(401), httpx.ReadError(f"headers were {KEY}"), httpx.Response(200)])
async def test_the_key_is_in_no_error_and_no_log(turn: Turn, key: str) -> None:
    server = Server()
    server.fails = {ALERTS: turn, STATUS: turn}
    source = source_at(server, key=key)
    with capture_logs() as logs:
        error = await failure(source)
    told = "".join(traceback.format_exception(error)) + repr(source) + str(vars(error)) + str(logs)
    assert KEY not in told


async def test_an_unchanged_number_is_contact_and_nothing_changed() -> None:
    server = Server()
    source = source_at(server)
    first = await source.poll(NOW)
    server.paths()
    later = NOW + EIGHT
    assert await source.poll(later) == Answer(source.name, later, None, first.data_at)
    assert server.paths() == [STATUS]


async def test_a_changed_number_is_followed_by_a_reading_in_the_same_poll() -> None:
    server = Server(CALM)
    source = source_at(server)
    await source.poll(NOW)
    server.paths()
    server.changes(NIGHT)
    answer = await source.poll(NOW + EIGHT)
    assert server.paths() == [STATUS, ALERTS]
    assert AreaId("1293") in {seen.area for seen in answer.observations or ()}


async def test_a_change_during_the_reading_is_not_missed() -> None:
    server = Server(CALM)
    server.when_read = lambda: server.changes(NIGHT)
    source = source_at(server)
    await source.poll(NOW)
    server.when_read = lambda: None
    answer = await source.poll(NOW + EIGHT)
    assert len(answer.observations or ()) == 6


async def test_a_reading_that_failed_is_tried_again_though_the_number_stays() -> None:
    server = Server(CALM)
    source = source_at(server)
    await source.poll(NOW)
    server.changes(NIGHT)
    server.fails[ALERTS] = httpx.Response(500)
    await failure(source, NOW + EIGHT)
    server.fails.clear()
    assert (await source.poll(NOW + 2 * EIGHT)).observations is not None


async def test_the_whole_list_is_read_every_five_minutes_though_the_number_stays() -> None:
    server = Server()
    source = source_at(server)
    read = []
    for seconds in range(0, 601, 10):
        answer = await source.poll(NOW + seconds * SECOND)
        if answer.observations is not None:
            read.append(seconds)
    assert read == [0, 300, 600]


async def test_what_could_not_be_kept_is_read_again_in_full() -> None:
    server = Server()
    source = source_at(server)
    first = await source.poll(NOW)
    source.forget()
    again = await source.poll(NOW + EIGHT)
    assert (again.observations, again.data_at) == (first.observations, first.data_at)
    assert (await source.poll(NOW + 2 * EIGHT)).observations is None


async def test_what_is_gone_is_looked_at_twice() -> None:
    server = Server(NIGHT)
    source = source_at(server)
    await source.poll(NOW)
    server.changes(CALM)
    answers = [await source.poll(NOW + turn * EIGHT) for turn in (1, 2, 3)]
    assert [len(answer.observations or ()) for answer in answers] == [3, 3, 0]


async def test_a_number_that_goes_back_is_an_older_copy_until_it_stays() -> None:
    server = Server(NIGHT, index=1000)
    source = source_at(server)
    await source.poll(NOW)
    server.alerts, server.index = CALM, 7
    assert (await failure(source, NOW + EIGHT)).kind == "stepped-back"
    assert (await source.poll(NOW + 2 * EIGHT)).observations is not None


async def test_a_check_that_fails_for_ever_does_not_blind_us() -> None:
    server = Server()
    server.fails[STATUS] = httpx.Response(404)
    source = source_at(server)
    for turn in range(5):
        await failure(source, NOW + 2 * turn * EIGHT)
        assert (await source.poll(NOW + (2 * turn + 1) * EIGHT)).observations is not None


class Sky:
    """What the watch makes of one source's answers."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.state = State()

    async def hear(self, now: datetime) -> list[tuple[TransitionKind, str]]:
        answer = await self.source.poll(now)
        self.state, transitions = advance(self.state, answer, now)
        return [(transition.kind, transition.alert.area) for transition in transitions]


@pytest.mark.parametrize("url", [ELSEWHERE, REAL])
async def test_the_last_alert_of_a_night_ends_though_nothing_newer_is_left_in_the_body(url: str) -> None:
    server = Server(NIGHT)
    sky = Sky(source_at(server, url))
    await sky.hear(NOW)
    server.changes(CALM)
    ended = NOW + timedelta(hours=7)
    assert await sky.hear(ended) == []
    gone = await sky.hear(ended + 42 * SECOND)
    assert gone == [(TransitionKind.ENDED, area) for area in ("124", "1293", "564")]
    assert {key[0] for key in sky.state.alerts} == {"16", "9999", "1313"}


async def test_a_body_from_the_future_ends_nothing() -> None:
    server = Server(NIGHT)
    sky = Sky(source_at(server))
    await sky.hear(NOW)
    server.changes([{**record, "lastUpdate": "2026-11-15T02:00:00Z"} for record in CALM])
    for turn in (1, 2, 3, 4):
        assert await sky.hear(NOW + turn * EIGHT) == []


async def test_a_source_that_goes_on_without_changing_says_since_when() -> None:
    server = Server(NIGHT)
    source = source_at(server, REAL)
    moments = [(await source.poll(NOW + turn * timedelta(minutes=20))).data_at for turn in range(4)]
    assert moments == [NOW] * 4
    server.changes(CALM)
    assert (await source.poll(NOW + timedelta(hours=2))).data_at == NOW + timedelta(hours=2)


@pytest.mark.parametrize(
    ("draw", "seconds"), [(1.0, [8, 16, 30, 30, 30]), (0.0, [8, 8, 15, 15, 15]), (0.5, [8, 12, 22.5, 22.5, 22.5])]
)
async def test_failures_in_a_row_lengthen_the_wait_and_a_good_answer_ends_that(
    draw: float, seconds: list[float]
) -> None:
    server = Server()
    server.fails = {path: httpx.Response(401) for path in (STATUS, ALERTS)}
    source = source_at(server, draw=draw)
    waits = []
    for _ in seconds:
        await failure(source)
        waits.append(source.interval.total_seconds())
    assert waits == seconds
    server.fails.clear()
    await source.poll(NOW)
    assert source.interval == EIGHT


@pytest.mark.parametrize("code", [401, 429, 503])
async def test_a_server_that_asks_for_time_gets_it(code: int) -> None:
    server = Server()
    server.fails[ALERTS] = httpx.Response(code, headers={"Retry-After": "90"})
    source = source_at(server)
    await failure(source)
    assert source.interval == timedelta(seconds=90)
    server.fails = {path: httpx.ReadTimeout("slow") for path in (STATUS, ALERTS)}
    await failure(source, NOW + timedelta(seconds=90))
    assert source.interval < timedelta(seconds=90)


@pytest.mark.parametrize(
    ("url", "wanted", "kept"),
    [
        (REAL, 1, 21),
        ("https://API.UkraineAlarm.com./", 8, 21),
        (REAL, 30, 30),
        (REAL, 90, 90),
        (ELSEWHERE, 1, 1),
        (ELSEWHERE, 0.1, 1),
        (ELSEWHERE, 8, 8),
        ("https://api.ukrainealarm.com.example", 2, 2),
    ],
)
async def test_the_budget_is_kept_at_the_real_address_and_the_setting_obeyed_elsewhere(
    url: str, wanted: float, kept: float
) -> None:
    assert source_at(Server(), url, wanted * SECOND).interval == kept * SECOND


async def asked_in(
    span: timedelta, server: Server, source: UkraineAlarm, changing: bool = True
) -> tuple[list[datetime], list[str]]:
    """Polls at the source's own interval; returns when each request came, and each failure's kind."""
    clock, moments, kinds = ManualClock(NOW), list[datetime](), list[str]()

    async def for_ever() -> None:
        while True:
            before = len(server.asked)
            server.index += changing
            try:
                await source.poll(clock.now())
            except SourceError as error:
                kinds.append(error.kind)
            moments.extend([clock.now()] * (len(server.asked) - before))
            await clock.sleep(source.interval)

    async with asyncio.TaskGroup() as group:
        polling = group.create_task(for_ever())
        await clock.live_through(span)
        polling.cancel()
    return moments, kinds


def most_in_a_minute(moments: list[datetime]) -> int:
    minute = timedelta(minutes=1)
    return max(sum(start <= other < start + minute for other in moments) for start in moments)


@pytest.mark.parametrize("wanted", [1, 8, 22, 31, 62, 63, 70, 200])
@pytest.mark.parametrize("turn", [None, httpx.Response(401), httpx.Response(500)])
async def test_no_minute_at_the_real_address_sees_more_than_three_requests(wanted: int, turn: Turn | None) -> None:
    server = Server()
    server.fails = {} if turn is None else {ALERTS: turn}
    moments, kinds = await asked_in(timedelta(hours=1), server, source_at(server, REAL, wanted * SECOND))
    assert most_in_a_minute(moments) <= 3
    assert "too-early" not in kinds
    assert len(moments) >= 3600 / max(wanted, 33)


async def test_where_a_request_is_dear_each_is_a_reading() -> None:
    server = Server()
    moments, _ = await asked_in(timedelta(minutes=10), server, source_at(server, REAL), changing=False)
    assert set(server.paths()) == {ALERTS}
    assert max(after - before for before, after in pairwise(moments)) == timedelta(seconds=21)


async def test_where_the_budget_leaves_room_for_both_the_check_comes_first() -> None:
    server = Server()
    await asked_in(timedelta(seconds=150), server, source_at(server, REAL, 70 * SECOND), changing=False)
    assert server.paths() == [STATUS, ALERTS, STATUS, STATUS]


async def test_elsewhere_a_second_is_a_second() -> None:
    server = Server()
    await asked_in(timedelta(seconds=59.9), server, source_at(server, interval=SECOND), changing=False)
    assert server.paths() == [STATUS, ALERTS] + [STATUS] * 59


async def test_asking_too_early_never_reaches_the_real_address_and_is_no_failure() -> None:
    server = Server()
    source = source_at(server, REAL)
    for turn in range(3):
        await source.poll(NOW + turn * SECOND)
    assert (await failure(source, NOW + 62 * SECOND)).kind == "too-early"
    assert len(server.asked) == 3
    await source.poll(NOW + 63 * SECOND)


async def test_what_our_own_budget_forbade_does_not_lengthen_the_wait() -> None:
    source = source_at(Server(), REAL)
    for turn in range(3):
        await source.poll(NOW + turn * 21 * SECOND)
    for second in (43, 44, 45):
        assert (await failure(source, NOW + second * SECOND)).kind == "too-early"
    assert source.interval == 21 * SECOND


async def test_a_clock_that_was_set_back_does_not_silence_the_source() -> None:
    server = Server()
    source = source_at(server, REAL)
    for turn in range(3):
        await source.poll(NOW + turn * SECOND)
    assert (await source.poll(NOW - timedelta(hours=1))).observations is not None


async def test_the_list_of_areas_is_asked_for_within_the_same_budget() -> None:
    server = Server()
    source = source_at(server, REAL)
    listing = await source.areas(NOW)
    assert (server.paths(), listing.areas[0].name) == ([REGIONS], "Харківська область")
    await source.poll(NOW)
    await source.poll(NOW)
    assert source.interval == timedelta(seconds=63)
    with suppress(SourceError):
        await source.areas(NOW)
    assert server.paths() == [ALERTS, ALERTS]


@pytest.mark.parametrize(
    ("url", "interval", "polled", "room"),
    [
        (REAL, EIGHT, 0, True),
        (REAL, EIGHT, 1, True),
        (REAL, EIGHT, 2, False),
        (REAL, timedelta(seconds=63), 0, True),
        (ELSEWHERE, EIGHT, 9, True),
    ],
)
async def test_a_source_says_whether_a_list_leaves_room_for_a_poll(
    url: str, interval: timedelta, polled: int, room: bool
) -> None:
    source = source_at(Server(), url, interval)
    for _ in range(polled):
        await source.poll(NOW)

    assert source.can_spare(NOW) is room


async def test_each_unfamiliar_word_is_logged_once() -> None:
    server = Server(payload("new_words"))
    source = source_at(server, REAL)
    with capture_logs() as logs:
        await source.poll(NOW)
        await source.poll(NOW + EIGHT)
    assert [(entry["source"], entry["word"].partition("=")[0]) for entry in logs] == [
        ("ukraine-alarm", "reason"),
        ("ukraine-alarm", "alertLevel"),
        ("ukraine-alarm", "activeAlertLevels"),
        ("ukraine-alarm", "type"),
    ]
