"""What a notice says, the same for every chat of a cohort."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from bot.domain.areas import AreaTree
from bot.domain.cards import Cards
from bot.domain.notices import (
    AlertNotice,
    CircleAskNotice,
    CircleWordNotice,
    CorrectionNotice,
    DigestNotice,
    InsideNotice,
    InsistNotice,
    MeanwhileNotice,
    ModeEndedNotice,
    Notice,
    PassedNotice,
    RecapNotice,
    SightNotice,
    SightStep,
)
from bot.domain.operators import AnnouncementNotice, FalseAlarmNotice
from bot.domain.policy import Cohort, Sound
from bot.domain.reports import Report
from bot.services.alert_lines import AlertLines
from bot.services.bulletins import Bulletins
from bot.services.circle_lines import CircleLines
from bot.services.hearing import AGE, Also, Hearing
from bot.services.inside_lines import InsideLines
from bot.services.meanwhile import Meanwhile
from bot.services.operator_lines import OperatorLines
from bot.services.phrasing import Phrasing, joined
from bot.services.sight_lines import SightLines
from bot.telegram.outgoing import Outgoing
from bot.texts import RememberedTexts, Texts

_Own: TypeAlias = CircleAskNotice | CircleWordNotice | RecapNotice | DigestNotice | ModeEndedNotice | CorrectionNotice


class Wording:
    """Turns notices into messages; `reports` are read anew for each. Raises ContentFault for a text that is missing or
    broken.
    """

    def __init__(self, texts: Texts, tree: AreaTree, cards: Cards, reports: Iterable[Report]) -> None:
        self._phrasing = Phrasing(RememberedTexts(texts), tree)
        self._alerts = AlertLines(self._phrasing, cards)
        self._sights = SightLines(self._phrasing)
        self._meanwhile = Meanwhile(self._phrasing)
        self._operators = OperatorLines(self._phrasing)
        self._bulletins = Bulletins(self._phrasing, cards, reports)
        self._circles = CircleLines(self._phrasing)

    def outgoing(
        self,
        notice: Notice,
        cohort: Cohort,
        sound: Sound,
        reason: str,
        now: datetime,
        *,
        repeat: bool = False,
        insists: bool = False,
        also: tuple[Also, ...] = (),
    ) -> Outgoing:
        """The message as a cohort gets it at `now` (aware UTC); `repeat` where it may have arrived before, `insists`
        where it comes again until somebody is up, `also` what it tells of other places of the chat.
        """
        hearing = Hearing(cohort, sound, reason, now, insists, also)
        return self.dated(self.left_open(notice, hearing, repeat=repeat), notice, hearing)

    def dated(self, message: Outgoing, notice: Notice, hearing: Hearing) -> Outgoing:
        """The message with how long ago its notice was, where that was left open."""
        if AGE not in message.text:
            return message
        age = self._phrasing.age(hearing.language, hearing.now - notice.at)
        return replace(message, text=message.text.replace(AGE, age))

    def left_open(self, notice: Notice, hearing: Hearing, *, repeat: bool) -> Outgoing:
        """As `outgoing` has it, with the age of an alert left open for `dated`."""
        message = self._once(notice, hearing)
        if hearing.cohort.loudness.is_public:
            # Whoever taps in a channel taps for all who read it.
            message = replace(message, buttons=())
        if repeat:
            return replace(message, text=joined("\n", (message.text, self._alerts.say(hearing, "maybe-repeated"))))
        return message

    def _once(self, notice: Notice, hearing: Hearing) -> Outgoing:
        match notice.body:
            case AlertNotice(transition):
                return self._alerts.of_alert(transition, hearing)
            case PassedNotice() as passed:
                return self._alerts.passed(passed, passed.episode.ended_at or notice.at, hearing)
            case InsistNotice(transition, number):
                return self._alerts.insisting(transition, number, hearing)
            case SightNotice(step=SightStep.REGAINED) as sight:
                return self._sights.regained(sight, sight.until or notice.at, hearing)
            case SightNotice() as sight:
                return self._sights.lost(sight, hearing)
            case InsideNotice() as inside:
                return InsideLines(self._phrasing, inside, hearing.cohort, notice.at, hearing.now).outgoing()
            case MeanwhileNotice() as meanwhile:
                return self._meanwhile.outgoing(meanwhile, hearing.cohort, hearing.now)
            case AnnouncementNotice() | FalseAlarmNotice() as word:
                return self._operators.word(word, hearing)
            case own:
                return self._of_its_own(own, hearing)

    def _of_its_own(self, body: _Own, hearing: Hearing) -> Outgoing:
        """What is about a chat and no place."""
        match body:
            case CircleAskNotice() | CircleWordNotice() as circle:
                return self._circles.outgoing(circle, hearing.cohort, hearing.now)
            case RecapNotice() | DigestNotice() | ModeEndedNotice() | CorrectionNotice() as bulletin:
                return self._bulletins.outgoing(bulletin, hearing.cohort, hearing.sound, hearing.now)
