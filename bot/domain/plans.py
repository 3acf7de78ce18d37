"""What is still to be owed after a change, as values, because a million people are not written down in one breath."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.alerts import AreaId
from bot.domain.notices import (
    AlertNotice,
    InsideNotice,
    MeanwhileNotice,
    Notice,
    PassedNotice,
    SightNotice,
    SightStep,
)
from bot.domain.operators import FalseAlarmNotice, of_false_alarm
from bot.domain.policy import (
    Cohort,
    Decision,
    Heard,
    Loudness,
    Reason,
    Sound,
    decide,
    of_blindness,
    of_inside,
    of_meanwhile,
    of_passed,
    of_sight_back,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A notice that everybody who follows an area is to be owed.

    `heard_of` is the key of what they may have heard before; `rung_by` keeps to those for whom that episode rang;
    `drops`: what told them the beginning of `heard_of` and has not left is dropped first.
    """

    notice: Notice
    area: AreaId
    heard_of: str
    rung_by: str | None = None
    drops: bool = False


def decide_first(notice: Notice, cohort: Cohort, now: datetime) -> Decision:
    """How a cohort hears of a notice made at `now` (aware UTC). Raises ValueError for a kind that is not owed to
    cohorts.
    """
    match notice.body:
        case AlertNotice(transition):
            return decide(transition, cohort, now)
        case PassedNotice():
            return of_passed(cohort.heard)
        case InsideNotice(step=step):
            return of_inside(step, cohort.heard)
        case SightNotice() as sight:
            return _of_sight(sight, cohort, now)
        case MeanwhileNotice() as missed:
            return decide_meanwhile(missed, cohort, now)
        case FalseAlarmNotice():
            return of_false_alarm(cohort)
        case _:
            raise ValueError(f"{notice.kind} is owed to one chat at a time")


def decide_meanwhile(missed: MeanwhileNotice, cohort: Cohort, now: datetime) -> Decision:
    """How a cohort hears at `now` (aware UTC) of what came and went in an outage."""
    if cohort.loudness is Loudness.STREAM_GRAVE and all(one.is_guarded for one in missed.alerts):
        return Decision(Sound.NONE, Reason.STREAM_GRAVE)
    return of_meanwhile(missed.until, now)


def _of_sight(sight: SightNotice, cohort: Cohort, now: datetime) -> Decision:
    """Each chat hears of a loss once, whatever places it follows, and of its length only where it heard of the loss."""
    if sight.step is SightStep.REGAINED:
        return of_sight_back(cohort.heard)
    long = sight.step in (SightStep.LONG, SightStep.LOST_LONG)
    decision = of_blindness(sight.danger, cohort, now, long=long, inside=sight.inside)
    wanted = Heard.SILENT if sight.step is SightStep.LONG else Heard.NOTHING
    told_enough = cohort.heard is not wanted
    for_others = sight.step is not SightStep.LOST and decision.sound is not Sound.LOUD
    return replace(decision, sound=Sound.NONE) if told_enough or for_others else decision
