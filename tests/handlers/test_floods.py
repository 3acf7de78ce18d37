"""A person who writes without end is answered a while and told once that it was too much; a group is told nothing."""

from datetime import timedelta

from bot.domain.patience import AT_ONCE, PAUSE, PLACES_AT_ONCE
from tests.handlers.people import World
from tests.handlers.test_dispatch import ADMIN, GROUP, PERSON, Telegram
from tests.handlers.test_dispatch import telegram as telegram

FLOOD = 90
OTHERS = range(601, 606)


async def test_ninety_messages_at_once_get_thirty_answers_and_one_word_that_it_was_too_much(
    telegram: Telegram, world: World
) -> None:
    for person in OTHERS:
        telegram.people.add_user(person, f"Person {person}", None, language_code="en")
    for number in range(FLOOD):
        telegram.people.say(PERSON, f"/help {number}")
    for person in OTHERS:
        telegram.people.say(person, "/help")
    after = len(telegram.people.sent)
    answers = await telegram.answers()
    assert [answer.startswith("That was more at once") for answer in answers] == [False] * AT_ONCE + [True]
    assert {call.chat_id for call in telegram.people.sent[after:]} >= set(OTHERS)

    for _ in range(FLOOD):
        telegram.people.say(PERSON, "/help")
    assert await telegram.answers() == []
    world.now += PAUSE
    telegram.people.say(PERSON, "/help")
    assert len(await telegram.answers()) == 1
    assert await telegram.incoming.waiting() == {}


async def test_a_second_flood_soon_after_the_first_is_let_go_without_a_word(telegram: Telegram, world: World) -> None:
    told = []
    for _ in range(3):
        for _ in range(FLOOD):
            telegram.people.say(PERSON, "/help")
        told.append(len(await telegram.answers()) - AT_ONCE)
        world.now += PAUSE
    assert told == [1, 0, 0]
    world.now += timedelta(minutes=10)
    for _ in range(FLOOD):
        telegram.people.say(PERSON, "/help")
    assert len(await telegram.answers()) == AT_ONCE + 1


async def test_whoever_blocks_the_bot_in_the_middle_of_a_flood_has_left_all_the_same(telegram: Telegram) -> None:
    for _ in range(FLOOD - 1):
        telegram.people.say(PERSON, "/help")
    telegram.people.block(PERSON)
    await telegram.answers()
    telegram.people.unblock(PERSON)
    assert await telegram.incoming.waiting() == {}
    async with telegram.database.reading() as connection:
        gone = await connection.exec_driver_sql(f"SELECT gone FROM chats WHERE id = {PERSON}")
        assert gone.scalar() == "blocked"


async def test_a_group_is_told_nothing_of_its_members_flood(telegram: Telegram) -> None:
    for _ in range(FLOOD):
        telegram.people.say(ADMIN, "/help", chat_id=GROUP)
    assert len(await telegram.answers(GROUP)) == AT_ONCE


async def test_of_many_places_on_the_map_a_few_are_answered_while_everybody_waits(telegram: Telegram) -> None:
    for _ in range(FLOOD):
        telegram.people.share_location(PERSON, 50.0, 36.23)
    answers = await telegram.answers()
    assert sum(answer.startswith("That was more at once") for answer in answers) == 1
    assert len(answers) <= PLACES_AT_ONCE * 2 + 1
