"""What follows `/quiet`, `/mute` and `/digest`: an order when it is certain, else readings, else what is not read."""

from functools import partial

from bot.domain.phrases import bodies
from bot.domain.phrases.bodies import Body, Found, Wanted, read_body
from bot.domain.phrases.digest_hours import digest_times
from bot.domain.phrases.orders import (
    DigestOff,
    DigestOrder,
    MuteOff,
    MuteOrder,
    MuteUntil,
    NotUnderstood,
    QuietOff,
    QuietOrder,
    Readings,
)
from bot.domain.phrases.tokens import Heard, Tokens, hear
from bot.domain.phrases.words import Kind
from bot.domain.quiet import MuteKind

_LONGEST_PART = 40
_QUIET: tuple[Body[QuietOrder | MuteUntil], ...] = (
    bodies.quiet_windows,
    bodies.tonight,
    bodies.today,
    bodies.until,
    bodies.until_morning,
    bodies.every_night_until,
    bodies.from_only,
)


def parse_quiet(text: str) -> QuietOrder | MuteUntil | Readings | NotUnderstood:
    """Windows with or without a mode, `off`, `tonight`, an end; a length is a mute, which is asked.

    Windows that start when they end are off; a single night ends by noon.
    """
    heard = hear(text)
    if _is_off(heard.tokens):
        return QuietOff()
    found = read_body(heard.tokens, _QUIET)
    span = bodies.length(heard.tokens).orders
    return Readings(span) if span else _answer(heard, found)


def parse_mute(text: str) -> MuteOrder | Readings | NotUnderstood:
    """A length of at most ten hours or an end, with `all` where grave danger is meant too, or `off`."""
    heard = hear(text)
    if _is_off(heard.tokens):
        return MuteOff()
    kind, tokens = MuteKind.GUARDED, heard.tokens
    if len(tokens) > 1 and (tokens[0].has(Kind.ALL) or tokens[-1].has(Kind.ALL)):
        kind, tokens = MuteKind.ALL, tokens[1:] if tokens[0].has(Kind.ALL) else tokens[:-1]
    grammar: tuple[Body[MuteOrder], ...] = (partial(bodies.length, kind=kind), partial(bodies.mute_until, kind=kind))
    return _answer(heard, read_body(tokens, grammar))


def parse_digest(text: str) -> DigestOrder | Readings | NotUnderstood:
    """One or several hours, of every day or of some weekdays, `off`, or `now`."""
    heard = hear(text)
    if _is_off(heard.tokens):
        return DigestOff()
    grammar: tuple[Body[DigestOrder], ...] = (bodies.now, digest_times)
    return _answer(heard, read_body(heard.tokens, grammar))


def _is_off(tokens: Tokens) -> bool:
    return len(tokens) == 1 and tokens[0].has(Kind.OFF) and not tokens[0].corrected


def _answer(heard: Heard, found: Found[Wanted]) -> Wanted | Readings | NotUnderstood:
    if not found.orders:
        return _not_understood(heard)
    return found.orders[0] if found.certain else Readings(found.orders)


def _not_understood(heard: Heard) -> NotUnderstood:
    """The first word that means nothing to us; the whole text where each word would mean something elsewhere."""
    part = heard.unknown.text if heard.unknown else heard.text if heard.tokens else ""
    return NotUnderstood(part if len(part) <= _LONGEST_PART else part[:_LONGEST_PART] + "…")
