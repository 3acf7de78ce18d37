"""The recap and the digest in words: long messages that must still fit into one, whatever a night brought."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TypeAlias

from bot.domain.alerts import BAND_ORDER, Band, band_of_threat
from bot.domain.cards import Card, Cards
from bot.domain.episodes import Nearness
from bot.domain.notices import (
    CorrectionNotice,
    DigestNotice,
    DigestPlace,
    ModeEndedNotice,
    RecapEntry,
    RecapNotice,
)
from bot.domain.policy import Cohort, Sound
from bot.domain.reports import Claim, Report
from bot.services.phrasing import Phrasing, joined
from bot.services.recap_lines import Reader, recap_lines, still_on
from bot.telegram.outgoing import Button, Outgoing
from bot.texts import Html

#: Longer than this nobody reads, and Telegram's 4,096 stay far.
LENGTH_AT_MOST = 3500
Bulletin: TypeAlias = RecapNotice | DigestNotice | ModeEndedNotice | CorrectionNotice


class Bulletins:
    """Words what is sent once a night or once a day."""

    def __init__(self, phrasing: Phrasing, cards: Cards, reports: Iterable[Report]) -> None:
        self._phrasing = phrasing
        self._cards = cards
        self._reports = reports

    def outgoing(
        self,
        bulletin: RecapNotice | DigestNotice | ModeEndedNotice | CorrectionNotice,
        cohort: Cohort,
        sound: Sound,
        now: datetime,
    ) -> Outgoing:
        match bulletin:
            case RecapNotice() as recap:
                return self.recap(recap, cohort, sound, now)
            case DigestNotice() as digest:
                return self.digest(digest, cohort)
            case ModeEndedNotice(ended_at):
                return self.mode_ended(cohort, ended_at)
            case CorrectionNotice() as correction:
                return self.correction(correction, cohort)

    def recap(self, recap: RecapNotice, cohort: Cohort, sound: Sound, now: datetime) -> Outgoing:
        """What a silence kept quiet; a loud one says first that an alert still runs, or ran when it was made."""
        reader = Reader(self._phrasing, cohort.language, cohort.quiet.timezone, recap.end)
        own = (entry for entry in recap.entries if entry.nearness is Nearness.OWN)
        running = tuple(entry for entry in own if entry.ended_at is None)
        card = self._card_for(running) if sound is Sound.LOUD and running else None
        opening = still_on(reader, recap, running, card, now) if sound is Sound.LOUD and running else ()
        text = next(filter(_is_short, (joined("\n", (*opening, *told)) for told in recap_lines(reader, recap))))
        row = [Button(reader.say("button-now"), data="now")]
        if card:
            row.append(Button(reader.say("button-guide"), data=f"guide:{card.id}"))
        return Outgoing(text, (tuple(row),))

    def digest(self, digest: DigestNotice, cohort: Cohort) -> Outgoing:
        """A day's alerts, what is new in the reporting, and one card."""
        reader = Reader(self._phrasing, cohort.language, cohort.quiet.timezone, digest.until)
        card = self._cards.find(digest.card) if digest.card else None
        claims = tuple(self._claims(digest))
        text = _longest(lambda count: joined("\n\n", _digest_blocks(reader, digest, claims, count, card)), len(claims))
        situation = Button(reader.say("button-situation"), data="situation")
        return Outgoing(text, ((situation, Button(reader.say("button-digest-off"), data="digest:off")),))

    def mode_ended(self, cohort: Cohort, moment: datetime) -> Outgoing:
        """That grave danger wakes again, with the way back to its silence."""
        reader = Reader(self._phrasing, cohort.language, cohort.quiet.timezone, moment)
        again = Button(reader.say("button-nothing-again"), data="quiet:choose:nothing")
        return Outgoing(reader.say("mode-ended"), ((again,), (Button(reader.say("button-modes"), data="quiet:modes"),)))

    def correction(self, notice: CorrectionNotice, cohort: Cohort) -> Outgoing:
        """What a digest said and what is right, side by side."""
        corrected, language = notice.corrected, cohort.language
        text = self._phrasing.say(
            language,
            "correction-notice",
            kind=corrected.correction.kind.value,
            place=self._phrasing.area(language, notice.area),
            was=corrected.correction.was[language],
            now=corrected.text[language] if corrected.text else "",
            note=corrected.correction.note[language],
            outlet=notice.outlet,
        )
        return Outgoing(text, ((Button(self._phrasing.say(language, "button-situation"), data="situation"),),))

    def _claims(self, digest: DigestNotice) -> Iterator[tuple[Report, Claim]]:
        """The claims that still stand: one may have been withdrawn since the digest was made."""
        reports = {report.id: report for report in self._reports}
        for report_id, claim_id in digest.claims:
            report = reports.get(report_id)
            claim = report.claim(claim_id) if report else None
            if report and claim and claim.stands:
                yield report, claim

    def _card_for(self, running: tuple[RecapEntry, ...]) -> Card | None:
        """For the least time that there may be: the recap does not know which of the threats it saw are over."""
        bands = {band_of_threat(threat.kind) for entry in running for threat in entry.threats}
        return self._cards.for_alert(min(bands, key=BAND_ORDER.index, default=Band.NOW))


def _longest(build: Callable[[int], Html], most: int) -> Html:
    """The message with as many of its `most` items as keep it short enough."""
    texts = (build(count) for count in range(most, -1, -1))
    return next(filter(_is_short, texts), build(0))


def _is_short(text: Html) -> bool:
    return len(text) <= LENGTH_AT_MOST


# The digest


def _digest_blocks(
    reader: Reader, digest: DigestNotice, claims: tuple[tuple[Report, Claim], ...], count: int, card: Card | None
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


def _claim_lines(reader: Reader, claims: tuple[tuple[Report, Claim], ...], count: int) -> Iterator[Html]:
    yield reader.say("digest-claims")
    for report, claim in claims[:count]:
        yield reader.phrasing.claim(reader.language, report, claim)
    if len(claims) > count:
        yield reader.say("digest-claims-more", count=len(claims) - count)


def _place_lines(reader: Reader, digest: DigestNotice) -> Iterator[Html]:
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


def _place_line(reader: Reader, place: DigestPlace, began_late: datetime | None) -> Html:
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
