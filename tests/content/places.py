"""Where the reviewed content lies, for the tests that read it as it is shipped."""

from functools import cache
from pathlib import Path

from bot.content import load_areas, load_cards, load_reports
from bot.domain.areas import Area
from bot.domain.cards import Card
from bot.domain.reports import Claim, Report

ROOT = Path(__file__).parents[2]
AREAS = ROOT / "data" / "areas" / "areas.csv"
OFFICIAL_NAMES = ROOT / "data" / "areas" / "official.yaml"
CARDS = ROOT / "data" / "cards"
REPORTS = ROOT / "seeds"


@cache
def areas() -> tuple[Area, ...]:
    return load_areas(AREAS)


@cache
def cards() -> tuple[Card, ...]:
    return tuple(load_cards(CARDS))


@cache
def report() -> Report:
    """The first record: the reporting from Kharkiv."""
    return next(report for report in load_reports(REPORTS, areas()) if report.id == "kharkiv-report")


def claim(claim_id: str) -> Claim:
    found = report().claim(claim_id)
    assert found is not None, claim_id
    return found
