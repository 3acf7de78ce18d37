"""Holds the way out for files, and what counts as a Telegram that is there."""

import pytest
from telegram import Bot

from bot.telegram.attachments import Document
from bot.telegram.files import Files
from bot.telegram.messenger import Messenger
from bot.telegram.refusals import Gone, Outcome, Sent, Unknown, Unreachable, Why
from tests.telegram.server import CUT_SHORT, DROP, HANG, BotApi, Reply, message, page, refusal, result


@pytest.fixture
def messenger(bot: Bot) -> Messenger:
    return Messenger(bot)


@pytest.fixture
def files(bot: Bot) -> Files:
    return Files(bot)


OURSELVES = result({"id": 123456, "is_bot": True, "first_name": "Tysha", "username": "tysha_bot"})


@pytest.mark.parametrize(
    ("reply", "there"),
    [
        (OURSELVES, True),
        (refusal(401, "Unauthorized"), False),
        (refusal(502, "Bad Gateway"), False),
        (page(200), False),
        (result([]), False),
        (DROP, False),
        (HANG, False),
    ],
)
async def test_telegram_counts_as_there_only_where_it_says_who_we_are(
    api: BotApi, messenger: Messenger, reply: Reply, there: bool
) -> None:
    api.lay("getMe", reply)

    assert await messenger.answers() is there


async def test_a_file_leaves_with_its_name_and_caption_and_without_sound(api: BotApi, files: Files) -> None:
    api.lay("sendDocument", message(32))

    outcome = await files.send_document(7, Document("all.json", b"{}", "<b>All</b>"), silent=True, topic=4)

    (sent,) = api.asked("sendDocument")
    assert outcome == Sent(32)
    assert (sent["chat_id"], sent["caption"], sent["parse_mode"]) == ("7", "<b>All</b>", "HTML")
    assert (sent["disable_notification"], sent["message_thread_id"]) == ("true", "4")


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (refusal(403, "Forbidden: bot was blocked by the user"), Gone(Why.BLOCKED)),
        (CUT_SHORT, Unknown()),
        (page(502), Unreachable()),
    ],
)
async def test_a_file_that_does_not_arrive_is_an_outcome_too(
    api: BotApi, files: Files, reply: Reply, outcome: Outcome
) -> None:
    api.lay("sendDocument", reply)

    assert await files.send_document(7, Document("all.json", b"{}", "All"), silent=True) == outcome
