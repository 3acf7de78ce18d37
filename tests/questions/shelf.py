"""The real content as the answers see it, and the question set, loaded once for all tests about answers."""

from collections.abc import Sequence
from functools import cache

from bot.content import load_questions
from bot.domain.answering import answer
from bot.domain.answers import Answer, ClaimsAnswer
from bot.domain.evaluation import Asked
from bot.domain.library import Library
from bot.domain.reports import Report
from bot.lemmas import Lemmas
from tests.fixtures.content import ROOT as ROOT
from tests.fixtures.content import cards as cards
from tests.fixtures.content import examples as examples
from tests.fixtures.content import reports as reports
from tests.fixtures.content import tree as tree
from tests.fixtures.content import vocabularies as vocabularies

SETS = tuple(
    ROOT / "tests" / "questions" / f"{name}.yaml"
    for name in (
        "kharkiv",
        "wordings",
        "unseen",
        "fresh",
        "people",
        "checker",
        "strangers",
        "sleepless",
        "stairwell",
        "doorbell",
        "crossroads",
        "balcony",
        "platform",
        "ferry",
        "kitchen",
        "tram",
        "lift",
        "bakery",
        "rooftop",
        "canal",
        "attic",
        "harbour",
        "orchard",
        "meadow",
        "pier",
        "market",
        "newsroom",
        "ward",
        "office",
        "greenhouse",
        "nightshift",
        "reception",
        "library",
        "bench",
        "workshop",
        "canteen",
        "classroom",
        "depot",
        "gatehouse",
        "pharmacy",
        "pitch",
        "bank",
        "acceptance",
        "courtyard",
        "teacher",
        "desk",
        "dorm",
        "gauge",
        "garden",
        "blackbox",
        "carriage",
        "studio",
        "minibus",
        "gallery",
        "parish",
        "dispatch",
        "vestibule",
        "signalbox",
        "kiosk",
        "landing",
        "porch",
        "atrium",
        "footbridge",
        "vineyard",
        "turnstile",
        "loggia",
        "skylight",
        "hallway",
    )
)
#: One for all tests: it reads its lists once.
LEMMAS = Lemmas()


@cache
def kharkiv() -> Library:
    return Library(reports(), cards(), vocabularies(), tree(), LEMMAS, examples())


def shelf_with(*written: Report) -> Library:
    return Library(written, cards(), vocabularies(), tree(), LEMMAS, examples())


def ask(text: str) -> Answer:
    """What the real content answers."""
    return answer(kharkiv().reader.understand(text), kharkiv())


def claims_of(found: Answer) -> set[str]:
    return {one.claim.id for one in found.evidence} if isinstance(found, ClaimsAnswer) else set()


@cache
def questions() -> Sequence[tuple[str, Asked]]:
    """Every question of every set with its class."""
    return tuple(one for path in SETS for one in load_questions(path))
