"""One kind sentence after a heavy night, and only where it is true."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.notices import DigestPlace

#: A night with so much time under alert at one place is heavy: our own judgement, nobody published a measure.
HEAVY_FROM = timedelta(hours=3)
#: How many sentences there are: the same one every morning is no sentence any more.
SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Kindness:
    """Which sentence, from one, and the time under alert that it names."""

    number: int
    at_night: timedelta


def kind_sentence(day: date, places: Iterable[DigestPlace]) -> Kindness | None:
    """The sentence of a digest of that local day; None after a night that was not heavy at any of its places."""
    longest = max((place.at_night for place in places), default=timedelta())
    return Kindness(day.toordinal() % SENTENCES + 1, longest) if longest >= HEAVY_FROM else None
