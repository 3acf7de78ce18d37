"""Reads what an operator types of a channel: "@name Kharkiv grave en"."""

import re
from dataclasses import dataclass

from bot.domain.policy import Loudness
from bot.texts import LANGUAGES, Texts

#: As Telegram takes names, and as people copy them.
_NAME = re.compile(r"(?:@|(?:https?://)?t\.me/)(?P<name>[A-Za-z][A-Za-z0-9_]{3,31})/?", re.ASCII)
_ID = re.compile(r"-[0-9]{1,20}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wish:
    """The chat by its @name or id, the words that name the area, and what else is said; None where it is not."""

    target: int | str
    area: str
    stream: Loudness | None
    language: str | None


def read_wish(text: str, texts: Texts) -> Wish | None:
    """None where it does not begin with a chat."""
    first, _, rest = text.strip().partition(" ")
    target = read_target(first)
    if target is None:
        return None
    words = rest.split()
    stream, language = None, None
    while words:
        last = words[-1].casefold()
        if stream is None and (found := _stream(last, texts)):
            stream = found
        elif language is None and last in LANGUAGES:
            language = last
        else:
            break
        words.pop()
    return Wish(target, " ".join(words), stream, language)


def read_target(word: str) -> int | str | None:
    """A chat's @name, the address that shows it, or its id."""
    if name := _NAME.fullmatch(word):
        return f"@{name['name']}"
    return int(word) if _ID.fullmatch(word) else None


def _stream(word: str, texts: Texts) -> Loudness | None:
    """The words of every language: an operator's phone may be in another one."""
    for language in LANGUAGES:
        if word in texts.render(language, "channel-words-grave").split():
            return Loudness.STREAM_GRAVE
        if word in texts.render(language, "channel-words-all").split():
            return Loudness.STREAM
    return None
