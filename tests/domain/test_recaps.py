"""The account of a silence: each episode once, what rang, and hours that are not counted twice."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alerts import Gravity, ThreatKind, TransitionKind
from bot.domain.episodes import Episode, Nearness
from bot.domain.notices import AlertNotice, DigestNotice, NoticeBody, PassedNotice, RecapNotice
from bot.domain.policy import Sound
from bot.domain.quiet import Interval
from bot.domain.recaps import entries, episode_key_of, under_alert, was_silenced
from tests.domain.builders import CITY, EVENING, HOUR, HROMADA, MINUTE, episode, happened, threats
from tests.domain.moments import utc

STARTED, ESCALATED, ENDED = TransitionKind.STARTED, TransitionKind.ESCALATED, TransitionKind.ENDED
LOUD, SILENT, HELD = Sound.LOUD, Sound.SILENT, Sound.HELD

NIGHT = Interval(utc("2026-11-20 21:00"), utc("2026-11-21 05:00"))


def at(text: str) -> datetime:
    """A moment of the night; hours before noon are of the next morning."""
    day = 21 if int(text[:2]) < 12 else 20
    return utc(f"2026-11-{day} {text}")


def spell(start: str, end: str | None, area: str = CITY, nearness: Nearness = Nearness.OWN) -> Episode:
    return episode(
        type(CITY)(area),
        nearness=nearness,
        named=threats(ThreatKind.DRONES),
        started_at=at(start),
        ended_at=None if end is None else at(end),
    )


def of(about: Episode, kind: TransitionKind = STARTED) -> NoticeBody:
    return AlertNotice(happened(kind, about))


RECAP = RecapNotice(NIGHT.start, NIGHT.end, (), timedelta())
DIGEST = DigestNotice(EVENING.date(), NIGHT.start, NIGHT.end, (), 0, (), None)


@pytest.mark.parametrize(
    ("sounds", "silenced"),
    [((), False), ((LOUD,), False), ((LOUD, LOUD), False), ((SILENT,), True), ((HELD,), True), ((LOUD, SILENT), True)],
)
def test_there_is_something_to_tell_only_where_something_came_without_sound(
    sounds: tuple[Sound, ...], silenced: bool
) -> None:
    assert was_silenced(sounds) is silenced


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (of(episode()), episode().key),
        (of(episode(), ENDED), episode().key),
        (PassedNotice(episode()), episode().key),
        (RECAP, None),
        (DIGEST, None),
    ],
)
def test_a_message_is_about_an_episode_or_none(body: NoticeBody, key: str | None) -> None:
    assert episode_key_of(body) == key


def test_each_episode_has_one_entry_in_the_order_of_their_starts() -> None:
    early, late = spell("22:10", "22:50"), spell("03:10", None)
    told = [
        (of(late), SILENT, at("03:10")),
        (of(early), SILENT, at("22:10")),
        (of(early, ENDED), SILENT, at("22:50")),
    ]
    first, second = entries(told, {one.key: one for one in (early, late)}, {CITY: "home"})

    assert (first.started_at, first.ended_at, first.label) == (at("22:10"), at("22:50"), "home")
    assert (second.started_at, second.ended_at) == (at("03:10"), None)
    assert first.threats == threats(ThreatKind.DRONES)


def test_an_entry_says_every_moment_at_which_it_rang() -> None:
    night = spell("03:10", "03:52")
    told = [
        (of(night), SILENT, at("03:10")),
        (of(night, ESCALATED), LOUD, at("03:31")),
        (of(night, ESCALATED), LOUD, at("03:40")),
        (of(night, ENDED), SILENT, at("03:52")),
    ]
    (entry,) = entries(told, {night.key: night}, {})

    assert entry.rang_at == (at("03:31"), at("03:40"))


def test_an_entry_of_what_never_rang_says_so() -> None:
    night = spell("03:10", "03:52")
    (entry,) = entries([(of(night), SILENT, at("03:10"))], {night.key: night}, {})

    assert (entry.rang_at, entry.label) == ((), "")


def test_an_episode_that_was_over_before_it_could_be_sent_is_listed() -> None:
    night = spell("03:10", "03:12")

    assert len(entries([(PassedNotice(night), SILENT, at("03:12"))], {night.key: night}, {})) == 1


def test_recaps_digests_and_unknown_episodes_have_no_entry() -> None:
    told: list[tuple[NoticeBody, Sound, datetime]] = [
        (RECAP, SILENT, at("05:00")),
        (DIGEST, HELD, at("04:00")),
        (of(spell("01:00", None)), SILENT, at("01:00")),
    ]

    assert entries(told, {}, {}) == ()


def test_an_entry_tells_the_place_from_the_raion_around_it() -> None:
    own, around = spell("01:00", "02:00"), spell("01:30", "02:30", nearness=Nearness.AROUND)
    told = [(of(one), SILENT, one.started_at) for one in (own, around)]
    listed = entries(told, {one.key: one for one in (own, around)}, {CITY: "home"})

    assert [entry.nearness for entry in listed] == [Nearness.OWN, Nearness.AROUND]


@pytest.mark.parametrize(
    ("spells", "minutes"),
    [
        ((), 0),
        ((spell("22:00", "22:30"),), 30),
        # Inside one another, overlapping, touching, and apart.
        ((spell("22:00", "23:00"), spell("22:10", "22:20", HROMADA)), 60),
        ((spell("22:00", "23:00"), spell("22:30", "23:30", HROMADA)), 90),
        ((spell("22:00", "23:00"), spell("23:00", "23:30", HROMADA)), 90),
        ((spell("22:00", "23:00"), spell("02:00", "02:30")), 90),
        ((spell("22:00", "23:00"), spell("22:00", "23:00", HROMADA)), 60),
        # Over the edges of the silence, and outside of it.
        ((spell("20:00", "21:10"),), 10),
        ((spell("04:50", None),), 10),
        ((spell("20:00", None),), 8 * 60),
        ((spell("04:30", "06:00"),), 30),
        ((spell("19:00", "20:00"),), 0),
        ((spell("05:00", "06:00"),), 0),
        ((spell("06:00", "07:00"),), 0),
        ((spell("22:00", "22:30"), spell("06:00", "07:00")), 30),
        # The raion around a city is not the city.
        ((spell("22:00", "23:00", nearness=Nearness.AROUND),), 0),
    ],
)
def test_hours_under_alert_are_counted_once_and_only_inside_the_silence(
    spells: tuple[Episode, ...], minutes: int
) -> None:
    assert under_alert(spells, NIGHT) == timedelta(minutes=minutes)
    assert under_alert(reversed(spells), NIGHT) == timedelta(minutes=minutes)


@given(st.lists(st.tuples(st.integers(-300, 900), st.one_of(st.none(), st.integers(0, 300))), max_size=6))
def test_hours_under_alert_are_the_minutes_that_any_episode_covers(spans: list[tuple[int, int | None]]) -> None:
    night = [
        episode(
            started_at=NIGHT.start + start * MINUTE,
            ended_at=None if length is None else NIGHT.start + (start + length) * MINUTE,
            gravity=Gravity.GRAVE,
        )
        for start, length in spans
    ]
    minutes = (NIGHT.start + minute * MINUTE for minute in range((NIGHT.end - NIGHT.start) // MINUTE))
    covered = [
        minute for minute in minutes if any(one.started_at <= minute < (one.ended_at or minute + HOUR) for one in night)
    ]

    assert under_alert(night, NIGHT) == len(covered) * MINUTE
