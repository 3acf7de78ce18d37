"""A dead-man's switch hears of us by one GET; what keeps it from hearing is logged without its address, a secret."""

import httpx
import pytest
import respx
from structlog.testing import capture_logs

from bot.beats import beat_at

ADDRESS = "https://switch.example/ping/3f1c-secret"


@respx.mock
async def test_a_beat_is_one_get_and_nothing_is_said_of_it() -> None:
    switch = respx.get(ADDRESS).respond(200)
    async with httpx.AsyncClient() as client:
        with capture_logs() as logs:
            await beat_at(client, ADDRESS)()

    assert (switch.call_count, logs) == (1, [])


@pytest.mark.allow_warnings
@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (httpx.Response(404), "404"),
        (httpx.Response(302, headers={"Location": "https://elsewhere.example"}), "302"),
        (httpx.ConnectError(f"cannot reach {ADDRESS}"), "ConnectError"),
        (httpx.ReadTimeout("too slow"), "ReadTimeout"),
    ],
)
@respx.mock
async def test_a_beat_that_was_not_heard_is_logged_and_stops_nobody(
    answer: httpx.Response | Exception, outcome: str
) -> None:
    respx.get(ADDRESS).mock(side_effect=[answer])
    async with httpx.AsyncClient() as client:
        with capture_logs() as logs:
            await beat_at(client, ADDRESS)()

    assert [(log["event"], log["outcome"]) for log in logs] == [("heartbeat_not_heard", outcome)]
    assert "secret" not in str(logs)
