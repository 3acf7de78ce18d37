"""The real content as the answers see it, and the question set, loaded once for all tests about answers."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from bot.content import load_areas, load_cards, load_questions, load_reports
from bot.domain.areas import AreaTree
from bot.domain.cards import Cards
from bot.domain.evaluation import Asked
from bot.domain.lexicon import Vocabulary
from bot.domain.library import Library
from bot.domain.reports import Report
from bot.lemmas import Lemmas
from bot.vocabulary import load_vocabularies

ROOT = Path(__file__).resolve().parents[2]

SETS = tuple(ROOT / "tests" / "questions" / f"{name}.yaml" for name in ("kharkiv", "wordings", "unseen"))
#: One for all tests: it reads its lists once.
LEMMAS = Lemmas()


@cache
def tree() -> AreaTree:
    return AreaTree(load_areas(ROOT / "data" / "areas" / "areas.csv"))


@cache
def cards() -> Cards:
    return load_cards(ROOT / "data" / "cards")


@cache
def vocabularies() -> tuple[Vocabulary, ...]:
    return load_vocabularies(ROOT / "data" / "lexicon")


@cache
def reports() -> tuple[Report, ...]:
    return load_reports(ROOT / "seeds")


@cache
def kharkiv() -> Library:
    return Library(reports(), cards(), vocabularies(), tree(), LEMMAS)


def shelf_with(*written: Report) -> Library:
    return Library(written, cards(), vocabularies(), tree(), LEMMAS)


@cache
def questions() -> Sequence[tuple[str, Asked]]:
    """Every question of every set with its class."""
    return tuple(one for path in SETS for one in load_questions(path))
