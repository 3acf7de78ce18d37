"""Every sentence that people read comes from here, in their language, from the Fluent files under data/texts."""

import html
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias
from zoneinfo import ZoneInfo

from fluent.runtime import FluentBundle
from fluent.runtime.types import fluent_number
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Resource

from bot.errors import ContentFault
from bot.quick_fluent import QuickParser

LANGUAGES = ("uk", "en")
#: Sentences that a broadcast remembers.
REMEMBERED = 4096


class Html(str):
    """Text that is markup already; any other string is escaped when it is put into a message."""

    __slots__ = ()


Argument: TypeAlias = str | int | float


class Texts:
    """Messages by language and id. Raises ContentFault at loading for a broken file, and at rendering for what is
    missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._bundles = {language: _bundle(folder / language, language) for language in LANGUAGES}

    def render(self, language: str, message_id: str, **arguments: Argument) -> Html:
        """The message as Telegram HTML; plain string arguments are escaped, `Html` ones are put in as they are."""
        bundle = self._bundles[language]
        if not bundle.has_message(message_id):
            raise ContentFault(self._folder, None, message_id, f"a message in {language}")
        pattern = bundle.get_message(message_id).value
        if pattern is None:
            raise ContentFault(self._folder, None, message_id, f"a value in {language}")
        text, errors = bundle.format_pattern(pattern, {name: _argument(value) for name, value in arguments.items()})
        if errors:
            raise ContentFault(self._folder, None, message_id, f"{language}: {errors[0]}")
        return Html(str(text))

    def has(self, language: str, message_id: str) -> bool:
        return self._bundles[language].has_message(message_id)


class RememberedTexts(Texts):
    """Texts for a broadcast: what differs between the messages of many cohorts is little, and most is asked again."""

    def __init__(self, texts: Texts) -> None:
        self._folder, self._bundles = texts._folder, texts._bundles
        self._known = lru_cache(REMEMBERED)(self._render)

    def render(self, language: str, message_id: str, **arguments: Argument) -> Html:
        """As Texts has it."""
        # The type too: markup and the same letters as plain text are equal, and so are 1 and 1.0.
        return self._known(language, message_id, tuple((name, type(one), one) for name, one in arguments.items()))

    def _render(self, language: str, message_id: str, arguments: tuple[tuple[str, type, Argument], ...]) -> Html:
        return super().render(language, message_id, **{name: one for name, _, one in arguments})


def _bundle(folder: Path, language: str) -> FluentBundle:
    # Isolation marks would stand between the words of a lock screen and break searching in the chat.
    bundle = FluentBundle([language], use_isolating=False)
    files = sorted(folder.glob("*.ftl"))
    if not files:
        raise ContentFault(folder, None, language, "text files (*.ftl)")
    for file in files:
        bundle.add_resource(_resource(file))
    return bundle


def _resource(file: Path) -> Resource:
    """The file's messages; what the parser cannot read it would leave out in silence."""
    source = file.read_text(encoding="utf-8")
    resource = QuickParser().parse(source)
    if any(isinstance(entry, Junk) for entry in resource.body):
        raise _fault(file, source)
    return resource


def _fault(file: Path, source: str) -> ContentFault:
    """Where a broken file breaks first: only the parser that keeps places knows."""
    first = next(entry for entry in FluentParser().parse(source).body if isinstance(entry, Junk))
    line = source.count("\n", 0, first.span.start) + 1 if first.span else None
    return ContentFault(file, line, (first.content or "").partition("\n")[0][:40], "Fluent syntax")


def _argument(value: Argument) -> object:
    if isinstance(value, Html):
        return str(value)
    if isinstance(value, str):
        return html.escape(value, quote=False)
    return fluent_number(value)


def language_for(code: str | None) -> str:
    """The language that we speak for a Telegram language_code; it can be changed in the chat.

    Ukrainian for uk, and where nothing is said or the phone's menus are in Russian, because then it is most likely a
    resident's phone; English for all others.
    """
    return "uk" if (code or "uk").lower().split("-")[0] in ("uk", "ru") else "en"


def wall_clock(moment: datetime, timezone: str) -> str:
    """HH:MM in an IANA zone."""
    return f"{moment.astimezone(ZoneInfo(timezone)):%H:%M}"


def duration(texts: "Texts", language: str, span: timedelta) -> Html:
    """A span in words, to the minute: "2 h 12 min"; under a minute counts as one."""
    minutes = max(1, round(span.total_seconds() / 60))
    return texts.render(language, "duration", hours=minutes // 60, minutes=minutes % 60)


def age(texts: "Texts", language: str, span: timedelta) -> Html:
    """How long ago something was, in the one unit that says it best."""
    seconds = max(0, int(span.total_seconds()))
    if seconds < 120:
        return texts.render(language, "age", unit="second", count=seconds)
    if seconds < 7200:
        return texts.render(language, "age", unit="minute", count=seconds // 60)
    return texts.render(language, "age", unit="hour", count=seconds // 3600)
