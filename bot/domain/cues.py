"""What the words of a message do, and which of them together ask for what: the table behind the second look."""

from bot.domain.lexicon import Word
from bot.domain.library import Library
from bot.domain.questions import CARDINALS, ORDINALS, Function, Question

#: Whether the words hold a time of day or a span: "from 23", "7am".
CLOCK = "clock"
#: That a place is named.
NAMED = "named place"
#: That a number is asked for, or none.
COUNTS = "count"
PLAIN = "nothing counted"
#: So many words of a message may have nothing to do with what it wants.
_ALWAYS_FORGIVEN = 1

#: Which roles together ask for which function; the first row that fits counts.
CUES: tuple[tuple[frozenset[str], Function], ...] = tuple(
    (frozenset(roles), function)
    for function, rows in (
        (Function.WHY, ({"why", "heard"}, {"why", "message"})),
        (Function.STATS, ({"stats"}, {"message", "past_span", PLAIN}, {COUNTS, "spent", "past_span"})),
        (Function.DIGEST, ({"summary", "daily"}, {"summary", CLOCK}, {"summary", "less"}, {"summary", "want"})),
        (Function.DIGEST, ({"summary", "change"},)),
        (Function.QUIET, ({"change", "quiet"},)),
        (
            Function.MUTE,
            ({"back", "sound"}, {"back", "message"}, {"less", "sound"}, {"only", "sound"}, {"less", "message"}),
        ),
        (
            Function.MUTE,
            (
                {"quiet", "span"},
                {"quiet", "night"},
                {"quiet", CLOCK},
                {"quiet", "bot"},
                {"less", "want", "night"},
                {"quiet", "want"},
            ),
        ),
        (
            Function.PRIVACY,
            (
                {"data", "about_me", "bot"},
                {"erase", "data"},
                {"erase", "about_me"},
                {"follow", "about_me", "bot"},
                {"data", "about_me", "who"},
            ),
        ),
        (
            Function.PLACE,
            (
                {"follow", NAMED},
                {"follow", "place"},
                {"change", "place"},
                {"wish", "message", NAMED},
                {"place", "about_me"},
            ),
        ),
        (Function.SHELTER, ({"shelter", "near"}, {"shelter", "hide"}, {"shelter", "walk"}, {"hide", "near"})),
        (Function.MAP, ({"map"},)),
        (Function.LANGUAGE, ({"language", "want"}, {"language", "change"})),
        (Function.SETTINGS, ({"settings"},)),
        (Function.CIRCLE, ({"family", "check", "inquire"},)),
        (Function.CALM, ({"calm", "about_me"}, {"calm", "want"})),
        (Function.BAG, ({"bag", "want"},)),
        (Function.HELP, ({"bot", "ability"}, {"bot", "origin"}, {"ability", "teach"})),
    )
    for roles in rows
)


def roles_in(question: Question, library: Library) -> frozenset[str]:
    """The roles of all words and phrases, and whether a clock, a place or a count is in them."""
    typed = tuple(part for word in question.words for part in word.typed.split())
    roles = set(library.roles.of(typed))
    if any(map(is_of_a_clock, question.words)):
        roles.add(CLOCK)
    if question.places:
        roles.add(NAMED)
    roles.add(COUNTS if question.counts else PLAIN)
    if "who" in question.concepts:
        roles.add("who")
    return frozenset(roles)


def roles_of(word: Word, library: Library) -> frozenset[str]:
    """The roles of one word."""
    roles = library.roles.of(tuple(word.typed.split()))
    return roles | {CLOCK} if is_of_a_clock(word) else roles


def is_of_a_clock(word: Word) -> bool:
    """Whether it is a number or an hour."""
    return word.typed[:1].isdecimal() or bool(word.concepts & (ORDINALS | CARDINALS))


def is_explained(question: Question, library: Library) -> bool:
    """At most half of what the message claims has no role: else it is about something more."""
    roleless = [word for word in question.content if not roles_of(word, library)]
    return len(roleless) <= max(_ALWAYS_FORGIVEN, len(question.content) // 2)
