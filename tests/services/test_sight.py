"""What people are told when nothing can be seen: once for each outage, never as an all clear, through any restart."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.alerts import Answer, AreaId, Observation
from bot.domain.notices import SightStep
from bot.domain.policy import Loudness
from bot.domain.quiet import Mode, MuteKind
from bot.errors import SourceError
from bot.services.sight import PIECE, Sights
from bot.store import chats as chat_store
from bot.store.tables import notices, outbox
from tests.fixtures.world import (
    KHARKIV,
    KHARKIV_RAION,
    LVIV_OBLAST,
    NIGHT,
    OTHER_SOURCE,
    SOURCE,
    World,
    ballistic,
    drones,
    kyiv,
    open_world,
)

CHUHUIV = AreaId("1321")
MINUTE = timedelta(minutes=1)
DEEP_NIGHT = kyiv("03:12")


async def begins(world: World, *alerts: Observation) -> None:
    """The source shows this at 03:12, and all of it has arrived."""
    world.to(DEEP_NIGHT - timedelta(seconds=8))
    await world.shows(*alerts)
    await world.sends()


async def blind_for(world: World, span: timedelta) -> None:
    await world.fails_until(DEEP_NIGHT + span)


async def test_three_minutes_without_an_answer_are_told_once(world: World) -> None:
    await world.person(1)
    await begins(world)
    await blind_for(world, timedelta(minutes=2, seconds=59))
    assert await world.owed(1) == []
    await blind_for(world, timedelta(hours=3))
    assert await world.owed(1) == [("lost", "silent")]


async def test_the_words_of_the_loss(world: World) -> None:
    await world.person(1)
    await world.person(2, language="uk")
    await begins(world)
    await blind_for(world, 4 * MINUTE)
    await world.sends()
    english, ukrainian = world.sender.to(1)[-1], world.sender.to(2)[-1]
    assert english.silent
    assert english.text.splitlines() == [
        "⚪ I can't see. No data on Kharkiv since 03:12",
        "This is not an all clear. I see no other place either. Trust the siren, the Air Alert app, Cell Broadcast. "
        "I will say when I see again.",
        "Silent: alerts.in.ua · quiet: no alert was running",
    ]
    assert ukrainian.text.splitlines()[0] == "⚪ Не бачу. Харків: даних немає з 03:12"
    assert "Це не відбій." in ukrainian.text


async def test_the_words_of_its_return(world: World) -> None:
    await world.person(1)
    await begins(world)
    await blind_for(world, 28 * MINUTE)
    await world.sends()
    await world.shows()
    await world.looks()
    await world.sends()
    message = world.sender.to(1)[-1]
    assert message.silent
    assert message.text.splitlines() == [
        "⚪ I see again: Kharkiv. Blind 03:12-03:40",
        "No alert in the data now.",
        "What came and went meanwhile I did not see. All your places: /now",
        "alerts.in.ua, 0 s ago",
    ]


@pytest.mark.parametrize(("alerts", "sound"), [((), "silent"), ((drones(),), "loud"), ((ballistic(),), "loud")])
async def test_outside_quiet_hours_it_rings_if_an_alert_is_running(
    world: World, alerts: tuple[Observation, ...], sound: str
) -> None:
    await world.person(1)
    await begins(world, *alerts)
    await blind_for(world, 30 * MINUTE)
    assert [told for _, told in await world.owed(1)] == [sound]


async def test_in_quiet_hours_it_is_silent_and_rings_once_after_ten_minutes_of_an_alert_that_rang(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await begins(world, ballistic(since=DEEP_NIGHT))
    await blind_for(world, 9 * MINUTE + timedelta(seconds=59))
    assert await world.owed(1) == [("lost", "silent")]
    await blind_for(world, 10 * MINUTE)
    assert await world.owed(1) == [("lost", "silent"), ("long", "loud")]
    await blind_for(world, timedelta(hours=2))
    await world.sends()
    assert [message.text.splitlines()[0] for message in world.sender.to(1)[1:]] == [
        "⚪ I still can't see. No data on Kharkiv since 03:12",
        "⚪ I can't see. No data on Kharkiv since 03:12",
    ]
    assert "Take it as still on." in world.sender.to(1)[1].text


async def test_an_alert_that_did_not_ring_does_not_ring_for_its_blindness_either(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await begins(world, drones(since=DEEP_NIGHT))
    await blind_for(world, timedelta(hours=1))
    assert await world.owed(1) == [("lost", "silent")]


async def test_whoever_chose_silence_keeps_it(world: World) -> None:
    world.to(kyiv("02:30"))
    await world.person(1, quiet=NIGHT, mode=Mode.NOTHING)
    await world.person(2)
    await world.mute(timedelta(hours=3), MuteKind.ALL, 2)
    await world.person(3, loudness=Loudness.SILENT)
    await begins(world, ballistic(since=DEEP_NIGHT))
    await blind_for(world, timedelta(hours=1))
    for chat in (1, 2, 3):
        assert await world.owed(chat) == [("lost", "silent")]


async def follow(world: World, *areas: AreaId, chat_id: int = 1) -> None:
    chat = await world.chat(chat_id)
    async with world.database.writing() as tx:
        for area in areas:
            await world.subscriptions.follow(tx, chat, area, world.now)


async def test_a_chat_with_many_places_is_told_once_by_the_place_that_matters_most(world: World) -> None:
    await world.person(1)
    await follow(world, CHUHUIV, LVIV_OBLAST)
    await begins(world, ballistic(CHUHUIV, since=DEEP_NIGHT))
    await blind_for(world, timedelta(hours=1))
    assert await world.owed(1) == [("lost_in_alert", "loud")]
    await world.sends()
    assert "No data on Chuhuiv" in world.sender.to(1)[-1].text
    await world.shows(ballistic(CHUHUIV, since=DEEP_NIGHT))
    await world.looks()
    await world.sends()
    assert "I see again: Chuhuiv" in world.sender.to(1)[-1].text
    assert len(world.sender.to(1)) == 3


async def test_the_ten_minutes_count_for_an_alert_at_any_of_the_places(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await follow(world, CHUHUIV)
    await begins(world, drones(KHARKIV, since=DEEP_NIGHT), ballistic(CHUHUIV, since=DEEP_NIGHT))
    await blind_for(world, timedelta(hours=1))
    assert [sound for _, sound in await world.owed(1)] == ["silent", "loud"]
    await world.sends()
    await world.shows(drones(KHARKIV, since=DEEP_NIGHT), ballistic(CHUHUIV, since=DEEP_NIGHT))
    await world.looks()
    assert [told for told, _ in await world.owed(1)] == ["regained"]


async def test_a_grave_alert_around_the_city_that_rang_counts_too(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await begins(world, ballistic(KHARKIV_RAION, since=DEEP_NIGHT))
    await blind_for(world, timedelta(hours=1))
    await world.sends()
    assert [message.silent for message in world.sender.to(1)] == [False, False, True]
    assert "The alert around the city since 03:12" in world.sender.to(1)[1].text


async def test_one_source_that_sees_is_enough(world: World) -> None:
    world = World(world.path, world.clock, world.machine, world.sender, (SOURCE, OTHER_SOURCE))
    await world.person(1)
    await begins(world)
    for _ in range(60):
        await world.fails(SOURCE)
        await world.shows(source=OTHER_SOURCE)
    await world.looks()
    assert await world.owed(1) == []
    await world.fails_until(world.now + 4 * MINUTE)
    assert await world.owed(1) == [("lost", "silent")]
    await world.sends()
    await world.shows(source=OTHER_SOURCE)
    await world.looks()
    await world.sends()
    assert "ukrainealarm.com, 0 s ago" in world.sender.to(1)[-1].text
    assert "alerts.in.ua" not in world.sender.to(1)[-1].text
    await world.database.close()


async def test_a_restart_neither_repeats_the_loss_nor_forgets_the_return(world: World) -> None:
    await world.person(1)
    await begins(world)
    await blind_for(world, 4 * MINUTE)
    await world.sends()
    for _ in range(3):
        world = await world.restarted()
        await world.fails_until(world.now + 20 * MINUTE)
        assert await world.owed(1) == []
    world = await world.restarted()
    await world.shows()
    await world.looks()
    assert await world.owed(1) == [("regained", "silent")]
    await world.database.close()


async def test_after_downtime_the_sources_are_asked_before_they_are_called_silent(world: World) -> None:
    await world.person(1)
    await begins(world)
    world = await world.restarted()
    world.pass_time(timedelta(hours=5))
    assert not await world.sights.judge(world.now)
    await world.shows()
    await world.looks()
    assert await world.owed(1) == []
    await world.database.close()


async def test_after_downtime_a_source_that_stays_silent_is_told_with_its_last_contact(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await begins(world, ballistic(since=DEEP_NIGHT))
    world = await world.restarted()
    world.pass_time(timedelta(hours=1))
    await world.fails()
    await world.looks()
    assert await world.owed(1) == [("lost_long", "loud")]
    await world.sends()
    assert world.sender.to(1)[-1].text.startswith("⚪ I can't see. No data on Kharkiv since 03:12")
    await world.fails_until(world.now + timedelta(hours=1))
    assert await world.owed(1) == []
    await world.database.close()


async def test_a_source_that_never_answered_is_blind_from_the_first_question_on(world: World) -> None:
    await world.person(1)
    world.to(DEEP_NIGHT)
    await world.fails(after=timedelta())
    await blind_for(world, 2 * MINUTE)
    assert await world.owed(1) == []
    await blind_for(world, 4 * MINUTE)
    await world.sends()
    assert "since 03:12" in world.sender.to(1)[-1].text


async def test_a_jump_of_the_clock_is_no_blindness(world: World) -> None:
    await world.person(1)
    await begins(world)
    world.pass_time(timedelta(hours=2))
    assert not await world.sights.judge(world.now)
    await world.shows()
    await world.looks()
    assert await world.owed(1) == []


class Enough(Exception):
    """The test has lived long enough."""


class HurryingClock:
    """A clock on which every sleep is over at once, up to a moment."""

    def __init__(self, start: datetime, end: datetime) -> None:
        self._now, self._end = start, end

    def now(self) -> datetime:
        return self._now

    async def sleep(self, span: timedelta) -> None:
        self._now += span
        if self._now >= self._end:
            raise Enough


class Refusing:
    """A source that refuses, and asks to be left alone for long."""

    name = SOURCE

    def __init__(self, interval: timedelta) -> None:
        self.interval = interval

    async def poll(self, now: datetime) -> Answer:
        raise SourceError(SOURCE, "too-many-requests")

    def forget(self) -> None:
        """There is nothing to forget."""


@pytest.mark.allow_warnings
@pytest.mark.parametrize("pause", [timedelta(seconds=8), timedelta(seconds=30), timedelta(hours=1)])
async def test_a_source_that_asks_for_a_long_pause_is_missed_all_the_same(world: World, pause: timedelta) -> None:
    await world.person(1)
    await begins(world)
    for minutes, owed in ((2, []), (4, [("lost", "silent")])):
        clock = HurryingClock(DEEP_NIGHT + timedelta(seconds=8), DEEP_NIGHT + minutes * MINUTE)
        loops = world.loops(clock=clock)
        with pytest.raises(Enough):
            await loops.watch(Refusing(pause))
        await loops.look_for_sight()
        assert await world.owed(1) == owed


async def test_without_a_source_nothing_is_lost(world: World) -> None:
    await world.person(1)
    sights = Sights(world.database, world.tree, (), world.planner)
    world.pass_time(timedelta(hours=2))
    assert not await sights.judge(world.now)


async def test_a_loss_that_has_not_left_yet_is_dropped_when_sight_is_back(world: World) -> None:
    await world.person(1)
    await begins(world)
    await blind_for(world, 4 * MINUTE)
    await world.shows()
    await world.looks()
    assert await world.owed(1) == []
    await world.sends()
    assert world.sender.to(1) == []


async def test_a_loss_on_its_way_when_sight_is_back_is_not_sent_again(world: World) -> None:
    await world.person(1)
    await begins(world)
    await blind_for(world, 4 * MINUTE)
    (on_its_way,) = await world.deliver.claim()
    await world.shows()
    await world.looks()
    world.machine.advance(timedelta(minutes=2))
    await world.deliver.deliver(on_its_way)
    await world.sends()
    assert world.sender.to(1) == []


async def test_an_alert_that_is_found_running_is_a_start_with_its_own_sound(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await begins(world)
    await blind_for(world, 28 * MINUTE)
    await world.sends()
    await world.shows(ballistic(since=kyiv("03:20")))
    await world.looks()
    assert await world.owed(1) == [("started", "loud"), ("regained", "silent")]
    await world.sends()
    start, back = world.sender.to(1)[-2:]
    assert "It began 20 min ago; I see it only now." in start.text
    assert "The alert began meanwhile, at 03:20: ballistic missiles." in back.text


async def test_what_goes_on_and_what_is_no_longer_shown_are_told_apart(world: World) -> None:
    await world.person(1)
    await world.person(2, area=CHUHUIV)
    await begins(world, ballistic(KHARKIV, since=DEEP_NIGHT), drones(CHUHUIV, since=DEEP_NIGHT))
    await blind_for(world, 28 * MINUTE)
    await world.sends()
    await world.shows(ballistic(KHARKIV, since=DEEP_NIGHT))
    await world.looks()
    await world.sends()
    assert "The alert since 03:12 is still on: ballistic missiles." in world.sender.to(1)[-1].text
    assert "its end is not confirmed yet" in world.sender.to(2)[-1].text
    await world.shows(ballistic(KHARKIV, since=DEEP_NIGHT))
    await world.sends()
    assert "All clear" in world.sender.to(2)[-1].text


async def test_whoever_unfollowed_meanwhile_hears_no_more_of_it(world: World) -> None:
    await world.person(1)
    await begins(world)
    await blind_for(world, 4 * MINUTE)
    await world.sends()
    async with world.database.writing() as tx:
        await chat_store.drop_place(tx, 1, KHARKIV)
    await world.shows()
    await world.looks()
    assert await world.owed(1) == []


async def test_the_morning_says_when_nothing_could_be_seen(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await begins(world)
    await blind_for(world, 28 * MINUTE)
    await world.sends()
    await world.shows()
    await world.looks()
    await world.sends()
    await world.fails_until(kyiv("06:30"))
    await world.sends()
    await world.fails_until(kyiv("07:00"))
    await world.sends()
    recap = world.sender.to(1)[-1]
    assert recap.silent
    assert recap.text.splitlines() == [
        "Your night, 23:00-07:00",
        "⚪ 03:12-03:40 I could not see: no data.",
        "⚪ From 03:40 I can't see: no data.",
    ]


async def test_a_second_outage_is_told_like_the_first(world: World) -> None:
    await world.person(1)
    await begins(world)
    for _ in range(2):
        await world.fails_until(world.now + 4 * MINUTE)
        await world.shows()
        await world.fails_until(world.now + 4 * MINUTE)
        await world.sends()
        await world.shows()
        await world.looks()
        await world.sends()
    firsts = [message.text[:12] for message in world.sender.to(1)]
    assert firsts == ["⚪ I can't se", "⚪ I see agai"] * 2


async def test_many_places_are_told_of_in_pieces_and_a_restart_between_them_loses_none(world: World) -> None:
    areas = sorted(area.id for area in world.tree)[: 2 * PIECE + 3]
    for number, area in enumerate(areas, start=1):
        await world.person(number, area=area)
    await begins(world)
    for _ in range(30):
        await world.fails()
    assert await world.sights.tell(world.now)
    world = await world.restarted()
    while await world.sights.tell(world.now):
        world = await world.restarted()
    told = Counter(chat for chat, key, *_ in await world.outbox() if key == "lost")
    assert told == Counter(range(1, len(areas) + 1))
    await world.database.close()


happenings = st.lists(
    st.tuples(st.sampled_from(["answers", "alerts", "fails", "fails", "restarts", "sends"]), st.integers(1, 90)),
    min_size=3,
    max_size=10,
)


@settings(max_examples=8)
@given(happenings)
def test_whatever_happens_nobody_is_told_twice_and_silence_is_no_all_clear(
    template: Path, events: list[tuple[str, int]]
) -> None:
    asyncio.run(_live(template, events))


@pytest.mark.proof
@settings(max_examples=40)
@given(happenings)
def test_in_forty_nights_nobody_is_told_twice_and_silence_is_no_all_clear(
    template: Path, events: list[tuple[str, int]]
) -> None:
    asyncio.run(_live(template, events))


async def _live(template: Path, events: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        async with open_world(template, Path(folder), kyiv("01:00")) as world:
            await world.person(1, quiet=NIGHT)
            await world.person(2)
            await follow(world, CHUHUIV, chat_id=2)
            for event, count in events:
                ends_before = await _told(world, "ended")
                world = await _happen(world, event, count)
                await world.looks()
                assert event == "answers" or await _told(world, "ended") == ends_before
            told = {step: await _told(world, step) for step in SightStep}
            await world.database.close()
    for chat_and_outage in {one for many in told.values() for one in many}:
        first = [told[step][chat_and_outage] for step in (SightStep.LOST_LONG, SightStep.LOST_IN_ALERT, SightStep.LOST)]
        assert sum(first) == 1
        assert told[SightStep.LONG][chat_and_outage] <= 1
        assert told[SightStep.REGAINED][chat_and_outage] <= 1


async def _happen(world: World, event: str, count: int) -> World:
    match event:
        case "answers":
            await world.ends()
        case "alerts":
            await world.shows(ballistic(since=kyiv("01:00")))
        case "fails":
            await world.fails_until(world.now + timedelta(seconds=10 * count))
        case "restarts":
            world = await world.restarted()
            world.pass_time(timedelta(minutes=count))
        case "sends":
            await world.sends()
    return world


async def _told(world: World, word: str) -> Counter[tuple[int, str]]:
    """How often each chat was owed this, by the outage or episode that it is of."""
    query = select(outbox.c.chat_id, notices.c.key).join(notices, notices.c.id == outbox.c.notice_id)
    rows = [(row.chat_id, row.key.split("/")) for row in await world.rows(query)]
    return Counter((chat, parts[1]) for chat, parts in rows if parts[-1] == word)
