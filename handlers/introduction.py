"""What Telegram's own menus say of the bot, from the texts of each language."""

from collections.abc import Iterator

from bot.telegram.startup import Introduction
from bot.texts import LANGUAGES, Texts
from handlers.routes import ROUTES

#: What a group's menu lists; every other command works there as well.
GROUP_COMMANDS = ("now", "place", "quiet", "guide", "help")
#: Telegram shows these to everybody whose language we do not have.
OTHERWISE = "en"


def introductions(texts: Texts) -> dict[str | None, Introduction]:
    """By language; None is what everybody else reads."""
    by_language: dict[str | None, Introduction] = {language: _introduction(texts, language) for language in LANGUAGES}
    return {None: _introduction(texts, OTHERWISE), **by_language}


def _introduction(texts: Texts, language: str) -> Introduction:
    commands = tuple(_commands(texts, language))
    return Introduction(
        commands=commands,
        description=texts.render(language, "bot-description"),
        short_description=texts.render(language, "bot-short-description"),
        group_commands=tuple(one for one in commands if one[0] in GROUP_COMMANDS),
    )


def _commands(texts: Texts, language: str) -> Iterator[tuple[str, str]]:
    for route in ROUTES:
        if route.commands and not route.operators:
            name = route.commands[0]
            yield name, texts.render(language, f"command-{name}")
