"""What a source's answer changes and what people are owed for it stand or fall together, through any restart."""

from datetime import UTC, datetime, timedelta
from typing import NoReturn

import pytest
from sqlalchemy import select, update

from bot.domain.alerts import Answer, AreaId, Level
from bot.domain.areas import AreaTree
from bot.domain.quiet import MuteKind
from bot.services.watch import Watch
from bot.store import alerts as alert_store
from bot.store.tables import alerts, transitions
from tests.fixtures.world import (
    EVENING,
    KHARKIV,
    KHARKIV_OBLAST,
    KHARKIV_RAION,
    LVIV_OBLAST,
    NIGHT,
    OTHER_SOURCE,
    SOURCE,
    World,
    alert,
    ballistic,
    drones,
    kyiv,
)

YEARS_AGO = datetime(2024, 5, 20, 8, tzinfo=UTC)


async def owed(world: World, chat_id: int = 1) -> list[tuple[str, str]]:
    return await world.owed(chat_id)


async def test_a_start_is_told_once_however_often_it_is_shown(world: World) -> None:
    await world.person(1)
    for _ in range(3):
        await world.shows(ballistic())
    assert await owed(world) == [("started", "loud")]


async def test_an_answer_that_is_given_again_changes_nothing(world: World) -> None:
    await world.person(1)
    answer = Answer(SOURCE, world.now, (ballistic(),), world.now)
    assert (await world.watch.absorb(answer, world.now)).owed == 1
    assert (await world.watch.absorb(answer, world.now)).owed == 0


async def test_a_restart_neither_repeats_a_start_nor_forgets_an_end(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    await world.sends()

    restarted = await world.restarted()
    await restarted.shows(ballistic())
    assert await owed(restarted) == []
    await restarted.shows()
    restarted = await restarted.restarted()
    assert await owed(restarted) == []
    await restarted.shows()
    assert await owed(restarted) == [("ended", "loud")]
    await restarted.database.close()


async def test_an_escalation_after_a_restart_is_told(world: World) -> None:
    await world.person(1)
    await world.shows(drones())
    await world.sends()
    restarted = await world.restarted()
    await restarted.shows(ballistic())
    assert await owed(restarted) == [("escalated", "loud")]
    await restarted.database.close()


async def test_a_missing_answer_ends_nothing_and_one_absence_does_not_either(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    await world.sends()
    world.pass_time(timedelta(hours=3))
    assert await owed(world) == []
    await world.shows()
    assert await owed(world) == []


async def test_an_end_of_one_source_is_no_end_while_another_still_reports(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    await world.shows(ballistic(), source=OTHER_SOURCE)
    await world.sends()
    for _ in range(3):
        await world.shows()
        await world.shows(ballistic(), source=OTHER_SOURCE)
    assert await owed(world) == []


async def test_whoever_was_not_reached_before_the_end_gets_one_silent_line_and_the_others_their_all_clear(
    world: World,
) -> None:
    await world.person(1)
    await world.person(2)
    await world.shows(ballistic())
    first, *others = await world.deliver.claim()
    await world.deliver.deliver(first)
    await world.deliver.give_back(others)
    world.pass_time(timedelta(minutes=2))

    await world.ends()

    reached, missed = first.chat_id, 3 - first.chat_id
    assert await owed(world, reached) == [("ended", "loud")]
    assert await owed(world, missed) == [("passed", "silent")]


async def test_a_start_on_its_way_at_the_end_is_not_dropped_and_its_all_clear_follows(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    (on_its_way,) = await world.deliver.claim()

    await world.ends()
    await world.deliver.deliver(on_its_way)
    await world.sends()

    assert [message.silent for message in world.sender.to(1)] == [False, False]
    assert "All clear" in world.sender.to(1)[1].text


async def test_a_start_that_has_not_left_is_replaced_by_its_escalation(world: World) -> None:
    await world.person(1)
    await world.shows(drones())
    await world.shows(ballistic())
    assert await owed(world) == [("escalated", "loud")]
    await world.ends()
    assert await owed(world) == [("passed", "silent")]


async def test_an_alert_that_its_source_shows_again_as_of_old_rings_again_and_ends_again(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic(since=EVENING))
    await world.sends()
    for _ in range(3):
        await world.ends()
        assert await owed(world) == [("ended", "loud")]
        await world.sends()
        await world.shows(ballistic(since=EVENING))
        assert await owed(world) == [("started", "loud")]
        await world.sends()


async def test_a_guarded_alert_that_starts_again_within_ten_minutes_is_silent_and_later_rings(world: World) -> None:
    await world.person(1)
    for pause, sound in ((None, "loud"), (timedelta(minutes=9), "silent"), (timedelta(minutes=11), "loud")):
        world.pass_time(pause or timedelta())
        await world.shows(drones(since=world.now))
        assert await owed(world) == [("started", sound)]
        await world.sends()
        await world.ends()
        await world.sends()


async def test_whoever_follows_a_place_under_alert_is_told_its_end_without_sound(world: World) -> None:
    await world.shows(ballistic())
    await world.person(1)
    await world.shows(ballistic())
    assert await owed(world) == []
    await world.ends()
    assert await owed(world) == [("ended", "silent")]


async def test_a_follower_who_comes_when_the_alert_is_shown_again_is_told_of_that_alerts_end(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic(since=EVENING))
    await world.ends()
    async with world.database.writing() as tx:
        await world.subscriptions.unfollow(tx, await world.chat(1), KHARKIV)
    await world.shows(ballistic(since=EVENING))
    await world.person(2)
    await world.ends()
    assert await owed(world, 2) == [("ended", "silent")]


async def test_an_alert_that_nobody_follows_is_history_and_owes_nothing(world: World) -> None:
    await world.person(1, area=LVIV_OBLAST)
    absorbed = await world.shows(ballistic())
    assert (absorbed.transitions, absorbed.owed) == (1, 0)


async def test_history_keeps_every_transition_with_its_level_at_the_time(world: World) -> None:
    await world.shows(drones())
    await world.shows(ballistic())
    await world.ends()
    kept = await world.rows(select(transitions.c.kind, transitions.c.level, transitions.c.gravity))
    assert [tuple(row) for row in kept] == [
        ("started", "yellow", "guarded"),
        ("escalated", "red", "grave"),
        ("ended", "red", "grave"),
    ]


async def test_one_alert_ending_while_another_covers_the_place_is_no_all_clear(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic(KHARKIV), drones(KHARKIV_OBLAST))
    await world.sends()
    for _ in range(2):
        await world.shows(drones(KHARKIV_OBLAST))
    assert await owed(world) == [("eased", "silent")]


async def test_the_raion_around_the_city_is_silent_if_guarded_and_loud_if_grave(world: World) -> None:
    await world.person(1)
    await world.shows(drones(KHARKIV_RAION))
    assert await owed(world) == [("started", "silent")]
    await world.sends()
    await world.shows(ballistic(KHARKIV_RAION))
    assert await owed(world) == [("escalated", "loud")]


async def test_the_raion_around_adds_nothing_to_the_citys_own_alert_of_the_same_gravity(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic(KHARKIV), ballistic(KHARKIV_RAION))
    assert await owed(world) == [("started", "loud")]


async def test_what_runs_around_the_city_is_told_when_its_own_alert_is_over(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic(KHARKIV), ballistic(KHARKIV_RAION))
    await world.sends()
    for _ in range(2):
        await world.shows(ballistic(KHARKIV_RAION))
    assert ("started", "loud") in await owed(world)


async def test_a_raion_that_turned_red_under_the_citys_own_red_rings_when_that_is_over(world: World) -> None:
    await world.person(1)
    await world.shows(drones(KHARKIV_RAION))
    await world.shows(drones(KHARKIV_RAION), ballistic(KHARKIV))
    await world.shows(ballistic(KHARKIV_RAION), ballistic(KHARKIV))
    await world.sends()
    for _ in range(2):
        await world.shows(ballistic(KHARKIV_RAION))
    assert ("escalated", "loud") in await owed(world)


async def test_an_answer_that_cannot_be_kept_whole_is_not_kept_at_all(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    await world.sends()
    await world.shows()
    broken = Watch(world.database, FellingTree(()), world.planner)
    world.pass_time(timedelta(seconds=8))

    with pytest.raises(RuntimeError):
        await broken.absorb(Answer(SOURCE, world.now, (), world.now), world.now)

    async with world.database.reading() as connection:
        state = await alert_store.load_state(connection)
    assert list(state.alerts) == [(KHARKIV, "air_raid")]
    assert await owed(world) == []
    await world.shows()
    assert await owed(world) == [("ended", "loud")]


async def test_an_all_clear_is_never_louder_than_what_was_heard(world: World) -> None:
    world.to(kyiv("23:30"))
    await world.person(1)
    await world.person(2, quiet="23:00-00:00")
    await world.person(3)
    await world.mute(timedelta(hours=1), MuteKind.ALL, 3)
    await world.shows(drones(since=world.now))
    await world.sends()
    world.to(kyiv("00:30"))
    await world.ends()
    assert {chat: await owed(world, chat) for chat in (1, 2, 3)} == {
        1: [("ended", "loud")],
        2: [("ended", "silent")],
        3: [("ended", "silent")],
    }


async def test_a_grave_alert_of_an_unknown_level_rings_in_quiet_hours(world: World) -> None:
    world.to(kyiv("23:30"))
    await world.person(1, quiet=NIGHT)
    await world.shows(alert(level=Level.UNKNOWN, since=world.now))
    assert await owed(world) == [("started", "loud")]


async def test_a_permanent_alert_rings_nobody_and_blocks_no_all_clear(world: World) -> None:
    await world.person(1)
    lasting = alert(KHARKIV_OBLAST, since=YEARS_AGO)
    await world.shows(lasting)
    assert await owed(world) == []
    await world.shows(lasting, ballistic(since=world.now))
    assert await owed(world) == [("started", "loud")]
    await world.sends()
    for _ in range(2):
        await world.shows(lasting)
    await world.sends()
    all_clear = world.sender.to(1)[-1].text
    assert all_clear.startswith("✅ All clear, Kharkiv")
    assert "Still on, as all the time: Kharkiv Oblast, air raid alert since 20 May 2024." in all_clear


async def test_a_permanent_alert_stays_so_through_restarts_gaps_and_new_followers(world: World) -> None:
    lasting = alert(KHARKIV_OBLAST, since=YEARS_AGO)
    await world.shows(lasting)
    await world.person(1)
    world = await world.restarted()
    await world.shows(lasting)
    for _ in range(3):
        await world.shows()
    await world.shows(lasting)
    assert await owed(world) == []
    await world.shows(ballistic(KHARKIV_OBLAST, since=YEARS_AGO))
    assert await owed(world) == [("started", "loud")]
    await world.sends()
    start = world.sender.to(1)[-1].text
    assert "Late" not in start
    assert "2024" not in start
    await world.database.close()


async def test_an_alert_whose_end_was_told_rings_again_however_old_it_is_when_it_comes_back(world: World) -> None:
    await world.person(1)
    began_at = world.now
    await world.shows(ballistic(since=began_at))
    world.pass_time(timedelta(days=5))
    await world.shows(ballistic(since=began_at))
    await world.sends()
    await world.ends()
    assert await owed(world) == [("ended", "loud")]
    await world.sends()
    await world.shows(ballistic(since=began_at))
    assert await owed(world) == [("started", "loud")]


async def test_an_alert_stored_before_permanent_ones_were_known_is_read_as_an_ordinary_one(world: World) -> None:
    await world.shows(ballistic())
    async with world.database.writing() as tx:
        body = (await tx.execute(select(alerts.c.body))).scalar_one()
        await tx.execute(update(alerts).values(body={name: body[name] for name in body if name != "usual"}))
    async with world.database.reading() as connection:
        (stored,) = (await alert_store.load_state(connection)).alerts.values()
    assert not stored.is_permanent


class FellingTree(AreaTree):
    """Fails whoever asks for more than single areas."""

    def above(self, area: AreaId) -> NoReturn:
        raise RuntimeError(f"nothing is above {area}")
