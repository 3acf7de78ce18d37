"""The Bot API server as the real client library sees it, over real HTTP."""

import struct
from datetime import timedelta

import httpx
import pytest
from telegram import (
    Bot,
    BotCommand,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MenuButtonCommands,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden

from sandbox.people import Standing, User
from sandbox.telegram_world import TelegramWorld
from tests.fixtures.clock import ManualClock

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x03\x00\x00\x00\x02\x08\x02\x00\x00\x00"


async def test_a_message_arrives_dated_by_the_given_clock(
    bot: Bot, world: TelegramWorld, clock: ManualClock, olena: User
) -> None:
    clock.advance(timedelta(hours=3))
    sent = await bot.send_message(olena.id, "<b>Тихо</b> &amp; /now", parse_mode="HTML", disable_notification=True)

    assert sent.text == "Тихо & /now"
    assert sent.date == clock.now()
    assert [(entity.type, entity.offset) for entity in sent.entities] == [("bold", 0), ("bot_command", 7)]
    call = world.sent[-1]
    assert (call.method, call.text, call.loud, call.message_id) == (
        "sendMessage",
        "Тихо & /now",
        False,
        sent.message_id,
    )


async def test_a_date_time_entity_reaches_the_client_library(bot: Bot, olena: User) -> None:
    sent = await bot.send_message(olena.id, '<tg-time unix="60" format="t">02:01</tg-time>', parse_mode="HTML")

    assert sent.entities[0].type == "date_time"
    assert sent.entities[0].date_time_format == "t"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Message text is empty"),
        ("  \n ", "Message text is empty"),
        ("<b></b>", "Message text is empty"),
        ("<b>a", "Can't parse entities: can't find end tag corresponding to start tag \"b\""),
        ("a" * 4097, "Message is too long"),
        ("🚨" * 2049, "Message is too long"),
    ],
)
async def test_a_text_that_telegram_refuses_is_refused(
    bot: Bot, world: TelegramWorld, olena: User, text: str, sentence: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(olena.id, text, parse_mode="HTML")

    assert refused.value.message.lower() == sentence.lower()
    assert world.refused[-1].code == 400


async def test_length_is_measured_after_the_markup_is_gone(bot: Bot, olena: User) -> None:
    sent = await bot.send_message(olena.id, f"<b>{'a' * 4096}</b>", parse_mode="HTML")

    assert len(sent.text or "") == 4096


@pytest.mark.parametrize(
    ("button", "sentence"),
    [
        (InlineKeyboardButton("a", callback_data="я" * 33), "Button_data_invalid"),
        (InlineKeyboardButton("a", url="javascript:1"), "wrong HTTP URL"),
        (InlineKeyboardButton("a"), "text buttons are unallowed"),
        (InlineKeyboardButton("", callback_data="a"), "non-empty"),
        (InlineKeyboardButton("a", copy_text=CopyTextButton("x" * 257)), "Button_copy_text_invalid"),
    ],
)
async def test_a_bad_button_loses_the_message(
    bot: Bot, olena: User, button: InlineKeyboardButton, sentence: str
) -> None:
    with pytest.raises(BadRequest, match=rf"(?i){sentence}"):
        await bot.send_message(olena.id, "a", reply_markup=InlineKeyboardMarkup([[button]]))


async def test_a_reply_keyboard_shows_and_goes(bot: Bot, world: TelegramWorld, olena: User) -> None:
    keyboard = ReplyKeyboardMarkup([[KeyboardButton("Where I am", request_location=True)]])

    sent = await bot.send_message(olena.id, "Where?", reply_markup=keyboard)
    assert sent.reply_markup is None
    assert world.private_chat(olena.id).reply_keyboard is not None
    await bot.send_message(olena.id, "Thanks", reply_markup=ReplyKeyboardRemove())
    assert world.private_chat(olena.id).reply_keyboard is None


async def test_location_is_not_asked_for_in_a_group(bot: Bot, group: int) -> None:
    keyboard = ReplyKeyboardMarkup([[KeyboardButton("Where I am", request_location=True)]])

    with pytest.raises(BadRequest, match="private chats only"):
        await bot.send_message(group, "Where?", reply_markup=keyboard)


async def test_an_edit_changes_the_message_once(bot: Bot, olena: User) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="a")]])
    sent = await bot.send_message(olena.id, "one", reply_markup=markup)

    edited = await bot.edit_message_text("two", olena.id, sent.message_id, reply_markup=markup)
    assert (getattr(edited, "text", None), getattr(edited, "edit_date", None) is not None) == ("two", True)
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("two", olena.id, sent.message_id, reply_markup=markup)
    without = await bot.edit_message_reply_markup(olena.id, sent.message_id)
    assert getattr(without, "reply_markup", markup) is None
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_reply_markup(olena.id, sent.message_id)


async def test_only_what_is_there_and_ours_is_edited_or_deleted(bot: Bot, world: TelegramWorld, olena: User) -> None:
    theirs = world.say(olena.id, "mine").message_id

    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_text("x", olena.id, theirs)
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await bot.edit_message_text("x", olena.id, 999)
    assert await bot.delete_message(olena.id, theirs)
    with pytest.raises(BadRequest, match=r"(?i)message to delete not found"):
        await bot.delete_message(olena.id, theirs)


async def test_a_reply_carries_what_it_answers(bot: Bot, world: TelegramWorld, olena: User) -> None:
    asked = world.say(olena.id, "and now?").message_id

    sent = await bot.send_message(olena.id, "quiet", reply_parameters=ReplyParameters(asked))
    assert sent.reply_to_message is not None and sent.reply_to_message.text == "and now?"
    with pytest.raises(BadRequest, match=r"(?i)message to be replied not found"):
        await bot.send_message(olena.id, "quiet", reply_parameters=ReplyParameters(999))
    loose = ReplyParameters(999, allow_sending_without_reply=True)
    assert (await bot.send_message(olena.id, "quiet", reply_parameters=loose)).reply_to_message is None


async def test_a_button_is_tapped_and_answered_once(bot: Bot, world: TelegramWorld, olena: User) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="q:on")]])
    sent = await bot.send_message(olena.id, "?", reply_markup=markup)
    query_id = world.tap(olena.id, sent.message_id, "q:on")

    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert (update.callback_query.data, update.callback_query.from_user.id) == ("q:on", olena.id)
    assert update.callback_query.message == sent
    with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
        await bot.answer_callback_query(query_id, "x" * 201)
    assert await bot.answer_callback_query(query_id, "Saved")
    assert world.callbacks[query_id].text == "Saved"
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query(query_id)


async def test_a_stale_query_is_too_old_to_answer(bot: Bot, world: TelegramWorld, olena: User) -> None:
    query_id = world.forge_tap(olena.id, 1, "x")
    world.expire_callback_queries()

    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query(query_id)


async def test_forged_taps_reach_the_bot_and_honest_ones_need_a_button(
    bot: Bot, world: TelegramWorld, olena: User
) -> None:
    with pytest.raises(ValueError, match="no button"):
        world.tap(olena.id, 1, "x")
    world.forge_tap(olena.id, 999, "<b>" * 40)

    (update,) = await bot.get_updates()
    assert update.callback_query is not None and update.callback_query.message is not None
    assert len(update.callback_query.data or "") == 120
    assert not update.callback_query.message.is_accessible


async def test_places_are_sent_and_received(bot: Bot, world: TelegramWorld, olena: User) -> None:
    venue = await bot.send_venue(olena.id, 50.0, 36.2, "Metro", "Square")
    pin = await bot.send_location(olena.id, 50.0, 36.2)
    assert venue.venue is not None and venue.venue.title == "Metro"
    assert pin.location is not None and pin.location.latitude == 50.0
    with pytest.raises(BadRequest):
        await bot.send_location(olena.id, 91.0, 36.2)

    world.share_location(olena.id, 49.9, 36.1)
    world.share_venue(olena.id, 49.9, 36.1, "Home", "Street")
    first, second = await bot.get_updates()
    assert first.message is not None and first.message.location is not None
    assert second.message is not None and second.message.venue is not None


async def test_a_picture_is_uploaded_once_and_sent_again_by_its_id(bot: Bot, world: TelegramWorld, olena: User) -> None:
    sent = await bot.send_photo(olena.id, PNG, caption="<i>hours</i>", parse_mode="HTML")

    assert (sent.photo[0].width, sent.photo[0].height, sent.caption) == (3, 2, "hours")
    assert world.files[sent.photo[0].file_id].content == PNG
    again = await bot.send_photo(olena.id, sent.photo[0].file_id)
    assert again.photo == sent.photo
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(olena.id, b"not a picture")
    with pytest.raises(BadRequest, match=r"(?i)wrong file identifier"):
        await bot.send_photo(olena.id, "unknown")
    with pytest.raises(BadRequest, match=r"(?i)caption is too long"):
        await bot.send_photo(olena.id, PNG, caption="x" * 1025)
    for width, height in ((9000, 1001), (2100, 100)):
        with pytest.raises(BadRequest, match=r"(?i)photo_invalid_dimensions"):
            await bot.send_photo(olena.id, PNG[:16] + struct.pack(">II", width, height) + PNG[24:])


async def test_a_document_keeps_every_byte(bot: Bot, world: TelegramWorld, olena: User) -> None:
    content = bytes(range(256)) + b"\r\n--\r\n"
    sent = await bot.send_document(olena.id, content, filename="nights.csv")

    assert sent.document is not None and sent.document.file_name == "nights.csv"
    assert world.files[sent.document.file_id].content == content


async def test_small_acts_are_accepted(bot: Bot, world: TelegramWorld, olena: User) -> None:
    sent = await bot.send_message(olena.id, "a")

    assert await bot.send_chat_action(olena.id, "typing")
    assert await bot.set_message_reaction(olena.id, sent.message_id, "👍")
    assert await bot.pin_chat_message(olena.id, sent.message_id)
    pinned = (await bot.get_chat(olena.id)).pinned_message
    assert pinned is not None and pinned.message_id == sent.message_id
    assert await bot.unpin_chat_message(olena.id, sent.message_id)
    with pytest.raises(BadRequest, match=r"(?i)wrong parameter action"):
        await bot.send_chat_action(olena.id, "dance")


async def test_the_profile_is_kept_by_language_and_scope(bot: Bot, world: TelegramWorld, olena: User) -> None:
    assert (await bot.get_me()).username == "tysha_sandbox_bot"
    await bot.set_my_commands([BotCommand("now", "what is on")])
    await bot.set_my_commands([BotCommand("now", "що зараз")], language_code="uk")
    assert [command.description for command in await bot.get_my_commands(language_code="uk")] == ["що зараз"]
    seen = world.profile.commands_seen_by(world.private_chat(olena.id), "uk")
    assert seen == [{"command": "now", "description": "що зараз"}]
    await bot.delete_my_commands(language_code="uk")
    assert await bot.get_my_commands(language_code="uk") == ()

    await bot.set_my_name("Тиша", language_code="uk")
    await bot.set_my_description("d")
    await bot.set_my_short_description("s")
    assert (await bot.get_my_name("uk")).name == "Тиша"
    assert (await bot.get_my_description("uk")).description == "d"
    assert (await bot.get_my_short_description()).short_description == "s"
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await bot.get_chat_menu_button(olena.id)).type == "commands"
    with pytest.raises(BadRequest, match=r"(?i)bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Now!", "x")])
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_short_description("x" * 121)


async def test_who_cannot_be_written_to_is_said_in_telegrams_words(
    bot: Bot, world: TelegramWorld, olena: User, group: int
) -> None:
    world.add_user(8, "Stranger")
    with pytest.raises(Forbidden, match="can't initiate conversation with a user"):
        await bot.send_message(8, "hello")
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(12345, "hello")
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await bot.send_message(group, "hello", message_thread_id=5)
    world.block(olena.id)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(olena.id, "hello")
    world.deactivate(olena.id)
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(olena.id, "hello")
    world.set_bot_standing(group, Standing.KICKED, olena.id)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group, "hello")


async def test_a_group_that_moved_says_where(bot: Bot, world: TelegramWorld, olena: User) -> None:
    world.add_group(-6, "Yard", {olena.id: Standing.CREATOR})
    world.set_bot_standing(-6, Standing.MEMBER, olena.id)
    world.migrate(-6, -1006)

    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(-6, "hello")
    assert moved.value.new_chat_id == -1006
    assert (await bot.send_message(-1006, "hello")).chat.type == "supergroup"


async def test_a_group_knows_its_members(bot: Bot, olena: User, group: int) -> None:
    assert (await bot.get_chat(group)).title == "House 12"
    assert (await bot.get_chat_member(group, olena.id)).status == "creator"
    assert [member.user.id for member in await bot.get_chat_administrators(group)] == [olena.id]
    assert await bot.get_chat_member_count(group) == 2
    assert (await bot.send_message(group, "x", message_thread_id=4)).is_topic_message
    assert await bot.leave_chat(group)
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(group, "x")


async def test_privacy_mode_hides_group_talk_from_the_bot(
    bot: Bot, world: TelegramWorld, olena: User, group: int
) -> None:
    ours = await bot.send_message(group, "hello")
    world.say(olena.id, "just talking", chat_id=group)
    world.say(olena.id, "/now@another_bot", chat_id=group)
    world.say(olena.id, "/now", chat_id=group)
    world.say(olena.id, "yes", chat_id=group, reply_to=ours.message_id)
    world.set_bot_standing(group, Standing.ADMINISTRATOR, olena.id)
    world.say(olena.id, "talking again", chat_id=group)

    updates = await bot.get_updates()
    assert [u.message.text for u in updates if u.message] == ["/now", "yes", "talking again"]
    assert [u.my_chat_member.new_chat_member.status for u in updates if u.my_chat_member] == ["administrator"]


async def test_what_is_written_as_the_chat_itself_names_no_person(
    bot: Bot, world: TelegramWorld, olena: User, group: int
) -> None:
    world.chats[group].standings[olena.id] = Standing.ADMINISTRATOR
    world.add_channel(-1009, "News", "news", {olena.id: Standing.CREATOR, world.bot.id: Standing.ADMINISTRATOR})
    world.say(olena.id, "/now", chat_id=group, anonymous=True)
    world.say(olena.id, "/now", chat_id=-1009)

    anonymous, post = (await bot.get_updates())[-2:]

    assert anonymous.message and anonymous.message.from_user and anonymous.message.sender_chat
    assert anonymous.message.from_user.username == "GroupAnonymousBot"
    assert anonymous.message.sender_chat.id == group
    assert post.message is None
    assert post.channel_post and post.channel_post.from_user is None and post.channel_post.sender_chat
    assert post.channel_post.sender_chat.id == -1009


async def test_a_member_writes_in_no_name_but_their_own(world: TelegramWorld, olena: User, group: int) -> None:
    world.chats[group].standings[olena.id] = Standing.MEMBER
    with pytest.raises(ValueError, match="may not write"):
        world.say(olena.id, "/now", chat_id=group, anonymous=True)


async def test_people_do_not_see_each_others_chats(bot: Bot, world: TelegramWorld, olena: User) -> None:
    world.add_user(8, "Petro")
    world.say(8, "/start")
    await bot.send_message(olena.id, "for Olena")
    await bot.send_message(8, "for Petro")

    texts = [message.content["text"] for message in world.private_chat(8).messages.values()]
    assert texts == ["/start", "for Petro"]


@pytest.mark.parametrize("how", ["query", "form", "json", "multipart"])
async def test_arguments_come_in_every_way(http: httpx.AsyncClient, olena: User, how: str) -> None:
    values = {"chat_id": "7", "text": "Добре & тихо", "disable_notification": "true"}
    body = (await _send(http, how, values)).json()

    assert body["ok"] and body["result"]["text"] == "Добре & тихо"


async def _send(http: httpx.AsyncClient, how: str, values: dict[str, str]) -> httpx.Response:
    if how == "query":
        return await http.get("sendMessage", params=values)
    if how == "form":
        return await http.post("sendmessage", data=values)
    if how == "json":
        return await http.post("SENDMESSAGE", json=values)
    return await http.post("sendMessage", data=values, files={"unused": b"x"})


async def test_an_unknown_method_is_not_found(http: httpx.AsyncClient) -> None:
    answer = await http.post("sendPigeon")

    assert answer.status_code == 404
    assert answer.json() == {"ok": False, "error_code": 404, "description": "Not Found: method not found"}


async def test_a_wrong_token_is_unauthorized(address: str, http: httpx.AsyncClient) -> None:
    answer = await http.get(f"{address}/bot2:y/getMe")

    assert (answer.status_code, answer.json()["description"]) == (401, "Unauthorized")


@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("sendMessage", {"chat_id": 7, "text": "a", "reply_parameters": {"message_id": "x"}}),
        ("sendMessage", {"chat_id": 7, "text": "a", "reply_markup": "{"}),
        ("sendMessage", {"chat_id": 7, "text": "a", "reply_markup": [1]}),
        ("sendMessage", {"chat_id": 7, "text": "a", "reply_markup": {"inline_keyboard": [["a"]]}}),
        ("sendMessage", {"chat_id": 7, "text": "a", "entities": [1]}),
        ("sendMessage", {"chat_id": 7, "text": "a", "parse_mode": "Wiki"}),
        ("setMessageReaction", {"chat_id": 7, "message_id": 1, "reaction": [1]}),
        ("getChatMember", {"chat_id": 7, "user_id": "x"}),
        ("sendLocation", {"chat_id": 7, "latitude": "nan", "longitude": 1}),
        ("setMyCommands", {"commands": [1]}),
        ("setMyCommands", {"commands": [], "scope": {"type": "moon"}}),
    ],
)
async def test_odd_arguments_are_bad_requests_and_never_break_the_server(
    http: httpx.AsyncClient, olena: User, method: str, values: dict[str, object]
) -> None:
    answer = await http.post(method, json=values)

    assert (answer.status_code, answer.json()["ok"]) == (400, False)


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"chat_id": 7, "text": "\\ud83d"}', b'{"text": "no chat"}'])
async def test_an_odd_body_is_a_bad_request(http: httpx.AsyncClient, body: bytes) -> None:
    answer = await http.post("sendMessage", content=body, headers={"content-type": "application/json"})

    assert (answer.status_code, answer.json()["error_code"]) == (400, 400)
