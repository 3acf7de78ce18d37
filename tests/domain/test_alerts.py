"""Gravity and the time there is: what may be called guarded, and what the unknown must be taken for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alerts import (
    Account,
    AlertKind,
    Band,
    Gravity,
    Level,
    Threat,
    ThreatKind,
    band_of,
    band_of_threat,
    gravest_level,
    gravity_of,
    merge_threats,
)
from tests.domain.builders import EVENING, MINUTE, ONE, OTHER, of_accounts, threats

DRONES = ThreatKind.DRONES
RAID, YELLOW, RED, UNKNOWN = AlertKind.AIR_RAID, Level.YELLOW, Level.RED, Level.UNKNOWN

named_threats = st.builds(
    Threat,
    st.sampled_from(ThreatKind),
    st.sampled_from([None, *Level]),
    st.sampled_from([None, EVENING, EVENING + MINUTE]),
)


@pytest.mark.parametrize(
    "named",
    [
        (),
        (Threat(DRONES),),
        (Threat(DRONES, YELLOW),),
        (Threat(DRONES), Threat(DRONES, YELLOW)),
    ],
)
def test_guarded_is_a_yellow_air_raid_with_drones_or_nothing_named(named: tuple[Threat, ...]) -> None:
    assert gravity_of(RAID, YELLOW, named) is Gravity.GUARDED


@pytest.mark.parametrize("level", [RED, UNKNOWN])
@pytest.mark.parametrize("named", [(), (Threat(DRONES),), (Threat(DRONES, YELLOW),)])
def test_red_and_a_missing_or_unknown_level_are_grave(level: Level, named: tuple[Threat, ...]) -> None:
    assert gravity_of(RAID, level, named) is Gravity.GRAVE


@pytest.mark.parametrize("kind", [kind for kind in AlertKind if kind is not RAID])
def test_every_other_kind_is_grave_even_at_yellow(kind: AlertKind) -> None:
    assert gravity_of(kind, YELLOW, ()) is Gravity.GRAVE
    assert gravity_of(kind, YELLOW, threats(DRONES)) is Gravity.GRAVE


@pytest.mark.parametrize("kind", [kind for kind in ThreatKind if kind is not DRONES])
@pytest.mark.parametrize("level", [None, *Level])
def test_every_other_threat_is_grave_alone_and_beside_drones(kind: ThreatKind, level: Level | None) -> None:
    assert gravity_of(RAID, YELLOW, (Threat(kind, level),)) is Gravity.GRAVE
    assert gravity_of(RAID, YELLOW, (Threat(DRONES), Threat(kind, level))) is Gravity.GRAVE


@pytest.mark.parametrize("level", [RED, UNKNOWN])
def test_drones_that_are_red_or_unknown_by_their_own_level_are_grave(level: Level) -> None:
    assert gravity_of(RAID, YELLOW, (Threat(DRONES, level),)) is Gravity.GRAVE
    assert gravity_of(RAID, YELLOW, (Threat(DRONES, YELLOW), Threat(DRONES, level))) is Gravity.GRAVE


@given(
    st.sampled_from(AlertKind),
    st.sampled_from(Level),
    st.lists(named_threats, max_size=4),
    st.lists(named_threats, max_size=2),
)
def test_one_more_threat_never_makes_an_alert_milder(
    kind: AlertKind, level: Level, named: list[Threat], more: list[Threat]
) -> None:
    if gravity_of(kind, level, named) is Gravity.GRAVE:
        assert gravity_of(kind, level, [*named, *more]) is Gravity.GRAVE


@pytest.mark.parametrize(
    ("threat", "band"),
    [
        (ThreatKind.BALLISTIC_MISSILES, Band.NOW),
        (ThreatKind.MLRS, Band.NOW),
        (ThreatKind.ARTILLERY, Band.NOW),
        (ThreatKind.UNSPECIFIED_MISSILES, Band.NOW),
        (ThreatKind.AIR_DEFENCE, Band.NOW),
        (ThreatKind.UNKNOWN, Band.NOW),
        (ThreatKind.GUIDED_BOMBS, Band.MINUTES),
        (ThreatKind.CRUISE_MISSILES, Band.MINUTES),
        (ThreatKind.TACTICAL_AIRCRAFT, Band.MINUTES),
        (ThreatKind.STRATEGIC_AIRCRAFT, Band.MINUTES),
        (ThreatKind.MIG31K, Band.MINUTES),
        (ThreatKind.DRONES, Band.TENS_OF_MINUTES),
    ],
)
def test_each_threat_leaves_its_time(threat: ThreatKind, band: Band) -> None:
    assert band_of_threat(threat) is band
    assert band_of(RAID, gravity_of(RAID, RED, threats(threat)), threats(threat)) is band


@pytest.mark.parametrize(
    ("named", "band"),
    [
        ((DRONES, ThreatKind.CRUISE_MISSILES), Band.MINUTES),
        ((ThreatKind.CRUISE_MISSILES, DRONES), Band.MINUTES),
        ((DRONES, ThreatKind.CRUISE_MISSILES, ThreatKind.BALLISTIC_MISSILES), Band.NOW),
        ((DRONES, ThreatKind.UNKNOWN), Band.NOW),
    ],
)
def test_the_shortest_time_counts(named: tuple[ThreatKind, ...], band: Band) -> None:
    assert band_of(RAID, Gravity.GRAVE, threats(*named)) is band


def test_a_guarded_alert_that_names_nothing_leaves_the_time_of_drones() -> None:
    assert band_of(RAID, Gravity.GUARDED, ()) is Band.TENS_OF_MINUTES


def test_a_grave_alert_that_names_nothing_leaves_no_time() -> None:
    assert band_of(RAID, Gravity.GRAVE, ()) is Band.NOW


@pytest.mark.parametrize("kind", [kind for kind in AlertKind if kind is not RAID])
def test_every_other_kind_leaves_no_time(kind: AlertKind) -> None:
    assert band_of(kind, Gravity.GRAVE, ()) is Band.NOW


@pytest.mark.parametrize(
    ("levels", "gravest"),
    [
        ((YELLOW,), YELLOW),
        ((YELLOW, RED), RED),
        ((RED, YELLOW), RED),
        ((YELLOW, UNKNOWN), UNKNOWN),
        ((UNKNOWN, RED), RED),
    ],
)
def test_the_gravest_level_counts(levels: tuple[Level, ...], gravest: Level) -> None:
    assert gravest_level(levels) is gravest


def test_one_threat_told_twice_is_one_with_the_gravest_level_and_the_earliest_time() -> None:
    early, late = Threat(DRONES, YELLOW, EVENING), Threat(DRONES, RED, EVENING + MINUTE)

    (merged,) = merge_threats([(late,), (early, Threat(DRONES))])

    assert (merged.level, merged.since) == (RED, EVENING)


@given(st.lists(st.lists(named_threats, max_size=3).map(tuple), max_size=4), st.data())
def test_merging_does_not_depend_on_the_order(accounts: list[tuple[Threat, ...]], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(accounts))
    merged, other = merge_threats(accounts), merge_threats(shuffled)

    assert [(one.kind, one.level, one.since) for one in merged] == [(one.kind, one.level, one.since) for one in other]
    assert merge_threats([merged]) == merged


def test_an_alert_is_as_grave_as_its_gravest_account() -> None:
    both = of_accounts({ONE: Account(YELLOW, threats(DRONES)), OTHER: Account(RED, threats(ThreatKind.MIG31K))})

    assert (both.gravity, both.level, both.band) == (Gravity.GRAVE, RED, Band.MINUTES)
    assert {threat.kind for threat in both.threats} == {DRONES, ThreatKind.MIG31K}
    assert both.sources == (ONE, OTHER)


def test_an_account_that_has_ended_no_longer_speaks_for_the_alert() -> None:
    ended = Account(RED, threats(ThreatKind.MIG31K), absences=2)
    left = of_accounts({ONE: Account(YELLOW, threats(DRONES)), OTHER: ended})

    assert (left.gravity, left.threats, left.sources) == (Gravity.GUARDED, threats(DRONES), (ONE,))


def test_an_account_that_only_misses_one_answer_still_speaks_for_the_alert() -> None:
    doubted = Account(RED, (), absences=1)
    both = of_accounts({ONE: Account(YELLOW, ()), OTHER: doubted})

    assert (both.gravity, both.sources) == (Gravity.GRAVE, (ONE, OTHER))


def test_an_alert_whose_accounts_have_all_ended_is_as_it_was_last_shown() -> None:
    first = Account(RED, (), absences=2, last_shown_at=EVENING)
    last = Account(YELLOW, threats(DRONES), absences=2, last_shown_at=EVENING + MINUTE)

    assert of_accounts({ONE: first, OTHER: last}).gravity is Gravity.GUARDED
    assert of_accounts({ONE: last, OTHER: first}).gravity is Gravity.GUARDED
