"""Promises about a draft beside what is published: the same thing of one place and time is proposed, nothing else."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.alerts import AreaId
from bot.domain.drafts.drafting import DraftClaim
from bot.domain.drafts.figures import FoundFigure
from bot.domain.drafts.links import Earlier, Told, earlier_of
from bot.domain.languages import Text
from bot.domain.reports import Basis, Claim, ClaimKind, Figure, Report, Speaker, Unit, When, Where

HERE, ELSEWHERE = AreaId("1293"), AreaId("18")
TUESDAY, NEXT_TUESDAY = date(2026, 9, 22), date(2026, 9, 29)

DRAFTED = DraftClaim(
    sentence="On Tuesday five people were killed, officials said.",
    kind=ClaimKind.KILLED,
    speaker=Speaker({"en": "the authorities", "uk": "влада"}),
    explicit=True,
    quoted=False,
    gap=False,
    figures=(FoundFigure(Decimal(5), Unit.PEOPLE_KILLED),),
    when="tuesday",
)
PUBLISHED = Claim(
    id="dead",
    event="strikes",
    kind=ClaimKind.KILLED,
    text={"en": "Three people were killed.", "uk": "Загинуло троє."},
    place=Where(HERE),
    speaker=Speaker({"en": "the authorities", "uk": "влада"}),
    basis=Basis.TOLD,
    topics={"en": (), "uk": ()},
    when=When({"en": "on Tuesday", "uk": "у вівторок"}),
    figures=(Figure(Decimal(3), Unit.PEOPLE_KILLED),),
)
REPORT = Report("first", "The Fixture Gazette", HERE, "en", date(2026, 9, 23), (PUBLISHED,))


def weekday(said: Text) -> str | None:
    return {"on Tuesday": "tuesday", "on Monday": "monday"}.get(said["en"])


def found(claim: Claim, drafted: DraftClaim = DRAFTED, report: Report = REPORT, on: date | None = None) -> str | None:
    earlier = earlier_of(Told(drafted, HERE, on), (replace(report, claims=(claim,)),), weekday)
    return earlier.link if earlier else None


def test_a_later_figure_of_the_same_is_proposed_with_its_event() -> None:
    earlier = earlier_of(Told(DRAFTED, HERE, None), (REPORT,), weekday)

    assert earlier == Earlier("first/dead", "strikes", PUBLISHED.text, "The Fixture Gazette")


def test_the_fourth_victim_is_one_more_of_the_killed() -> None:
    fourth = replace(DRAFTED, figures=(FoundFigure(Decimal(4), Unit.VICTIM_IN_COUNT),))

    assert found(PUBLISHED, fourth) == "first/dead"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(PUBLISHED, place=Where(ELSEWHERE)), id="another place"),
        pytest.param(replace(PUBLISHED, kind=ClaimKind.INJURED), id="another kind"),
        pytest.param(replace(PUBLISHED, figures=(Figure(Decimal(3), Unit.PEOPLE_INJURED),)), id="another count"),
        pytest.param(replace(PUBLISHED, figures=(Figure(Decimal(5), Unit.PEOPLE_KILLED),)), id="the same number"),
        pytest.param(replace(PUBLISHED, figures=()), id="no number"),
        pytest.param(replace(PUBLISHED, when=When({"en": "on Monday", "uk": "у понеділок"})), id="another day"),
    ],
)
def test_what_is_not_the_same_is_not_proposed(other: Claim) -> None:
    assert found(other) is None


def test_a_weekday_of_another_week_is_another_day() -> None:
    dated = replace(REPORT, published=date(2026, 9, 23))
    resolved = replace(PUBLISHED, when=replace(PUBLISHED.when, resolved=TUESDAY))

    assert found(PUBLISHED, report=dated, on=date(2026, 9, 24)) == "first/dead"
    assert found(PUBLISHED, report=dated, on=date(2026, 9, 30)) is None
    assert found(resolved, replace(DRAFTED, resolved=NEXT_TUESDAY)) is None
    assert found(resolved, replace(DRAFTED, resolved=TUESDAY)) == "first/dead"


def test_of_several_the_newest_report_counts() -> None:
    newer = replace(REPORT, id="second", reviewed=date(2026, 9, 25))
    earlier = earlier_of(Told(DRAFTED, HERE, None), (newer, REPORT), weekday)

    assert earlier is not None
    assert earlier.link == "second/dead"
