"""Why it rang, or did not: every reason has words in both languages."""

import re
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
from bot.domain.plans import Plan
from bot.domain.policy import Decision, Reason, Sound
from bot.domain.policy import of_meanwhile as of_decision
from bot.domain.quiet import Mode, to_text
from bot.store import claiming, outbox, planning
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


async def owe_place(world: World, notice: Notice, decision: Decision) -> None:
    """Owes it to everybody who follows Kharkiv, by the settings of this moment."""
    async with world.database.writing() as tx:
        wanted = [Plan(notice, KHARKIV, EPISODE.key)]
        await planning.plan(tx, wanted, world.now, decider=lambda *_: decision)


async def sent(world: World, person: Person, message_id: int) -> None:
    """Everything that waits has arrived as one message."""
    async with world.database.writing() as tx:
        for row in await claiming.claim(tx, world.now, world.now, world.now + timedelta(minutes=1), 30):
            for part in (row, *row.joined):
                await outbox.settle_sent(tx, part, message_id, (part.sound, part.reason), world.now)


async def drones_at_night(person: Person, world: World) -> None:
    """Drones at 22:10, inside 22:00-06:00."""
    await person.writes("/place Kharkiv")
    await person.writes("/quiet 22-6 grave")
    await owe_place(world, start(0), Decision(Sound.SILENT, Reason.GUARDED_IN_QUIET))


async def test_the_decision_comes_in_words_with_its_rule_and_a_button_for_just_that_rule(
    person: Person, world: World
) -> None:
    await drones_at_night(person, world)

    answer = await person.writes("/why")

    assert "22:10 🟡 yellow alert (drones), Kharkiv: came quietly" in answer
    assert 'inside your 22:00-06:00 and you had chosen "grave danger wakes me"' in answer
    assert "<code>guarded-in-quiet</code>" in answer
    assert "everything wakes me" in await person.presses("Let these ring")
    assert not person.edited
    chosen = (await person.chosen()).chat.quiet
    assert (to_text(chosen.windows), chosen.mode) == ("22:00-06:00", Mode.EVERYTHING)


async def test_a_later_change_does_not_rewrite_what_was_decided(person: Person, world: World) -> None:
    await drones_at_night(person, world)
    await sent(world, person, 31)
    await person.writes("/quiet 01:00-05:00 everything")
    await person.writes("/timezone Warsaw")

    answer = await person.writes("/why")

    assert (
        "22:10 (Kyiv time) 🟡 yellow alert (drones), Kharkiv: came quietly, because it was inside your 22:00" in answer
    )
    assert 'you had chosen "grave danger wakes me"' in answer
    assert not [button for button in person.buttons if "Let these ring" in button.text]


@pytest.mark.parametrize(("joined", "words"), [(1, "Why this message"), (2, "Why this message, part by part")])
async def test_the_button_under_an_alert_explains_that_alert_first(
    person: Person, world: World, joined: int, words: str
) -> None:
    await drones_at_night(person, world)
    await sent(world, person, 31)
    for minute in range(1, 1 + joined):
        world.now = EVENING + timedelta(minutes=minute)
        await owe_place(world, start(minute), Decision(Sound.LOUD, Reason.GRAVE_WAKES))
    await sent(world, person, 32)
    world.now = EVENING + timedelta(minutes=9)
    await owe_place(world, start(9), Decision(Sound.SILENT, Reason.FLAPPING))
    await sent(world, person, 33)

    answer = await person.taps("why", message_id=32)
    assert answer.startswith(f"<b>{words}</b>")
    assert answer.count("grave-wakes") == joined
    assert "flapping" not in answer
    assert not person.edited

    everything = await person.presses("My other decisions")
    assert everything.index("flapping") < everything.index("grave-wakes") < everything.index("guarded-in-quiet")


async def test_the_button_under_a_message_that_told_nothing_shows_the_last_decisions(
    person: Person, world: World
) -> None:
    await drones_at_night(person, world)

    assert "My last decisions" in await person.taps("why", message_id=99)


@pytest.mark.parametrize("language", ["en", "uk"])
async def test_many_decisions_come_in_short_pages_newest_first_and_none_is_missed(world: World, language: str) -> None:
    person = Person(world, language=language)
    await person.writes("/place Kharkiv")
    await person.writes("/quiet 22-6")
    reasons = [Reason.GUARDED_IN_QUIET, Reason.GRAVE_WAKES, Reason.END_IN_QUIET, Reason.FLAPPING, Reason.BLIND_LONG]
    for minute in range(20):
        world.now = EVENING + timedelta(minutes=minute)
        await owe_place(world, start(minute), Decision(Sound.SILENT, reasons[minute % 5]))

    pages = [await person.writes("/why")]
    older = texts().render(language, "why-button-older")
    while older in [button.text for button in person.buttons]:
        assert max(len(re.findall(r"\d\d:\d\d [🟡🔴]", page)) for page in pages) <= 8
        pages.append(await person.presses(older))
        assert person.edited

    times = re.findall(r"(22:\d\d) [🟡🔴]", "".join(pages))
    assert times == [f"22:{minute}" for minute in range(29, 9, -1)]
    assert max(map(len, pages)) <= 1500


async def test_lines_of_one_rule_share_one_button(person: Person, world: World) -> None:
    await drones_at_night(person, world)
    await owe_place(world, start(1), Decision(Sound.SILENT, Reason.EASING))
    await owe_place(world, start(2), Decision(Sound.SILENT, Reason.GUARDED_IN_QUIET))

    await person.writes("/why")

    assert person.button("Let these ring").text == "1, 3 · Let these ring"
    assert len(person.buttons) == 1


@pytest.mark.parametrize(
    ("reason", "data"),
    [
        (Reason.GUARDED_IN_QUIET, "quiet:mode:everything"),
        (Reason.GRAVE_WAKES, "quiet:menu"),
        (Reason.OUTSIDE_QUIET, "quiet:menu"),
        (Reason.END_IN_QUIET, "quiet:menu"),
        (Reason.PLACE_SILENT, f"place:open:{KHARKIV}"),
        (Reason.PLACE_LOUD, f"place:open:{KHARKIV}"),
        (Reason.MUTED, "mute:menu"),
        (Reason.INSIST, "insist:menu"),
        (Reason.FLAPPING, None),
        (Reason.AROUND_GUARDED, None),
        (Reason.EASING, None),
        (Reason.TOGETHER, None),
        (Reason.END_NOT_HEARD, None),
    ],
)
async def test_each_rule_leads_to_its_own_setting_or_is_said_to_be_fixed(
    person: Person, world: World, reason: Reason, data: str | None
) -> None:
    await drones_at_night(person, world)
    await sent(world, person, 31)
    world.now += timedelta(minutes=1)
    await owe_place(world, start(1), Decision(Sound.SILENT, reason))
    await sent(world, person, 32)

    answer = await person.taps("why", message_id=32)

    offered = [button.data for button in person.buttons if button.data != "why:last"]
    assert offered == ([data] if data else [])
    assert data or "a fixed rule" in answer


async def test_a_running_mute_is_ended_by_one_tap(person: Person, world: World) -> None:
    await drones_at_night(person, world)
    await person.writes("/mute 2h")
    await owe_place(world, start(1), Decision(Sound.SILENT, Reason.MUTED))

    await person.writes("/why")
    await person.presses("End the mute")

    assert (await person.chosen()).mute is None


async def test_a_place_that_is_given_up_has_no_button(person: Person, world: World) -> None:
    await drones_at_night(person, world)
    await owe_place(world, start(1), Decision(Sound.SILENT, Reason.PLACE_SILENT))
    await person.writes("/place remove Kharkiv")

    await person.writes("/why")

    assert not [button for button in person.buttons if "place:" in (button.data or "")]


async def test_what_is_not_to_leave_yet_is_not_told_of(person: Person, world: World) -> None:
    await drones_at_night(person, world)
    async with world.database.writing() as tx:
        decision = Decision(Sound.LOUD, Reason.INSIST)
        await planning.owe_one(tx, start(1), person.id, decision, world.now, after=timedelta(seconds=20))

    assert "insist" not in await person.writes("/why")
    world.now += timedelta(seconds=20)
    assert "insist" in await person.writes("/why")


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
    known = {"hours": "22:00-06:00", "off": "no", "mode": "none", "muted": "none"}
    other = texts().render(language, "why-because", reason="other", **known)

    assert texts().render(language, "why-because", reason=reason, **known) != other


@pytest.mark.parametrize(
    ("language", "order", "line"),
    [
        ("en", "/mute 2h", "you had muted all but grave danger until 00:10"),
        ("uk", "/mute 2h", "до 00:10 ви вимкнули звук для всього, крім серйозної небезпеки"),
        ("en", "/mute all 2h", "you had muted everything until 00:10"),
        ("uk", "/mute all 2h", "ви вимкнули звук для всього до 00:10"),
    ],
)
async def test_a_mute_is_named_with_its_end_even_after_it(world: World, language: str, order: str, line: str) -> None:
    person = Person(world, language=language)
    await person.writes("/place Kharkiv")
    await person.writes(order)
    if "all" in order:
        await person.confirms("mute:sure:120")
    reason = Reason.MUTED_ALL if "all" in order else Reason.MUTED
    await owe_place(world, start(0), Decision(Sound.SILENT, reason))
    await sent(world, person, 31)
    await person.writes("/mute off")

    assert line in await person.writes("/why")
