"""How the bot introduces itself in Telegram's own menus; nothing here may keep it from starting."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import structlog
from telegram import Bot, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Introduction:
    """What one language's readers see before they write: (command, description) pairs and the two descriptions.

    Telegram's limits (Bot API 10.0): 100 commands of 32 and 256 characters, descriptions of 512 and 120.
    """

    commands: tuple[tuple[str, str], ...]
    description: str
    short_description: str
    group_commands: tuple[tuple[str, str], ...]


async def introduce(bot: Bot, introductions: Mapping[str | None, Introduction]) -> None:
    """Set commands and descriptions for each language (None: every other language).

    A call that the server lacks or refuses is logged and passed over; the old texts then stay.
    """
    for language, introduction in introductions.items():
        for call, make in _calls(bot, language, introduction):
            await _try(call, language, make)


def _calls(
    bot: Bot, language: str | None, introduction: Introduction
) -> tuple[tuple[str, Callable[[], Awaitable[bool]]], ...]:
    private, groups = BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()
    commands, group_commands = introduction.commands, introduction.group_commands
    return (
        ("setMyCommands", lambda: bot.set_my_commands(commands, scope=private, language_code=language)),
        ("setMyCommands", lambda: bot.set_my_commands(group_commands, scope=groups, language_code=language)),
        ("setMyDescription", lambda: bot.set_my_description(introduction.description, language_code=language)),
        (
            "setMyShortDescription",
            lambda: bot.set_my_short_description(introduction.short_description, language_code=language),
        ),
    )


async def _try(call: str, language: str | None, make: Callable[[], Awaitable[bool]]) -> None:
    try:
        await make()
    # A server that lacks a method answers 404, which the library takes for a wrong token; the long poll knows better.
    except TelegramError as error:
        _log.warning("introduction_refused", call=call, language=language, error=type(error).__name__)
