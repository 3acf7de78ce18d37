"""At the end of a silence one message tells all that came without sound, at once and only once."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.alerts import Observation
from bot.domain.notices import NoticeKind, RecapNotice
from bot.domain.policy import Loudness
from bot.domain.quiet import Mode, MuteKind
from bot.store.tables import chats, notices
from bot.store.values import body_from_json
from tests.fixtures.world import KHARKIV, LVIV_OBLAST, NIGHT, World, ballistic, drones, kyiv

HOUR = timedelta(hours=1)


async def recaps(world: World) -> list[RecapNotice]:
    rows = await world.rows(select(notices.c.kind, notices.c.body).where(notices.c.kind == NoticeKind.RECAP))
    bodies = [body_from_json(NoticeKind.RECAP, row.body) for row in rows]
    return [body for body in bodies if isinstance(body, RecapNotice)]


async def told(world: World, chat_id: int = 1) -> list[tuple[str, str]]:
    return [(key, sound) for chat, key, _, sound, _ in await world.outbox() if chat == chat_id]


async def night_alert(world: World, since: datetime, until: datetime) -> None:
    """A guarded alert from one moment to another, sent as it comes."""
    world.to(since - timedelta(seconds=8))
    await world.shows(drones(since=since))
    await world.sends()
    world.to(until - timedelta(seconds=16))
    await world.ends()
    await world.sends()


async def test_the_recap_comes_at_the_end_of_the_window_and_lists_what_was_silent_and_what_rang(world: World) -> None:
    await world.person(1, quiet=NIGHT, label="Home")
    await night_alert(world, kyiv("01:40"), kyiv("02:00"))
    world.to(kyiv("02:14"))
    await world.shows(ballistic(since=kyiv("02:14")))
    await world.sends()
    rang_at = world.now
    world.to(kyiv("03:52") - timedelta(seconds=16))
    await world.ends()
    await world.sends()

    await world.lives_until(kyiv("06:59"))
    assert await recaps(world) == []
    await world.lives_until(kyiv("07:00"))

    (recap,) = await recaps(world)
    assert (recap.start, recap.end) == (kyiv("23:00"), kyiv("07:00"))
    assert [(one.started_at, one.ended_at, one.rang_at) for one in recap.entries] == [
        (kyiv("01:40"), kyiv("02:00"), ()),
        (kyiv("02:14"), kyiv("03:52"), (rang_at,)),
    ]
    assert [one.label for one in recap.entries] == ["Home", "Home"]
    assert recap.under_alert == timedelta(hours=1, minutes=58)
    assert (await told(world))[-1] == ("recap", "silent")


async def test_a_recap_is_owed_once_however_often_we_look(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await night_alert(world, kyiv("01:40"), kyiv("02:00"))
    world.to(kyiv("07:00"))
    for _ in range(3):
        await world.looks()
    restarted = await world.restarted()
    await restarted.looks()
    assert len(await recaps(restarted)) == 1
    await restarted.database.close()


async def test_no_recap_where_nothing_was_silenced(world: World) -> None:
    await world.person(1, quiet=NIGHT, mode=Mode.EVERYTHING)
    await world.person(2, quiet=NIGHT)
    world.to(kyiv("06:58"))
    await world.shows(ballistic(since=world.now))
    await world.sends()
    await world.lives_until(kyiv("07:30"))
    assert await recaps(world) == []


async def test_a_recap_is_missed_by_no_downtime(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await night_alert(world, kyiv("01:40"), kyiv("02:00"))
    world.to(kyiv("11:30"))
    await world.looks()
    (recap,) = await recaps(world)
    assert (recap.start, recap.end) == (kyiv("23:00"), kyiv("07:00"))


async def test_the_next_night_has_a_recap_of_its_own(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await night_alert(world, kyiv("01:40"), kyiv("02:00"))
    await world.lives_until(kyiv("07:10"))
    day = timedelta(days=1)
    await night_alert(world, kyiv("01:40") + day, kyiv("02:00") + day)
    await world.lives_until(kyiv("07:10") + day)
    first, second = await recaps(world)
    assert second.start - first.start == day
    assert [one.started_at for one in second.entries] == [kyiv("01:40") + day]


async def test_a_recap_is_loud_where_an_alert_covers_a_place_then_and_its_all_clear_is_loud_too(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    world.to(kyiv("05:40"))
    await world.shows(drones(since=world.now))
    await world.sends()
    await world.lives_until(kyiv("07:00"))
    assert await told(world) == [("started", "silent"), ("recap", "loud")]

    await world.ends()

    assert (await told(world))[-1] == ("ended", "loud")


async def test_after_a_silent_recap_the_all_clear_of_a_silent_alert_is_silent(world: World) -> None:
    await world.person(1, quiet=NIGHT, loudness=Loudness.SILENT)
    world.to(kyiv("05:40"))
    await world.shows(drones(since=world.now))
    await world.sends()
    await world.lives_until(kyiv("07:00"))
    await world.ends()
    assert await told(world) == [("started", "silent"), ("recap", "silent"), ("ended", "silent")]


async def test_an_alert_at_a_place_of_somebody_else_makes_no_recap_loud(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await night_alert(world, kyiv("01:40"), kyiv("02:00"))
    await world.shows(ballistic(LVIV_OBLAST, since=world.now))
    await world.lives_until(kyiv("07:00"))
    assert (await told(world))[-1] == ("recap", "silent")


async def test_a_loud_recap_that_waited_into_the_next_quiet_hours_does_not_ring(world: World) -> None:
    await world.person(1, quiet="23:00-07:00; 08:00-09:00")
    world.to(kyiv("05:40"))
    await world.shows(drones(since=world.now))
    await world.sends()
    world.to(kyiv("07:00"))
    await world.looks()
    assert (await told(world))[-1] == ("recap", "loud")
    world.to(kyiv("08:00"))
    await world.sends()
    assert world.sender.to(1)[-1].silent


async def test_shortening_a_running_window_below_now_hands_over_at_once(world: World) -> None:
    await world.person(1, quiet=NIGHT, digest="01:00")
    await night_alert(world, kyiv("01:40"), kyiv("02:00"))
    await world.looks()
    world.to(kyiv("04:00"))

    await world.set_quiet("23:00-03:00")
    await world.looks()
    await world.sends()

    (recap,) = await recaps(world)
    assert (recap.start, recap.end) == (kyiv("23:00"), kyiv("04:00"))
    assert [key for key, _ in (await told(world))] == ["started", "ended", "recap", "digest"]
    assert len(world.sender.to(1)) == 4
    await world.lives_until(kyiv("07:30"))
    assert len(await recaps(world)) == 1


async def test_switching_off_a_running_window_hands_over_at_once(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await night_alert(world, kyiv("01:40"), kyiv("02:00"))
    await world.set_quiet("")
    assert (await told(world))[-1] == ("recap", "silent")
    await world.lives_until(kyiv("07:30"))
    assert len(await recaps(world)) == 1


async def test_a_window_that_still_runs_after_a_change_keeps_its_beginning(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await night_alert(world, kyiv("00:10"), kyiv("00:20"))
    world.to(kyiv("02:00"))
    await world.set_quiet("01:00-06:00")
    assert await recaps(world) == []
    await world.lives_until(kyiv("06:00"))
    (recap,) = await recaps(world)
    assert (recap.start, recap.end) == (kyiv("23:00"), kyiv("06:00"))
    assert len(recap.entries) == 1


async def test_a_change_after_the_window_ended_but_before_anybody_looked_loses_no_recap(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await night_alert(world, kyiv("01:40"), kyiv("02:00"))
    world.to(kyiv("07:00"))
    await world.set_quiet("22:00-06:00")
    await world.looks()
    (recap,) = await recaps(world)
    assert recap.end == kyiv("07:00")


async def test_a_change_by_day_hands_over_nothing(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await world.set_quiet("23:00-08:00")
    assert await recaps(world) == []


async def test_a_mute_ends_like_a_window(world: World) -> None:
    await world.person(1)
    await world.mute(HOUR)
    start = world.now
    await night_alert(world, world.now + timedelta(minutes=1), world.now + timedelta(minutes=20))
    await world.lives_until(start + HOUR)
    (recap,) = await recaps(world)
    assert (recap.start, recap.end) == (start, start + HOUR)
    assert (await told(world))[-1] == ("recap", "silent")


async def test_a_mute_that_silenced_nothing_ends_without_a_word(world: World) -> None:
    await world.person(1, digest="23:10")
    await world.mute(HOUR)
    await world.lives_until(world.now + 2 * HOUR)
    assert await told(world) == [("digest", "silent")]


async def test_a_mute_that_ends_inside_a_window_leaves_its_recap_to_the_window(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await world.mute(HOUR)
    await night_alert(world, kyiv("22:51"), kyiv("22:58"))
    await world.lives_until(kyiv("06:59"))
    assert await recaps(world) == []
    await world.lives_until(kyiv("07:00"))
    (recap,) = await recaps(world)
    assert (recap.start, recap.end) == (kyiv("22:50"), kyiv("07:00"))
    assert len(recap.entries) == 1


async def test_a_mute_that_is_switched_off_inside_a_window_leaves_its_recap_to_the_window(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await world.mute(3 * HOUR)
    world.to(kyiv("23:30"))
    await world.shows(drones(since=world.now))
    await world.sends()
    assert await world.unmute()
    assert await recaps(world) == []
    await world.ends()
    await world.lives_until(kyiv("07:00"))
    assert len(await recaps(world)) == 1


async def test_a_mute_and_a_window_that_both_ended_while_we_were_away_make_one_recap(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await world.mute(HOUR)
    await night_alert(world, kyiv("22:51"), kyiv("22:58"))
    world.to(kyiv("09:00"))
    await world.looks()
    (recap,) = await recaps(world)
    assert (recap.start, recap.end) == (kyiv("22:50"), kyiv("07:00"))


async def test_unmuting_hands_over_at_once_and_the_second_time_says_that_nothing_was_muted(world: World) -> None:
    await world.person(1)
    await world.mute(HOUR)
    await world.shows(drones())
    await world.sends()
    world.pass_time(timedelta(seconds=1))
    assert await world.unmute()
    assert not await world.unmute()
    await world.lives_until(world.now + 2 * HOUR)
    assert len(await recaps(world)) == 1


@pytest.mark.parametrize(
    ("kind", "observation", "sound"),
    [
        (MuteKind.ALL, ballistic(), "silent"),
        (MuteKind.GUARDED, drones(), "silent"),
        (MuteKind.GUARDED, ballistic(), "loud"),
    ],
)
async def test_a_recap_under_a_mute_rings_only_for_what_the_mute_lets_through(
    world: World, kind: MuteKind, observation: Observation, sound: str
) -> None:
    await world.person(1, quiet=NIGHT)
    await night_alert(world, kyiv("01:40"), kyiv("02:00"))
    world.to(kyiv("06:30"))
    await world.mute(2 * HOUR, kind)
    await world.shows(observation)
    await world.sends()
    await world.lives_until(kyiv("07:00"))
    assert (await told(world))[-1] == ("recap", sound)


async def test_a_gone_chat_is_owed_no_recap_and_none_of_old_nights_when_it_comes_back(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await night_alert(world, kyiv("01:40"), kyiv("02:00"))
    async with world.database.writing() as tx:
        await world.subscriptions.leave(tx, 1, "blocked", world.now)
    await world.lives_until(kyiv("11:00"))
    await world.starts(1)
    await world.looks()
    assert await recaps(world) == []
    await night_alert(world, kyiv("01:40") + 24 * HOUR, kyiv("02:00") + 24 * HOUR)
    await world.lives_until(kyiv("07:00") + 24 * HOUR)
    assert len(await recaps(world)) == 1


async def test_a_mute_of_a_gone_chat_ends_without_a_recap(world: World) -> None:
    await world.person(1)
    await world.mute(HOUR)
    await world.shows(drones())
    await world.sends()
    async with world.database.writing() as tx:
        await world.subscriptions.leave(tx, 1, "blocked", world.now)
    await world.lives_until(world.now + 2 * HOUR)
    assert await recaps(world) == []


async def test_a_citys_whole_morning_is_handed_over_in_pieces(world: World) -> None:
    for chat_id in range(1, 131):
        await world.person(chat_id, quiet=NIGHT)
    world.to(kyiv("01:00"))
    await world.shows(drones(since=world.now))
    await world.lives_until(kyiv("01:10"), timedelta(minutes=1))
    world.to(kyiv("07:00"))
    first = await world.recaps.step(world.now)
    second = await world.recaps.step(world.now)
    third = await world.recaps.step(world.now)
    assert (first, second, third) == (100, 30, 0)
    assert len(await recaps(world)) == 130


async def test_quiet_hours_that_never_end_have_no_recap_and_no_fault(world: World) -> None:
    await world.person(1, quiet="00:00-12:00; 12:00-00:00")
    await night_alert(world, kyiv("01:40"), kyiv("02:00"))
    await world.lives_until(kyiv("11:30"))
    assert await recaps(world) == []


async def test_what_is_handed_over_moves_the_window_on(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await world.lives_until(kyiv("07:00"))
    ((start, end),) = await world.rows(select(chats.c.window_start, chats.c.window_end))
    assert (start, end) == (kyiv("23:00") + 24 * HOUR, kyiv("07:00") + 24 * HOUR)


async def test_tonight_until_the_end_of_the_window_takes_nothing_out_of_its_recap(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await night_alert(world, kyiv("01:40"), kyiv("02:00"))
    await world.mute(kyiv("07:00") - world.now)
    await night_alert(world, kyiv("03:10"), kyiv("03:20"))
    await world.lives_until(kyiv("07:10"))

    (recap,) = await recaps(world)
    assert (recap.start, recap.end) == (kyiv("23:00"), kyiv("07:00"))
    assert [one.started_at for one in recap.entries] == [kyiv("01:40"), kyiv("03:10")]


async def test_a_mute_across_the_end_of_a_window_is_told_in_two_parts_and_nothing_twice(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await world.mute(10 * HOUR)
    await night_alert(world, kyiv("22:52"), kyiv("22:57"))
    await night_alert(world, kyiv("01:40"), kyiv("02:00"))
    await world.lives_until(kyiv("07:05"))
    await night_alert(world, kyiv("08:00"), kyiv("08:20"))
    await world.lives_until(kyiv("09:00"))

    first, second = await recaps(world)
    assert [one.started_at for one in first.entries] == [kyiv("22:52"), kyiv("01:40")]
    assert [one.started_at for one in second.entries] == [kyiv("08:00")]


async def test_hours_switched_off_and_chosen_anew_in_the_night_repeat_nothing_in_the_morning(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await night_alert(world, kyiv("01:40"), kyiv("02:00"))
    await world.set_quiet("")
    world.pass_time(timedelta(minutes=1))
    await world.set_quiet(NIGHT)
    await night_alert(world, kyiv("03:10"), kyiv("03:20"))
    await world.lives_until(kyiv("07:10"))

    assert [[one.started_at for one in recap.entries] for recap in await recaps(world)] == [
        [kyiv("01:40")],
        [kyiv("03:10")],
    ]


async def test_what_rang_before_the_window_and_ended_in_it_is_said_to_have_rung(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await night_alert(world, kyiv("22:52"), kyiv("23:30"))
    await world.lives_until(kyiv("07:10"))

    (recap,) = await recaps(world)
    ((entry,),) = [recap.entries]
    assert entry.rang_at == (kyiv("22:52"),)


async def test_what_waits_at_the_end_of_the_window_and_rings_after_it_was_not_silent(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    world.to(kyiv("06:59"))
    await world.shows(drones(since=world.now))
    world.to(kyiv("07:00"))
    await world.looks()
    await world.sends()

    assert await told(world) == [("started", "loud")]


async def test_a_place_given_up_in_the_night_stands_in_the_recap_all_the_same(world: World) -> None:
    chat = await world.person(1, quiet=NIGHT)
    await night_alert(world, kyiv("01:40"), kyiv("02:00"))
    async with world.database.writing() as tx:
        await world.subscriptions.unfollow(tx, chat, KHARKIV)
    await world.lives_until(kyiv("07:10"))

    (recap,) = await recaps(world)
    assert [one.started_at for one in recap.entries] == [kyiv("01:40")]


async def test_a_loud_recap_that_waited_into_a_mute_of_all_does_not_ring(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    world.to(kyiv("05:40"))
    await world.shows(drones(since=world.now))
    await world.sends()
    world.to(kyiv("07:00"))
    await world.looks()
    await world.mute(HOUR, MuteKind.ALL)
    await world.sends()

    assert world.sender.to(1)[-1].silent
