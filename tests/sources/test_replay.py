"""A history played on the bot's clock: what it shows at a moment, and that it keeps silent where it knows nothing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.advance import State, advance
from bot.domain.alerts import AreaId, Level, SourceName, ThreatKind, TransitionKind
from bot.domain.areas import AreaTree
from bot.domain.history import PastAlert
from bot.errors import ContentFault, SourceError
from bot.sources.replay import ReplaySource, load_replay
from tests.content.places import areas

START = datetime(2024, 9, 1, 2, 0, tzinfo=UTC)
POLL = timedelta(seconds=5)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
CITY, OBLAST = AreaId("1293"), AreaId("22")


def past(area: AreaId, start: int, end: int | None) -> PastAlert:
    return PastAlert(area, START + start * MINUTE, None if end is None else START + end * MINUTE, Level.RED)


def replay(*history: PastAlert) -> ReplaySource:
    return ReplaySource(SourceName("replay:night.csv"), history, POLL)


async def shown(source: ReplaySource, minutes: float) -> set[AreaId]:
    answer = await source.poll(START + minutes * MINUTE)
    return {one.area for one in answer.observations or ()}


async def test_an_alert_is_shown_from_its_start_until_its_end() -> None:
    source = replay(past(CITY, 0, 30), past(OBLAST, 10, 20))

    assert [await shown(source, at) for at in (-1, 0, 9.9, 10, 19.9, 20, 29.9, 30, 60)] == [
        *(set(), {CITY}, {CITY}, {CITY, OBLAST}, {CITY, OBLAST}, {CITY}, {CITY}, set(), set()),
    ]


async def test_rows_may_lie_in_any_order_and_pass_between_two_polls() -> None:
    source = replay(past(OBLAST, 40, 50), past(CITY, 0, 5))

    assert [await shown(source, at) for at in (-5, 20, 45)] == [set(), set(), {OBLAST}]


async def test_a_clock_that_is_set_back_shows_the_night_again() -> None:
    source = replay(past(CITY, 0, 30), past(OBLAST, 10, 20))

    assert [await shown(source, at) for at in (15, 60, 5, 15)] == [{CITY, OBLAST}, set(), {CITY}, {CITY, OBLAST}]


def test_its_course_is_known_from_before_the_first_alert_until_after_the_last() -> None:
    source = replay(past(OBLAST, 40, 50), past(CITY, 0, 5), past(AreaId("27"), 60, None))

    assert source.title == "night.csv"
    assert (source.starts_at, source.ends_at) == (START - 10 * MINUTE, START + 70 * MINUTE)
    assert source.events_after(START) == tuple(START + at * MINUTE for at in (5, 40, 50, 60))
    assert source.events_after(START, [OBLAST]) == (START + 40 * MINUTE, START + 50 * MINUTE)


async def test_an_answer_says_when_the_alert_began_and_that_it_is_whole() -> None:
    answer = await replay(past(CITY, 0, 30)).poll(START + MINUTE)

    assert answer.observations is not None
    assert (answer.source, answer.at, answer.data_at) == ("replay:night.csv", START + MINUTE, START + MINUTE)
    assert answer.observations[0].started_at == START


@pytest.mark.parametrize("moment", [START - DAY - MINUTE, START + 30 * MINUTE + DAY + MINUTE])
async def test_outside_of_the_history_nothing_is_calm(moment: datetime) -> None:
    with pytest.raises(SourceError):
        await replay(past(CITY, 0, 30)).poll(moment)


async def test_an_alert_without_an_end_is_shown_for_ever() -> None:
    assert await shown(replay(past(CITY, 0, None)), 60 * 24 * 365) == {CITY}


async def test_it_goes_through_the_live_state_like_any_source() -> None:
    source = replay(past(CITY, 0, 30))
    state, told = State(), []
    for seconds in range(-60, 40 * 60, 8):
        now = START + timedelta(seconds=seconds)
        state, transitions = advance(state, await source.poll(now), now)
        told += [one.kind for one in transitions]

    assert told == [TransitionKind.STARTED, TransitionKind.ENDED]


@pytest.mark.parametrize(
    ("lines", "area"),
    [
        (("area,started_at,finished_at,level,threat", "Kharkiv,2024-09-01T02:00Z,,yellow,drones"), CITY),
        (("region,started_at,finished_at,naive", "Kharkivska oblast,2024-09-01 02:00,2024-09-01 02:30,False"), OBLAST),
        (
            (
                "oblast,raion,hromada,level,started_at,finished_at,source",
                "Kharkivska oblast,,,oblast,2024-09-01 02:00,2024-09-01 02:30,official",
            ),
            OBLAST,
        ),
    ],
)
async def test_every_form_of_history_can_be_played(lines: tuple[str, ...], area: AreaId, tmp_path: Path) -> None:
    path = tmp_path / "night.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    source = load_replay(path, AreaTree(areas()), POLL)

    assert source.name == "replay:night.csv"
    assert await shown(source, 1) == {area}


async def test_our_own_form_keeps_its_levels_and_threats(tmp_path: Path) -> None:
    path = tmp_path / "night.csv"
    path.write_text("area,started_at,finished_at,level,threat\nKharkiv,2024-09-01T02:00Z,,yellow,drones\n")
    answer = await load_replay(path, AreaTree(areas()), POLL).poll(START)
    (observation,) = answer.observations or ()

    assert (observation.level, [threat.kind for threat in observation.threats]) == (Level.YELLOW, [ThreatKind.DRONES])


@pytest.mark.allow_warnings
async def test_rows_of_unknown_areas_are_left_out_of_a_public_history(tmp_path: Path) -> None:
    path = tmp_path / "night.csv"
    times = "2024-09-01 02:00,2024-09-01 02:30,False"
    path.write_text(f"region,started_at,finished_at,naive\nAtlantis,{times}\nKharkivska oblast,{times}\n")

    assert await shown(load_replay(path, AreaTree(areas()), POLL), 1) == {OBLAST}


def test_an_empty_history_is_no_calm_source_but_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "night.csv"
    path.write_text("area,started_at,finished_at,level,threat\n")

    with pytest.raises(ContentFault):
        load_replay(path, AreaTree(areas()), POLL)
