"""Time zones are found by what people call them, and never guessed."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.zones import CHOICES, city_of, find_zones, is_offered
from tests.fixtures import content


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Kyiv", "Europe/Kyiv"),
        ("Kiev", "Europe/Kyiv"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("Київ", "Europe/Kyiv"),
        ("Харків", "Europe/Kyiv"),
        ("Lviv", "Europe/Kyiv"),
        ("нью йорк", "America/New_York"),
        ("Нью-Йорк", "America/New_York"),
        ("buenos aires", "America/Argentina/Buenos_Aires"),
        ("Рим", "Europe/Rome"),
        ("Czechia", "Europe/Prague"),
    ],
)
def test_a_name_in_either_language_is_certain(words: str, zone: str) -> None:
    found = find_zones(words, content.tree())

    assert (found.zones, found.certain) == ((zone,), True)


def test_a_country_of_many_clocks_is_asked() -> None:
    found = find_zones("Канада", content.tree())

    assert not found.certain
    assert len(found.zones) == CHOICES


@pytest.mark.parametrize("words", ["EST", "CET", "US", "Etc/GMT+2", "Antarctica", "", " "])
def test_an_abbreviation_is_never_a_certain_zone(words: str) -> None:
    assert not find_zones(words, content.tree()).certain


@pytest.mark.parametrize(
    ("zone", "language", "city"),
    [
        ("Europe/Kyiv", "uk", "Київ"),
        ("Europe/Kyiv", "en", "Kyiv"),
        ("Asia/Kolkata", "uk", "Колката"),
        ("America/Argentina/Buenos_Aires", "en", "Buenos Aires"),
        ("UTC", "uk", "UTC"),
    ],
)
def test_a_zone_is_named_after_its_city(zone: str, language: str, city: str) -> None:
    assert city_of(zone, language) == city


@given(st.text(max_size=40))
def test_whatever_is_written_only_zones_that_exist_are_offered(words: str) -> None:
    found = find_zones(words, content.tree())

    assert len(found.zones) <= CHOICES
    assert all(is_offered(zone) and ZoneInfo(zone) for zone in found.zones)
    assert found.zones or not found.certain
