"""Takes a pasted article apart into whole sentences, without stray lines; tells quotations and missing words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.drafts.cues import Cues

#: More than this is no article; what follows is left out and said so.
ARTICLE_AT_MOST = 40_000
#: A line of so few words that trails off is an invitation to read something else.
_PROMO_WORDS = 4
#: A first line without an end and of so many words is the title.
_TITLE_WORDS = 3

_ENDS = ".!?…"
_CLOSING = "”»\"'’)"
_BOUNDARY = re.compile(
    r"(?<=[.!?…])[”»\"’)]*\s+(?=[“«\"(]?\s*(?:[’']s\b|[A-Z\u0410-\u042f\u0406\u0407\u0404\u04900-9]|is\b))"
)
#: Where a word was cut out of the text: a bare possessive, a space before a stop, a dash in place of a name.
_GAP = re.compile(r"(?:^|[\s“«\"(,])[’']s\b|\s[.,;:](?:\s|$)|[“«\"]\s+(?:is|are|was|were)\b", re.IGNORECASE)
_DASH = re.compile(r"(\w+)\s+[–—-]\s")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `quoted` if it is somebody's own words, `gap` if a word is missing in it."""

    text: str
    quoted: bool = False
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """An article in sentences; `title` where its first line is one, `strays` the lines that are no part of it."""

    title: str | None
    sentences: tuple[Sentence, ...]
    strays: tuple[str, ...]


def take_apart(article: str, cues: Cues) -> Taken:
    """The sentences of an article as it was pasted, however its lines are broken; never fails."""
    paragraphs = _paragraphs(article[:ARTICLE_AT_MOST])
    title = paragraphs[0] if len(paragraphs) > 1 and _is_title(paragraphs[0], cues) else None
    body = paragraphs[1:] if title else paragraphs
    strays = tuple(one for one in body if _is_stray(one, cues))
    kept = [one for one in body if not _is_stray(one, cues)]
    return Taken(title, tuple(_sentences(kept, cues)), strays)


def _is_title(line: str, cues: Cues) -> bool:
    return not _is_ended(line) and len(line.split()) >= _TITLE_WORDS and not _is_promo(line, cues)


def _paragraphs(article: str) -> list[str]:
    """The lines, those joined that one sentence runs over."""
    found: list[str] = []
    for line in (" ".join(line.split()) for line in article.splitlines()):
        if not line:
            continue
        if found and not _is_ended(found[-1]) and _goes_on(line):
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
    return found


def _goes_on(line: str) -> bool:
    return line[0].islower() or line[0] in ",;–—"


def _is_ended(line: str) -> bool:
    return line.rstrip(_CLOSING + " ").endswith((*_ENDS, ":"))


def _has_letters(line: str) -> bool:
    return any(letter.isalpha() for letter in line)


def _is_stray(line: str, cues: Cues) -> bool:
    """A caption, a heading, an invitation, or nothing but a sign."""
    if not _has_letters(line):
        return True
    if _is_promo(line, cues):
        return True
    trails = line.endswith(("…", "...")) and len(line.split()) <= _PROMO_WORDS
    return trails or not _is_ended(line)


def _is_promo(line: str, cues: Cues) -> bool:
    return line.casefold().replace("’", "'").startswith(cues.promos)


def _sentences(paragraphs: list[str], cues: Cues) -> Iterator[Sentence]:
    inside = False
    for paragraph in paragraphs:
        # A quotation that goes on over paragraphs is opened again in each, and closed only in its last.
        for text in _split(paragraph, cues):
            quoted = inside or text.lstrip().startswith(("“", "«", '"'))
            inside = _is_inside(text, inside=inside)
            bare = text.strip().strip('“”«»" ')
            if _has_letters(bare):
                # With words of the article's own around it, a quotation keeps its marks: they tell the two apart.
                whole = quoted and not any(mark in bare for mark in "“”«»")
                yield Sentence(bare if whole else text.strip(), quoted, has_gap(text, cues))


def _split(paragraph: str, cues: Cues) -> list[str]:
    parts: list[str] = []
    begin = 0
    for boundary in _BOUNDARY.finditer(paragraph):
        before = paragraph[begin : boundary.start()].rstrip(_CLOSING)
        last = before.split()[-1].rstrip(".").lower() if before.split() else ""
        if before.endswith(".") and (len(last) == 1 or last in cues.abbreviations):
            continue
        closing = boundary.group().rstrip()
        parts.append(paragraph[begin : boundary.start()] + closing)
        begin = boundary.end()
    return [*parts, paragraph[begin:]]


def _is_inside(text: str, *, inside: bool) -> bool:
    for letter in text:
        if letter in "“«":
            inside = True
        elif letter in "”»":
            inside = False
        elif letter == '"':
            inside = not inside
    return inside


def has_gap(text: str, cues: Cues) -> bool:
    """Whether a word, mostly a name, was cut out of the sentence."""
    if _GAP.search(text):
        return True
    return any(found[1].lower() in cues.before_a_name for found in _DASH.finditer(text))
