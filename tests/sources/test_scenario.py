"""The invented night is played exactly as it is written, to whoever asks, at any moment and in any order."""

import csv
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alerts import AlertKind, AreaId, Gravity, Level, Observation, Threat, ThreatKind, gravity_of
from bot.errors import ContentFault, SourceError
from bot.sources.port import Source
from bot.sources.scenario import Scenario, ScenarioSource, anchor_for, events_after, load_scenario, observations_at

DATA = Path(__file__).parents[2] / "data"
KYIV = ZoneInfo("Europe/Kyiv")
EVENING = datetime(2026, 11, 14, 22, 50, tzinfo=KYIV)
ANCHOR = EVENING.astimezone(UTC)
CITY = AreaId("1293")
NIGHT = load_scenario(DATA / "scenarios" / "kharkiv-night.yaml")

SMALL = """
title: {uk: Мала, en: Small}
starts: "23:00"
until: "01:00"
alerts:
  - area: "7"
    from: "23:30"
    to: "+1:45"
    level: yellow
    threats: [drones]
    then:
      - {at: "00:15:30", level: red, threats: [drones, mig31k]}
  - {area: "8", kind: artillery, long_since: 2024-05-20T11:00:00+03:00, level: red}
  - {area: "9", from: "-0:30", to: "23:20", level: red, threats: [drones]}
blind:
  - {from: "00:00", to: "00:10"}
"""


def at(clock: str) -> datetime:
    """The moment of the night at which the clocks of Kyiv show this."""
    hour, minute = map(int, clock.split(":"))
    day = 14 if hour >= 12 else 15
    return datetime(2026, 11, day, hour, minute, tzinfo=KYIV).astimezone(UTC)


def in_city(moment: datetime) -> list[Observation]:
    return [seen for seen in observations_at(NIGHT, ANCHOR, moment) if seen.area == CITY]


def write(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "small.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def small(tmp_path: Path) -> Scenario:
    return load_scenario(write(tmp_path, SMALL))


DRONES = (ThreatKind.DRONES,)
MISSILES = (ThreatKind.DRONES, ThreatKind.UNSPECIFIED_MISSILES)
BALLISTIC = (*MISSILES, ThreatKind.BALLISTIC_MISSILES)
BOMBS = (ThreatKind.GUIDED_BOMBS,)


@pytest.mark.parametrize(
    ("from_", "to", "level", "threats"),
    [
        ("22:50", "23:25", None, ()),
        ("23:25", "00:05", Level.YELLOW, DRONES),
        ("00:05", "01:40", None, ()),
        ("01:40", "02:14", Level.YELLOW, DRONES),
        ("02:14", "02:16", Level.RED, MISSILES),
        ("02:16", "02:50", Level.RED, BALLISTIC),
        ("02:50", "03:52", Level.YELLOW, DRONES),
        ("03:52", "04:30", None, ()),
        ("04:30", "04:38", Level.YELLOW, DRONES),
        ("04:38", "04:44", None, ()),
        ("04:44", "05:05", Level.YELLOW, DRONES),
        ("05:05", "05:40", None, ()),
        ("05:40", "06:05", Level.RED, BOMBS),
        ("06:05", "07:20", None, ()),
        ("07:20", "07:45", Level.YELLOW, DRONES),
        ("07:45", "08:30", None, ()),
    ],
)
def test_the_night_in_the_city_is_as_written(
    from_: str, to: str, level: Level | None, threats: tuple[ThreatKind, ...]
) -> None:
    for moment in (at(from_), at(to) - timedelta(microseconds=1)):
        shown = [(seen.level, tuple(threat.kind for threat in seen.threats)) for seen in in_city(moment)]
        assert shown == ([] if level is None else [(level, threats)])


def test_a_long_alert_keeps_its_start_and_each_threat_its_own() -> None:
    (seen,) = in_city(at("02:40"))
    assert (seen.kind, seen.started_at) == (AlertKind.AIR_RAID, at("01:40"))
    assert [(threat.level, threat.since) for threat in seen.threats] == [
        (Level.YELLOW, at("01:40")),
        (Level.RED, at("02:14")),
        (Level.RED, at("02:16")),
    ]


def test_after_the_missiles_the_alert_is_guarded_again() -> None:
    (seen,) = in_city(at("02:50"))
    assert gravity_of(seen.kind, seen.level, seen.threats) is Gravity.GUARDED
    assert seen.threats == (Threat(ThreatKind.DRONES, Level.YELLOW),)


@pytest.mark.parametrize("clock", ["22:50", "02:30", "08:30"])
def test_what_has_lasted_for_years_is_there_all_night(clock: str) -> None:
    old = {
        (seen.area, seen.kind, seen.started_at.year)
        for seen in observations_at(NIGHT, ANCHOR, at(clock))
        if seen.started_at < ANCHOR - timedelta(days=365)
    }
    assert old == {
        ("16", AlertKind.AIR_RAID, 2022),
        ("29", AlertKind.AIR_RAID, 2022),
        ("1313", AlertKind.ARTILLERY, 2024),
    }


def test_the_raion_sees_the_drones_before_the_city() -> None:
    raion = [seen for seen in observations_at(NIGHT, ANCHOR, at("23:20")) if seen.area == "124"]
    assert [seen.level for seen in raion] == [Level.YELLOW]
    assert in_city(at("23:20")) == []


def tree() -> dict[str, str]:
    with (DATA / "areas" / "areas.csv").open(encoding="utf-8", newline="") as table:
        return {line["id"]: line["parent"] for line in csv.DictReader(table)}


def test_every_area_of_the_night_is_one_that_we_know() -> None:
    assert {alert.area for alert in NIGHT.alerts} <= set(tree())


def test_lviv_is_calm_all_night() -> None:
    parents = tree()
    shown = {alert.area for alert in NIGHT.alerts}
    assert "27" not in shown
    assert not any(parents[area] == "27" or parents.get(parents[area]) == "27" for area in shown)


def test_no_two_alerts_of_one_area_and_kind_overlap() -> None:
    moment = ANCHOR
    for moment in events_after(NIGHT, ANCHOR, ANCHOR - timedelta(days=1)):
        keys = [(seen.area, seen.kind) for seen in observations_at(NIGHT, ANCHOR, moment)]
        assert len(keys) == len(set(keys))
    assert moment < ANCHOR + NIGHT.lasts


def test_the_next_events_of_a_place_are_its_own() -> None:
    clocks = [moment.astimezone(KYIV).strftime("%H:%M") for moment in events_after(NIGHT, ANCHOR, at("01:40"), {CITY})]
    assert clocks[:5] == ["02:14", "02:16", "02:50", "03:52", "04:30"]
    assert clocks[-1] == "07:45"


@given(st.integers(0, 10 * 3600 - 1))
def test_nothing_changes_between_two_events(second: int) -> None:
    moment = ANCHOR + timedelta(seconds=second)
    following = events_after(NIGHT, ANCHOR, moment)
    until = following[0] if following else moment + timedelta(days=1)
    shown = observations_at(NIGHT, ANCHOR, moment)
    assert observations_at(NIGHT, ANCHOR, until - timedelta(microseconds=1)) == shown
    assert not following or observations_at(NIGHT, ANCHOR, until) != shown


async def test_a_scenario_is_a_source_like_any_other() -> None:
    source: Source = ScenarioSource(NIGHT, ANCHOR)
    answer = await source.poll(at("02:20"))
    assert (answer.source, answer.at, answer.data_at) == ("scenario:kharkiv-night", at("02:20"), at("02:20"))
    assert answer.observations == observations_at(NIGHT, ANCHOR, at("02:20"))


async def test_in_a_blind_stretch_nothing_is_seen(small: Scenario) -> None:
    anchor = datetime(2026, 11, 14, 21, 0, tzinfo=UTC)
    source = ScenarioSource(small, anchor)
    midnight = anchor + timedelta(hours=1)
    for moment in (midnight, midnight + timedelta(minutes=9, seconds=59)):
        with pytest.raises(SourceError):
            await source.poll(moment)
    for moment in (midnight - timedelta(seconds=1), midnight + timedelta(minutes=10)):
        assert (await source.poll(moment)).observations
    assert midnight in source.events_after(anchor, areas=[])


def test_offsets_local_times_and_old_alerts_are_read(small: Scenario) -> None:
    anchor = datetime(2026, 11, 14, 21, 0, tzinfo=UTC)
    shown = {seen.area: seen for seen in observations_at(small, anchor, anchor + timedelta(minutes=76))}
    assert set(shown) == {"7", "8"}
    assert shown[AreaId("7")].threats == (Threat(ThreatKind.DRONES, Level.YELLOW), Threat(ThreatKind.MIG31K, Level.RED))
    assert shown[AreaId("7")].threats[1].since == anchor + timedelta(minutes=75, seconds=30)
    assert shown[AreaId("8")].started_at == datetime(2024, 5, 20, 8, 0, tzinfo=UTC)
    assert (small.name, small.title_uk, small.title_en, small.lasts) == ("small", "Мала", "Small", timedelta(hours=2))


def test_drones_that_alone_make_an_alert_red_are_red(small: Scenario) -> None:
    anchor = datetime(2026, 11, 14, 21, 0, tzinfo=UTC)
    (massed,) = (seen for seen in observations_at(small, anchor, anchor) if seen.area == "9")
    assert massed.started_at == anchor - timedelta(minutes=30)
    assert massed.threats == (Threat(ThreatKind.DRONES, Level.RED),)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-11-14T22:50:00+02:00", 14),
        ("2026-11-14T22:49:59+02:00", 14),
        ("2026-11-14T12:00:00+02:00", 14),
        ("2026-11-15T00:10:00+02:00", 14),
        ("2026-11-15T08:50:00+02:00", 14),
        ("2026-11-15T08:50:01+02:00", 15),
    ],
)
def test_a_scenario_is_joined_in_its_night_or_awaited(now: str, day: int) -> None:
    anchor = anchor_for(NIGHT, datetime.fromisoformat(now).astimezone(UTC))
    assert anchor == datetime(2026, 11, day, 22, 50, tzinfo=KYIV)
    assert anchor.tzinfo is UTC


@given(st.integers(0, 2 * 365 * 86400).map(lambda second: ANCHOR + timedelta(seconds=second)))
def test_the_anchor_is_always_at_the_local_time_and_never_far(now: datetime) -> None:
    anchor = anchor_for(NIGHT, now)
    assert anchor.astimezone(KYIV).time() == NIGHT.starts
    assert -timedelta(hours=10) <= anchor - now <= timedelta(hours=15)


@pytest.mark.parametrize(
    ("written", "instead", "line", "field"),
    [
        ('starts: "23:00"', "starts: 23:00", 3, "starts"),
        ('starts: "23:00"', 'starts: "24:00"', 3, "starts"),
        ('until: "01:00"', "", 2, "until"),
        ("level: yellow", "level: violet", 9, "alerts.0.level"),
        ("threats: [drones, mig31k]", "threats: [dragons]", 12, "alerts.0.then.0.threats.0"),
        ('from: "23:30"', 'form: "23:30"', 7, "alerts.0.form"),
        ('    from: "23:30"\n', "", 6, "alerts.0"),
        ("long_since: 2024-05-20T11:00:00+03:00", "long_since: 2024-05-20T11:00:00", 13, "alerts.1.long_since"),
        ('to: "+1:45"', 'to: "23:30"', 6, "alerts.0"),
        ('at: "00:15:30"', 'at: "+1:46"', 6, "alerts.0"),
        ("title: {uk: Мала, en: Small}", "title: {uk: Мала, en: Small", 3, "YAML"),
        ("2024-05-20T11:00:00+03:00", "2024-13-20T11:00:00+03:00", None, "YAML"),
    ],
)
def test_a_fault_in_the_file_is_named_with_its_line(
    written: str, instead: str, line: int | None, field: str, tmp_path: Path
) -> None:
    assert written in SMALL
    with pytest.raises(ContentFault) as caught:
        load_scenario(write(tmp_path, SMALL.replace(written, instead)))
    assert (caught.value.line, caught.value.field) == (line, field)


@pytest.mark.parametrize("text", ["", "[]", "7", "\x00", "no scenario"])
def test_what_is_no_scenario_is_a_fault(text: str, tmp_path: Path) -> None:
    with pytest.raises(ContentFault):
        load_scenario(write(tmp_path, text))


def test_the_file_of_the_night_says_that_it_is_invented() -> None:
    assert "INVENTED" in (DATA / "scenarios" / "kharkiv-night.yaml").read_text(encoding="utf-8")
    assert "invented" in NIGHT.title_en
    assert "вигадана" in NIGHT.title_uk


def test_the_events_come_in_order_and_once() -> None:
    assert all(earlier < later for earlier, later in pairwise(events_after(NIGHT, ANCHOR, ANCHOR)))
