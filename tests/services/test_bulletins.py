"""The morning after and the day before: what a recap and a digest say, and what they must not claim."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.alerts import AreaId, Threat, ThreatKind
from bot.domain.notices import DigestPlace, Notice, NoticeKind, RecapEntry, RecapNotice
from bot.domain.policy import Reason, Sound
from bot.services.bulletins import LENGTH_AT_MOST
from bot.services.wording import Wording
from bot.telegram.outgoing import refuse
from bot.texts import LANGUAGES
from tests.content.places import report
from tests.services.samples import cohort, data_of, day, first_line, kyiv, night, send, shipped_wording


@pytest.fixture(scope="module")
def wording() -> Wording:
    return shipped_wording()


def test_the_recap_tells_the_night(wording: Wording) -> None:
    english = send(wording, NoticeKind.RECAP, night(), "en")

    assert english.text.split("\n") == [
        "Your night, 23:00-07:00, Kharkiv",
        "01:40-03:52 drones, then missiles from 02:14. Rang at 02:14; the rest came quietly.",
        "05:05-05:20 drones. Quietly.",
        "2 h 27 min under alert.",
    ]
    assert send(wording, NoticeKind.RECAP, night(), "uk").text.split("\n") == [
        "Ваша ніч, 23:00-07:00, Харків",
        "01:40-03:52 дрони, потім ракети з 02:14. Зі звуком о 02:14; решта без звуку.",
        "05:05-05:20 дрони. Без звуку.",
        "2 год 27 хв під тривогою.",
    ]
    assert data_of(english) == ["now"]


def test_a_recap_under_a_running_alert_begins_with_it(wording: Wording) -> None:
    message = send(wording, NoticeKind.RECAP, night("Home", running=True), "en", Sound.LOUD)
    lines = message.text.split("\n")

    assert lines[0] == "⚠️ Alert still on since 05:40, Kharkiv (Home)"
    assert "inner wall" in lines[1].lower()
    assert "From 05:40 guided bombs. Rang at 05:40. Still on." in lines
    assert data_of(message) == ["now", "guide:home-minutes"]


def test_a_loud_recap_that_comes_late_does_not_say_still(wording: Wording) -> None:
    notice = Notice("key", NoticeKind.RECAP, kyiv(7, 0), night(running=True))
    message = wording.outgoing(notice, cohort(), Sound.LOUD, Reason.RECAP_RUNNING, kyiv(7, 30))

    assert first_line(message) == "⚠️ Alert since 05:40, still on at 07:00, Kharkiv"


def test_a_recap_of_several_places_names_each(wording: Wording) -> None:
    lviv = RecapEntry(AreaId("27"), "Mother", kyiv(4, 0), kyiv(4, 30), (), ())
    body = replace(night("Home"), entries=(*night("Home").entries, lviv))
    lines = send(wording, NoticeKind.RECAP, body, "en").text.split("\n")

    assert lines[0] == "Your night, 23:00-07:00"
    assert lines[1] == "Kharkiv (Home):"
    assert lines[4:6] == ["Lviv Oblast (Mother):", "04:00-04:30 threat not named. Quietly."]


def test_an_hour_of_mute_by_day_is_not_called_a_night(wording: Wording) -> None:
    body = RecapNotice(kyiv(13, 0), kyiv(15, 0), (), timedelta(), held=1)

    assert send(wording, NoticeKind.RECAP, body, "en").text == (
        "While it was quiet, 13:00-15:00\n1 message waited for this; it follows."
    )


#: Ten places that a person may follow, with names of every length.
PLACES = ("1293", "1321", "124", "22", "27", "12", "564", "31", "18", "20")


def terrible_night(places: int, alerts: int, *, rang_every: int = 5, running: bool = False) -> RecapNotice:
    """Alerts of four minutes every seven, each of drones and some loud, with an outage before each fourth."""
    entries = []
    for number in range(alerts):
        began = kyiv(23, 0, day=10) + number * timedelta(minutes=7)
        over = None if running and number == alerts - 1 else began + timedelta(minutes=4)
        rang = (began,) if number % rang_every == 0 else ()
        threats = (Threat(ThreatKind.DRONES, since=began),)
        entries += [
            RecapEntry(AreaId(area), "Label of 24 letters here", began, over, threats, rang) for area in PLACES[:places]
        ]
    unseen = tuple((entry.started_at, entry.ended_at) for entry in entries[:: 4 * places] if entry.ended_at)
    return replace(night(), entries=tuple(entries), unseen=unseen)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("places", "alerts"), [(1, 60), (1, 200), (2, 60), (10, 12), (10, 60)])
@pytest.mark.parametrize("rang_every", [1, 5, 1000])
def test_a_recap_of_a_terrible_night_stays_one_message_that_counts_everything(
    wording: Wording, language: str, places: int, alerts: int, rang_every: int
) -> None:
    body = terrible_night(places, alerts, rang_every=rang_every, running=True)
    message = send(wording, NoticeKind.RECAP, body, language, Sound.LOUD)

    assert refuse(message) is None
    assert len(message.text) <= LENGTH_AT_MOST
    told_whole = len(re.findall(r"^(?:\d\d:\d\d-|From |З )", message.text, re.MULTILINE))
    counted = sum(map(int, re.findall(r"^(\d+) (?:alert|тривог)", message.text, re.MULTILINE)))
    assert told_whole + counted == places * alerts


def test_of_much_what_rang_and_what_runs_is_told_whole_and_the_rest_counted(wording: Wording) -> None:
    text = send(wording, NoticeKind.RECAP, terrible_night(1, 90, rang_every=30, running=True), "en").text
    lines = text.split("\n")

    assert lines[1:3] == [
        "There was a lot, so in short; each message is above in this chat.",
        "86 alerts 23:07-09:20. Quietly.",
    ]
    assert [line for line in lines if "Rang" in line or "Still on" in line] == [
        "23:00-23:04 drones. Rang at 23:00; the rest came quietly.",
        "02:30-02:34 drones. Rang at 02:30; the rest came quietly.",
        "06:00-06:04 drones. Rang at 06:00; the rest came quietly.",
        "From 09:23 drones. Quietly. Still on.",
    ]
    assert [line for line in lines if line.startswith("⚪")] == [
        "⚪ 23:00-09:20, 23 times: I could not see, 1 h 32 min in all."
    ]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "60 alerts from 23:00, still on. Rang 12 times, last at 05:25; the rest came quietly."),
        ("uk", "60 тривог з 23:00, ще триває. Зі звуком 12 разів, востаннє о 05:25; решта без звуку."),
    ],
)
def test_of_very_much_each_place_is_counted(wording: Wording, language: str, line: str) -> None:
    text = send(wording, NoticeKind.RECAP, terrible_night(10, 60, running=True), language).text

    assert text.split("\n").count(line) == 10


def test_an_outage_in_the_night_is_told_and_bounds_what_is_said(wording: Wording) -> None:
    over = (kyiv(2, 0), kyiv(2, 40))
    still = (kyiv(5, 50), None)
    english = send(wording, NoticeKind.RECAP, replace(night(running=True), unseen=(over, still)), "en", Sound.LOUD)
    ukrainian = send(wording, NoticeKind.RECAP, replace(night(), unseen=(over,)), "uk")

    assert first_line(english) == "⚠️ Alert since 05:40, still on at 05:50, Kharkiv", "nobody knows whether it is on now"
    for line in (
        "⚪ 02:00-02:40 I could not see: no data.",
        "⚪ From 05:50 I can't see: no data.",
        "2 h 27 min under alert, as far as I could see.",
    ):
        assert line in english.text.split("\n")
    assert ukrainian.text.split("\n")[-2:] == [
        "⚪ 02:00-02:40 даних не було: чи була тоді тривога, не знаю.",
        "2 год 27 хв під тривогою, наскільки було видно.",
    ]


# The digest


def test_the_digest_counts_each_place(wording: Wording) -> None:
    text = send(wording, NoticeKind.DIGEST, day(), "en").text
    ukrainian = send(wording, NoticeKind.DIGEST, day(), "uk").text

    assert text.startswith("🗓 Digest, Wednesday, 11 November\nFrom 10 November, 08:00 to 08:00.\n\n")
    assert (
        "Kharkiv (Home): 6 alerts, 4 h 12 min in all, the longest 2 h 12 min; at night (23:00-07:00) 3 h 20 min."
        in text
    )
    assert "Lviv: no alerts in what I have seen.\n12 messages came without sound." in text
    assert "Харків (Home): 6 тривог, разом 4 год 12 хв, найдовша 2 год 12 хв" in ukrainian
    assert "📖 Після відбою: " in ukrainian


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Lviv Oblast: no alert for all of it in what I have seen; its parts are not counted here."),
        ("uk", "тривоги для всієї території не було; тривоги в окремих частинах тут не враховано."),
    ],
)
def test_a_wide_place_without_alerts_of_its_own_is_not_called_calm(wording: Wording, language: str, said: str) -> None:
    wide = DigestPlace(AreaId("27"), "", 0, timedelta(), timedelta(), timedelta())

    assert said in send(wording, NoticeKind.DIGEST, replace(day(), places=(wide,)), language).text


def test_a_digest_claims_no_calm_that_was_not_seen(wording: Wording) -> None:
    partly = send(wording, NoticeKind.DIGEST, day(history_since=kyiv(22, 50, day=10)), "en").text
    never = send(wording, NoticeKind.DIGEST, day(history_since=None), "en").text

    assert "Lviv: no alerts in what I have seen since 22:50." in partly
    assert "no alerts" not in never
    assert "Lviv: I have seen no data for this time." in never


def test_a_partly_seen_day_says_so_beside_its_counts(wording: Wording) -> None:
    body = day(history_since=kyiv(22, 50, day=10))
    text = send(wording, NoticeKind.DIGEST, replace(body, places=body.places[:1]), "uk").text

    assert "Дані про тривоги маю лише з 22:50." in text


def test_each_claim_has_its_speaker_its_outlet_and_its_missing_date(wording: Wording) -> None:
    claims = (("kharkiv-report", "missing"), ("gone", "x"), *day(claims=8).claims[4:8])
    text = send(wording, NoticeKind.DIGEST, replace(day(), claims=claims), "en").text

    assert text.count("\n— ") == 4
    assert text.count("Daily Express, the report gives no date.") == 4
    assert "\n— the authorities; when: “soon after Tuesday's strikes”. Daily Express" in text
    assert "\n— the reporter, who saw it; when: “on Wednesday”. Daily Express" in text
    assert "\n— Ihor Terekhov, mayor of Kharkiv (X). Daily Express" in text


def test_a_digest_stays_short(wording: Wording) -> None:
    for language in LANGUAGES:
        text = send(wording, NoticeKind.DIGEST, day(claims=len(report().claims)), language).text

        assert len(text) <= LENGTH_AT_MOST
        assert re.search(r"more statements? under Situation\.|тверджен\w+ — у «Ситуації»\.", text)


def test_the_digest_can_be_stopped_and_led_on_from(wording: Wording) -> None:
    assert data_of(send(wording, NoticeKind.DIGEST, day(), "en")) == [
        "stats:show:1293:week",
        *("situation", "digest:new", "digest:off"),
    ]


@pytest.mark.parametrize(
    ("count", "english", "ukrainian"),
    [
        (1, "1 alert,", "1 тривога,"),
        (2, "2 alerts,", "2 тривоги,"),
        (5, "5 alerts,", "5 тривог,"),
        (21, "21 alerts,", "21 тривога,"),
    ],
)
def test_numbers_take_their_plurals(wording: Wording, count: int, english: str, ukrainian: str) -> None:
    body = day()
    body = replace(body, places=(replace(body.places[0], count=count),))

    assert english in send(wording, NoticeKind.DIGEST, body, "en").text
    assert ukrainian in send(wording, NoticeKind.DIGEST, body, "uk").text
