"""The source is asked politely, keeps its token to itself, and fails in words that the program knows."""

import asyncio
import json
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs

from bot.domain.alerts import Answer, AreaId, Level
from bot.errors import SourceError
from bot.sources.alerts_in_ua import AlertsInUa
from bot.sources.http import BODY_LIMIT
from bot.sources.port import Source
from tests.fixtures.clock import ManualClock

PAYLOADS = Path(__file__).parent.parent / "fixtures" / "payloads"
CALM = (PAYLOADS / "calm.json").read_bytes()
NEW_WORDS = (PAYLOADS / "new_words.json").read_bytes()
NOW = datetime(2026, 11, 14, 10, 30, 8, tzinfo=UTC)
DATA_AT = datetime(2026, 11, 14, 10, 30, 5, tzinfo=UTC)
MODIFIED = "Sat, 14 Nov 2026 10:30:05 GMT"
TOKEN = "k3y-that-nobody-may-see"
REAL = "https://api.alerts.in.ua"
ELSEWHERE = "http://127.0.0.1:8099/"
EIGHT = timedelta(seconds=8)

Turn = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


class Server:
    """Answers for the list with what it was given, in turn, the last for ever, and with `string` for the string;
    `asked` remembers every request for the list, `strings` every other.
    """

    def __init__(self, *turns: Turn) -> None:
        self.turns = list(turns)
        self.string: Turn = httpx.Response(404)
        self.asked: list[httpx.Request] = []
        self.strings: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v2/iot/active_air_raid_alerts.json":
            self.strings.append(request)
            turn = self.string
        else:
            self.asked.append(request)
            turn = self.turns.pop(0) if len(self.turns) > 1 else self.turns[0]
        if isinstance(turn, Exception):
            raise turn
        return turn if isinstance(turn, httpx.Response) else turn(request)


def source_at(
    server: Server, url: str = ELSEWHERE, interval: timedelta = EIGHT, draw: float = 1.0, token: str = TOKEN
) -> AlertsInUa:
    client = httpx.AsyncClient(transport=httpx.MockTransport(server), follow_redirects=True)
    return AlertsInUa(client, url, token, AreaId, interval, lambda: draw)


def ok(body: bytes = CALM, **headers: str) -> Callable[[httpx.Request], httpx.Response]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: httpx.Response(200, content=body, headers=named)


def status(code: int, **headers: str) -> Callable[[httpx.Request], httpx.Response]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: httpx.Response(code, json={"message": "no"}, headers=named)


async def failure(source: AlertsInUa, now: datetime = NOW) -> SourceError:
    with pytest.raises(SourceError) as caught:
        await source.poll(now)
    return caught.value


async def next_answer(source: AlertsInUa, now: datetime = NOW) -> Answer:
    """The next good answer, whatever fails before it."""
    while True:
        with suppress(SourceError):
            return await source.poll(now)


async def test_a_good_answer_says_when_it_came_and_how_old_its_data_are() -> None:
    source: Source = source_at(Server(ok()))
    answer = await source.poll(NOW)
    assert (answer.source, answer.at, answer.data_at) == ("alerts-in-ua", NOW, DATA_AT)
    assert {seen.area for seen in answer.observations or ()} == {"16", "29", "1313"}


async def test_the_request_is_as_documented() -> None:
    server = Server(ok())
    await source_at(server).poll(NOW)
    (request,) = server.asked
    assert (request.method, str(request.url)) == ("GET", "http://127.0.0.1:8099/v1/alerts/active.json")
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert request.headers["User-Agent"] == "Tysha/0.1"
    assert "If-Modified-Since" not in request.headers
    assert set(request.extensions["timeout"].values()) == {5.0}


@pytest.mark.parametrize(
    ("turn", "kind"),
    [
        (status(401), "unauthorised"),
        (status(403), "forbidden"),
        (status(429), "too-many-requests"),
        (status(500), "server-error"),
        (status(502), "server-error"),
        (status(503), "server-error"),
        (status(404), "unexpected-status"),
        (status(204), "unexpected-status"),
        (status(302, Location="https://elsewhere.example/"), "unexpected-status"),
        (httpx.Response(304), "unasked-304"),
        (httpx.Response(200, json={}), "odd-shape"),
        (httpx.Response(200, json={"alerts": None}), "odd-shape"),
        (httpx.Response(200, html="<h1>Checking your browser</h1>"), "odd-shape"),
        (httpx.Response(200, content=CALM[:-40]), "odd-shape"),
        (httpx.Response(200, content=b""), "odd-shape"),
        (lambda _: httpx.Response(200, stream=Bytes(b"not gzip"), headers={"Content-Encoding": "gzip"}), "odd-shape"),
        (httpx.ConnectTimeout("slow"), "timeout"),
        (httpx.ReadTimeout("slow"), "timeout"),
        (httpx.PoolTimeout("slow"), "timeout"),
        (httpx.ConnectError("no route"), "no-network"),
        (httpx.ReadError("reset"), "no-network"),
        (httpx.RemoteProtocolError("closed early"), "no-network"),
    ],
)
async def test_every_failure_is_an_error_with_its_own_word(turn: Turn, kind: str) -> None:
    assert (await failure(source_at(Server(turn)))).kind == kind


class Bytes(httpx.AsyncByteStream):
    """A body in one piece that the library has not looked at."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self.content


class Endless(httpx.AsyncByteStream):
    """A body that goes on for ever; `sent` counts its bytes."""

    def __init__(self) -> None:
        self.sent = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            self.sent += 65536
            yield b" " * 65536


async def test_a_body_without_end_is_cut_off() -> None:
    body = Endless()
    assert (await failure(source_at(Server(httpx.Response(200, stream=body))))).kind == "too-large"
    assert body.sent < BODY_LIMIT + 2 * 65536


async def test_a_redirect_is_not_followed_with_our_token() -> None:
    server = Server(status(301, Location="https://elsewhere.example/"), ok())
    await failure(source_at(server))
    assert len(server.asked) == 1


@pytest.mark.parametrize("token", [TOKEN, f"{TOKEN}\nX-Injected: 1", f"{TOKEN}é"])
@pytest.mark.parametrize("turn", [status(401), httpx.ReadError(f"headers were {TOKEN}"), httpx.Response(200)])
async def test_the_token_is_in_no_error_and_no_log(turn: Turn, token: str) -> None:
    source = source_at(Server(turn), token=token)
    with capture_logs() as logs:
        error = await failure(source)
    told = "".join(traceback.format_exception(error)) + repr(source) + str(vars(error)) + str(logs)
    assert TOKEN not in told


async def test_an_unchanged_answer_to_our_own_condition_is_contact() -> None:
    server = Server(ok(Last_Modified=MODIFIED), status(304))
    source = source_at(server)
    await source.poll(NOW)
    later = NOW + EIGHT
    assert await source.poll(later) == Answer(source.name, later, None, DATA_AT)
    assert server.asked[1].headers["If-Modified-Since"] == MODIFIED


async def test_the_condition_is_always_that_of_the_last_good_answer() -> None:
    newer = "Sat, 14 Nov 2026 10:31:00 GMT"
    odd = httpx.Response(200, json={}, headers={"Last-Modified": newer})
    server = Server(ok(Last_Modified=MODIFIED), odd, status(503, Last_Modified=newer), ok(), ok())
    source = source_at(server)
    await source.poll(NOW)
    await failure(source)
    for _ in range(2):
        await next_answer(source)
    assert [asked.headers.get("If-Modified-Since") for asked in server.asked] == [None, *[MODIFIED] * 3, None]


async def test_what_could_not_be_kept_is_asked_for_again_in_full() -> None:
    server = Server(ok(Last_Modified=MODIFIED), status(304))
    source = source_at(server)
    await source.poll(NOW)
    source.forget()
    assert (await failure(source)).kind == "unasked-304"
    assert "If-Modified-Since" not in server.asked[1].headers


@pytest.mark.parametrize(
    ("modified", "date", "sent"),
    [
        (MODIFIED, "Sat, 14 Nov 2026 10:30:06 GMT", True),
        (MODIFIED, "Sat, 14 Nov 2026 09:00:00 GMT", True),
        (MODIFIED, "no date", True),
        # A change later in that very second would carry the same time, and a 304 would hide it.
        (MODIFIED, MODIFIED, False),
        ("the other day", "Sat, 14 Nov 2026 10:30:06 GMT", False),
    ],
)
async def test_a_condition_that_could_hide_a_change_is_not_sent(modified: str, date: str, sent: bool) -> None:
    server = Server(ok(Last_Modified=modified, Date=date))
    source = source_at(server)
    await source.poll(NOW)
    await source.poll(NOW)
    assert ("If-Modified-Since" in server.asked[1].headers) is sent


@pytest.mark.parametrize(
    ("wish", "waits"),
    [
        ("90", timedelta(seconds=90)),
        ("0", EIGHT),
        ("-5", EIGHT),
        ("soon", EIGHT),
        ("", EIGHT),
        ("9" * 400, timedelta(hours=1)),
        ("Sat, 14 Nov 2026 10:35:00 GMT", timedelta(minutes=5)),
        ("Sat, 14 Nov 2020 10:35:00 GMT", EIGHT),
        ("Sat, 14 Nov 2099 10:35:00 GMT", timedelta(hours=1)),
    ],
)
@pytest.mark.parametrize("code", [429, 503])
async def test_a_server_that_asks_for_time_gets_it(code: int, wish: str, waits: timedelta) -> None:
    server = Server(status(code, Retry_After=wish, Date="Sat, 14 Nov 2026 10:30:00 GMT"), ok())
    source = source_at(server)
    await failure(source)
    assert source.interval == waits
    await next_answer(source, NOW + waits)
    assert source.interval == EIGHT


@pytest.mark.parametrize(
    ("draw", "seconds"), [(1.0, [8, 16, 30, 30, 30]), (0.0, [8, 8, 15, 15, 15]), (0.5, [8, 12, 22.5, 22.5, 22.5])]
)
async def test_failures_in_a_row_lengthen_the_wait_and_a_good_answer_ends_that(
    draw: float, seconds: list[float]
) -> None:
    server = Server(*[status(500)] * 5, ok())
    source = source_at(server, draw=draw)
    waits = []
    for _ in seconds:
        await failure(source)
        waits.append(source.interval.total_seconds())
    assert waits == seconds
    await next_answer(source)
    assert source.interval == EIGHT


async def test_after_any_number_of_failures_it_is_asked_again_within_half_a_minute() -> None:
    source = source_at(Server(status(500)), interval=timedelta(seconds=1))
    for _ in range(1100):
        await failure(source)
    assert source.interval == timedelta(seconds=30)


@pytest.mark.parametrize(
    ("url", "wanted", "kept"),
    [
        (REAL, 1, 7.5),
        ("https://API.alerts.in.ua./", 1, 7.5),
        ("http://api.alerts.in.ua:80", 1, 7.5),
        (REAL, 8, 8),
        (REAL, 20, 20),
        (ELSEWHERE, 1, 1),
        (ELSEWHERE, 0.1, 1),
        (ELSEWHERE, 3, 3),
        ("http://api.alerts.in.ua.example:8099", 2, 2),
    ],
)
async def test_the_budget_is_kept_at_the_real_address_and_the_setting_obeyed_elsewhere(
    url: str, wanted: float, kept: float
) -> None:
    assert source_at(Server(ok()), url, timedelta(seconds=wanted)).interval == timedelta(seconds=kept)


async def poll_for_ever(source: Source, clock: ManualClock) -> None:
    while True:
        with suppress(SourceError):
            await source.poll(clock.now())
        await clock.sleep(source.interval)


async def asked_in(span: timedelta, source: Source) -> None:
    clock = ManualClock(NOW)
    async with asyncio.TaskGroup() as group:
        polling = group.create_task(poll_for_ever(source, clock))
        await clock.live_through(span)
        polling.cancel()


@pytest.mark.parametrize(("url", "most"), [(REAL, 8), (ELSEWHERE, 60)])
async def test_a_minute_sees_no_more_requests_than_allowed(url: str, most: int) -> None:
    server = Server(ok())
    await asked_in(timedelta(seconds=59.9), source_at(server, url, timedelta(seconds=1)))
    assert len(server.asked) == most


async def test_an_hour_of_failures_asks_less_than_an_hour_of_answers() -> None:
    answering, failing = Server(ok()), Server(status(500))
    for server in (answering, failing):
        await asked_in(timedelta(hours=1), source_at(server, REAL, EIGHT))
    assert 100 < len(failing.asked) + len(failing.strings) < len(answering.asked) / 3


async def test_asking_too_early_never_reaches_the_real_address() -> None:
    server = Server(ok())
    source = source_at(server, REAL)
    await source.poll(NOW)
    assert (await failure(source, NOW + timedelta(seconds=7))).kind == "too-early"
    assert (len(server.asked), source.interval) == (1, EIGHT)


async def test_a_clock_that_was_set_back_does_not_silence_the_source() -> None:
    server = Server(ok())
    source = source_at(server, REAL)
    await source.poll(NOW)
    await source.poll(NOW - timedelta(hours=1))
    assert len(server.asked) == 2


async def test_each_unfamiliar_word_is_logged_once() -> None:
    source = source_at(Server(ok(NEW_WORDS)))
    with capture_logs() as logs:
        await source.poll(NOW)
        await source.poll(NOW + EIGHT)
    assert [entry["word"] for entry in logs] == [
        "threat_type='sea_monsters'",
        "alert_level='violet'",
        "alert_level='None'",
        "alert_type='flood'",
    ]


async def test_a_source_that_invents_words_without_end_does_not_flood_the_log() -> None:
    rows = b",".join(b'{"location_uid": "1", "alert_type": "new-%d"}' % number for number in range(500))
    source = source_at(Server(ok(b'{"alerts": [' + rows + b"]}")))
    with capture_logs() as logs:
        await source.poll(NOW)
    assert len(logs) == 100


# The compact string


def string(**letters: str) -> httpx.Response:
    """The string of a calm country, but for these uids: `u1293="R"`."""
    text = list(" " * 1700)
    for uid in (*range(3, 6), *range(8, 32), *range(122, 129), 1293):
        text[uid] = "N"
    for uid, letter in letters.items():
        text[int(uid[1:])] = letter
    return httpx.Response(200, json="".join(text))


async def test_after_a_failure_the_string_is_asked_for_and_then_the_list_again() -> None:
    server = Server(ok(), status(500), ok())
    server.string = string(u1293="R", u124="Y")
    source = source_at(server)
    await source.poll(NOW)
    await failure(source)
    answer = await source.poll(NOW)
    seen = {one.area: (one.kind, one.level, one.started_at, one.threats) for one in answer.observations or ()}
    assert (answer.whole, answer.at, answer.data_at) == (False, NOW, None)
    assert seen == {"1293": ("air_raid", "red", NOW, ()), "124": ("air_raid", "yellow", NOW, ())}
    assert (await source.poll(NOW)).whole
    (request,) = server.strings
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert "If-Modified-Since" not in request.headers


FAILED_LISTS: list[tuple[Turn, bool]] = [
    (status(500), True),
    (status(503), True),
    (status(404), True),
    (httpx.Response(304), True),
    (httpx.Response(200, html="<h1>Checking your browser</h1>"), True),
    (httpx.Response(200, content=CALM[:-40]), True),
    (httpx.Response(200, json={"alerts": None}), True),
    (httpx.ReadTimeout("slow"), True),
    (httpx.RemoteProtocolError("closed early"), True),
    # Refused, or asked to wait: the string would be a way around that.
    (status(401), False),
    (status(403), False),
    (status(429), False),
    (status(429, Retry_After="20"), False),
    (status(503, Retry_After="20"), False),
]


@pytest.mark.parametrize(("turn", "looks_again"), FAILED_LISTS)
async def test_the_second_look_is_for_what_failed_or_was_odd_and_never_for_a_refusal(
    turn: Turn, looks_again: bool
) -> None:
    server = Server(turn)
    server.string = string()
    source = source_at(server)
    await failure(source)
    with suppress(SourceError):
        await source.poll(NOW + timedelta(minutes=1))
    assert (len(server.strings), len(server.asked)) == ((1, 1) if looks_again else (0, 2))


async def test_after_the_string_the_list_is_never_asked_for_as_unchanged() -> None:
    server = Server(ok(Last_Modified=MODIFIED), status(500), ok())
    server.string = string(u1293="R")
    source = source_at(server)
    await source.poll(NOW)
    await failure(source)
    await source.poll(NOW)
    await source.poll(NOW)
    assert [asked.headers.get("If-Modified-Since") for asked in server.asked] == [None, MODIFIED, None]


async def test_a_string_that_fails_as_well_gives_the_list_three_turns() -> None:
    server = Server(status(500))
    source = source_at(server)
    order = []
    for _ in range(10):
        before = len(server.strings)
        await failure(source)
        order.append("string" if len(server.strings) > before else "list")
    assert order == ["list", "string", *["list"] * 3, "string", *["list"] * 3, "string"]


async def test_what_the_budget_forbade_is_no_failure_of_the_list() -> None:
    server = Server(ok())
    source = source_at(server, REAL)
    await source.poll(NOW)
    await failure(source, NOW + timedelta(seconds=1))
    assert (await source.poll(NOW + EIGHT)).whole
    assert not server.strings


async def test_an_hour_of_failing_lists_is_seen_through_the_string_within_the_budget() -> None:
    server = Server(status(500))
    server.string = string(u1293="R")
    source = source_at(server, REAL, timedelta(seconds=1))
    await asked_in(timedelta(hours=1) - timedelta(seconds=0.1), source)
    assert len(server.strings) == len(server.asked) == 60 * 8 / 2


ODD_STRINGS = [
    httpx.Response(204),
    httpx.Response(304),
    status(401),
    status(404),
    status(500),
    httpx.Response(200, content=b""),
    httpx.Response(200, content=b'"NNN'),
    httpx.Response(200, html="<h1>Checking your browser</h1>"),
    httpx.Response(200, json=[]),
    httpx.Response(200, json={}),
    httpx.Response(200, json=None),
    httpx.Response(200, json=""),
    httpx.Response(200, json="N"),
    # The string by oblast is another, whatever address it comes from.
    httpx.Response(200, json="RNNNNNNNNNNNRNNNNNNPNPNNNNN"),
    httpx.Response(200, json=" " * 1700),
    httpx.Response(200, json="N" * 1293),
    string(u22=" "),
    string(u1293="B"),
    string(u1293="r"),
    string(u1293="\u0420"),
]


@pytest.mark.parametrize("odd", ODD_STRINGS)
async def test_an_odd_string_is_an_error_and_never_calm(odd: Turn) -> None:
    server = Server(status(500))
    server.string = odd
    source = source_at(server)
    await failure(source)
    await failure(source)
    assert len(server.strings) == 1


@pytest.mark.parametrize("shift", [-1, 1])
async def test_a_string_that_begins_one_uid_off_is_odd(shift: int) -> None:
    text = str(json.loads(string(u1293="R").content))
    server = Server(status(500))
    server.string = httpx.Response(200, json=text[1:] if shift < 0 else " " + text)
    source = source_at(server)
    await failure(source)
    assert (await failure(source)).kind == "odd-shape"


async def test_an_active_letter_without_a_level_is_of_unknown_level() -> None:
    server = Server(status(500))
    server.string = string(u1293="A", u22="P")
    source = source_at(server)
    await failure(source)
    (seen,) = (await source.poll(NOW)).observations or ()
    assert (seen.area, seen.level) == ("1293", Level.UNKNOWN)
