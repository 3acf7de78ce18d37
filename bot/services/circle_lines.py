"""What circles say in words, without alarm where there is no reason for it."""

from datetime import datetime

from bot.domain.notices import CircleAskNotice, CircleStep, CircleWordNotice
from bot.domain.policy import Cohort
from bot.services.phrasing import Phrasing
from bot.telegram.outgoing import Button, Outgoing
from bot.texts import Html

_NONE = Html("none")


class CircleLines:
    """Words the notices of circles. Pure."""

    def __init__(self, phrasing: Phrasing) -> None:
        self._phrasing = phrasing

    def outgoing(self, notice: CircleAskNotice | CircleWordNotice, cohort: Cohort, now: datetime) -> Outgoing:
        match notice:
            case CircleAskNotice():
                return self.asked(notice, cohort)
            case CircleWordNotice():
                return self.told(notice, cohort, now)

    def asked(self, ask: CircleAskNotice, cohort: Cohort) -> Outgoing:
        """The question, answered by one tap."""
        text = self._phrasing.say(cohort.language, "circle-ask", asker=_NONE if ask.asker is None else ask.asker)
        return Outgoing(text, (self._answers(cohort.language),))

    def told(self, word: CircleWordNotice, cohort: Cohort, now: datetime) -> Outgoing:
        """What one member says, or that there is no answer."""
        language = cohort.language
        at = self._phrasing.moment(language, word.at, now, cohort.quiet.timezone)
        text = self._phrasing.say(language, "circle-word", step=word.step.value, name=word.name, at=at)
        if word.step is CircleStep.REMOVED:
            return Outgoing(text)
        return Outgoing(text, ((Button(self._phrasing.say(language, "button-circle"), data="circle:open"),),))

    def _answers(self, language: str) -> tuple[Button, ...]:
        safe = Button(self._phrasing.say(language, "button-circle-safe"), data="circle:say:safe")
        return safe, Button(self._phrasing.say(language, "button-circle-help"), data="circle:say:help")
