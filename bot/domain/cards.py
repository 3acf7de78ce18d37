"""What to do in each situation, keyed by the time there is, by where one is, by what flies and by whom it is for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.alerts import Band, ThreatKind
from bot.domain.languages import Lines, Text
from bot.domain.reach import Reach


class Topic(StrEnum):
    """What a card is about."""

    ALERT = "alert"
    WEAPON = "weapon"
    ALL_CLEAR = "all_clear"
    FIRST_AID = "first_aid"
    RUBBLE = "rubble"
    FIRE = "fire"
    ORDNANCE = "ordnance"
    NUMBERS = "numbers"
    BAG = "bag"
    NIGHT = "night"
    OUTAGE = "outage"
    EVACUATION = "evacuation"
    CHILDREN = "children"
    DISABILITY = "disability"
    PETS = "pets"
    STRESS = "stress"


class Whereabouts(StrEnum):
    """Where one is when it begins."""

    HOME = "home"
    STREET = "street"
    CAR = "car"
    TRANSPORT = "transport"
    WORK = "work"
    SCHOOL = "school"


class Person(StrEnum):
    """Whom a card is written for, where it is not for everybody."""

    CHILD = "child"
    DISABLED = "disabled"


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
class ReachAction:
    """The second line of an alert for those who said how far a shelter is for them."""

    reach: Reach
    text: Text


@dataclass(frozen=True, slots=True)
class Card:
    """One guidance text: short lines, one action each, most important first.

    `band` or `whereabouts` None means that the card fits any, `person` None that it is for everybody, no `threats` that
    it is about none more than others. `action` is the second line of an alert, `actions` where it depends on the reach.
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
    threats: tuple[ThreatKind, ...] = ()
    person: Person | None = None
    action: Text | None = None
    actions: tuple[ReachAction, ...] = ()
    report_notes: tuple[ReportNote, ...] = ()

    def action_for(self, reach: Reach) -> Text | None:
        """The second line of an alert, for whom a shelter is that far."""
        return next((one.text for one in self.actions if one.reach is reach), self.action)


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
