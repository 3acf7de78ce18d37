"""An operator sets up a public channel in chat; others learn only that the channel is there."""

import pytest

from bot.domain.chats import ChatKind
from bot.store import channels as channel_store
from bot.telegram.directory import AboutChat, NotThere
from tests.handlers.people import EDITOR, KHARKIV, Person, World

CHANNEL = AboutChat(-1001234567890, "channel", "Kharkiv, alerts", "kharkiv_alerts")


@pytest.fixture
def operator(world: World) -> Person:
    world.telegram.chats = {CHANNEL.id: CHANNEL, f"@{CHANNEL.username}": CHANNEL}
    return Person(world, EDITOR)


async def carried(world: World) -> list[tuple[str, str, str]]:
    async with world.database.reading() as connection:
        return [(one.area, one.stream, one.language) for one in await channel_store.load_all(connection)]


async def test_a_forwarded_post_an_area_and_a_stream_set_a_channel_up(world: World, operator: Person) -> None:
    assert "which area" in await operator.forwards(CHANNEL.id)
    assert "How much" in await operator.presses("Kharkiv")
    assert "Saved" in await operator.presses("Grave danger only")
    assert await carried(world) == [(KHARKIV, "stream_grave", "en")]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("/channel @kharkiv_alerts Kharkiv grave", (KHARKIV, "stream_grave", "en")),
        ("/channel https://t.me/kharkiv_alerts Харків усе uk", (KHARKIV, "stream", "uk")),
        (f"/channel {CHANNEL.id} Kharkiv en all", (KHARKIV, "stream", "en")),
    ],
)
async def test_one_line_says_it_all(world: World, operator: Person, typed: str, stored: tuple[str, str, str]) -> None:
    world.telegram.chats["@kharkiv_alerts"] = CHANNEL
    assert "Saved" in await operator.writes(typed)
    assert await carried(world) == [stored]


async def test_stream_and_language_are_changed_and_the_channel_stopped_by_buttons(
    world: World, operator: Person
) -> None:
    await operator.writes("/channel @kharkiv_alerts Kharkiv all")
    await operator.writes("/channel")
    await operator.presses("Kharkiv, alerts")
    await operator.presses("Grave danger only")
    await operator.presses("Post in Ukrainian")
    assert await carried(world) == [(KHARKIV, "stream_grave", "uk")]
    await operator.presses("Carry nothing there")
    await operator.presses("No, go on")
    assert await carried(world) == [(KHARKIV, "stream_grave", "uk")]
    await operator.presses("Carry nothing there")
    assert "carries nothing any more" in await operator.presses("Yes, nothing more")
    assert await carried(world) == []


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (NotThere.UNKNOWN, "I know no such channel"),
        (NotThere.MAY_NOT_POST, "I may not post there"),
        (NotThere.NO_CHANNEL, "neither a channel nor a group"),
        (NotThere.UNREACHABLE, "Telegram did not answer"),
    ],
)
async def test_a_channel_in_which_we_may_not_post_is_told_why(
    world: World, operator: Person, why: NotThere, said: str
) -> None:
    world.telegram.chats = {CHANNEL.id: why, "@kharkiv_alerts": why}
    assert said in await operator.writes("/channel @kharkiv_alerts Kharkiv all")
    assert said in await operator.forwards(CHANNEL.id)
    assert said in await operator.taps(f"channel:set:{CHANNEL.id}:{KHARKIV}:all:en")
    assert await carried(world) == []


async def test_a_long_post_of_a_channel_that_is_not_ours_is_taken_as_an_article(operator: Person) -> None:
    article = "Three people were killed in Kharkiv on Tuesday, the mayor said. " * 12
    assert "claim" in await operator.forwards(-1009999, article)


async def test_a_wide_place_is_not_offered_as_grave_only(world: World, operator: Person) -> None:
    assert "wide" in await operator.writes("/channel @kharkiv_alerts Kharkiv oblast grave")
    assert await carried(world) == []
    await operator.writes("/channel @kharkiv_alerts Kharkiv oblast")
    assert [one.text for one in operator.buttons] == ["All alerts"]


@pytest.mark.parametrize(
    "data",
    [
        "channel:set:-1001234567890:1293:loud:en",
        "channel:set:-1001234567890:nowhere:all:en",
        "channel:set:-1001234567890:1293:all:xx",
        "channel:set:1293:all",
        "channel:area:-1001234567890:nowhere",
        "channel:show:-5",
        "channel:stop:x",
        "channel:list:1",
    ],
)
async def test_what_no_button_of_ours_says_changes_nothing(world: World, operator: Person, data: str) -> None:
    assert "outdated" in await operator.taps(data)
    assert await carried(world) == []


async def test_for_everybody_else_it_is_a_command_that_nobody_knows(world: World, operator: Person) -> None:
    await operator.writes("/channel @kharkiv_alerts Kharkiv all")
    stranger = Person(world, 8)
    assert "don't know this command" in await stranger.writes("/channel")
    assert "outdated" in await stranger.taps(f"channel:stop:{CHANNEL.id}")
    assert len(await carried(world)) == 1


async def test_in_a_group_nobody_is_an_operator(world: World) -> None:
    assert "don't know this command" in await Person(world, EDITOR, kind=ChatKind.GROUP).writes("/channel")


async def test_who_follows_the_area_is_shown_its_public_channel_with_the_reason(world: World, operator: Person) -> None:
    await operator.writes("/channel @kharkiv_alerts Kharkiv all")
    reader = Person(world, 8)
    await reader.writes("/place Kharkiv")
    shown = await reader.writes("/place")
    assert "@kharkiv_alerts" in shown and "cannot know your quiet hours" in shown
    neighbour = Person(world, 9)
    await neighbour.writes("/place Chuhuiv")
    assert "@kharkiv_alerts" not in await neighbour.writes("/place")
