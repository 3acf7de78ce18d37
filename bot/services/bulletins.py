"""The recap and the digest in words: long messages that must still fit into one, whatever a night brought."""

import html
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TypeAlias

from bot.domain.alerts import BAND_ORDER, Band, band_of_threat
from bot.domain.cards import Card, Cards
from bot.domain.digests import DigestPart
from bot.domain.episodes import Nearness
from bot.domain.notices import (
    CorrectionNotice,
    DigestNotice,
    ModeEndedNotice,
    RecapEntry,
    RecapNotice,
)
from bot.domain.policy import Cohort, Sound
from bot.domain.reports import Claim, Report
from bot.domain.statistics import Period
from bot.services.digest_lines import digest_blocks
from bot.services.phrasing import Phrasing, joined
from bot.services.recap_lines import Reader, recap_lines, still_on
from bot.telegram.outgoing import DATA_LIMIT, Button, Outgoing
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
                return self.digest(digest, cohort, now)
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

    def digest(self, digest: DigestNotice, cohort: Cohort, now: datetime) -> Outgoing:
        """A day's alerts, what is new in the reporting, one card, and the way to a picture."""
        reader = Reader(self._phrasing, cohort.language, cohort.quiet.timezone, digest.until)
        card = self._cards.find(digest.card) if digest.card else None
        claims = tuple(self._claims(digest))
        text = _longest(
            lambda count: joined("\n\n", digest_blocks(reader, digest, claims, count, card, now)), len(claims)
        )
        situation = Button(reader.say("button-situation"), data="situation")
        change = Button(reader.say("button-digest-change"), data="digest:new")
        off = Button(reader.say("button-digest-off"), data="digest:off")
        return Outgoing(text, (*_chart_row(reader, digest), (situation, change), (off,)))

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


def _chart_row(reader: Reader, digest: DigestNotice) -> Iterator[tuple[Button, ...]]:
    """The way to a picture of the place that had most; none where nothing was seen, or no place is told of."""
    is_seen = digest.history_since is not None and digest.history_since < digest.until
    if DigestPart.CHART not in digest.parts or not digest.places or not is_seen:
        return
    place = max(digest.places, key=lambda one: one.total)
    data = f"stats:show:{place.area}:{Period.WEEK}"
    if len(data.encode()) <= DATA_LIMIT:
        name = reader.phrasing.area(reader.language, place.area)
        yield (Button(html.unescape(reader.say("button-digest-chart", place=name)), data=data),)


def _longest(build: Callable[[int], Html], most: int) -> Html:
    """The message with as many of its `most` items as keep it short enough."""
    texts = (build(count) for count in range(most, -1, -1))
    return next(filter(_is_short, texts), build(0))


def _is_short(text: Html) -> bool:
    return len(text) <= LENGTH_AT_MOST
