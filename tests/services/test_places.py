"""A place's own label and loudness reach whatever is told next, and what was owed before the change."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.alerts import AreaId
from bot.domain.chats import Place
from bot.domain.policy import Loudness
from bot.domain.quiet import Mode, MuteKind
from bot.services.subscriptions import Adjustment
from tests.fixtures.world import KHARKIV, KHARKIV_OBLAST, NIGHT, World, ballistic, drones, kyiv

CHUHUIV = AreaId("1321")
HOUR = timedelta(hours=1)


async def adjusts(world: World, place: Place, chat_id: int = 1) -> Adjustment:
    chat = await world.chat(chat_id)
    async with world.database.writing() as tx:
        return await world.subscriptions.adjust(tx, chat, place)


async def follows(world: World, area: AreaId) -> None:
    chat = await world.chat()
    async with world.database.writing() as tx:
        await world.subscriptions.follow(tx, chat, area, world.now)


async def places(world: World) -> tuple[Place, ...]:
    async with world.database.reading() as connection:
        return await world.subscriptions.places(connection, 1)


def heads(world: World) -> list[tuple[str, bool]]:
    """The first line of each message, and whether it was silent."""
    return [(message.text.split("\n")[0], message.silent) for message in world.sender.to(1)]


async def last_reason(world: World) -> str:
    return (await world.outbox())[-1][4]


async def test_a_new_label_stands_in_the_next_notice(world: World) -> None:
    await world.person(1)
    assert await adjusts(world, Place(KHARKIV, "Home")) is Adjustment.DONE
    await world.shows(drones())
    await world.sends()

    assert "Kharkiv (Home)" in heads(world)[0][0]


async def test_a_label_given_while_a_notice_is_owed_stands_in_it(world: World) -> None:
    await world.person(1)
    await world.shows(drones())
    await adjusts(world, Place(KHARKIV, "Home"))
    await world.sends()

    assert "Kharkiv (Home)" in heads(world)[0][0]


async def test_an_always_silent_place_silences_the_grave_by_day_too(world: World) -> None:
    await world.person(1)
    await adjusts(world, Place(KHARKIV, loudness=Loudness.SILENT))
    await world.shows(ballistic())
    await world.sends()

    assert [silent for _, silent in heads(world)] == [True]
    assert await last_reason(world) == "place-silent"


@pytest.mark.parametrize(
    ("before", "after", "silent"),
    [(Loudness.AS_CHAT, Loudness.SILENT, True), (Loudness.SILENT, Loudness.AS_CHAT, False)],
)
async def test_a_notice_owed_before_the_change_is_decided_again(
    world: World, before: Loudness, after: Loudness, silent: bool
) -> None:
    await world.person(1, loudness=before)
    await world.shows(ballistic())
    await adjusts(world, Place(KHARKIV, loudness=after))
    await world.sends()

    assert [said for _, said in heads(world)] == [silent]


@pytest.mark.parametrize("mode", list(Mode))
async def test_a_never_silenced_place_rings_for_drones_inside_quiet_hours_and_at_their_all_clear(
    world: World, mode: Mode
) -> None:
    await world.person(1, quiet=NIGHT, mode=mode)
    await adjusts(world, Place(KHARKIV, loudness=Loudness.LOUD))
    world.to(kyiv("02:00"))
    await world.shows(drones(since=world.now))
    await world.sends()
    assert await last_reason(world) == "place-loud"
    await world.ends()
    await world.sends()

    assert [silent for _, silent in heads(world)] == [False, False]
    assert await last_reason(world) == "place-loud"


async def test_a_mute_still_silences_a_never_silenced_place(world: World) -> None:
    await world.person(1)
    await adjusts(world, Place(KHARKIV, loudness=Loudness.LOUD))
    await world.mute(HOUR, MuteKind.ALL)
    await world.shows(ballistic())
    await world.sends()

    assert [silent for _, silent in heads(world)] == [True]


async def test_a_place_made_silent_after_its_start_rang_has_a_silent_all_clear(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    await world.sends()
    await adjusts(world, Place(KHARKIV, loudness=Loudness.SILENT))
    await world.ends()
    await world.sends()

    assert [silent for _, silent in heads(world)] == [False, True]


async def test_of_two_places_hit_at_once_the_louder_rings_for_both(world: World) -> None:
    await world.person(1)
    await follows(world, CHUHUIV)
    await adjusts(world, Place(CHUHUIV, "mother", Loudness.SILENT))
    await world.shows(ballistic(KHARKIV_OBLAST))
    await world.sends()

    assert [silent for _, silent in heads(world)] == [False]
    assert "Chuhuiv" in world.sender.to(1)[0].text


async def test_label_and_loudness_are_changed_apart_from_the_last_day(world: World) -> None:
    chat = await world.person(1, area=None)
    until = world.now + HOUR
    async with world.database.writing() as tx:
        await world.subscriptions.follow(tx, chat, KHARKIV, world.now, until=until)
    await adjusts(world, Place(KHARKIV, "Home", Loudness.LOUD))

    assert await places(world) == (Place(KHARKIV, "Home", Loudness.LOUD, until),)


async def test_a_change_moves_the_version_and_none_does_not(world: World) -> None:
    await world.person(1)
    before = (await world.chat()).settings_version
    await adjusts(world, Place(KHARKIV, "Home"))
    after = (await world.chat()).settings_version
    await adjusts(world, Place(KHARKIV, " Home\n"))

    assert before < after == (await world.chat()).settings_version


@pytest.mark.parametrize(
    ("label", "came"),
    [
        ("x" * 24, Adjustment.DONE),
        ("x" * 25, Adjustment.TOO_LONG),
        ("x" * 200, Adjustment.TOO_LONG),
        ("x" * 24 + "\u202e\u200f", Adjustment.DONE),
        ("HOME", Adjustment.TAKEN),
        ("Харків", Adjustment.TAKEN),
        ("Chuhuiv", Adjustment.DONE),
        ("👵🏻", Adjustment.DONE),
        ("", Adjustment.DONE),
    ],
)
async def test_a_label_is_short_and_means_one_place_of_the_chat(world: World, label: str, came: Adjustment) -> None:
    await world.person(1, label="Home")
    await follows(world, CHUHUIV)
    await adjusts(world, Place(CHUHUIV, "mother"))
    before = await places(world)

    assert await adjusts(world, Place(CHUHUIV, label)) is came
    kept = replace(before[1], label=label.rstrip("\u202e\u200f"))
    assert await places(world) == (before[0], kept if came is Adjustment.DONE else before[1])


async def test_two_people_may_use_one_label(world: World) -> None:
    await world.person(1, label="Home")
    await world.person(2)

    assert await adjusts(world, Place(KHARKIV, "Home"), chat_id=2) is Adjustment.DONE


async def test_a_place_that_is_not_followed_cannot_be_changed(world: World) -> None:
    await world.person(1)

    assert await adjusts(world, Place(CHUHUIV, "mother")) is Adjustment.NOT_FOLLOWED
    assert [place.area for place in await places(world)] == [KHARKIV]
