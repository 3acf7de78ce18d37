"""Telegram's HTML as it is read on the other side, so that a text can be checked, stripped and cut before it leaves."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: The tags that Telegram's HTML mode knows (core.telegram.org/bots/api#html-style, Bot API 10.0, November 2026).
TAGS = (
    *("a", "b", "strong", "i", "em", "u", "ins", "s", "strike", "del"),
    *("code", "pre", "blockquote", "span", "tg-spoiler", "tg-emoji", "tg-time"),
)

_ATTRIBUTE = r"""\s+([a-zA-Z][\w-]*)(?:=("[^"]*"|'[^']*'|[a-zA-Z0-9.-]+))?"""
_TAG = re.compile(rf"<(?:/([a-zA-Z][a-zA-Z0-9-]*)\s*|([a-zA-Z][a-zA-Z0-9-]*)((?:{_ATTRIBUTE})*)\s*)>")
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_ANY_TAG = re.compile(rf"</?(?:{'|'.join(TAGS)})(?:\s[^<>]*)?>", re.IGNORECASE)
# Telegram reads only these four names and numbers, with or without the semicolon; other names stay as written.
_ENTITY = re.compile(r"&(?:(lt|gt|amp|quot)(?![a-zA-Z])|#(\d{1,7})(?!\d)|#[xX]([0-9a-fA-F]{1,6})(?![0-9a-fA-F]));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNIX = re.compile("[0-9]{1,10}")
_FORMAT = re.compile("r|w?[dD]?[tT]?")


class BrokenMarkup(ValueError):
    """A text that Telegram could not read; the message names the fault, never the text."""


@dataclass(frozen=True, slots=True)
class Tag:
    """An opening tag as written; `position` tells equal tags apart."""

    name: str
    source: str
    position: int


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text as it is shown, inside the same tags (outermost first)."""

    shown: str
    tags: tuple[Tag, ...] = ()


def parse(text: str) -> tuple[Run, ...]:
    """Read a text in Telegram's HTML.

    Raises: BrokenMarkup for a tag that is unknown, malformed, unclosed or closed out of order.
    """
    if _SURROGATE.search(text):
        raise BrokenMarkup("half a character")
    runs: list[Run] = []
    stack: tuple[Tag, ...] = ()
    at = 0
    while (bracket := text.find("<", at)) != -1:
        if bracket > at:
            runs.append(Run(_shown(text[at:bracket]), stack))
        match = _TAG.match(text, bracket)
        if match is None:
            raise BrokenMarkup("a bracket that begins no tag")
        stack = _after(stack, match)
        at = match.end()
    if stack:
        raise BrokenMarkup("a tag that is not closed")
    return (*runs, Run(_shown(text[at:]))) if at < len(text) else tuple(runs)


def render(runs: Iterable[Run]) -> str:
    """Write runs as balanced HTML again; tags around nothing are left out."""
    return "".join(_rendered(runs))


def cut(runs: Iterable[Run], start: int, end: int) -> Iterator[Run]:
    """The part of the runs between two offsets of the shown text."""
    at = 0
    for run in runs:
        piece = run.shown[max(0, start - at) : max(0, end - at)]
        at += len(run.shown)
        if piece:
            yield Run(piece, run.tags)


def shown(runs: Iterable[Run]) -> str:
    """The text without its tags, as a person sees it."""
    return "".join(run.shown for run in runs)


def bare(text: str) -> str:
    """What a person would be shown of any text, sound or broken: known tags taken out, the rest kept as it is."""
    try:
        return shown(parse(text))
    except BrokenMarkup:
        return _shown(_ANY_TAG.sub("", _SURROGATE.sub("", text)))


def escaped(text: str) -> str:
    """Foreign text, fit for a place between tags or inside a quoted attribute."""
    return html.escape(text)


def _shown(text: str) -> str:
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    name, decimal, hexadecimal = match.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return match.group() if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF else chr(code)


def _after(stack: tuple[Tag, ...], match: re.Match[str]) -> tuple[Tag, ...]:
    closing, opening = match.group(1), match.group(2)
    if opening:
        name = opening.lower()
        _check(name, match.group(3))
        return (*stack, Tag(name, match.group(), match.start()))
    if not stack or stack[-1].name != closing.lower():
        raise BrokenMarkup("a tag closed out of order")
    return stack[:-1]


def _check(name: str, attributes: str) -> None:
    if name not in TAGS:
        raise BrokenMarkup("a tag that Telegram does not know")
    given = {key.lower(): value for key, value in _ATTRIBUTES.findall(attributes)}
    if any(not value and not (name == "blockquote" and key == "expandable") for key, value in given.items()):
        raise BrokenMarkup("an attribute without a value")
    values = {key: value.strip("\"'") for key, value in given.items()}
    match name:
        case "span" if values.get("class") != "tg-spoiler":
            raise BrokenMarkup("a span that is no spoiler")
        case "tg-emoji" if not values.get("emoji-id", "").isdecimal():
            raise BrokenMarkup("a custom emoji without its number")
        case "tg-time" if not (_UNIX.fullmatch(values.get("unix", "")) and _FORMAT.fullmatch(values.get("format", ""))):
            raise BrokenMarkup("a time that is none")
        case _:
            pass


def _rendered(runs: Iterable[Run]) -> Iterator[str]:
    stack: tuple[Tag, ...] = ()
    for run in (run for run in runs if run.shown):
        kept = 0
        while kept < min(len(stack), len(run.tags)) and stack[kept] == run.tags[kept]:
            kept += 1
        yield from (f"</{tag.name}>" for tag in reversed(stack[kept:]))
        yield from (tag.source for tag in run.tags[kept:])
        yield html.escape(run.shown, quote=False)
        stack = run.tags
    yield from (f"</{tag.name}>" for tag in reversed(stack))
