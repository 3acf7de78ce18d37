"""Whatever a source answers, nobody hears an all clear before its true end, and everybody hears that."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import chain

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response
from structlog.testing import capture_logs

from bot.domain.alerts import SourceName
from tests.fixtures.world import OTHER_SOURCE, POLL, SOURCE
from tests.flow.alerts_server import Dropped, Shown, Silence, alert
from tests.flow.watching import LUHANSK, Watching

pytestmark = pytest.mark.allow_warnings

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
REPORTERS = (SOURCE, OTHER_SOURCE)

Answer = Callable[[], Response]
HOSTILE: dict[str, Answer] = {
    "401": lambda: JSONResponse({"message": "Unauthorized"}, 401),
    "401 without a body": lambda: Response(status_code=401),
    "403": lambda: JSONResponse({"message": "Forbidden"}, 403),
    "429": lambda: JSONResponse({"message": "Too many requests"}, 429),
    "429 with Retry-After": lambda: JSONResponse({"message": "Later"}, 429, headers={"Retry-After": "60"}),
    "500": lambda: PlainTextResponse("oops", 500),
    "500 with an empty list": lambda: JSONResponse({"alerts": []}, 500),
    "302": lambda: Response(status_code=302, headers={"Location": "/elsewhere"}),
    "204": lambda: Response(status_code=204),
    "an unasked 304": lambda: Response(status_code=304),
    "a dropped connection": Dropped,
    "an empty body": lambda: Response(b""),
    "a page": lambda: Response("<html><body>Checking your browser</body></html>", media_type="text/html"),
    "truncated JSON": lambda: Response(b'{"alerts": [', media_type="application/json"),
    "a truncated list": lambda: Response(b'[{"regionId": "16", ', media_type="application/json"),
    "an empty object": lambda: JSONResponse({}),
    "null": lambda: JSONResponse(None),
    "null for alerts": lambda: JSONResponse({"alerts": None}),
    "an object for alerts": lambda: JSONResponse({"alerts": {}}),
    "a message": lambda: JSONResponse({"message": "Try later"}),
    "rows of null": lambda: JSONResponse({"alerts": [None]}),
    "a list of null": lambda: JSONResponse([None]),
    "regions without alerts": lambda: JSONResponse([{"regionId": "1293", "activeAlerts": None}]),
}


def by_turns(name: str, cases: Iterable[object]) -> pytest.MarkDecorator:
    """Each case for each reporter: one of them in `make test`, by turns, the other among the long tests."""
    return pytest.mark.parametrize(
        (name, "reporter"),
        [
            pytest.param(case, reporter, marks=() if (number + other) % 2 == 0 else pytest.mark.proof)
            for number, case in enumerate(cases)
            for other, reporter in enumerate(REPORTERS)
        ],
    )


async def begins(night: Watching, reporter: SourceName, *shown: Shown) -> None:
    """A red alert that both people were woken by; the other source is calm."""
    night.show(reporter, *(shown or (night.red(),)))
    await night.lives(2 * POLL)
    assert [(message.chat_id, message.text[0], message.silent) for message in night.told] == [
        (1, "🔴", False),
        (2, "🔴", False),
    ]


async def truly_ends(night: Watching, reporter: SourceName, answers: int = 2) -> None:
    """It is over for the source too, which answers well again: both people hear it after so many good answers."""
    server = night.servers[reporter]
    server.broken, server.updated_at = None, None
    night.show(reporter)
    before = night.good_answers(reporter)
    await night.lives_until_an_end()
    assert len(night.ends) == 2
    assert all(line.startswith("✅ All clear, Kharkiv") for line in night.ends)
    # ukrainealarm says that nothing changed without sending it again: that is a good answer too, but not a whole one.
    assert answers - 1 <= night.good_answers(reporter) - before <= answers


@by_turns("name", HOSTILE)
async def test_a_hostile_answer_ends_nothing_for_as_long_as_it_lasts(
    night: Watching, reporter: SourceName, name: str
) -> None:
    await begins(night, reporter)
    night.servers[reporter].broken = HOSTILE[name]()
    night.show(reporter)
    await night.lives(4 * MINUTE)
    assert not night.ends

    # The other source answers all the while and never reported the alert: it is no blindness, and no all clear.
    assert len(night.told) == 2
    await truly_ends(night, reporter)


@pytest.mark.parametrize("name", ["401", "429", "500", "an empty body", "null for alerts"])
async def test_a_calm_compact_string_beside_a_hostile_list_ends_nothing(night: Watching, name: str) -> None:
    await begins(night, SOURCE)
    night.servers[SOURCE].string = {}
    night.servers[SOURCE].broken = HOSTILE[name]()
    night.show(SOURCE)
    await night.lives(4 * MINUTE)
    assert not night.ends
    await truly_ends(night, SOURCE)


@pytest.mark.parametrize("reporter", REPORTERS)
async def test_a_source_that_does_not_answer_ends_nothing(night: Watching, reporter: SourceName) -> None:
    await begins(night, reporter)
    night.servers[reporter].broken = Silence()
    night.show(reporter)
    await night.lives(POLL + SECOND)
    assert not night.ends
    await truly_ends(night, reporter)


async def test_an_empty_list_in_the_place_of_the_object_ends_nothing(night: Watching) -> None:
    await begins(night, SOURCE)
    night.servers[SOURCE].broken = JSONResponse([])
    night.show(SOURCE)
    await night.lives(5 * MINUTE)
    assert not night.ends
    await truly_ends(night, SOURCE)


@by_turns("seed", range(3))
async def test_any_disorder_of_hostile_answers_between_good_ones_that_show_it_ends_nothing(
    night: Watching, reporter: SourceName, seed: int
) -> None:
    await begins(night, reporter)
    red = night.servers[reporter].alerts
    for answer in list(HOSTILE.values())[seed::3]:
        night.servers[reporter].broken = answer()
        night.servers[reporter].alerts = (LUHANSK,)
        await night.lives(MINUTE)
        # One good answer without it between bad ones is no end, and one that shows it begins to count anew.
        night.servers[reporter].broken = None
        await night.lives_as_long_as_it_takes_to_answer(reporter, 1)
        night.servers[reporter].alerts = red
        await night.lives_as_long_as_it_takes_to_answer(reporter, 1)
    assert not night.ends
    await truly_ends(night, reporter)


@pytest.mark.parametrize(
    ("age", "why"),
    [
        (7 * HOUR, "older than six hours"),
        (40 * MINUTE, "older than thirty minutes, though the other source has changed since"),
        (5 * MINUTE, "older than what it said before"),
        (-3 * MINUTE, "later than our clock"),
        (-HOUR, "much later than our clock"),
    ],
)
async def test_data_with_a_wrong_time_end_nothing(night: Watching, age: timedelta, why: str) -> None:
    await begins(night, SOURCE)
    night.show(OTHER_SOURCE, night.red("31"))
    for _ in range(20):
        night.servers[SOURCE].updated_at = night.their_now() - age
        night.servers[SOURCE].alerts = (LUHANSK,)
        await night.lives(POLL)
        assert not night.ends, why
    await truly_ends(night, SOURCE)


async def test_an_old_copy_of_the_list_ends_nothing(night: Watching) -> None:
    server = night.servers[OTHER_SOURCE]
    await begins(night, OTHER_SOURCE)
    red = server.alerts
    night.show(OTHER_SOURCE)
    server.steps_back()
    await night.lives(POLL)
    server.alerts = red
    await night.lives(5 * MINUTE)
    assert not night.ends
    await truly_ends(night, OTHER_SOURCE)


@by_turns(
    "said",
    [
        ("air_raid", "yellow", "saucers"),
        ("air_raid", "purple", "drones"),
        ("future_danger", "yellow", "drones"),
        ("future_danger", "purple", "saucers"),
    ],
)
async def test_an_unknown_word_is_grave_told_and_logged_once(
    night: Watching, reporter: SourceName, said: tuple[str, str, str]
) -> None:
    kind, level, threat = said
    with capture_logs() as logs:
        await begins(night, reporter, alert("1293", level, threat, started_at=night.their_now(), kind=kind))
        await night.lives(2 * MINUTE)
    words = [entry["word"] for entry in logs if "unfamiliar" in entry["event"]]
    assert words
    assert len(words) == len(set(words))
    assert not night.ends
    await truly_ends(night, reporter)


@pytest.mark.parametrize("reporter", REPORTERS)
async def test_an_alert_in_an_unknown_area_is_kept_and_logged_once_and_disturbs_nothing(
    night: Watching, reporter: SourceName
) -> None:
    with capture_logs() as logs:
        await begins(night, reporter, night.red(), night.red("777777"))
        await night.lives(MINUTE)
    assert [entry["area"] for entry in logs if entry["event"] == "area_not_known"] == ["777777"]
    assert not night.ends
    await truly_ends(night, reporter)


@pytest.mark.parametrize("reporter", REPORTERS)
async def test_one_source_that_is_calm_ends_nothing_that_the_other_shows(night: Watching, reporter: SourceName) -> None:
    await begins(night, reporter)
    await night.lives(5 * MINUTE)
    assert not night.ends
    await truly_ends(night, reporter)


@pytest.mark.parametrize("reporter", REPORTERS)
async def test_the_only_reporter_gone_while_the_other_is_calm_ends_nothing(
    night: Watching, reporter: SourceName
) -> None:
    await begins(night, reporter)
    night.servers[reporter].broken = HOSTILE["500"]()
    await night.lives(5 * MINUTE)
    assert not night.ends
    await truly_ends(night, reporter)


@pytest.mark.parametrize("reporter", REPORTERS)
async def test_where_both_reported_it_an_end_by_one_ends_nothing(night: Watching, reporter: SourceName) -> None:
    (other,) = set(REPORTERS) - {reporter}
    red = night.red()
    night.show(other, red)
    await begins(night, reporter, red)
    night.show(other)
    await night.lives(5 * MINUTE)
    assert not night.ends
    await truly_ends(night, reporter)


@pytest.mark.parametrize("reporter", REPORTERS)
async def test_more_than_half_of_many_gone_at_once_end_with_the_third_good_answer(
    night: Watching, reporter: SourceName
) -> None:
    others = [night.red(str(uid)) for uid in (3, 4, 5, 8, 9, 10, 11, 12, 13)]
    await begins(night, reporter, night.red(), *others)
    night.servers[reporter].alerts = ()
    await night.lives_as_long_as_it_takes_to_answer(reporter, 2)
    assert not night.ends
    await night.lives_until_an_end()
    assert len(night.ends) == 2


@by_turns("name", ["500", "an empty body", "null for alerts", "429 with Retry-After"])
async def test_both_gone_is_blindness_said_once_and_no_all_clear(
    night: Watching, reporter: SourceName, name: str
) -> None:
    await begins(night, reporter)
    for server in night.servers.values():
        server.broken = HOSTILE[name]()
    await night.lives(20 * MINUTE)
    assert not night.ends
    blind = [message for message in night.told if "I can't see" in message.text]
    assert {message.chat_id for message in blind} == {1, 2}
    assert all("This is not an all clear" in message.text for message in blind)

    for server in night.servers.values():
        server.broken = None
    await night.lives(2 * MINUTE)
    assert len([message for message in night.told if message.text.startswith("⚪ I see again")]) == 2
    assert not night.ends
    await truly_ends(night, reporter)


@by_turns("skew", [HOUR, -HOUR])
async def test_a_clock_of_ours_that_is_an_hour_off_ends_nothing(
    night: Watching, reporter: SourceName, skew: timedelta
) -> None:
    night.skew = skew
    await begins(night, reporter)
    await night.lives(5 * MINUTE)
    night.servers[reporter].broken = HOSTILE["500"]()
    night.show(reporter)
    await night.lives(5 * MINUTE)
    assert not night.ends

    night.skew = timedelta(0)
    await truly_ends(night, reporter)


@pytest.mark.parametrize("reporter", REPORTERS)
async def test_a_clock_that_is_set_forward_ends_nothing(night: Watching, reporter: SourceName) -> None:
    await begins(night, reporter)
    night.world.pass_time(HOUR)
    night.skew = HOUR
    await night.lives(5 * MINUTE)
    assert not night.ends
    await truly_ends(night, reporter)


@pytest.mark.parametrize("reporter", REPORTERS)
async def test_a_clock_that_is_set_back_neither_ends_an_alert_nor_delays_the_next(
    night: Watching, reporter: SourceName
) -> None:
    night.skew = HOUR
    await begins(night, reporter)
    night.clock.set_back(HOUR)
    night.skew = timedelta(0)
    await night.lives(5 * MINUTE)
    assert not night.ends
    await truly_ends(night, reporter)

    for _ in range(2):
        before = len(night.told)
        night.show(reporter, night.red())
        await night.lives(POLL)
        assert [message.text[0] for message in night.told[before:]] == ["🔴", "🔴"]
        night.show(reporter)
        await night.lives(MINUTE)
    assert len(night.ends) == 6


async def test_an_hour_of_304_to_our_own_condition_is_contact_and_neither_blindness_nor_an_end(
    night: Watching,
) -> None:
    server = night.servers[SOURCE]
    server.gives_conditions = True
    await begins(night, SOURCE)
    night.servers[OTHER_SOURCE].broken = HOSTILE["500"]()
    asked = len(server.conditions)
    await night.lives(HOUR)
    assert len(server.conditions) - asked >= 400
    assert None not in server.conditions[asked:]
    assert len(night.told) == 2
    await truly_ends(night, SOURCE)


async def test_an_unasked_304_is_a_failure_and_in_the_end_blindness(night: Watching) -> None:
    await begins(night, SOURCE)
    with capture_logs() as logs:
        night.servers[SOURCE].broken = Response(status_code=304)
        night.servers[OTHER_SOURCE].broken = HOSTILE["500"]()
        await night.lives(4 * MINUTE)
    kinds = chain.from_iterable((entry["kind"],) for entry in logs if entry["event"] == "source_failed")
    assert {"unasked-304", "server-error"} <= set(kinds)
    assert [message.chat_id for message in night.told if "I can't see" in message.text] == [1, 2]
    assert not night.ends
