"""Takes an article to a published report: drafted by rules, judged by a person, forgotten within a day."""

import html
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.areas import AreaTree
from bot.domain.drafts.cues import Cues
from bot.domain.drafts.drafting import Draft, DraftClaim, Drafter, speakers_of
from bot.domain.drafts.figures import FoundFigure, find_figures
from bot.domain.drafts.links import Earlier, Told, earlier_of
from bot.domain.drafts.parts import first_part, goes_on, joined
from bot.domain.drafts.review import Kept, Review, about, as_report, begin
from bot.domain.headlines import Headline
from bot.domain.languages import REQUIRED_LANGUAGES, Text
from bot.domain.local_time import DEFAULT_TIMEZONE, day_of
from bot.domain.reports import Claim, Corrected, Correction, CorrectionKind, Figure, Report, Unit
from bot.errors import ReportError
from bot.services.answers import Answers
from bot.services.shelf import Shelf
from bot.store import reports as report_store
from bot.texts import Html, Texts

#: How long an article is held for its review, and not a minute longer.
HELD_FOR = timedelta(hours=24)
#: Who drafts at the terminal.
TERMINAL = 0
#: The figures that make a sentence of our own; any other only stands beside words that a person wrote.
_COMPOSED = (
    *(Unit.PEOPLE_KILLED, Unit.VICTIM_IN_COUNT, Unit.PEOPLE_INJURED, Unit.PEOPLE_IN_HOSPITAL, Unit.HOUSES_DAMAGED),
    *(Unit.STOREYS_DESTROYED, Unit.STOREYS_TOTAL, Unit.DISTRICTS_HIT, Unit.DIRECT_HITS_HIGH_RISE),
)
_CYRILLIC = range(0x0400, 0x0530)


@dataclass(frozen=True, slots=True)
class Wording:
    """What a correction says in every language: why, and, unless the claim is withdrawn, what is right."""

    note: Text
    text: Text | None = None


class Editing:
    """Everything an editor does; moments are aware UTC."""

    def __init__(self, texts: Texts, tree: AreaTree, answers: Answers, shelf: Shelf, cues: Cues) -> None:
        self._texts = texts
        self._tree = tree
        self._answers = answers
        self._shelf = shelf
        self._cues = cues

    async def begin(
        self, tx: AsyncConnection, editor: int, article: str, now: datetime, published: date | None = None
    ) -> Kept:
        """Keeps a new draft of an article, for a day."""
        review = self.review_of(article, published)
        number = await report_store.add_draft(tx, editor, review, now, now + HELD_FOR)
        return Kept(number, editor, now, now + HELD_FOR, review)

    async def begin_or_go_on(
        self, tx: AsyncConnection, editor: int, text: str, now: datetime, forwarded_at: datetime | None = None
    ) -> Kept:
        """A draft of what an editor sent; the next instalment of a cut article joins it (moments aware UTC)."""
        kept = await self._going_on(tx, editor, len(text), now, forwarded_at)
        if kept is None or kept.review.article is None:
            article = first_part(text, now, forwarded_at)
            begun = await self.begin(tx, editor, text, now, _published(forwarded_at))
            return await self.put(tx, begun, replace(begun.review, article=article))
        article = joined(kept.review.article, text, now, forwarded_at)
        review = self.review_of(article.text, kept.review.draft.published)
        return await self.put(tx, kept, replace(review, article=article))

    async def goes_on(
        self, tx: AsyncConnection, editor: int, text: str, now: datetime, forwarded_at: datetime | None = None
    ) -> bool:
        """Whether what an editor sends now is the next instalment of an article."""
        return await self._going_on(tx, editor, len(text), now, forwarded_at) is not None

    async def _going_on(
        self, tx: AsyncConnection, editor: int, length: int, now: datetime, forwarded_at: datetime | None
    ) -> Kept | None:
        newest = next((one for one in await self.drafts(tx, now) if one.editor == editor), None)
        article = newest.review.article if newest else None
        if newest is None or article is None or not goes_on(article, length, now, forwarded_at):
            return None
        # What was judged already stays as it was judged.
        begun = self.review_of(article.text, newest.review.draft.published)
        return newest if newest.review == replace(begun, article=article) else None

    async def begin_with(
        self, tx: AsyncConnection, editor: int, headline: Headline, now: datetime, page: str | None = None
    ) -> Kept:
        """A draft of the page behind a headline, else of what the feed tells, with the outlet, address and day."""
        article = page or headline.summary or f"{headline.title}."
        day = day_of(headline.published, DEFAULT_TIMEZONE) if headline.published else None
        kept = await self.begin(tx, editor, article, now, day)
        told = about(kept.review, outlet=headline.outlet, address=headline.address, title=headline.title)
        return await self.put(tx, kept, told)

    def review_of(self, article: str, published: date | None = None) -> Review:
        """The draft of an article as it stands before anybody has judged it."""
        library = self._answers.library
        drafter = Drafter(library.lexicon, library.gazetteer, self._cues, speakers_of(self._shelf))
        draft = drafter.draft(article, _language_of(article), published)
        place = {language: self._tree.name(draft.place, language) for language in REQUIRED_LANGUAGES if draft.place}
        return begin(draft, lambda claim: self._compose(claim, place), lambda claim: self._earlier(claim, draft))

    def _earlier(self, claim: DraftClaim, draft: Draft) -> Earlier | None:
        told = Told(claim, draft.place, draft.published)
        return earlier_of(told, self._shelf, self._meaning)

    def _meaning(self, said: Text) -> str | None:
        words = (word for text in said.values() for word in self._answers.library.lexicon.read(text))
        known = {concept for word in words for concept in word.concepts}
        return next((meaning for meaning in self._cues.times if meaning in known), None)

    def _compose(self, claim: DraftClaim, place: Mapping[str, str]) -> Text | None:
        """Words of our own for the figures of a claim; None where there are none that make a sentence."""
        if claim.area:
            place = {language: self._tree.name(claim.area, language) for language in REQUIRED_LANGUAGES}
        if claim.when and claim.said is None:
            return None
        if not place or not any(figure.unit in _COMPOSED for figure in claim.figures):
            return None
        return {language: self._line(claim, place[language], language) for language in REQUIRED_LANGUAGES}

    def _line(self, claim: DraftClaim, place: str, language: str) -> str:
        composed = [one for one in claim.figures if one.unit in _COMPOSED]
        facts = "; ".join(self.fact(one, language) for one in composed)
        when = claim.said[language] if claim.said else "none"
        line = self._texts.render(language, "draft-line", place=place, when=when, facts=facts)
        return html.unescape(str(line))

    def fact(self, figure: FoundFigure, language: str) -> Html:
        """What a figure says, in words; of one that makes no sentence of ours, only the number."""
        unit = figure.unit.value if figure.unit in _COMPOSED and figure.unit else "none"
        number = {"value": int(figure.value), "bound": figure.bound.value} if unit != "none" else {}
        if not number:
            return self._texts.render(language, "draft-number", value=str(figure.value))
        return self._texts.render(language, "draft-figure", unit=unit, **number)

    async def draft(self, tx: AsyncConnection, number: int, now: datetime) -> Kept | None:
        """A draft that is still held."""
        return await report_store.draft(tx, number, now)

    async def drafts(self, tx: AsyncConnection, now: datetime) -> tuple[Kept, ...]:
        """Every draft that is still held, newest first."""
        return await report_store.open_drafts(tx, now)

    async def put(self, tx: AsyncConnection, kept: Kept, review: Review) -> Kept:
        """Keeps how far a review has come."""
        await report_store.put_draft(tx, kept.id, review)
        return replace(kept, review=review)

    async def forget(self, tx: AsyncConnection, number: int) -> None:
        """Drops an article at once."""
        await report_store.drop_draft(tx, number)

    async def publish(self, tx: AsyncConnection, kept: Kept, now: datetime) -> Report:
        """Publishes what was kept and forgets the article; raises ValueError while something is lacking."""
        gap = {language: str(self._texts.render(language, "draft-gap")) for language in REQUIRED_LANGUAGES}
        report_id = f"published-{now:%Y%m%d-%H%M%S}-{kept.id}"
        report = as_report(kept.review, report_id, day_of(now, DEFAULT_TIMEZONE), gap)
        await report_store.publish(tx, report, now)
        await report_store.drop_draft(tx, kept.id)
        return report

    async def correct(
        self, tx: AsyncConnection, report_id: str, claim_id: str, wording: Wording, now: datetime
    ) -> Corrected:
        """Corrects a published claim, or withdraws it where no text is given. Raises ReportError for one that is not
        there.
        """
        claim = self._find(report_id, claim_id)
        kind = CorrectionKind.CORRECTED if wording.text else CorrectionKind.RETRACTED
        correction = Correction(kind, day_of(now, DEFAULT_TIMEZONE), wording.note, claim.text)
        figures = self._figures_in(wording.text) if wording.text else None
        corrected = Corrected(report_id, claim_id, correction, wording.text, figures)
        await report_store.correct(tx, corrected, now)
        return corrected

    def _find(self, report_id: str, claim_id: str) -> Claim:
        report = next((report for report in self._shelf if report.id == report_id), None)
        claim = report.claim(claim_id) if report else None
        if claim is None:
            raise ReportError(f"{report_id}/{claim_id}")
        return claim

    def _figures_in(self, text: Text) -> tuple[Figure, ...]:
        """The figures of the new words: an old one may not answer a count any more."""
        lexicon = self._answers.library.lexicon
        found = (find_figures(text[language], lexicon, self._cues) for language in REQUIRED_LANGUAGES)
        fullest = max(found, key=lambda figures: sum(one.unit is not None for one in figures))
        return tuple(Figure(one.value, one.unit, one.bound) for one in fullest if one.unit)


def _published(forwarded_at: datetime | None) -> date | None:
    """A post's day is the article's own; what was pasted has none that we know."""
    return day_of(forwarded_at, DEFAULT_TIMEZONE) if forwarded_at else None


def _language_of(article: str) -> str:
    letters = [letter for letter in article if letter.isalpha()]
    cyrillic = sum(ord(letter) in _CYRILLIC for letter in letters)
    return "uk" if 2 * cyrillic > len(letters) else "en"
