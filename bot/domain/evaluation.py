"""Judges answers against a question set, so that a change of lists, cards or rules shows at once what it breaks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.answers import (
    Answer,
    AskedBack,
    CardAnswer,
    ClaimsAnswer,
    ForbiddenAnswer,
    FunctionAnswer,
    NoCard,
    NoReport,
    NotUnderstood,
    OverviewAnswer,
    SafetyAnswer,
    SmallTalkAnswer,
    StatusAnswer,
)


class Outcome(StrEnum):
    """What kind of answer it was; a question set may also expect any `refusal`."""

    CLAIMS = "claims"
    OVERVIEW = "overview"
    CARD = "card"
    SAFETY = "safety"
    STATUS = "status"
    FUNCTION = "function"
    SMALL_TALK = "small_talk"
    FORBIDDEN = "forbidden"
    ASKED_BACK = "asked_back"
    NO_REPORT = "no_report"
    NO_CARD = "no_card"
    NOT_UNDERSTOOD = "not_understood"
    REFUSAL = "refusal"


class Verdict(StrEnum):
    """RIGHT: as expected, a refusal where one was due too. REFUSED: there was an answer and none was given.

    ASKED: asked back, and what was expected is among the buttons; BESIDE: asked back, and it is not.
    WRONG: told what was not asked, left out a part, or answered what has no answer.
    """

    RIGHT = "right"
    ASKED = "asked back"
    BESIDE = "beside"
    REFUSED = "refused"
    WRONG = "wrong"


_OUTCOMES: Mapping[type, Outcome] = {
    ClaimsAnswer: Outcome.CLAIMS,
    OverviewAnswer: Outcome.OVERVIEW,
    CardAnswer: Outcome.CARD,
    SafetyAnswer: Outcome.SAFETY,
    StatusAnswer: Outcome.STATUS,
    FunctionAnswer: Outcome.FUNCTION,
    SmallTalkAnswer: Outcome.SMALL_TALK,
    ForbiddenAnswer: Outcome.FORBIDDEN,
    AskedBack: Outcome.ASKED_BACK,
    NoReport: Outcome.NO_REPORT,
    NoCard: Outcome.NO_CARD,
    NotUnderstood: Outcome.NOT_UNDERSTOOD,
}
#: Outcomes that tell of no event and give no advice.
REFUSALS = frozenset({Outcome.FORBIDDEN, Outcome.NO_REPORT, Outcome.NO_CARD, Outcome.NOT_UNDERSTOOD})


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a set and what is expected of its answer.

    `expect` is one outcome, or several that are equally right; so are `card` and `function`. `claims` have to be told,
    with `only` nothing beside them; `never` are words or figures that may not be said. A `trap` has no answer, or
    tempts to a near one.
    """

    ask: str
    expect: Outcome | tuple[Outcome, ...]
    claims: tuple[str, ...] = ()
    only: bool = False
    never: tuple[str, ...] = ()
    card: str | tuple[str, ...] | None = None
    function: str | tuple[str, ...] | None = None
    trap: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A question of a class with its verdict and what was told: the outcome, and the claims, card or function."""

    of_class: str
    asked: Asked
    verdict: Verdict
    told: str


def outcome_of(found: Answer) -> Outcome:
    """The kind of an answer."""
    return _OUTCOMES[type(found)]


def claim_ids(found: Answer) -> tuple[str, ...]:
    """The claims that an answer tells, in their order."""
    return tuple(evidence.claim.id for evidence in found.evidence) if isinstance(found, ClaimsAnswer) else ()


def judge(of_class: str, asked: Asked, found: Answer, plain: str) -> Judged:
    """The verdict on an answer and its words."""
    says_never = any(word in plain for word in asked.never)
    return Judged(of_class, asked, Verdict.WRONG if says_never else _verdict(asked, found), _told(found))


def tally(judged: Iterable[Judged]) -> dict[str, dict[Verdict, int]]:
    """How many questions of each class got which verdict, in the order of the classes."""
    counted: dict[str, dict[Verdict, int]] = {}
    for one in judged:
        row = counted.setdefault(one.of_class, dict.fromkeys(Verdict, 0))
        row[one.verdict] += 1
    return counted


def _verdict(asked: Asked, found: Answer) -> Verdict:
    if isinstance(found, AskedBack):
        return Verdict.ASKED if any(_is_right(asked, wish) for wish in found.wishes) else Verdict.BESIDE
    if _is_right(asked, found):
        return Verdict.RIGHT
    return Verdict.REFUSED if outcome_of(found) in REFUSALS else Verdict.WRONG


def _is_right(asked: Asked, found: Answer) -> bool:
    return _expected(asked, outcome_of(found)) and _is_whole(asked, found)


def _expected(asked: Asked, outcome: Outcome) -> bool:
    expected = (asked.expect,) if isinstance(asked.expect, Outcome) else asked.expect
    return outcome in expected or (Outcome.REFUSAL in expected and outcome in REFUSALS)


def _is_whole(asked: Asked, found: Answer) -> bool:
    match found:
        case ClaimsAnswer():
            told = set(claim_ids(found))
            return set(asked.claims) <= told and not (asked.only and told - set(asked.claims))
        case CardAnswer(card):
            return card.id in _several(asked.card)
        case FunctionAnswer(function):
            return asked.function is None or function.value in _several(asked.function)
    return True


def _several(named: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (named,) if isinstance(named, str) else named or ()


def _told(found: Answer) -> str:
    match found:
        case ClaimsAnswer():
            return f"claims: {', '.join(claim_ids(found))}"
        case CardAnswer(card):
            return f"card: {card.id}"
        case FunctionAnswer(function):
            return f"function: {function.value}"
        case ForbiddenAnswer(reason):
            return f"forbidden: {reason.value}"
        case AskedBack(wishes):
            return f"asked back: {'; '.join(map(_told, wishes))}"
    return outcome_of(found).value
