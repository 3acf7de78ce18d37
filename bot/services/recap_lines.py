"""The recap in words, in one message even after the longest of nights: the more there was, the shorter each is told,
and nothing is left out in silence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.alerts import SourceName
from bot.domain.cards import Card
from bot.domain.episodes import Nearness
from bot.domain.notices import LATE_AFTER, DigestPlace, RecapEntry, RecapNotice
from bot.services.phrasing import Phrasing, by_minute, escaped, fitting, joined
from bot.texts import Argument, Html

#: A silence whose middle lies between these local hours was a night.
NIGHT_FROM, NIGHT_TO = 21, 7
#: A first ring this soon after the start was the start itself.
AT_ONCE = timedelta(minutes=2)
#: More alerts than this need not be tried to be told in a line each: they would not fit.
LINES_AT_MOST = 100
#: Where much is told short, so many times without data are one line.
UNSEEN_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Reader:
    """In which language and time zone, and seen from which moment (aware UTC), a bulletin is worded."""

    phrasing: Phrasing
    language: str
    timezone: str
    now: datetime

    def say(self, message_id: str, **arguments: Argument) -> Html:
        return self.phrasing.say(self.language, message_id, **arguments)

    def moment(self, moment: datetime) -> Html:
        return self.phrasing.moment(self.language, moment, self.now, self.timezone)

    def duration(self, span: timedelta) -> Html:
        return self.phrasing.duration(self.language, span)

    def place(self, one: RecapEntry | DigestPlace) -> Html:
        if isinstance(one, RecapEntry) and one.nearness is Nearness.AROUND:
            return self.phrasing.around(self.language, one.area)
        return self.phrasing.place(self.language, one.area, one.label)

    def sources(self, sources: tuple[SourceName, ...]) -> Iterator[Html]:
        if sources:
            yield self.say("bulletin-sources", sources=self.phrasing.sources(self.language, sources))


class _Length(StrEnum):
    """How much is said of each alert."""

    #: A line for each.
    WHOLE = "whole"
    #: A line for each that rang or still runs; the others of a place are counted.
    LOUD = "loud"
    #: All of a place are counted.
    COUNTED = "counted"


def recap_lines(reader: Reader, recap: RecapNotice) -> Iterator[Iterator[Html]]:
    """The account in lines, the longest first; the last of them always fits."""
    for length in _Length:
        if length is _Length.COUNTED or len(recap.entries) <= LINES_AT_MOST:
            yield _lines(reader, recap, length)


def still_on(
    reader: Reader, recap: RecapNotice, running: Sequence[RecapEntry], card: Card | None, now: datetime
) -> tuple[Html, ...]:
    """What still runs, and what to do; or that it did when it was seen last."""
    first = min(running, key=lambda entry: entry.started_at)
    time = reader.moment(first.started_at)
    blind_since = next((since for since, until in recap.unseen if until is None), None)
    # What came late, or is not seen any more, can only be said of when it was known.
    seen_until = blind_since or (reader.now if now - reader.now > LATE_AFTER else None)
    until = reader.moment(seen_until) if seen_until else "none"
    bare = reader.phrasing.area(reader.language, first.area)
    places = (reader.place(first), bare)
    wheres = (reader.say("alert-where", nearness="own", place=place, around="") for place in places)
    firsts = (reader.say("recap-running-first", time=time, until=until, where=where) for where in wheres)
    return fitting(reader.language, firsts), escaped(card.action[reader.language]) if card and card.action else Html("")


def _lines(reader: Reader, recap: RecapNotice, length: _Length) -> Iterator[Html]:
    own_first = sorted(recap.entries, key=lambda entry: entry.nearness is Nearness.AROUND)
    by_place: dict[Html, list[RecapEntry]] = {}
    for entry in own_first:
        by_place.setdefault(reader.place(entry), []).append(entry)
    yield _recap_first(reader, recap, tuple(by_place))
    if length is not _Length.WHOLE:
        yield reader.say("recap-short")
    for place, here in by_place.items():
        if len(by_place) > 1:
            yield reader.say("recap-place", place=place)
        yield from _at_place(reader, here, length)
    yield from _unseen(reader, recap, length)
    if recap.under_alert:
        total = reader.duration(recap.under_alert)
        yield reader.say("recap-total", total=total, seen="partly" if recap.unseen else "all")
    if recap.held:
        yield reader.say("recap-held", count=recap.held)
    yield from reader.sources(recap.sources)


def _at_place(reader: Reader, here: Sequence[RecapEntry], length: _Length) -> Iterator[Html]:
    if length is _Length.COUNTED:
        yield _counted(reader, here)
        return
    quiet = [entry for entry in here if entry.ended_at and not entry.rang_at]
    if length is _Length.WHOLE or len(quiet) < 2:
        quiet = []
    if quiet:
        yield _counted(reader, quiet)
    yield from (_entry(reader, entry) for entry in here if entry not in quiet)


def _counted(reader: Reader, entries: Sequence[RecapEntry]) -> Html:
    """How many alerts came from when to when, whether the last is over, how often it rang and when last."""
    rang = [at for entry in entries for at in entry.rang_at]
    ends = [entry.ended_at for entry in entries if entry.ended_at]
    still = len(ends) < len(entries)
    return reader.say(
        "recap-counted",
        count=len(entries),
        state="running" if still else "ended",
        times=len(rang),
        last=reader.moment(max(rang)) if rang else "",
        **{
            "from": reader.moment(min(entry.started_at for entry in entries)),
            "to": Html("") if still else reader.moment(max(ends)),
        },
    )


def _recap_first(reader: Reader, recap: RecapNotice, places: tuple[Html, ...]) -> Html:
    kind = "night" if _was_night(recap, reader.timezone) else "other"
    span = {"from": reader.moment(recap.start), "to": reader.moment(recap.end)}
    named = (*places, Html("none")) if len(places) == 1 else (Html("none"),)
    return fitting(reader.language, (reader.say("recap-first", kind=kind, place=place, **span) for place in named))


def _was_night(recap: RecapNotice, timezone: str) -> bool:
    span = recap.end - recap.start
    middle = (recap.start + span / 2).astimezone(ZoneInfo(timezone)).hour
    return span < timedelta(days=1) and (middle >= NIGHT_FROM or middle < NIGHT_TO)


def _entry(reader: Reader, entry: RecapEntry) -> Html:
    return reader.say(
        "recap-entry",
        state="ended" if entry.ended_at else "running",
        story=_story(reader, entry),
        sound=_sound(reader, entry),
        **{"from": reader.moment(entry.started_at), "to": reader.moment(entry.ended_at) if entry.ended_at else ""},
    )


def _unseen(reader: Reader, recap: RecapNotice, length: _Length) -> Iterator[Html]:
    spans = recap.unseen
    if length is not _Length.WHOLE and len(spans) > UNSEEN_AT_MOST:
        total = sum(((until or recap.end) - since for since, until in spans), timedelta())
        edges = {"from": reader.moment(spans[0][0]), "to": reader.moment(spans[-1][1] or recap.end)}
        yield reader.say("recap-unseen-counted", count=len(spans), total=reader.duration(total), **edges)
        spans = tuple(span for span in spans if span[1] is None)
    for since, until in spans:
        edges = {"from": reader.moment(since), "to": reader.moment(until) if until else Html("")}
        yield reader.say("recap-unseen", state="over" if until else "still", **edges)


def _story(reader: Reader, entry: RecapEntry) -> Html:
    """ "drones, then missiles from 02:14": what the first minute named, then what joined and when."""
    parts = by_minute(entry.threats, entry.started_at)
    if not parts:
        return reader.phrasing.threats(reader.language, ())
    first = reader.phrasing.threats(reader.language, parts[0][1])
    then = [
        reader.say("recap-then", threats=reader.phrasing.threats(reader.language, threats), time=reader.moment(since))
        for since, threats in parts[1:]
    ]
    return reader.say("recap-story", first=first, then=joined(", ", then)) if then else first


def _sound(reader: Reader, entry: RecapEntry) -> Html:
    if not entry.rang_at:
        return reader.say("recap-sound", kind="quiet", times="")
    times = joined(", ", dict.fromkeys(reader.moment(at) for at in entry.rang_at))
    from_the_start = entry.rang_at[0] - entry.started_at <= AT_ONCE
    all_rang = from_the_start and (entry.ended_at is None or len(entry.rang_at) > 1)
    return reader.say("recap-sound", kind="rang" if all_rang else "rest", times=times)
