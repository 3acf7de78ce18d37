"""What to do, one card for each situation, keyed by the time there is and by where one is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.alerts import Band
from bot.domain.languages import Lines, Text


class Topic(StrEnum):
    """What a card is about."""

    ALERT = "alert"
    ALL_CLEAR = "all_clear"
    RUBBLE = "rubble"
    ORDNANCE = "ordnance"
    FIRST_AID = "first_aid"
    NUMBERS = "numbers"


class Whereabouts(StrEnum):
    """Where one is when it begins."""

    HOME = "home"
    STREET = "street"
    CAR = "car"
    TRANSPORT = "transport"
    WORK = "work"
    SCHOOL = "school"


class SourceKind(StrEnum):
    """How near a source is to the authority whose advice it is."""

    #: The authority's own page.
    AUTHORITY = "authority"
    #: A council or news page that passes on a named authority.
    RELAY = "relay"
    #: An expert or a training body, not an authority of Ukraine.
    EXPERT = "expert"


@dataclass(frozen=True, slots=True)
class CardSource:
    """Whose advice it is, and where it was read; `address` is a site's name, not a link."""

    name: Text
    publisher: str
    kind: SourceKind
    address: str | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class ReportNote:
    """A claim of reporting that bears on a card."""

    report: str
    claim: str


@dataclass(frozen=True, slots=True)
class Card:
    """One guidance text: short lines, one action each, most important first.

    `band` or `whereabouts` None means that the card fits any. `action` is the second line of an alert.
    `checked` and `review` are the days of the last and the next reading of the sources.
    """

    id: str
    topic: Topic
    title: Text
    lines: Lines
    sources: tuple[CardSource, ...]
    checked: date
    review: date
    keywords: Lines
    band: Band | None = None
    whereabouts: Whereabouts | None = None
    action: Text | None = None
    report_notes: tuple[ReportNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Cards:
    """All cards, in the order in which the guide lists them."""

    cards: tuple[Card, ...]

    def __iter__(self) -> Iterator[Card]:
        return iter(self.cards)

    def __len__(self) -> int:
        return len(self.cards)

    def find(self, card_id: str) -> Card | None:
        """The card of that id, if there is one."""
        return next((card for card in self.cards if card.id == card_id), None)

    def for_alert(self, band: Band, whereabouts: Whereabouts = Whereabouts.HOME) -> Card | None:
        """The card for the time there is at that place, else the one for that place at any time."""
        here = [card for card in self.cards if card.topic is Topic.ALERT and card.whereabouts is whereabouts]
        exact = (card for card in here if card.band is band)
        return next(exact, next((card for card in here if card.band is None), None))
