"""What is known of a place's past, by whose account, and that the rest stays unknown."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert

from bot.domain.advance import SourceSight, State
from bot.domain.alerts import Account, Alert, AlertKind, AreaId, Level, SourceName, Transition, TransitionKind
from bot.domain.drawings import Label
from bot.domain.history import PastAlert
from bot.domain.sight import Outage
from bot.domain.statistics import Period
from bot.errors import FindFirst
from bot.services.charts import Charts
from bot.services.estimates import Found
from bot.services.history import keep_past
from bot.services.statistics import Asked, Counted, Statistics
from bot.services.tables import COLUMNS, table
from bot.store import alerts as alert_store
from bot.store import sight as sight_store
from bot.store.database import Database
from bot.store.tables import months
from tests.fixtures.content import reports
from tests.fixtures.world import World
from tests.handlers.people import texts, tree

KYIV = "Europe/Kyiv"
NOW = datetime(2026, 11, 22, 20, 10, 30, tzinfo=UTC)
KHARKIV, LVIV, OBLAST = AreaId("1293"), AreaId("27"), AreaId("22")
SOURCE = SourceName("alerts-in-ua")
HOUR = timedelta(hours=1)


def ago(hours: float) -> datetime:
    return NOW.replace(second=0) - HOUR * hours


async def told(database: Database, *spans: tuple[float, float], area: AreaId = KHARKIV, by: str = "a.csv") -> None:
    past = [PastAlert(area, ago(start), ago(end), Level.RED) for start, end in spans]
    await keep_past(database, SourceName(by), past)


async def watched(database: Database, since: float) -> None:
    """Our own watch saw the city for so long, and one alert of half an hour at the beginning."""
    alert = Alert(KHARKIV, AlertKind.AIR_RAID, ago(since), ago(since), {SOURCE: Account(Level.RED, ())})
    async with database.writing() as tx:
        await alert_store.save_state(tx, State(), State(sources={SOURCE: SourceSight(NOW)}))
        happened = ((TransitionKind.STARTED, since), (TransitionKind.ENDED, since - 0.5))
        await alert_store.record(tx, [Transition(kind, ago(at), alert) for kind, at in happened])


async def was_blind(database: Database, since: float, until: float) -> None:
    async with database.writing() as tx:
        await sight_store.add_over(tx, Outage(ago(since), ended_at=ago(until)))


async def count(database: Database, period: Period, area: AreaId = KHARKIV) -> Counted | None:
    return await Statistics(tree(), database).count(Asked(area, period, KYIV), NOW)


async def counted(database: Database, period: Period, area: AreaId = KHARKIV) -> Counted:
    found = await count(database, period, area)
    assert found is not None
    return found


@pytest.mark.parametrize("period", Period)
async def test_without_history_nothing_is_told(world: World, period: Period) -> None:
    assert await count(world.database, period) is None


@pytest.mark.both_databases
async def test_a_history_tells_of_the_time_between_its_first_and_its_last_alert(world: World) -> None:
    await told(world.database, (60, 59), (40, 38), (4, 3))

    total = (await counted(world.database, Period.ALL)).summary.total

    assert (total.whole, total.alert, total.unknown) == (60 * HOUR, 4 * HOUR, 3 * HOUR)


async def test_between_two_histories_nothing_is_known(world: World) -> None:
    await told(world.database, (100, 99), (80, 79), by="a.csv")
    await told(world.database, (20, 19), (10, 9), by="b.csv")

    total = (await counted(world.database, Period.ALL)).summary.total

    assert total.unknown == (79 - 20 + 9) * HOUR
    assert total.alert == 4 * HOUR


async def test_our_own_watch_is_known_but_for_its_outages(world: World) -> None:
    await watched(world.database, 50)
    await was_blind(world.database, 30, 20)

    found = await counted(world.database, Period.ALL)

    assert (found.summary.total.alert, found.summary.total.unknown) == (HOUR / 2, 10 * HOUR)
    assert found.sources == (SOURCE,)


async def test_a_month_that_was_fetched_tells_of_its_outages(world: World) -> None:
    await watched(world.database, 50)
    await was_blind(world.database, 30, 20)
    await was_blind(world.database, 5, 4)
    async with world.database.writing() as tx:
        await tx.execute(insert(months).values(region="22", due_at=None, failures=0, settled_at=ago(10)))

    found = await counted(world.database, Period.WEEK)

    assert found.summary.total.unknown == HOUR


async def test_an_alert_of_the_oblast_is_one_of_the_city_and_one_of_the_city_none_of_the_oblast(world: World) -> None:
    await told(world.database, (9, 8), area=OBLAST)
    await told(world.database, (7, 4), area=KHARKIV)

    assert (await counted(world.database, Period.ALL)).summary.total.alert == 4 * HOUR
    assert (await counted(world.database, Period.ALL, OBLAST)).summary.total.alert == HOUR
    assert await count(world.database, Period.ALL, LVIV) is None


async def test_the_month_to_compare_with_is_the_last_thirty_days(world: World) -> None:
    await told(world.database, (40 * 24, 39 * 24), (10 * 24, 9 * 24), (24, 0))

    found = await counted(world.database, Period.TODAY)

    assert (found.month.whole, found.month.alert) == (timedelta(days=30), timedelta(days=2))


async def test_what_takes_long_is_found_outside_of_any_transaction(world: World) -> None:
    await told(world.database, (9, 8), (7, 4))
    statistics, found = Statistics(tree(), world.database), Found()
    asked = Asked(KHARKIV, Period.WEEK, KYIV)

    with pytest.raises(FindFirst) as missing:
        await statistics.of_place(asked, NOW, found)
    await missing.value.find()

    assert await statistics.of_place(asked, NOW, found) == await statistics.count(asked, NOW)


async def test_within_a_minute_it_is_counted_once_and_anew_when_something_happened(world: World) -> None:
    await told(world.database, (9, 8), (7, 4))
    statistics, asked = Statistics(tree(), world.database), Asked(KHARKIV, Period.WEEK, KYIV)

    first = await statistics.count(asked, NOW)
    assert await statistics.count(asked, NOW + timedelta(seconds=20)) is first
    await told(world.database, (3, 2))
    again = await statistics.count(asked, NOW)

    assert first and again and again.summary.total.alert == first.summary.total.alert + HOUR


async def test_a_digest_gets_the_chart_of_one_day(world: World) -> None:
    await told(world.database, (60, 59), (26, 25), (4, 3))
    statistics = Statistics(tree(), world.database)
    charts = Charts(texts(), tree(), reports(), statistics)

    for language, heading in (("en", "<b>Kharkiv. 21 November</b>"), ("uk", "<b>Харків. 21 листопада</b>")):
        picture = await charts.chart_for(KHARKIV, language, date(2026, 11, 21), KYIV, NOW)
        assert picture is not None and picture.caption.startswith(heading)
        assert "1 h" in picture.caption or "1 год" in picture.caption

    assert await charts.chart_for(LVIV, "en", date(2026, 11, 21), KYIV, NOW) is None
    assert await charts.chart_for(KHARKIV, "en", date(2020, 11, 21), KYIV, NOW) is None


async def test_a_table_adds_up_and_says_how_it_was_made(world: World) -> None:
    await told(world.database, (60, 59), (26, 25), (4, 3))
    found = await counted(world.database, Period.WEEK)
    place, period = Charts(texts(), tree(), reports(), Statistics(tree(), world.database)).named("uk", found)

    document = table(texts(), tree(), "uk", found, place, period)
    comments: list[str] = []
    lines: list[str] = []
    for line in document.content.decode("utf-8-sig").splitlines():
        (comments if line.startswith("# ") else lines).append(line)
    rows = [dict(zip(COLUMNS, line.split(","), strict=True)) for line in lines[1:]]

    assert lines[0].split(",") == list(COLUMNS)
    assert {row["zone"] for row in rows} == {KYIV}
    for kind, count in (("day", 7), ("hour", 24)):
        of_kind = [row for row in rows if row["row"] == kind]
        assert len(of_kind) == count
        assert sum(int(row["seconds_under_alert"]) for row in of_kind) == 3 * 3600
        assert sum(int(row["seconds_not_known"]) for row in of_kind) == found.summary.total.unknown.total_seconds()
    said = "\n".join(comments)
    assert "Харків" in said and KYIV in said and "a.csv" in said and "Спосіб:" in said
    assert document.name == "tysha-1293-week-2026-11-22.csv"


async def test_what_a_picture_says_its_caption_says(world: World) -> None:
    await told(world.database, (60, 59), (26, 25), (4, 3))
    found = await counted(world.database, Period.WEEK)
    charts = Charts(texts(), tree(), reports(), Statistics(tree(), world.database))

    picture = charts.picture("en", found)
    written = {shape.text for shape in picture.drawing.shapes if isinstance(shape, Label)}

    assert {"Kharkiv", "3 h", "5 %", "not known", "“maybe half”"} <= written
    assert "Under alert for 3 h, 3 times; the longest took 1 h. 5 % of the known time." in picture.caption
    assert "Vladyslav Spodyrev" in picture.caption and "Daily Express, the report gives no date." in picture.caption
    assert "calm" not in picture.caption and "safe" not in picture.caption
    assert "Saturday, 21 November: 1 h" in charts.words("en", found)


async def test_what_was_said_of_one_city_is_said_of_no_other(world: World) -> None:
    await told(world.database, (60, 59), (4, 3), area=LVIV)
    found = await counted(world.database, Period.WEEK, LVIV)

    picture = Charts(texts(), tree(), reports(), Statistics(tree(), world.database)).picture("en", found)

    assert "Spodyrev" not in picture.caption
    assert not any("half" in shape.text for shape in picture.drawing.shapes if isinstance(shape, Label))
