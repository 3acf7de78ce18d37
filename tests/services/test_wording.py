"""The sentences that arrive at night: exact first lines, true promises, nothing that a lock screen would cut."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape

import pytest

from bot.domain.alerts import AlertKind, AreaId, Gravity, Level, SourceName, ThreatKind, TransitionKind
from bot.domain.areas import Area, AreaLevel, AreaTree
from bot.domain.cards import Cards
from bot.domain.episodes import Nearness, PlaceTransition
from bot.domain.notices import MeanwhileNotice, MissedAlert, NoticeKind, PassedNotice, of_alert
from bot.domain.policy import Cohort, Decision, Heard, Loudness, Reason, Sound
from bot.domain.quiet import Mode, MuteKind, QuietHours, from_text
from bot.services.wording import Wording
from bot.telegram.outgoing import Outgoing, refuse
from bot.texts import LANGUAGES, Texts
from tests.content.places import areas, cards, report
from tests.services.samples import (
    BALLISTIC,
    BOMBS,
    DRONES,
    KHARKIV,
    MISSILES_FROM_0214,
    NIGHT,
    TEXTS,
    cohort,
    data_of,
    day,
    ended,
    episode,
    first_line,
    kyiv,
    night,
    send,
    shipped_wording,
    started,
    tell,
    threat,
)

LINE_AT_MOST = {"en": 60, "uk": 64}

ALL_THREATS = [*ThreatKind, None]


@pytest.fixture(scope="module")
def wording() -> Wording:
    return shipped_wording()


WORSE = TransitionKind.ESCALATED

FIRST_LINES = {
    "ballistic": (
        started(episode(BALLISTIC)),
        "🔴 Ballistic threat, Kharkiv. Away from glass, now",
        "🔴 Загроза балістики, Харків. Далі від вікон, негайно",
    ),
    "drones in quiet hours": (
        started(episode(DRONES)),
        "🟡 Drones, Kharkiv. Sent quietly",
        "🟡 Дрони, Харків. Без звуку",
    ),
    "drones by day": (
        started(episode(DRONES, since=kyiv(13, 0))),
        "🟡 Drones, Kharkiv. Shelter if it is close",
        "🟡 Дрони, Харків. В укриття, якщо воно поруч",
    ),
    "drones at level red": (
        started(episode(DRONES, gravity=Gravity.GRAVE)),
        "🔴 Danger: drones, Kharkiv. Shelter if it is close",
        "🔴 Небезпека: дрони, Харків. В укриття, якщо воно поруч",
    ),
    "guided bombs": (
        started(episode(BOMBS)),
        "🔴 Guided bombs, Kharkiv. Take cover now",
        "🔴 Загроза КАБів, Харків. Ховайтеся зараз",
    ),
    "nothing named, guarded": (
        started(episode()),
        "🟡 Air raid alert, Kharkiv. Sent quietly",
        "🟡 Повітряна тривога, Харків. Без звуку",
    ),
    "nothing named, grave": (
        started(episode(gravity=Gravity.GRAVE)),
        "🔴 Unknown threat, Kharkiv. Away from glass, now",
        "🔴 Невідома загроза, Харків. Далі від вікон, негайно",
    ),
    "several named: the shortest band leads": (
        started(episode(DRONES, BOMBS, threat(ThreatKind.MLRS))),
        "🔴 Rocket artillery, Kharkiv. Away from glass, now",
        "🔴 Загроза РСЗВ, Харків. Далі від вікон, негайно",
    ),
    "missiles join drones": (
        PlaceTransition(WORSE, kyiv(2, 14), episode(DRONES, MISSILES_FROM_0214)),
        "🔴 Worse: missiles now too, Kharkiv. Away from glass",
        "🔴 Гірше: тепер і ракети, Харків. Далі від вікон",
    ),
    "missiles instead of drones": (
        PlaceTransition(WORSE, kyiv(2, 14), episode(MISSILES_FROM_0214)),
        "🔴 Worse: missiles, Kharkiv. Away from glass",
        "🔴 Гірше: ракети, Харків. Далі від вікон",
    ),
    "the level rises": (
        PlaceTransition(WORSE, kyiv(2, 14), episode(DRONES, gravity=Gravity.GRAVE)),
        "🔴 Worse: drones, danger raised, Kharkiv. Shelter if close",
        "🔴 Гірше: дрони, небезпека зросла, Харків. В укриття, якщо поруч",
    ),
    "missiles are over, drones are not": (
        PlaceTransition(TransitionKind.EASED, kyiv(3, 52), episode(DRONES), over=(MISSILES_FROM_0214,)),
        "🟡 Still on: drones, Kharkiv. Missile threat over 03:52",
        "🟡 Ще триває: дрони, Харків. Загрозу ракет знято о 03:52",
    ),
    "the level falls": (
        PlaceTransition(TransitionKind.EASED, kyiv(3, 52), episode()),
        "🟡 Alert still on, Kharkiv",
        "🟡 Тривога ще триває, Харків",
    ),
    "all clear": (
        ended(episode(DRONES), kyiv(3, 52)),
        "✅ All clear, Kharkiv, 03:52",
        "✅ Відбій, Харків, 03:52",
    ),
    "withdrawn": (
        ended(episode(DRONES), kyiv(1, 52), TransitionKind.WITHDRAWN),
        "⚪ Alert withdrawn by its source, Kharkiv, 01:52",
        "⚪ Джерело відкликало тривогу, Харків, 01:52",
    ),
    "drones around the city": (
        started(episode(DRONES, nearness=Nearness.AROUND)),
        "🟡 Drones around Kharkiv (Kharkivskyi Raion). Sent quietly",
        "🟡 Дрони, Харківський район (довкола міста). Без звуку",
    ),
    "missiles around the city": (
        started(episode(MISSILES_FROM_0214, nearness=Nearness.AROUND)),
        "🔴 Missile threat around Kharkiv. Away from glass, now",
        "🔴 Ракетна небезпека, Харківський район. Далі від вікон, негайно",
    ),
    "all clear around the city": (
        ended(episode(DRONES, nearness=Nearness.AROUND), kyiv(3, 58)),
        "✅ All clear around Kharkiv (Kharkivskyi Raion), 03:58",
        "✅ Відбій, Харківський район (довкола міста), 03:58",
    ),
    "again, soon after the last": (
        started(replace(episode(DRONES, since=kyiv(4, 44)), again_after=kyiv(4, 38))),
        "🟡 Drones again, Kharkiv. Sent quietly",
        "🟡 Знову дрони, Харків. Без звуку",
    ),
}


@pytest.mark.parametrize(("transition", "english", "ukrainian"), FIRST_LINES.values(), ids=FIRST_LINES)
def test_the_first_line_is_kind_area_action(
    wording: Wording, transition: PlaceTransition, english: str, ukrainian: str
) -> None:
    assert first_line(tell(wording, transition, cohort("en"))) == english
    assert first_line(tell(wording, transition, cohort("uk"))) == ukrainian


def cities() -> list[Area]:
    towns = (AreaLevel.CITY, AreaLevel.HROMADA)
    return [area for area in areas() if area.level in towns and "громада" not in area.name["uk"]]


def transitions_at(area: AreaId, kind: ThreatKind | None) -> Iterator[PlaceTransition]:
    named = (threat(kind),) if kind else ()
    for gravity in (Gravity.GRAVE, Gravity.GUARDED) if kind in (None, ThreatKind.DRONES) else (Gravity.GRAVE,):
        one = episode(*named, gravity=gravity, area=area)
        yield started(one)
        yield PlaceTransition(WORSE, kyiv(2, 14), replace(one, threats=(*named, DRONES)))
        yield PlaceTransition(TransitionKind.EASED, kyiv(3, 0), one, over=(BALLISTIC, MISSILES_FROM_0214))
        yield ended(one, kyiv(3, 52))


def longest(language: str, number: int) -> list[Area]:
    """The cities with the longest names; they come first where a line is too long."""
    return sorted(cities(), key=lambda city: len(city.name[language]), reverse=True)[:number]


@pytest.mark.parametrize("number", [30, pytest.param(10_000, marks=pytest.mark.proof)], ids=["longest", "every"])
@pytest.mark.parametrize("kind", ALL_THREATS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_threat_in_every_city_fits_a_lock_screen(
    wording: Wording, language: str, kind: ThreatKind | None, number: int
) -> None:
    too_long = [
        line
        for city in longest(language, number)
        for transition in transitions_at(city.id, kind)
        if len(line := first_line(tell(wording, transition, cohort(language, area=city.id, label="Mother's flat"))))
        > LINE_AT_MOST[language]
    ]

    assert not too_long


def test_the_label_stands_beside_the_name_while_there_is_room(wording: Wording) -> None:
    alert = started(episode(BALLISTIC))

    assert first_line(tell(wording, alert, cohort(label="Home"))).startswith(
        "🔴 Ballistic threat, Kharkiv (Home). Away"
    )
    assert first_line(tell(wording, alert, cohort(label="The flat by the river"))).startswith(
        "🔴 Ballistic threat, Kharkiv."
    )
    assert first_line(tell(wording, alert, cohort(label="kharkiv"))).startswith("🔴 Ballistic threat, Kharkiv.")


def samples(wording: Wording, language: str, label: str = "") -> Iterator[Outgoing]:
    to = replace(cohort(language, label=label), heard=Heard.LOUD)
    for transition, _, _ in FIRST_LINES.values():
        yield tell(wording, transition, to)
        for reason in Reason:
            yield tell(wording, transition, to, decision=Decision(Sound.SILENT, reason))
    for kind in ThreatKind:
        yield tell(wording, started(episode(threat(kind))), to)
        yield tell(wording, PlaceTransition(TransitionKind.EASED, kyiv(3, 0), episode(), (threat(kind),)), to)
    yield send(wording, NoticeKind.PASSED, PassedNotice(episode(DRONES)), language, repeat=True)
    yield send(wording, NoticeKind.RECAP, night(label), language)
    yield send(wording, NoticeKind.RECAP, night(label, running=True), language, Sound.LOUD)
    yield send(wording, NoticeKind.DIGEST, day(label), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_one_that_telegram_takes_and_promises_nothing(wording: Wording, language: str) -> None:
    for outgoing in samples(wording, language, label="<b>Home & co"):
        assert refuse(outgoing) is None, outgoing
        assert "<b>" not in outgoing.text
        assert not re.search(r"\bsafe|безпечн|!", unescape(outgoing.text), re.IGNORECASE), outgoing.text
        assert not re.search(r"\n\n\n|  |\{|\}|\bnone\b| [.,;]", outgoing.text), outgoing.text


def test_foreign_words_are_escaped(wording: Wording) -> None:
    tree = AreaTree([Area(KHARKIV, AreaLevel.CITY, {"en": "<Kharkiv> & sons", "uk": "<Харків>"}, None)])
    hostile = Wording(Texts(TEXTS), tree, Cards(cards()), (report(),))
    message = tell(hostile, started(episode(DRONES)), cohort(label="</b>\n<i>\u202eHome"))

    assert message.text.split("\n")[0] == (
        "🟡 Drones, &lt;Kharkiv&gt; &amp; sons (&lt;/b&gt; &lt;i&gt;Home). Sent quietly"
    )
    assert refuse(message) is None
    assert refuse(tell(wording, started(replace(episode(DRONES), sources=(SourceName("<&>"),))), cohort())) is None


# Below the first line


def test_the_card_of_the_band_says_what_to_do(wording: Wording) -> None:
    for kind, card_id in (
        (ThreatKind.BALLISTIC_MISSILES, "home-now"),
        (ThreatKind.GUIDED_BOMBS, "home-minutes"),
        (ThreatKind.DRONES, "home-more"),
    ):
        card = next(card for card in cards() if card.id == card_id)
        message = tell(wording, started(episode(threat(kind))), cohort("uk"))

        assert card.action is not None
        assert message.text.split("\n")[1].startswith(card.action["uk"])
        assert f"guide:{card_id}" in data_of(message)


PROMISE = "I will ring if it gets worse."
EVENING = QuietHours(from_text("20:00-07:00"), Mode.NOTHING)

PROMISES = {
    "grave danger wakes": (cohort(), kyiv(1, 40), True),
    "nothing wakes": (cohort(quiet=replace(NIGHT, mode=Mode.NOTHING)), kyiv(1, 40), False),
    "nothing wakes, but this place does not obey": (
        replace(cohort(quiet=replace(NIGHT, mode=Mode.NOTHING)), loudness=Loudness.LOUD, mute=MuteKind.GUARDED),
        kyiv(1, 40),
        True,
    ),
    "a silent place": (replace(cohort(), loudness=Loudness.SILENT), kyiv(1, 40), False),
    "muted": (replace(cohort(), mute=MuteKind.GUARDED), kyiv(13, 0), True),
    "all muted": (replace(cohort(), mute=MuteKind.ALL), kyiv(13, 0), False),
    "muted, and soon nothing wakes": (replace(cohort(quiet=EVENING), mute=MuteKind.GUARDED), kyiv(19, 0), False),
    "rings already": (cohort(), kyiv(13, 0), False),
}


@pytest.mark.parametrize(("to", "at", "promised"), PROMISES.values(), ids=PROMISES)
def test_ringing_later_is_promised_only_where_it_is_true(
    wording: Wording, to: Cohort, at: datetime, promised: bool
) -> None:
    assert (PROMISE in tell(wording, started(episode(DRONES, since=at)), to).text) is promised


def test_each_silent_alert_says_why(wording: Wording) -> None:
    quiet = {language: tell(wording, started(episode(DRONES)), cohort(language)).text for language in LANGUAGES}
    again = tell(wording, FIRST_LINES["again, soon after the last"][0], cohort())

    assert quiet["en"].endswith("Since 01:40 · alerts.in.ua, 4 s ago · quiet 23:00-07:00")
    assert quiet["uk"].endswith("З 01:40 · alerts.in.ua, 4 с тому · тиша 23:00-07:00")
    assert again.text.endswith("quiet: the last one ended at 04:38")
    assert "quiet" not in tell(wording, started(episode(BALLISTIC)), cohort()).text


def test_an_escalation_tells_what_came_when(wording: Wording) -> None:
    message = tell(wording, FIRST_LINES["missiles join drones"][0], cohort())

    assert message.text.endswith("\nDrones since 01:40; missiles since 02:14 · alerts.in.ua, 4 s ago")


def test_an_all_clear_tells_how_long_it_lasted_and_to_touch_nothing(wording: Wording) -> None:
    lines = tell(wording, ended(episode(DRONES, MISSILES_FROM_0214), kyiv(3, 52)), cohort()).text.split("\n")

    assert lines[1] == "It lasted 2 h 12 min. If you go out, look under your feet and touch nothing."
    assert lines[2].startswith("Drones since 01:40; missiles since 02:14 · alerts.in.ua, 4 s ago")


def test_what_still_runs_is_no_all_clear(wording: Wording) -> None:
    over = (MISSILES_FROM_0214, BALLISTIC)
    message = tell(wording, PlaceTransition(TransitionKind.EASED, kyiv(3, 52), episode(DRONES), over), cohort())

    assert first_line(message) == "🟡 Still on: drones, Kharkiv. Ballistic threat over 03:52"
    assert message.text.split("\n")[1] == "This is not an all clear. Over: missiles."


LATE = {
    "in time": (kyiv(1, 40), timedelta(seconds=90), None),
    "sent late": (kyiv(1, 40), timedelta(minutes=4), "Late: it began 4 min ago."),
    "found running": (kyiv(3, 4), timedelta(seconds=4), "It began 1 h 24 min ago; I see it only now."),
    "found running and sent late": (kyiv(1, 43), timedelta(minutes=2), "Late: it began 5 min ago."),
}


@pytest.mark.parametrize(("seen_at", "delay", "said"), LATE.values(), ids=LATE)
def test_a_late_start_says_how_late(wording: Wording, seen_at: datetime, delay: timedelta, said: str | None) -> None:
    lines = tell(wording, started(episode(DRONES), seen_at), cohort(), seen_at + delay).text.split("\n")

    assert lines[2:-1] == ([said] if said else [])


def test_what_runs_around_a_city_was_seen_in_time_though_it_is_told_when_the_city_s_own_alert_is_over(
    wording: Wording,
) -> None:
    around = started(episode(MISSILES_FROM_0214, nearness=Nearness.AROUND), kyiv(2, 50))

    lines = tell(wording, around, cohort(), kyiv(2, 50)).text.split("\n")

    assert "It began 1 h 10 min ago." in lines


def test_a_late_escalation_speaks_of_the_escalation(wording: Wording) -> None:
    message = tell(wording, FIRST_LINES["missiles join drones"][0], cohort(), kyiv(2, 19))

    assert "\nLate: it got worse 5 min ago.\n" in message.text


def test_an_invented_source_is_called_invented(wording: Wording) -> None:
    played = replace(
        episode(DRONES), sources=(SourceName("replay:var/night.jsonl"), SourceName("scenario:kharkiv-night"))
    )

    assert "invented: replay night.jsonl + invented: a scenario, 4 s ago" in (
        tell(wording, started(played), cohort()).text
    )
    assert "вигадане: сценарій, 4 с тому" in tell(wording, started(played), cohort("uk")).text
    assert "invented: a scenario" in send(wording, NoticeKind.PASSED, PassedNotice(played), "en").text


@pytest.mark.parametrize(
    ("source", "language", "words"),
    [
        ("history:alerts-in-ua", "en", "alerts.in.ua (history)"),
        ("history:scenario:kharkiv-night", "en", "invented: a scenario (history)"),
        ("history:scenario:kharkiv-night", "uk", "вигадане: сценарій (архів)"),
        ("history:sirens.csv", "en", "sirens.csv (history)"),
    ],
)
def test_a_past_that_was_fetched_or_made_is_called_so(wording: Wording, source: str, language: str, words: str) -> None:
    told = replace(episode(DRONES), sources=(SourceName(source),))

    assert words in tell(wording, started(told), cohort(language)).text


def test_what_was_missed_names_kind_level_and_whether_it_was_around_the_city(wording: Wording) -> None:
    raid, shelling = (AlertKind.AIR_RAID,), (AlertKind.AIR_RAID, AlertKind.ARTILLERY)
    alerts = (
        MissedAlert(Nearness.OWN, kyiv(2, 31), kyiv(3, 15), Level.RED, raid),
        MissedAlert(Nearness.AROUND, kyiv(3, 40), kyiv(3, 50), Level.YELLOW, raid),
        MissedAlert(Nearness.OWN, kyiv(4, 2), kyiv(4, 20), Level.RED, shelling),
        MissedAlert(Nearness.OWN, kyiv(5, 0), kyiv(5, 20), Level.UNKNOWN, raid),
    )
    body = MeanwhileNotice("sight/then", KHARKIV, kyiv(2, 10), kyiv(5, 40), alerts, (SourceName("alerts-in-ua"),))

    assert unescape(send(wording, NoticeKind.MEANWHILE, body, "en").text).splitlines()[1:5] == [
        "02:31-03:15 red",
        "03:40-03:50 yellow around the city",
        "04:02-04:20 air raid alert, artillery alert",
        "05:00-05:20",
    ]
    assert unescape(send(wording, NoticeKind.MEANWHILE, body, "uk").text).splitlines()[1:5] == [
        "02:31-03:15 червона",
        "03:40-03:50 жовта довкола міста",
        "04:02-04:20 повітряна тривога, загроза артобстрілу",
        "05:00-05:20",
    ]


@pytest.mark.parametrize(
    ("count", "first"),
    [
        (1, "⚪ Поки даних не було: 1 тривога, Харків"),
        (2, "⚪ Поки даних не було: 2 тривоги, Харків"),
        (11, "⚪ Поки даних не було: 11 тривог, Харків"),
        (21, "⚪ Поки даних не було: 21 тривога, Харків"),
    ],
)
def test_how_much_was_missed_is_counted_as_people_count(wording: Wording, count: int, first: str) -> None:
    minutes = [kyiv(2, number) for number in range(2 * count)]
    alerts = tuple(
        MissedAlert(Nearness.OWN, start, end, Level.RED, (AlertKind.AIR_RAID,))
        for start, end in zip(minutes[::2], minutes[1::2], strict=True)
    )
    body = MeanwhileNotice("sight/then", KHARKIV, kyiv(2, 0), kyiv(5, 40), alerts, (SourceName("alerts-in-ua"),))

    assert first_line(send(wording, NoticeKind.MEANWHILE, body, "uk")) == first


def test_what_was_missed_days_ago_carries_its_days(wording: Wording) -> None:
    start, end = kyiv(2, 31, day=9), kyiv(3, 15, day=9)
    missed = MissedAlert(Nearness.OWN, start, end, Level.RED, (AlertKind.AIR_RAID,))
    body = MeanwhileNotice("sight/then", KHARKIV, start, kyiv(5, 40), (missed,), (SourceName("alerts-in-ua"),))

    assert "9 November, 02:31-9 November, 03:15 red" in send(wording, NoticeKind.MEANWHILE, body, "en").text


def test_what_began_days_ago_carries_its_day(wording: Wording) -> None:
    alert = started(episode(BALLISTIC, since=kyiv(18, 45, day=4)), kyiv(1, 40))

    assert "Since 4 November, 18:45" in tell(wording, alert, cohort()).text
    assert "З 4 листопада, 18:45" in tell(wording, alert, cohort("uk")).text


def test_buttons_ask_why_show_the_card_and_offer_to_ring(wording: Wording) -> None:
    loud = tell(wording, started(episode(BALLISTIC)), cohort())
    silent = tell(wording, started(episode(DRONES)), cohort("uk"))

    assert [button.text for row in loud.buttons for button in row] == [
        *("Ring me at the all clear", "Why loud?", "What to do"),
    ]
    assert data_of(loud) == ["end:ring", "why", "guide:home-now"]
    assert data_of(silent) == ["quiet:mode:everything", "why", "guide:home-more", "shelter:menu"]
    assert data_of(tell(wording, ended(episode(DRONES), kyiv(3, 0)), cohort())) == ["why", "guide:after"]


def test_a_message_that_may_have_come_before_says_so(wording: Wording) -> None:
    notice = of_alert(started(episode(BALLISTIC)))
    message = wording.outgoing(notice, cohort(), Sound.LOUD, Reason.GRAVE_WAKES, kyiv(1, 40), repeat=True)

    assert message.text.endswith("\nYou may have had this message already.")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "⚪ There was an alert, Kharkiv, 01:40-01:43\nDrones. It ended before this could reach you.\nalerts.in.ua",
        ),
        (
            "uk",
            "⚪ Була тривога, Харків, 01:40-01:43\n"
            "Дрони. Скінчилася раніше, ніж це повідомлення встигло дійти.\nalerts.in.ua",
        ),
    ],
)
def test_an_alert_that_passed_is_one_line_with_its_hours(wording: Wording, language: str, said: str) -> None:
    body = PassedNotice(replace(episode(DRONES), threats=(), ended_at=kyiv(1, 43)))

    assert send(wording, NoticeKind.PASSED, body, language).text == said
