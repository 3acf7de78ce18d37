"""The Russian words that people of Kharkiv mix into what they type, so that a sentence is understood as it comes."""

from bot.domain.phrases.words import DayPart, Kind, Lexicon
from bot.domain.quiet import EVERY_DAY, Mode, Weekday

_CARDINALS = {
    "один": 1, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7, "восемь": 8, "девять": 9,
    "десять": 10, "одиннадцать": 11, "двенадцать": 12, "пятнадцать": 15, "двадцать": 20, "тридцать": 30, "сорок": 40,
    "девяносто": 90,
}  # fmt: skip
_CARDINALS_OF = {
    "двух": 2, "трех": 3, "трёх": 3, "четырех": 4, "четырёх": 4, "пяти": 5, "шести": 6, "семи": 7, "восьми": 8,
    "девяти": 9, "десяти": 10, "одиннадцати": 11, "двенадцати": 12, "часу": 1, "двадцати двух": 22,
    "двадцати трех": 23, "двадцати трёх": 23,
}  # fmt: skip
_ORDINALS_OF = {
    "первого": 1, "второго": 2, "третьего": 3, "четвертого": 4, "пятого": 5, "шестого": 6, "седьмого": 7,
    "восьмого": 8, "девятого": 9, "десятого": 10, "одиннадцатого": 11, "двенадцатого": 12,
}  # fmt: skip
_DAY_NAMES = {
    Weekday.MONDAY: "(понедельник|понедельника|понедельникам)",
    Weekday.TUESDAY: "(вторник|вторника|вторникам)",
    Weekday.WEDNESDAY: "(среда|среду|средам)",
    Weekday.THURSDAY: "(четверг|четверга|четвергам)",
    Weekday.FRIDAY: "(пятница|пятницу|пятницам)",
    Weekday.SATURDAY: "(суббота|субботу|субботам)",
    Weekday.SUNDAY: "(вс|воскресенье|воскресенья|воскресеньям)",
}
_WEEKDAYS = frozenset(range(5))

SURZHYK = Lexicon(
    fixed_hours={"(полночь|полуночи)": 0, "(полдень|полудня)": 12},
    hours=_CARDINALS_OF | _ORDINALS_OF | {word: hour for word, hour in _CARDINALS.items() if hour < 24},
    half_hours={f"пол{word}": hour - 1 or 12 for word, hour in _ORDINALS_OF.items()},
    offsets={"(пол|половине|половина|половины)": -30, "без четверти": -15},
    parts={
        "утра": DayPart.MORNING,
        "вечера": DayPart.EVENING,
        "(дня|днём|днем)": DayPart.AFTERNOON,
        "ночи": DayPart.NIGHT,
    },
    days={pattern: frozenset({day}) for day, pattern in _DAY_NAMES.items()}
    | {
        "(будни|будням|будние дни|рабочие дни)": _WEEKDAYS,
        "(выходные|выходным|выходных)": EVERY_DAY - _WEEKDAYS,
        "(каждый день|ежедневно)": EVERY_DAY,
    },
    daily={"каждое утро": DayPart.MORNING, "каждый вечер": DayPart.EVENING},
    nightly={"каждую ночь": DayPart.NIGHT},
    numbers=_CARDINALS,
    units={"(ч|час|часа|часов)": 60, "(мин|минута|минуту|минуты|минут)": 1},
    spans={"(час|часик)": 60, "(полчаса|пол часа)": 30, "(полтора часа)": 90},
    modes={"(всё|все)": Mode.EVERYTHING, "(ничего|ничто)": Mode.NOTHING},
    phrases={
        Kind.ENDING: ("(ч|час|часа|часов)",),
        Kind.BEFORE_DAYS: ("каждую",),
        Kind.TODAY: ("сегодня",),
        Kind.TONIGHT: ("[только] (этой ночью|эту ночь|сегодня ночью)",),
        Kind.MORNING: ("до утра", "на ночь"),
        Kind.NIGHT: ("ночью",),
        Kind.FROM: ("(с|со|c)",),
        Kind.AFTER: ("после",),
        Kind.UNTIL: ("раньше",),
        Kind.NOT_BEFORE: ("не раньше",),
        Kind.AND: ("и",),
        Kind.LEAVE: (
            "не (буди|будить|будите|беспокой|беспокойте|беспокоить|трогай|трогайте|звони|звоните) [меня|мне]",
            "(дай|дайте) [мне] (поспать|спать)",
        ),
        Kind.QUIET: ("тишина", "тишину"),
        Kind.HUSH: ("(помолчи|молчи)",),
        Kind.QUIET_HOURS: ("(тихие часы|тихих часов)",),
        Kind.MUTE: ("без звука",),
        Kind.UNMUTE: ("(включи|верни) звук",),
        Kind.SEND: ("(присылай|присылайте|покажи) [мне]",),
        Kind.NOT_SEND: ("не (присылай|присылайте) [мне]",),
        Kind.SET: ("(включи|сделай|поставь)",),
        Kind.OFF: ("(выключи|выключить|отключи|отключить|выкл|отмени|убери)",),
        Kind.NOW: ("сейчас",),
        Kind.ALL: ("всё",),
        Kind.ASKING: ("(можешь|можно)",),
        Kind.COURTESY: ("(пожалуйста|спасибо|привет|больше)",),
    },
    lookalikes=frozenset("вчера звонит звонил пришла пришел часть тихий".split()),
)
