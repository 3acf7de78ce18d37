"""Plays a history of alerts against a set of chats in virtual time, so that quiet hours can be judged by the nights
that were.

What is told and how loudly is decided by the very functions that decide it live; this module only moves the time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from heapq import heappop, heappush
from itertools import groupby
from operator import itemgetter

from bot.domain.alerts import Alert, AreaId, Gravity, SourceName, TransitionKind, gravest
from bot.domain.areas import AreaTree
from bot.domain.episodes import (
    Episode,
    Escalations,
    Nearness,
    PlaceTransition,
    after_own,
    covering_alerts,
    covering_areas,
    follow,
)
from bot.domain.history import PastAlert
from bot.domain.notices import AlertNotice, NoticeBody
from bot.domain.policy import Cohort, Heard, Loudness, Reason, Sound, adds_nothing, judge
from bot.domain.quiet import ALWAYS, Interval, QuietHours, next_interval
from bot.domain.recaps import episode_key_of, was_silenced

#: What the alerts of a history name as their source.
HISTORY = SourceName("history")


class MessageKind(StrEnum):
    """What a simulated message is, in the order in which those of one chat and one moment are given."""

    END = "end"
    RECAP = "recap"
    START = "start"
    ESCALATE = "escalate"


_KINDS = {
    TransitionKind.STARTED: MessageKind.START,
    TransitionKind.ESCALATED: MessageKind.ESCALATE,
    TransitionKind.ENDED: MessageKind.END,
}
_ORDER = {kind: place for place, kind in enumerate(MessageKind)}


@dataclass(frozen=True, slots=True)
class SimulatedPlace:
    """An area that a chat follows, how the chat's row wrote it, and how loud it is there."""

    area: AreaId
    written: str
    loudness: Loudness = Loudness.AS_CHAT


@dataclass(frozen=True, slots=True)
class SimulatedChat:
    """A chat with its quiet hours and its places, each of another area."""

    id: int
    quiet: QuietHours
    places: tuple[SimulatedPlace, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """What a chat would have got at `at` (aware UTC); `area` as its row wrote it, empty for a recap."""

    chat_id: int
    at: datetime
    kind: MessageKind
    area: str
    sound: Sound
    reason: Reason


@dataclass(slots=True)
class _Course:
    """The episodes of one area and nearness, one after the other; `told` is the gravest told of the one that runs."""

    nearness: Nearness
    areas: frozenset[AreaId]
    running: Episode | None = None
    ended_at: datetime | None = None
    told: Gravity | None = None


@dataclass(slots=True, eq=False)
class _Followed:
    """An area that at least one chat follows; `listeners` are those chats' places."""

    area: AreaId
    own: _Course
    outside: _Course
    listeners: list["_Listener"] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class _Listener:
    """One place of one chat, in the order of its rows, and what the chat heard of the episodes that run there."""

    number: int
    chat: "_Hearing"
    followed: _Followed
    place: SimulatedPlace
    heard: dict[Nearness, Heard] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class _Hearing:
    """One chat: the silence that runs or comes next, and what was told in it so far."""

    id: int
    quiet: QuietHours
    listeners: list[_Listener] = field(default_factory=list)
    coming: Interval | None = None
    told: list[tuple[NoticeBody, Sound, datetime]] = field(default_factory=list)

    def silence_at(self, moment: datetime) -> Interval | None:
        """The stretch of quiet that covers the moment; moments must not go back."""
        if self.quiet.is_off:
            return None
        if self.coming is None or moment >= self.coming.end:
            self.coming = next_interval(self.quiet, moment)
        return self.coming if self.coming and moment in self.coming else None


class Simulation:
    """One play of one history; make a new one for another."""

    def __init__(self, tree: AreaTree, chats: Iterable[SimulatedChat]) -> None:
        self._tree = tree
        self._followed: dict[AreaId, _Followed] = {}
        self._chats = {chat.id: self._join(chat) for chat in chats}
        self._reached: dict[AreaId, list[_Followed]] = {}
        for followed in self._followed.values():
            for area in followed.own.areas | followed.outside.areas:
                self._reached.setdefault(area, []).append(followed)
        self._running: dict[AreaId, tuple[Alert, ...]] = {}
        self._begun: dict[int, Alert] = {}
        self._recaps_due: list[tuple[datetime, int]] = []

    def concerns(self, area: AreaId) -> bool:
        """Whether an alert of this area can reach any of the chats."""
        return area in self._reached

    def play(self, history: Iterable[PastAlert]) -> Iterator[tuple[int, tuple[Message, ...]]]:
        """What the chats are told, moment by moment in the order of time, each with how many alerts it began or ended.

        Only the alerts that concern a chat are kept; the last recaps come after the last alert.
        """
        for moment, edges in groupby(self._edges(history), key=itemgetter(0)):
            yield from ((0, self._recaps_at(due)) for due in self._recaps_before(moment))
            moved = [self._moved(number, past) for _, number, past in edges]
            yield len(moved), self._at(moment, moved)
        yield from ((0, self._recaps_at(due)) for due in self._recaps_before(None))

    def _join(self, chat: SimulatedChat) -> _Hearing:
        hearing = _Hearing(chat.id, chat.quiet)
        for number, place in enumerate(chat.places):
            followed = self._followed.get(place.area)
            if followed is None:
                own, outside = (self._course(place.area, nearness) for nearness in (Nearness.OWN, Nearness.AROUND))
                followed = _Followed(place.area, own, outside)
                self._followed[place.area] = followed
            listener = _Listener(number, hearing, followed, place)
            followed.listeners.append(listener)
            hearing.listeners.append(listener)
        return hearing

    def _course(self, area: AreaId, nearness: Nearness) -> _Course:
        return _Course(nearness, frozenset(covering_areas(self._tree, area, nearness)))

    def _edges(self, history: Iterable[PastAlert]) -> list[tuple[datetime, int, PastAlert]]:
        """Every start and end in the order of time; a start has an even number, and its end the one after it."""
        edges: list[tuple[datetime, int, PastAlert]] = []
        for number, past in enumerate(history):
            if past.finished_at == past.started_at or not self.concerns(past.area):
                continue
            edges.append((past.started_at, 2 * number, past))
            if past.finished_at is not None:
                edges.append((past.finished_at, 2 * number + 1, past))
        edges.sort(key=itemgetter(0, 1))
        return edges

    def _moved(self, number: int, past: PastAlert) -> tuple[bool, Alert]:
        """Whether the edge of this number begins an alert, and which: made when its time comes, so that a long history
        is played in small steps.
        """
        if number % 2:
            return False, self._begun.pop(number - 1)
        alert = self._begun[number] = past.as_running(HISTORY)
        return True, alert

    def _at(self, moment: datetime, moved: list[tuple[bool, Alert]]) -> tuple[Message, ...]:
        for begins, alert in moved:
            others = tuple(one for one in self._running.get(alert.area, ()) if one is not alert)
            self._running[alert.area] = (*others, alert) if begins else others
        touched = {alert.area for _, alert in moved}
        reached = {followed.area: followed for area in sorted(touched) for followed in self._reached[area]}
        messages = [
            message
            for followed in reached.values()
            for transition in self._transitions(followed, moment, touched)
            for message in self._told(followed, transition)
        ]
        # After what ended, and began, at this very moment: a silence is over when its end has come.
        recaps = self._recaps_at(list(self._recaps_until(moment)))
        return _in_order((*messages, *((0, recap) for recap in recaps)))

    # What happens at a place: the steps of the live watch

    def _transitions(self, followed: _Followed, moment: datetime, touched: set[AreaId]) -> Iterator[PlaceTransition]:
        own, outside = followed.own, followed.outside
        was_own = own.running is not None
        if not touched.isdisjoint(own.areas):
            transition = self._move(followed, own, moment)
            if transition:
                yield transition
        if not touched.isdisjoint(outside.areas):
            transition = self._move(followed, outside, moment)
            if transition and own.running:
                transition = replace(transition, own=own.running.gravity)
            if transition and not adds_nothing(transition):
                yield self._noted(outside, transition)
        if was_own and own.running is None and outside.running:
            late = after_own(outside.running, outside.told, moment)
            if late:
                yield self._noted(outside, late)

    def _noted(self, course: _Course, transition: PlaceTransition) -> PlaceTransition:
        if transition.kind.is_danger:
            told = transition.episode.gravity
            course.told = gravest((course.told, told)) if course.told else told
        return transition

    def _move(self, followed: _Followed, course: _Course, moment: datetime) -> PlaceTransition | None:
        episode, transition = follow(
            course.running,
            covering_alerts(self._running, self._tree, followed.area, course.nearness),
            moment,
            area=followed.area,
            nearness=course.nearness,
            ended_before=course.ended_at,
            escalations=Escalations.FIRST_RISE,
        )
        if course.running is None:
            course.told = None
        if episode and episode.ended_at is not None:
            course.ended_at = episode.ended_at
            episode = None
        course.running = episode
        return transition

    # Who hears of it

    def _told(self, followed: _Followed, transition: PlaceTransition) -> Iterator[tuple[int, Message]]:
        kind = _KINDS.get(transition.kind)
        if kind is None:
            return
        decisions: dict[tuple[QuietHours, Loudness, Heard], tuple[Sound, Reason]] = {}
        nearness = transition.episode.nearness
        for listener in followed.listeners:
            place, heard = listener.place, listener.heard.get(nearness, Heard.NOTHING)
            alike = listener.chat.quiet, place.loudness, heard
            decision = decisions.get(alike)
            if decision is None:
                cohort = Cohort("", listener.chat.quiet, followed.area, "", place.loudness, heard)
                decision = decisions[alike] = judge(transition, cohort, transition.at)
            sound, reason = decision
            if kind is MessageKind.END:
                listener.heard.pop(nearness, None)
            if sound is Sound.NONE:
                continue
            if kind is not MessageKind.END and heard is not Heard.LOUD:
                listener.heard[nearness] = Heard(sound.value)
            self._remember(listener.chat, transition, sound)
            yield listener.number, Message(listener.chat.id, transition.at, kind, place.written, sound, reason)

    def _remember(self, chat: _Hearing, transition: PlaceTransition, sound: Sound) -> None:
        silence = chat.silence_at(transition.at)
        if silence is None or silence == ALWAYS:
            return
        if not chat.told:
            heappush(self._recaps_due, (silence.end, chat.id))
        chat.told.append((AlertNotice(transition), sound, transition.at))

    # What is handed over at the end of a silence

    def _recaps_before(self, moment: datetime | None) -> Iterator[list[tuple[datetime, int]]]:
        """The silences that end before the moment, or ever, those of one moment together."""
        while self._recaps_due and (moment is None or self._recaps_due[0][0] < moment):
            yield list(self._recaps_until(self._recaps_due[0][0]))

    def _recaps_until(self, moment: datetime) -> Iterator[tuple[datetime, int]]:
        while self._recaps_due and self._recaps_due[0][0] <= moment:
            yield heappop(self._recaps_due)

    def _recaps_at(self, due: list[tuple[datetime, int]]) -> tuple[Message, ...]:
        return tuple(recap for end, chat_id in due if (recap := self._recap(self._chats[chat_id], end)))

    def _recap(self, chat: _Hearing, end: datetime) -> Message | None:
        told, chat.told = chat.told, []
        if not was_silenced(sound for _, sound, _ in told):
            return None
        running = [listener for listener in chat.listeners if listener.followed.own.running]
        if not running:
            return Message(chat.id, end, MessageKind.RECAP, "", Sound.SILENT, Reason.RECAP)
        named = {episode_key_of(body) for body, _, _ in told}
        for listener in running:
            episode = listener.followed.own.running
            if episode and episode.key in named:
                listener.heard[Nearness.OWN] = Heard.LOUD
        return Message(chat.id, end, MessageKind.RECAP, "", Sound.LOUD, Reason.RECAP_RUNNING)


def _in_order(messages: Iterable[tuple[int, Message]]) -> tuple[Message, ...]:
    """Those of one moment by chat and kind, and those of one kind by the number of the place."""
    ranked = sorted(messages, key=lambda one: (one[1].chat_id, _ORDER[one[1].kind], one[0]))
    return tuple(message for _, message in ranked)
