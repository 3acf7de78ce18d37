"""What the Bot API tells about chats, their members and where a message comes from, and to whom it tells nothing."""

from datetime import timedelta

import pytest
from telegram import Bot, MessageOriginChannel, MessageOriginChat
from telegram.error import BadRequest, Forbidden

from sandbox.people import Standing, User
from sandbox.telegram_world import TelegramWorld
from tests.fixtures.clock import ManualClock


async def test_who_is_outside_is_told_nothing_about_a_chat(
    bot: Bot, world: TelegramWorld, olena: User, group: int
) -> None:
    world.add_channel(-1009, "News", "news", {olena.id: Standing.CREATOR})
    world.set_bot_standing(group, Standing.LEFT, olena.id)

    for ask in (bot.get_chat(group), bot.get_chat_member(group, olena.id), bot.get_chat_administrators(group)):
        with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
            await ask
    assert (await bot.get_chat("@news")).title == "News"
    assert (await bot.get_chat_member("@news", bot.id)).status == "left"
    with pytest.raises(BadRequest, match=r"(?i)member list is inaccessible"):
        await bot.get_chat_member("@news", olena.id)
    world.set_bot_standing(-1009, Standing.KICKED, olena.id)
    with pytest.raises(Forbidden, match="bot was kicked from the channel chat"):
        await bot.get_chat("@news")


async def test_rights_are_those_of_the_kind_of_chat(bot: Bot, world: TelegramWorld, olena: User, group: int) -> None:
    world.add_channel(-1009, "News", "news", {olena.id: Standing.CREATOR})
    for chat_id in (group, -1009):
        world.set_bot_standing(chat_id, Standing.ADMINISTRATOR, olena.id)

    in_group, in_channel = [(await bot.get_chat_member(one, bot.id)).to_dict() for one in (group, -1009)]

    assert in_channel.keys() - in_group.keys() == {"can_post_messages", "can_edit_messages"}
    assert in_group.keys() - in_channel.keys() == {"can_pin_messages", "can_manage_topics"}
    told = [update.my_chat_member for update in await bot.get_updates() if update.my_chat_member]
    assert [one.new_chat_member.to_dict() for one in told] == [in_group, in_channel]


async def test_what_is_passed_on_says_where_it_comes_from(
    bot: Bot, world: TelegramWorld, clock: ManualClock, olena: User, group: int
) -> None:
    world.add_channel(-1009, "News", "news", {olena.id: Standing.CREATOR})
    written = clock.now()
    post = world.say(olena.id, "Good morning", chat_id=-1009)
    unsigned = world.say(olena.id, "/now", chat_id=group, anonymous=True)
    clock.advance(timedelta(hours=1))
    first = world.forward(olena.id, -1009, post.message_id)
    world.forward(olena.id, group, unsigned.message_id)
    world.forward(olena.id, olena.id, first.message_id)

    heard = [update.message for update in await bot.get_updates() if update.message][-3:]

    origins = [message.forward_origin for message in heard]
    assert all(origin and origin.date == written for origin in origins)
    assert [type(origin) for origin in origins] == [MessageOriginChannel, MessageOriginChat, MessageOriginChannel]
    assert [message.text for message in heard] == ["Good morning", "/now", "Good morning"]
    assert heard[0].date == written + timedelta(hours=1)
