"""Typed forms and plain sentences: what is certain is an order, what is not is named and never guessed."""

import random
import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.phrases import (
    DigestNow,
    DigestOff,
    DigestOrder,
    Mute,
    MuteOff,
    MuteOrder,
    QuietOff,
    QuietTonight,
    SetDigest,
    SetQuiet,
    parse_digest,
    parse_duration,
    parse_mute,
    parse_plain,
    parse_quiet,
)
from bot.domain.phrases_reading import NotUnderstood
from bot.domain.quiet import Mode, MuteKind, Window, from_text, to_text
from tests.domain.moments import clock

NIGHT = "23:00-07:00"
WEEK = "mon-fri 23:00-07:00; sat,sun 00:00-09:00"
WORKDAYS = "mon-fri 23:00-07:00"

QUIET_EN = {
    "23:00-07:00": NIGHT,
    "23-7": NIGHT,
    "23-07": NIGHT,
    "23.00-7.00": NIGHT,
    "23:00 - 07:00": NIGHT,
    "23:00–07:00": NIGHT,
    "23:00—7": NIGHT,
    "  23:00-07:00.  ": NIGHT,
    "from 23 to 7": NIGHT,
    "From 23:00 To 07:00": NIGHT,
    "from 23 until 7": NIGHT,
    "23 till 7": NIGHT,
    "11pm-7am": NIGHT,
    "11 PM - 7 AM": NIGHT,
    "11 p.m. to 7 a.m.": NIGHT,
    "11pm-7": NIGHT,
    "from 11 at night to 7 in the morning": NIGHT,
    "from eleven in the evening to seven": NIGHT,
    "from twenty-three to seven": NIGHT,
    "twenty three to seven o'clock": NIGHT,
    "from midnight to 7": "00:00-07:00",
    "12am-7am": "00:00-07:00",
    "10:30pm-6:15am": "22:30-06:15",
    "from half past ten in the evening to 6": "22:30-06:00",
    "22-24": "22:00-00:00",
    "22:00-24:00": "22:00-00:00",
    "1-7": "01:00-07:00",
    "noon to 3pm": "12:00-15:00",
    "1pm-3pm": "13:00-15:00",
    "23-7, 13-15": "23:00-07:00; 13:00-15:00",
    "23-7; 13-15": "23:00-07:00; 13:00-15:00",
    "23-7, 23-7": NIGHT,
    "weekdays 23-7, weekends 00-9": WEEK,
    "weekdays 23-7; weekends 0-9": WEEK,
    "Weekdays 23:00-07:00 and weekends 00:00-09:00": WEEK,
    "weekdays from 23 to 7, at the weekend from midnight to 9": WEEK,
    "mon-fri 23-7, sat, sun 0-9": WEEK,
    "23-7 on weekdays, 0-9 on weekends": WEEK,
    "mon-fri 23:00-07:00": WORKDAYS,
    "on weekdays 23-7": WORKDAYS,
    "weekdays, 23-7": WORKDAYS,
    "mon, tue, wed, thu and fri 23-7": WORKDAYS,
    "Monday - Friday 23-7": WORKDAYS,
    "sun-thu 22:30-6": "mon-thu,sun 22:30-06:00",
    "fridays 1-9": "fri 01:00-09:00",
    "every friday 1-9": "fri 01:00-09:00",
    "every night 23-7": NIGHT,
    "23-7 daily": NIGHT,
    "23-23, 13-15": "13:00-15:00",
    "13:00-15:00; mon-fri 23:00-07:00": "13:00-15:00; mon-fri 23:00-07:00",
}
QUIET_UK = {
    "з 23 до 7": NIGHT,
    "З 23:00 до 07:00": NIGHT,
    "від 23 до 7": NIGHT,
    "із 23:00 по 7:00": NIGHT,
    "23 до 7": NIGHT,
    "з 23 до сьомої": NIGHT,
    "з двадцять третьої до сьомої": NIGHT,
    "з 11 вечора до 7 ранку": NIGHT,
    "з одинадцятої вечора до сьомої ранку": NIGHT,
    "з одинадцятої вечора до сьомої": NIGHT,
    "від одинадцятої ночі до 7 години": NIGHT,
    "з двадцяти трьох до семи": NIGHT,
    "з опівночі до сьомої": "00:00-07:00",
    "опівночі-7": "00:00-07:00",
    "з 12 ночі до 7 ранку": "00:00-07:00",
    "з першої до дев'ятої": "01:00-09:00",
    "з першої до девʼятої": "01:00-09:00",
    "з першої до дев’ятої": "01:00-09:00",
    "з першої до девятої": "01:00-09:00",
    "з 22:30 до 6:15": "22:30-06:15",
    "з пів на одинадцяту вечора до шостої": "22:30-06:00",
    "з пів на першу ночі до 7": "00:30-07:00",
    "з 13 до 15": "13:00-15:00",
    "з першої дня до третьої дня": "13:00-15:00",
    "будні 23-7": WORKDAYS,
    "у будні 23-7": WORKDAYS,
    "по буднях з 23 до 7": WORKDAYS,
    "з 23 до 7 у будні": WORKDAYS,
    "пн-пт 23-7": WORKDAYS,
    "ПН–ПТ 23:00–07:00": WORKDAYS,
    "понеділок-п'ятниця 23-7": WORKDAYS,
    "пн, вт, ср, чт, пт 23-7": WORKDAYS,
    "пн, вт, ср, чт і пт 23-7": WORKDAYS,
    "будні 23-7, вихідні 0-9": WEEK,
    "будні 23-7, вихідні 00-9": WEEK,
    "у будні з 23 до 7, у вихідні з опівночі до дев'ятої": WEEK,
    "у будні з 23 до 7 та на вихідних з 0 до 9": WEEK,
    "пн-пт 23-7; сб, нд 0-9": WEEK,
    "щоночі 23-7": NIGHT,
    "щоночі з 23 до 7": NIGHT,
    "з 23 до 7 щодня": NIGHT,
    "кожної ночі з 23 до 7": NIGHT,
    "у п'ятницю 1-9": "fri 01:00-09:00",
    "щодня з 14 до 16": "14:00-16:00",
    "23-7, 13-15": "23:00-07:00; 13:00-15:00",
}
MODES = {
    "23:00-07:00 grave": Mode.GRAVE,
    "23-7, grave danger wakes me": Mode.GRAVE,
    "23:00-07:00 everything": Mode.EVERYTHING,
    "23-7 EVERYTHING wakes me": Mode.EVERYTHING,
    "23:00-07:00 nothing": Mode.NOTHING,
    "from 11pm to 7am nothing wakes me": Mode.NOTHING,
    "23-7 лише серйозне": Mode.GRAVE,
    "23-7 серйозна небезпека": Mode.GRAVE,
    "з 23 до 7, усе": Mode.EVERYTHING,
    "з 23 до 7 все": Mode.EVERYTHING,
    "23-7 нічого": Mode.NOTHING,
    "23-7 ніщо не будить": Mode.NOTHING,
}
NO_QUIET = {
    "": "",
    "   ": "",
    "...": "",
    "25:00-99:00": "25:00",
    "23:00-99:00": "99:00",
    "23:60-7": "23:60",
    "foo": "foo",
    "23": "23",
    "23-": "23-",
    "-7": "-7",
    "23-7-9": "23-7-9",
    "23:00 07:00": "23:00 07:00",
    "23:00-07:00 loud": "loud",
    "loud 23:00-07:00": "loud",
    "weekdays": "weekdays",
    "weekdays 23-7, weekends": "weekdays 23-7,weekends",
    "weekdays 23-7, tuesday off": "tuesday off",
    "funday 23-7": "funday",
    "mon-foo 23-7": "foo",
    "nothing": "nothing",
    "tonight nothing": "tonight nothing",
    "11-7 nothing": "11-7 nothing",
    "tonight foo": "foo",
    "until tomorrow": "tomorrow",
    "until 23": "until 23",
    "until 12": "until 12",
    "не сьогодні": "не сьогодні",
    "з двадцять п'ятої до сьомої": "з двадцять п'ятої до сьомої",
    "<b>23-7</b>": "<b>23",
    "٢٣-٧": "٢٣",
    "-23--7": "-23--7",
    # Said in one breath, these could mean two things.
    "11-7": "11-7",
    "10 to 6": "10 to 6",
    "з одинадцятої до сьомої": "з одинадцятої до сьомої",
    "12-12": "12-12",
    "1pm-3": "1pm-3",
    "9am-5": "9am-5",
    "twenty-three": "twenty-three",
    "7 at night-8": "7 at night-8",
    "13pm-3pm": "13pm",
    "23-7, weekends 0-9": "23-7,weekends 0-9",
    "weekdays 23-7, 13-15": "weekdays 23-7,13-15",
    "23-7 mon, tue 0-9": "23-7 mon,tue 0-9",
    # Quiet that never ends would never be handed over.
    "0-24": "0-24",
    "00:00-24:00": "00:00-24:00",
    "00:00-12:00, 12:00-00:00": "00:00-12:00,12:00-00:00",
}
TONIGHT = {
    "tonight": "07:00",
    "Tonight!": "07:00",
    "just tonight": "07:00",
    "until 8": "08:00",
    "tonight until 6:30": "06:30",
    "tonight until noon": "12:00",
    "until seven in the morning": "07:00",
    "цієї ночі": "07:00",
    "сьогодні вночі": "07:00",
    "на цю ніч": "07:00",
    "до 8": "08:00",
    "до дев'ятої": "09:00",
    "цієї ночі до 6:30": "06:30",
    "лише цієї ночі до восьмої ранку": "08:00",
}
DIGESTS: dict[str, DigestOrder] = {
    "08:00": SetDigest((clock("08:00"),)),
    "8": SetDigest((clock("08:00"),)),
    "8:30": SetDigest((clock("08:30"),)),
    "8am": SetDigest((clock("08:00"),)),
    "8 pm": SetDigest((clock("20:00"),)),
    "12pm": SetDigest((clock("12:00"),)),
    "12 am": SetDigest((clock("00:00"),)),
    "at 8": SetDigest((clock("08:00"),)),
    "at half past eight": SetDigest((clock("08:30"),)),
    "every day at 8": SetDigest((clock("08:00"),)),
    "20:30, 8": SetDigest((clock("08:00"), clock("20:30"))),
    "8 and 20": SetDigest((clock("08:00"), clock("20:00"))),
    "8, 08:00": SetDigest((clock("08:00"),)),
    "noon": SetDigest((clock("12:00"),)),
    "off": DigestOff(),
    "OFF.": DigestOff(),
    "now": DigestNow(),
    "о 8": SetDigest((clock("08:00"),)),
    "о восьмій": SetDigest((clock("08:00"),)),
    "об одинадцятій": SetDigest((clock("11:00"),)),
    "о восьмій вечора": SetDigest((clock("20:00"),)),
    "о пів на дев'яту": SetDigest((clock("08:30"),)),
    "о 8 годині": SetDigest((clock("08:00"),)),
    "щодня о 8:30": SetDigest((clock("08:30"),)),
    "о 8 та о 20": SetDigest((clock("08:00"), clock("20:00"))),
    "вимкнути": DigestOff(),
    "вимк": DigestOff(),
    "зараз": DigestNow(),
}
NO_DIGEST = {
    "": "",
    "8pm tomorrow": "tomorrow",
    "25:00": "25:00",
    "foo": "foo",
    "8:00, foo": "foo",
    "8,,9": "8,,9",
    "20pm": "20pm",
    "8 8": "8 8",
    "weekdays at 8": "weekdays at 8",
    "завтра о 8": "завтра",
    "x" * 5000: "x" * 40 + "…",
}
MUTES: dict[str, MuteOrder] = {
    "2h": Mute(timedelta(hours=2)),
    "2 h": Mute(timedelta(hours=2)),
    "30m": Mute(timedelta(minutes=30)),
    "90 min": Mute(timedelta(minutes=90)),
    "1h30m": Mute(timedelta(minutes=90)),
    "1 hour 30 minutes": Mute(timedelta(minutes=90)),
    "1.5h": Mute(timedelta(minutes=90)),
    "10h": Mute(timedelta(hours=10)),
    "for two hours": Mute(timedelta(hours=2)),
    "an hour": Mute(timedelta(hours=1)),
    "half an hour": Mute(timedelta(minutes=30)),
    "all 2h": Mute(timedelta(hours=2), MuteKind.ALL),
    "2h all": Mute(timedelta(hours=2), MuteKind.ALL),
    "All for 2 hours": Mute(timedelta(hours=2), MuteKind.ALL),
    "off": MuteOff(),
    "2 год": Mute(timedelta(hours=2)),
    "2 год.": Mute(timedelta(hours=2)),
    "30 хв": Mute(timedelta(minutes=30)),
    "1 год 30 хв": Mute(timedelta(minutes=90)),
    "1,5 год": Mute(timedelta(minutes=90)),
    "на дві години": Mute(timedelta(hours=2)),
    "годину": Mute(timedelta(hours=1)),
    "півгодини": Mute(timedelta(minutes=30)),
    "півтори години": Mute(timedelta(minutes=90)),
    "п’ять хвилин": Mute(timedelta(minutes=5)),
    "усе 2 год": Mute(timedelta(hours=2), MuteKind.ALL),
    "все на 2 години": Mute(timedelta(hours=2), MuteKind.ALL),
    "вимкнути": MuteOff(),
}
NO_MUTE = {
    "": "",
    "2": "2",
    "all": "all",
    "2h foo": "foo",
    "11h": "11h",
    "601 min": "601",
    "0m": "0m",
    "1h 1h": "1h 1h",
    "30m 1h": "30m 1h",
    "0.01h": "0.01h",
    "-2h": "-2h",
    "2 hamsters": "hamsters",
    "2 роки": "роки",
    "until 7": "until 7",
    "9" * 5000: "9" * 40 + "…",
}
PLAIN_EN: dict[str, object] = {
    "don't wake me until 7": QuietTonight(clock("07:00")),
    "Don’t wake me until seven!": QuietTonight(clock("07:00")),
    "dont wake me till 8": QuietTonight(clock("08:00")),
    "do not disturb me until 6:30": QuietTonight(clock("06:30")),
    "please don't wake me before nine": QuietTonight(clock("09:00")),
    "don't wake me up until seven in the morning, please": QuietTonight(clock("07:00")),
    "Hey Tysha, don't ring until 7": QuietTonight(clock("07:00")),
    "quiet until 7": QuietTonight(clock("07:00")),
    "let me sleep until 8": QuietTonight(clock("08:00")),
    "don't wake me tonight": QuietTonight(),
    "don't wake me until morning": QuietTonight(),
    "send me the digest every morning at 8": SetDigest((clock("08:00"),)),
    "quiet tonight": QuietTonight(),
    "let me sleep tonight": QuietTonight(),
    "don't wake me from 23 to 7": NIGHT,
    "do not disturb 23-7": NIGHT,
    "don't wake me from 11pm to 7am": NIGHT,
    "quiet from 23 to 7": NIGHT,
    "quiet hours 23:00-07:00": NIGHT,
    "set quiet hours to 23:00-07:00": NIGHT,
    "quiet on weekdays 23-7": WORKDAYS,
    "quiet from 23 to 7 on weekdays": WORKDAYS,
    "don't wake me every night from 23 to 7": NIGHT,
    "quiet on weekdays 23-7, weekends 0-9": WEEK,
    "turn off quiet hours": QuietOff(),
    "turn my quiet hours off": QuietOff(),
    "no more quiet hours": QuietOff(),
    "send me the digest at 8": SetDigest((clock("08:00"),)),
    "Send the daily digest at 8:30, please": SetDigest((clock("08:30"),)),
    "send me a summary every day at eight": SetDigest((clock("08:00"),)),
    "I want the digest at 8 and 20": SetDigest((clock("08:00"), clock("20:00"))),
    "digest at 8am": SetDigest((clock("08:00"),)),
    "morning digest at half past seven": SetDigest((clock("07:30"),)),
    "show me the digest": DigestNow(),
    "digest now": DigestNow(),
    "don't send me the digest any more": DigestOff(),
    "stop the digest": DigestOff(),
    "turn off the digest": DigestOff(),
    "mute for 2 hours": Mute(timedelta(hours=2)),
    "mute alerts for half an hour": Mute(timedelta(minutes=30)),
    "be quiet for two hours": Mute(timedelta(hours=2)),
    "don't bother me for an hour": Mute(timedelta(hours=1)),
    "unmute": MuteOff(),
    "turn the sound back on": MuteOff(),
}
PLAIN_UK: dict[str, object] = {
    "не буди до сьомої": QuietTonight(clock("07:00")),
    "Не буди мене до дев’ятої!": QuietTonight(clock("09:00")),
    "не будіть мене до 7": QuietTonight(clock("07:00")),
    "не турбуй до 6:30": QuietTonight(clock("06:30")),
    "будь ласка, не буди до восьмої ранку": QuietTonight(clock("08:00")),
    "Тишо, не буди мене до сьомої, будь ласка": QuietTonight(clock("07:00")),
    "тихо до сьомої": QuietTonight(clock("07:00")),
    "дай поспати до восьмої": QuietTonight(clock("08:00")),
    "не буди цієї ночі до 8": QuietTonight(clock("08:00")),
    "не буди мене цієї ночі": QuietTonight(),
    "тихо до ранку": QuietTonight(),
    "дайджест щоранку о 8": SetDigest((clock("08:00"),)),
    "не буди до семи": QuietTonight(clock("07:00")),
    "тиша сьогодні вночі": QuietTonight(),
    "не дзвони цієї ночі": QuietTonight(),
    "тихо з 23 до 7": NIGHT,
    "не турбуй з 23 до 7": NIGHT,
    "не турбуйте мене з 23:00 до 07:00": NIGHT,
    "не буди з одинадцятої вечора до сьомої ранку": NIGHT,
    "не буди щоночі з 23 до 7": NIGHT,
    "тихі години з 23 до 7": NIGHT,
    "постав тихі години з 23 до 7": NIGHT,
    "увімкніть тишу з 23 до 7": NIGHT,
    "тихо у будні з 23 до 7": WORKDAYS,
    "тихо з 23 до 7 по буднях": WORKDAYS,
    "не буди у будні з 23 до 7, у вихідні з опівночі до дев'ятої": WEEK,
    "вимкни тихі години": QuietOff(),
    "скасуйте тихі години": QuietOff(),
    "дайджест о 8": SetDigest((clock("08:00"),)),
    "надсилай зведення о 8:30": SetDigest((clock("08:30"),)),
    "надсилай мені дайджест щодня о восьмій": SetDigest((clock("08:00"),)),
    "щодня о 8 надсилай мені дайджест": SetDigest((clock("08:00"),)),
    "надсилайте о дев'ятій зведення": SetDigest((clock("09:00"),)),
    "хочу дайджест о пів на дев'яту": SetDigest((clock("08:30"),)),
    "зведення о 8 та о 20": SetDigest((clock("08:00"), clock("20:00"))),
    "покажи дайджест": DigestNow(),
    "дайджест зараз": DigestNow(),
    "не надсилай мені дайджест": DigestOff(),
    "вимкни дайджест": DigestOff(),
    "тиша на 2 години": Mute(timedelta(hours=2)),
    "тихо дві години": Mute(timedelta(hours=2)),
    "помовч півгодини": Mute(timedelta(minutes=30)),
    "не турбуй мене годину": Mute(timedelta(hours=1)),
    "вимкни звук на 30 хв": Mute(timedelta(minutes=30)),
    "увімкни звук": MuteOff(),
}
NOT_PLAIN = [
    "don't disturb me between",
    "щоночі",
    "",
    "hello",
    "привіт",
    "don't wake me",
    "не буди мене",
    "wake me at 7",
    "is it safe to go out?",
    "don't wake me until",
    "don't wake me until tomorrow",
    "don't wake me until 25",
    "don't wake me until 19",
    "don't wake me every night until 7",
    "не буди щоночі до сьомої",
    "don't wake me from 11 to 7",
    "quiet from 23 to 7 unless it is bad",
    "quiet 23-7 nothing",
    "тихо з 23 до 7 нічого",
    "don't send me the digest at 8",
    "send me the digest at 8 tomorrow",
    "send me the digest about Kharkiv",
    "дайджест о 8 завтра",
    "дайджест щовечора о 8",
    "digest every night at 8",
    "не чіпайте мене до шостої тридцять",
    "mute everything for 2 hours",
    "mute all for 2 hours",
    "вимкни звук на все 2 години",
    "mute for 20 hours",
    "mute",
    "turn off",
    "off",
    "what happened from 23 to 7?",
    "що було з 23 до 7",
    "don't wake me until 7 " + "please " * 2000,
]


def same_windows(found: object, expected: str, mode: Mode | None = None) -> bool:
    return isinstance(found, SetQuiet) and found.mode is mode and to_text(found.windows) == expected


@pytest.mark.parametrize(("text", "expected"), [*QUIET_EN.items(), *QUIET_UK.items()])
def test_typed_hours_are_understood(text: str, expected: str) -> None:
    found = parse_quiet(text)

    assert same_windows(found, expected), found


@pytest.mark.parametrize(("text", "mode"), MODES.items())
def test_typed_hours_may_name_a_mode(text: str, mode: Mode) -> None:
    assert same_windows(parse_quiet(text), NIGHT, mode)


@pytest.mark.parametrize(
    "text", ["off", "Off.", "turn off", "вимкнути", "ВИМК", "вимкни", "23:00-23:00", "0-0", "07:00-07:00"]
)
def test_quiet_hours_can_be_typed_away(text: str) -> None:
    assert parse_quiet(text) == QuietOff()


@pytest.mark.parametrize(("text", "until"), TONIGHT.items())
def test_one_night_can_be_typed(text: str, until: str) -> None:
    assert parse_quiet(text) == QuietTonight(clock(until))


@pytest.mark.parametrize(("text", "part"), NO_QUIET.items())
def test_what_is_not_certain_is_named_and_not_guessed(text: str, part: str) -> None:
    assert parse_quiet(text) == NotUnderstood(part)


def test_a_very_long_text_is_named_in_short() -> None:
    found = parse_quiet("23:00-07:00 " + "x" * 5000)

    assert isinstance(found, NotUnderstood) and len(found.part) <= 41


@pytest.mark.parametrize(("text", "expected"), DIGESTS.items())
def test_typed_digest_times_are_understood(text: str, expected: DigestOrder) -> None:
    assert parse_digest(text) == expected


@pytest.mark.parametrize(("text", "part"), NO_DIGEST.items())
def test_a_digest_time_that_is_not_certain_is_named(text: str, part: str) -> None:
    assert parse_digest(text) == NotUnderstood(part)


@pytest.mark.parametrize(("text", "expected"), MUTES.items())
def test_typed_mutes_are_understood(text: str, expected: MuteOrder) -> None:
    assert parse_mute(text) == expected


@pytest.mark.parametrize(("text", "part"), NO_MUTE.items())
def test_a_mute_that_is_not_certain_or_over_ten_hours_is_named(text: str, part: str) -> None:
    assert parse_mute(text) == NotUnderstood(part)


def test_a_length_alone_is_understood_and_an_off_is_no_length() -> None:
    assert parse_duration("1 год 15 хв") == timedelta(minutes=75)
    assert parse_duration("off") == NotUnderstood("off")


@pytest.mark.parametrize(("text", "expected"), [*PLAIN_EN.items(), *PLAIN_UK.items()])
def test_plain_sentences_are_understood(text: str, expected: object) -> None:
    found = parse_plain(text)

    assert same_windows(found, expected) if isinstance(expected, str) else found == expected, found


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_a_sentence_that_is_not_certain_in_every_word_is_no_order(text: str) -> None:
    assert parse_plain(text) is None


def test_both_languages_are_covered_broadly() -> None:
    cyrillic = re.compile("[а-яіїєґ]", re.IGNORECASE)
    phrases = {*QUIET_EN, *QUIET_UK, *MODES, *TONIGHT, *DIGESTS, *MUTES, *PLAIN_EN, *PLAIN_UK}
    ukrainian = {phrase for phrase in phrases if cyrillic.search(phrase)}

    assert len(ukrainian) >= 120
    assert len(phrases - ukrainian) >= 120


# Fuzzing: whatever is typed, nothing raises, and every hour of an answer was in the question.

PIECES = (
    *"0123456789:-.,; ", *"0123456789:-.,; ", "7", "24", "00", "23:00", "07:30", "99", "-", ", ", "; ", " ", " ",
    "mon", "fri", "weekdays", "weekends", "every night", "пн", "будні", "вихідні", "щоночі", "from ", " to ", "until ",
    "з ", " до ", "о ", "am", "pm", " ранку", " вечора", " ночі", " grave", " nothing", " усе", "off", "tonight", "foo",
    "<b>", "\n", "\u200b", "🔴", "’", "İ", "ß", "x", "и", "quiet ", "не буди ", "digest ", "2h", "год", "all ",
)  # fmt: skip


BEGINNINGS = ("", "", "weekdays ", "пн-пт ", "у вихідні ", "quiet ", "тихо ", "from ", "з ", "sat,", "every night ")
JOINTS = ("-", " - ", " to ", " до ", "-", "", ",", " ")
ENDINGS = ("", "", "", " nothing", " усе", " у будні", ", 13-15", "; 1-2", " am", " ранку", "!", " x", ", weekends 0-9")


def random_texts(count: int) -> list[str]:
    """Half of them noise, half of them built like windows, so that many are nearly right."""
    generator = random.Random(20261122)
    noise = ["".join(generator.choices(PIECES, k=generator.randint(0, 9))) for _ in range(count // 2)]
    return noise + [_nearly_window(generator) for _ in range(count - count // 2)]


def _nearly_window(generator: random.Random) -> str:
    hours = [f"{generator.randint(0, 26)}{generator.choice(('', '', ':00', ':30', ':61', 'pm', '.15'))}" for _ in "ab"]
    joint = generator.choice(JOINTS)
    return generator.choice(BEGINNINGS) + hours[0] + joint + hours[1] + generator.choice(ENDINGS)


def numbers_in(text: str) -> set[int]:
    return {int(number) for number in re.findall(r"[0-9]+", text)}


def said_numbers(windows: tuple[Window, ...], text: str) -> bool:
    """Whether every hour and minute of the windows was typed, allowing for 24 and for hours counted to twelve."""
    numbers = numbers_in(text)
    halves = any(word in text.casefold() for word in ("am", "pm", "ранку", "вечора", "ночі"))
    for edge in (edge for window in windows for edge in (window.start, window.end)):
        hours = {edge.hour, edge.hour or 24} | ({edge.hour % 12, edge.hour % 12 or 12} if halves else set())
        if numbers.isdisjoint(hours) or (edge.minute and edge.minute not in numbers):
            return False
    return True


def test_ten_thousand_random_texts_neither_fail_nor_yield_hours_that_nobody_typed() -> None:
    understood = 0
    for text in random_texts(10_000):
        found = parse_quiet(text)
        plain = parse_plain(text)
        parse_digest(text)
        parse_mute(text)
        for order in (found, plain):
            if isinstance(order, SetQuiet):
                understood += 1
                assert order.windows and said_numbers(order.windows, text), text
                assert len(re.findall("[0-9]+", text)) >= 2 * len(order.windows), text
        if isinstance(found, SetQuiet) and found.mode is Mode.NOTHING:
            assert "nothing" in text

    assert understood > 500


@given(st.text(max_size=300))
def test_no_text_at_all_makes_a_parser_fail(text: str) -> None:
    for parse in (parse_quiet, parse_digest, parse_mute, parse_duration):
        found = parse(text)
        assert not isinstance(found, NotUnderstood) or len(found.part) <= 41
    parse_plain(text)


@given(
    st.lists(
        st.builds(
            Window,
            st.sampled_from([clock(text) for text in ("21:30", "22:00", "23:00", "01:05")]),
            st.sampled_from([clock(text) for text in ("05:00", "06:45", "07:00", "12:00")]),
            st.frozensets(st.integers(0, 6), min_size=1),
        ),
        min_size=1,
        max_size=3,
        unique_by=lambda window: (window.start, window.end),
    ).map(tuple)
)
def test_what_the_bot_writes_can_be_typed_back(windows: tuple[Window, ...]) -> None:
    assert parse_quiet(to_text(windows)) == SetQuiet(from_text(to_text(windows)))
