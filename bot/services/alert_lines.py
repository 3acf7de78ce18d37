"""What an alert says, from its first line to its buttons: the sentences that arrive at three in the morning."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.alerts import Band, Gravity, TransitionKind
from bot.domain.cards import Card, Cards, Topic
from bot.domain.episodes import Episode, Nearness, PlaceTransition
from bot.domain.notices import INSIST_AFTER, LATE_AFTER, PassedNotice
from bot.domain.policy import Heard, Reason, Sound, decide
from bot.domain.quiet import next_edge
from bot.domain.reach import Reach
from bot.services.first_lines import FirstLines, end_kind
from bot.services.hearing import AGE, NOTHING, Hearing
from bot.services.phrasing import Phrasing, by_danger, by_minute, capital, escaped, fitting, joined
from bot.telegram.outgoing import Button, Outgoing
from bot.texts import Html

#: Nine of ten alerts of Kharkiv oblast are over by then (official siren data, 2022-03 to 2024-04: 102 minutes).
MOST_ALERTS_LAST = timedelta(minutes=102)


class AlertLines(FirstLines):
    """Alerts as messages."""

    def __init__(self, phrasing: Phrasing, cards: Cards) -> None:
        super().__init__(phrasing)
        self._cards = cards

    def of_alert(self, transition: PlaceTransition, hearing: Hearing) -> Outgoing:
        card = self._card(transition)
        if transition.kind.is_danger:
            lines = self._danger(transition, card, hearing)
        elif transition.kind.is_over:
            lines = self._ended(transition, hearing)
        else:
            # What is no end says that it is none.
            lines = self._eased(transition, hearing)
        facts = joined(" · ", self._facts(transition, hearing))
        return Outgoing(joined("\n", (*lines, facts)), self._buttons(card, transition, hearing))

    def insisting(self, transition: PlaceTransition, number: int, hearing: Hearing) -> Outgoing:
        card = self._card(transition)
        first, _ = self.alarm(transition, hearing)
        action = self._action(card, transition, hearing)
        again = self.say(hearing, "insist-body", number=number, total=len(INSIST_AFTER) + 1)
        since = self.say(hearing, "alert-since", time=self.moment(transition.episode.started_at, hearing))
        return Outgoing(joined("\n", (first, action, again, since)), self._buttons(card, transition, hearing))

    def passed(self, passed: PassedNotice, ended_at: datetime, hearing: Hearing) -> Outgoing:
        episode = passed.episode
        span = {"from": self.moment(episode.started_at, hearing), "to": self.moment(ended_at, hearing)}
        threats = capital(self.phrasing.threats(hearing.language, episode.seen_threats))
        wheres = self.wheres(episode, hearing)
        lines = (
            fitting(hearing.language, (self.say(hearing, "passed-first", where=where, **span) for where in wheres)),
            self.say(hearing, "passed-body", threats=threats),
            self.say(hearing, "end-inside", parts=self.parts(passed.inside, hearing)) if passed.inside else NOTHING,
            self.phrasing.sources(hearing.language, episode.sources),
        )
        return Outgoing(joined("\n", lines))

    def _card(self, transition: PlaceTransition) -> Card | None:
        if transition.kind.is_over and transition.inside:
            # What to do after an alert is no advice where one goes on next door.
            return None
        if transition.kind.is_over:
            return next((card for card in self._cards if card.topic is Topic.ALL_CLEAR), None)
        return self._cards.for_alert(transition.episode.band)

    def _danger(self, transition: PlaceTransition, card: Card | None, hearing: Hearing) -> tuple[Html, ...]:
        first, others = self.alarm(transition, hearing)
        action = self._action(card, transition, hearing)
        promise = self.say(hearing, "ring-if-worse") if _will_ring(transition, hearing) else NOTHING
        return first, *others, joined(" ", (action, promise)), self._lateness(transition, hearing)

    def _action(self, card: Card | None, transition: PlaceTransition, hearing: Hearing) -> Html:
        """What to do, for how far a shelter is there, with the house's own shelter where anybody may go to one."""
        reach, own = hearing.cohort.reach, hearing.cohort.shelter
        text = card.action_for(reach) if card else None
        action = escaped(text[hearing.language]) if text else NOTHING
        if not own or reach is Reach.STAY:
            return action
        return joined(" ", (action, self.say(hearing, "own-shelter", where=own, band=transition.episode.band.value)))

    def _lateness(self, transition: PlaceTransition, hearing: Hearing) -> Html:
        """How late a start or an escalation comes, counted from its beginning or our seeing it, whichever says more."""
        started = transition.kind is TransitionKind.STARTED
        began_at = min(transition.at, transition.episode.started_at) if started else transition.at
        if hearing.now - began_at <= LATE_AFTER:
            return NOTHING
        ago = self.phrasing.duration(hearing.language, hearing.now - began_at)
        if not started:
            return self.say(hearing, "late-worse", ago=ago)
        if hearing.now - transition.at > LATE_AFTER:
            return self.say(hearing, "late-sent", ago=ago)
        # What runs around a city is often seen in time, and told when the city's own alert no longer stands for it.
        around = transition.episode.nearness is Nearness.AROUND
        return self.say(hearing, "late-around" if around else "late-found", ago=ago)

    def _eased(self, transition: PlaceTransition, hearing: Hearing) -> tuple[Html, ...]:
        episode, over = transition.episode, by_danger(transition.over)
        tails: tuple[str, ...] = ()
        if over:
            clause = self.say(hearing, "threat-over", threat=over[0].kind.value)
            tails = (self.say(hearing, "alert-over-at", over=clause, time=self.moment(transition.at, hearing)),)
        first, others = self.alert_line(transition, hearing, self.still(episode, hearing), tails)
        said = over[1:] if tails and first.endswith(tails[0]) else over
        threats = self.phrasing.threats(hearing.language, said)
        also = self.say(hearing, "alert-also-over", threats=threats) if said else NOTHING
        return first, *others, joined(" ", (self.say(hearing, "not-all-clear"), also))

    def _ended(self, transition: PlaceTransition, hearing: Hearing) -> tuple[Html, ...]:
        first, others = self.end_line(transition, hearing)
        body = self.say(hearing, "end-body", kind=end_kind(transition), lasted=self.lasted(transition, hearing))
        return first, *others, body, *self._inside(transition, hearing), *self._permanent(transition, hearing)

    def _inside(self, transition: PlaceTransition, hearing: Hearing) -> Iterator[Html]:
        """What goes on in the parts of a wide place, so that its own end does not sound like theirs."""
        told = (transition, *(one.transition for one in hearing.also))
        for parts in dict.fromkeys(one.inside for one in told if one.inside):
            yield self.say(hearing, "end-inside", parts=self.parts(parts, hearing))

    def _permanent(self, transition: PlaceTransition, hearing: Hearing) -> Iterator[Html]:
        """What goes on there as it always has: an all clear must not sound like its end."""
        told = (transition, *(one.transition for one in hearing.also))
        for alert in dict.fromkeys(alert for one in told for alert in one.permanent):
            said = self.phrasing.permanent(hearing.language, alert, hearing.timezone)
            place = self.phrasing.area(hearing.language, alert.area)
            yield self.say(hearing, "end-permanent", place=place, alert=said)

    def _facts(self, transition: PlaceTransition, hearing: Hearing) -> Iterator[Html]:
        """Since when, by which source and how long ago (left open), and why it came without sound."""
        episode = transition.episode
        yield from self._since(episode, hearing)
        named = {source for one in hearing.also for source in one.transition.episode.sources}
        sources = self.phrasing.sources(hearing.language, sorted({*episode.sources, *named}))
        yield self.say(hearing, "alert-seen-by", sources=sources, age=AGE)
        if not hearing.is_loud:
            yield self._because(episode, hearing)

    def _since(self, episode: Episode, hearing: Hearing) -> Iterator[Html]:
        """The start, and each threat's own where there are several or the one came later."""
        threats, began_at = episode.seen_threats if episode.ended_at else episode.threats, episode.started_at
        came_later = any(since > began_at for since, _ in by_minute(threats, began_at)[:1])
        if len(threats) <= 1 or came_later:
            yield self.say(hearing, "alert-since", time=self.moment(began_at, hearing))
        if len(threats) > 1 or came_later:
            yield capital(self.phrasing.story(hearing.language, threats, began_at, hearing.now, hearing.timezone))

    def _because(self, episode: Episode, hearing: Hearing) -> Html:
        return self.why(hearing, self.moment(episode.again_after, hearing) if episode.again_after else "")

    def _buttons(
        self, card: Card | None, transition: PlaceTransition, hearing: Hearing
    ) -> tuple[tuple[Button, ...], ...]:
        sound = "loud" if hearing.is_loud else "silent"
        row = [Button(self.say(hearing, "button-why", sound=sound), data="why")]
        if card:
            row.append(Button(self.say(hearing, "button-guide"), data=f"guide:{card.id}"))
        # With seconds left nobody is sent to look for one.
        if transition.kind.is_danger and transition.episode.band is not Band.NOW:
            row.append(Button(self.say(hearing, "button-shelter"), data="shelter:menu"))
        return *((button,) for button in self._choices(transition, hearing)), tuple(row)

    def _choices(self, transition: PlaceTransition, hearing: Hearing) -> Iterator[Button]:
        """What one tap changes for this alert, or for all that come."""
        if hearing.insists:
            yield Button(self.say(hearing, "button-up"), data="up")
        if hearing.reason == Reason.GUARDED_IN_QUIET:
            yield Button(self.say(hearing, "button-ring-too"), data="quiet:mode:everything")
        if transition.kind.is_danger and hearing.is_loud and _end_may_be_silent(transition, hearing):
            yield Button(self.say(hearing, "button-ring-end"), data="end:ring")


def _end_may_be_silent(transition: PlaceTransition, hearing: Hearing) -> bool:
    """Whether the all clear of what rings now would come without sound, if it came soon."""
    ended = replace(transition, kind=TransitionKind.ENDED, own=None)
    heard = replace(hearing.cohort, heard=Heard.LOUD)
    edge = next_edge(hearing.cohort.quiet, hearing.now)
    soon = edge is not None and edge - hearing.now <= MOST_ALERTS_LAST
    moments = (hearing.now, edge) if edge and soon else (hearing.now,)
    return any(decide(ended, heard, moment).sound is not Sound.LOUD for moment in moments)


def _will_ring(transition: PlaceTransition, hearing: Hearing) -> bool:
    """Whether worse would ring, now and after the next edge of the quiet hours: promised only to whom it is true."""
    promises = not hearing.cohort.loudness.is_public
    if hearing.is_loud or transition.episode.gravity is Gravity.GRAVE or not promises:
        return False
    grave = replace(transition.episode, gravity=Gravity.GRAVE)
    worse = replace(transition, kind=TransitionKind.ESCALATED, episode=grave)
    edge = next_edge(hearing.cohort.quiet, hearing.now)
    moments = (hearing.now, edge) if edge else (hearing.now,)
    return all(decide(worse, hearing.cohort, moment).sound is Sound.LOUD for moment in moments)
