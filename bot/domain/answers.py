"""What a question can be answered with, as values: claims with their reports, a card, a command, or a refusal."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.alerts import AreaId
from bot.domain.cards import Card
from bot.domain.gazetteer import Place
from bot.domain.questions import Forbidden, Function, SmallTalk
from bot.domain.reports import Claim, Report


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim together with the report that it stands in."""

    report: Report
    claim: Claim


@dataclass(frozen=True, slots=True)
class ClaimsAnswer:
    """What reports say to exactly this question, the claims that differ side by side."""

    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class OverviewAnswer:
    """Everything that reports say of a place, or of all places for None."""

    area: AreaId | None


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """What to do."""

    card: Card


@dataclass(frozen=True, slots=True)
class SafetyAnswer:
    """Asked whether it is safe: the caller adds the live state; the card is what to do if it starts. Never "yes"."""

    areas: tuple[AreaId, ...]
    card: Card | None


@dataclass(frozen=True, slots=True)
class StatusAnswer:
    """Asked for the live state, which the caller has."""

    areas: tuple[AreaId, ...]


@dataclass(frozen=True, slots=True)
class FunctionAnswer:
    """A command does this; `areas` are those that the words name."""

    function: Function
    areas: tuple[AreaId, ...] = ()


@dataclass(frozen=True, slots=True)
class SmallTalkAnswer:
    """A kind word."""

    talk: SmallTalk


@dataclass(frozen=True, slots=True)
class ForbiddenAnswer:
    """Never answered, with the reason."""

    reason: Forbidden


#: What a button may offer where a message is not sure.
Wish: TypeAlias = FunctionAnswer | StatusAnswer | CardAnswer


@dataclass(frozen=True, slots=True)
class AskedBack:
    """Not sure what is meant: the likely wishes, best first and never none, of which a tap chooses one."""

    wishes: tuple[Wish, ...]


@dataclass(frozen=True, slots=True)
class NoReport:
    """No claim answers this. `place`: asked about, and nothing is reported from there; `have`: what is covered;
    `undated`: asked when a report was published, and none says it.
    """

    place: Place | None
    have: tuple[AreaId, ...]
    undated: bool = False


@dataclass(frozen=True, slots=True)
class NoCard:
    """Asked what to do, and no card says it."""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Not one word of it is known."""


#: Nothing was found that answers.
Refusal: TypeAlias = NoReport | NoCard | NotUnderstood

Answer: TypeAlias = (
    ClaimsAnswer
    | OverviewAnswer
    | CardAnswer
    | SafetyAnswer
    | StatusAnswer
    | FunctionAnswer
    | SmallTalkAnswer
    | ForbiddenAnswer
    | AskedBack
    | NoReport
    | NoCard
    | NotUnderstood
)
