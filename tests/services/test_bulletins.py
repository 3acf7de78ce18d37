"""The morning after and the day before: what a recap and a digest say, and what they must not claim."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.alerts import AreaId
from bot.domain.notices import DigestPlace, Notice, NoticeKind, RecapEntry, RecapNotice
from bot.domain.policy import Reason, Sound
from bot.services.bulletins import LENGTH_AT_MOST
from bot.services.wording import Wording
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
        "01:40-03:52 дрони, потім ракети з 02:14. Зі звуком о 02:14; решта тихо.",
        "05:05-05:20 дрони. Тихо.",
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


def test_a_recap_of_a_terrible_night_stays_one_message(wording: Wording) -> None:
    body = replace(night(), entries=night().entries * 40)
    text = send(wording, NoticeKind.RECAP, body, "uk").text

    assert len(text) <= LENGTH_AT_MOST
    assert re.search(r"\nЩе \d+ тривог[аи]?\.\n", text)


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
    assert data_of(send(wording, NoticeKind.DIGEST, day(), "en")) == ["situation", "digest:off"]


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
