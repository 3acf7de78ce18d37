"""The built-in shelters are the thirty stations, and near well-known places they are the ones that a map shows."""

import csv
from collections import Counter

import pytest

from bot.domain.shelters.finding import landmark_named, landmark_of
from bot.domain.shelters.nearest import Index
from bot.domain.shelters.shelter import Access, Shelter, StepFree, metres_between
from bot.sources.registers.built_in import load_landmarks, load_stations
from tests.content.places import ROOT

FOLDER = ROOT / "data" / "shelters"


def stations() -> tuple[Shelter, ...]:
    return load_stations(FOLDER / "kharkiv-metro.csv")


def test_there_are_thirty_stations_on_three_lines_with_names_in_both_languages() -> None:
    with (FOLDER / "kharkiv-metro.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert Counter(row["line"] for row in rows) == {"1": 13, "2": 8, "3": 9}
    assert all(station.name["uk"] and station.name["en"] for station in stations())
    assert all(len(row[name].partition(".")[2]) == 4 for row in rows for name in ("latitude", "longitude"))
    assert all(row["source"] and row["checked"] and row["spread_m"].isdigit() for row in rows)


def test_nothing_is_claimed_of_their_steps_and_they_are_open_round_the_clock() -> None:
    assert {(one.access, one.step_free) for one in stations()} == {(Access.ALWAYS, StepFree.UNKNOWN)}


def test_neighbours_on_a_line_are_a_train_ride_apart_and_transfers_a_walk() -> None:
    by_id = {station.id: station for station in stations()}
    ways = []
    for one in stations():
        line, _, number = one.id.removeprefix("metro-").partition("-")
        following = by_id.get(type(one.id)(f"metro-{line}-{int(number) + 1:02}"))
        if following and one.point and following.point:
            ways.append(metres_between(one.point, following.point))

    assert len(ways) == 27
    assert all(500 < way < 2_600 for way in ways)


#: As somebody with a map of the city would name them.
ADDRESSES = [
    ("Південний вокзал", ["Вокзальна", "Центральний ринок", "Холодна Гора"]),
    ("майдан Конституції", ["Майдан Конституції", "Історичний музей"]),
    ("міськрада", ["Майдан Конституції", "Історичний музей"]),
    ("Metalist Stadium", ["Спортивна", "Метробудівників"]),
    ("сад Шевченка", ["Університет", "Держпром"]),
    ("Сумська 25", ["Архітектора Бекетова", "Університет"]),
    ("Парк Горького", ["Ярослава Мудрого", "Наукова"]),
    ("Sumska 64", ["Університет", "Держпром"]),
    ("готель Харків", ["Держпром", "Університет"]),
    ("університет Каразіна", ["Держпром", "Університет"]),
    ("площа Свободи", ["Університет", "Держпром"]),
    ("Героїв праці", ["Салтівська", "Студентська"]),
]


@pytest.mark.parametrize(("typed", "expected"), ADDRESSES, ids=[typed for typed, _ in ADDRESSES])
def test_well_known_addresses_have_the_stations_that_a_map_shows(typed: str, expected: list[str]) -> None:
    known = {station.id: station for station in stations()}
    places = [*(one for one in map(landmark_of, stations()) if one), *load_landmarks(FOLDER / "landmarks.csv")]
    placed = [(one.id, one.point) for one in stations()]
    index = Index((shelter, at.latitude, at.longitude, StepFree.UNKNOWN) for shelter, at in placed if at)

    found = landmark_named(typed, places)
    assert found is not None
    nearest = index.nearest(found.point, len(expected), 20_000)
    assert [known[shelter].name["uk"] for shelter, _ in nearest] == expected


@pytest.mark.parametrize("typed", ["Деміївська", "вул. Невідома, 7", "Central", "Сумська", "50.0, 36.2", ""])
def test_what_is_not_known_or_could_be_several_is_none(typed: str) -> None:
    places = [*(one for one in map(landmark_of, stations()) if one), *load_landmarks(FOLDER / "landmarks.csv")]

    assert landmark_named(typed, places) is None
