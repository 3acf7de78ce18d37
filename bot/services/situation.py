"""What reports say of a place or a topic, by event and newest first, in pages that each fit one message."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from bot.domain.reports import Claim, ClaimKind, CorrectionKind, Report
from bot.services.phrasing import Phrasing, joined
from bot.texts import Argument, Html

#: What a situation may take of Telegram's 4,096 characters, markup included; the rest is for headlines and slack.
SITUATION_AT_MOST = 3500
#: What a reader of a situation needs first, of events of one day.
_KINDS = (
    *(ClaimKind.KILLED, ClaimKind.INJURED, ClaimKind.STRUCK, ClaimKind.DAMAGED),
    *(ClaimKind.WARNED, ClaimKind.DESCRIBED, ClaimKind.SAID),
)
#: A claim in the report that it stands in.
Entry = tuple[Report, Claim]


@dataclass(frozen=True, slots=True)
class SituationPage:
    """One page of a situation; `pages` is how many there are, `left` how many statements the later ones hold."""

    text: Html
    number: int
    pages: int
    left: int


@dataclass(frozen=True, slots=True)
class _Told:
    phrasing: Phrasing
    language: str
    today: date | None

    def say(self, message_id: str, **arguments: Argument) -> Html:
        return self.phrasing.say(self.language, message_id, **arguments)

    def day(self, day: date) -> str:
        return format_date(day, "d MMMM y", locale=self.language)


def situation_page(
    phrasing: Phrasing, language: str, place: str, entries: Sequence[Entry], number: int, today: date | None
) -> SituationPage:
    """A page, counted from 1, of everything that entries say; a number beyond the last gives the last.

    `place` is what they are about, in words; `today` (of the reader) tells how old the newest report is.
    """
    told = _Told(phrasing, language, today)
    reports = tuple({report.id: report for report, _ in entries}.values())
    head = _head(told, place, reports)
    room = SITUATION_AT_MOST - len(head) - len(_foot(told, reports, entries)) - len(_more(told, len(entries))) - 8
    pages = _pages([_block(told, event) for event in by_event(entries)], room)
    number = min(max(number, 1), len(pages))
    shown = pages[number - 1]
    left = sum(lines for page in pages[number:] for _, lines in page)
    here = joined("\n\n", [head, *(text for text, _ in shown), _more(told, left), _foot(told, reports, entries)])
    return SituationPage(here, number, len(pages), left)


_Block = tuple[Html, int]


def _pages(blocks: list[_Block], room: int) -> list[list[_Block]]:
    """The blocks in their order, so many to a page as fit."""
    pages: list[list[_Block]] = [[]]
    free = room
    for text, count in blocks:
        if pages[-1] and len(text) + 2 > free:
            pages.append([])
            free = room
        pages[-1].append((text, count))
        free -= len(text) + 2
    return pages


def _head(told: _Told, place: str, reports: Sequence[Report]) -> Html:
    newest = max((report.published for report in reports if report.published), default=None)
    days = (told.today - newest).days if told.today and newest else -1
    return told.say(
        "situation-head",
        place=place,
        count=len(reports),
        dated="yes" if newest else "no",
        published=told.day(newest) if newest else "",
        days=days,
    )


def _more(told: _Told, count: int) -> Html:
    return told.say("situation-more", count=count) if count else Html("")


def _foot(told: _Told, reports: Sequence[Report], entries: Sequence[Entry]) -> Html:
    """What is not known, with the gaps of the sources' texts, and the sources."""
    gaps = dict.fromkeys(claim.left_out[told.language] for _, claim in entries if claim.left_out)
    noted = [told.say("situation-gap", note=gap) for gap in gaps]
    sources = [_source(told, report) for report in reports]
    folded = Html(f"<blockquote expandable>{joined(chr(10), [*sources, *noted])}</blockquote>")
    return joined("\n", [told.say("situation-unknown"), folded])


def _source(told: _Told, report: Report) -> Html:
    return told.say(
        "situation-source",
        outlet=report.outlet,
        title=report.title or "none",
        address=report.address or "none",
        published=told.day(report.published) if report.published else "none",
        reviewed=told.day(report.reviewed),
    )


def _block(told: _Told, event: Sequence[Entry]) -> _Block:
    return joined("\n", [_line(told, report, claim) for report, claim in event]), len(event)


def _line(told: _Told, report: Report, claim: Claim) -> Html:
    correction = claim.correction
    if correction and correction.kind is CorrectionKind.RETRACTED:
        note, on = correction.note[told.language], told.day(correction.on)
        return told.say("claim-retracted", was=correction.was[told.language], on=on, note=note)
    line = told.say(
        "situation-line",
        text=claim.text[told.language],
        speaker=told.phrasing.speaker(told.language, claim.speaker),
        basis=claim.basis.value,
        said=claim.when.said[told.language] if claim.when.said else "none",
        outlet=report.outlet,
        published=format_date(report.published, "d MMM", locale=told.language) if report.published else "none",
        link="updates" if claim.updates else "contradicts" if claim.contradicts else "none",
    )
    return joined(" ", [line, told.phrasing.corrected(told.language, claim)])


def by_event(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Claims in events, the newest event first, of one day the gravest; a later claim right after what it updates."""
    events: dict[str, list[Entry]] = {}
    for report, claim in entries:
        events.setdefault(claim.event, []).append((report, claim))
    gravest_first = sorted(events.values(), key=lambda event: min(_KINDS.index(claim.kind) for _, claim in event))
    return [_side_by_side(event) for event in sorted(gravest_first, key=_day_of, reverse=True)]


def _day_of(event: Sequence[Entry]) -> date:
    days = (claim.when.resolved or report.published for report, claim in event)
    return max((day for day in days if day), default=date.min)


def _side_by_side(event: list[Entry]) -> list[Entry]:
    ordered: dict[str, Entry] = {}
    for entry in event:
        if _target(entry) is None:
            ordered[_name(entry)] = entry
            ordered |= {_name(other): other for other in event if _target(other) == _name(entry)}
    return [*ordered.values(), *(entry for entry in event if _name(entry) not in ordered)]


def _name(entry: Entry) -> str:
    return f"{entry[0].id}/{entry[1].id}"


def _target(entry: Entry) -> str | None:
    report, claim = entry
    link = claim.updates or claim.contradicts
    return None if link is None else link if "/" in link else f"{report.id}/{link}"
