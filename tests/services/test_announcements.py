"""An operator's word goes to everybody once, behind all alerts, silently unless it was said to be loud."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.alerts import AreaId
from bot.domain.operators import LASTS
from bot.domain.policy import Loudness
from bot.domain.quiet import MuteKind
from bot.services.announcements import CONFIRMED_WITHIN, Announcements
from bot.services.channels import Channels
from bot.store.tables import outbox
from bot.telegram.directory import AboutChat, NotThere
from tests.fixtures.world import KHARKIV, KHARKIV_OBLAST, LVIV_OBLAST, NIGHT, World, drones, kyiv

pytestmark = pytest.mark.both_databases

WORDS = {"uk": "Завтра <оновлення>.", "en": "An <update> tomorrow."}


def of(world: World) -> Announcements:
    return Announcements(world.database, world.tree, 28)


async def write(world: World, area: AreaId | None = None, text: dict[str, str] | None = None) -> int:
    async with world.database.writing() as tx:
        return (await of(world).write(tx, 99, area, text or WORDS, world.now)).id


async def send(world: World, number: int, *, loud: bool = False, lasts: timedelta = LASTS) -> bool:
    async with world.database.writing() as tx:
        return await of(world).send(tx, number, world.now, loud=loud, lasts=lasts)


async def announce(world: World, area: AreaId | None = None, *, loud: bool = False) -> None:
    assert await send(world, await write(world, area), loud=loud)
    while await of(world).step(world.now):
        pass


async def test_everybody_is_told_in_their_language_without_sound(world: World) -> None:
    await world.person(1)
    await world.person(2, language="uk", area=None)
    await announce(world)
    await world.sends()
    english, ukrainian = world.sender.to(1)[0], world.sender.to(2)[0]
    assert english.silent and ukrainian.silent
    assert english.text == "📢 From those who run this bot\nAn &lt;update&gt; tomorrow."
    assert "Завтра &lt;оновлення&gt;." in ukrainian.text


async def test_who_reads_a_language_that_was_not_written_gets_the_one_that_was(world: World) -> None:
    await world.person(1)
    await send(world, await write(world, text={"uk": "Завтра."}))
    await of(world).step(world.now)
    await world.sends()
    assert "Завтра." in world.sender.to(1)[0].text


async def test_only_who_follows_the_area_or_what_lies_in_it_is_told(world: World) -> None:
    await world.person(1, area=KHARKIV)
    await world.person(2, area=KHARKIV_OBLAST)
    await world.person(3, area=LVIV_OBLAST)
    assert (await of(world).count(KHARKIV_OBLAST)).chats == 2
    assert (await of(world).count(None)).chats == 3
    await announce(world, KHARKIV_OBLAST)
    await world.sends()
    assert {one.chat_id for one in world.sender.arrived} == {1, 2}


@pytest.mark.parametrize(("quiet", "mute", "rings"), [("", False, True), (NIGHT, False, False), ("", True, False)])
async def test_a_loud_one_rings_outside_quiet_hours_and_mutes(
    world: World, quiet: str, mute: bool, rings: bool
) -> None:
    await world.person(1, quiet=quiet)
    world.to(kyiv("01:00"))
    if mute:
        await world.mute(timedelta(hours=1), MuteKind.GUARDED)
    await announce(world, loud=True)
    await world.sends()
    assert [not one.silent for one in world.sender.to(1)] == [rings]


async def test_it_goes_once_however_often_it_is_confirmed_and_through_a_crash(world: World) -> None:
    for chat_id in range(1, 6):
        await world.person(chat_id)
    number = await write(world)
    assert await send(world, number)
    assert not await send(world, number)
    assert await Announcements(world.database, world.tree, 28, piece=2).step(world.now)
    other = await world.restarted()
    while await Announcements(other.database, other.tree, 28, piece=2).step(other.now):
        pass
    await other.sends()
    assert sorted(one.chat_id for one in other.sender.arrived) == [1, 2, 3, 4, 5]
    assert await other.rows(select(func.count()).select_from(outbox)) == [(5,)]
    await other.database.close()


async def test_a_preview_that_nobody_confirmed_in_time_or_that_was_dropped_is_gone(world: World) -> None:
    late, dropped = await write(world), await write(world)
    async with world.database.writing() as tx:
        assert await of(world).drop(tx, dropped)
        assert not await of(world).drop(tx, dropped)
    world.pass_time(CONFIRMED_WITHIN)
    assert not await send(world, late)
    assert not await send(world, dropped)


async def test_what_waited_longer_than_it_is_worth_is_not_sent(world: World) -> None:
    await world.person(1)
    await send(world, await write(world), lasts=timedelta(hours=1))
    await of(world).step(world.now)
    world.pass_time(timedelta(hours=1))
    await world.sends()
    assert world.sender.calls == []
    assert [(state, reason) for *_, state, _, reason in await world.outbox()] == [("dropped", "expired")]


async def test_an_alert_goes_first_and_a_channel_before_people(world: World) -> None:
    class NobodyAsks:
        async def look_up(self, target: int | str) -> AboutChat | NotThere:
            return NotThere.UNREACHABLE

    await world.person(1)
    about = AboutChat(-1005, "channel", "All of it", "all_of_it")
    async with world.database.writing() as tx:
        channels = Channels(world.tree, world.subscriptions, NobodyAsks())
        await channels.carry(tx, about, LVIV_OBLAST, Loudness.STREAM, "en", world.now)
    await announce(world)
    await world.shows(drones())
    await world.sends()
    assert [(one.chat_id, one.text[0]) for one in world.sender.arrived] == [(1, "🟡"), (-1005, "📢"), (1, "📢")]
