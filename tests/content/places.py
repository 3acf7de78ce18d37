"""Where the reviewed content lies, for the tests that read it as it is shipped."""

from functools import cache

from bot.domain.cards import Card
from bot.domain.reports import Claim, Report
from tests.fixtures import content
from tests.fixtures.content import AREAS as AREAS
from tests.fixtures.content import CARDS as CARDS
from tests.fixtures.content import REPORTS as REPORTS
from tests.fixtures.content import ROOT as ROOT
from tests.fixtures.content import areas as areas

OFFICIAL_NAMES = ROOT / "data" / "areas" / "official.yaml"


@cache
def cards() -> tuple[Card, ...]:
    return tuple(content.cards())


@cache
def report() -> Report:
    """The first record: the reporting from Kharkiv."""
    return next(report for report in content.reports() if report.id == "kharkiv-report")


def claim(claim_id: str) -> Claim:
    found = report().claim(claim_id)
    assert found is not None, claim_id
    return found
