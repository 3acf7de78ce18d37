"""The buttons that answer an alert, and the choice to have it insisted on."""

from datetime import timedelta

import pytest

from bot.domain.alerts import Band, Gravity, TransitionKind
from bot.domain.chats import ChatKind
from bot.domain.episodes import Episode, Nearness, PlaceTransition
from bot.domain.notices import of_alert, of_insisting
from bot.domain.policy import Decision, Reason, Sound
from bot.store import alerts as alert_store
from bot.store import claiming, planning
from bot.store import outbox as outbox_store
from tests.handlers.people import EVENING, KHARKIV, Person

RANG = 40


async def rings(person: Person, *, insisting: bool = False, over: bool = False) -> None:
    """A grave alert that rang, as message 40."""
    began = EVENING - timedelta(minutes=1)
    ended = EVENING if over else None
    episode = Episode(KHARKIV, Nearness.OWN, began, Gravity.GRAVE, Band.NOW, (), (), (), ended_at=ended)
    transition = PlaceTransition(TransitionKind.STARTED, began, episode)
    async with person.world.database.writing() as tx:
        await alert_store.save_episodes(tx, [episode])
        decision = Decision(Sound.LOUD, Reason.GRAVE_WAKES)
        await planning.owe_one(tx, of_alert(transition), person.id, decision, began)
        (row,) = await claiming.claim(tx, EVENING, EVENING, EVENING + timedelta(minutes=1), 1)
        await outbox_store.settle_sent(tx, row, RANG, (Sound.LOUD, Reason.GRAVE_WAKES), began)
        if insisting:
            again = of_insisting(transition, 2)
            await planning.owe_one(tx, again, person.id, decision, EVENING, after=timedelta(seconds=20))


async def test_insisting_is_switched_in_words_or_by_a_tap(person: Person) -> None:
    assert "I don't insist" in await person.writes("/insist")
    await person.presses("Insist")
    assert (await person.chosen()).chat.insist
    assert "I insist" in await person.writes("/settings")
    assert "no longer insist" in await person.writes("/insist off")
    assert not (await person.chosen()).chat.insist


@pytest.mark.parametrize("word", ["on", "ON", "yes", "так"])
async def test_on_may_be_said_in_either_language(person: Person, word: str) -> None:
    assert "nothing to insist in" in await person.writes(f"/insist {word}")
    assert (await person.chosen()).chat.insist


async def test_any_other_word_changes_nothing_and_shows_the_state(person: Person) -> None:
    assert "I don't insist" in await person.writes("/insist always")
    assert not (await person.chosen()).chat.insist


async def test_a_group_cannot_be_insisted_on(person: Person) -> None:
    group = Person(person.world, id=-5, kind=ChatKind.GROUP)

    assert "one person's choice" in await group.writes("/insist on")
    assert group.buttons == ()
    await group.taps("insist:on")
    assert not (await group.chosen()).chat.insist


async def test_who_is_up_is_left_in_peace(person: Person) -> None:
    await person.writes("/start")
    await rings(person, insisting=True)

    assert "I stop" in await person.taps("up", message_id=RANG)
    assert "Nothing insists" in await person.taps("up", message_id=RANG)


async def test_an_all_clear_that_was_asked_for_can_be_declined_again(person: Person) -> None:
    await person.writes("/start")
    await rings(person)

    assert "I will ring at the all clear" in await person.taps("end:ring", message_id=RANG)
    await person.presses("Better not")
    assert person.edited
    assert "as your quiet hours say" in person.saw[0].text


@pytest.mark.parametrize("over", [True, False])
async def test_what_is_over_or_never_rang_cannot_be_asked_for(person: Person, over: bool) -> None:
    await person.writes("/start")
    if over:
        await rings(person, over=True)

    assert "over already" in await person.taps("end:ring", message_id=RANG)


@pytest.mark.parametrize(
    "data", ["end", "end:", "end:ring:x", "end:ring:99999999999999999", "end:loud", "up:1", "insist:no"]
)
async def test_forged_buttons_change_nothing(person: Person, data: str) -> None:
    await person.writes("/start")
    await rings(person)
    before = await person.chosen()

    assert "outdated" in await person.taps(data, message_id=RANG)
    assert await person.chosen() == before


@pytest.mark.parametrize("said", ["keep ringing until i tap, i sleep like a log", "дзвони, доки не натисну що не сплю"])
async def test_insisting_is_asked_for_in_words(person: Person, said: str) -> None:
    await person.writes("/quiet 23:00-07:00")

    told = await person.writes(said)

    assert told == await person.writes("/insist")
