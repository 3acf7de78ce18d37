"""Finds the published claim that a draft claim may bring up to date or contradict; a person says whether it does."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.alerts import AreaId
from bot.domain.drafts.drafting import DraftClaim
from bot.domain.languages import Text
from bot.domain.reports import Claim, Report, Unit

#: "On Tuesday" in two articles further apart than this is not one Tuesday.
ONE_WEEK = timedelta(days=6)

#: The fourth victim is one more of the killed.
_COUNTED_AS = {Unit.VICTIM_IN_COUNT: Unit.PEOPLE_KILLED}
#: The meaning of a time as a source says it ("tuesday"), None for what the lists do not know.
Meaning = Callable[[Text], str | None]


class Relation(StrEnum):
    """What a person says of a claim and an earlier one."""

    UPDATES = "updates"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A published claim of the same thing with another figure; `link` is report/claim."""

    link: str
    event: str
    text: Text
    outlet: str


@dataclass(frozen=True, slots=True)
class Told:
    """A draft claim with what its article says for all of it: the place, and the day of publication where known."""

    claim: DraftClaim
    place: AreaId | None
    published: date | None


def earlier_of(told: Told, reports: Iterable[Report], meaning: Meaning) -> Earlier | None:
    """The newest published claim of the same kind, place and time that counts the same and finds another number."""
    found = list(_alike(told, reports, meaning))
    if not found:
        return None
    report, claim = max(found, key=lambda one: one[0].published or one[0].reviewed)
    return Earlier(f"{report.id}/{claim.id}", claim.event, claim.text, report.outlet)


def _alike(told: Told, reports: Iterable[Report], meaning: Meaning) -> Iterator[tuple[Report, Claim]]:
    numbers = {(_counted(one.unit), one.value) for one in told.claim.figures if one.unit}
    units = {unit for unit, _ in numbers}
    area = told.claim.area or told.place
    for report in reports:
        for claim in report.claims:
            if not claim.stands or claim.kind is not told.claim.kind or claim.place.area != area:
                continue
            before = {(_counted(one.unit), one.value) for one in claim.figures}
            differs = {one for one in before if one[0] in units} - numbers
            if differs and _may_be_one_time(told, report, claim, meaning):
                yield report, claim


def _counted(unit: Unit) -> Unit:
    return _COUNTED_AS.get(unit, unit)


def _may_be_one_time(told: Told, report: Report, claim: Claim, meaning: Meaning) -> bool:
    """Whether nothing says that these are two times: a time that is not given may be any."""
    here, there = told.claim.resolved, claim.when.resolved
    if here and there:
        return here == there
    if told.published and report.published and abs(told.published - report.published) > ONE_WEEK:
        return False
    said = meaning(claim.when.said) if claim.when.said else None
    return told.claim.when is None or said is None or told.claim.when == said
