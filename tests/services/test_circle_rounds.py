"""Circles over real nights: asked after a grave alert that was told to be over, told once of no answer, forgotten after
a day.
"""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, func, select

from bot.domain.alerts import AreaId, Observation
from bot.domain.circle import FORGOTTEN_AFTER, Word
from bot.domain.quiet import Mode, MuteKind
from bot.services.circles import Circles
from bot.store import circles as circle_store
from bot.store.tables import (
    chats,
    circle_asks,
    circle_invites,
    circle_members,
    circle_notices,
    circles,
    notices,
    outbox,
)
from bot.telegram.refusals import Gone, Why
from tests.fixtures.world import KHARKIV, LVIV_OBLAST, NIGHT, World, ballistic, drones, kyiv

OLENA, PETRO, IRA = 1, 2, 3
A_MINUTE, A_WHILE = timedelta(minutes=1), timedelta(minutes=5)
ASKED = "Are you safe?"


async def in_circle(world: World, *people: int) -> None:
    """The first is its founder; everybody is there already."""
    use = Circles()
    async with world.database.writing() as tx:
        await use.found(tx, people[0], f"P{people[0]}", world.now)
        for person in people[1:]:
            token = await use.invite(tx, people[0], world.now)
            assert token is not None
            await use.open(tx, person, token, world.now)
            await use.join(tx, person, f"P{person}", world.now)
    await world.sends()
    world.sender.arrived.clear()


async def asks(world: World, person: int) -> None:
    async with world.database.writing() as tx:
        await Circles().ask(tx, person, world.now)
    await world.sends()


async def says(world: World, person: int, word: Word) -> None:
    async with world.database.writing() as tx:
        await Circles().say(tx, person, word, world.now)
    await world.sends()


async def chooses(
    world: World,
    person: int,
    *,
    in_quiet: bool = False,
    after_alerts: bool = True,
    wait: int = 30,
    area: AreaId | None = None,
) -> None:
    async with world.database.writing() as tx:
        circle = await circle_store.circle_of(tx, person)
        member = circle.member(person) if circle else None
        assert member is not None
        await Circles().choose(tx, member, in_quiet=in_quiet, after_alerts=after_alerts, wait=wait, area=area)


async def alert(world: World, seen: Observation, until: datetime) -> None:
    """An alert from now to a moment, told as it comes."""
    await world.shows(seen)
    await world.sends()
    world.to(until - timedelta(seconds=16))
    await world.ends()
    await world.sends()


async def lives(world: World, span: timedelta) -> None:
    await world.lives_until(world.now + span, A_WHILE)


def to(world: World, person: int) -> list[str]:
    """What arrived from the circle."""
    return [one.text for one in world.sender.to(person) if any(mark in one.text for mark in ("safe", "P1", "P2", "P3"))]


async def questions(world: World, person: int) -> int:
    return sum("re you safe?" in text for text in to(world, person))


@pytest.mark.both_databases
async def test_after_a_grave_alert_at_ones_own_place_one_is_asked_once_and_silently(world: World) -> None:
    await world.person(OLENA)
    await world.person(PETRO, area=LVIV_OBLAST)
    await in_circle(world, OLENA, PETRO)
    await alert(world, ballistic(), kyiv("23:20"))
    assert await questions(world, OLENA) == 0
    await lives(world, timedelta(hours=2))

    assert await questions(world, OLENA) == 1
    assert await questions(world, PETRO) == 0
    (asked,) = [one for one in world.sender.to(OLENA) if ASKED in one.text]
    assert asked.silent
    ends = [at for at, one in enumerate(world.sender.to(OLENA)) if "All clear" in one.text]
    assert ends and ends[0] < world.sender.to(OLENA).index(asked)


async def test_a_guarded_alert_asks_nobody(world: World) -> None:
    await world.person(OLENA)
    await world.person(PETRO)
    await in_circle(world, OLENA, PETRO)
    await alert(world, drones(), kyiv("23:20"))
    await lives(world, timedelta(hours=1))

    assert await questions(world, OLENA) == await questions(world, PETRO) == 0


async def test_an_alert_that_was_grave_and_eased_asks_too(world: World) -> None:
    await world.person(OLENA)
    await world.person(PETRO, area=LVIV_OBLAST)
    await in_circle(world, OLENA, PETRO)
    await world.shows(ballistic())
    await world.sends()
    await alert(world, drones(), kyiv("23:20"))
    await lives(world, timedelta(hours=1))

    assert await questions(world, OLENA) == 1


async def test_who_is_alone_in_a_circle_is_not_asked(world: World) -> None:
    await world.person(OLENA)
    await in_circle(world, OLENA)
    await alert(world, ballistic(), kyiv("23:20"))
    await lives(world, timedelta(hours=1))

    assert await questions(world, OLENA) == 0


async def test_while_something_runs_at_the_place_nobody_is_asked(world: World) -> None:
    await world.person(OLENA)
    await world.person(PETRO, area=LVIV_OBLAST)
    await in_circle(world, OLENA, PETRO)
    await alert(world, ballistic(), kyiv("23:20"))
    await world.shows(drones(since=world.now))
    await lives(world, timedelta(minutes=40))

    assert await questions(world, OLENA) == 0


async def test_an_alert_at_another_of_ones_places_asks_nobody(world: World) -> None:
    """ "Mother in Kharkiv" does not mean that one is there."""
    await world.person(OLENA, area=LVIV_OBLAST)
    async with world.database.writing() as tx:
        await world.subscriptions.follow(tx, await world.chat(OLENA), KHARKIV, world.now)
    await world.person(PETRO, area=LVIV_OBLAST)
    await in_circle(world, OLENA, PETRO)
    await alert(world, ballistic(), kyiv("23:20"))
    await lives(world, timedelta(minutes=40))
    assert await questions(world, OLENA) == 0

    await chooses(world, OLENA, area=KHARKIV)
    await world.shows(ballistic(since=world.now))
    await world.sends()
    await world.ends()
    await world.sends()
    await lives(world, timedelta(minutes=5))
    assert await questions(world, OLENA) == 1


async def test_who_does_not_want_it_is_not_asked_after_alerts_and_is_when_somebody_asks(world: World) -> None:
    await world.person(OLENA)
    await world.person(PETRO)
    await in_circle(world, OLENA, PETRO)
    await chooses(world, OLENA, after_alerts=False)
    await alert(world, ballistic(), kyiv("23:20"))
    await lives(world, timedelta(minutes=40))
    assert await questions(world, OLENA) == 0
    await asks(world, PETRO)

    assert "P2 asks: are you safe?" in to(world, OLENA)[-1]


async def test_in_quiet_hours_the_question_waits_for_their_end(world: World) -> None:
    await world.person(OLENA, quiet=NIGHT)
    await world.person(PETRO, area=LVIV_OBLAST)
    await in_circle(world, OLENA, PETRO)
    world.to(kyiv("01:00"))
    await alert(world, ballistic(since=world.now), kyiv("01:30"))
    await asks(world, PETRO)
    await world.lives_until(kyiv("06:59"))
    assert await questions(world, OLENA) == 0
    await world.lives_until(kyiv("07:10"), A_WHILE)

    assert await questions(world, OLENA) == 1


async def test_who_wants_it_is_asked_in_quiet_hours_without_sound(world: World) -> None:
    await world.person(OLENA, quiet=NIGHT)
    await world.person(PETRO, area=LVIV_OBLAST)
    await in_circle(world, OLENA, PETRO)
    await chooses(world, OLENA, in_quiet=True)
    world.to(kyiv("01:00"))
    await asks(world, PETRO)

    assert [one.silent for one in world.sender.to(OLENA)] == [True]


async def test_an_answer_reaches_the_others_and_nobody_else(world: World) -> None:
    for person in (OLENA, PETRO, IRA):
        await world.person(person, area=None)
    await in_circle(world, OLENA, PETRO)
    await says(world, OLENA, Word.SAFE)
    await says(world, OLENA, Word.HELP)

    safe, help_ = world.sender.to(PETRO)
    assert "P1 says: I'm safe" in safe.text and safe.silent
    assert "P1 needs help" in help_.text and not help_.silent
    assert world.sender.to(OLENA) == world.sender.to(IRA) == []


@pytest.mark.parametrize(
    ("mode", "mute", "silent"),
    [(Mode.GRAVE, None, False), (Mode.NOTHING, None, True), (Mode.GRAVE, MuteKind.ALL, True)],
)
async def test_a_call_for_help_sounds_at_night_as_grave_danger_does(
    world: World, mode: Mode, mute: MuteKind | None, silent: bool
) -> None:
    await world.person(OLENA)
    await world.person(PETRO, quiet=NIGHT, mode=mode)
    await in_circle(world, OLENA, PETRO)
    world.to(kyiv("02:00"))
    if mute:
        await world.mute(timedelta(hours=1), mute, PETRO)
    await says(world, OLENA, Word.HELP)

    assert [one.silent for one in world.sender.to(PETRO)] == [silent]


async def test_no_answer_is_told_once_without_sound_and_says_since_when(world: World) -> None:
    for person in (OLENA, PETRO, IRA):
        await world.person(person, area=None)
    await in_circle(world, OLENA, PETRO, IRA)
    await asks(world, PETRO)
    await says(world, IRA, Word.SAFE)
    await lives(world, timedelta(minutes=29))
    assert not any("No answer" in text for text in to(world, PETRO))
    await lives(world, timedelta(hours=8))

    for person in (PETRO, IRA):
        (told,) = [one for one in world.sender.to(person) if "No answer" in one.text]
        assert told.silent
        assert "No answer from P1 since 22:50. Phones run dry and networks fail" in told.text
    assert not any("No answer" in one.text for one in world.sender.to(OLENA))


async def test_who_answered_is_not_told_of(world: World) -> None:
    await world.person(OLENA, area=None)
    await world.person(PETRO, area=None)
    await in_circle(world, OLENA, PETRO)
    await asks(world, PETRO)
    await says(world, OLENA, Word.SAFE)
    await lives(world, timedelta(hours=2))

    assert not any("No answer" in text for text in to(world, PETRO))


async def test_the_wait_is_ones_own_and_begins_when_the_question_arrived(world: World) -> None:
    await world.person(OLENA, quiet=NIGHT, area=None)
    await world.person(PETRO, area=None)
    await in_circle(world, OLENA, PETRO)
    await chooses(world, OLENA, wait=60)
    world.to(kyiv("02:00"))
    await asks(world, PETRO)
    await world.lives_until(kyiv("07:50"), A_WHILE)
    assert not any("No answer" in text for text in to(world, PETRO))
    await world.lives_until(kyiv("08:10"), A_WHILE)

    assert any("No answer from P1 since 07:" in text for text in to(world, PETRO))


@pytest.mark.both_databases
async def test_what_could_not_be_asked_is_not_called_no_answer(world: World) -> None:
    await world.person(OLENA, area=None)
    await world.person(PETRO, area=None)
    await in_circle(world, OLENA, PETRO)
    world.sender.answers[OLENA] = [Gone(Why.BLOCKED)]
    await asks(world, PETRO)
    await lives(world, timedelta(hours=2))

    assert not any("No answer" in text for text in to(world, PETRO))


@pytest.mark.both_databases
async def test_an_answer_before_the_question_takes_it_back(world: World) -> None:
    await world.person(OLENA, quiet=NIGHT, area=None)
    await world.person(PETRO, area=None)
    await in_circle(world, OLENA, PETRO)
    world.to(kyiv("02:00"))
    await asks(world, PETRO)
    await says(world, OLENA, Word.SAFE)
    await world.lives_until(kyiv("09:00"))

    assert await questions(world, OLENA) == 0


@pytest.mark.both_databases
async def test_whoever_is_taken_out_gets_nothing_that_was_on_its_way_and_is_told_so(world: World) -> None:
    for person in (OLENA, PETRO, IRA):
        await world.person(person, quiet=NIGHT if person == IRA else "", area=None)
    await in_circle(world, OLENA, PETRO, IRA)
    world.to(kyiv("02:00"))
    await asks(world, PETRO)
    async with world.database.writing() as tx:
        await Circles().say(tx, PETRO, Word.SAFE, world.now)
        assert await Circles().remove(tx, OLENA, IRA, world.now) == "P3"
    await world.sends()
    await world.lives_until(kyiv("09:00"))

    (told,) = world.sender.to(IRA)
    assert "You were taken out of your circle" in told.text


@pytest.mark.both_databases
async def test_everything_is_forgotten_after_a_day(world: World) -> None:
    await world.person(OLENA, area=None)
    await world.person(PETRO, area=None)
    await in_circle(world, OLENA, PETRO)
    await asks(world, PETRO)
    await says(world, OLENA, Word.HELP)
    world.pass_time(FORGOTTEN_AFTER + A_MINUTE)
    await world.looks()

    for table in (circle_asks, circle_notices):
        assert await world.rows(select(table)) == []
    assert await world.rows(select(circle_members.c.word).where(circle_members.c.word.is_not(None))) == []
    assert await world.rows(select(notices.c.id).where(notices.c.kind.like("circle%"))) == []
    assert await world.rows(select(outbox.c.id)) == []
    assert (await world.rows(select(func.count()).select_from(circle_members)))[0][0] == 2


async def test_what_could_not_leave_in_a_day_does_not_leave_at_all(world: World) -> None:
    await world.person(OLENA, area=None)
    await world.person(PETRO, area=None)
    await in_circle(world, OLENA, PETRO)
    async with world.database.writing() as tx:
        await Circles().say(tx, OLENA, Word.SAFE, world.now)
    world.pass_time(FORGOTTEN_AFTER)
    await world.sends()

    assert world.sender.to(PETRO) == []


@pytest.mark.both_databases
async def test_a_founder_who_is_forgotten_leaves_a_circle_that_goes_on(world: World) -> None:
    await world.person(OLENA, area=None)
    await world.person(PETRO, area=None)
    await in_circle(world, OLENA, PETRO)
    async with world.database.writing() as tx:
        await tx.execute(delete(chats).where(chats.c.id == OLENA))
    world.pass_time(A_MINUTE)
    await world.looks()
    async with world.database.writing() as tx:
        circle = await circle_store.circle_of(tx, PETRO)
        assert circle and [one.founder for one in circle.members] == [True]
        await Circles().leave(tx, PETRO, world.now)

    assert await world.rows(select(circles.c.id)) == []


async def test_a_restart_asks_and_tells_nothing_twice(world: World) -> None:
    await world.person(OLENA)
    await world.person(PETRO, area=None)
    await in_circle(world, OLENA, PETRO)
    await alert(world, ballistic(), kyiv("23:20"))
    await lives(world, timedelta(minutes=2))
    again = await world.restarted()
    try:
        await again.lives_until(again.now + timedelta(minutes=35), A_WHILE)
        third = await again.restarted()
    finally:
        await again.database.close()
    try:
        await third.lives_until(third.now + timedelta(hours=2), A_WHILE)
    finally:
        await third.database.close()

    assert await questions(third, OLENA) == 1
    assert sum("No answer" in text for text in to(third, PETRO)) == 1


async def test_an_invitation_is_kept_as_a_hash_alone(world: World) -> None:
    await world.person(OLENA, area=None)
    await in_circle(world, OLENA)
    async with world.database.writing() as tx:
        token = await Circles().invite(tx, OLENA, world.now)
    async with world.database.reading() as connection:
        dumped = repr((await connection.execute(select(circles))).all())
        for table in (circle_members, circle_asks, circle_notices, notices):
            dumped += repr((await connection.execute(select(table))).all())

        dumped += repr((await connection.execute(select(circle_invites))).all())

    assert token is not None and token not in dumped
