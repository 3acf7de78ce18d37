"""An operator sees the state and acts by taps; nothing that is asked can be forged, and others never learn of it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.alerts import AlertKind, Answer, Level, Observation, Threat, ThreatKind
from bot.domain.shelters.flags import FlagKind, Review
from bot.domain.shelters.shelter import ShelterId
from bot.services.planner import Planner
from bot.services.shelter_flags import ShelterFlags
from bot.services.watch import Watch
from bot.store import announcements as announcement_store
from bot.store import claiming
from bot.store import outbox as outbox_store
from bot.store import pauses as pause_store
from bot.store import shelters as shelter_store
from bot.store.outbox import Settled
from bot.store.tables import announcements, notices
from tests.handlers.people import EDITOR, KHARKIV, SEALS, SOURCE, Person, World, tree


@pytest.fixture
async def operator(world: World) -> Person:
    await world.see()
    return Person(world, EDITOR)


async def told_drones(world: World, reader: Person) -> None:
    """Somebody follows Kharkiv, and has heard of drones there without sound a quarter of a minute later."""
    await reader.writes("/place Kharkiv")
    drones = Observation(KHARKIV, AlertKind.AIR_RAID, Level.YELLOW, world.now, (Threat(ThreatKind.DRONES),))
    await Watch(world.database, tree(), Planner(world.database)).absorb(
        Answer(SOURCE, world.now, (drones,), world.now), world.now
    )
    async with world.database.writing() as tx:
        (owed,) = await claiming.claim(tx, world.now, world.now, world.now + timedelta(minutes=1), 9)
        sent_at = world.now + timedelta(seconds=15)
        await outbox_store.settle_all_sent(tx, [Settled(owed, 1, owed.sound, owed.reason, sent_at)])


async def paused(world: World) -> bool:
    async with world.database.reading() as connection:
        return await pause_store.since(connection) is not None


async def going(world: World) -> int:
    async with world.database.reading() as connection:
        sent = select(func.count()).select_from(announcements).where(announcements.c.notice_id.is_not(None))
        return await connection.scalar(sent) or 0


async def test_the_state_names_the_sources_what_is_owed_and_the_last_reader(world: World, operator: Person) -> None:
    await told_drones(world, Person(world, 8))
    text = await operator.writes("/admin")
    assert "alerts.in.ua, 0 s ago" in text
    assert "Nothing is owed." in text and "Nothing was given up; no update was put aside." in text
    assert "alone on its database" in text and "No public channel." in text
    assert "22:10 Kharkiv: 1 reader, the last after 15 s" in text


async def test_for_everybody_else_there_is_no_such_command(world: World, operator: Person) -> None:
    stranger = Person(world, 8)
    assert "don't know this command" in await stranger.writes("/admin")
    for data in ("admin:page", "admin:go", "admin:send:1", "admin:alerts", "admin:flags"):
        assert "outdated" in await stranger.taps(data)


async def test_a_pause_is_asked_for_once_more_and_ends_by_one_tap(world: World, operator: Person) -> None:
    await operator.writes("/admin")
    await operator.presses("Pause all sending")
    assert not await paused(world)
    assert "Sending is paused" in await operator.presses("Yes, alerts reach nobody")
    assert await paused(world)
    assert "Sending is paused" in await operator.writes("/admin")
    assert "Sending goes on" in await operator.presses("Go on sending")
    assert not await paused(world)


@pytest.mark.parametrize("data", ["admin:stop:all", "admin:stop:all~AAAAAAAA", "admin:lie:1", "admin:stop:"])
async def test_what_is_asked_twice_cannot_be_forged(world: World, operator: Person, data: str) -> None:
    await told_drones(world, Person(world, 8))
    assert "outdated" in await operator.taps(data)
    assert not await paused(world)


async def test_an_announcement_is_shown_counted_and_goes_once(world: World, operator: Person) -> None:
    for one in (operator, Person(world, 8)):
        await one.writes("/start")
    shown = await operator.writes("/admin announce Off for an <hour> tomorrow.")
    assert "<b>uk</b>: Off for an &lt;hour&gt; tomorrow." in shown and "To everybody: 2 chats" in shown
    assert await going(world) == 0
    data = operator.button("Send to 2 chats").data or ""
    assert "It goes, silently" in await operator.taps(data)
    assert "gone already" in await operator.taps(data)
    assert "gone already" in await operator.taps(data.replace("send", "ring"))
    assert await going(world) == 1


async def test_an_announcement_has_its_own_words_for_each_language_and_its_area(world: World, operator: Person) -> None:
    await Person(world, 8).writes("/place Kharkiv")
    await Person(world, 9).writes("/place Lviv")
    shown = await operator.writes("/admin announce\narea: Kharkiv oblast\nuk: Завтра.\nЗранку.\nen: Tomorrow.")
    assert "<b>uk</b>: Завтра.\nЗранку." in shown and "<b>en</b>: Tomorrow." in shown
    assert "Kharkiv Oblast" in shown and "1 chat," in shown
    await operator.presses("rings outside quiet hours")
    async with world.database.reading() as connection:
        one = await announcement_store.going(connection)
        assert one is not None and one.area == "22"
        body = await connection.scalar(select(notices.c.body).where(notices.c.id == one.notice_id))
    assert body is not None
    assert body["loud"] is True and body["text"] == {"uk": "Завтра.\nЗранку.", "en": "Tomorrow."}


async def test_an_announcement_that_is_not_sent_is_forgotten(world: World, operator: Person) -> None:
    await operator.writes("/admin announce Nothing.")
    data = operator.button("Send to").data or ""
    assert "Forgotten" in await operator.presses("Do not send")
    assert "gone already" in await operator.taps(data)
    assert await going(world) == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/admin announce", "Write what everybody is to be told"),
        ("/admin announce area: Kharkiv", "Write what everybody is to be told"),
        ("/admin announce " + "x" * 3001, "Too long"),
        ("/admin announce Hello\narea: Atlantis", "no place called"),
    ],
)
async def test_an_announcement_that_cannot_be_is_told_why(
    world: World, operator: Person, typed: str, said: str
) -> None:
    assert said in await operator.writes(typed)
    assert not [one for one in operator.buttons if "Send" in one.text]


async def test_an_alert_is_called_false_by_choice_and_confirmation_and_once(world: World, operator: Person) -> None:
    await told_drones(world, Person(world, 8))
    await operator.writes("/admin")
    await operator.presses("An alert was false")
    asked = await operator.presses("Kharkiv")
    assert "tell 1 chat" in asked and "no all clear" in asked
    sure = operator.button("Yes, tell 1 chat").data or ""
    assert "They are being told" in await operator.taps(sure)
    assert "told before" in await operator.taps(sure)
    async with world.database.reading() as connection:
        assert await outbox_store.waiting(connection) == 1


async def test_without_an_alert_there_is_nothing_to_call_false(world: World, operator: Person) -> None:
    await operator.writes("/admin")
    assert "Nobody was told of any alert" in await operator.presses("An alert was false")
    assert "outdated" in await operator.taps("admin:false:7")
    assert "outdated" in await operator.taps(SEALS.sealed((await operator.chosen()).chat, "admin:lie:7"))


async def test_what_people_say_of_doors_is_reviewed_by_a_tap(world: World, operator: Person) -> None:
    station = ShelterId("metro-1-01")
    async with world.database.writing() as tx:
        await ShelterFlags().raise_(tx, station, FlagKind.LOCKED, 8, world.now)
    await operator.writes("/admin")
    await operator.presses("Shelter doors to check: 1")
    assert "Nothing to check" in await operator.presses("1 is so")
    async with world.database.reading() as connection:
        (flag,) = await shelter_store.all_flags(connection)
    assert flag.review is Review.CONFIRMED
    assert "outdated" in await operator.taps(f"admin:flag:{flag.id}:unchecked")


async def test_a_draft_that_waits_is_one_tap_away(world: World, operator: Person) -> None:
    await operator.writes("/report Three people were killed in Kharkiv on Tuesday, mayor Ihor Terekhov said.")
    await operator.writes("/admin")
    assert any((one.data or "").startswith("report:next:") for one in operator.buttons)
