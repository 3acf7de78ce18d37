"""What a place missed while nothing could be seen, in words: never an all clear, and never a word on what is on now."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.alerts import AlertKind
from bot.domain.notices import MeanwhileNotice, MissedAlert
from bot.domain.policy import Cohort
from bot.services.phrasing import Phrasing, fitting, joined
from bot.telegram.outgoing import Button, Outgoing
from bot.texts import Html

#: More than these nobody reads: the newest are told, the others counted.
SHOWN_AT_MOST = 12


class Meanwhile:
    """Words one notice."""

    def __init__(self, phrasing: Phrasing) -> None:
        self._phrasing = phrasing

    def outgoing(self, notice: MeanwhileNotice, cohort: Cohort, now: datetime) -> Outgoing:
        """The message as a cohort gets it at `now` (aware UTC)."""
        language = cohort.language
        lines = (self._first(notice, cohort), *self._body(notice, cohort, now))
        why = Button(self._phrasing.say(language, "button-why", sound="silent"), data="why")
        return Outgoing(joined("\n", lines), ((why, Button(self._phrasing.say(language, "button-now"), data="now")),))

    def _first(self, notice: MeanwhileNotice, cohort: Cohort) -> Html:
        language, area = cohort.language, notice.area
        label = cohort.label if cohort.area == area else ""
        places = (self._phrasing.place(language, area, label), self._phrasing.area(language, area))
        count = len(notice.alerts)
        return fitting(
            language, (self._phrasing.say(language, "meanwhile-first", count=count, place=place) for place in places)
        )

    def _body(self, notice: MeanwhileNotice, cohort: Cohort, now: datetime) -> Iterator[Html]:
        language, timezone = cohort.language, cohort.quiet.timezone
        shown = notice.alerts[-SHOWN_AT_MOST:]
        if earlier := len(notice.alerts) - len(shown):
            yield self._phrasing.say(language, "meanwhile-earlier", count=earlier)
        for missed in shown:
            yield self._alert(missed, cohort, now)
        span = {
            "public": "yes" if cohort.loudness.is_public else "no",
            "from": self._phrasing.moment(language, notice.since, now, timezone),
            "to": self._phrasing.moment(language, notice.until, now, timezone),
        }
        yield self._phrasing.say(language, "meanwhile-body", **span)
        sources = self._phrasing.sources(language, notice.sources)
        yield self._phrasing.say(language, "meanwhile-source", sources=sources)

    def _alert(self, missed: MissedAlert, cohort: Cohort, now: datetime) -> Html:
        language, timezone = cohort.language, cohort.quiet.timezone
        usual = missed.kinds == (AlertKind.AIR_RAID,)
        kinds = (self._phrasing.say(language, "alert-kind", kind=kind.value) for kind in missed.kinds)
        return self._phrasing.say(
            language,
            "meanwhile-alert",
            level=missed.level.value if usual else "none",
            kinds="none" if usual else joined(", ", kinds),
            nearness=missed.nearness.value,
            **{
                "from": self._phrasing.moment(language, missed.started_at, now, timezone),
                "to": self._phrasing.moment(language, missed.ended_at, now, timezone),
            },
        )
