"""Holds the way out to a chat: what is sent, what is mended on the way, and what each answer is called."""

import json
from datetime import timedelta

import pytest
from telegram import Bot

from bot.errors import TelegramError
from bot.telegram.messenger import Messenger
from bot.telegram.outgoing import Button, Fault, Outgoing
from bot.telegram.ready import Ready
from bot.telegram.refusals import Gone, Later, Moved, Ours, Outcome, Sent, Unknown, Unreachable, Why
from bot.telegram.wire import Wire
from tests.telegram.server import CUT_SHORT, DROP, HANG, BotApi, Reply, message, page, refusal, result

ALERT = Outgoing("🔴 <b>Ballistic threat</b>, Kharkiv", ((Button("I'm up", data="up:1"),),))


@pytest.fixture(params=["reply", "broadcast"])
def messenger(request: pytest.FixtureRequest, bot: Bot, wire: Wire) -> Messenger:
    """Both ways to the wire must behave alike."""
    return Messenger(bot, Ready(wire) if request.param == "broadcast" else None)


async def test_a_message_leaves_as_html_without_previews(api: BotApi, messenger: Messenger) -> None:
    api.lay("sendMessage", message(31))

    assert await messenger.send(7, ALERT, silent=True, topic=4) == Sent(31)

    (sent,) = api.asked("sendMessage")
    assert sent["chat_id"] == "7"
    assert sent["text"] == ALERT.text
    assert sent["parse_mode"] == "HTML"
    assert sent["disable_notification"] == "true"
    assert sent["message_thread_id"] == "4"
    assert json.loads(sent["link_preview_options"]) == {"is_disabled": True}
    assert json.loads(sent["reply_markup"]) == {"inline_keyboard": [[{"text": "I'm up", "callback_data": "up:1"}]]}


async def test_a_paid_message_says_so_and_a_free_one_does_not(api: BotApi, bot: Bot, wire: Wire) -> None:
    for paid in (True, False):
        await Messenger(bot, Ready(wire, paid=paid)).send(7, ALERT, silent=False)

    assert [sent.get("allow_paid_broadcast") for sent in api.asked("sendMessage")] == ["true", None]


async def test_a_loud_message_rings(api: BotApi, messenger: Messenger) -> None:
    await messenger.send(7, Outgoing("x"), silent=False)

    (sent,) = api.asked("sendMessage")
    assert sent["disable_notification"] == "false"
    assert "reply_markup" not in sent


async def test_every_kind_of_button_is_written_as_telegram_knows_it(api: BotApi, messenger: Messenger) -> None:
    row = (Button("a", data="d"), Button("b", url="https://example.org"), Button("c", copy="101"))

    await messenger.send(7, Outgoing("x", (row,)), silent=True)

    (sent,) = api.asked("sendMessage")
    assert json.loads(sent["reply_markup"])["inline_keyboard"] == [
        [
            {"text": "a", "callback_data": "d"},
            {"text": "b", "url": "https://example.org"},
            {"text": "c", "copy_text": {"text": "101"}},
        ]
    ]


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (refusal(403, "Forbidden: bot was blocked by the user"), Gone(Why.BLOCKED)),
        (refusal(400, "Bad Request: chat not found"), Gone(Why.NOT_FOUND)),
        (refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1009), Moved(-1009)),
        (refusal(429, "Too Many Requests: retry after 7", retry_after=7), Later(timedelta(seconds=7), everyone=False)),
        (refusal(429, "Too Many Requests"), Later(timedelta(seconds=5), everyone=False)),
        (page(502), Unreachable()),
        (HANG, Unknown()),
        (DROP, Unknown(cut=True)),
        (CUT_SHORT, Unknown()),
        (result({"text": "no message at all"}), Unknown()),
        (result(None), Unknown()),
    ],
)
async def test_every_answer_is_an_outcome_and_nothing_is_sent_twice(
    api: BotApi, messenger: Messenger, reply: Reply, outcome: Outcome
) -> None:
    api.lay("sendMessage", reply)

    assert await messenger.send(7, ALERT, silent=False) == outcome
    assert len(api.calls) == 1


async def test_a_wrong_token_is_no_outcome(api: BotApi, messenger: Messenger) -> None:
    api.lay("sendMessage", refusal(401, "Unauthorized"))

    with pytest.raises(TelegramError) as caught:
        await messenger.send(7, ALERT, silent=False)

    assert caught.value.kind == "wrong-token"


@pytest.mark.allow_warnings
async def test_broken_html_leaves_as_plain_words(api: BotApi, messenger: Messenger) -> None:
    outcome = await messenger.send(7, Outgoing("<b>Drones</i> & more", ALERT.buttons), silent=False)

    assert isinstance(outcome, Sent)
    assert [sent["text"] for sent in api.asked("sendMessage")] == ["Drones &amp; more"]
    assert "up:1" in api.asked("sendMessage")[0]["reply_markup"]


@pytest.mark.allow_warnings
async def test_a_long_message_leaves_in_pieces_and_rings_once(api: BotApi, messenger: Messenger) -> None:
    api.lay("sendMessage", message(1), message(2))

    outcome = await messenger.send(7, Outgoing("x" * 5000, ALERT.buttons), silent=False)

    sent = api.asked("sendMessage")
    assert outcome == Sent(2)
    assert [len(piece["text"]) for piece in sent] == [4096, 904]
    assert [piece["disable_notification"] for piece in sent] == ["false", "true"]
    assert ["reply_markup" in piece for piece in sent] == [False, True]


@pytest.mark.allow_warnings
async def test_a_piece_that_is_refused_ends_the_sending(api: BotApi, messenger: Messenger) -> None:
    api.lay("sendMessage", message(1), refusal(403, "Forbidden: bot was blocked by the user"))

    assert await messenger.send(7, Outgoing("x" * 12000), silent=False) == Gone(Why.BLOCKED)
    assert len(api.calls) == 2


@pytest.mark.allow_warnings
@pytest.mark.parametrize("text", ["", "<b> </b>", "\u200b"])
async def test_a_message_that_shows_nothing_never_leaves(api: BotApi, messenger: Messenger, text: str) -> None:
    assert await messenger.send(7, Outgoing(text), silent=False) == Ours(Fault.EMPTY)
    assert await messenger.edit(7, 1, Outgoing(text)) == Ours(Fault.EMPTY)
    assert api.calls == []


@pytest.mark.allow_warnings
async def test_markup_that_telegram_misreads_is_sent_again_as_plain_words(api: BotApi, messenger: Messenger) -> None:
    api.lay("sendMessage", refusal(400, "Bad Request: can't parse entities: unsupported start tag"), message(9))

    assert await messenger.send(7, ALERT, silent=False) == Sent(9)
    assert [sent["text"] for sent in api.asked("sendMessage")] == [ALERT.text, "🔴 Ballistic threat, Kharkiv"]


@pytest.mark.allow_warnings
async def test_a_message_that_telegram_refuses_is_sent_once_more_as_plain_words_without_buttons(
    api: BotApi, messenger: Messenger
) -> None:
    api.lay("sendMessage", refusal(400, "Bad Request: BUTTON_DATA_INVALID"), message(9))

    assert await messenger.send(7, ALERT, silent=False) == Sent(9)
    assert [sent["text"] for sent in api.asked("sendMessage")] == [ALERT.text, "🔴 Ballistic threat, Kharkiv"]
    assert ["reply_markup" in sent for sent in api.asked("sendMessage")] == [True, False]


@pytest.mark.allow_warnings
async def test_plain_words_that_are_refused_too_are_not_sent_a_third_time(api: BotApi, messenger: Messenger) -> None:
    api.lay("sendMessage", *[refusal(400, "Bad Request: not enough rights")] * 2)

    assert await messenger.send(7, ALERT, silent=False) == Ours("Not enough rights")
    assert len(api.calls) == 2


async def test_a_deleted_topic_does_not_swallow_the_message(api: BotApi, messenger: Messenger) -> None:
    api.lay("sendMessage", refusal(400, "Bad Request: message thread not found"), message(9, -5))

    assert await messenger.send(-5, ALERT, silent=False, topic=4) == Sent(9)
    assert ["message_thread_id" in sent for sent in api.asked("sendMessage")] == [True, False]


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (message(3), Sent(3)),
        (result(True), Sent(3)),
        (refusal(400, "Bad Request: message is not modified: specified new message content"), Sent(3)),
        (refusal(400, "Bad Request: message to edit not found"), Ours("Message to edit not found")),
        (refusal(400, "Bad Request: message can't be edited"), Ours("Message can't be edited")),
        (refusal(403, "Forbidden: bot was blocked by the user"), Gone(Why.BLOCKED)),
        (HANG, Unknown()),
        (page(502), Unreachable()),
    ],
)
async def test_every_answer_to_an_edit_is_an_outcome(
    api: BotApi, messenger: Messenger, reply: Reply, outcome: Outcome
) -> None:
    api.lay("editMessageText", reply)

    assert await messenger.edit(7, 3, ALERT) == outcome

    (sent,) = api.asked("editMessageText")
    assert (sent["chat_id"], sent["message_id"], sent["parse_mode"]) == ("7", "3", "HTML")


async def test_an_edit_that_is_too_long_stays_one_message(api: BotApi, messenger: Messenger) -> None:
    assert await messenger.edit(7, 3, Outgoing("x" * 5000)) == Sent(3)

    assert [len(sent["text"]) for sent in api.asked("editMessageText")] == [4096]


@pytest.mark.allow_warnings
async def test_an_edit_that_telegram_misreads_is_made_again_as_plain_words(api: BotApi, messenger: Messenger) -> None:
    api.lay("editMessageText", refusal(400, "Bad Request: can't parse entities: unexpected end tag"))

    assert await messenger.edit(7, 3, ALERT) == Sent(3)
    assert [sent["text"] for sent in api.asked("editMessageText")] == [ALERT.text, "🔴 Ballistic threat, Kharkiv"]


@pytest.mark.parametrize("reply", [result(True), refusal(400, "Bad Request: query is too old"), HANG, DROP, page(502)])
async def test_answering_a_press_never_fails(api: BotApi, messenger: Messenger, reply: Reply) -> None:
    api.lay("answerCallbackQuery", reply)

    await messenger.answer_callback("55", "т" * 300)

    assert api.asked("answerCallbackQuery") == [{"callback_query_id": "55", "text": "т" * 200}]


@pytest.mark.parametrize("reply", [result(True), refusal(400, "Bad Request: chat not found"), HANG])
async def test_showing_that_an_answer_is_coming_never_fails(api: BotApi, messenger: Messenger, reply: Reply) -> None:
    api.lay("sendChatAction", reply)

    await messenger.typing(7)

    assert api.asked("sendChatAction") == [{"chat_id": "7", "action": "typing"}]


def member(status: str) -> Reply:
    user = {"id": 5, "is_bot": False, "first_name": "."}
    rights = dict.fromkeys(
        (
            "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_promote_members "
            "can_restrict_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories"
        ).split(),
        False,
    )
    return result({"user": user, "status": status} | (rights if status == "administrator" else {"is_anonymous": False}))


@pytest.mark.parametrize(
    ("reply", "admin"),
    [
        (member("creator"), True),
        (member("administrator"), True),
        (member("member"), False),
        (member("left"), False),
        (result({"status": "administrator"}), False),
        (refusal(400, "Bad Request: user not found"), False),
        (HANG, False),
        (page(502), False),
    ],
)
async def test_only_whom_telegram_calls_an_admin_is_one(
    api: BotApi, messenger: Messenger, reply: Reply, admin: bool
) -> None:
    api.lay("getChatMember", reply)

    assert await messenger.is_admin(-5, 5) is admin
