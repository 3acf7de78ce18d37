"""Why it rang, or did not: every reason has words in both languages."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.alerts import AlertKind, AreaId, Band, Gravity, Level, Threat, ThreatKind, TransitionKind
from bot.domain.episodes import Episode, Nearness, PlaceTransition
from bot.domain.inside import InsideStep, Part, Spell
from bot.domain.notices import (
    InsideNotice,
    MeanwhileNotice,
    MissedAlert,
    Notice,
    SightNotice,
    SightStep,
    of_alert,
    of_inside,
    of_meanwhile,
    of_passed,
    of_sight,
)
from bot.domain.policy import Decision, Reason, Sound
from bot.domain.policy import of_meanwhile as of_decision
from bot.store import planning
from tests.handlers.people import EVENING, KHARKIV, SOURCE, Person, World, texts

EPISODE = Episode(
    area=KHARKIV,
    nearness=Nearness.OWN,
    started_at=EVENING,
    gravity=Gravity.GUARDED,
    band=Band.TENS_OF_MINUTES,
    threats=(Threat(ThreatKind.DRONES),),
    seen_threats=(Threat(ThreatKind.DRONES),),
    sources=(SOURCE,),
)


async def owe(world: World, person: Person, notice: Notice, decision: Decision) -> None:
    async with world.database.writing() as tx:
        await planning.owe_chat(tx, notice, person.id, decision, world.now)


def start(minute: int) -> Notice:
    at = EVENING + timedelta(minutes=minute)
    return replace(of_alert(PlaceTransition(TransitionKind.STARTED, at, EPISODE)), key=f"start/{minute}")


async def test_the_decision_comes_in_words_with_its_rule_and_the_way_to_change_it(person: Person, world: World) -> None:
    await person.writes("/start")
    await owe(world, person, start(0), Decision(Sound.SILENT, Reason.GUARDED_IN_QUIET))

    answer = await person.writes("/why")

    assert "22:10 drones, Kharkiv: came quietly, because it was inside your quiet hours" in answer
    assert "<code>guarded-in-quiet</code>" in answer
    assert "Quiet hours" in await person.presses("Change")
    assert not person.edited


async def test_the_last_five_are_told_newest_first(person: Person, world: World) -> None:
    await person.writes("/start")
    for minute in range(7):
        world.now = EVENING + timedelta(minutes=minute)
        await owe(world, person, start(minute), Decision(Sound.LOUD, Reason.OUTSIDE_QUIET))

    answer = await person.writes("/why")

    assert answer.count("•") == 5
    assert answer.index("22:16") < answer.index("22:12")


async def test_a_passed_alert_is_explained(person: Person, world: World) -> None:
    await person.writes("/start")
    await owe(world, person, of_passed(EPISODE, EVENING), Decision(Sound.SILENT, Reason.PASSED))

    assert "over before it could reach you" in await person.writes("/why")


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (SightStep.LOST, "sight lost, Kharkiv"),
        (SightStep.LOST_IN_ALERT, "sight lost, Kharkiv"),
        (SightStep.LONG, "no sight for ten minutes, Kharkiv"),
        (SightStep.REGAINED, "sight back, Kharkiv"),
    ],
)
async def test_blindness_is_explained(person: Person, world: World, step: SightStep, words: str) -> None:
    await person.writes("/start")
    body = SightNotice(step, "sight/then", KHARKIV, EVENING, (SOURCE,))
    await owe(world, person, of_sight(body, EVENING), Decision(Sound.LOUD, Reason.BLIND_ALERT))

    assert f"{words}: rang, because an alert was running there when I lost sight" in await person.writes("/why")


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (InsideStep.BEGAN, "an alert inside Kharkiv Oblast: came quietly, because only a part of a wide place"),
        (InsideStep.ENDED, "no alert any more inside Kharkiv Oblast: came quietly"),
        (InsideStep.PASSED, "a passed alert inside Kharkiv Oblast: came quietly"),
    ],
)
async def test_a_line_about_the_parts_of_a_wide_place_is_explained(
    person: Person, world: World, step: InsideStep, words: str
) -> None:
    await person.writes("/start")
    spell = Spell(AreaId("22"), EVENING, (Part(KHARKIV, Gravity.GRAVE, EVENING),), (SOURCE,))
    notice = of_inside(InsideNotice(step, spell), EVENING)
    await owe(world, person, notice, Decision(Sound.SILENT, Reason.INSIDE))

    assert words in await person.writes("/why")


async def test_what_was_missed_is_explained(person: Person, world: World) -> None:
    await person.writes("/start")
    missed = MissedAlert(Nearness.OWN, EVENING, EVENING, Level.RED, (AlertKind.AIR_RAID,))
    body = MeanwhileNotice("sight/then", KHARKIV, EVENING, EVENING, (missed,), (SOURCE,))
    await owe(world, person, of_meanwhile(body, EVENING), of_decision(EVENING, EVENING))

    answer = await person.writes("/why")

    assert "what came and went while I could not see, Kharkiv: came quietly, because it was over already" in answer
    assert "<code>meanwhile</code>" in answer


async def test_nothing_sent_is_said(person: Person) -> None:
    assert "nothing to explain" in await person.writes("/why")


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_words_of_its_own(language: str, reason: Reason) -> None:
    other = texts().render(language, "why-because", reason="other")

    assert texts().render(language, "why-because", reason=reason) != other
