"""Telegram's HTML parse mode, with its errors, so that a text that Telegram would refuse is refused here too."""

import re
from dataclasses import dataclass, field

from sandbox.refusals import Json

# Bot API, "HTML style" and "date-time entity formatting" (read 2026-11).
_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_REFERENCES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot)(?![A-Za-z])|#(\d{1,9})|#[xX]([0-9a-fA-F]{1,8}));?")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_SPACE = re.compile(r"\s*")
_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")
_DETECTED = re.compile(
    r"(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>]))"
    r"|(?P<url>https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]])"
    r"|(?P<mention>(?<![\w/@])@[A-Za-z][A-Za-z0-9_]{3,31}\b)"
)


class ParseFault(ValueError):
    """Telegram's sentence on what is wrong with the markup."""


@dataclass(frozen=True, slots=True)
class Formatted:
    """Plain text and its entities; offsets and lengths in UTF-16 units."""

    text: str
    entities: list[Json]


def utf16_length(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)


def parse_html(source: str) -> Formatted:
    """Text and entities of `source`.

    Raises:
        ParseFault: the markup is not what Telegram accepts.
    """
    return _Reader(source).read()


def trim(formatted: Formatted) -> Formatted:
    """Cut the white space at both ends, as Telegram does, and move the entities along."""
    text = formatted.text.strip()
    lead = utf16_length(formatted.text) - utf16_length(formatted.text.lstrip())
    end = utf16_length(text)
    entities = []
    for entity in formatted.entities:
        start = max(0, entity["offset"] - lead)
        stop = min(end, entity["offset"] + entity["length"] - lead)
        if stop > start:
            entities.append(entity | {"offset": start, "length": stop - start})
    return Formatted(text, entities)


def detect_entities(text: str, known: list[Json]) -> list[Json]:
    """`known` plus the commands, links and mentions that Telegram finds by itself outside links and code."""
    closed = [entity for entity in known if entity["type"] in ("code", "pre", "text_link", "date_time")]
    found = []
    for match in _DETECTED.finditer(text):
        offset, length = utf16_length(text[: match.start()]), utf16_length(match.group())
        inside = any(e["offset"] < offset + length and offset < e["offset"] + e["length"] for e in closed)
        if not inside and match.lastgroup:
            found.append({"type": match.lastgroup, "offset": offset, "length": length})
    return sorted(known + found, key=lambda entity: (entity["offset"], -entity["length"]))


@dataclass(slots=True)
class _Open:
    name: str
    attributes: dict[str, str]
    offset: int
    at: int


@dataclass(slots=True)
class _Reader:
    source: str
    at: int = 0
    units: int = 0
    written: list[str] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def read(self) -> Formatted:
        while self.at < len(self.source):
            if self.source[self.at] == "<":
                if self.source[self.at + 1 : self.at + 2] == "/":
                    self._end_tag()
                else:
                    self._start_tag()
            else:
                self._put(self._character())
        if self.open:
            raise ParseFault(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        entities = sorted(self.entities, key=lambda entity: (entity["offset"], -entity["length"]))
        return Formatted("".join(self.written), entities)

    def _character(self) -> str:
        if found := _REFERENCE.match(self.source, self.at):
            name, decimal, hexadecimal = found.groups()
            code = int(decimal) if decimal else int(hexadecimal or "0", 16)
            if name or (0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF):
                self.at = found.end()
                return _REFERENCES[name] if name else chr(code)
        self.at += 1
        return self.source[self.at - 1]

    def _put(self, char: str) -> None:
        self.written.append(char)
        self.units += utf16_length(char)

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        name = self._take(_TAG_NAME).lower()
        if not self._peek():
            raise self._fault("Unclosed start tag", begin)
        if name not in _KINDS:
            raise self._fault(f'Unsupported start tag "{name}"', begin)
        tag = _Open(name, self._attributes(name, begin), self.units, begin)
        if name == "span" and tag.attributes.get("class") != "tg-spoiler":
            raise self._fault('Tag "span" must have class "tg-spoiler"', begin)
        if name == "tg-time":
            self._check_time(tag)
        self.open.append(tag)

    def _check_time(self, tag: _Open) -> None:
        if not re.fullmatch(r"\d{1,12}", tag.attributes.get("unix", "")):
            raise self._fault('Tag "tg-time" must have a valid attribute "unix"', tag.at)
        if not _TIME_FORMAT.fullmatch(tag.attributes.get("format", "")):
            raise self._fault('Tag "tg-time" must have a valid attribute "format"', tag.at)

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while self._skip_space() != ">":
            if not self._peek():
                raise self._fault(f'Unclosed start tag "{tag}"', begin)
            name_at = self.at
            name = self._take(_ATTRIBUTE_NAME).lower()
            if not name:
                raise self._fault(f'Empty attribute name in the tag "{tag}"', name_at)
            found[name] = self._value(tag, begin) if self._skip_space() == "=" else ""
        self.at += 1
        return found

    def _value(self, tag: str, begin: int) -> str:
        self.at += 1
        quote = self._skip_space()
        if quote not in ('"', "'"):
            token_at = self.at
            token = self._take(_TOKEN).lower()
            if self._peek() and not (self._peek().isspace() or self._peek() == ">"):
                raise self._fault("Unexpected end of name token", token_at)
            return token
        self.at += 1
        value = []
        while self._peek() != quote:
            if not self._peek():
                raise self._fault(f'Unclosed start tag "{tag}"', begin)
            value.append(self._character())
        self.at += 1
        return "".join(value)

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise self._fault("Unexpected end tag", begin)
        self.at += 2
        name = self._take(_TAG_NAME).lower()
        if self._skip_space() != ">":
            raise self._fault("Unclosed end tag", begin)
        self.at += 1
        tag = self.open.pop()
        if name and name != tag.name:
            tags = f'expected "</{tag.name}>", found "</{name}>"'
            raise ParseFault(f"Unmatched end tag at byte offset {self._bytes(begin)}, {tags}")
        if self.units > tag.offset:
            self._close(tag)

    def _close(self, tag: _Open) -> None:
        entity: Json = {"type": _KINDS[tag.name], "offset": tag.offset, "length": self.units - tag.offset}
        if tag.name in ("code", "pre"):
            entity |= self._code(tag, entity)
        extra = self._details(tag)
        if extra is not None:
            self.entities.append(entity | extra)

    def _code(self, tag: _Open, entity: Json) -> Json:
        """Drop what stands inside code, where Telegram keeps no other entity; a code tag in pre names its language."""
        inside = [other for other in self.entities if other["offset"] >= tag.offset]
        self.entities = [other for other in self.entities if other["offset"] < tag.offset]
        for other in inside:
            if tag.name == "pre" and other["length"] == entity["length"] and "language" in other:
                return {"language": other["language"]}
        language = tag.attributes.get("class", "").removeprefix("language-")
        return {"language": language} if language and self.open and self.open[-1].name == "pre" else {}

    def _details(self, tag: _Open) -> Json | None:
        """Fields that only this kind has; None when Telegram makes no entity of it (a link to nowhere)."""
        if tag.name == "a":
            url = tag.attributes.get("href") or "".join(self.written)[-(self.units - tag.offset) :]
            return _link(url)
        if tag.name == "blockquote" and "expandable" in tag.attributes:
            return {"type": "expandable_blockquote"}
        if tag.name == "tg-emoji":
            return {"custom_emoji_id": tag.attributes.get("emoji-id", "")}
        if tag.name == "tg-time":
            details: Json = {"unix_time": int(tag.attributes["unix"])}
            if form := tag.attributes.get("format"):
                details["date_time_format"] = form
            return details
        return {}

    def _peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def _skip_space(self) -> str:
        self._take(_SPACE)
        return self._peek()

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.source, self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found.group()

    def _fault(self, sentence: str, at: int) -> ParseFault:
        return ParseFault(f"{sentence} at byte offset {self._bytes(at)}")

    def _bytes(self, at: int) -> int:
        return len(self.source[:at].encode("utf-8", "replace"))


def _link(url: str) -> Json | None:
    if re.fullmatch(r"https?://[^/?#\s]+", url):
        return {"url": url + "/"}
    if re.match(r"(https?|tg)://\S+$|(mailto|tel):\S+$", url):
        return {"url": url}
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", url):
        return {"url": f"http://{url}" + ("" if "/" in url else "/")}
    return None
