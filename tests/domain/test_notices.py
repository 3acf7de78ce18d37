"""Messages that are owed: each has one name for ever, and the grave leave first."""

from itertools import pairwise

import pytest

from bot.domain.alerts import Band, Gravity, TransitionKind
from bot.domain.episodes import Nearness
from bot.domain.notices import (
    GUARDED_LANE,
    NOTICE_LANE,
    DigestNotice,
    Notice,
    NoticeKind,
    RecapNotice,
    SightNotice,
    SightStep,
    episodes_of,
    lane,
    of_alert,
    of_passed,
    of_sight,
)
from tests.domain.builders import CITY, EVENING, HROMADA, MINUTE, episode, happened

STARTED, ESCALATED, EASED = TransitionKind.STARTED, TransitionKind.ESCALATED, TransitionKind.EASED
ENDED, WITHDRAWN = TransitionKind.ENDED, TransitionKind.WITHDRAWN
GRAVE = Gravity.GRAVE


def start(gravity: Gravity, band: Band, kind: TransitionKind = STARTED) -> Notice:
    return of_alert(happened(kind, episode(gravity=gravity, band=band)))


RECAP = Notice("recap/1", NoticeKind.RECAP, EVENING, RecapNotice(EVENING, EVENING, (), MINUTE))
DIGEST = Notice("digest/1", NoticeKind.DIGEST, EVENING, DigestNotice(EVENING.date(), EVENING, EVENING, (), 0, (), None))


@pytest.mark.parametrize("kind", [STARTED, ENDED])
def test_a_start_and_an_end_are_told_once_of_an_episode_whenever_they_are_found(kind: TransitionKind) -> None:
    first, again = (of_alert(happened(kind, at=EVENING + late)) for late in (MINUTE, 2 * MINUTE))

    assert first.key == again.key


@pytest.mark.parametrize("kind", [STARTED, ENDED])
def test_a_start_that_has_grown_worse_since_is_still_that_start(kind: TransitionKind) -> None:
    assert of_alert(happened(kind)).key == of_alert(happened(kind, episode(gravity=GRAVE))).key


@pytest.mark.parametrize("kind", [ESCALATED, EASED])
def test_an_episode_may_escalate_and_ease_more_than_once(kind: TransitionKind) -> None:
    first, second = (of_alert(happened(kind, at=EVENING + late)) for late in (MINUTE, 2 * MINUTE))

    assert first.key != second.key
    assert first.key == of_alert(happened(kind, at=EVENING + MINUTE)).key


def test_a_withdrawal_is_the_end_of_the_episode_and_no_second_one() -> None:
    assert of_alert(happened(WITHDRAWN)).key == of_alert(happened(ENDED)).key


def test_every_kind_and_every_episode_has_a_key_of_its_own() -> None:
    episodes = [
        episode(area, nearness=nearness, started_at=started_at)
        for area in (CITY, HROMADA)
        for nearness in Nearness
        for started_at in (EVENING, EVENING + MINUTE)
    ]
    kinds = (STARTED, ESCALATED, EASED, ENDED)
    keys = [of_alert(happened(kind, about)).key for about in episodes for kind in kinds]
    keys += [of_passed(about, EVENING).key for about in episodes]

    assert len(set(keys)) == len(keys) == len(episodes) * 5


def test_a_notice_keeps_when_it_happened() -> None:
    assert of_alert(happened(STARTED, at=EVENING + MINUTE)).at == EVENING + MINUTE
    assert (of_passed(episode(), EVENING).at, of_passed(episode(), EVENING).kind) == (EVENING, NoticeKind.PASSED)
    assert of_alert(happened(STARTED)).kind is NoticeKind.ALERT


@pytest.mark.parametrize("kind", [STARTED, ESCALATED])
def test_the_order_of_leaving_is_grave_guarded_ends_sight_recaps_digests(
    kind: TransitionKind,
) -> None:
    in_order = [
        start(GRAVE, Band.NOW, kind),
        start(GRAVE, Band.MINUTES, kind),
        start(GRAVE, Band.TENS_OF_MINUTES, kind),
        start(Gravity.GUARDED, Band.TENS_OF_MINUTES, kind),
        of_alert(happened(ENDED)),
        sight(SightStep.LOST),
        RECAP,
        DIGEST,
    ]

    assert all(lane(sooner) < lane(later) for sooner, later in pairwise(in_order))


@pytest.mark.parametrize("gravity", Gravity)
@pytest.mark.parametrize("kind", [ENDED, WITHDRAWN, EASED])
def test_an_end_or_an_update_never_leaves_before_a_start(gravity: Gravity, kind: TransitionKind) -> None:
    assert lane(start(gravity, Band.NOW, kind)) > lane(start(Gravity.GUARDED, Band.TENS_OF_MINUTES))
    assert lane(of_passed(episode(gravity=gravity), EVENING)) > lane(start(Gravity.GUARDED, Band.TENS_OF_MINUTES))


def test_only_a_start_or_an_escalation_counts_as_hearing_of_an_episode() -> None:
    key = episode().key

    assert episodes_of(of_alert(happened(STARTED))) == episodes_of(of_alert(happened(ESCALATED))) == (key,)
    for told in (of_alert(happened(ENDED)), of_alert(happened(EASED)), of_passed(episode(), EVENING), RECAP, DIGEST):
        assert episodes_of(told) == ()


@pytest.mark.parametrize("step", SightStep)
@pytest.mark.parametrize("gravity", [None, *Gravity])
def test_only_what_rings_for_a_grave_alert_leaves_with_the_guarded_alerts(
    step: SightStep, gravity: Gravity | None
) -> None:
    rings = step not in (SightStep.LOST, SightStep.REGAINED)
    urgent = rings and gravity is GRAVE

    assert lane(sight(step, gravity)) == (GUARDED_LANE if urgent else NOTICE_LANE)


def test_each_step_of_an_outage_is_told_of_a_place_once() -> None:
    keys = {sight(step).key for step in SightStep}
    assert len(keys) == len(SightStep)
    assert keys == {sight(step, GRAVE).key for step in SightStep}


def test_the_return_of_sight_is_no_hearing_of_its_loss() -> None:
    assert [len(episodes_of(sight(step))) for step in SightStep] == [2, 2, 2, 1, 0]


def sight(step: SightStep, gravity: Gravity | None = None) -> Notice:
    about = episode(gravity=gravity) if gravity else None
    return of_sight(SightNotice(step, "sight/then", CITY, EVENING, (), episode=about), EVENING)
