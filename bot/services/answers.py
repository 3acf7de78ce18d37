"""Speaks the answers: every claim with its speaker and age, every refusal with what there is instead."""

import asyncio
import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from babel.dates import format_date

from bot.domain.alerts import AreaId
from bot.domain.answering import answer
from bot.domain.answers import (
    Answer,
    AskedBack,
    CardAnswer,
    ClaimsAnswer,
    ForbiddenAnswer,
    FunctionAnswer,
    NoCard,
    NoReport,
    OverviewAnswer,
    SafetyAnswer,
    SmallTalkAnswer,
    StatusAnswer,
    Wish,
)
from bot.domain.areas import AreaTree
from bot.domain.cards import Card, Cards
from bot.domain.examples import Examples
from bot.domain.lexicon import Lemma, Vocabulary
from bot.domain.library import Library
from bot.domain.reports import Claim, Report
from bot.errors import FindFirst
from bot.services.phrasing import Phrasing, escaped, joined, one_line
from bot.services.situation import Entry, SituationPage, situation_page
from bot.texts import Html, Texts

#: A question is read this far: longer ones are pasted articles, not questions.
QUESTION_AT_MOST = 500

_TAG = re.compile(r"<[^>]+>")
_CYRILLIC = range(0x0400, 0x0530)


@dataclass(frozen=True, slots=True)
class Rendered:
    """An answer as the chat shows it and as a terminal does, with the value behind it."""

    html: Html
    plain: str
    answer: Answer
    language: str


class Answers:
    """Questions in, sentences out: content is given, live state is the caller's. Reports are those that were shelved
    last: the first question shelves them, and `reshelve` does it again.
    """

    def __init__(
        self,
        texts: Texts,
        tree: AreaTree,
        cards: Cards,
        reports: Iterable[Report],
        vocabularies: Sequence[Vocabulary],
        lemma: Lemma,
        examples: Examples,
        *,
        at_once: bool = True,
    ) -> None:
        """Shelving takes a second: without `at_once`, in a bot whose loop must not be held, whatever wants it while
        nothing is shelved raises FindFirst.
        """
        self._texts = texts
        self._tree = tree
        self._phrasing = Phrasing(texts, tree)
        self._content = (cards, vocabularies, tree, lemma, examples)
        self._reports = reports
        self._at_once = at_once
        self._shelved: Library | None = None

    def reshelve(self) -> None:
        """Shelves the reports as they are now, which may run beside the loop; nothing where nobody has asked yet."""
        if self._shelved is not None:
            self._shelve()

    @property
    def library(self) -> Library:
        """Everything that may be answered with, as it was shelved last. Raises FindFirst."""
        if self._shelved is None and not self._at_once:
            raise FindFirst(partial(asyncio.to_thread, self._shelve))
        return self._shelved or self._shelve()

    def _shelve(self) -> Library:
        self._shelved = Library(tuple(self._reports), *self._content)
        return self._shelved

    def ask(self, question: str, language: str | None = None) -> Rendered:
        """The answer in the given language, else in the question's; of the live state, only that it is elsewhere."""
        return self.render(self.find(question), language or language_of(question))

    def find(self, question: str) -> Answer:
        """The answer as a value: StatusAnswer and SafetyAnswer want live state from the caller."""
        return answer(self.library.reader.understand(question[:QUESTION_AT_MOST]), self.library)

    def as_meant(self, text: str) -> str:
        """A text with another keyboard layout or Latin letters turned back. Raises FindFirst."""
        return self.library.reader.as_meant(text[:QUESTION_AT_MOST])

    def render(self, found: Answer, language: str, live: Html | None = None) -> Rendered:
        """An answer in words; `live`: the state of the alerts as the caller says it, where an answer wants it."""
        text = self._words(found, language, live or self._say(language, "answer-live-elsewhere"))
        return Rendered(text, plain(text), found, language)

    def asked_back(self, wishes: tuple[Wish, ...], language: str) -> Html:
        """One line that says what was understood, and that nothing came of it yet."""
        return self._say(language, "asked-back", count=len(wishes), first=self.named(wishes[0], language))

    def named(self, wish: Wish, language: str) -> Html:
        """A wish as its button calls it."""
        match wish:
            case CardAnswer(card):
                return escaped(card.title[language])
            case FunctionAnswer(function):
                return self._say(language, "wish", wish=function.value)
            case StatusAnswer():
                return self._say(language, "wish", wish="state")

    def situation(self, area: AreaId | None, language: str) -> Html:
        """The first page of what reports say of an area (None: of all)."""
        return self.situation_page(area, language).text

    def situation_page(
        self, area: AreaId | None, language: str, number: int = 1, today: date | None = None
    ) -> SituationPage:
        """A page of everything that reports say of an area (None: of all), by event."""
        place = self._tree.name(area, language) if area else self._say(language, "situation-everywhere")
        return self._page(place, self._entries(area), language, number, today)

    def topic_page(self, topic: str, language: str, number: int = 1, today: date | None = None) -> SituationPage:
        """A page of what reports say of a topic, in whatever words."""
        found = self.library.about(topic[:QUESTION_AT_MOST])
        return self._page(topic, [(one.report, one.claim) for one in found], language, number, today)

    def tells_near(self, text: str, area: AreaId) -> bool:
        """Whether a text names the area, a place inside it or one around it."""
        named = {one for place in self.library.places_in(text) for one in place.areas}
        around = set(self._tree.covering(area))
        return any(one in around or area in self._tree.covering(one) for one in named)

    def _page(
        self, place: str, entries: Sequence[Entry], language: str, number: int, today: date | None
    ) -> SituationPage:
        if not entries:
            text = joined("\n", [self._say(language, "situation-none", place=place), self._have(language)])
            return SituationPage(text, 1, 1, 0)
        return situation_page(self._phrasing, language, place, entries, number, today)

    def _entries(self, area: AreaId | None) -> list[Entry]:
        return [(report, claim) for report in self.library.reports for claim in self._claims_of(report, area)]

    def _say(self, language: str, message_id: str, **arguments: str | int) -> Html:
        return self._texts.render(language, message_id, **arguments)

    def _words(self, found: Answer, language: str, live: Html) -> Html:
        match found:
            case ClaimsAnswer():
                return self._claims(found, language)
            case OverviewAnswer(area):
                return self.situation(area, language)
            case CardAnswer(card):
                return self._card(card, language)
            case NoReport():
                return self._no_report(found, language)
            case SafetyAnswer():
                return self._safety(found, language, live)
            case AskedBack(wishes):
                offered = (Html(f"• {self.named(wish, language)}") for wish in wishes)
                return joined("\n", [self.asked_back(wishes, language), *offered])
            case _:
                return self._short(found, language, live)

    def _short(self, found: Answer, language: str, live: Html) -> Html:
        match found:
            case StatusAnswer():
                return self._say(language, "answer-status", live=live)
            case ForbiddenAnswer(reason):
                return self._say(language, "answer-forbidden", reason=reason.value)
            case FunctionAnswer(function):
                return self._say(language, "answer-function", function=function.value)
            case SmallTalkAnswer(talk):
                return self._say(language, "answer-talk", talk=talk.value)
            case NoCard():
                return self._say(language, "answer-no-card")
            case _:
                return self._say(language, "answer-not-understood")

    def _claims(self, found: ClaimsAnswer, language: str) -> Html:
        lines: list[Html] = []
        for evidence in found.evidence:
            lines.append(self._phrasing.claim(language, evidence.report, evidence.claim))
            if evidence.claim.left_out:
                lines.append(self._say(language, "answer-left-out", note=evidence.claim.left_out[language]))
        newest = _newest(evidence.report for evidence in found.evidence)
        age = self._say(language, "answer-newest", **_dated(newest, language))
        return joined("\n", [*lines, age])

    def _safety(self, found: SafetyAnswer, language: str, live: Html) -> Html:
        lines = [self._say(language, "answer-safety", live=live)]
        if found.card and found.card.action:
            lines.append(self._say(language, "answer-safety-card", action=found.card.action[language]))
        return joined("\n", lines)

    def _no_report(self, found: NoReport, language: str) -> Html:
        if found.undated:
            return joined(
                "\n", [self._say(language, "answer-undated", count=len(self.library.reports)), self._have(language)]
            )
        if found.place is None:
            return joined("\n", [self._say(language, "answer-no-report"), self._have(language)])
        (first, *others) = sorted(found.place.areas)
        place = found.place.named.capitalize() if others or found.place.parts else self._tree.name(first, language)
        return joined("\n", [self._say(language, "answer-no-report-place", place=place), self._have(language)])

    def _have(self, language: str) -> Html:
        reports = self.library.reports
        places = dict.fromkeys(self._tree.name(report.place, language) for report in reports)
        return self._say(language, "answer-have", count=len(reports), places=", ".join(places))

    def _card(self, card: Card, language: str) -> Html:
        sources = dict.fromkeys(one_line(f"{source.name[language]} ({source.publisher})") for source in card.sources)
        checked = self._say(
            language, "answer-card-sources", sources="; ".join(sources), checked=_day(card.checked, language)
        )
        lines = [escaped(f"• {line}") for line in card.lines[language]]
        title = self._say(language, "answer-card", title=card.title[language])
        return joined("\n", [title, *lines, _folded([checked])])

    # The situation

    def _claims_of(self, report: Report, area: AreaId | None) -> Iterator[Claim]:
        for claim in report.claims:
            covering = {*self._tree.covering(report.place), *self._tree.covering(claim.place.area)}
            if area is None or area in covering:
                yield claim


def language_of(question: str) -> str:
    """Ukrainian for a question with Cyrillic letters, else English."""
    return "uk" if any(ord(letter) in _CYRILLIC for letter in question) else "en"


def plain(text: Html) -> str:
    """The words of a markup text, for a terminal."""
    return html.unescape(_TAG.sub("", text))


def _folded(lines: Iterable[Html]) -> Html:
    return Html(f"<blockquote expandable>{joined(chr(10), lines)}</blockquote>")


def _newest(reports: Iterable[Report]) -> date | None:
    return max((report.published for report in reports if report.published), default=None)


def _dated(published: date | None, language: str) -> dict[str, str]:
    return {"dated": "yes" if published else "no", "published": _day(published, language) if published else ""}


def _day(day: date, language: str) -> str:
    return format_date(day, "d MMMM y", locale=language)
