"""Takes a text apart into words with a meaning; a word that has none stays, so that no grammar can skip it."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.domain.phrases.vocabulary import LONGEST_PHRASE, MEANINGS, corrected
from bot.domain.phrases.words import Kind, Meaning, spelling

#: Longer than any order we know; what is longer is not one.
LONGEST_ORDER = 200
_MOST_TOKENS = 60

_LOOKALIKES = str.maketrans(dict.fromkeys("’‘ʼʹ`´", "'") | dict.fromkeys("‐‑‒–—―−", "-"))
#: Latin letters that a Ukrainian word is typed with on the wrong keyboard.
_CYRILLIC = str.maketrans("aceiopxy", "\u0430\u0441\u0435\u0456\u043e\u0440\u0445\u0443")
_HALF_DAY = re.compile(r"\b([ap])\. ?m\b\.?")
#: "7-ї", "23-го", "8ї": the ending of an ordinal says nothing more.
_ORDINAL = re.compile(r"(?<![0-9:.])([0-9]{1,2})-?(?:ї|й|ій|ої|шої|мої|ма|та|а|го|я|ю)(?![\w'])")
_PIECE = re.compile(
    r"(?P<wall>[0-9]{1,2}[:.][0-9]{2}(?![:.]?[0-9])|(?<![0-9:.])(?:[01][0-9]|2[0-3])[0-5][0-9](?![:.]?[0-9]))"
    r"|(?P<number>[0-9]+(?:[.,][0-9]+(?= ?[^\W\d_]))?)"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<mark>[-,;:.!?])"
    r"|(?P<other>\d+|[^\w\s]+?(?=[-,;:.!?\w\s]|$)|_+|.)"
)
_MARKS = {"-": Kind.DASH, ",": Kind.COMMA, ";": Kind.SEMICOLON, ":": Kind.COLON}
_ENDS = frozenset({Kind.COMMA, Kind.STOP, Kind.COURTESY})
_ABBREVIATED = frozenset({Kind.UNIT, Kind.ENDING, Kind.DAYS})
_PICTURES = frozenset({"So", "Sk", "Mn", "Me", "Cf"})
_NOTHING = Meaning(frozenset())
_STOP = Meaning(frozenset({Kind.STOP}))


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a phrase or a mark with all that it can be; `meaning.kinds` is empty where it means nothing to us."""

    text: str
    meaning: Meaning
    #: Written so that only a clock of 24 hours can be meant: `07`, `0`, `23:00`.
    exact: bool = False
    #: A slip of the finger was put right.
    corrected: bool = False

    def has(self, kind: Kind) -> bool:
        return kind in self.meaning.kinds


Tokens = Sequence[Token]


@dataclass(frozen=True, slots=True)
class Heard:
    """A text taken apart; `asked` where it ends in a question mark, `text` as it can be shown back."""

    tokens: tuple[Token, ...]
    text: str
    asked: bool = False

    @property
    def unknown(self) -> Token | None:
        return next((token for token in self.tokens if not token.meaning.kinds), None)


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    token: Token | None
    #: No space stands before it.
    glued: bool


def hear(text: str) -> Heard:
    """The text without courtesies and marks at its ends; nothing at all where it is too long to be an order."""
    shown = " ".join(unicodedata.normalize("NFC", text[: LONGEST_ORDER + 1]).split())
    if len(text) > LONGEST_ORDER:
        return Heard((Token(shown, _NOTHING),), shown)
    plain = _HALF_DAY.sub(r"\1m", shown.casefold().translate(_LOOKALIKES))
    pieces = [_piece(found) for found in _PIECE.finditer(_ORDINAL.sub(r"\1", plain)) if not found[0].isspace()]
    if len(pieces) > _MOST_TOKENS:
        return Heard((Token(shown, _NOTHING),), shown)
    tokens = _without_ends(list(_without_dots(list(_tokens(pieces)))))
    return Heard(tokens, shown, asked=plain.rstrip(" .!").endswith("?"))


def _piece(found: re.Match[str]) -> _Piece:
    text = found[0]
    glued = found.start() > 0 and not found.string[found.start() - 1].isspace()
    if found["word"] is not None:
        return _Piece(_in_one_script(text), None, glued)
    if found["wall"] is not None:
        return _Piece(text, _wall(text), glued)
    if found["number"] is not None:
        return _Piece(text, _number(text), glued)
    if text in _MARKS:
        return _Piece(text, Token(text, Meaning(frozenset({_MARKS[text]}))), glued)
    if found["mark"] is not None:
        return _Piece(text, Token(text, _STOP), glued)
    picture = all(unicodedata.category(letter) in _PICTURES for letter in text)
    return _Piece(text, Token(text, Meaning(frozenset({Kind.COURTESY})) if picture else _NOTHING), glued)


def _wall(text: str) -> Token:
    hour, minute = (text[:-2].rstrip(":."), text[-2:])
    if int(hour) > 24 or int(minute) > 59 or (int(hour) == 24 and int(minute)):
        return Token(text, _NOTHING)
    exact = hour.startswith("0") or int(hour) > 12
    return Token(text, Meaning(frozenset({Kind.DIGITAL}), hour=int(hour), minute=int(minute)), exact)


def _number(text: str) -> Token:
    number = Fraction(text.replace(",", ".")) if len(text) <= 6 else Fraction(999_999)
    meaning = Meaning(frozenset({Kind.NUMBER}), number=number)
    if len(text) <= 2 and number <= 24:
        meaning = meaning.joined(Meaning(frozenset({Kind.HOUR}), hour=int(text)))
    return Token(text, meaning, exact=text.startswith("0") or number > 12)


def _in_one_script(word: str) -> str:
    mixed = any("a" <= letter <= "z" for letter in word) and any("\u0400" <= letter <= "\u04ff" for letter in word)
    return word.translate(_CYRILLIC) if mixed else word


def _tokens(pieces: list[_Piece]) -> Iterator[Token]:
    """The longest phrases first; a hyphen may stand for the space inside one ("twenty-three")."""
    at = 0
    while at < len(pieces):
        ready = pieces[at].token
        if ready is not None:
            yield ready
            at += 1
            continue
        token, length = _phrase(pieces[at:])
        yield token
        at += length


def _phrase(pieces: list[_Piece]) -> tuple[Token, int]:
    words: list[str] = []
    slip, found = False, (Token(pieces[0].text, _NOTHING), 1)
    at = 0
    while at < len(pieces) and len(words) < LONGEST_PHRASE:
        hyphened = bool(words) and _is_hyphen(pieces, at)
        piece = pieces[at + 1] if hyphened else pieces[at]
        if piece.token is not None:
            break
        word = spelling(piece.text)
        right = corrected(word)
        slip = slip or right is not None
        words.append(right or word)
        at += 2 if hyphened else 1
        if (meaning := MEANINGS.get(tuple(words))) is not None:
            found = Token(" ".join(one.text for one in pieces[:at]), meaning, _is_late(meaning), slip), at
    return found


def _is_hyphen(pieces: list[_Piece], at: int) -> bool:
    inside = at + 1 < len(pieces) and pieces[at].glued and pieces[at + 1].glued
    return inside and pieces[at].text == "-" and pieces[at + 1].token is None


def _is_late(meaning: Meaning) -> bool:
    return meaning.hour is not None and (meaning.hour > 12 or meaning.hour == 0)


def _without_dots(tokens: list[Token]) -> Iterator[Token]:
    """A dot after an abbreviation is no end of a sentence."""
    for before, token in zip([None, *tokens], tokens, strict=False):
        abbreviated = before is not None and before.meaning.kinds & _ABBREVIATED and len(before.text) <= 4
        if not (token.text == "." and abbreviated):
            yield token


def _without_ends(tokens: list[Token]) -> tuple[Token, ...]:
    first, last = 0, len(tokens)
    while first < last and tokens[first].meaning.kinds & _ENDS:
        first += 1
    while last > first and tokens[last - 1].meaning.kinds & _ENDS:
        last -= 1
    return tuple(tokens[first:last])
