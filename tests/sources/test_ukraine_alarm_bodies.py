"""What a body of ukrainealarm says is kept, and no odd one is ever read as calm."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.advance import State, advance
from bot.domain.alerts import (
    AlertKind,
    Answer,
    AreaId,
    Gravity,
    Level,
    Observation,
    SourceName,
    Threat,
    ThreatKind,
    TransitionKind,
    gravity_of,
)
from bot.errors import SourceError
from bot.sources import alerts_in_ua
from bot.sources.reading import Parsed
from bot.sources.ukraine_alarm_bodies import (
    NAME,
    RegionRow,
    parse,
    parse_regions,
    parse_status,
)

PAYLOADS = Path(__file__).parent.parent / "fixtures" / "payloads"
SHARED_SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "samples"
AT = datetime(2026, 11, 15, 1, 52, 5, tzinfo=UTC)
BEGAN = "2026-11-15T01:31:00.000Z"
UPDATED = "2026-11-15T01:31:00.250Z"
WORSE = "2026-11-15T01:50:00.000Z"
PERMANENT = {("16", AlertKind.AIR_RAID), ("29", AlertKind.AIR_RAID), ("1313", AlertKind.ARTILLERY)}
#: Bodies that are no list of alerts, no record, no tree and no status.
NOTHING = [
    "",
    " ",
    "null",
    "7",
    '"calm"',
    "{}",
    '{"message": "Unauthorized"}',
    "[{",
    "<!doctype html><title>Just a moment</title>",
    "[" * 100_000,
    b'["\xff"]',
]


def area_of(region: str) -> AreaId:
    """As in the tree of areas: one area, whatever a source calls it."""
    return AreaId({"6293": "1293", "9999": "29"}.get(region, region))


def as_bytes(body: object) -> bytes:
    return body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else json.dumps(body).encode()


def read(body: object) -> Parsed:
    return parse(as_bytes(body), at=AT, area_of=area_of)


def payload(name: str) -> bytes:
    return (PAYLOADS / f"ukraine_alarm_{name}.json").read_bytes()


def changed(usual: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**usual, **changes}.items() if value is not ...}


def level(name: object = "Yellow", reason: object = "Дронова загроза (жовтий рівень)", at: object = BEGAN) -> Any:
    return changed({}, {"alertLevel": name, "reason": reason, "createdAt": at})


def alert(region: object = "124", *levels: Any, **changes: Any) -> dict[str, Any]:
    usual = {"regionId": region, "regionType": "District", "type": "AIR", "lastUpdate": UPDATED}
    return changed({**usual, "activeAlertLevels": list(levels or (level(),))}, changes)


def record(*alerts: object, **changes: Any) -> dict[str, Any]:
    usual = {"regionId": "124", "regionType": "District", "regionName": "Харківський район", "lastUpdate": UPDATED}
    return changed({**usual, "activeAlerts": list(alerts)}, changes)


def only(parsed: Parsed) -> Observation:
    (observation,) = parsed.observations
    return observation


def gravity(seen: Observation) -> Gravity:
    return gravity_of(seen.kind, seen.level, seen.threats)


def keys(parsed: Parsed) -> set[tuple[str, AlertKind]]:
    return {(seen.area, seen.kind) for seen in parsed.observations}


def test_a_night_is_read_with_its_levels_threats_and_times() -> None:
    parsed = read(payload("missiles_over_the_city"))
    city = next(seen for seen in parsed.observations if seen.area == "1293")
    began = datetime(2026, 11, 14, 23, 40, 11, 500000, tzinfo=UTC)
    worse = datetime(2026, 11, 15, 0, 14, 20, tzinfo=UTC)
    assert (city.kind, city.level, city.started_at) == (AlertKind.AIR_RAID, Level.RED, began)
    assert city.threats == (
        Threat(ThreatKind.DRONES, Level.YELLOW),
        Threat(ThreatKind.UNSPECIFIED_MISSILES, Level.RED),
    )
    assert [threat.since for threat in city.threats] == [began, worse]
    assert {area for area, _ in keys(parsed) - PERMANENT} == {"124", "1293", "564"}
    assert parsed.data_at == datetime(2026, 11, 15, 0, 14, 21, 400000, tzinfo=UTC)
    assert parsed.unfamiliar == ()


def test_a_calm_country_still_shows_its_permanent_alerts_since_they_began() -> None:
    parsed = read(payload("calm"))
    assert keys(parsed) == PERMANENT
    assert [seen.started_at.year for seen in parsed.observations] == [2022, 2022, 2024]
    assert (parsed.data_at, parsed.unfamiliar) == (datetime(2024, 5, 20, 8, tzinfo=UTC), ())


def test_crimea_is_one_area_under_both_of_its_ids() -> None:
    assert only(read([record(alert("9999"), regionId="9999")])).area == "29"


def test_words_that_we_do_not_know_are_grave_and_remembered() -> None:
    parsed = read(payload("new_words"))
    seen = {one.area: one for one in parsed.observations}
    assert seen[AreaId("1293")].threats == (Threat(ThreatKind.UNKNOWN, Level.YELLOW),)
    assert seen[AreaId("124")].level is Level.UNKNOWN
    assert seen[AreaId("122")].level is Level.UNKNOWN
    assert seen[AreaId("126")].kind is AlertKind.UNKNOWN
    assert seen[AreaId("127")].kind is AlertKind.UNKNOWN
    assert {area for area, one in seen.items() if gravity(one) is Gravity.GUARDED} == {"987654"}
    assert parsed.unfamiliar == (
        "reason='Загроза морських чудовиськ'",
        "alertLevel='Violet'",
        "activeAlertLevels='None'",
        "type='FLOOD'",
    )


def test_the_test_region_and_mere_information_are_no_alerts() -> None:
    parsed = read(payload("new_words"))
    assert {"0", "128"}.isdisjoint(seen.area for seen in parsed.observations)
    assert parsed.data_at == datetime(2026, 11, 14, 23, 40, tzinfo=UTC)


def test_an_alert_of_the_test_region_is_none_in_any_record() -> None:
    assert keys(read([record(alert("0"), alert("124"))])) == {("124", AlertKind.AIR_RAID)}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("AIR", AlertKind.AIR_RAID),
        ("air ", AlertKind.AIR_RAID),
        ("ARTILLERY", AlertKind.ARTILLERY),
        ("URBAN_FIGHTS", AlertKind.URBAN_FIGHTS),
        ("CHEMICAL", AlertKind.CHEMICAL),
        ("NUCLEAR", AlertKind.NUCLEAR),
        ("UNKNOWN", AlertKind.UNKNOWN),
        ("CUSTOM", AlertKind.UNKNOWN),
    ],
)
def test_every_documented_type_is_known(said: str, meant: AlertKind) -> None:
    parsed = read([record(alert(type=said))])
    assert (only(parsed).kind, parsed.unfamiliar) == (meant, ())


@pytest.mark.parametrize("said", [..., None, "", "FLOOD", 3, ["AIR"], {}])
def test_a_type_that_cannot_be_read_is_an_alert_all_the_same(said: object) -> None:
    seen = only(read([record(alert(type=said))]))
    assert (seen.kind, gravity(seen)) == (AlertKind.UNKNOWN, Gravity.GRAVE)


def test_an_alert_that_the_records_below_repeat_is_that_of_its_own_region_alone() -> None:
    parents = alert("22", level("Red", "Ракетна загроза (червоний рівень)"), regionType="State")
    below = [record(parents, regionId=region) for region in ("122", "124")]
    mixed = record(parents, alert("1284", type="URBAN_FIGHTS"), regionId="1284")
    expected = {("22", AlertKind.AIR_RAID), ("1284", AlertKind.URBAN_FIGHTS)}
    assert keys(read([record(parents, regionId="22"), *below, mixed])) == expected
    assert len(read([*below, mixed]).observations) == 2


def test_copies_of_an_alert_that_differ_are_the_gravest_and_the_earliest_of_them() -> None:
    red = alert("124", level("Red", "Ракетна загроза", WORSE), lastUpdate=WORSE)
    seen = only(read([record(red, regionId="1284"), record(alert())]))
    assert (seen.level, seen.started_at) == (Level.RED, datetime(2026, 11, 15, 1, 31, tzinfo=UTC))
    assert {threat.kind for threat in seen.threats} == {ThreatKind.DRONES, ThreatKind.UNSPECIFIED_MISSILES}


YELLOW, RED = level(), level("Red", "Ракетна загроза (червоний рівень)", WORSE)


@pytest.mark.parametrize(
    ("levels", "meant"),
    [
        ([YELLOW], Level.YELLOW),
        ([RED], Level.RED),
        ([YELLOW, RED], Level.RED),
        ([RED, YELLOW], Level.RED),
        ([level("yellow ")], Level.YELLOW),
        ([], Level.UNKNOWN),
        (None, Level.UNKNOWN),
        (..., Level.UNKNOWN),
        ("Yellow", Level.UNKNOWN),
        ({"alertLevel": "Yellow"}, Level.UNKNOWN),
        (["Yellow"], Level.UNKNOWN),
        ([YELLOW, None], Level.UNKNOWN),
        ([level("Violet")], Level.UNKNOWN),
        ([level(...)], Level.UNKNOWN),
        ([YELLOW, level("Violet")], Level.UNKNOWN),
        ([RED, level("Violet")], Level.RED),
    ],
)
def test_the_gravest_level_counts_and_a_missing_one_is_grave(levels: object, meant: Level) -> None:
    seen = only(read([record(alert(activeAlertLevels=levels))]))
    assert seen.level is meant
    assert (gravity(seen) is Gravity.GUARDED) is (meant is Level.YELLOW)


DRONES, MISSILES, NEW = ThreatKind.DRONES, ThreatKind.UNSPECIFIED_MISSILES, ThreatKind.UNKNOWN


@pytest.mark.parametrize(
    ("said", "reason", "threats"),
    [
        ("Yellow", "Дронова загроза (жовтий рівень)", [(DRONES, Level.YELLOW)]),
        ("Yellow", " дронова  ЗАГРОЗА ", [(DRONES, Level.YELLOW)]),
        ("Yellow", "Дронова небезпека", [(DRONES, Level.YELLOW)]),
        ("Red", "Дронова загроза (жовтий рівень)", [(DRONES, Level.RED)]),
        ("Yellow", "Дронова загроза (червоний рівень)", [(DRONES, Level.RED)]),
        ("Violet", "Дронова загроза", [(DRONES, Level.UNKNOWN)]),
        ("Red", "Масована дронова загроза", [(DRONES, Level.RED)]),
        ("Yellow", "Масована дронова загроза", [(DRONES, Level.RED)]),
        ("Red", "Ракетна загроза (червоний рівень)", [(MISSILES, Level.RED)]),
        ("Yellow", "Ракетна загроза", [(MISSILES, Level.RED)]),
        ("Red", "Ракетно-дронова загроза", [(DRONES, Level.RED), (MISSILES, Level.RED)]),
        ("Red", "Ракетно–дронова загроза (червоний рівень)", [(DRONES, Level.RED), (MISSILES, Level.RED)]),
        ("Yellow", "Загроза балістики", [(NEW, Level.YELLOW)]),
        ("Yellow", "Дронова загроза (синій рівень)", [(NEW, Level.YELLOW)]),
        ("Yellow", "(жовтий рівень)", [(NEW, Level.YELLOW)]),
        ("Yellow", ["Дронова загроза"], [(NEW, Level.YELLOW)]),
        ("Yellow", 7, [(NEW, Level.YELLOW)]),
        ("Red", "", []),
        ("Red", None, []),
        ("Red", ..., []),
    ],
)
def test_a_reason_names_threats(said: str, reason: object, threats: list[tuple[ThreatKind, Level]]) -> None:
    parsed = read([record(alert("124", level(said, reason)))])
    assert [(threat.kind, threat.level) for threat in only(parsed).threats] == threats
    assert any(word.startswith("reason=") for word in parsed.unfamiliar) is (bool(threats) and threats[0][0] is NEW)


def test_a_massed_attack_is_grave_whatever_its_level_says() -> None:
    assert gravity(only(read([record(alert("124", level("Yellow", "Масована дронова загроза")))]))) is Gravity.GRAVE


@pytest.mark.parametrize(
    ("created", "updated", "started"),
    [
        ([BEGAN, WORSE], WORSE, BEGAN),
        ([WORSE, BEGAN], WORSE, BEGAN),
        ([BEGAN], ..., BEGAN),
        ([...], UPDATED, UPDATED),
        ([None, "soon"], UPDATED, UPDATED),
        (["0001-01-01T00:00:00"], UPDATED, UPDATED),
        ([BEGAN], "0001-01-01T00:00:00Z", BEGAN),
        # It ran when levels came in, on 6 September 2026, and got its first then.
        (["2026-09-06T03:00:00Z"], "2022-04-04T16:45:39Z", "2022-04-04T16:45:39Z"),
        (["2026-11-15T03:31:00+02:00"], WORSE, BEGAN),
        (["2026-11-15T01:31:00.0000009Z"], WORSE, BEGAN),
    ],
)
def test_an_alert_began_with_its_first_level_or_before(created: list[Any], updated: Any, started: str) -> None:
    levels = [level(at=moment) for moment in created]
    seen = only(read([record(alert(activeAlertLevels=levels, lastUpdate=updated))]))
    assert (seen.started_at, seen.level) == (datetime.fromisoformat(started), Level.YELLOW)


@pytest.mark.parametrize("said", [..., None, "", "yesterday", 1763170260, "0001-01-01T00:00:00"])
def test_an_alert_without_any_time_is_grave_from_the_moment_it_was_read(said: object) -> None:
    seen = only(read([record(alert("124", level(at=said), lastUpdate=said))]))
    assert (seen.area, seen.started_at, gravity(seen)) == ("124", AT, Gravity.GRAVE)


@pytest.mark.parametrize(
    "body",
    [
        *NOTHING,
        '{"alerts": []}',
        "[null]",
        '["124"]',
        "[{}]",
        '[{"regionId": "124"}]',
        '[{"regionId": "124", "activeAlerts": null}]',
        '[{"regionId": "124", "activeAlerts": {}}]',
        '[{"regionId": "124", "activeAlerts": "none"}]',
        '[{"activeAlerts": []}]',
        '[{"regionId": "124", "activeAlerts": [null]}]',
        '[{"regionId": "124", "activeAlerts": ["AIR"]}]',
        '[{"regionId": "124", "activeAlerts": [{"type": "AIR"}]}]',
        payload("missiles_over_the_city")[:-40],
        payload("regions"),
        payload("webhook"),
    ],
    ids=lambda body: repr(body[:40]),
)
def test_an_odd_body_is_an_error_and_never_calm(body: bytes | str) -> None:
    with pytest.raises(SourceError) as caught:
        read(body)
    assert (caught.value.source, caught.value.kind) == ("ukraine-alarm", "odd-shape")


@pytest.mark.parametrize("region", [..., None, "", "  ", True, 12.5, ["124"], {}, "\ud800", "1" * 41])
def test_one_alert_or_record_without_a_place_spoils_the_whole_answer(region: object) -> None:
    for spoiled in (record(alert(region)), record(alert(), regionId=region)):
        with pytest.raises(SourceError) as caught:
            read([record(alert()), spoiled])
        assert caught.value.kind == "odd-shape"


def test_a_record_without_alerts_says_nothing() -> None:
    assert read([record()]).observations == ()


JSON_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from(sorted(alert())), JSON_VALUES),
    st.dictionaries(st.sampled_from(sorted(level())), JSON_VALUES),
)
def test_an_alert_of_any_shape_is_an_observation_or_an_error_but_never_lost(
    changes: dict[str, Any], declared: dict[str, Any]
) -> None:
    odd = {"activeAlertLevels": [{**level(), **declared}], **changes}
    try:
        parsed = read([record(alert(**odd))])
    except SourceError as error:
        assert error.kind == "odd-shape"
    else:
        # The test region and INFO, which would be passed over, cannot come from short arbitrary words.
        region, kind = odd.get("regionId"), odd.get("type")
        assert len(parsed.observations) == (str(region).strip() != "0" and str(kind).strip().casefold() != "info")


@given(st.binary(max_size=60))
def test_noise_is_an_error(noise: bytes) -> None:
    with pytest.raises(SourceError):
        read(noise)


@pytest.mark.parametrize("where", ["type", "activeAlertLevels", "lastUpdate"])
def test_a_field_nested_as_deep_as_json_allows_is_still_an_observation(where: str) -> None:
    for depth in range(100, 1000, 20):
        body = json.dumps([record(alert(**{where: "DEEP"}))]).replace('"DEEP"', "[" * depth + "]" * depth)
        try:
            assert len(read(body).observations) == 1
        except SourceError as error:
            assert error.detail == "not JSON"


def test_the_same_night_from_both_sources_is_one_alert_per_area_with_two_reporters() -> None:
    other = (PAYLOADS / "missiles_over_the_city.json").read_bytes()
    parsed = alerts_in_ua.parse(other, at=AT, area_of=area_of), read(payload("missiles_over_the_city"))
    names = alerts_in_ua.NAME, NAME
    state, transitions = State(), []
    for turn, (name, one) in enumerate(zip(names, parsed, strict=True)):
        now = AT + timedelta(seconds=turn)
        state, happened = advance(state, Answer(SourceName(name), now, one.observations, one.data_at), now)
        transitions.append([transition.kind for transition in happened])
    assert set(state.alerts) == keys(parsed[0]) == keys(parsed[1])
    assert transitions == [[TransitionKind.STARTED] * 6, []]
    assert all(running.sources == tuple(sorted(names)) for running in state.alerts.values())
    assert all(running.accounts[names[0]].level is running.level for running in state.alerts.values())


def test_the_number_of_the_last_action_is_read() -> None:
    assert parse_status(b'{"lastActionIndex": 1163212498}') == 1163212498


@pytest.mark.parametrize("said", ["null", '"7"', "7.5", "true", "[]", "{}"])
def test_a_number_that_is_none_is_an_error(said: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse_status(b'{"lastActionIndex": %s}' % said.encode())
    assert caught.value.kind == "odd-shape"


@pytest.mark.parametrize("body", [*NOTHING, "[]"], ids=lambda body: repr(body[:40]))
def test_an_odd_status_is_an_error_and_never_unchanged(body: object) -> None:
    with pytest.raises(SourceError):
        parse_status(as_bytes(body))


def test_the_tree_of_regions_comes_as_rows_with_parents_first() -> None:
    rows = parse_regions(payload("regions"))
    assert [(row.id, row.parent) for row in rows] == [
        ("22", None),
        ("1293", None),
        ("9999", None),
        ("122", "22"),
        ("124", "22"),
        ("1313", "122"),
        ("1284", "124"),
    ]
    assert rows[3] == RegionRow("122", "Чугуївський район", "District", "22")


@pytest.mark.parametrize(
    "body",
    [
        *NOTHING,
        "[]",
        '{"states": null}',
        '{"states": []}',
        '{"states": {}}',
        '{"states": [null]}',
        '{"states": [{"regionId": "0", "regionName": "Тест", "regionType": "State"}]}',
        '{"states": [{"regionName": "Без номера", "regionType": "State"}]}',
        '{"states": [{"regionId": "22", "regionName": "", "regionType": "State"}]}',
        '{"states": [{"regionId": "22", "regionName": "Харківська область"}]}',
        '{"states": [{"regionId": "22", "regionName": "Харків", "regionType": "State", "regionChildIds": "124"}]}',
    ],
    ids=lambda body: repr(body[:40]),
)
def test_an_odd_tree_is_an_error_and_never_an_empty_one(body: object) -> None:
    with pytest.raises(SourceError) as caught:
        parse_regions(as_bytes(body))
    assert caught.value.kind == "odd-shape"


def calm(body: bytes) -> bool:
    return keys(read(body)) == PERMANENT - {("1313", AlertKind.ARTILLERY)}


def kharkiv_is_red(body: bytes) -> bool:
    return any(seen.area == "1293" and seen.level is Level.RED for seen in read(body).observations)


@pytest.mark.skipif(not SHARED_SAMPLES.is_dir(), reason="the folder of samples is not part of the repository")
@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("alerts_calm", calm),
        ("alerts_kharkiv_night", kharkiv_is_red),
        ("alerts_region_1293_calm", lambda body: not read(body).observations),
        ("status", lambda body: parse_status(body) == 1163212498),
        (
            "regions_excerpt",
            lambda body: {row.id for row in parse_regions(body)} == {"22", "124", "1284", "1293", "9999"},
        ),
    ],
)
def test_the_samples_beside_the_repository_are_what_their_names_say(name: str, holds: Callable[[bytes], bool]) -> None:
    assert holds((SHARED_SAMPLES / f"ukrainealarm_{name}.json").read_bytes())
