"""What is said when nothing can be seen, and when it can again: never an all clear."""

from datetime import datetime

from bot.domain.notices import SightNotice, SightStep
from bot.services.hearing import NOTHING, Hearing, Lines
from bot.services.phrasing import fitting, joined
from bot.telegram.outgoing import Button, Outgoing
from bot.texts import Html


class SightLines(Lines):
    """Sight lost and regained, as messages."""

    def lost(self, sight: SightNotice, hearing: Hearing) -> Outgoing:
        since = self.moment(sight.since, hearing)
        still = "yes" if sight.step is SightStep.LONG else "no"
        partly = "yes" if sight.partly else "no"
        first = {"still": still, "partly": partly, "since": since}
        firsts = (
            self.say(hearing, "sight-lost-first", place=place, **first) for place in self.places(sight.area, hearing)
        )
        ran = self._ran(sight, "unended" if sight.partly else "lost", hearing) if sight.episode else NOTHING
        body = self.say(hearing, "sight-lost-body", partly=partly)
        sources = self.phrasing.sources(hearing.language, sight.sources)
        silent = self.say(hearing, "sight-silent", sources=sources, partly=partly)
        facts = (silent, NOTHING if hearing.is_loud else self.why(hearing))
        parts = self.parts(sight.inside, hearing)
        inside = self.say(hearing, "sight-lost-inside", parts=parts) if sight.inside else NOTHING
        lines = (fitting(hearing.language, firsts), ran, inside, body, joined(" · ", facts))
        return Outgoing(joined("\n", lines), self._sight_buttons(hearing))

    def regained(self, sight: SightNotice, until: datetime, hearing: Hearing) -> Outgoing:
        span = {"from": self.moment(sight.since, hearing), "to": self.moment(until, hearing)}
        places = self.places(sight.area, hearing)
        firsts = (self.say(hearing, "sight-back-first", place=place, **span) for place in places)
        whole = "yes" if sight.inside else "no"
        calm = self.say(hearing, "sight-back-calm", whole=whole)
        state = self._ran(sight, _state_of(sight), hearing) if sight.episode else calm
        parts = self.parts(sight.inside, hearing)
        inside = self.say(hearing, "sight-back-inside", parts=parts) if sight.inside else NOTHING
        sources = self.phrasing.sources(hearing.language, sight.sources)
        age = self.phrasing.age(hearing.language, hearing.now - until)
        facts = self.say(hearing, "alert-seen-by", sources=sources, age=age)
        body = self.say(hearing, "sight-back-body", public="yes" if hearing.cohort.loudness.is_public else "no")
        lines = (fitting(hearing.language, firsts), state, inside, body, facts)
        return Outgoing(joined("\n", lines), self._sight_buttons(hearing))

    def _ran(self, sight: SightNotice, state: str, hearing: Hearing) -> Html:
        """What became of the alert of that place, as far as can be said."""
        episode = sight.episode
        if episode is None:
            return NOTHING
        threats = self.phrasing.threats(hearing.language, episode.threats)
        since = self.moment(episode.started_at, hearing)
        nearness = episode.nearness.value
        return self.say(hearing, "sight-alert", state=state, nearness=nearness, since=since, threats=threats)

    def _sight_buttons(self, hearing: Hearing) -> tuple[tuple[Button, ...], ...]:
        sound = "loud" if hearing.is_loud else "silent"
        why = Button(self.say(hearing, "button-why", sound=sound), data="why")
        return ((why, Button(self.say(hearing, "button-now"), data="now")),)


def _state_of(sight: SightNotice) -> str:
    """Whether the alert was known before sight was lost, and is still shown now that it is back."""
    if sight.last_seen_at is not None:
        return "fading"
    return "began" if sight.episode and sight.episode.started_at > sight.since else "running"
