"""What English speakers type when they set hours, so that nobody has to learn a syntax at night."""

from bot.domain.phrases.words import DayPart, Kind, Lexicon
from bot.domain.quiet import EVERY_DAY, Mode, Weekday

_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_COUNTED = {word: value for value, word in enumerate(_NUMBERS)}
_DAY_NAMES = {
    Weekday.MONDAY: "(mon|monday|mondays)",
    Weekday.TUESDAY: "(tue|tues|tuesday|tuesdays)",
    Weekday.WEDNESDAY: "(wed|weds|wednesday|wednesdays)",
    Weekday.THURSDAY: "(thu|thur|thurs|thursday|thursdays)",
    Weekday.FRIDAY: "(fri|friday|fridays)",
    Weekday.SATURDAY: "(sat|saturday|saturdays)",
    Weekday.SUNDAY: "(sun|sunday|sundays)",
}
_WEEKDAYS = frozenset(range(5))

ENGLISH = Lexicon(
    fixed_hours={"midnight": 0, "(noon|midday)": 12},
    hours=_COUNTED | {f"twenty {_NUMBERS[ones]}": 20 + ones for ones in (1, 2, 3)},
    offsets={"half past": 30, "[a] quarter past": 15, "[a] quarter to": -15},
    parts={
        "am": DayPart.AM,
        "pm": DayPart.PM,
        "in the morning": DayPart.MORNING,
        "in the afternoon": DayPart.AFTERNOON,
        "in the evening": DayPart.EVENING,
        "at night": DayPart.NIGHT,
    },
    days={pattern: frozenset({day}) for day, pattern in _DAY_NAMES.items()}
    | {
        "(weekday|weekdays|workdays|working days)": _WEEKDAYS,
        "[the] (weekend|weekends)": EVERY_DAY - _WEEKDAYS,
        "(every day|each day|daily)": EVERY_DAY,
    },
    daily={"(every|each) morning": DayPart.MORNING, "(every|each) evening": DayPart.EVENING},
    nightly={"(every night|each night|nightly)": DayPart.NIGHT},
    numbers=_COUNTED | {"thirty": 30, "forty": 40, "forty five": 45, "fifty": 50, "ninety": 90},
    units={"(h|hr|hrs|hour|hours)": 60, "(m|min|mins|minute|minutes)": 1},
    spans={
        "(an|one) hour": 60,
        "half an hour": 30,
        "an hour and a half": 90,
        "one and a half hours": 90,
        "a quarter of an hour": 15,
    },
    modes={
        "[only|just] (grave|grave danger) [only] [wakes me|wake me]": Mode.GRAVE,
        "everything [wakes me]": Mode.EVERYTHING,
        "[let] nothing [wakes me|wake me]": Mode.NOTHING,
    },
    phrases={
        Kind.HALF: ("half",),
        Kind.PAST: ("past",),
        Kind.ENDING: ("(o'clock|h)",),
        Kind.BEFORE_DAYS: ("(on|at|every|each|during)",),
        Kind.TODAY: ("today",),
        Kind.TOMORROW: ("tomorrow [morning]",),
        Kind.TONIGHT: ("[only|just] (tonight|this night)",),
        Kind.MORNING: ("[tonight] (until|till|til) [the] (morning|tomorrow|dawn)", "for the night"),
        Kind.NIGHT: ("(all|during the|through the) night",),
        Kind.FROM: ("from",),
        Kind.AFTER: ("after",),
        Kind.BETWEEN: ("between",),
        Kind.TO: ("(to|until|till|til)",),
        Kind.UNTIL: ("(until|till|til|before)",),
        Kind.NOT_BEFORE: ("not (before|until|till)",),
        Kind.AT: ("at",),
        Kind.AND: ("and",),
        Kind.BEFORE_SPAN: ("for [the] [next]",),
        Kind.LEAVE: (
            "(don't|do not|not) (wake|disturb|bother|ring|call|ping) [me] [up]",
            "no (calls|noise|sound|sounds|ringing|rings|notifications)",
            "let me sleep",
        ),
        Kind.QUIET: ("[be|stay|keep|make it] (quiet|silent)", "silence"),
        Kind.HUSH: ("shut up",),
        Kind.QUIET_HOURS: ("[the|my] quiet hours [to]",),
        Kind.MUTE: ("[the] mute [me|alerts|the alerts|the chat|notifications]",),
        Kind.UNMUTE: ("unmute", "turn [the] sound [back] on", "turn on [the] sound"),
        Kind.SOUND: ("[the] sound",),
        Kind.DIGEST: ("[the|a|my] [daily|morning] (digest|digests|summary)",),
        Kind.SEND: ("(send|give|show|bring) [me]",),
        Kind.NOT_SEND: ("(don't|do not) send [me]",),
        Kind.SET: ("(set|make|turn on)", "i (want|would like)", "i'd like"),
        Kind.TURN: ("(turn|switch)",),
        Kind.OFF: ("[turn|switch] off", "(stop|cancel|disable|remove|end)", "no [more]", "stop sending [me]"),
        Kind.NOW: ("[right] now",),
        Kind.ALL: ("(all|everything)",),
        Kind.NOT: ("not", "never"),
        Kind.ASKING: ("(can|could|would|will) you [please]",),
        Kind.COURTESY: ("(please|pls|plz|hi|hello|hey|tysha|thanks|thank you|any more|anymore|ok|okay)",),
    },
    lookalikes=frozenset({"silenced", "mornings", "nights", "wakes", "mutes", "stops", "later"}),
)
