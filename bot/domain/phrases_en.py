"""What English speakers type when they set hours, so that nobody has to learn a syntax at night."""

from bot.domain.phrases_lexicon import DayPart, Lexicon, Plain, spelled
from bot.domain.quiet import EVERY_DAY, Mode, Weekday

_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_HOURS = {word: value for value, word in enumerate(_NUMBERS)} | {
    f"twenty {_NUMBERS[ones]}": 20 + ones for ones in (1, 2, 3)
}
_DAY_NAMES = {
    Weekday.MONDAY: "mon monday mondays",
    Weekday.TUESDAY: "tue tues tuesday tuesdays",
    Weekday.WEDNESDAY: "wed weds wednesday wednesdays",
    Weekday.THURSDAY: "thu thur thurs thursday thursdays",
    Weekday.FRIDAY: "fri friday fridays",
    Weekday.SATURDAY: "sat saturday saturdays",
    Weekday.SUNDAY: "sun sunday sundays",
}
_WEEKDAYS = frozenset(range(5))
_WEEKEND = EVERY_DAY - _WEEKDAYS
_LEAVE_ME = r"(?:don'?t|do not) (?:wake|disturb|bother|ring)(?: me)?(?: up)?"
_THIS_NIGHT = r"(?:tonight|(?:tonight )?(?:until|till) (?:the )?morning)"
_DIGEST = r"(?:(?:the|a|my) )?(?:daily |morning )?(?:digest|summary)"
_SEND = r"(?:send|give|show|bring)(?: me)?"

ENGLISH = Lexicon(
    fixed_hours={"midnight": 0, "noon": 12, "midday": 12},
    hours=spelled(_HOURS),
    halves={"half past": 0},
    hour_endings=("o'clock", "oclock"),
    day_parts={
        "am": DayPart.AM,
        "a.m": DayPart.AM,
        "a.m.": DayPart.AM,
        "pm": DayPart.PM,
        "p.m": DayPart.PM,
        "p.m.": DayPart.PM,
        "in the morning": DayPart.MORNING,
        "in the afternoon": DayPart.AFTERNOON,
        "in the evening": DayPart.EVENING,
        "at night": DayPart.NIGHT,
    },
    days={name: frozenset({day}) for day, names in _DAY_NAMES.items() for name in names.split()}
    | dict.fromkeys(("weekday", "weekdays", "workdays", "working days"), _WEEKDAYS)
    | dict.fromkeys(("weekend", "weekends", "the weekend"), _WEEKEND)
    | dict.fromkeys(("every day", "every night", "daily", "nightly", "each day", "each night"), EVERY_DAY),
    daily_words=("every day", "each day", "daily", "every morning", "each morning"),
    before_days=("on", "at", "every", "each"),
    from_words=("from",),
    to_words=("to", "till", "until", "til"),
    until_words=("until", "till", "til", "before"),
    at_words=("at",),
    and_words=("and",),
    modes={
        "grave": Mode.GRAVE,
        "grave only": Mode.GRAVE,
        "only grave": Mode.GRAVE,
        "grave danger": Mode.GRAVE,
        "grave wakes me": Mode.GRAVE,
        "grave danger wakes me": Mode.GRAVE,
        "everything": Mode.EVERYTHING,
        "everything wakes me": Mode.EVERYTHING,
        "nothing": Mode.NOTHING,
        "nothing wakes me": Mode.NOTHING,
    },
    off_words=("off", "turn off", "switch off", "disable", "stop", "cancel"),
    now_words=("now", "right now"),
    tonight_words=("tonight", "this night", "only tonight", "just tonight"),
    all_words=("all", "everything"),
    numbers=spelled({word: value for value, word in enumerate(_NUMBERS) if value} | {"thirty": 30, "forty": 40}),
    units=dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 60)
    | dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 1),
    spans={
        "an hour": 60,
        "half an hour": 30,
        "an hour and a half": 90,
        "one and a half hours": 90,
        "a quarter of an hour": 15,
    },
    before_spans=("for",),
    courtesies=("please", "hi", "hello", "hey", "tysha", "thanks", "thank you", "can you", "could you", "i want"),
    sentences={
        Plain.QUIET_HOURS: (
            rf"{_LEAVE_ME} {{}}",
            r"(?:stay |keep |be )?quiet(?: hours)? {}",
            r"(?:set |make |turn on )(?:my )?quiet hours (?:to )?{}",
            r"silence {}",
            r"let me sleep {}",
        ),
        Plain.QUIET_UNTIL: (
            rf"{_LEAVE_ME} (?:until|till|til|before) {{}}",
            rf"{_LEAVE_ME} tonight (?:until|till|til|before) {{}}",
            r"(?:stay |keep |be )?quiet (?:tonight )?(?:until|till|til) {}",
            r"let me sleep (?:tonight )?(?:until|till|til) {}",
            r"silence (?:until|till|til) {}",
        ),
        Plain.QUIET_TONIGHT: (
            rf"{_LEAVE_ME} {_THIS_NIGHT}",
            rf"(?:stay |keep |be )?quiet (?:for )?{_THIS_NIGHT}",
            rf"let me sleep {_THIS_NIGHT}",
            rf"silence {_THIS_NIGHT}",
        ),
        Plain.QUIET_OFF: (
            r"(?:turn|switch) off (?:the |my )?quiet hours",
            r"(?:turn|switch) (?:the |my )?quiet hours off",
            r"(?:no|stop|cancel|disable|remove) (?:the |my |more )?quiet hours",
            r"quiet hours off",
        ),
        Plain.DIGEST_AT: (
            rf"(?:{_SEND} )?{_DIGEST} {{}}",
            rf"i(?: would like|'d like| want) {_DIGEST} {{}}",
        ),
        Plain.DIGEST_NOW: (rf"{_SEND} {_DIGEST}", rf"(?:{_SEND} )?{_DIGEST} (?:right )?now"),
        Plain.DIGEST_OFF: (
            rf"(?:don'?t|do not) send(?: me)? {_DIGEST}(?: any ?more)?",
            rf"(?:no|stop|cancel|disable)(?: sending)?(?: me)?(?: more)? {_DIGEST}",
            rf"(?:turn|switch) off {_DIGEST}",
            rf"(?:turn|switch) {_DIGEST} off",
            rf"{_DIGEST} off",
        ),
        Plain.MUTE: (
            r"(?:mute|silence)(?: alerts| the alerts| yourself| the chat)? {}",
            r"(?:be |stay |keep )?(?:quiet|silent) (?:for )?{}",
            rf"{_LEAVE_ME} (?:for )?{{}}",
        ),
        Plain.MUTE_OFF: (
            r"unmute",
            r"mute off",
            r"(?:stop|cancel|end) (?:the )?mute",
            r"turn (?:the )?sound (?:back )?on",
        ),
    },
)
