"""What Ukrainian speakers type when they set hours, in the case forms that hours and days take in a sentence."""

from bot.domain.phrases_lexicon import DayPart, Lexicon, Plain, spelled
from bot.domain.quiet import EVERY_DAY, Mode, Weekday

_ORDINAL_STEMS = (
    "нульов", "перш", "друг", "трет", "четверт", "п'ят", "шост", "сьом", "восьм", "дев'ят", "десят", "одинадцят",
    "дванадцят", "тринадцят", "чотирнадцят", "п'ятнадцят", "шістнадцят", "сімнадцят", "вісімнадцят", "дев'ятнадцят",
    "двадцят",
)  # fmt: skip
_CARDINALS = {
    "один": 1, "одна": 1, "одну": 1, "два": 2, "дві": 2, "три": 3, "чотири": 4, "п'ять": 5, "шість": 6, "сім": 7,
    "вісім": 8, "дев'ять": 9, "десять": 10, "одинадцять": 11, "дванадцять": 12, "п'ятнадцять": 15, "двадцять": 20,
    "тридцять": 30, "сорок": 40,
}  # fmt: skip
#: "до семи", as many say for "до сьомої".
_CARDINALS_OF = {
    "двох": 2, "трьох": 3, "чотирьох": 4, "п'яти": 5, "шести": 6, "семи": 7, "восьми": 8, "дев'яти": 9, "десяти": 10,
    "одинадцяти": 11, "дванадцяти": 12, "двадцяти двох": 22, "двадцяти трьох": 23,
}  # fmt: skip


def _ordinal_forms(stem: str) -> tuple[str, ...]:
    """Nominative, genitive, locative and accusative, as in "сьома", "до сьомої", "о сьомій", "пів на сьому"."""
    endings = ("я", "ьої", "ій", "ю") if stem == "трет" else ("а", "ої", "ій", "у")
    return tuple(stem + ending for ending in endings)


_ORDINALS = {form: value for value, stem in enumerate(_ORDINAL_STEMS) for form in _ordinal_forms(stem)}
_TWENTIES = {f"двадцять {form}": 20 + value for form, value in _ORDINALS.items() if 1 <= value <= 3}
_DAY_NAMES = {
    Weekday.MONDAY: "пн пон понеділок понеділка понеділки понеділкам",
    Weekday.TUESDAY: "вт вівторок вівторка вівторки вівторкам",
    Weekday.WEDNESDAY: "ср середа середу середи середам",
    Weekday.THURSDAY: "чт четвер четверга четверги четвергам",
    Weekday.FRIDAY: "пт п'ятниця п'ятницю п'ятниці п'ятницям пятниця пятницю пятниці",
    Weekday.SATURDAY: "сб субота суботу суботи суботам",
    Weekday.SUNDAY: "нд неділя неділю неділі неділям",
}
_WEEKDAYS = frozenset(range(5))
_WEEKEND = EVERY_DAY - _WEEKDAYS
_LEAVE_ME = r"не (?:буди|будіть|турбуй|турбуйте|чіпай|чіпайте|дзвони|дзвоніть|тривож|тривожте)(?: мене)?"
_QUIET = r"(?:тихо|тиша|тишу|тихі години|мовчи|мовчіть|дай поспати|дайте поспати)"
_THIS_NIGHT = r"(?:цієї ночі|сьогодні вночі|на цю ніч|цю ніч|до ранку)"
_DIGEST = r"(?:щоденне |ранкове )?(?:дайджест|зведення|підсумок|підсумки)"
_SEND = r"(?:(?:надсилай|присилай|дай)(?:те)?|(?:надішл|шл|пришл|покаж)(?:и|іть))(?: мені)?"

UKRAINIAN = Lexicon(
    fixed_hours=dict.fromkeys(("опівніч", "опівночі", "північ", "півночі"), 0)
    | dict.fromkeys(("опівдні", "полудень", "полудня"), 12),
    hours=spelled(_ORDINALS | _TWENTIES | _CARDINALS_OF),
    halves={"пів на": -1},
    hour_endings=("година", "години", "годині", "годину", "год", "год."),
    day_parts={
        "ранку": DayPart.MORNING,
        "зранку": DayPart.MORNING,
        "вранці": DayPart.MORNING,
        "дня": DayPart.AFTERNOON,
        "вечора": DayPart.EVENING,
        "ввечері": DayPart.EVENING,
        "увечері": DayPart.EVENING,
        "ночі": DayPart.NIGHT,
    },
    days={name: frozenset({day}) for day, names in _DAY_NAMES.items() for name in names.split()}
    | dict.fromkeys(("будні", "будням", "буднях", "буднів", "робочі дні", "робочих днях"), _WEEKDAYS)
    | dict.fromkeys(("вихідні", "вихідним", "вихідних", "вікенд"), _WEEKEND)
    | dict.fromkeys(("щодня", "щоночі", "кожен день", "кожного дня", "кожну ніч", "кожної ночі"), EVERY_DAY),
    daily_words=("щодня", "щоранку", "кожен день", "кожного дня", "кожного ранку"),
    before_days=("у", "в", "по", "на", "кожен", "кожну", "кожного", "кожної"),
    from_words=("з", "із", "від"),
    to_words=("до", "по"),
    until_words=("до",),
    at_words=("о", "об", "на", "в", "у"),
    and_words=("і", "й", "та"),
    modes={
        "серйозне": Mode.GRAVE,
        "лише серйозне": Mode.GRAVE,
        "тільки серйозне": Mode.GRAVE,
        "серйозна небезпека": Mode.GRAVE,
        "лише серйозна небезпека": Mode.GRAVE,
        "мене будить серйозна небезпека": Mode.GRAVE,
        "будить серйозна небезпека": Mode.GRAVE,
        "тяжке": Mode.GRAVE,
        "лише тяжке": Mode.GRAVE,
        "важке": Mode.GRAVE,
        "небезпечне": Mode.GRAVE,
        "лише небезпечне": Mode.GRAVE,
        "велика небезпека": Mode.GRAVE,
        "смертельна небезпека": Mode.GRAVE,
        "усе": Mode.EVERYTHING,
        "все": Mode.EVERYTHING,
        "усе будить": Mode.EVERYTHING,
        "мене будить усе": Mode.EVERYTHING,
        "мене будить все": Mode.EVERYTHING,
        "нічого": Mode.NOTHING,
        "ніщо": Mode.NOTHING,
        "ніщо не будить": Mode.NOTHING,
        "мене ніщо не будить": Mode.NOTHING,
        "нічого не будить": Mode.NOTHING,
    },
    off_words=("вимкнути", "вимкни", "вимкніть", "вимкнено", "вимк", "викл", "скасувати", "скасуй", "скасуйте"),
    now_words=("зараз", "просто зараз"),
    tonight_words=("цієї ночі", "на цю ніч", "цю ніч", "сьогодні вночі", "лише цієї ночі", "тільки цієї ночі"),
    all_words=("усе", "все", "всі", "усі"),
    numbers=spelled(_CARDINALS),
    units=dict.fromkeys(("г", "год", "година", "годину", "години", "годин"), 60)
    | dict.fromkeys(("х", "хв", "хвилина", "хвилину", "хвилини", "хвилин"), 1),
    spans=dict.fromkeys(("годину", "годинку"), 60)
    | dict.fromkeys(("півгодини", "пів години", "пів годинки"), 30)
    | {"півтори години": 90, "чверть години": 15},
    before_spans=("на", "протягом"),
    courtesies=("будь ласка", "прошу", "привіт", "тишо", "тиша бот", "дякую", "ану", "можеш", "можете", "хочу"),
    sentences={
        Plain.QUIET_HOURS: (
            rf"{_LEAVE_ME} {{}}",
            rf"{_QUIET} {{}}",
            r"(?:зроб|увімкн|встанов)(?:и|іть) (?:тихо|тишу|тихі години) {}",
            r"постав(?:те)? (?:тихо|тишу|тихі години) {}",
        ),
        Plain.QUIET_UNTIL: (
            rf"{_LEAVE_ME} (?:(?:цієї ночі|сьогодні вночі) )?до {{}}",
            rf"{_QUIET} (?:(?:цієї ночі|сьогодні вночі) )?до {{}}",
        ),
        Plain.QUIET_TONIGHT: (
            rf"{_LEAVE_ME} {_THIS_NIGHT}",
            rf"{_QUIET} {_THIS_NIGHT}",
        ),
        Plain.QUIET_OFF: (
            r"(?:вимкни|вимкніть|вимкнути|скасуй|скасуйте|скасувати|прибери|приберіть) (?:мої )?тихі години",
            r"тихі години (?:вимкни|вимкніть|вимкнути)",
            r"без тихих годин",
        ),
        Plain.DIGEST_AT: (
            rf"(?:{_SEND} )?{_DIGEST} {{}}",
            rf"{{}} {_SEND} {_DIGEST}",
            rf"{{}} {_DIGEST}",
            rf"{_SEND} {{}} {_DIGEST}",
        ),
        Plain.DIGEST_NOW: (rf"{_SEND} {_DIGEST}", rf"(?:{_SEND} )?{_DIGEST} (?:просто )?зараз"),
        Plain.DIGEST_OFF: (
            r"(?:більше )?не (?:надсилай|надсилайте|шли|шліть|присилай|присилайте)(?: мені)?(?: більше)? "
            r"(?:дайджест|дайджесту|дайджести|зведення|підсумок|підсумки)",
            rf"(?:вимкни|вимкніть|вимкнути|скасуй|скасуйте|скасувати|прибери|приберіть) {_DIGEST}",
            r"без (?:дайджесту|зведення|підсумків)",
        ),
        Plain.MUTE: (
            rf"{_LEAVE_ME} {{}}",
            rf"{_QUIET} {{}}",
            r"(?:помовч|помовчи|помовчте|замовкни|замовкніть|мовчи|мовчіть) {}",
            r"(?:вимкни|вимкніть) звук {}",
            r"без звуку {}",
        ),
        Plain.MUTE_OFF: (
            r"(?:увімкни|увімкніть|поверни|поверніть) звук",
            r"(?:скасуй|скасуйте|зніми|зніміть) тишу",
        ),
    },
)
