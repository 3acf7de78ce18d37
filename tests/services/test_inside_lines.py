"""The silent lines about the parts of a wide place: what a lock screen shows of them, and what they must not claim."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest

from bot.domain.alerts import AlertKind, AreaId, Gravity
from bot.domain.episodes import Permanent
from bot.domain.inside import InsideStep, Part, Spell
from bot.domain.notices import InsideNotice, of_inside
from bot.domain.policy import Reason, Sound
from bot.services.wording import Wording
from bot.telegram.outgoing import Outgoing, refuse
from bot.texts import LANGUAGES
from tests.content.places import areas
from tests.services.samples import ALERTS_IN_UA, cohort, data_of, kyiv, shipped_wording

OBLAST, RAION, CITY, VOVCHANSK = AreaId("22"), AreaId("122"), AreaId("1293"), AreaId("1313")
BEGAN_AT, ENDED_AT = kyiv(2, 10), kyiv(3, 52)
GUARDED = Part(RAION, Gravity.GUARDED, BEGAN_AT)
LASTING = (Permanent(VOVCHANSK, AlertKind.ARTILLERY, kyiv(8, 0) - timedelta(days=900)),)
LINE_AT_MOST = {"en": 60, "uk": 64}
FORBIDDEN = re.compile(r"\bsafe\b|безпечно|\bcalm\b|✅|all clear|відбій", re.IGNORECASE)


@pytest.fixture(scope="module")
def wording() -> Wording:
    return shipped_wording()


def line(
    wording: Wording,
    step: InsideStep,
    *parts: Part,
    language: str = "en",
    area: AreaId = OBLAST,
    label: str = "",
    permanent: tuple[Permanent, ...] = (),
    late: timedelta = timedelta(seconds=4),
) -> Outgoing:
    spell = Spell(area, BEGAN_AT, parts or (GUARDED,), (ALERTS_IN_UA,))
    at = BEGAN_AT if step is InsideStep.BEGAN else ENDED_AT
    notice = of_inside(InsideNotice(step, spell, permanent), at)
    to = cohort(language, area=area, label=label)
    return wording.outgoing(notice, to, Sound.SILENT, Reason.INSIDE, at + late)


def first(outgoing: Outgoing) -> str:
    return unescape(outgoing.text.split("\n")[0])


GRAVE = Part(CITY, Gravity.GRAVE, BEGAN_AT)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                "🔴 Inside Kharkiv Oblast: grave danger, Kharkiv, 02:10",
                "It began here: Kharkiv 🔴 grave danger since 02:10, and 1 more. Other places inside may follow, or it "
                "may get worse, without another message. I will say when none is left.",
                "A wide place never rings for its parts. To be rung, follow your own town.",
                "alerts.in.ua, 4 s ago · quiet, as wide places always are",
            ],
        ),
        (
            "uk",
            [
                "🔴 Харківська область, частково: серйозна небезпека, Харків",
                "Почалося тут: Харків 🔴 серйозна небезпека з 02:10, і ще 1. Може початися й в інших частинах або "
                "погіршати, а окремого повідомлення не буде. Скажу, коли скінчиться всюди.",
                "Про частини великої території ніколи не дзвоню. Щоб дзвонило, оберіть своє місто чи громаду.",
                "alerts.in.ua, 4 с тому · тихо, як і щоразу про частину великої території",
            ],
        ),
    ],
)
def test_the_beginning_in_words(wording: Wording, language: str, lines: list[str]) -> None:
    message = line(wording, InsideStep.BEGAN, GRAVE, GUARDED, language=language)
    assert message.text.split("\n") == lines
    assert data_of(message) == ["place:towns:22", "why"]


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                "⚪ Inside Kharkiv Oblast: no alert shown any more, 03:52",
                "The last alert inside is over; from 02:10, 1 h 42 min in all. The next can begin at any minute.",
                "alerts.in.ua, 4 s ago",
            ],
        ),
        (
            "uk",
            [
                "⚪ Харківська область: тривог у частинах уже не видно, 03:52",
                "Остання тривога всередині скінчилася; від 02:10 разом 1 год 42 хв. "
                "Нова може початися будь-якої хвилини.",
                "alerts.in.ua, 4 с тому",
            ],
        ),
    ],
)
def test_the_end_in_words(wording: Wording, language: str, lines: list[str]) -> None:
    assert line(wording, InsideStep.ENDED, language=language).text.split("\n") == lines


@pytest.mark.parametrize(
    ("language", "head", "body"),
    [
        (
            "en",
            "⚪ Inside Kharkiv Oblast: no other alert shown, 03:52",
            "Still on, as all the time: Vovchanska Hromada, artillery alert since",
        ),
        (
            "uk",
            "⚪ Харківська область: інших тривог у частинах не видно, 03:52",
            "Триває, як і весь час: Вовчанська громада, загроза артобстрілу з",
        ),
    ],
)
def test_an_end_beside_what_is_permanent_does_not_say_that_nothing_is_on(
    wording: Wording, language: str, head: str, body: str
) -> None:
    message = line(wording, InsideStep.ENDED, language=language, permanent=LASTING)
    assert first(message) == head
    assert body in message.text


def test_what_passed_before_it_could_be_sent_is_one_line(wording: Wording) -> None:
    assert first(line(wording, InsideStep.PASSED)) == "⚪ Inside Kharkiv Oblast: there was an alert, 02:10-03:52"
    ukrainian = first(line(wording, InsideStep.PASSED, language="uk"))
    assert ukrainian == "⚪ Харківська область, частково: була тривога, 02:10-03:52"


@pytest.mark.parametrize(
    ("at", "late", "said"),
    [
        (BEGAN_AT, timedelta(minutes=5), "Late: it began 5 min ago."),
        (BEGAN_AT + timedelta(minutes=9), timedelta(minutes=9, seconds=4), "It began 9 min ago; I see it only now."),
    ],
)
def test_a_beginning_that_comes_late_says_so(wording: Wording, at: datetime, late: timedelta, said: str) -> None:
    spell = Spell(OBLAST, BEGAN_AT, (GUARDED,), (ALERTS_IN_UA,))
    notice = of_inside(InsideNotice(InsideStep.BEGAN, spell), at)
    message = wording.outgoing(notice, cohort(area=OBLAST), Sound.SILENT, Reason.INSIDE, BEGAN_AT + late)
    assert f"\n{said}\n" in message.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", InsideStep)
def test_every_wide_place_fits_a_lock_screen_and_nothing_sounds_like_an_all_clear(
    wording: Wording, step: InsideStep, language: str
) -> None:
    wides = [area for area in areas() if area.level in ("oblast", "raion")]
    within = {area.parent: area.id for area in areas() if area.parent}
    for wide in wides:
        for gravity in Gravity:
            part = Part(within.get(wide.id, wide.id), gravity, BEGAN_AT)
            for label in ("", "A label that is as long as may be"):
                message = line(wording, step, part, language=language, area=wide.id, label=label, permanent=LASTING)
                assert len(first(message)) <= LINE_AT_MOST[language], first(message)
                assert not FORBIDDEN.search(message.text), message.text
                assert refuse(message) is None
