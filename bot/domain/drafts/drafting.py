"""Makes a draft of a record out of an article: what each sentence seems to claim, for a person to keep, change or drop.

A draft is a guess and is never told to anybody: only what a person reviewed claim by claim becomes a report.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from bot.domain.alerts import AreaId
from bot.domain.drafts.cues import Cues
from bot.domain.drafts.figures import FoundFigure, find_figures
from bot.domain.drafts.sayings import Listener, without_names
from bot.domain.drafts.sentences import Sentence, take_apart
from bot.domain.gazetteer import Gazetteer
from bot.domain.languages import Text
from bot.domain.lexicon import Lexicon, tokens
from bot.domain.questions import MONTHS, WEEKDAYS
from bot.domain.reports import ClaimKind, Report, Speaker, Unit

#: More claims than this no person reviews in one sitting.
CLAIMS_AT_MOST = 60

#: What a sentence is about, the gravest first.
_KINDS: tuple[tuple[str, ClaimKind], ...] = (
    ("killed", ClaimKind.KILLED),
    ("hospitalised", ClaimKind.INJURED),
    ("injured", ClaimKind.INJURED),
    ("damaged", ClaimKind.DAMAGED),
    ("destroyed", ClaimKind.DAMAGED),
    ("struck", ClaimKind.STRUCK),
    ("attack", ClaimKind.STRUCK),
    ("warn", ClaimKind.WARNED),
)


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """What one sentence seems to say. `sentence` is the source's own and is never published.

    `when` is a meaning of the lexicon ("tuesday"), `resolved` its day where the article's own date makes it certain;
    `area` None where no known place is named; `place_words` are the words that name a part of it.
    """

    sentence: str
    kind: ClaimKind
    speaker: Speaker
    explicit: bool
    quoted: bool
    gap: bool
    figures: tuple[FoundFigure, ...] = ()
    area: AreaId | None = None
    part: str | None = None
    when: str | None = None
    said: Text | None = None
    resolved: date | None = None
    #: Whether who wrote it seems to have been there.
    witnessed: bool = False

    @property
    def is_telling(self) -> bool:
        """Whether it holds what records are made of: a figure that counts something, or a named speaker."""
        return self.explicit or self.quoted or any(figure.unit for figure in self.figures)


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole article as a draft; `place` is the area that most of it is about, `strays` the lines left out."""

    title: str | None
    language: str
    place: AreaId | None
    claims: tuple[DraftClaim, ...]
    strays: tuple[str, ...] = ()
    published: date | None = None
    outlet: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Drafter:
    """Drafts with the lists, places and speakers that are known."""

    lexicon: Lexicon
    gazetteer: Gazetteer
    cues: Cues
    known: Mapping[str, Speaker] = field(default_factory=dict)

    def draft(self, article: str, language: str, published: date | None = None) -> Draft:
        """The draft of an article in a language (uk or en), as it was pasted; `published` resolves its weekdays."""
        taken = take_apart(article, self.cues)
        listener = Listener(self.lexicon, self.cues, self.known, self.cues.roles["reporter"])
        claims = tuple(self._claim(one, listener, published) for one in taken.sentences[:CLAIMS_AT_MOST])
        place = _commonest(claim.area for claim in claims)
        return Draft(taken.title, language, place, claims, taken.strays, published)

    def _claim(self, sentence: Sentence, listener: Listener, published: date | None) -> DraftClaim:
        saying = listener.hear(sentence.text, quoted=sentence.quoted)
        figures = find_figures(sentence.text, self.lexicon, self.cues)
        if saying.age is not None:
            figures = (*(one for one in figures if one.unit or one.value != saying.age), _age(saying.age))
        concepts = frozenset(concept for word in self.lexicon.read(sentence.text) for concept in word.concepts)
        area, part = self._place(without_names(sentence.text, self.cues))
        when = next((meaning for meaning in self.cues.times if meaning in concepts), None)
        return DraftClaim(
            sentence=sentence.text,
            kind=_kind(concepts, explicit=saying.explicit or sentence.quoted, figures=figures),
            speaker=saying.speaker,
            explicit=saying.explicit,
            quoted=sentence.quoted,
            gap=sentence.gap,
            figures=figures,
            area=area,
            part=part,
            when=when,
            # "Since the beginning of September" is not "in September": only a person can say it right.
            said=self.cues.times[when] if when and not _is_span(when, concepts, sentence.text, self.cues) else None,
            resolved=_resolved(when, published),
            witnessed="witness" in concepts and not (saying.explicit or sentence.quoted),
        )

    def _place(self, text: str) -> tuple[AreaId | None, str | None]:
        """The first known place, and the part of an area where one is named; a whole area's name goes before."""
        typed = tokens(text)
        at, area, part = 0, None, None
        while at < len(typed):
            found = self.gazetteer.find(typed, at)
            if found is None:
                at += 1
                continue
            length, place = found
            # Names have capitals: "nations" is no village.
            if len(place.areas) == 1 and re.search(rf"\b{re.escape(typed[at].capitalize())}", text):
                (only,) = place.areas
                part = part or (place.named if place.parts and area in (None, only) else None)
                area = area or only
            at += length
        return area, part


def speakers_of(reports: Iterable[Report]) -> dict[str, Speaker]:
    """The named speakers of reports by the last word of each spelling of their name, without case."""
    found: dict[str, Speaker] = {}
    for report in reports:
        for claim in report.claims:
            for name in (claim.speaker.name or {}).values():
                found.setdefault(name.split()[-1].casefold(), Speaker(claim.speaker.role, claim.speaker.name))
    return found


def _is_span(when: str, concepts: frozenset[str], text: str, cues: Cues) -> bool:
    """Whether a month is only where a longer time begins or ends."""
    if when not in MONTHS:
        return False
    return "beginning" in concepts or not cues.span_edges.isdisjoint(tokens(text))


def _age(years: int) -> FoundFigure:
    return FoundFigure(Decimal(years), Unit.AGE_YEARS)


def _kind(concepts: frozenset[str], *, explicit: bool, figures: tuple[FoundFigure, ...]) -> ClaimKind:
    units = {figure.unit for figure in figures}
    if units & {Unit.PEOPLE_KILLED, Unit.VICTIM_IN_COUNT}:
        return ClaimKind.KILLED
    if units & {Unit.PEOPLE_INJURED, Unit.PEOPLE_IN_HOSPITAL}:
        return ClaimKind.INJURED
    if units & {Unit.HOUSES_DAMAGED, Unit.STOREYS_DESTROYED}:
        return ClaimKind.DAMAGED
    # Who speaks of the dead does not always count them.
    found = next((kind for meaning, kind in _KINDS if meaning in concepts), None)
    return found or (ClaimKind.SAID if explicit else ClaimKind.DESCRIBED)


def _resolved(when: str | None, published: date | None) -> date | None:
    """The day of a weekday is the last one before the article, or its own; of any other time none is certain."""
    if published is None or when not in WEEKDAYS[:7]:
        return None
    back = (published.weekday() - WEEKDAYS.index(when)) % 7
    return published - timedelta(days=back)


def _commonest(areas: Iterable[AreaId | None]) -> AreaId | None:
    counted: dict[AreaId, int] = {}
    for area in areas:
        if area is not None:
            counted[area] = counted.get(area, 0) + 1
    return max(counted, key=lambda area: counted[area], default=None)
