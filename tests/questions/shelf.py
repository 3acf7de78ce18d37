"""The real content as the answers see it, and the question set, loaded once for all tests about answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import TypeAdapter

from bot.content import load_areas, load_cards, load_reports
from bot.domain.answers import (
    Answer,
    CardAnswer,
    ClaimsAnswer,
    ForbiddenAnswer,
    FunctionAnswer,
    NoCard,
    NoReport,
    NotUnderstood,
    OverviewAnswer,
    SafetyAnswer,
    SmallTalkAnswer,
    StatusAnswer,
)
from bot.domain.areas import AreaTree
from bot.domain.cards import Cards
from bot.domain.lexicon import Vocabulary
from bot.domain.library import Library
from bot.domain.reports import Report
from bot.vocabulary import load_vocabularies

ROOT = Path(__file__).resolve().parents[2]

OUTCOMES: Mapping[type, str] = {
    ClaimsAnswer: "claims",
    OverviewAnswer: "overview",
    CardAnswer: "card",
    SafetyAnswer: "safety",
    StatusAnswer: "status",
    FunctionAnswer: "function",
    SmallTalkAnswer: "small_talk",
    ForbiddenAnswer: "forbidden",
    NoReport: "no_report",
    NoCard: "no_card",
    NotUnderstood: "not_understood",
}
#: Outcomes that tell of no event.
REFUSALS = frozenset({"no_report", "no_card", "forbidden", "not_understood", "safety"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the set and what is expected of its answer."""

    ask: str
    expect: str
    claims: tuple[str, ...] = ()
    only: bool = False
    never: tuple[str, ...] = ()
    card: str | None = None
    trap: bool = False

    def is_met_by(self, found: Answer) -> bool:
        if OUTCOMES[type(found)] != self.expect:
            return False
        if isinstance(found, CardAnswer):
            return found.card.id == self.card
        told = claim_ids(found)
        return set(self.claims) <= set(told) and not (self.only and set(told) - set(self.claims))


def claim_ids(found: Answer) -> tuple[str, ...]:
    return tuple(evidence.claim.id for evidence in found.evidence) if isinstance(found, ClaimsAnswer) else ()


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
    return Library(reports(), cards(), vocabularies(), tree())


def shelf_with(*written: Report) -> Library:
    return Library(written, cards(), vocabularies(), tree())


@cache
def questions() -> Sequence[Asked]:
    document = yaml.safe_load((ROOT / "tests" / "questions" / "kharkiv.yaml").read_text(encoding="utf-8"))
    return TypeAdapter(list[Asked]).validate_python(document["questions"])
