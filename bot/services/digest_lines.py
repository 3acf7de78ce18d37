"""The digest in words, as somebody reads it at eight in the morning: the day, then what is new, then one card."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.cards import Card
from bot.domain.digests import LATE_FROM, DigestPart
from bot.domain.notices import DigestNotice, DigestPlace
from bot.domain.reports import Claim, Report
from bot.services.phrasing import joined
from bot.services.recap_lines import Reader
from bot.texts import Html

#: So many times without data are told one by one; more are counted.
UNSEEN_AT_MOST = 3


def digest_blocks(
    reader: Reader,
    digest: DigestNotice,
    claims: tuple[tuple[Report, Claim], ...],
    count: int,
    card: Card | None,
    now: datetime,
) -> Iterator[Html]:
    """The digest's paragraphs, with the first `count` of its claims; `now` (aware UTC) is when it leaves."""
    yield joined("\n", _first_lines(reader, digest, now))
    if alerts := tuple(_alert_lines(reader, digest)):
        yield joined("\n", alerts)
    if claims:
        yield joined("\n", _claim_lines(reader, claims, count))
    yield from reader.sources(digest.sources)
    if card:
        title, line = card.title[reader.language], card.lines[reader.language][0]
        yield reader.say("digest-card", title=title, line=line)


def _first_lines(reader: Reader, digest: DigestNotice, now: datetime) -> Iterator[Html]:
    day = reader.phrasing.day(reader.language, digest.until, reader.timezone)
    yield reader.say("digest-first", day=day)
    span = {"from": reader.moment(digest.since), "to": reader.moment(digest.until)}
    yield reader.say("digest-span", **span)
    if now - digest.until >= LATE_FROM:
        yield reader.say("digest-late", hour=span["to"])
    if digest.heavy:
        yield reader.say("digest-heavy-night")


def _alert_lines(reader: Reader, digest: DigestNotice) -> Iterator[Html]:
    if DigestPart.ALERTS in digest.parts:
        yield from _place_lines(reader, digest)
    yield from _unseen_lines(reader, digest)
    if digest.tells_silenced and digest.silenced:
        yield reader.say("digest-silenced", count=digest.silenced)


def _place_lines(reader: Reader, digest: DigestNotice) -> Iterator[Html]:
    seen_since = digest.history_since
    began_late = seen_since if seen_since and seen_since > digest.since else None
    if not digest.places:
        yield reader.say("digest-no-place")
    for place in digest.places:
        if seen_since is None or seen_since >= digest.until:
            yield reader.say("digest-place-unseen", place=reader.place(place))
        else:
            yield _place_line(reader, digest, place, began_late)
    if began_late and digest.places and all(place.count for place in digest.places):
        yield reader.say("digest-seen-since", since=reader.moment(began_late))


def _place_line(reader: Reader, digest: DigestNotice, place: DigestPlace, began_late: datetime | None) -> Html:
    """A place without alerts is called so only for the time that was seen: calm that nobody watched is no calm."""
    if not place.count:
        since = reader.moment(began_late) if began_late else "none"
        wide = "yes" if reader.phrasing.is_wide(place.area) else "no"
        return reader.say("digest-place-quiet", place=reader.place(place), since=since, wide=wide)
    tells_longest = DigestPart.LONGEST in digest.parts and place.count > 1
    line = reader.say(
        "digest-place",
        place=reader.place(place),
        count=place.count,
        total=reader.duration(place.total),
        longest=reader.duration(place.longest) if tells_longest else "none",
    )
    if DigestPart.NIGHT not in digest.parts:
        return reader.say("digest-place-end", line=line)
    minutes = round(place.at_night.total_seconds() / 60)
    return reader.say("digest-place-night", line=line, night=reader.duration(place.at_night), minutes=minutes)


def _unseen_lines(reader: Reader, digest: DigestNotice) -> Iterator[Html]:
    """When nothing could be seen: alerts of that time may be missing above, and nobody is to take it for calm."""
    spans = digest.unseen
    if len(spans) > UNSEEN_AT_MOST:
        edges = {"from": reader.moment(spans[0][0]), "to": reader.moment(spans[-1][1] or digest.until)}
        total = sum(((until or digest.until) - since for since, until in spans), start=digest.until - digest.until)
        yield reader.say("digest-unseen-counted", count=len(spans), total=reader.duration(total), **edges)
        spans = tuple(span for span in spans if span[1] is None)
    for since, until in spans:
        edges = {"from": reader.moment(since), "to": reader.moment(until) if until else Html("")}
        yield reader.say("digest-unseen", state="over" if until else "still", **edges)


def _claim_lines(reader: Reader, claims: tuple[tuple[Report, Claim], ...], count: int) -> Iterator[Html]:
    yield reader.say("digest-claims")
    for report, claim in claims[:count]:
        yield reader.phrasing.claim(reader.language, report, claim)
    if len(claims) > count:
        yield reader.say("digest-claims-more", count=len(claims) - count)
