"""What a body says is kept, and no odd one is ever read as calm."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alerts import AlertKind, AreaId, Gravity, Level, Observation, Threat, ThreatKind, gravity_of
from bot.errors import SourceError
from bot.sources.alerts_in_ua import parse
from bot.sources.reading import Parsed

PAYLOADS = Path(__file__).parent.parent / "fixtures" / "payloads"
SHARED_SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "samples"
AT = datetime(2026, 11, 15, 1, 52, 5, tzinfo=UTC)
PERMANENT = {"16", "29", "1313"}
#: How some write that there is no date.
EMPTY_DATE = "1970-01-01T00:00:00.000Z"


def area_of(uid: str) -> AreaId:
    """Both of the source's numbers for the city of Kharkiv are the city."""
    return AreaId({"6293": "1293"}.get(uid, uid))


def read(body: bytes | str) -> Parsed:
    return parse(body.encode() if isinstance(body, str) else body, at=AT, area_of=area_of)


def read_payload(name: str) -> Parsed:
    return read((PAYLOADS / name).read_bytes())


def row(**changes: Any) -> dict[str, Any]:
    usual = {
        "location_uid": "124",
        "alert_type": "air_raid",
        "alert_level": "yellow",
        "started_at": "2026-11-15T01:31:00.000Z",
        "finished_at": None,
        "deleted_at": None,
        "threats": [{"threat_type": "drones", "level": "yellow", "started_at": "2026-11-15T01:31:00.000Z"}],
    }
    return {key: value for key, value in {**usual, **changes}.items() if value is not ...}


def read_rows(*rows: object) -> Parsed:
    meta = {"last_updated_at": "2026/11/15 01:52:04 +0000", "type": "full"}
    return read(json.dumps({"alerts": rows, "meta": meta}))


def only(parsed: Parsed) -> Observation:
    (observation,) = parsed.observations
    return observation


def gravity(seen: Observation) -> Gravity:
    return gravity_of(seen.kind, seen.level, seen.threats)


def test_a_night_is_read_with_its_levels_threats_and_times() -> None:
    parsed = read_payload("missiles_over_the_city.json")
    city = next(seen for seen in parsed.observations if seen.area == "1293")
    began = datetime(2026, 11, 14, 23, 40, 11, 500000, tzinfo=UTC)
    worse = datetime(2026, 11, 15, 0, 14, 20, tzinfo=UTC)
    assert (city.kind, city.level, city.started_at) == (AlertKind.AIR_RAID, Level.RED, began)
    assert city.threats == (
        Threat(ThreatKind.DRONES, Level.YELLOW),
        Threat(ThreatKind.UNSPECIFIED_MISSILES, Level.RED),
    )
    assert [threat.since for threat in city.threats] == [began, worse]
    assert {seen.area for seen in parsed.observations} == PERMANENT | {"124", "1293", "564"}
    assert parsed.data_at == datetime(2026, 11, 15, 0, 14, 22, tzinfo=UTC)
    assert parsed.unfamiliar == ()


def test_a_calm_country_still_shows_its_permanent_alerts() -> None:
    parsed = read_payload("calm.json")
    assert {seen.area for seen in parsed.observations} == PERMANENT
    assert {seen.kind for seen in parsed.observations} == {AlertKind.AIR_RAID, AlertKind.ARTILLERY}


def test_words_that_we_do_not_know_are_grave_and_remembered() -> None:
    parsed = read_payload("new_words.json")
    seen = {one.area: one for one in parsed.observations}
    assert seen[AreaId("1293")].threats == (Threat(ThreatKind.UNKNOWN, Level.YELLOW),)
    assert seen[AreaId("124")].level is Level.UNKNOWN
    assert seen[AreaId("122")].level is Level.UNKNOWN
    assert seen[AreaId("126")].kind is AlertKind.UNKNOWN
    assert {area for area, one in seen.items() if gravity(one) is Gravity.GUARDED} == {"987654"}
    assert parsed.unfamiliar == (
        "threat_type='sea_monsters'",
        "alert_level='violet'",
        "alert_level='None'",
        "alert_type='flood'",
    )


def test_an_ended_alert_is_gone_and_a_deleted_one_is_withdrawn() -> None:
    parsed = read_payload("ended_and_withdrawn.json")
    assert {seen.area for seen in parsed.observations} == PERMANENT | {"31"}
    assert {seen.area for seen in parsed.observations if seen.withdrawn} == {"31"}


@pytest.mark.parametrize(
    "finished_at", ["", "soon", 0, False, "0000-00-00T00:00:00Z", {}, "2026-11-15T03:00:00.000Z", EMPTY_DATE]
)
def test_only_a_time_that_has_come_ends_an_alert(finished_at: object) -> None:
    assert only(read_rows(row(finished_at=finished_at))).level is Level.YELLOW


@pytest.mark.parametrize("deleted_at", ["", True, "yes", 1, EMPTY_DATE])
def test_only_a_time_withdraws_an_alert(deleted_at: object) -> None:
    assert only(read_rows(row(deleted_at=deleted_at))).withdrawn is False


def test_an_alert_that_was_ended_and_then_deleted_is_withdrawn() -> None:
    over = "2026-11-15T01:50:00.000Z"
    assert only(read_rows(row(finished_at=over, deleted_at=over))).withdrawn is True


@pytest.mark.parametrize(
    "body",
    [
        "",
        " ",
        "null",
        "7",
        '"NNN A"',
        "[]",
        "{}",
        '{"alerts": null}',
        '{"alerts": {}}',
        '{"alerts": "none"}',
        '{"message": "Unauthorized"}',
        '{"alerts": [',
        '{"alerts": []',
        "<!doctype html><title>Just a moment</title>",
        "[" * 100_000,
        b'{"alerts": ["\xff"]}',
        '{"alerts": [null]}',
        '{"alerts": ["124"]}',
        '{"alerts": [{}]}',
    ],
    ids=lambda body: repr(body[:24]),
)
def test_an_odd_body_is_an_error_and_never_calm(body: bytes | str) -> None:
    with pytest.raises(SourceError) as caught:
        read(body)
    assert caught.value.kind == "odd-shape"


@pytest.mark.parametrize("uid", [..., None, "", "  ", True, 12.5, ["124"], {"uid": "124"}, "\ud800", "1" * 41])
def test_one_row_without_a_place_spoils_the_whole_answer(uid: object) -> None:
    with pytest.raises(SourceError) as caught:
        read_rows(row(), row(location_uid=uid))
    assert caught.value.kind == "odd-shape"


def test_a_number_is_a_place_too() -> None:
    assert only(read_rows(row(location_uid=6293))).area == "1293"


@pytest.mark.parametrize("started_at", [..., None, "", "yesterday", 1763170260, "0001-01-01T00:00:00+14:00"])
def test_a_row_without_a_start_is_grave_from_the_moment_it_was_read(started_at: object) -> None:
    seen = only(read_rows(row(started_at=started_at)))
    assert (seen.area, seen.started_at, gravity(seen)) == ("124", AT, Gravity.GRAVE)


@pytest.mark.parametrize("threats", ["drones", {"threat_type": "drones"}, ["drones"], [{}], [None], 3])
def test_threats_that_cannot_be_read_are_an_unknown_threat(threats: object) -> None:
    seen = only(read_rows(row(threats=threats)))
    assert [threat.kind for threat in seen.threats] == [ThreatKind.UNKNOWN]
    assert gravity(seen) is Gravity.GRAVE


@pytest.mark.parametrize("field", ["alert_type", "alert_level", "started_at", "finished_at", "threats"])
def test_a_field_nested_as_deep_as_json_allows_is_still_an_observation(field: str) -> None:
    for depth in range(100, 1000, 20):
        body = json.dumps({"alerts": [row(**{field: "DEEP"})]}).replace('"DEEP"', "[" * depth + "]" * depth)
        try:
            assert len(read(body).observations) == 1
        except SourceError as error:
            assert error.detail == "not JSON"


@pytest.mark.parametrize("threats", [..., None, []])
def test_a_yellow_alert_that_names_nothing_is_guarded(threats: object) -> None:
    seen = only(read_rows(row(threats=threats)))
    assert (seen.threats, gravity(seen)) == ((), Gravity.GUARDED)


@pytest.mark.parametrize(
    ("said", "meant"),
    [(..., None), (None, None), ("red", Level.RED), ("RED ", Level.RED), ("yellow", Level.YELLOW), ("", Level.UNKNOWN)],
)
def test_a_threat_keeps_the_level_that_it_is_given(said: object, meant: Level | None) -> None:
    threat = {"threat_type": "drones", **({} if said is ... else {"level": said})}
    assert only(read_rows(row(threats=[threat]))).threats == (Threat(ThreatKind.DRONES, meant),)


def test_rows_of_one_area_and_kind_are_left_as_they_are() -> None:
    assert [seen.level for seen in read_rows(row(), row(alert_level="red")).observations] == [Level.YELLOW, Level.RED]


@pytest.mark.parametrize("meta", [None, [], {}, {"last_updated_at": None}, {"last_updated_at": "just now"}])
def test_an_answer_without_a_time_is_read_and_noted(meta: object) -> None:
    parsed = read(json.dumps({"alerts": [row()], "meta": meta}))
    assert (len(parsed.observations), parsed.data_at) == (1, None)
    assert parsed.unfamiliar == ("meta.last_updated_at='unreadable'",)


@pytest.mark.parametrize("said", ["2026-11-15T01:52:04Z", "2026-11-15T03:52:04+02:00", "2026/11/15 03:52:04 +0200"])
def test_the_time_of_the_data_is_read_in_any_of_the_two_spellings(said: str) -> None:
    parsed = read(json.dumps({"alerts": [], "meta": {"last_updated_at": said}}))
    assert parsed.data_at == AT - timedelta(seconds=1)


JSON_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(row())), JSON_VALUES))
def test_a_row_of_any_shape_is_an_observation_or_an_error_but_never_lost(changes: dict[str, Any]) -> None:
    finished, deleted = changes.pop("finished_at", None), changes.pop("deleted_at", None)
    odd_ends = {"finished_at": [finished], "deleted_at": [deleted]}
    try:
        parsed = read_rows(row(**changes, **odd_ends))
    except SourceError as error:
        assert error.kind == "odd-shape"
    else:
        assert len(parsed.observations) == 1


@given(st.binary(max_size=60))
def test_noise_is_an_error(noise: bytes) -> None:
    with pytest.raises(SourceError):
        read(noise)


def calm(parsed: Parsed) -> bool:
    return {seen.area for seen in parsed.observations} == PERMANENT


def kharkiv_is_red(parsed: Parsed) -> bool:
    return any(seen.area == "1293" and seen.level is Level.RED for seen in parsed.observations)


@pytest.mark.skipif(not SHARED_SAMPLES.is_dir(), reason="the folder of samples is not part of the repository")
@pytest.mark.parametrize(
    ("name", "holds"),
    [("alerts_in_ua_active_calm.json", calm), ("alerts_in_ua_active_kharkiv_night.json", kharkiv_is_red)],
)
def test_the_samples_beside_the_repository_are_what_their_names_say(name: str, holds: Callable[[Parsed], bool]) -> None:
    assert holds(read((SHARED_SAMPLES / name).read_bytes()))


@pytest.mark.skipif(not SHARED_SAMPLES.is_dir(), reason="the folder of samples is not part of the repository")
@pytest.mark.parametrize(
    "name", [f"alerts_in_ua_{what}.json" for what in ("error_401", "error_403", "error_429", "iot_by_oblast_v1")]
)
def test_the_samples_of_errors_and_of_other_endpoints_are_refused(name: str) -> None:
    with pytest.raises(SourceError):
        read((SHARED_SAMPLES / name).read_bytes())
