"""Nothing wakes me: for as long as it was chosen, and then it is asked again."""

from datetime import timedelta

from bot.domain.quiet import Mode
from tests.fixtures.world import EVENING, NIGHT, World, ballistic, kyiv

DAY = timedelta(days=1)


async def chooses_nothing(world: World, nights: int, quiet: str = NIGHT) -> None:
    chat = await world.person(1, quiet=quiet)
    async with world.database.writing() as tx:
        await world.subscriptions.set_quiet(tx, chat, chat.quiet.windows, Mode.NOTHING, world.now, nights=nights)


async def test_one_night_ends_with_that_night_and_says_so_by_day(world: World) -> None:
    await chooses_nothing(world, 1)
    await world.lives_until(kyiv("06:59"))
    assert (await world.chat()).quiet.mode is Mode.NOTHING
    assert world.sender.to(1) == []

    await world.lives_until(kyiv("07:10"))
    chat = await world.chat()
    assert (chat.quiet.mode, chat.mode_until) == (Mode.GRAVE, None)
    (message,) = world.sender.to(1)
    assert message.silent
    assert "Grave danger wakes you again" in message.text


async def test_the_next_night_a_grave_alert_rings_again(world: World) -> None:
    await chooses_nothing(world, 1)
    world.to(kyiv("02:00"))
    await world.shows(ballistic())
    await world.sends()
    await world.ends()
    await world.lives_until(kyiv("07:10"))
    world.to(kyiv("02:00") + DAY)
    await world.shows(ballistic(since=world.now))
    await world.sends()

    rang = [message.text.split("\n")[0] for message in world.sender.to(1) if not message.silent]
    assert len(rang) == 1
    assert "Ballistic threat" in rang[0]


async def test_seven_nights_are_seven(world: World) -> None:
    await chooses_nothing(world, 7)

    assert (await world.chat()).mode_until == kyiv("07:00") + 6 * DAY


async def test_who_changes_the_mode_before_is_not_asked(world: World) -> None:
    await chooses_nothing(world, 1)
    await world.set_quiet(NIGHT, mode=Mode.EVERYTHING)
    await world.lives_until(kyiv("07:10"))

    assert world.sender.to(1) == []
    assert (await world.chat()).quiet.mode is Mode.EVERYTHING


async def test_a_restart_asks_no_second_time(world: World) -> None:
    await chooses_nothing(world, 1)
    await world.lives_until(kyiv("07:10"))
    restarted = await world.restarted()
    await restarted.lives_until(kyiv("08:00"))

    assert len(world.sender.to(1)) == 1
    await restarted.database.close()


async def test_without_hours_it_still_ends(world: World) -> None:
    await chooses_nothing(world, 1, quiet="")

    assert (await world.chat()).mode_until == EVENING + DAY
