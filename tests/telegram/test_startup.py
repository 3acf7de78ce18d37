"""Holds the introduction: every language gets its menus, and no refusal keeps the bot from starting."""

import json

import pytest
from structlog.testing import capture_logs
from telegram import Bot

from bot.telegram.startup import Introduction, introduce
from tests.telegram.server import DROP, BotApi, Reply, page, refusal

ENGLISH = Introduction(
    (("now", "What is on"),), "A second channel, not a siren.", "Alerts", (("now", "What is on here"),)
)
UKRAINIAN = Introduction((("now", "Що зараз"),), "Другий канал, не сирена.", "Тривоги", (("now", "Що зараз тут"),))
BOTH = {None: ENGLISH, "uk": UKRAINIAN}


async def test_each_language_gets_commands_and_descriptions(api: BotApi, bot: Bot) -> None:
    await introduce(bot, BOTH)

    commands = [
        (sent.get("language_code"), json.loads(sent["scope"])["type"], json.loads(sent["commands"]))
        for sent in api.asked("setMyCommands")
    ]
    assert commands == [
        (None, "all_private_chats", [{"command": "now", "description": "What is on"}]),
        (None, "all_group_chats", [{"command": "now", "description": "What is on here"}]),
        ("uk", "all_private_chats", [{"command": "now", "description": "Що зараз"}]),
        ("uk", "all_group_chats", [{"command": "now", "description": "Що зараз тут"}]),
    ]
    assert api.asked("setMyDescription") == [
        {"description": "A second channel, not a siren."},
        {"description": "Другий канал, не сирена.", "language_code": "uk"},
    ]
    assert api.asked("setMyShortDescription") == [
        {"short_description": "Alerts"},
        {"short_description": "Тривоги", "language_code": "uk"},
    ]


@pytest.mark.allow_warnings
@pytest.mark.parametrize(
    "reply",
    [
        refusal(404, "Not Found"),
        refusal(400, "Bad Request: BOT_COMMAND_INVALID"),
        refusal(429, "Too Many Requests: retry after 7000", retry_after=7000),
        page(502),
        DROP,
        Reply(body="?"),
    ],
)
async def test_a_refused_call_is_logged_and_the_rest_is_made(api: BotApi, bot: Bot, reply: Reply) -> None:
    api.lay("setMyCommands", *[reply] * 4)

    with capture_logs() as logs:
        await introduce(bot, BOTH)

    assert [(log["event"], log["call"], log["language"]) for log in logs] == [
        ("introduction_refused", "setMyCommands", language) for language in (None, None, "uk", "uk")
    ]
    assert len(api.calls) == 8


@pytest.mark.allow_warnings
async def test_without_a_network_nothing_is_raised(api: BotApi, bot: Bot) -> None:
    await api.stop()

    await introduce(bot, BOTH)

    assert api.calls == []
