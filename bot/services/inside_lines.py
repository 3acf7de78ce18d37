"""The silent lines about the parts of a wide place: nobody is rung by them, and they say so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.domain.inside import InsideStep
from bot.domain.notices import LATE_AFTER, InsideNotice
from bot.domain.policy import Cohort
from bot.services.phrasing import Phrasing, fitting, joined
from bot.telegram.outgoing import Button, Outgoing
from bot.texts import Argument, Html


@dataclass(frozen=True, slots=True)
class InsideLines:
    """One line for one cohort, as it is sent at `now` (aware UTC); `at` is when it became true."""

    phrasing: Phrasing
    notice: InsideNotice
    cohort: Cohort
    at: datetime
    now: datetime

    def outgoing(self) -> Outgoing:
        match self.notice.step:
            case InsideStep.BEGAN:
                return Outgoing(joined("\n", self._began()), self._buttons(self._own_town()))
            case InsideStep.ENDED:
                return Outgoing(joined("\n", self._ended()), self._buttons(self._now()))
            case InsideStep.PASSED:
                return Outgoing(joined("\n", self._passed()))

    def _began(self) -> Iterator[Html]:
        spell = self.notice.spell
        (worst, *_), time = spell.began_in, self._moment(spell.started_at)
        where = self.phrasing.area(self._language, worst.area)
        yield fitting(
            self._language,
            (
                self._say("inside-began-first", gravity=spell.gravity.value, place=place, where=at, time=when)
                for at, when in ((where, time), (where, "none"), ("none", time), ("none", "none"))
                for place in self._places()
            ),
        )
        yield self._say("inside-began-body", parts=self._parts())
        if not self.cohort.loudness.is_public:
            yield self._say("inside-never-rings")
        yield self._late()
        yield joined(" · ", (self._seen_by(), self._say("alert-because", reason="inside", hours="", last="")))

    def _ended(self) -> Iterator[Html]:
        spell, permanent = self.notice.spell, self.notice.permanent
        other = "yes" if permanent else "no"
        yield fitting(
            self._language,
            (
                self._say("inside-ended-first", place=place, other=other, time=time)
                for time in (self._moment(self.at), "none")
                for place in self._places()
            ),
        )
        lasted = self.phrasing.duration(self._language, self.at - spell.started_at)
        yield self._say("inside-ended-body", lasted=lasted, since=self._moment(spell.started_at))
        for alert in permanent:
            said = self.phrasing.permanent(self._language, alert, self.cohort.quiet.timezone)
            yield self._say("end-permanent", place=self.phrasing.area(self._language, alert.area), alert=said)
        yield self._seen_by()

    def _passed(self) -> Iterator[Html]:
        spell = self.notice.spell
        over_at = self._moment(self.at)
        span = Html(f"{self._moment(spell.started_at)}-{over_at}")
        yield fitting(
            self._language,
            (
                self._say("inside-passed-first", place=place, span=time)
                for time in (span, "none")
                for place in self._places()
            ),
        )
        yield self._say("inside-passed-body", parts=self._parts(), to=over_at)
        yield self.phrasing.sources(self._language, spell.sources)

    @property
    def _language(self) -> str:
        return self.cohort.language

    def _say(self, message_id: str, **arguments: Argument) -> Html:
        return self.phrasing.say(self._language, message_id, **arguments)

    def _moment(self, moment: datetime) -> Html:
        return self.phrasing.moment(self._language, moment, self.now, self.cohort.quiet.timezone)

    def _places(self) -> tuple[Html, ...]:
        """The place with and without its label."""
        area = self.notice.spell.area
        label = self.cohort.label if self.cohort.area == area else ""
        bare = self.phrasing.area(self._language, area)
        return tuple(dict.fromkeys((self.phrasing.place(self._language, area, label), bare)))

    def _parts(self) -> Html:
        zone = self.cohort.quiet.timezone
        return self.phrasing.parts(self._language, self.notice.spell.began_in, self.now, zone)

    def _late(self) -> Html:
        """How late a beginning comes, whether we saw it late or could not send it."""
        started_at = self.notice.spell.started_at
        if self.now - started_at <= LATE_AFTER:
            return Html("")
        found_running = self.now - self.at <= LATE_AFTER
        ago = self.phrasing.duration(self._language, self.now - started_at)
        return self._say("late-found" if found_running else "late-sent", ago=ago)

    def _seen_by(self) -> Html:
        sources = self.phrasing.sources(self._language, self.notice.spell.sources)
        age = self.phrasing.age(self._language, self.now - self.at)
        return self._say("alert-seen-by", sources=sources, age=age)

    def _buttons(self, other: Button) -> tuple[tuple[Button, ...], ...]:
        return ((other, Button(self._say("button-why", sound="silent"), data="why")),)

    def _own_town(self) -> Button:
        return Button(self._say("button-own-town"), data=f"place:towns:{self.notice.spell.area}")

    def _now(self) -> Button:
        return Button(self._say("button-now"), data="now")
