"""Whole sentences that set something ("don't wake me until 7", "дайджест о 8"): every word must have its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.phrases import bodies
from bot.domain.phrases.bodies import Body, Found, read_body
from bot.domain.phrases.digest_hours import digest_times
from bot.domain.phrases.orders import (
    DigestNow,
    DigestOff,
    MuteOff,
    Order,
    QuietOff,
    Readings,
    SetQuiet,
    Subject,
    Unclear,
)
from bot.domain.phrases.tokens import Heard, Token, Tokens, hear
from bot.domain.phrases.words import Kind
from bot.domain.quiet import Mode

Said: TypeAlias = Order | Readings | Unclear | None

_QUIET: tuple[Body[Order], ...] = (
    bodies.quiet_windows,
    bodies.tonight,
    bodies.today,
    bodies.until,
    bodies.until_morning,
    bodies.every_night_until,
    bodies.from_only,
    bodies.length,
)
_MUTE: tuple[Body[Order], ...] = (
    bodies.length,
    bodies.mute_until,
    bodies.quiet_windows,
    bodies.tonight,
    bodies.until_morning,
)
_DIGEST: tuple[Body[Order], ...] = (bodies.now, digest_times)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What may be said of a matter, and what it means where nothing more is said."""

    subject: Subject
    said: Sequence[Body[Order]] = ()
    alone: tuple[Order, ...] = ()


_SET_QUIET = _Sentence(Subject.QUIET, _QUIET)
_SET_MUTE = _Sentence(Subject.MUTE, _MUTE)
_SENTENCES: Mapping[frozenset[Kind], _Sentence] = {
    frozenset(heads): sentence
    for sentence, many in (
        (_SET_QUIET, ({Kind.LEAVE}, {Kind.QUIET}, {Kind.QUIET, Kind.SET}, {Kind.QUIET, Kind.LEAVE})),
        (_SET_QUIET, ({Kind.QUIET_HOURS}, {Kind.QUIET_HOURS, Kind.SET})),
        (_Sentence(Subject.MUTE, _QUIET), ({Kind.HUSH},)),
        (_SET_MUTE, ({Kind.MUTE}, {Kind.SOUND, Kind.OFF})),
        (_Sentence(Subject.QUIET, alone=(QuietOff(),)), ({Kind.QUIET_HOURS, Kind.OFF},)),
        (_Sentence(Subject.MUTE, alone=(MuteOff(), QuietOff())), ({Kind.QUIET, Kind.OFF},)),
        (_Sentence(Subject.MUTE, alone=(MuteOff(),)), ({Kind.UNMUTE}, {Kind.MUTE, Kind.OFF})),
        (_Sentence(Subject.DIGEST, _DIGEST), ({Kind.DIGEST}, {Kind.DIGEST, Kind.SET})),
        (_Sentence(Subject.DIGEST, _DIGEST, alone=(DigestNow(),)), ({Kind.DIGEST, Kind.SEND},)),
        (
            _Sentence(Subject.DIGEST, alone=(DigestOff(),)),
            ({Kind.DIGEST, Kind.OFF}, {Kind.DIGEST, Kind.NOT_SEND}),
        ),
    )
    for heads in many
}
_HEADS = frozenset(kind for heads in _SENTENCES for kind in heads) | {Kind.TURN}
_SKIPPED = frozenset({Kind.COMMA, Kind.COLON, Kind.STOP})


def parse_plain(text: str) -> Said:
    """What a whole sentence sets: an order when all of it is certain, what could be meant, or what it is about.

    None where it is about something else: a word that we do not know, a negation, a question that asks for nothing. A
    bare "until 7" means this one night. No sentence chooses the mode *nothing* or silences grave danger.
    """
    heard = hear(text)
    tokens = _without_requests(heard.tokens)
    if heard.unknown or not tokens or any(token.has(Kind.NOT) for token in tokens):
        return None
    if heard.asked and len(tokens) == len(heard.tokens):
        return None
    heads = [token for token in tokens if token.meaning.kinds & _HEADS]
    if not heads:
        return _without_head(heard, tokens)
    if any(token.has(Kind.NOT_BEFORE) for token in tokens):
        return None  # "don't wake me not before nine" denies itself
    sentence = _sentence_of(heads)
    return None if sentence is None else _answer(sentence, tokens, heads)


def _answer(sentence: _Sentence, tokens: Tokens, heads: Sequence[Token]) -> Said:
    said = _without_heads(tokens)
    alone = Found(sentence.alone, certain=len(sentence.alone) == 1)
    found = read_body(said, sentence.said) if said else alone
    if not found.orders or any(_chooses_nothing(order) for order in found.orders):
        return Unclear(sentence.subject)
    certain = found.certain and not any(head.corrected for head in heads)
    return found.orders[0] if certain else Readings(found.orders)


def _without_head(heard: Heard, tokens: Tokens) -> Said:
    """Hours alone may be an answer to us, so they are asked; an end that nothing may happen before is an order."""
    if tokens[0].has(Kind.NOT_BEFORE):
        return _answer(_SET_QUIET, tokens, ())
    if len(tokens) == 1 and tokens[0].has(Kind.MODE) and " " in tokens[0].text:
        return Unclear(Subject.QUIET)
    dotted = any("." in token.text for token in tokens)
    orders = () if dotted or heard.asked else bodies.quiet_windows(tokens).orders
    offered = tuple(order for order in orders if isinstance(order, SetQuiet) and not _chooses_nothing(order))
    return Readings(offered) if offered else None


def _sentence_of(heads: Sequence[Token]) -> _Sentence | None:
    """The one sentence that has exactly these heads, each once."""
    found = {}
    kinds_of = [head.meaning.kinds & _HEADS for head in heads]
    for wanted, sentence in _SENTENCES.items():
        needed = [*wanted]
        turned = [kinds for kinds in kinds_of if not (Kind.TURN in kinds and Kind.OFF in wanted)]
        if len(turned) == len(needed) and _matches(turned, needed):
            found[sentence.subject, sentence.alone] = sentence
    return next(iter(found.values())) if len(found) == 1 else None


def _matches(kinds_of: Sequence[frozenset[Kind]], needed: Sequence[Kind]) -> bool:
    if not kinds_of:
        return not needed
    return any(
        _matches(kinds_of[1:], [other for other in needed if other is not kind])
        for kind in kinds_of[0]
        if kind in needed
    )


def _without_heads(tokens: Tokens) -> Tokens:
    """The rest of the sentence; a mark beside a head says nothing."""
    rest: list[Token] = []
    after_head = True
    for token in tokens:
        if token.meaning.kinds & _HEADS:
            after_head = True
            while rest and rest[-1].meaning.kinds & _SKIPPED:
                rest.pop()
        elif not (after_head and token.meaning.kinds & _SKIPPED):
            rest.append(token)
            after_head = False
    return tuple(rest)


def _without_requests(tokens: Tokens) -> Tokens:
    """Without what makes a question an order ("can you"), at the beginning or at the end."""
    while tokens and (tokens[0].has(Kind.ASKING) or tokens[0].meaning.kinds & _SKIPPED or tokens[0].has(Kind.COURTESY)):
        tokens = tokens[1:]
    while tokens and tokens[-1].has(Kind.ASKING):
        tokens = tokens[:-1]
    return tokens


def _chooses_nothing(order: Order) -> bool:
    return isinstance(order, SetQuiet) and order.mode is Mode.NOTHING
