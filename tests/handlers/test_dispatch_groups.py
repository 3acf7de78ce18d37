"""Groups and channels as people have them: admins set, everybody reads, one setting for the chat, and who set it is
said.
"""

import pytest

from bot.store import chats as chat_store
from bot.store.tables import metadata
from sandbox.people import Standing
from tests.handlers.people import texts
from tests.handlers.test_dispatch import ADMIN, GROUP, PERSON, Telegram, telegram

__all__ = ["telegram"]
FORUM, CHANNEL, SMALL = -1002, -1003, -77
ALERTS, TALK = 11, 12
MEMBERS = {PERSON: Standing.MEMBER, ADMIN: Standing.ADMINISTRATOR}


def forum(telegram: Telegram) -> None:
    telegram.people.add_group(FORUM, "House 7", dict(MEMBERS), topics=frozenset({ALERTS, TALK}))
    telegram.people.set_bot_standing(FORUM, Standing.MEMBER, ADMIN)


async def topic(telegram: Telegram, chat_id: int) -> int | None:
    async with telegram.database.reading() as connection:
        chat = await chat_store.load(connection, chat_id)
    assert chat is not None
    return chat.topic


@pytest.mark.parametrize("chat_id", [GROUP, SMALL])
async def test_an_admins_change_is_answered_with_who_made_it(telegram: Telegram, chat_id: int) -> None:
    if chat_id == SMALL:
        telegram.people.add_group(SMALL, "Stairs", dict(MEMBERS))
        telegram.people.set_bot_standing(SMALL, Standing.MEMBER, ADMIN)

    telegram.people.say(ADMIN, "/quiet 23:00-07:00", chat_id=chat_id)
    (answer,) = await telegram.answers(chat_id)

    assert answer.endswith("Changed by Ivan.")


async def test_who_changed_it_is_escaped_and_kept_in_no_row(telegram: Telegram) -> None:
    telegram.people.users[ADMIN].first_name = "<b>Zlatoust"
    telegram.people.say(ADMIN, "/place Kharkiv", chat_id=GROUP)
    (answer,) = await telegram.answers(GROUP)

    assert answer.endswith("Changed by <b>Zlatoust.")
    async with telegram.database.reading() as connection:
        kept = [(await connection.execute(table.select())).all() for table in metadata.sorted_tables]
    assert "Zlatoust" not in str(kept)


async def test_what_changes_nothing_names_nobody_and_neither_does_a_private_chat(telegram: Telegram) -> None:
    telegram.people.say(ADMIN, "/quiet", chat_id=GROUP)
    telegram.people.say(ADMIN, "/quiet 25-99", chat_id=GROUP)
    telegram.people.say(PERSON, "/quiet 23:00-07:00")

    said = [*await telegram.answers(GROUP)]
    telegram.people.say(PERSON, "/quiet 22:00-07:00")

    assert len(said) == 2
    assert not [text for text in (*said, *await telegram.answers()) if "Changed by" in text]


async def test_a_tap_of_an_admin_changes_and_names_and_a_members_does_neither(telegram: Telegram) -> None:
    telegram.people.say(ADMIN, "/quiet", chat_id=GROUP)
    await telegram.answers(GROUP)
    menu = telegram.people.sent[-1].message_id or 0

    telegram.people.tap(PERSON, menu, "quiet:save:22:00-06:00/grave", chat_id=GROUP)
    (refused,) = await telegram.answers(GROUP)
    assert "Only an admin" in refused
    assert await telegram.windows(GROUP) == ""

    telegram.people.tap(ADMIN, menu, "quiet:save:22:00-06:00/grave", chat_id=GROUP)
    (changed,) = await telegram.answers(GROUP)
    assert "Changed by Ivan." in changed
    assert await telegram.windows(GROUP) == "22:00-06:00"


async def test_an_admin_who_stays_anonymous_may_set_and_is_not_named(telegram: Telegram) -> None:
    telegram.people.say(ADMIN, "/quiet 23:00-07:00", chat_id=GROUP, anonymous=True)
    (answer,) = await telegram.answers(GROUP)

    assert texts().render("uk", "group-changed-by", name="none") in answer
    assert await telegram.windows(GROUP) == "23:00-07:00"


async def test_who_writes_in_the_name_of_another_chat_is_no_admin_of_this_one(telegram: Telegram) -> None:
    telegram.people.updates.push_raw(
        {
            "message": {
                "message_id": 90,
                "date": 1_790_000_000,
                "text": "/quiet 23:00-07:00",
                "chat": {"id": GROUP, "type": "supergroup", "title": "House 5"},
                "from": {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"},
                "sender_chat": {"id": -100555, "type": "channel", "title": "Elsewhere"},
            }
        }
    )
    (answer,) = await telegram.answers(GROUP)

    assert answer == texts().render("uk", "group-admins-only")
    assert await telegram.windows(GROUP) == ""


async def test_a_former_admin_is_refused_at_the_next_change(telegram: Telegram) -> None:
    telegram.people.say(ADMIN, "/quiet 23:00-07:00", chat_id=GROUP)
    await telegram.answers(GROUP)
    telegram.people.chats[GROUP].standings[ADMIN] = Standing.MEMBER
    telegram.people.say(ADMIN, "/quiet off", chat_id=GROUP)
    (answer,) = await telegram.answers(GROUP)

    assert "Only an admin" in answer
    assert await telegram.windows(GROUP) == "23:00-07:00"


async def test_a_group_has_one_setting_whoever_of_its_admins_makes_it(telegram: Telegram) -> None:
    telegram.people.chats[GROUP].standings[PERSON] = Standing.CREATOR
    telegram.people.say(ADMIN, "/quiet 23:00-07:00", chat_id=GROUP)
    telegram.people.say(PERSON, "/quiet 22:00-06:00", chat_id=GROUP)
    first, second = await telegram.answers(GROUP)

    assert first.endswith("Changed by Ivan.")
    assert second.endswith("Changed by Olha.")
    assert await telegram.windows(GROUP) == "22:00-06:00"
    assert await telegram.windows(ADMIN) is None


async def test_a_command_with_our_name_is_heard_and_with_anothers_is_not(telegram: Telegram) -> None:
    telegram.people.say(ADMIN, "/quiet@tysha_sandbox_bot 23:00-07:00", chat_id=GROUP)
    telegram.people.say(ADMIN, "/quiet@another_bot off", chat_id=GROUP)

    assert len(await telegram.answers(GROUP)) == 1
    assert await telegram.windows(GROUP) == "23:00-07:00"


@pytest.mark.parametrize("command", ["/now", "/why", "/help", "/settings"])
async def test_a_member_may_read_what_only_admins_may_set(telegram: Telegram, command: str) -> None:
    telegram.people.say(PERSON, command, chat_id=GROUP)
    (answer,) = await telegram.answers(GROUP)

    assert "Only an admin" not in answer


async def test_the_topic_is_where_an_admin_sets_it_up_and_not_where_a_member_asks(telegram: Telegram) -> None:
    forum(telegram)
    telegram.people.say(PERSON, "/now", chat_id=FORUM, thread_id=TALK)
    telegram.people.say(PERSON, "/place Kharkiv", chat_id=FORUM, thread_id=TALK)
    await telegram.answers(FORUM)
    assert await topic(telegram, FORUM) is None

    telegram.people.say(ADMIN, "/place Kharkiv", chat_id=FORUM, thread_id=ALERTS)
    telegram.people.say(ADMIN, "/quiet 23-7", chat_id=FORUM, thread_id=TALK)
    await telegram.answers(FORUM)

    assert await topic(telegram, FORUM) == ALERTS


async def test_an_answer_comes_in_the_topic_of_its_question(telegram: Telegram) -> None:
    forum(telegram)
    telegram.people.say(PERSON, "/now", chat_id=FORUM, thread_id=TALK)
    await telegram.answers(FORUM)

    answer = telegram.people.chats[FORUM].messages[telegram.people.sent[-1].message_id or 0]
    assert answer.thread_id == TALK


async def test_a_channel_is_set_by_its_posts_and_its_other_posts_are_left_alone(telegram: Telegram) -> None:
    telegram.people.add_channel(CHANNEL, "Kharkiv alerts", "kh_alerts", dict(MEMBERS))
    telegram.people.set_bot_standing(CHANNEL, Standing.ADMINISTRATOR, ADMIN)
    telegram.people.say(ADMIN, "Good evening. Kharkiv is quiet", chat_id=CHANNEL)
    assert await telegram.answers(CHANNEL) == []

    telegram.people.say(ADMIN, "/quiet 23:00-07:00", chat_id=CHANNEL)
    (answer,) = await telegram.answers(CHANNEL)

    assert "Changed by" not in answer
    assert await telegram.windows(CHANNEL) == "23:00-07:00"


async def test_nothing_wakes_me_is_not_to_be_had_in_a_channel(telegram: Telegram) -> None:
    telegram.people.add_channel(CHANNEL, "Kharkiv alerts", "kh_alerts", dict(MEMBERS))
    telegram.people.set_bot_standing(CHANNEL, Standing.ADMINISTRATOR, ADMIN)
    telegram.people.say(ADMIN, "/quiet 23:00-07:00 nothing", chat_id=CHANNEL)
    (answer,) = await telegram.answers(CHANNEL)

    assert answer == texts().render("uk", "quiet-nothing-alone")
    assert await telegram.windows(CHANNEL) == ""


async def test_a_tap_under_a_channels_message_is_checked(telegram: Telegram) -> None:
    telegram.people.add_channel(CHANNEL, "Kharkiv alerts", "kh_alerts", dict(MEMBERS))
    telegram.people.set_bot_standing(CHANNEL, Standing.ADMINISTRATOR, ADMIN)
    telegram.people.say(ADMIN, "/quiet 23:00-07:00", chat_id=CHANNEL)
    await telegram.answers(CHANNEL)

    telegram.people.forge_tap(PERSON, telegram.people.sent[-1].message_id or 0, "quiet:off", chat_id=CHANNEL)
    await telegram.answers(CHANNEL)

    assert await telegram.windows(CHANNEL) == "23:00-07:00"
