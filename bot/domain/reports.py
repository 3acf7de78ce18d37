"""What reporting says, claim by claim, so that every sentence about events keeps its speaker, its age and its bounds.

Figures stand as the report has them: nothing is added up, rounded or guessed, and what a report leaves out stays out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.domain.alerts import AreaId
from bot.domain.languages import Lines, Text


class ClaimKind(StrEnum):
    """What a claim is about."""

    KILLED = "killed"
    INJURED = "injured"
    DAMAGED = "damaged"
    STRUCK = "struck"
    WARNED = "warned"
    SAID = "said"
    DESCRIBED = "described"


class Basis(StrEnum):
    """Whether the reporter saw it or was told."""

    SEEN = "seen"
    TOLD = "told"


class Bound(StrEnum):
    """How exactly the report gives a figure."""

    AT_LEAST = "at_least"
    ABOUT = "about"
    EXACTLY = "exactly"


class Unit(StrEnum):
    """What a figure counts."""

    PEOPLE_KILLED = "people_killed"
    #: "The fourth victim": a place in a count, which is not the count itself.
    VICTIM_IN_COUNT = "victim_in_count"
    PEOPLE_INJURED = "people_injured"
    PEOPLE_IN_HOSPITAL = "people_in_hospital"
    HOUSES_DAMAGED = "houses_damaged"
    STOREYS_DESTROYED = "storeys_destroyed"
    STOREYS_TOTAL = "storeys_total"
    DISTRICTS_HIT = "districts_hit"
    DIRECT_HITS_HIGH_RISE = "direct_hits_high_rise"
    WEEKS = "weeks"
    MILES_TO_BORDER = "miles_to_border"
    CITY_RANK = "city_rank"
    AGE_YEARS = "age_years"
    HOURS_IN_DAY = "hours_in_day"
    #: A part of the day between 0 and 1.
    SHARE_OF_DAY = "share_of_day"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a claim, as the report gives it."""

    value: Decimal
    unit: Unit
    bound: Bound = Bound.EXACTLY


@dataclass(frozen=True, slots=True)
class Where:
    """The area that a claim is about and, where the report names one, the part of it."""

    area: AreaId
    locality: Text | None = None


@dataclass(frozen=True, slots=True)
class When:
    """The time as the report says it ("on Tuesday"), and the calendar day only where it can be known."""

    said: Text | None = None
    resolved: date | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says so; `channel` is where they said it, if not to the reporter."""

    role: Text
    name: Text | None = None
    channel: str | None = None


class CorrectionKind(StrEnum):
    """What became of a published claim."""

    CORRECTED = "corrected"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class Correction:
    """That a published claim was wrong: since which day (of Kyiv) it is told so, why, and what it said before."""

    kind: CorrectionKind
    on: date
    note: Text
    was: Text


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of a report, in our own words.

    `event` groups claims of one event across reports; `left_out` says what the source's own words leave out here.
    """

    id: str
    event: str
    kind: ClaimKind
    text: Text
    place: Where
    speaker: Speaker
    basis: Basis
    topics: Lines
    when: When = When()
    figures: tuple[Figure, ...] = ()
    left_out: Text | None = None
    updates: str | None = None
    contradicts: str | None = None
    correction: Correction | None = None

    @property
    def stands(self) -> bool:
        """Whether it may be told as a claim; a retracted one is told as retracted alone."""
        return self.correction is None or self.correction.kind is not CorrectionKind.RETRACTED


@dataclass(frozen=True, slots=True)
class Report:
    """A piece of reporting, reviewed by a person; None in `title`, `address` and `published` means "not stated"."""

    id: str
    outlet: str
    place: AreaId
    language: str
    reviewed: date
    claims: tuple[Claim, ...]
    title: str | None = None
    address: str | None = None
    published: date | None = None

    def claim(self, claim_id: str) -> Claim | None:
        """The claim of that id, if the report has it."""
        return next((claim for claim in self.claims if claim.id == claim_id), None)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction of one claim of one report; `text` and `figures` are what it says now, None where it is retracted
    or they stay.
    """

    report: str
    claim: str
    correction: Correction
    text: Text | None = None
    figures: tuple[Figure, ...] | None = None


def with_corrections(reports: Iterable[Report], corrections: Iterable[Corrected]) -> tuple[Report, ...]:
    """The reports as they stand after all corrections, the last of each claim; their places in lists are kept."""
    last = {(one.report, one.claim): one for one in corrections}
    return tuple(_with(report, last) for report in reports)


def _with(report: Report, last: Mapping[tuple[str, str], Corrected]) -> Report:
    if not any((report.id, claim.id) in last for claim in report.claims):
        return report
    return replace(
        report, claims=tuple(_as_it_stands(claim, last.get((report.id, claim.id))) for claim in report.claims)
    )


def _as_it_stands(claim: Claim, corrected: Corrected | None) -> Claim:
    if corrected is None:
        return claim
    figures = claim.figures if corrected.figures is None else corrected.figures
    return replace(claim, text=corrected.text or claim.text, figures=figures, correction=corrected.correction)
