"""A draft on its way through a person's hands: each claim is kept, written anew or dropped, and only then a report."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from bot.domain.alerts import AreaId
from bot.domain.drafts.drafting import Draft, DraftClaim
from bot.domain.drafts.links import Earlier, Relation
from bot.domain.drafts.parts import Article
from bot.domain.languages import REQUIRED_LANGUAGES, Text
from bot.domain.reports import Basis, Claim, Figure, Report, Speaker, When, Where


class Choice(StrEnum):
    """What the reviewer said of a claim."""

    OPEN = "open"
    KEPT = "kept"
    DROPPED = "dropped"


class Lack(StrEnum):
    """What a review still needs before it can be published."""

    OUTLET = "outlet"
    PLACE = "place"
    CHOICES = "choices"
    CLAIMS = "claims"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One claim of a draft with the choice; `text` is what is published, in our own words and in every language.

    `earlier` is a published claim of the same thing, `relation` what the reviewer says of the two.
    """

    claim: DraftClaim
    choice: Choice = Choice.OPEN
    text: Text | None = None
    earlier: Earlier | None = None
    relation: Relation | None = None
    basis: Basis = Basis.TOLD


@dataclass(frozen=True, slots=True)
class Review:
    """A draft and how far its review has come; `article` as long as it may still go on in another message."""

    draft: Draft
    claims: tuple[Reviewed, ...] = field(default=())
    article: Article | None = None

    @property
    def next_open(self) -> int | None:
        """The first claim that nobody has judged yet."""
        return next((at for at, one in enumerate(self.claims) if one.choice is Choice.OPEN), None)

    @property
    def kept(self) -> int:
        return sum(one.choice is Choice.KEPT for one in self.claims)


@dataclass(frozen=True, slots=True)
class Kept:
    """A review as it is kept for a while; `editor` is a Telegram id, 0 for the terminal (moments aware UTC)."""

    id: int
    editor: int
    made_at: datetime
    expires_at: datetime
    review: Review


#: Our own words for what a draft claim says, in a language; None where only a person can write them.
Compose = Callable[[DraftClaim], Text | None]


#: The published claim that one may bring up to date or contradict.
Before = Callable[[DraftClaim], Earlier | None]


def begin(draft: Draft, compose: Compose, before: Before) -> Review:
    """The review of a draft. What holds neither a figure nor a speaker is dropped until somebody takes it up."""
    return Review(draft, tuple(_first(claim, compose, before) for claim in draft.claims))


def _first(claim: DraftClaim, compose: Compose, before: Before) -> Reviewed:
    choice = Choice.OPEN if claim.is_telling else Choice.DROPPED
    return Reviewed(claim, choice, compose(claim), before(claim))


def keep(review: Review, at: int) -> Review:
    """Keeps a claim as worded; a claim without words of our own stays as it was."""
    one = review.claims[at]
    return _put(review, at, replace(one, choice=Choice.KEPT)) if one.text else review


def drop(review: Review, at: int) -> Review:
    return _put(review, at, replace(review.claims[at], choice=Choice.DROPPED))


def write(review: Review, at: int, text: Text) -> Review:
    """Keeps a claim in the reviewer's words; raises ValueError unless every language has some."""
    if any(not text.get(language, "").strip() for language in REQUIRED_LANGUAGES):
        raise ValueError("a text in every language")
    return _put(review, at, replace(review.claims[at], choice=Choice.KEPT, text=text))


def relate(relation: Relation, review: Review, at: int) -> Review:
    """Says how a claim stands to the earlier one; said again, it is taken back."""
    one = review.claims[at]
    if one.earlier is None:
        return review
    return _put(review, at, replace(one, relation=None if one.relation is relation else relation))


def see(review: Review, at: int) -> Review:
    """Says that the reporter saw it; said again, that they were told. What somebody is quoted with, nobody saw."""
    one = review.claims[at]
    if one.claim.explicit or one.claim.quoted:
        return review
    return _put(review, at, replace(one, basis=Basis.TOLD if one.basis is Basis.SEEN else Basis.SEEN))


def about(review: Review, *, outlet: str | None = None, address: str | None = None, title: str | None = None) -> Review:
    """What the review says of the article itself; None leaves it as it was."""
    draft = review.draft
    return replace(
        review,
        draft=replace(
            draft, outlet=outlet or draft.outlet, address=address or draft.address, title=title or draft.title
        ),
    )


def at_place(review: Review, area: AreaId) -> Review:
    return replace(review, draft=replace(review.draft, place=area))


def _put(review: Review, at: int, one: Reviewed) -> Review:
    return replace(review, claims=(*review.claims[:at], one, *review.claims[at + 1 :]))


def lacks(review: Review) -> tuple[Lack, ...]:
    """What stands between the review and a report, in the order in which to see to it."""
    wanting = {
        Lack.OUTLET: not review.draft.outlet,
        Lack.PLACE: review.draft.place is None,
        Lack.CHOICES: review.next_open is not None,
        Lack.CLAIMS: not review.kept,
    }
    return tuple(lack for lack, is_wanting in wanting.items() if is_wanting)


def as_report(review: Review, report_id: str, on: date, gap: Text) -> Report:
    """The record of what was kept; raises ValueError while something is lacking. No sentence of the source is in it.

    `gap` says that the source's text lacks a word.
    """
    draft = review.draft
    if lacks(review) or draft.place is None or draft.outlet is None:
        raise ValueError("a review that is done")
    kept = [one for one in review.claims if one.choice is Choice.KEPT and one.text]
    claims = tuple(_claim(f"c{number}", one, report_id, draft.place, gap) for number, one in enumerate(kept, 1))
    return Report(
        id=report_id,
        outlet=draft.outlet,
        place=draft.place,
        language=draft.language,
        reviewed=on,
        claims=claims,
        title=draft.title,
        address=draft.address,
        published=draft.published,
    )


def _claim(claim_id: str, one: Reviewed, report_id: str, place: AreaId, gap: Text) -> Claim:
    found = one.claim
    earlier = one.earlier if one.relation else None
    area = found.area or place
    part = _capitalised(found.part) if found.part else None
    return Claim(
        id=claim_id,
        event=earlier.event if earlier else f"{report_id}-{area}-{found.when or 'undated'}",
        kind=found.kind,
        text=one.text or {},
        place=Where(area, dict.fromkeys(REQUIRED_LANGUAGES, part) if part else None),
        speaker=_in_every_language(found.speaker),
        basis=one.basis,
        topics=dict.fromkeys(REQUIRED_LANGUAGES, ()),
        when=When(found.said, found.resolved),
        figures=tuple(Figure(each.value, each.unit, each.bound) for each in found.figures if each.unit),
        left_out=gap if found.gap else None,
        updates=earlier.link if earlier and one.relation is Relation.UPDATES else None,
        contradicts=earlier.link if earlier and one.relation is Relation.CONTRADICTS else None,
    )


def _in_every_language(speaker: Speaker) -> Speaker:
    """A name that only the source's spelling is known of stands so in every language."""
    name = speaker.name
    if name is None or "*" not in name:
        return speaker
    return replace(speaker, name=dict.fromkeys(REQUIRED_LANGUAGES, name["*"]))


def _capitalised(words: str) -> str:
    return " ".join(word.capitalize() for word in words.split())
