"""What a notice says: the sentences that arrive at three in the morning, the same for every chat of a cohort."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.alerts import AreaId, Band, Gravity, Threat, ThreatKind, TransitionKind, band_of_threat
from bot.domain.areas import AreaTree
from bot.domain.cards import Card, Cards, Topic
from bot.domain.episodes import Episode, Nearness, PlaceTransition
from bot.domain.notices import (
    LATE_AFTER,
    AlertNotice,
    DigestNotice,
    Notice,
    PassedNotice,
    RecapNotice,
    SightNotice,
    SightStep,
)
from bot.domain.policy import Cohort, Reason, Sound, decide
from bot.domain.quiet import interval_at, next_edge
from bot.domain.reports import Report
from bot.services.bulletins import Bulletins
from bot.services.phrasing import Phrasing, by_danger, by_minute, capital, escaped, fitting, joined
from bot.telegram.outgoing import Button, Outgoing
from bot.texts import Argument, Html, Texts

_NOTHING = Html("")


@dataclass(frozen=True, slots=True)
class _Hearing:
    """For whom, how loudly, why and when (aware UTC) something is worded."""

    cohort: Cohort
    sound: Sound
    reason: str
    now: datetime

    @property
    def language(self) -> str:
        return self.cohort.language

    @property
    def timezone(self) -> str:
        return self.cohort.quiet.timezone

    @property
    def is_loud(self) -> bool:
        return self.sound is Sound.LOUD


class Wording:
    """Turns notices into messages. Pure. Raises ContentFault for a text that is missing or broken."""

    def __init__(self, texts: Texts, tree: AreaTree, cards: Cards, reports: tuple[Report, ...]) -> None:
        self._phrasing = Phrasing(texts, tree)
        self._cards = cards
        self._bulletins = Bulletins(self._phrasing, cards, reports)

    def outgoing(
        self, notice: Notice, cohort: Cohort, sound: Sound, reason: str, now: datetime, *, repeat: bool = False
    ) -> Outgoing:
        """The message as a cohort gets it at `now` (aware UTC); `repeat` where it may have arrived before."""
        hearing = _Hearing(cohort, sound, reason, now)
        message = self._once(notice, hearing)
        if repeat:
            return replace(message, text=joined("\n", (message.text, self._say(hearing, "maybe-repeated"))))
        return message

    def _once(self, notice: Notice, hearing: _Hearing) -> Outgoing:
        match notice.body:
            case AlertNotice(transition):
                return self._of_alert(transition, hearing)
            case PassedNotice(episode):
                return self._passed(episode, episode.ended_at or notice.at, hearing)
            case SightNotice(step=SightStep.REGAINED) as sight:
                return self._regained(sight, sight.until or notice.at, hearing)
            case SightNotice() as sight:
                return self._lost(sight, hearing)
            case RecapNotice() as recap:
                return self._bulletins.recap(recap, hearing.cohort, hearing.sound, hearing.now)
            case DigestNotice() as digest:
                return self._bulletins.digest(digest, hearing.cohort)

    def _say(self, hearing: _Hearing, message_id: str, **arguments: Argument) -> Html:
        return self._phrasing.say(hearing.language, message_id, **arguments)

    def _of_alert(self, transition: PlaceTransition, hearing: _Hearing) -> Outgoing:
        card = self._card(transition)
        if transition.kind.is_danger:
            lines = self._danger(transition, card, hearing)
        elif transition.kind.is_over:
            lines = self._ended(transition, hearing)
        else:
            # What is no end says that it is none.
            lines = self._eased(transition, hearing)
        facts = joined(" · ", self._facts(transition, hearing))
        return Outgoing(joined("\n", (*lines, facts)), self._buttons(card, hearing))

    def _card(self, transition: PlaceTransition) -> Card | None:
        if transition.kind.is_over:
            return next((card for card in self._cards if card.topic is Topic.ALL_CLEAR), None)
        return self._cards.for_alert(transition.episode.band)

    # A start or an escalation

    def _danger(self, transition: PlaceTransition, card: Card | None, hearing: _Hearing) -> tuple[Html, ...]:
        episode = transition.episode
        if transition.kind is TransitionKind.ESCALATED:
            first = self._first(episode, hearing, self._worse(episode, hearing), self._tails(episode, hearing)[1:])
        else:
            first = self._first(episode, hearing, self._begins(episode, hearing), self._tails(episode, hearing))
        action = escaped(card.action[hearing.language]) if card and card.action else _NOTHING
        promise = self._say(hearing, "ring-if-worse") if _will_ring(transition, hearing) else _NOTHING
        return first, joined(" ", (action, promise)), self._lateness(transition, hearing)

    def _begins(self, episode: Episode, hearing: _Hearing) -> Html:
        worst = _worst(episode.threats)
        if hearing.reason == Reason.FLAPPING:
            return self._say(hearing, "what-again", named="yes" if worst else "no")
        if worst is None and episode.gravity is Gravity.GUARDED:
            return self._say(hearing, "what-unnamed")
        if worst is ThreatKind.DRONES and episode.gravity is Gravity.GRAVE:
            return self._say(hearing, "what-danger", threat=self._phrasing.threat(hearing.language, worst))
        return self._say(hearing, "threat-heading", threat=(worst or ThreatKind.UNKNOWN).value)

    def _worse(self, episode: Episode, hearing: _Hearing) -> Html:
        worst = _worst(episode.threats) or ThreatKind.UNKNOWN
        change = "too" if len(episode.threats) > 1 else "only"
        if band_of_threat(worst) is Band.TENS_OF_MINUTES:
            change = "level"
        return self._say(hearing, "what-worse", change=change, threat=self._phrasing.threat(hearing.language, worst))

    def _tails(self, episode: Episode, hearing: _Hearing) -> tuple[str, ...]:
        """What the first line may end with, longest first."""
        if not hearing.is_loud and episode.gravity is Gravity.GUARDED:
            quietly = self._say(hearing, "sent-quietly")
            return quietly, quietly, "none"
        band = episode.band.value
        return self._say(hearing, "action-first", band=band), self._say(hearing, "action-short", band=band), "none"

    def _first(self, episode: Episode, hearing: _Hearing, what: Html, tails: tuple[str, ...]) -> Html:
        wheres = self._wheres(episode, hearing)
        pairs = [(where, tail) for where in wheres for tail in tails if tail != "none"]
        pairs += [(where, "none") for where in wheres]
        mark = episode.gravity.value
        candidates = (
            self._say(hearing, "alert-first-line", mark=mark, what=what, where=at, tail=tail) for at, tail in pairs
        )
        return fitting(hearing.language, candidates)

    def _places(self, area: AreaId, hearing: _Hearing) -> tuple[Html, ...]:
        """The place with and without its label."""
        bare = self._phrasing.area(hearing.language, area)
        label = hearing.cohort.label if hearing.cohort.area == area else ""
        return tuple(dict.fromkeys((self._phrasing.place(hearing.language, area, label), bare)))

    def _wheres(self, episode: Episode, hearing: _Hearing) -> tuple[Html, ...]:
        """The place with and without what can be spared."""
        language, area = hearing.language, episode.area
        bare = self._phrasing.area(language, area)
        if episode.nearness is Nearness.AROUND:
            names = {"place": bare, "around": self._phrasing.around(language, area)}
            nearnesses = ("around", "around-short")
            return tuple(self._say(hearing, "alert-where", nearness=nearness, **names) for nearness in nearnesses)
        places = self._places(area, hearing)
        return tuple(self._say(hearing, "alert-where", nearness="own", place=place, around="") for place in places)

    def _lateness(self, transition: PlaceTransition, hearing: _Hearing) -> Html:
        """How late a start or an escalation comes, counted from its beginning or our seeing it, whichever says more."""
        started = transition.kind is TransitionKind.STARTED
        began_at = min(transition.at, transition.episode.started_at) if started else transition.at
        if hearing.now - began_at <= LATE_AFTER:
            return _NOTHING
        ago = self._phrasing.duration(hearing.language, hearing.now - began_at)
        if not started:
            return self._say(hearing, "late-worse", ago=ago)
        found_running = hearing.now - transition.at <= LATE_AFTER
        return self._say(hearing, "late-found" if found_running else "late-sent", ago=ago)

    # What eased, ended, or passed

    def _eased(self, transition: PlaceTransition, hearing: _Hearing) -> tuple[Html, ...]:
        episode, over = transition.episode, by_danger(transition.over)
        what = self._still(episode, hearing)
        tails: tuple[str, ...] = ("none",)
        if over:
            clause = self._say(hearing, "threat-over", threat=over[0].kind.value)
            tails = (
                self._say(hearing, "alert-over-at", over=clause, time=self._moment(transition.at, hearing)),
                "none",
            )
        first = self._first(episode, hearing, what, tails)
        said = over[1:] if first.endswith(tails[0]) else over
        others = self._phrasing.threats(hearing.language, said)
        also = self._say(hearing, "alert-also-over", threats=others) if said else _NOTHING
        return first, joined(" ", (self._say(hearing, "not-all-clear"), also))

    def _still(self, episode: Episode, hearing: _Hearing) -> Html:
        worst = _worst(episode.threats)
        if worst is None and episode.gravity is Gravity.GRAVE:
            worst = ThreatKind.UNKNOWN
        named = self._phrasing.threat(hearing.language, worst) if worst else _NOTHING
        return self._say(hearing, "what-still", named="yes" if worst else "no", threat=named)

    def _ended(self, transition: PlaceTransition, hearing: _Hearing) -> tuple[Html, ...]:
        episode = transition.episode
        kind = "withdrawn" if transition.kind is TransitionKind.WITHDRAWN else "ended"
        time = self._moment(transition.at, hearing)
        wheres = self._wheres(episode, hearing)
        firsts = (self._say(hearing, "end-first", kind=kind, where=where, time=time) for where in wheres)
        lasted = self._phrasing.duration(hearing.language, transition.at - episode.started_at)
        body = self._say(hearing, "end-body", kind=kind, lasted=lasted)
        return fitting(hearing.language, firsts), body, *self._permanent(transition, hearing)

    def _permanent(self, transition: PlaceTransition, hearing: _Hearing) -> Iterator[Html]:
        """What goes on there as it always has: an all clear must not sound like its end."""
        for alert in transition.permanent:
            said = self._phrasing.permanent(hearing.language, alert, hearing.timezone)
            place = self._phrasing.area(hearing.language, alert.area)
            yield self._say(hearing, "end-permanent", place=place, alert=said)

    def _passed(self, episode: Episode, ended_at: datetime, hearing: _Hearing) -> Outgoing:
        span = {"from": self._moment(episode.started_at, hearing), "to": self._moment(ended_at, hearing)}
        threats = capital(self._phrasing.threats(hearing.language, episode.seen_threats))
        wheres = self._wheres(episode, hearing)
        lines = (
            fitting(hearing.language, (self._say(hearing, "passed-first", where=where, **span) for where in wheres)),
            self._say(hearing, "passed-body", threats=threats),
            self._phrasing.sources(hearing.language, episode.sources),
        )
        return Outgoing(joined("\n", lines))

    # Sight lost and regained

    def _lost(self, sight: SightNotice, hearing: _Hearing) -> Outgoing:
        since = self._moment(sight.since, hearing)
        still = "yes" if sight.step is SightStep.LONG else "no"
        places = self._places(sight.area, hearing)
        firsts = (self._say(hearing, "sight-lost-first", still=still, place=place, since=since) for place in places)
        ran = self._ran(sight, "lost", hearing) if sight.episode else _NOTHING
        silent = self._say(hearing, "sight-silent", sources=self._phrasing.sources(hearing.language, sight.sources))
        facts = (silent, _NOTHING if hearing.is_loud else self._why(hearing))
        lines = (fitting(hearing.language, firsts), ran, self._say(hearing, "sight-lost-body"), joined(" · ", facts))
        return Outgoing(joined("\n", lines), self._sight_buttons(hearing))

    def _regained(self, sight: SightNotice, until: datetime, hearing: _Hearing) -> Outgoing:
        span = {"from": self._moment(sight.since, hearing), "to": self._moment(until, hearing)}
        places = self._places(sight.area, hearing)
        firsts = (self._say(hearing, "sight-back-first", place=place, **span) for place in places)
        state = self._ran(sight, _state_of(sight), hearing) if sight.episode else self._say(hearing, "sight-back-calm")
        sources = self._phrasing.sources(hearing.language, sight.sources)
        age = self._phrasing.age(hearing.language, hearing.now - until)
        facts = self._say(hearing, "alert-seen-by", sources=sources, age=age)
        lines = (fitting(hearing.language, firsts), state, self._say(hearing, "sight-back-body"), facts)
        return Outgoing(joined("\n", lines), self._sight_buttons(hearing))

    def _ran(self, sight: SightNotice, state: str, hearing: _Hearing) -> Html:
        """What became of the alert of that place, as far as can be said."""
        episode = sight.episode
        if episode is None:
            return _NOTHING
        threats = self._phrasing.threats(hearing.language, episode.threats)
        since = self._moment(episode.started_at, hearing)
        nearness = episode.nearness.value
        return self._say(hearing, "sight-alert", state=state, nearness=nearness, since=since, threats=threats)

    def _sight_buttons(self, hearing: _Hearing) -> tuple[tuple[Button, ...], ...]:
        sound = "loud" if hearing.is_loud else "silent"
        why = Button(self._say(hearing, "button-why", sound=sound), data="why")
        return ((why, Button(self._say(hearing, "button-now"), data="now")),)

    # What stands below every alert

    def _facts(self, transition: PlaceTransition, hearing: _Hearing) -> Iterator[Html]:
        """Since when, by which source and how long ago, and why it came without sound."""
        episode = transition.episode
        yield from self._since(episode, hearing)
        sources = self._phrasing.sources(hearing.language, episode.sources)
        age = self._phrasing.age(hearing.language, hearing.now - transition.at)
        yield self._say(hearing, "alert-seen-by", sources=sources, age=age)
        if not hearing.is_loud:
            yield self._because(episode, hearing)

    def _since(self, episode: Episode, hearing: _Hearing) -> Iterator[Html]:
        """The start, and each threat's own where there are several or the one came later."""
        threats, began_at = episode.seen_threats if episode.ended_at else episode.threats, episode.started_at
        came_later = any(since > began_at for since, _ in by_minute(threats, began_at)[:1])
        if len(threats) <= 1 or came_later:
            yield self._say(hearing, "alert-since", time=self._moment(began_at, hearing))
        if len(threats) > 1 or came_later:
            yield capital(self._phrasing.story(hearing.language, threats, began_at, hearing.now, hearing.timezone))

    def _because(self, episode: Episode, hearing: _Hearing) -> Html:
        return self._why(hearing, self._moment(episode.again_after, hearing) if episode.again_after else "")

    def _why(self, hearing: _Hearing, last: str = "") -> Html:
        window = interval_at(hearing.cohort.quiet, hearing.now)
        hours = self._phrasing.quiet_window(hearing.language, window, hearing.now, hearing.timezone)
        return self._say(hearing, "alert-because", reason=str(hearing.reason), hours=hours, last=last)

    def _moment(self, moment: datetime, hearing: _Hearing) -> Html:
        return self._phrasing.moment(hearing.language, moment, hearing.now, hearing.timezone)

    def _buttons(self, card: Card | None, hearing: _Hearing) -> tuple[tuple[Button, ...], ...]:
        sound = "loud" if hearing.is_loud else "silent"
        row = [Button(self._say(hearing, "button-why", sound=sound), data="why")]
        if card:
            row.append(Button(self._say(hearing, "button-guide"), data=f"guide:{card.id}"))
        if hearing.reason != Reason.GUARDED_IN_QUIET:
            return (tuple(row),)
        ring_too = Button(self._say(hearing, "button-ring-too"), data="quiet:mode:everything")
        return (ring_too,), tuple(row)


def _state_of(sight: SightNotice) -> str:
    """Whether the alert was known before sight was lost, and is still shown now that it is back."""
    if sight.last_seen_at is not None:
        return "fading"
    return "began" if sight.episode and sight.episode.started_at > sight.since else "running"


def _worst(threats: tuple[Threat, ...]) -> ThreatKind | None:
    return by_danger(threats)[0].kind if threats else None


def _will_ring(transition: PlaceTransition, hearing: _Hearing) -> bool:
    """Whether worse would ring, now and after the next edge of the quiet hours: promised only to whom it is true."""
    if hearing.is_loud or transition.episode.gravity is Gravity.GRAVE:
        return False
    grave = replace(transition.episode, gravity=Gravity.GRAVE)
    worse = replace(transition, kind=TransitionKind.ESCALATED, episode=grave)
    edge = next_edge(hearing.cohort.quiet, hearing.now)
    moments = (hearing.now, edge) if edge else (hearing.now,)
    return all(decide(worse, hearing.cohort, moment).sound is Sound.LOUD for moment in moments)
