"""Lengths of time as people write them: longer than nothing, at most ten hours."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from bot.domain.phrases.orders import LONGEST_MUTE
from bot.domain.phrases.tokens import Tokens
from bot.domain.phrases.words import Kind


def read_length(tokens: Tokens) -> timedelta | None:
    """`2h`, `1 h 30 min`, `for two hours`, `на півгодини`, `1,5 год`: all these tokens, in whole minutes."""
    tokens = tokens[1:] if tokens and tokens[0].has(Kind.BEFORE_SPAN) else tokens
    if len(tokens) == 1 and tokens[0].has(Kind.SPAN):
        return _allowed(Fraction(tokens[0].meaning.minutes))
    counted = list(_counted(tokens))
    units = [unit for _, unit in counted]
    if not all(units) or units != sorted(set(units), reverse=True):
        return None
    return _allowed(sum((number * unit for number, unit in counted), Fraction(0)))


def _counted(tokens: Tokens) -> Iterator[tuple[Fraction, int]]:
    """Numbers with their units; a unit of zero stands for what is neither, and ends it."""
    at = 0
    while at < len(tokens):
        at += 1 if at and tokens[at].has(Kind.AND) else 0
        pair = tokens[at : at + 2]
        number = pair[0].meaning.number if pair else None
        if len(pair) < 2 or number is None or not pair[1].has(Kind.UNIT):
            yield Fraction(0), 0
            return
        yield number, pair[1].meaning.minutes
        at += 2


def _allowed(minutes: Fraction) -> timedelta | None:
    if minutes.denominator != 1 or not 0 < minutes <= LONGEST_MUTE // timedelta(minutes=1):
        return None
    return timedelta(minutes=int(minutes))
