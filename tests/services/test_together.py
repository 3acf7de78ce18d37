"""Two places hit at once are one message: it rings once, names both, and counts for both."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.alerts import AreaId
from bot.domain.chats import Place
from bot.domain.policy import Loudness
from bot.services.deliver import LEASE
from bot.store import chats as chat_store
from bot.store.tables import chats, notices, outbox
from bot.telegram.refusals import Gone, Later, Moved, Ours, Unknown, Unreachable, Why
from tests.fixtures.telegram import Killed, Message
from tests.fixtures.world import KHARKIV, KHARKIV_OBLAST, NIGHT, World, alert, ballistic, drones, kyiv

CHUHUIV = AreaId("1321")
LOZOVA = AreaId("128")
SECOND = timedelta(seconds=1)


async def follows(world: World, *places: Place, chat_id: int = 1, quiet: str = "") -> None:
    """A person who follows Kharkiv and these places."""
    chat = await world.person(chat_id, quiet=quiet)
    for place in places:
        async with world.database.writing() as tx:
            await world.subscriptions.follow(tx, chat, place.area, world.now)
            await chat_store.put_place(tx, chat, place)


def heads(world: World, chat_id: int = 1) -> list[tuple[str, str]]:
    """The first line of each message with its sound."""
    said = world.sender.to(chat_id)
    return [(message.text.split("\n")[0], "silent" if message.silent else "loud") for message in said]


async def states(world: World) -> list[tuple[str, str, str, str]]:
    """Every row: state, sound, reason and which message carried it."""
    columns = (outbox.c.state, outbox.c.sound, outbox.c.reason, outbox.c.message_id)
    rows = await world.rows(select(*columns).order_by(outbox.c.id))
    return [(row.state, row.sound, row.reason, row.message_id) for row in rows]


async def test_an_alert_of_the_whole_oblast_rings_once_and_names_every_place(world: World) -> None:
    await follows(world, Place(CHUHUIV, "mother"))
    await world.shows(ballistic(KHARKIV_OBLAST))
    await world.sends()

    assert heads(world) == [("🔴 Ballistic threat, Kharkiv, Chuhuiv. Away from glass, now", "loud")]
    assert {row[:3] for row in await states(world)} == {("sent", "loud", "outside-quiet")}
    assert len({row[3] for row in await states(world)}) == 1


async def test_its_all_clear_is_one_message_too(world: World) -> None:
    await follows(world, Place(CHUHUIV, "mother"))
    await world.shows(drones(KHARKIV_OBLAST))
    await world.sends()
    await world.ends()
    await world.sends()

    assert [head[:36].rstrip(".") for head, _ in heads(world)] == [
        "🟡 Drones, Kharkiv, Chuhuiv (mother)",
        "✅ All clear, Kharkiv, Chuhuiv (mothe",
    ]
    assert [sound for _, sound in heads(world)] == ["loud", "loud"]


async def test_two_different_alerts_at_once_are_two_lines_of_one_message(world: World) -> None:
    await follows(world, Place(CHUHUIV, "mother"))
    await world.shows(drones(), ballistic(CHUHUIV))
    await world.sends()

    (message,) = world.sender.to(1)
    lines = message.text.split("\n")
    assert lines[0].startswith("🔴 Ballistic threat, Chuhuiv (mother)")
    assert lines[1] == "🟡 Drones, Kharkiv"


async def test_the_loudest_wins_and_the_rest_knows_why(world: World) -> None:
    await follows(world, Place(CHUHUIV, "mother", Loudness.SILENT), quiet=NIGHT)
    world.to(kyiv("02:00"))
    await world.shows(ballistic(KHARKIV_OBLAST))
    await world.sends()

    assert [sound for _, sound in heads(world)] == ["loud"]
    assert [row[1:3] for row in await states(world)] == [("loud", "grave-wakes"), ("loud", "together")]


async def test_what_rang_is_not_listed_as_silent_in_the_morning(world: World) -> None:
    await follows(world, Place(CHUHUIV, "mother", Loudness.SILENT), quiet=NIGHT)
    world.to(kyiv("02:00"))
    await world.shows(ballistic(KHARKIV_OBLAST))
    await world.sends()
    await world.lives_until(kyiv("07:10"))

    assert len(world.sender.to(1)) == 1


async def test_places_that_are_hit_one_after_the_other_ring_twice(world: World) -> None:
    await follows(world, Place(CHUHUIV))
    await world.shows(ballistic())
    await world.shows(ballistic(), ballistic(CHUHUIV))
    await world.sends()

    assert len(world.sender.to(1)) == 2


async def test_every_place_is_named_however_many_there_are(world: World) -> None:
    await follows(world, Place(CHUHUIV, "mother"), Place(LOZOVA), Place(AreaId("125")), Place(AreaId("126")))
    await world.shows(alert(KHARKIV_OBLAST))
    await world.sends()

    (message,) = world.sender.to(1)
    first, second, *_ = message.text.split("\n")
    assert first == "🔴 Unknown threat, Kharkiv. Away from glass, now"
    assert second == "The same: Chuhuiv (mother), Lozivskyi Raion, Iziumskyi Raion, Bohodukhivskyi Raion"


async def test_a_start_that_is_over_before_it_is_sent_leaves_the_other_one(world: World) -> None:
    await follows(world, Place(CHUHUIV))
    await world.shows(ballistic(), ballistic(CHUHUIV))
    await world.shows(ballistic(CHUHUIV))
    await world.shows(ballistic(CHUHUIV))
    await world.sends()

    firsts = [head for head, _ in heads(world)]
    assert [first.split(",")[1].split(".")[0].strip() for first in firsts[:1]] == ["Chuhuiv"]
    assert any(first.startswith("⚪ There was an alert, Kharkiv") for first in firsts)


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        (Later(timedelta(seconds=5), everyone=False), "owed"),
        (Unreachable(), "owed"),
        (Unknown(), "owed"),
        pytest.param(Ours("bad"), "owed", marks=pytest.mark.allow_warnings),
        (Gone(Why.BLOCKED), "dropped"),
    ],
)
async def test_a_failure_befalls_the_whole_message_and_it_comes_again_as_one(
    world: World, answer: object, left: str
) -> None:
    await follows(world, Place(CHUHUIV))
    await world.shows(ballistic(KHARKIV_OBLAST))
    world.sender.answers[1] = [answer]  # type: ignore[list-item]
    for row in await world.deliver.claim():
        await world.deliver.deliver(row)

    assert {row[0] for row in await states(world)} == {left}
    world.pass_time(LEASE)
    await world.sends()
    assert len(world.sender.to(1)) == (0 if left == "dropped" else 1)


async def test_a_group_that_moved_takes_the_whole_message_along(world: World) -> None:
    await follows(world, Place(CHUHUIV))
    await world.shows(ballistic(KHARKIV_OBLAST))
    world.sender.answers[1] = [Moved(-1001)]
    await world.sends()

    assert [message.chat_id for message in world.sender.calls] == [1, -1001]
    assert {row[0] for row in await states(world)} == {"sent"}


async def test_a_crash_repeats_the_message_once_and_whole(world: World) -> None:
    await follows(world, Place(CHUHUIV))
    await world.shows(ballistic(KHARKIV_OBLAST))

    def die(_: Message) -> None:
        raise Killed

    world.sender.while_sending = die
    with pytest.raises(Killed):
        await world.sends()
    world.sender.while_sending = lambda _: None
    restarted = await world.restarted()
    await restarted.sends()
    assert len(world.sender.calls) == 1
    restarted.pass_time(LEASE + SECOND)
    await restarted.sends()

    assert len(world.sender.calls) == 2
    assert {row[0] for row in await states(restarted)} == {"sent"}
    await restarted.database.close()


async def test_each_chat_has_its_own_message(world: World) -> None:
    await follows(world, Place(CHUHUIV))
    await world.person(2, area=KHARKIV)
    await world.person(3, area=CHUHUIV)
    await world.shows(ballistic(KHARKIV_OBLAST))
    await world.sends()

    assert {chat: len(world.sender.to(chat)) for chat in (1, 2, 3)} == {1: 1, 2: 1, 3: 1}
    assert "Chuhuiv" not in world.sender.to(2)[0].text
    assert "Kharkiv," not in world.sender.to(3)[0].text


async def test_a_place_that_was_silenced_meanwhile_does_not_ring_along(world: World) -> None:
    await follows(world, Place(CHUHUIV))
    await world.shows(ballistic(KHARKIV_OBLAST))
    async with world.database.writing() as tx:
        chat = await world.chat()
        await chat_store.put_place(tx, chat, Place(KHARKIV, "", Loudness.SILENT))
        await chat_store.put_place(tx, chat, Place(CHUHUIV, "", Loudness.SILENT))
        await chat_store.touch(tx, 1)
    await world.sends()

    assert [sound for _, sound in heads(world)] == ["silent"]


# Insisting


async def insists(world: World, quiet: str = NIGHT) -> None:
    await world.person(1, quiet=quiet)
    async with world.database.writing() as tx:
        await tx.execute(update(chats).values(insist=True))
    world.to(kyiv("02:00"))


async def test_a_grave_night_alert_comes_three_times_in_all(world: World) -> None:
    await insists(world)
    await world.shows(ballistic())
    told_at = []
    for _ in range(300):
        before = len(world.sender.calls)
        await world.sends()
        told_at += [world.now] * (len(world.sender.calls) - before)
        world.pass_time(SECOND)

    assert [at - told_at[0] for at in told_at] == [timedelta(0), 20 * SECOND, 60 * SECOND]
    assert {sound for _, sound in heads(world)} == {"loud"}
    assert "2 of 3" in world.sender.to(1)[1].text and "3 of 3" in world.sender.to(1)[2].text


async def test_nothing_insists_once_somebody_is_up(world: World) -> None:
    await insists(world)
    await world.shows(ballistic())
    await world.sends()
    async with world.database.writing() as tx:
        assert await world.attention.is_up(tx, 1, world.now)
    await world.lives_until(kyiv("02:05"), step=SECOND * 10)

    assert len(world.sender.to(1)) == 1


@pytest.mark.parametrize("what", ["ended", "eased"])
async def test_nothing_insists_on_what_is_over_or_milder(world: World, what: str) -> None:
    await insists(world)
    await world.shows(ballistic())
    await world.sends()
    milder = (drones(),) if what == "eased" else ()
    await world.shows(*milder)
    await world.shows(*milder)
    await world.lives_until(kyiv("02:05"), step=SECOND * 10)

    assert [sound for _, sound in heads(world)] == ["loud", "silent"]


async def test_what_gets_worse_insists_anew_and_the_old_one_stops(world: World) -> None:
    await insists(world)
    await world.shows(alert(KHARKIV, threat=None))
    await world.sends()
    await world.shows(ballistic())
    await world.lives_until(kyiv("02:05"), step=SECOND * 5)

    texts = [message.text for message in world.sender.to(1)]
    assert len(texts) == 4
    assert ["of 3" in text for text in texts] == [False, False, True, True]


async def test_only_grave_danger_that_rang_in_quiet_hours_insists(world: World) -> None:
    await insists(world, quiet="")
    await world.shows(ballistic())
    await world.lives_until(kyiv("02:05"), step=SECOND * 10)
    assert len(world.sender.to(1)) == 1


async def test_insisting_survives_a_restart_and_repeats_nothing(world: World) -> None:
    await insists(world)
    await world.shows(ballistic())
    await world.sends()
    restarted = await world.restarted()
    await restarted.lives_until(kyiv("02:05"), step=SECOND * 10)

    assert len(world.sender.to(1)) == 3
    await restarted.database.close()


# Ring me at the all clear


async def test_an_all_clear_rings_in_quiet_hours_for_who_asked_for_it(world: World) -> None:
    for chat_id in (1, 2):
        await world.person(chat_id, quiet=NIGHT)
    world.to(kyiv("02:00"))
    await world.shows(ballistic())
    await world.sends()
    (rows,) = [await world.rows(select(outbox.c.message_id).where(outbox.c.chat_id == 1))]
    async with world.database.writing() as tx:
        assert await world.attention.ask_for_end(tx, 1, rows[0].message_id, ring=True)
    await world.ends()
    await world.sends()

    assert [heads(world, chat_id)[-1][1] for chat_id in (1, 2)] == ["loud", "silent"]
    reasons = await world.rows(
        select(outbox.c.reason)
        .join(notices, notices.c.id == outbox.c.notice_id)
        .where(notices.c.key.endswith("/ended"))
    )
    assert [row.reason for row in reasons] == ["end-asked", "end-in-quiet"]


async def test_asking_can_be_taken_back_and_a_foreign_message_cannot_be_asked_for(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await world.person(2, quiet=NIGHT)
    world.to(kyiv("02:00"))
    await world.shows(ballistic())
    await world.sends()
    ids = {row.chat_id: row.message_id for row in await world.rows(select(outbox.c.chat_id, outbox.c.message_id))}
    async with world.database.writing() as tx:
        assert not await world.attention.ask_for_end(tx, 1, ids[2], ring=True)
        assert await world.attention.ask_for_end(tx, 1, ids[1], ring=True)
        assert await world.attention.ask_for_end(tx, 1, ids[1], ring=False)
    await world.ends()
    await world.sends()

    assert heads(world)[-1][1] == "silent"


@pytest.mark.allow_warnings
async def test_a_part_whose_words_are_refused_takes_the_others_with_it_twice_at_most(world: World) -> None:
    await follows(world, Place(CHUHUIV))
    await world.shows(ballistic(KHARKIV_OBLAST))
    world.sender.answers[1] = [Ours("bad")] * 3
    await world.sends()
    world.pass_time(timedelta(minutes=1))
    await world.sends()
    assert sorted(row[0] for row in await states(world)) == ["dead", "sent"]
    assert len(world.sender.to(1)) == 1
