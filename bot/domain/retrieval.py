"""Finds the claims that answer a question: those that account for every word of it, and no others."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise, takewhile

from bot.domain.answers import Evidence
from bot.domain.counting import OF_PEOPLE
from bot.domain.lexicon import Word
from bot.domain.library import HIT, LASTING, Library, Need, ShelvedClaim
from bot.domain.questions import ARMS, CARDINALS, HARM, HELPERS, PREDICATES, SILENT, TIMES, Question
from bot.domain.reports import Figure, Unit

#: More than this is a report read aloud; the overview is for that.
MOST_CLAIMS = 5
#: What says when something is done every day.
_OF_THE_CLOCK = frozenset({"night", "daylight"})
#: A claim that says less than this share of what the best one says stays out.
NEAR_THE_BEST = 0.7


def evidence_for(question: Question, library: Library) -> tuple[Evidence, ...]:
    """The claims that answer, each followed by those that differ from it; none where nothing answers exactly this."""
    return _beside(_matching(question, library), library)


def _matching(question: Question, library: Library) -> tuple[ShelvedClaim, ...]:
    if _is_about_the_asker(question) or _names_a_time_of_day_alone(question):
        return ()
    if not (question.content or question.times or question.units or _asks_when_it_was(question)):
        return _with_just_the_figure(question, library) if "say" in question.concepts else ()
    parts = _parts(question)
    found = list(dict.fromkeys(claim for part in parts for claim in _for_part(part, library)))
    if _asks_where_it_stands(question):
        found = list(dict.fromkeys(one for claim in found for one in library.that_say_where(claim)))
    if _is_as_of_a_day(question):
        found = [one for claim in found for one in (*library.earlier_than(claim), claim)]
    return tuple(_with_the_figure(found, question))[:MOST_CLAIMS]


def _asks_where_it_stands(question: Question) -> bool:
    """ "In which part of the city is the wrecked building": of what was hit, and of nothing beside."""
    of_what_was_hit = bool(question.content) and all(word.concepts & HIT for word in question.content)
    return of_what_was_hit and "where" in question.concepts and not question.counts


def _is_as_of_a_day(question: Question) -> bool:
    """ "The toll as of Wednesday" is all that was known by then."""
    said = [word for word in question.words if not word.generic]
    return any("as_of" in one.concepts and after.concepts & TIMES for one, after in pairwise(said))


def _is_about_the_asker(question: Question) -> bool:
    """ "Who writes to me at night": no report knows the one who asks, though a claim may have every other word."""
    of_somebody = "say" in question.concepts and "who" not in question.concepts and len(question.content) > 1
    return "self" in question.concepts and not (question.counts or question.predicates or of_somebody)


def _names_a_time_of_day_alone(question: Question) -> bool:
    """ "Remind me of the night": what is done every night is nothing of it."""
    named = question.content and not question.times
    return bool(named) and all(word.concepts and word.concepts <= _OF_THE_CLOCK for word in question.content)


@dataclass(frozen=True, slots=True)
class _Part:
    """One thing that a question asks: what a claim must assert, count and account for."""

    question: Question
    asserts: frozenset[str]
    units: frozenset[Unit] | None
    content: tuple[Word, ...]
    either: tuple[tuple[Word, ...], ...] = ()
    reasons: bool = False


def _parts(question: Question) -> tuple[_Part, ...]:
    """The question in parts where it asks about the killed and the injured at once; else the question as one part."""
    if question.counts and not question.units and not _asks_who_said(question):
        return ()
    if _counts_other_things(question):
        return ()
    asked = question.predicates
    if asked & HARM and question.concepts & {"why", "would_have"}:
        return _of_what_was_not(question)
    if asked & HARM and _asks_of_helpers(question):
        return ()
    if len(asked) < 2 or not asked <= HARM or not question.concepts & {"joined", "either"}:
        return _in_one_part(question)
    return tuple(
        _Part(question, frozenset({one}), _units_of(one, question), _without(question.content, asked - {one}))
        for one in sorted(asked, reverse=True)
    )


def _counts_other_things(question: Question) -> bool:
    """ "How many people lived in it" is told by no count of storeys."""
    counted = {unit for units in question.units for unit in units}
    return "people_counted" in question.concepts and counted.isdisjoint(OF_PEOPLE)


def _asks_who_said(question: Question) -> bool:
    """ "Who gave the number of 266 houses" asks for no number: it names it."""
    return {"who", "say"} <= question.concepts and bool(_numbers(question))


def _of_what_was_not(question: Question) -> tuple[_Part, ...]:
    """How many died is no reason why; what somebody says of more that there would have been may give one."""
    if not question.concepts & {"more", "would_have"}:
        return ()
    # Whoever says that there would have been more of them need not call them casualties.
    content = tuple(word for word in question.content if "casualty" not in word.concepts)
    return (_Part(question, question.predicates - HARM, None, content, reasons=True),) if content else ()


def _in_one_part(question: Question) -> tuple[_Part, ...]:
    alternative = {word for group in question.either for word in group}
    content = tuple(word for word in question.content if word not in alternative)
    open_to = {predicate for word in alternative for predicate in word.concepts & PREDICATES}
    if alternative and not (content or question.places or question.times or "of_what" in question.concepts):
        # "A drone or a missile?" says of nothing which it was.
        return ()
    units = frozenset(unit for units in question.units for unit in units) or None if question.counts else None
    asserts = (_asserted(question) - open_to) | _asks_for_attacks(question)
    return (_Part(question, asserts, units, content, question.either),)


def _asserted(question: Question) -> frozenset[str]:
    """ "The dead of that bombardment": the attack is what they died of, and need not be said to have struck."""
    of_attacks = all("attack" in word.concepts for word in question.words if "struck" in word.concepts)
    return question.predicates - ({"struck"} if question.predicates & HARM and of_attacks else set())


def _asks_of_helpers(question: Question) -> bool:
    """A claim of the dead may name who found them or who tells of it: that is no count of rescuers."""
    return "say" not in question.concepts and any(word.concepts & HELPERS for word in question.content)


def _asks_for_attacks(question: Question) -> frozenset[str]:
    """Asked about attacks and nothing beside, only claims about an attack answer, not all that mention one; so do they
    where it is asked when it happened.
    """
    alone = question.content and all(word.concepts & {"attack", "struck"} for word in question.content)
    return frozenset({"attack"}) if alone or _asks_when_it_was(question) else frozenset()


def _asks_when_it_was(question: Question) -> bool:
    asks_of_it = {"when", "what_happened"} <= question.concepts and "future" not in question.concepts
    return asks_of_it and not (question.content or question.times or question.units or question.counts)


def _units_of(predicate: str, question: Question) -> frozenset[Unit] | None:
    if not question.counts:
        return None
    killed = {Unit.PEOPLE_KILLED, Unit.VICTIM_IN_COUNT}
    injured = {Unit.PEOPLE_INJURED, Unit.PEOPLE_IN_HOSPITAL}
    return frozenset({"killed": killed, "casualty": killed | injured}.get(predicate, injured))


def _without(content: tuple[Word, ...], predicates: frozenset[str]) -> tuple[Word, ...]:
    return tuple(word for word in content if not word.concepts & predicates)


def _for_part(part: _Part, library: Library) -> tuple[ShelvedClaim, ...]:
    fitting = _with_the_figure([one for one in library.candidates(_need(part)) if _fits(one, part)], part.question)
    # What was done to a building is told by who says that it was, before those who go on to tell of it.
    fitting = [one for one in fitting if part.asserts <= one.asserts] or fitting
    if _asks_who_it_was(part):
        if _numbers(part.question) and not _that_name(_numbers(part.question), fitting):
            # Who so many were, nobody can say of another number.
            return ()
        # A number is an answer only where nobody is described.
        fitting = [one for one in fitting if not one.units] or fitting
    if not part.content or part.units is not None:
        return tuple(fitting)
    scores = {shelved: _score(shelved, part, library) for shelved in fitting}
    best = max(scores.values(), default=0.0)
    kept = [shelved for shelved in fitting if scores[shelved] >= best * NEAR_THE_BEST]
    return tuple(sorted(kept, key=lambda shelved: -scores[shelved]))


def _asks_who_it_was(part: _Part) -> bool:
    concepts = part.question.concepts
    return "who" in concepts and bool(part.asserts & HARM) and not concepts & ({"say"} | CARDINALS)


def _with_the_figure(fitting: list[ShelvedClaim], question: Question) -> list[ShelvedClaim]:
    """Of claims that fit, those that give the very figure that the question names, if any does."""
    return _that_name(_numbers(question), fitting) or fitting


def _with_just_the_figure(question: Question, library: Library) -> tuple[ShelvedClaim, ...]:
    """ "Who gave the figure of 266?": nothing but the figure says which claim is meant."""
    numbers = _numbers(question)
    if not numbers:
        return ()
    areas = tuple(frozenset(("inside", area) for area in place.areas) for place in question.places)
    return tuple(_that_name(numbers, library.candidates(Need(areas=areas))))[:MOST_CLAIMS]


def _numbers(question: Question) -> frozenset[str]:
    return frozenset(word.typed for word in question.words if word.typed.isdecimal())


def _that_name(numbers: frozenset[str], claims: Iterable[ShelvedClaim]) -> list[ShelvedClaim]:
    return [one for one in claims if any(_is_named(figure, numbers) for figure in one.claim.figures)]


def _is_named(figure: Figure, named: frozenset[str]) -> bool:
    # A fourth victim is a place in a count: who asks for four dead wants all that was counted.
    return figure.unit is not Unit.VICTIM_IN_COUNT and str(figure.value) in named


def _need(part: _Part) -> Need:
    # A figure is of its own place alone; anything else may be asked of a wider area too.
    reach = "inside" if part.units is None else "at"
    return Need(
        words=part.content,
        asserts=part.asserts,
        times=_times(part.question),
        areas=tuple(frozenset((reach, area) for area in place.areas) for place in part.question.places),
        units=part.units,
    )


def _times(question: Question) -> tuple[frozenset[str], ...]:
    """All of them, or one where they are put against each other: "on Tuesday or at the weekend"."""
    named = question.times
    if question.counts and "killed" in question.predicates and question.is_of_another_time:
        # "The toll from Tuesday now": those who are dead stay so.
        named = tuple(word for word in named if "now" not in word.concepts)
    # Whether an alert or an attack lasts now is for nobody to report.
    of_this_minute = question.concepts & {"alert", "siren"} or _asks_for_attacks(question)
    lasting = frozenset() if of_this_minute else frozenset({LASTING})
    times = tuple(word.concepts | (lasting if "now" in word.concepts else frozenset()) for word in named)
    return (frozenset().union(*times),) if len(times) > 1 and "either" in question.concepts else times


def _fits(shelved: ShelvedClaim, part: _Part) -> bool:
    """Of a claim that holds all that is needed: whether it says that of the right thing."""
    return (
        _counts(shelved, part)
        and not (part.reasons and shelved.asserts & HARM)
        and all(_accounts_for(shelved, word, part) for word in part.content)
        and all(any(_says_one(shelved, word, part) for word in group) for group in part.either)
        and _spoken_by(shelved, part)
        and _says_when(shelved, part.question)
    )


def _counts(shelved: ShelvedClaim, part: _Part) -> bool:
    if part.units is None or Unit.AGE_YEARS not in part.units:
        return True
    return any(_names_speaker(shelved, word) for word in part.content)


def _accounts_for(shelved: ShelvedClaim, word: Word, part: _Part) -> bool:
    if shelved.all.hold(word) or word.concepts & shelved.context:
        return True
    return _names_speaker(shelved, word) and (_is_about_speaking(part.question) or _speaks_of(shelved, part.question))


def _says_one(shelved: ShelvedClaim, word: Word, part: _Part) -> bool:
    return word.concepts & PREDICATES <= shelved.asserts and _accounts_for(shelved, word, part)


def _names_speaker(shelved: ShelvedClaim, word: Word) -> bool:
    return shelved.speaker.hold(word)


def _is_about_speaking(question: Question) -> bool:
    """The mayor who reports the dead is not among them: a speaker counts only where it is asked what was said."""
    if "say" in question.concepts or (question.counts and not question.predicates & HARM):
        return True
    return not (question.predicates or "what_happened" in question.concepts)


def _speaks_of(shelved: ShelvedClaim, question: Question) -> bool:
    """ "The mayor on damaged houses": nothing but the speaker stands before what is spoken of."""
    before = list(takewhile(lambda word: "of_what" not in word.concepts, question.words))
    named = [word for word in before if word in question.content]
    return len(before) < len(question.words) and bool(named) and all(_names_speaker(shelved, word) for word in named)


def _spoken_by(shelved: ShelvedClaim, part: _Part) -> bool:
    """Asked who somebody is, that speaker's own claims answer; asked of a person alone, only what they said does."""
    concepts = part.question.concepts
    if {"where", "who_is"} <= concepts:
        return False
    named = [word for word in part.content if _names_speaker(shelved, word)]
    if (
        "say" in concepts
        and "who" not in concepts
        and not named
        and any(word.concepts & SILENT for word in part.content)
    ):
        return False
    if {"say", "future"} <= concepts and not named:
        # What will be is told as somebody's words alone.
        return False
    if ("name" in concepts and not concepts & ARMS) or ("who_is" in concepts and not part.asserts):
        return shelved.claim.speaker.name is not None and (bool(named) or _is_told_by_whom(part))
    if not named or len(named) < len(part.content) or part.units is not None:
        return True
    asks_where = "where" in concepts and shelved.claim.place.locality is not None
    return asks_where or bool(part.either or concepts & {"say", "who"})


def _is_told_by_whom(part: _Part) -> bool:
    """ "The name of the resident who talks about the sirens": whoever is told of by what they say."""
    return "who" in part.question.concepts and not part.question.predicates


def _says_when(shelved: ShelvedClaim, question: Question) -> bool:
    """Asked when or how often, a claim has to say it."""
    if "how_often" in question.concepts and {"often", "daily", "hour"}.isdisjoint(shelved.all.concepts):
        # "How often have towers been hit": so many times.
        return "high_rise" in question.concepts and Unit.DIRECT_HITS_HIGH_RISE in shelved.units
    return "when" not in question.concepts or bool(shelved.times or _OF_THE_CLOCK.intersection(shelved.own.concepts))


def _score(shelved: ShelvedClaim, part: _Part, library: Library) -> float:
    return sum(library.weight(word) * _closeness(shelved, word) for word in part.content)


def _closeness(shelved: ShelvedClaim, word: Word) -> float:
    """A word of the sentence itself counts full, one of its topics less, one that only its event shares least."""
    if shelved.own.hold(word) or shelved.speaker.hold(word):
        return 1.0
    return 0.7 if shelved.all.hold(word) else 0.3


def _beside(found: Iterable[ShelvedClaim], library: Library) -> tuple[Evidence, ...]:
    """The claims, each followed by those that update or contradict it: figures that differ stand side by side."""
    ordered: dict[ShelvedClaim, None] = {}
    for shelved in found:
        ordered.update(dict.fromkeys((shelved, *library.later_than(shelved))))
    return tuple(Evidence(shelved.report, shelved.claim) for shelved in ordered)
