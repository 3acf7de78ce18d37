"""A digest comes exactly once for each local day, after the night has been handed over, whatever clocks do."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.notices import DigestNotice, NoticeKind
from bot.services.digest_facts import NEWS_FOR
from bot.store.tables import chats, notices
from bot.store.values import body_from_json
from tests.fixtures.content import reports
from tests.fixtures.world import KHARKIV, LVIV_OBLAST, NIGHT, World, ballistic, drones, kyiv, open_world

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


async def digests(world: World) -> list[tuple[datetime, DigestNotice]]:
    query = select(notices.c.at, notices.c.body).where(notices.c.kind == NoticeKind.DIGEST).order_by(notices.c.id)
    bodies = [(row.at, body_from_json(NoticeKind.DIGEST, row.body)) for row in await world.rows(query)]
    return [(at, body) for at, body in bodies if isinstance(body, DigestNotice)]


async def test_a_digest_comes_at_its_time_and_once_a_day_through_restarts(world: World) -> None:
    await world.person(1, digest="08:00")
    await world.lives_until(kyiv("07:59"))
    assert await digests(world) == []
    for _ in range(3):
        world.to(kyiv("08:00") if world.now < kyiv("08:00") else world.now + timedelta(seconds=1))
        await world.looks()
        await world.sends()
        world = await world.restarted()
    assert [at for at, _ in await digests(world)] == [kyiv("08:00")]
    await world.lives_until(kyiv("08:10") + DAY, HOUR)
    assert [at for at, _ in await digests(world)] == [kyiv("08:00"), kyiv("08:00") + DAY]
    await world.database.close()


@pytest.mark.parametrize(
    ("first_noon", "wall"),
    [
        # Kyiv's clocks go forward at 03:00 on 29 March 2026 and back at 04:00 on 25 October 2026 (IANA tzdata).
        (datetime(2026, 3, 27, 10, tzinfo=UTC), "03:30"),
        (datetime(2026, 3, 27, 10, tzinfo=UTC), "08:00"),
        (datetime(2026, 10, 23, 9, tzinfo=UTC), "03:30"),
        (datetime(2026, 10, 23, 9, tzinfo=UTC), "08:00"),
    ],
)
async def test_a_digest_comes_once_for_each_local_day_through_both_clock_changes(
    template: Path, tmp_path: Path, first_noon: datetime, wall: str
) -> None:
    async with open_world(template, tmp_path, first_noon) as world:
        await world.person(1, digest=wall)
        await world.lives_until(first_noon + 4 * DAY, timedelta(minutes=30))
        days = [body.day for _, body in await digests(world)]
        assert days == [(first_noon + DAY * n).date() for n in range(1, 5)]
        assert len(world.sender.to(1)) == 4


@pytest.mark.parametrize(("late", "sent"), [(timedelta(hours=5, minutes=59), 1), (timedelta(hours=6), 0)])
async def test_a_digest_missed_by_less_than_six_hours_is_sent_and_an_older_one_folded(
    world: World, late: timedelta, sent: int
) -> None:
    await world.person(1, digest="08:00")
    world.to(kyiv("08:00") + late)
    await world.looks()
    assert len(await digests(world)) == sent
    await world.lives_until(kyiv("08:00") + DAY, HOUR)
    assert [at for at, _ in await digests(world)][sent:] == [kyiv("08:00") + DAY]


async def test_a_week_of_downtime_makes_one_digest_not_seven(world: World) -> None:
    await world.person(1, digest="08:00")
    await world.lives_until(kyiv("08:10"), HOUR)
    world.to(kyiv("09:00") + 5 * DAY)
    await world.looks()
    (_, (at, body)) = await digests(world)
    assert (at, body.since) == (kyiv("08:00") + 5 * DAY, kyiv("08:00"))
    await world.lives_until(kyiv("08:00") + 6 * DAY, HOUR)
    assert [at for at, _ in await digests(world)][2:] == [kyiv("08:00") + 6 * DAY]


async def test_a_digest_looks_back_on_a_week_at_the_most(world: World) -> None:
    await world.person(1, digest="08:00")
    await world.lives_until(kyiv("08:10"), HOUR)
    world.to(kyiv("08:00") + 30 * DAY)
    await world.looks()
    assert [body.until - body.since for _, body in await digests(world)] == [DAY, 7 * DAY]


async def test_a_digest_inside_a_window_is_held_to_its_end_and_comes_after_the_recap(world: World) -> None:
    await world.person(1, quiet=NIGHT, digest="06:00")
    world.to(kyiv("01:40"))
    await world.shows(drones(since=world.now))
    await world.sends()
    await world.ends()
    await world.sends()
    await world.lives_until(kyiv("06:59"))
    assert len(world.sender.to(1)) == 2

    world.to(kyiv("07:00"))
    # The sender is quicker than the schedule: without the recap nothing may leave.
    await world.sends()
    assert len(world.sender.to(1)) == 2
    await world.looks()
    await world.sends()

    recap, digest = world.sender.to(1)[2:]
    assert "Your night" in recap.text
    assert "Digest" in digest.text
    assert recap.silent and digest.silent


async def test_a_digest_due_at_the_very_end_of_the_window_comes_after_the_recap(world: World) -> None:
    await world.person(1, quiet=NIGHT, digest="07:00")
    world.to(kyiv("01:40"))
    await world.shows(drones(since=world.now))
    await world.sends()
    await world.ends()
    await world.sends()
    world.to(kyiv("07:00"))
    await world.digests.step(world.now)
    await world.sends()
    await world.looks()
    await world.sends()
    assert ["Your night" in message.text for message in world.sender.to(1)[2:]] == [True, False]


async def test_a_held_digest_comes_when_the_window_was_shortened_before_it_was_over(world: World) -> None:
    await world.person(1, quiet=NIGHT, digest="05:00")
    await world.lives_until(kyiv("05:10"))
    await world.set_quiet("23:00-06:00")
    await world.lives_until(kyiv("06:00"))
    assert len(world.sender.to(1)) >= 1
    assert await world.owed(1) == []


async def test_a_held_digest_waits_longer_when_the_window_was_lengthened(world: World) -> None:
    await world.person(1, quiet=NIGHT, digest="05:00")
    await world.lives_until(kyiv("05:10"))
    await world.set_quiet("23:00-09:00")
    await world.lives_until(kyiv("08:59"))
    assert world.sender.to(1) == []
    await world.lives_until(kyiv("09:00"))
    assert len(world.sender.to(1)) >= 1


async def test_a_digest_switched_off_is_not_due(world: World) -> None:
    await world.person(1, digest="08:00")
    await world.set_digest("")
    await world.lives_until(kyiv("11:00"))
    assert await digests(world) == []


async def test_a_time_that_has_passed_today_is_due_tomorrow(world: World) -> None:
    await world.person(1, digest="22:50")
    await world.looks()
    assert await digests(world) == []
    ((due,),) = await world.rows(select(chats.c.digest_due_at))
    assert due == kyiv("22:50") + DAY


async def test_a_digest_counts_the_day_of_each_place(world: World) -> None:
    await world.person(1, digest="08:00", label="Home")
    world.to(kyiv("22:52"))
    await world.shows(drones(since=world.now))
    world.to(kyiv("23:32") - timedelta(seconds=16))
    await world.ends()
    world.to(kyiv("06:50"))
    await world.shows(ballistic(since=world.now), ballistic(LVIV_OBLAST, since=world.now))
    world.to(kyiv("07:20") - timedelta(seconds=16))
    await world.ends()
    await world.lives_until(kyiv("08:00"))

    ((_, body),) = await digests(world)
    (place,) = body.places
    assert (place.area, place.label, place.count) == (KHARKIV, "Home", 2)
    assert place.total == timedelta(minutes=70)
    assert place.longest == timedelta(minutes=40)
    assert place.at_night == timedelta(minutes=42)


async def test_an_alert_that_runs_over_the_edges_counts_only_what_lies_in_the_day(world: World) -> None:
    await world.person(1, digest="08:00")
    world.to(kyiv("07:00"))
    await world.shows(ballistic(since=world.now))
    await world.lives_until(kyiv("08:00"))
    ((_, body),) = await digests(world)
    assert body.places[0].total == HOUR


async def test_a_claim_is_carried_once(world: World) -> None:
    await world.person(1, digest="08:00")
    await world.lives_until(kyiv("08:10") + 9 * DAY, HOUR)
    carried = [claim for _, body in await digests(world) for claim in body.claims]
    assert len(carried) == len(set(carried)) > 5


@pytest.mark.parametrize(("after", "carried"), [(NEWS_FOR, True), (NEWS_FOR + DAY, False)])
async def test_a_claim_is_news_for_its_time_and_no_longer(
    template: Path, tmp_path: Path, after: timedelta, carried: bool
) -> None:
    """With the digest that told it, it is forgotten that it was told."""
    reviewed = max(report.reviewed for report in reports())
    noon = datetime.combine(reviewed + after - DAY, time(12), UTC)
    async with open_world(template, tmp_path, noon) as world:
        await world.person(1, digest="08:00")
        await world.lives_until(noon + timedelta(hours=20), HOUR)
        ((_, body),) = await digests(world)
        assert bool(body.claims) is carried


async def test_somebody_who_follows_nothing_gets_a_digest_without_places(world: World) -> None:
    await world.person(1, area=None, digest="08:00")
    await world.lives_until(kyiv("08:00"))
    ((_, body),) = await digests(world)
    assert body.places == ()
    assert len(world.sender.to(1)) == 1


async def test_a_gone_chat_gets_no_digest_and_on_its_return_none_of_old_days(world: World) -> None:
    await world.person(1, digest="08:00")
    async with world.database.writing() as tx:
        await world.subscriptions.leave(tx, 1, "blocked", world.now)
    await world.lives_until(kyiv("08:30"))
    await world.starts(1)
    await world.lives_until(kyiv("11:00"))
    assert await digests(world) == []
    await world.lives_until(kyiv("08:00") + DAY, HOUR)
    assert len(await digests(world)) == 1


async def test_what_nobody_saw_is_said_and_not_told_as_calm(world: World) -> None:
    await world.person(1, digest="08:00")
    await world.shows()
    world.to(kyiv("03:12"))
    await world.shows()
    # The program is down until the hour: nobody has judged yet what it missed.
    world.to(kyiv("08:00"))
    await world.looks()
    await world.sends()

    ((_, body),) = await digests(world)
    assert body.unseen[-1] == (kyiv("03:12") + timedelta(seconds=8), None)
    assert "I saw nothing since 03:12" in world.sender.to(1)[-1].text


async def test_an_outage_that_is_over_is_named_with_its_hours(world: World) -> None:
    await world.person(1, digest="08:00")
    await world.shows()
    world.to(kyiv("02:00"))
    await world.shows()
    await world.fails_until(kyiv("02:30"))
    while world.now < kyiv("08:00"):
        await world.shows()
        world.to(min(world.now + timedelta(minutes=2), kyiv("08:00")))
    await world.looks()

    ((_, body),) = await digests(world)
    assert [until is not None for _, until in body.unseen] == [True] * len(body.unseen)
    assert body.unseen[-1][0] == kyiv("02:00") + timedelta(seconds=8)


@pytest.mark.parametrize(("late", "said"), [(timedelta(minutes=14), False), (timedelta(hours=5), True)])
async def test_a_digest_that_leaves_late_says_which_hour_it_is_for(world: World, late: timedelta, said: bool) -> None:
    await world.person(1, digest="08:00")
    world.to(kyiv("08:00") + late)
    await world.looks()
    await world.sends()

    assert ("its hour was 08:00" in world.sender.to(1)[-1].text) is said


async def test_a_digest_missed_by_six_hours_is_in_the_next(world: World) -> None:
    await world.person(1, digest="08:00")
    await world.lives_until(kyiv("08:00"), HOUR)
    world.to(kyiv("08:00") + DAY + 6 * HOUR)
    await world.looks()
    world.to(kyiv("08:00") + 2 * DAY)
    await world.looks()

    assert [(body.since, body.until) for _, body in await digests(world)][1:] == [
        (kyiv("08:00"), kyiv("08:00") + 2 * DAY)
    ]


async def test_a_change_of_the_time_zone_at_noon_repeats_no_hour_of_the_day(world: World) -> None:
    await world.person(1, digest="08:00")
    await world.lives_until(kyiv("08:10"), HOUR)
    chat = await world.chat()
    world.to(kyiv("08:00") + 4 * HOUR)
    async with world.database.writing() as tx:
        await world.subscriptions.set_timezone(tx, chat, "America/New_York", world.now)
    # Eight o'clock of the same day comes once more there, at 15:00 in Kyiv.
    await world.lives_until(kyiv("08:00") + 12 * HOUR, HOUR)
    assert len(await digests(world)) == 1
    await world.lives_until(kyiv("08:00") + DAY + 7 * HOUR, HOUR)
    assert len(await digests(world)) == 2
