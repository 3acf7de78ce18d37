"""A month to begin with, and what came and went in the dark: fetched politely, written once, told once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, select

from bot.domain.alerts import Answer, AreaId
from bot.domain.quiet import MuteKind
from bot.services.history import import_history
from bot.services.months import Fetched, Months
from bot.store import alerts as alert_store
from bot.store.tables import months, transitions
from bot.telegram.refusals import Unreachable
from tests.fixtures.world import (
    EVENING,
    KHARKIV,
    KHARKIV_OBLAST,
    KHARKIV_RAION,
    LVIV_OBLAST,
    NIGHT,
    SOURCE,
    World,
    alert,
    drones,
    kyiv,
)
from tests.sources.months import REAL, HistoryServer, body, history_at, row

CHUHUIV = AreaId("1321")
KYIV = AreaId("31")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LOST, BACK = kyiv("02:10"), kyiv("05:40")
RED = row(kyiv("02:31"), kyiv("03:15"))
YELLOW = row(kyiv("04:02"), kyiv("04:20"), alert_level="yellow")


@pytest.fixture
def server() -> HistoryServer:
    server = HistoryServer()
    server.answers()
    return server


def months_of(world: World, server: HistoryServer, url: str = "http://127.0.0.1:1") -> Months:
    return Months(world.database, world.tree, history_at(server, url, world.tree.canonical), world.planner)


async def stored(world: World, kind: str = "ended") -> Sequence[Any]:
    query = select(transitions).where(transitions.c.kind == kind).order_by(transitions.c.at, transitions.c.area)
    return await world.rows(query)


def regions(server: HistoryServer) -> list[str]:
    return [request.url.path.split("/")[3] for request in server.asked]


# A month to begin with


async def test_the_first_follow_in_a_region_brings_its_month_and_the_next_ones_nothing(
    world: World, server: HistoryServer
) -> None:
    server.answers(RED, row(EVENING - DAY, EVENING - DAY + HOUR, uid="124", alert_level="yellow"))
    fetching = months_of(world, server)
    assert await fetching.step(world.now) == Fetched(asked=False)

    world.to(BACK)
    await world.person(1, area=KHARKIV)
    await world.person(2, area=CHUHUIV)
    assert await fetching.step(world.now) == Fetched(asked=True)
    assert await fetching.step(world.now) == Fetched(asked=False)

    rows = await stored(world)
    assert regions(server) == ["22"]
    assert [(one.area, one.level, one.gravity) for one in rows] == [
        ("124", "yellow", "guarded"),
        ("1293", "red", "grave"),
    ]
    assert {tuple(one.sources) for one in rows} == {("history:alerts-in-ua",)}
    assert await world.outbox() == []


@pytest.mark.parametrize(
    ("area", "region"),
    [(KHARKIV, "22"), (KHARKIV_RAION, "22"), (KHARKIV_OBLAST, "22"), (KYIV, "31"), (AreaId("564"), "12")],
)
async def test_a_place_is_asked_for_by_its_region(
    area: AreaId, region: str, world: World, server: HistoryServer
) -> None:
    await world.person(1, area=area)
    await months_of(world, server).step(world.now)

    assert regions(server) == [region]


async def test_the_whole_country_has_no_month(world: World, server: HistoryServer) -> None:
    await world.person(1, area=AreaId("ukraine"))

    assert await months_of(world, server).step(world.now) == Fetched(asked=False)


async def test_a_restart_forgets_no_wish(world: World, server: HistoryServer) -> None:
    await world.person(1, area=KHARKIV)
    await world.person(2, area=LVIV_OBLAST)
    await months_of(world, server).step(world.now)
    again = await world.restarted()
    fetching = months_of(again, server)
    await fetching.begin(again.now)
    while (await fetching.step(again.now)).asked:
        pass

    assert sorted(regions(server)) == ["22", "27"]
    await again.database.close()


async def test_who_followed_before_there_were_months_gets_one_too(world: World, server: HistoryServer) -> None:
    await world.person(1, area=KHARKIV)
    async with world.database.writing() as tx:
        await tx.execute(delete(months))
    fetching = months_of(world, server)
    await fetching.begin(world.now)

    assert (await fetching.step(world.now)).asked


@pytest.mark.allow_warnings
async def test_failures_are_tried_again_with_growing_pauses_and_through_a_restart(
    world: World, server: HistoryServer
) -> None:
    server.turns = [httpx.Response(404)]
    await world.person(1)
    asked = []
    for minute in range(24 * 60):
        world.pass_time(MINUTE)
        # A process of its own each time: only what is stored is remembered.
        if (await months_of(world, server).step(world.now)).asked:
            asked.append(minute)
    pauses = [later - earlier for earlier, later in pairwise(asked)]

    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]


@pytest.mark.allow_warnings
async def test_a_failing_region_does_not_hold_up_another(world: World, server: HistoryServer) -> None:
    server.turns = [httpx.Response(500), httpx.Response(200, content=body())]
    await world.person(1, area=KHARKIV)
    await world.person(2, area=LVIV_OBLAST)
    fetching = months_of(world, server)
    for _ in range(4):
        await fetching.step(world.now)

    assert regions(server) == ["22", "27"]


async def test_at_the_real_address_all_regions_share_two_a_minute(world: World, server: HistoryServer) -> None:
    for number, area in enumerate(("22", "27", "12", "31", "9"), 1):
        await world.person(number, area=AreaId(area))
    fetching = months_of(world, server, REAL)
    moments: list[datetime] = []
    while (await fetching.step(world.now)).asked:
        moments.append(world.now)
        world.pass_time(fetching.interval)

    assert sorted(regions(server)) == ["12", "22", "27", "31", "9"]
    assert all(later - earlier >= timedelta(seconds=30) for earlier, later in pairwise(moments))


@pytest.mark.allow_warnings
async def test_odd_rows_are_left_out_and_the_rest_is_kept(world: World, server: HistoryServer) -> None:
    server.answers(None, {"alerts": 1}, row(BACK, LOST), YELLOW | {"deleted_at": "2026-11-15T00:00:00Z"}, RED)
    world.to(BACK)
    await world.person(1)

    assert await months_of(world, server).step(world.now) == Fetched(asked=True)
    assert len(await stored(world)) == 1


@pytest.mark.allow_warnings
@pytest.mark.parametrize("odd", [b"", b"{}", b"null", b"<html>", b'{"alerts": ['])
async def test_an_odd_body_changes_nothing(odd: bytes, world: World, server: HistoryServer) -> None:
    server.turns = [httpx.Response(200, content=odd)]
    await world.person(1)

    assert await months_of(world, server).step(world.now) == Fetched(asked=True)
    assert await stored(world) == []
    assert await world.rows(select(months.c.failures)) == [(1,)]


# Each alert once


async def test_a_month_that_comes_again_adds_what_is_new(world: World, server: HistoryServer) -> None:
    world.to(BACK)
    await world.person(1)
    server.answers(RED)
    await months_of(world, server).step(world.now)
    await world.shows()
    world.pass_time(HOUR)
    server.answers(RED, YELLOW)
    await world.shows()
    await months_of(world, server).step(world.now)

    assert len(server.asked) == 2
    assert len(await stored(world)) == len(await stored(world, "started")) == 2


async def test_what_our_watch_recorded_is_not_written_again(world: World, server: HistoryServer) -> None:
    await world.person(1)
    began_at = world.now
    await world.shows(drones(since=began_at))
    await world.ends()
    server.answers(row(began_at + timedelta(seconds=1), world.now - timedelta(seconds=11), alert_level="yellow"))
    await months_of(world, server).step(world.now)

    assert [tuple(one.sources) for one in await stored(world)] == [("alerts-in-ua",)]


async def test_what_runs_by_our_watch_is_not_written_as_over(world: World, server: HistoryServer) -> None:
    await world.person(1)
    began_at = world.now
    await world.shows(drones(since=began_at))
    server.answers(row(began_at, world.now))
    await months_of(world, server).step(world.now)

    assert await stored(world) == []


async def test_an_import_over_a_month_and_a_month_over_an_import_count_each_alert_once(
    world: World, server: HistoryServer, tmp_path: Path
) -> None:
    world.to(BACK)
    await world.person(1, area=KHARKIV_OBLAST)
    first, second = (kyiv("02:31"), kyiv("03:15")), (kyiv("04:02"), kyiv("04:20"))
    late = timedelta(seconds=41)

    async def bring_in(name: str, *spans: tuple[datetime, datetime]) -> int:
        lines = [f"Kharkivska oblast,{start + late},{end + late},False" for start, end in spans]
        (tmp_path / name).write_text("\n".join(("region,started_at,finished_at,naive", *lines)), encoding="utf-8")
        return (await import_history(tmp_path / name, world.database, world.tree, lambda done, of: None)).added

    assert await bring_in("a.csv", first) == 1
    server.answers(row(*first, uid="22"), row(*second, uid="22"))
    await months_of(world, server).step(world.now)
    assert await bring_in("b.csv", first, second) == 0

    assert [one.sources for one in await stored(world)] == [["history:a.csv"], ["history:alerts-in-ua"]]


async def test_a_fetched_past_is_no_time_that_we_saw(world: World, server: HistoryServer) -> None:
    await world.shows()
    seen_since = world.now
    await world.person(1)
    server.answers(row(EVENING - DAY, EVENING - DAY + HOUR))
    await months_of(world, server).step(world.now)

    async with world.database.reading() as connection:
        assert await alert_store.history_since(connection) == seen_since


async def test_an_old_alert_that_only_the_history_calls_over_stays_permanent(
    world: World, server: HistoryServer
) -> None:
    long_ago = EVENING - timedelta(days=20)
    await world.person(1)
    server.answers(row(long_ago, EVENING - DAY))
    await months_of(world, server).step(world.now)
    await world.shows(alert(since=long_ago))

    assert await world.outbox() == []


# What came and went in the dark


async def goes_down_and_comes_back(world: World, *before: Any) -> None:
    """Sight at 02:10, nothing at all until 05:40, and sight again with nothing on."""
    world.to(LOST - timedelta(seconds=8))
    await world.shows(*before)
    await world.sends()
    world.to(BACK - timedelta(seconds=8))
    await world.shows()


async def test_what_came_and_went_is_one_silent_line_in_both_languages(world: World, server: HistoryServer) -> None:
    await world.person(1)
    await world.person(2, language="uk")
    await goes_down_and_comes_back(world)
    server.answers(RED, YELLOW, row(kyiv("04:30"), kyiv("04:40"), alert_level=None))
    assert await months_of(world, server).step(world.now) == Fetched(asked=True, owed=2)
    await world.sends()

    (english,), (ukrainian,) = world.sender.to(1), world.sender.to(2)
    assert english.silent
    assert ukrainian.silent
    assert english.text.splitlines() == [
        "⚪ While I could not see: 3 alerts, Kharkiv",
        "02:31-03:15 red",
        "04:02-04:20 yellow",
        "04:30-04:40",
        "I had no data 02:10-05:40 and learnt of this only now. What is on now: /now",
        "alerts.in.ua · quiet: it is over already",
    ]
    assert ukrainian.text.splitlines() == [
        "⚪ Поки даних не було: 3 тривоги, Харків",
        "02:31-03:15 червона",
        "04:02-04:20 жовта",
        "04:30-04:40",
        "Даних не було 02:10-05:40, тож дізнатися вдалося лише тепер. Що зараз: /now",
        "alerts.in.ua · тихо: це вже минуло",
    ]
    assert await world.outbox() == [
        (1, "meanwhile", "sent", "silent", "meanwhile"),
        (2, "meanwhile", "sent", "silent", "meanwhile"),
    ]


async def test_it_is_told_once_however_often_it_is_fetched(world: World, server: HistoryServer) -> None:
    await world.person(1)
    await goes_down_and_comes_back(world)
    server.answers(RED)
    await months_of(world, server).step(world.now)
    async with world.database.writing() as tx:
        # As if the program had died between the telling and the mark of it.
        await tx.execute(months.update().values(due_at=world.now, settled_at=LOST))
    assert await months_of(world, server).step(world.now) == Fetched(asked=True, owed=0)
    again = await world.restarted()
    await again.shows()
    fetching = months_of(again, server)
    await fetching.begin(again.now)
    assert await fetching.step(again.now) == Fetched(asked=False)

    assert [key for _, key, *_ in await again.outbox()] == ["meanwhile"]
    assert len(server.asked) == 2
    await again.database.close()


async def test_three_minutes_without_contact_are_an_outage_and_less_is_none(
    world: World, server: HistoryServer
) -> None:
    await world.person(1)
    await world.shows()
    await months_of(world, server).step(world.now)
    for pause, asked in ((timedelta(seconds=171), False), (timedelta(seconds=172), True)):
        world.pass_time(pause)
        await world.shows()
        assert (await months_of(world, server).step(world.now)).asked is asked


async def test_an_alert_known_before_the_dark_ends_by_its_own_rules_and_is_not_in_the_line(
    world: World, server: HistoryServer
) -> None:
    await world.person(1)
    began_at = kyiv("02:00")
    await goes_down_and_comes_back(world, alert(since=began_at))
    await world.shows()
    server.answers(row(began_at, kyiv("02:30")), YELLOW)
    await months_of(world, server).step(world.now)
    await world.sends()

    texts = [message.text for message in world.sender.to(1)]
    assert [text.splitlines()[0] for text in texts[1:]] == [
        "✅ All clear, Kharkiv, 05:40",
        "⚪ While I could not see: 1 alert, Kharkiv",
    ]
    assert "04:02-04:20 yellow" in texts[-1]
    assert "02:30" not in texts[-1]
    assert [(one.sources, one.at) for one in await stored(world)] == [
        (["history:alerts-in-ua"], kyiv("04:20")),
        (["alerts-in-ua"], world.now),
    ]


async def test_an_alert_found_running_is_a_late_start_and_not_in_the_line(world: World, server: HistoryServer) -> None:
    await world.person(1)
    world.to(LOST - timedelta(seconds=8))
    await world.shows()
    world.to(BACK - timedelta(seconds=8))
    await world.shows(drones(since=kyiv("05:01")))
    server.answers(row(kyiv("05:01"), BACK - timedelta(seconds=1)))
    await months_of(world, server).step(world.now)

    assert [key for _, key, *_ in await world.outbox()] == ["started"]


async def test_nobody_is_told_where_nothing_came(world: World, server: HistoryServer) -> None:
    await world.person(1)
    await goes_down_and_comes_back(world)
    server.answers(row(kyiv("00:10"), kyiv("01:10")))

    assert await months_of(world, server).step(world.now) == Fetched(asked=True)
    assert await world.outbox() == []


async def test_each_place_hears_of_its_own_alone(world: World, server: HistoryServer) -> None:
    await world.person(1, area=KHARKIV)
    await world.person(2, area=CHUHUIV)
    await world.person(3, area=LVIV_OBLAST)
    await goes_down_and_comes_back(world)
    server.answers(row(kyiv("04:02"), kyiv("04:20"), uid="124", alert_level="yellow"), row(LOST, BACK, uid="1321"))
    fetching = months_of(world, server)
    while (await fetching.step(world.now)).asked:
        pass

    assert sorted(regions(server)) == ["22", "27"]
    assert [chat for chat, *_ in await world.outbox()] == [2]


async def test_it_is_silent_at_once_whatever_is_quiet_or_muted(world: World, server: HistoryServer) -> None:
    await world.person(1, quiet=NIGHT)
    await world.person(2)
    await world.mute(10 * HOUR, MuteKind.ALL, 2)
    await goes_down_and_comes_back(world)
    server.answers(RED)
    await months_of(world, server).step(world.now)
    await world.sends()

    assert [message.silent for chat in (1, 2) for message in world.sender.to(chat)] == [True, True]


async def test_the_recap_names_the_time_without_data_and_not_what_had_its_own_message(
    world: World, server: HistoryServer
) -> None:
    await world.person(1, quiet=NIGHT)
    await world.shows(drones())
    world.to(kyiv("23:30"))
    await world.shows(drones())
    await world.ends()
    await goes_down_and_comes_back(world)
    server.answers(RED)
    await months_of(world, server).step(world.now)
    await world.lives_until(kyiv("07:10"))

    recap = world.sender.to(1)[-1].text
    assert "⚪ 02:10-05:40 I could not see: no data." in recap
    assert "02:31" not in recap


async def test_a_night_of_nothing_but_the_dark_makes_no_recap(world: World, server: HistoryServer) -> None:
    await world.person(1, quiet=NIGHT)
    await goes_down_and_comes_back(world)
    server.answers(RED)
    await months_of(world, server).step(world.now)
    await world.lives_until(kyiv("07:10"))

    assert [key for _, key, *_ in await world.outbox()] == ["meanwhile"]


async def test_an_outage_that_was_told_is_told_with_what_it_hid_and_no_third_time(
    world: World, server: HistoryServer
) -> None:
    await world.person(1)
    world.to(LOST - timedelta(seconds=8))
    await world.shows()
    await months_of(world, server).step(world.now)
    await world.fails_until(BACK - timedelta(seconds=8))
    await world.sends()
    server.answers(RED)
    assert await months_of(world, server).step(world.now) == Fetched(asked=False)
    await world.shows()
    await world.looks()
    await months_of(world, server).step(world.now)
    await world.sends()

    assert sorted(key for _, key, *_ in await world.outbox()) == ["lost", "meanwhile", "regained"]
    assert "02:10-05:40" in world.sender.to(1)[-1].text


async def test_nothing_is_settled_before_an_outage_is_known_to_be_over(world: World, server: HistoryServer) -> None:
    await world.person(1)
    world.to(LOST - timedelta(seconds=8))
    await world.shows()
    await months_of(world, server).step(world.now)
    await world.fails_until(BACK)
    server.answers(RED)
    # The first contact is kept, and what it means for sight not yet.
    await world.watch.absorb(Answer(SOURCE, world.now, (), world.now), world.now)
    assert await months_of(world, server).step(world.now) == Fetched(asked=False)
    await world.sights.judge(world.now)

    assert await months_of(world, server).step(world.now) == Fetched(asked=True, owed=1)


@pytest.mark.allow_warnings
async def test_after_an_outage_a_region_that_failed_before_begins_with_short_pauses_again(
    world: World, server: HistoryServer
) -> None:
    server.turns = [httpx.Response(500)]
    await world.person(1)
    await world.shows()
    fetching = months_of(world, server)
    for _ in range(6):
        await fetching.step(world.now)
        world.pass_time(HOUR)
    await world.shows()
    await fetching.step(world.now)
    server.answers()
    world.pass_time(MINUTE)

    assert (await fetching.step(world.now)).asked


@pytest.mark.allow_warnings
async def test_what_could_not_be_learnt_within_a_day_is_not_told_any_more(world: World, server: HistoryServer) -> None:
    await world.person(1)
    await goes_down_and_comes_back(world)
    server.turns = [httpx.Response(500)]
    fetching = months_of(world, server)
    for _ in range(25):
        await fetching.step(world.now)
        world.pass_time(HOUR)
    server.answers(RED)
    world.pass_time(6 * HOUR)
    assert await fetching.step(world.now) == Fetched(asked=True, owed=0)

    assert len(await stored(world)) == 1


async def test_what_cannot_be_sent_within_a_day_is_dropped(world: World, server: HistoryServer) -> None:
    await world.person(1)
    await goes_down_and_comes_back(world)
    server.answers(RED)
    await months_of(world, server).step(world.now)
    world.sender.down = Unreachable()
    (row_,) = await world.deliver.claim()
    await world.deliver.deliver(row_)
    world.sender.down = None
    world.pass_time(DAY)
    await world.sends()

    assert world.sender.to(1) == []
    assert (
        await world.outbox() == [(1, "meanwhile", "dropped", "meanwhile", "meanwhile")]
        or (await world.outbox())[0][2] == "dropped"
    )


async def test_a_second_dark_that_is_over_before_the_answer_is_there_is_asked_for_by_itself(
    world: World, server: HistoryServer
) -> None:
    """The answer was written before the second outage was over, so that it cannot tell of it."""
    await world.person(1)
    await goes_down_and_comes_back(world)
    asked_at = world.now

    async def goes_dark_again() -> None:
        server.meanwhile = None
        world.pass_time(HOUR)
        await world.shows()

    server.answers(RED)
    server.meanwhile = goes_dark_again
    assert await months_of(world, server).step(asked_at) == Fetched(asked=True, owed=1)
    server.answers(RED, row(asked_at + 10 * MINUTE, asked_at + 20 * MINUTE))
    assert await months_of(world, server).step(world.now) == Fetched(asked=True, owed=1)
    assert await months_of(world, server).step(world.now) == Fetched(asked=False)


async def test_a_new_follower_is_not_told_of_an_outage_before_anybody_followed(
    world: World, server: HistoryServer
) -> None:
    await goes_down_and_comes_back(world)
    await world.person(1)
    server.answers(RED)

    assert await months_of(world, server).step(world.now) == Fetched(asked=True, owed=0)


async def test_more_than_anybody_reads_is_counted(world: World, server: HistoryServer) -> None:
    await world.person(1)
    await goes_down_and_comes_back(world)
    start = kyiv("02:20")
    server.answers(*(row(start + number * 9 * MINUTE, start + (number * 9 + 5) * MINUTE) for number in range(20)))
    await months_of(world, server).step(world.now)
    await world.sends()

    lines = world.sender.to(1)[0].text.splitlines()
    assert lines[:3] == [
        "⚪ While I could not see: 20 alerts, Kharkiv",
        "8 more alerts before these:",
        "03:32-03:37 red",
    ]
    assert len(lines) == 2 + 12 + 2
