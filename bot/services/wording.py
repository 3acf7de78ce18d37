"""What a notice says: the sentences that arrive at three in the morning, the same for every chat of a cohort."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.alerts import AreaId, Band, Gravity, Threat, ThreatKind, TransitionKind, band_of_threat
from bot.domain.areas import AreaTree
from bot.domain.cards import Card, Cards, Topic
from bot.domain.episodes import Episode, Nearness, PlaceTransition
from bot.domain.inside import Part
from bot.domain.notices import (
    INSIST_AFTER,
    LATE_AFTER,
    AlertNotice,
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
from bot.domain.policy import Cohort, Heard, Reason, Sound, decide
from bot.domain.quiet import interval_at, next_edge
from bot.domain.reports import Report
from bot.services.bulletins import Bulletins
from bot.services.inside_lines import InsideLines
from bot.services.meanwhile import Meanwhile
from bot.services.phrasing import Phrasing, by_danger, by_minute, capital, escaped, fitting, joined
from bot.telegram.outgoing import Button, Outgoing
from bot.texts import Argument, Html, Texts

_NOTHING = Html("")
#: Parts of a wide place that a message about all of it names.
PARTS_NAMED = 3
#: Nine of ten alerts of Kharkiv oblast are over by then (official siren data, 2022-03 to 2024-04: 102 minutes).
MOST_ALERTS_LAST = timedelta(minutes=102)


@dataclass(frozen=True, slots=True)
class Also:
    """Another alert that the same message tells of, at another place of the same chat."""

    transition: PlaceTransition
    cohort: Cohort


@dataclass(frozen=True, slots=True)
class _Hearing:
    """For whom, how loudly, why and when (aware UTC) something is worded."""

    cohort: Cohort
    sound: Sound
    reason: str
    now: datetime
    insists: bool = False
    also: tuple[Also, ...] = ()

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
        self._meanwhile = Meanwhile(self._phrasing)
        self._bulletins = Bulletins(self._phrasing, cards, reports)

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
        hearing = _Hearing(cohort, sound, reason, now, insists, also)
        message = self._once(notice, hearing)
        if repeat:
            return replace(message, text=joined("\n", (message.text, self._say(hearing, "maybe-repeated"))))
        return message

    def _once(self, notice: Notice, hearing: _Hearing) -> Outgoing:
        match notice.body:
            case AlertNotice(transition):
                return self._of_alert(transition, hearing)
            case PassedNotice() as passed:
                return self._passed(passed, passed.episode.ended_at or notice.at, hearing)
            case InsistNotice(transition, number):
                return self._insisting(transition, number, hearing)
            case SightNotice(step=SightStep.REGAINED) as sight:
                return self._regained(sight, sight.until or notice.at, hearing)
            case SightNotice() as sight:
                return self._lost(sight, hearing)
            case InsideNotice() as inside:
                return InsideLines(self._phrasing, inside, hearing.cohort, notice.at, hearing.now).outgoing()
            case MeanwhileNotice() as meanwhile:
                return self._meanwhile.outgoing(meanwhile, hearing.cohort, hearing.now)
            case RecapNotice() as recap:
                return self._bulletins.recap(recap, hearing.cohort, hearing.sound, hearing.now)
            case DigestNotice() as digest:
                return self._bulletins.digest(digest, hearing.cohort)
            case ModeEndedNotice(ended_at):
                return self._bulletins.mode_ended(hearing.cohort, ended_at)

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
        return Outgoing(joined("\n", (*lines, facts)), self._buttons(card, transition, hearing))

    def _card(self, transition: PlaceTransition) -> Card | None:
        if transition.kind.is_over and transition.inside:
            # What to do after an alert is no advice where one goes on next door.
            return None
        if transition.kind.is_over:
            return next((card for card in self._cards if card.topic is Topic.ALL_CLEAR), None)
        return self._cards.for_alert(transition.episode.band)

    # The first line, which names every place that it can

    def _headline(
        self, transition: PlaceTransition, hearing: _Hearing, tails: tuple[str, ...], line: Callable[[Html, str], Html]
    ) -> tuple[Html, tuple[Html, ...]]:
        """The best first line that fits, and lines for the other places of the message that it does not name."""
        alike = tuple(one for one in hearing.also if _are_alike(one.transition, transition))
        wheres = [(where, True) for where in self._wheres(transition.episode, hearing, alike)] if alike else []
        wheres += [(where, False) for where in self._wheres(transition.episode, hearing)]
        names_all: dict[Html, bool] = {}
        for where, all_named in wheres:
            for tail in tails:
                names_all.setdefault(line(where, tail), all_named)
        for where, all_named in wheres:
            names_all.setdefault(line(where, "none"), all_named)
        first = fitting(hearing.language, names_all)
        same = _NOTHING if names_all[first] or not alike else self._alike(alike, hearing)
        others = (self._briefly(one, hearing) for one in hearing.also if one not in alike)
        return first, (same, *others)

    def _alike(self, alike: tuple[Also, ...], hearing: _Hearing) -> Html:
        each = (self._places(one.cohort.area, replace(hearing, cohort=one.cohort))[0] for one in alike)
        return self._say(hearing, "also-alike", places=joined(", ", each))

    def _briefly(self, one: Also, hearing: _Hearing) -> Html:
        """One place of several, in one line."""
        transition, its = one.transition, replace(hearing, cohort=one.cohort, also=())
        if transition.kind.is_danger:
            return self._alert_line(transition, its, self._what(transition, its), ())[0]
        if transition.kind.is_over and transition.inside:
            return self._end_line(transition, its)[0]
        if transition.kind.is_over:
            return self._say(
                its, "end-also", first=self._end_line(transition, its)[0], lasted=self._lasted(transition, its)
            )
        return self._alert_line(transition, its, self._still(transition.episode, its), ())[0]

    def _alert_line(
        self, transition: PlaceTransition, hearing: _Hearing, what: Html, tails: tuple[str, ...]
    ) -> tuple[Html, tuple[Html, ...]]:
        mark = transition.episode.gravity.value

        def line(where: Html, tail: str) -> Html:
            return self._say(hearing, "alert-first-line", mark=mark, what=what, where=where, tail=tail)

        return self._headline(transition, hearing, tails, line)

    # A start or an escalation

    def _danger(self, transition: PlaceTransition, card: Card | None, hearing: _Hearing) -> tuple[Html, ...]:
        first, others = self._alarm(transition, hearing)
        action = escaped(card.action[hearing.language]) if card and card.action else _NOTHING
        promise = self._say(hearing, "ring-if-worse") if _will_ring(transition, hearing) else _NOTHING
        return first, *others, joined(" ", (action, promise)), self._lateness(transition, hearing)

    def _alarm(self, transition: PlaceTransition, hearing: _Hearing) -> tuple[Html, tuple[Html, ...]]:
        tails = self._tails(transition.episode, hearing)
        if transition.kind is TransitionKind.ESCALATED:
            tails = tails[1:]
        return self._alert_line(transition, hearing, self._what(transition, hearing), tails)

    def _what(self, transition: PlaceTransition, hearing: _Hearing) -> Html:
        escalated = transition.kind is TransitionKind.ESCALATED
        return (self._worse if escalated else self._begins)(transition.episode, hearing)

    def _insisting(self, transition: PlaceTransition, number: int, hearing: _Hearing) -> Outgoing:
        card = self._card(transition)
        first, _ = self._alarm(transition, hearing)
        action = escaped(card.action[hearing.language]) if card and card.action else _NOTHING
        again = self._say(hearing, "insist-body", number=number, total=len(INSIST_AFTER) + 1)
        since = self._say(hearing, "alert-since", time=self._moment(transition.episode.started_at, hearing))
        return Outgoing(joined("\n", (first, action, again, since)), self._buttons(card, transition, hearing))

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
            return quietly, quietly
        band = episode.band.value
        return self._say(hearing, "action-first", band=band), self._say(hearing, "action-short", band=band)

    def _places(self, area: AreaId, hearing: _Hearing) -> tuple[Html, ...]:
        """The place with and without its label."""
        bare = self._phrasing.area(hearing.language, area)
        label = hearing.cohort.label if hearing.cohort.area == area else ""
        return tuple(dict.fromkeys((self._phrasing.place(hearing.language, area, label), bare)))

    def _wheres(self, episode: Episode, hearing: _Hearing, also: tuple[Also, ...] = ()) -> tuple[Html, ...]:
        """The place, and those of `also`, with and without what can be spared."""
        language, area = hearing.language, episode.area
        bare = self._phrasing.area(language, area)
        if episode.nearness is Nearness.AROUND:
            names = {"place": bare, "around": self._phrasing.around(language, area)}
            nearnesses = ("around", "around-short")
            return tuple(self._say(hearing, "alert-where", nearness=nearness, **names) for nearness in nearnesses)
        each = [self._places(area, hearing)]
        each += [self._places(one.cohort.area, replace(hearing, cohort=one.cohort)) for one in also]
        places = (joined(", ", (names[0] for names in each)), joined(", ", (names[-1] for names in each)))
        return tuple(
            self._say(hearing, "alert-where", nearness="own", place=place, around="") for place in dict.fromkeys(places)
        )

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
        tails: tuple[str, ...] = ()
        if over:
            clause = self._say(hearing, "threat-over", threat=over[0].kind.value)
            tails = (self._say(hearing, "alert-over-at", over=clause, time=self._moment(transition.at, hearing)),)
        first, others = self._alert_line(transition, hearing, self._still(episode, hearing), tails)
        said = over[1:] if tails and first.endswith(tails[0]) else over
        threats = self._phrasing.threats(hearing.language, said)
        also = self._say(hearing, "alert-also-over", threats=threats) if said else _NOTHING
        return first, *others, joined(" ", (self._say(hearing, "not-all-clear"), also))

    def _still(self, episode: Episode, hearing: _Hearing) -> Html:
        worst = _worst(episode.threats)
        if worst is None and episode.gravity is Gravity.GRAVE:
            worst = ThreatKind.UNKNOWN
        named = self._phrasing.threat(hearing.language, worst) if worst else _NOTHING
        return self._say(hearing, "what-still", named="yes" if worst else "no", threat=named)

    def _ended(self, transition: PlaceTransition, hearing: _Hearing) -> tuple[Html, ...]:
        first, others = self._end_line(transition, hearing)
        body = self._say(hearing, "end-body", kind=_end_kind(transition), lasted=self._lasted(transition, hearing))
        return first, *others, body, *self._inside(transition, hearing), *self._permanent(transition, hearing)

    def _end_line(self, transition: PlaceTransition, hearing: _Hearing) -> tuple[Html, tuple[Html, ...]]:
        time = self._moment(transition.at, hearing)

        def line(where: Html, _tail: str) -> Html:
            return self._say(hearing, "end-first", kind=_end_kind(transition), where=where, time=time)

        return self._headline(transition, hearing, (), line)

    def _lasted(self, transition: PlaceTransition, hearing: _Hearing) -> Html:
        return self._phrasing.duration(hearing.language, transition.at - transition.episode.started_at)

    def _inside(self, transition: PlaceTransition, hearing: _Hearing) -> Iterator[Html]:
        """What goes on in the parts of a wide place, so that its own end does not sound like theirs."""
        told = (transition, *(one.transition for one in hearing.also))
        for parts in dict.fromkeys(one.inside for one in told if one.inside):
            yield self._say(hearing, "end-inside", parts=self._parts(parts, hearing))

    def _parts(self, parts: tuple[Part, ...], hearing: _Hearing) -> Html:
        return self._phrasing.parts(hearing.language, parts, hearing.now, hearing.timezone, PARTS_NAMED)

    def _permanent(self, transition: PlaceTransition, hearing: _Hearing) -> Iterator[Html]:
        """What goes on there as it always has: an all clear must not sound like its end."""
        told = (transition, *(one.transition for one in hearing.also))
        for alert in dict.fromkeys(alert for one in told for alert in one.permanent):
            said = self._phrasing.permanent(hearing.language, alert, hearing.timezone)
            place = self._phrasing.area(hearing.language, alert.area)
            yield self._say(hearing, "end-permanent", place=place, alert=said)

    def _passed(self, passed: PassedNotice, ended_at: datetime, hearing: _Hearing) -> Outgoing:
        episode = passed.episode
        span = {"from": self._moment(episode.started_at, hearing), "to": self._moment(ended_at, hearing)}
        threats = capital(self._phrasing.threats(hearing.language, episode.seen_threats))
        wheres = self._wheres(episode, hearing)
        lines = (
            fitting(hearing.language, (self._say(hearing, "passed-first", where=where, **span) for where in wheres)),
            self._say(hearing, "passed-body", threats=threats),
            self._say(hearing, "end-inside", parts=self._parts(passed.inside, hearing)) if passed.inside else _NOTHING,
            self._phrasing.sources(hearing.language, episode.sources),
        )
        return Outgoing(joined("\n", lines))

    # Sight lost and regained

    def _lost(self, sight: SightNotice, hearing: _Hearing) -> Outgoing:
        since = self._moment(sight.since, hearing)
        still = "yes" if sight.step is SightStep.LONG else "no"
        partly = "yes" if sight.partly else "no"
        first = {"still": still, "partly": partly, "since": since}
        firsts = (
            self._say(hearing, "sight-lost-first", place=place, **first) for place in self._places(sight.area, hearing)
        )
        ran = self._ran(sight, "unended" if sight.partly else "lost", hearing) if sight.episode else _NOTHING
        body = self._say(hearing, "sight-lost-body", partly=partly)
        sources = self._phrasing.sources(hearing.language, sight.sources)
        silent = self._say(hearing, "sight-silent", sources=sources, partly=partly)
        facts = (silent, _NOTHING if hearing.is_loud else self._why(hearing))
        parts = self._parts(sight.inside, hearing)
        inside = self._say(hearing, "sight-lost-inside", parts=parts) if sight.inside else _NOTHING
        lines = (fitting(hearing.language, firsts), ran, inside, body, joined(" · ", facts))
        return Outgoing(joined("\n", lines), self._sight_buttons(hearing))

    def _regained(self, sight: SightNotice, until: datetime, hearing: _Hearing) -> Outgoing:
        span = {"from": self._moment(sight.since, hearing), "to": self._moment(until, hearing)}
        places = self._places(sight.area, hearing)
        firsts = (self._say(hearing, "sight-back-first", place=place, **span) for place in places)
        whole = "yes" if sight.inside else "no"
        calm = self._say(hearing, "sight-back-calm", whole=whole)
        state = self._ran(sight, _state_of(sight), hearing) if sight.episode else calm
        parts = self._parts(sight.inside, hearing)
        inside = self._say(hearing, "sight-back-inside", parts=parts) if sight.inside else _NOTHING
        sources = self._phrasing.sources(hearing.language, sight.sources)
        age = self._phrasing.age(hearing.language, hearing.now - until)
        facts = self._say(hearing, "alert-seen-by", sources=sources, age=age)
        body = self._say(hearing, "sight-back-body")
        lines = (fitting(hearing.language, firsts), state, inside, body, facts)
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
        named = {source for one in hearing.also for source in one.transition.episode.sources}
        sources = self._phrasing.sources(hearing.language, sorted({*episode.sources, *named}))
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

    def _buttons(
        self, card: Card | None, transition: PlaceTransition, hearing: _Hearing
    ) -> tuple[tuple[Button, ...], ...]:
        sound = "loud" if hearing.is_loud else "silent"
        row = [Button(self._say(hearing, "button-why", sound=sound), data="why")]
        if card:
            row.append(Button(self._say(hearing, "button-guide"), data=f"guide:{card.id}"))
        return *((button,) for button in self._choices(transition, hearing)), tuple(row)

    def _choices(self, transition: PlaceTransition, hearing: _Hearing) -> Iterator[Button]:
        """What one tap changes for this alert, or for all that come."""
        if hearing.insists:
            yield Button(self._say(hearing, "button-up"), data="up")
        if hearing.reason == Reason.GUARDED_IN_QUIET:
            yield Button(self._say(hearing, "button-ring-too"), data="quiet:mode:everything")
        if transition.kind.is_danger and hearing.is_loud and _end_may_be_silent(transition, hearing):
            yield Button(self._say(hearing, "button-ring-end"), data="end:ring")


def _are_alike(one: PlaceTransition, other: PlaceTransition) -> bool:
    """Whether one first line says what happened at both places."""

    def told(transition: PlaceTransition) -> tuple[object, ...]:
        episode = transition.episode
        threats = {threat.kind for threat in (*episode.threats, *transition.over)}
        began_at = episode.started_at.replace(second=0, microsecond=0)
        kind = _end_kind(transition) if transition.kind.is_over else transition.kind.value
        return kind, episode.nearness, episode.gravity, episode.band, threats, began_at

    return told(one) == told(other) and one.episode.nearness is Nearness.OWN


def _state_of(sight: SightNotice) -> str:
    """Whether the alert was known before sight was lost, and is still shown now that it is back."""
    if sight.last_seen_at is not None:
        return "fading"
    return "began" if sight.episode and sight.episode.started_at > sight.since else "running"


def _end_kind(transition: PlaceTransition) -> str:
    """How an end is called: it is no all clear for a place in whose parts alerts go on."""
    if transition.kind is TransitionKind.WITHDRAWN:
        return "withdrawn"
    if not transition.inside:
        return "ended"
    grave = any(part.gravity is Gravity.GRAVE for part in transition.inside)
    return "parts-grave" if grave else "parts"


def _worst(threats: tuple[Threat, ...]) -> ThreatKind | None:
    return by_danger(threats)[0].kind if threats else None


def _end_may_be_silent(transition: PlaceTransition, hearing: _Hearing) -> bool:
    """Whether the all clear of what rings now would come without sound, if it came soon."""
    ended = replace(transition, kind=TransitionKind.ENDED, own=None)
    heard = replace(hearing.cohort, heard=Heard.LOUD)
    edge = next_edge(hearing.cohort.quiet, hearing.now)
    soon = edge is not None and edge - hearing.now <= MOST_ALERTS_LAST
    moments = (hearing.now, edge) if edge and soon else (hearing.now,)
    return any(decide(ended, heard, moment).sound is not Sound.LOUD for moment in moments)


def _will_ring(transition: PlaceTransition, hearing: _Hearing) -> bool:
    """Whether worse would ring, now and after the next edge of the quiet hours: promised only to whom it is true."""
    if hearing.is_loud or transition.episode.gravity is Gravity.GRAVE:
        return False
    grave = replace(transition.episode, gravity=Gravity.GRAVE)
    worse = replace(transition, kind=TransitionKind.ESCALATED, episode=grave)
    edge = next_edge(hearing.cohort.quiet, hearing.now)
    moments = (hearing.now, edge) if edge else (hearing.now,)
    return all(decide(worse, hearing.cohort, moment).sound is Sound.LOUD for moment in moments)
