"""The recap and the digest in words: long messages that must still fit into one, whatever a night brought."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.alerts import BAND_ORDER, Band, SourceName, band_of_threat
from bot.domain.cards import Card, Cards
from bot.domain.episodes import Nearness
from bot.domain.notices import LATE_AFTER, DigestNotice, DigestPlace, ModeEndedNotice, RecapEntry, RecapNotice
from bot.domain.policy import Cohort, Sound
from bot.domain.reports import Claim, Report
from bot.services.phrasing import Phrasing, by_minute, escaped, fitting, joined
from bot.telegram.outgoing import Button, Outgoing
from bot.texts import Argument, Html

#: Longer than this nobody reads, and Telegram's 4,096 stay far.
LENGTH_AT_MOST = 3500
#: A silence whose middle lies between these local hours was a night.
NIGHT_FROM, NIGHT_TO = 21, 7
#: A first ring this soon after the start was the start itself.
AT_ONCE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class _Reader:
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


class Bulletins:
    """Words what is sent once a night or once a day."""

    def __init__(self, phrasing: Phrasing, cards: Cards, reports: tuple[Report, ...]) -> None:
        self._phrasing = phrasing
        self._cards = cards
        self._reports = {report.id: report for report in reports}

    def outgoing(
        self, bulletin: RecapNotice | DigestNotice | ModeEndedNotice, cohort: Cohort, sound: Sound, now: datetime
    ) -> Outgoing:
        match bulletin:
            case RecapNotice() as recap:
                return self.recap(recap, cohort, sound, now)
            case DigestNotice() as digest:
                return self.digest(digest, cohort)
            case ModeEndedNotice(ended_at):
                return self.mode_ended(cohort, ended_at)

    def recap(self, recap: RecapNotice, cohort: Cohort, sound: Sound, now: datetime) -> Outgoing:
        """What a silence kept quiet; a loud one says first that an alert still runs, or ran when it was made."""
        reader = _Reader(self._phrasing, cohort.language, cohort.quiet.timezone, recap.end)
        own = (entry for entry in recap.entries if entry.nearness is Nearness.OWN)
        running = tuple(entry for entry in own if entry.ended_at is None)
        card = self._card_for(running) if sound is Sound.LOUD and running else None
        opening = _still_on(reader, running, card, now) if sound is Sound.LOUD and running else ()
        most = len(recap.entries)
        text = _longest(lambda count: joined("\n", (*opening, *_recap_lines(reader, recap, count))), most)
        row = [Button(reader.say("button-now"), data="now")]
        if card:
            row.append(Button(reader.say("button-guide"), data=f"guide:{card.id}"))
        return Outgoing(text, (tuple(row),))

    def digest(self, digest: DigestNotice, cohort: Cohort) -> Outgoing:
        """A day's alerts, what is new in the reporting, and one card."""
        reader = _Reader(self._phrasing, cohort.language, cohort.quiet.timezone, digest.until)
        card = self._cards.find(digest.card) if digest.card else None
        claims = tuple(self._claims(digest))
        text = _longest(lambda count: joined("\n\n", _digest_blocks(reader, digest, claims, count, card)), len(claims))
        situation = Button(reader.say("button-situation"), data="situation")
        return Outgoing(text, ((situation, Button(reader.say("button-digest-off"), data="digest:off")),))

    def mode_ended(self, cohort: Cohort, moment: datetime) -> Outgoing:
        """That grave danger wakes again, with the way back to its silence."""
        reader = _Reader(self._phrasing, cohort.language, cohort.quiet.timezone, moment)
        again = Button(reader.say("button-nothing-again"), data="quiet:choose:nothing")
        return Outgoing(reader.say("mode-ended"), ((again,), (Button(reader.say("button-modes"), data="quiet:modes"),)))

    def _claims(self, digest: DigestNotice) -> Iterator[tuple[Report, Claim]]:
        """The claims that still stand: one may have been withdrawn since the digest was made."""
        for report_id, claim_id in digest.claims:
            report = self._reports.get(report_id)
            claim = report.claim(claim_id) if report else None
            if report and claim:
                yield report, claim

    def _card_for(self, running: tuple[RecapEntry, ...]) -> Card | None:
        """For the least time that there may be: the recap does not know which of the threats it saw are over."""
        bands = {band_of_threat(threat.kind) for entry in running for threat in entry.threats}
        return self._cards.for_alert(min(bands, key=BAND_ORDER.index, default=Band.NOW))


def _longest(build: Callable[[int], Html], most: int) -> Html:
    """The message with as many of its `most` items as keep it short enough."""
    texts = (build(count) for count in range(most, -1, -1))
    return next((text for text in texts if len(text) <= LENGTH_AT_MOST), build(0))


# The recap


def _still_on(reader: _Reader, running: tuple[RecapEntry, ...], card: Card | None, now: datetime) -> tuple[Html, ...]:
    first = min(running, key=lambda entry: entry.started_at)
    time = reader.moment(first.started_at)
    # What came late can only say what was true when it was made.
    until = reader.moment(reader.now) if now - reader.now > LATE_AFTER else "none"
    bare = reader.phrasing.area(reader.language, first.area)
    places = (reader.place(first), bare)
    wheres = (reader.say("alert-where", nearness="own", place=place, around="") for place in places)
    firsts = (reader.say("recap-running-first", time=time, until=until, where=where) for where in wheres)
    return fitting(reader.language, firsts), escaped(card.action[reader.language]) if card and card.action else Html("")


def _recap_lines(reader: _Reader, recap: RecapNotice, count: int) -> Iterator[Html]:
    own_first = sorted(recap.entries, key=lambda entry: entry.nearness is Nearness.AROUND)
    places = tuple(dict.fromkeys(reader.place(entry) for entry in own_first))
    yield _recap_first(reader, recap, places)
    shown = recap.entries[:count]
    for place in places:
        here = [entry for entry in shown if reader.place(entry) == place]
        if len(places) > 1 and here:
            yield reader.say("recap-place", place=place)
        yield from (_entry(reader, entry) for entry in here)
    if len(recap.entries) > count:
        yield reader.say("recap-more", count=len(recap.entries) - count)
    yield from (_unseen(reader, since, until) for since, until in recap.unseen)
    if recap.under_alert:
        yield reader.say("recap-total", total=reader.duration(recap.under_alert))
    if recap.held:
        yield reader.say("recap-held", count=recap.held)
    yield from reader.sources(recap.sources)


def _recap_first(reader: _Reader, recap: RecapNotice, places: tuple[Html, ...]) -> Html:
    kind = "night" if _was_night(recap, reader.timezone) else "other"
    span = {"from": reader.moment(recap.start), "to": reader.moment(recap.end)}
    named = (*places, Html("none")) if len(places) == 1 else (Html("none"),)
    return fitting(reader.language, (reader.say("recap-first", kind=kind, place=place, **span) for place in named))


def _was_night(recap: RecapNotice, timezone: str) -> bool:
    span = recap.end - recap.start
    middle = (recap.start + span / 2).astimezone(ZoneInfo(timezone)).hour
    return span < timedelta(days=1) and (middle >= NIGHT_FROM or middle < NIGHT_TO)


def _entry(reader: _Reader, entry: RecapEntry) -> Html:
    return reader.say(
        "recap-entry",
        state="ended" if entry.ended_at else "running",
        story=_story(reader, entry),
        sound=_sound(reader, entry),
        **{"from": reader.moment(entry.started_at), "to": reader.moment(entry.ended_at) if entry.ended_at else ""},
    )


def _unseen(reader: _Reader, since: datetime, until: datetime | None) -> Html:
    span = {"from": reader.moment(since), "to": reader.moment(until) if until else ""}
    return reader.say("recap-unseen", state="over" if until else "still", **span)


def _story(reader: _Reader, entry: RecapEntry) -> Html:
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


def _sound(reader: _Reader, entry: RecapEntry) -> Html:
    if not entry.rang_at:
        return reader.say("recap-sound", kind="quiet", times="")
    times = joined(", ", dict.fromkeys(reader.moment(at) for at in entry.rang_at))
    from_the_start = entry.rang_at[0] - entry.started_at <= AT_ONCE
    all_rang = from_the_start and (entry.ended_at is None or len(entry.rang_at) > 1)
    return reader.say("recap-sound", kind="rang" if all_rang else "rest", times=times)


# The digest


def _digest_blocks(
    reader: _Reader, digest: DigestNotice, claims: tuple[tuple[Report, Claim], ...], count: int, card: Card | None
) -> Iterator[Html]:
    """The digest's paragraphs, with the first `count` of its claims."""
    day = reader.phrasing.day(reader.language, digest.until, reader.timezone)
    span = {"from": reader.moment(digest.since), "to": reader.moment(digest.until)}
    yield joined("\n", (reader.say("digest-first", day=day), reader.say("digest-span", **span)))
    yield joined("\n", _place_lines(reader, digest))
    if claims:
        yield joined("\n", _claim_lines(reader, claims, count))
    yield from reader.sources(digest.sources)
    if card:
        title, line = card.title[reader.language], card.lines[reader.language][0]
        yield reader.say("digest-card", title=title, line=line)


def _claim_lines(reader: _Reader, claims: tuple[tuple[Report, Claim], ...], count: int) -> Iterator[Html]:
    yield reader.say("digest-claims")
    for report, claim in claims[:count]:
        yield reader.phrasing.claim(reader.language, report, claim)
    if len(claims) > count:
        yield reader.say("digest-claims-more", count=len(claims) - count)


def _place_lines(reader: _Reader, digest: DigestNotice) -> Iterator[Html]:
    seen_since = digest.history_since
    began_late = seen_since if seen_since and seen_since > digest.since else None
    if not digest.places:
        yield reader.say("digest-no-place")
    for place in digest.places:
        if seen_since is None or seen_since >= digest.until:
            yield reader.say("digest-place-unseen", place=reader.place(place))
        else:
            yield _place_line(reader, place, began_late)
    if began_late and digest.places and all(place.count for place in digest.places):
        yield reader.say("digest-seen-since", since=reader.moment(began_late))
    if digest.silenced:
        yield reader.say("digest-silenced", count=digest.silenced)


def _place_line(reader: _Reader, place: DigestPlace, began_late: datetime | None) -> Html:
    """A place without alerts is called so only for the time that was seen: calm that nobody watched is no calm."""
    if not place.count:
        since = reader.moment(began_late) if began_late else "none"
        wide = "yes" if reader.phrasing.is_wide(place.area) else "no"
        return reader.say("digest-place-quiet", place=reader.place(place), since=since, wide=wide)
    return reader.say(
        "digest-place",
        place=reader.place(place),
        count=place.count,
        total=reader.duration(place.total),
        longest=reader.duration(place.longest),
        night=reader.duration(place.at_night),
        night_minutes=round(place.at_night.total_seconds() / 60),
    )
