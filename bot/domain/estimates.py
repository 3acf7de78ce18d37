"""Counts what quiet hours would have done with the alerts that were, because they are chosen by day and lived by night.

Nothing here foretells: it is an account of a history, played through the rules that decide live.
"""

from bisect import bisect_right
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeAlias, TypeVar

from bot.domain.alerts import PERMANENT_AFTER, AreaId, Level, SourceName
from bot.domain.areas import AreaTree
from bot.domain.chats import Place
from bot.domain.history import PastAlert, Recorded, Span
from bot.domain.policy import Sound
from bot.domain.quiet import Interval, Mode, QuietHours, next_interval
from bot.domain.simulation import Message, MessageKind, SimulatedChat, SimulatedPlace, Simulation

#: What an estimate looks back on; sources tell no more of the past (alerts.in.ua, month_ago).
LOOKS_BACK = timedelta(days=30)
#: What is read before that, so that an alert which was on when the time begins is no start in it.
LEAD = PERMANENT_AFTER
#: Times without data that are shorter in all are not worth a word among thirty days.
LONG_UNSEEN = timedelta(hours=6)
#: Of a shorter past nothing is said: it would be one night at the most.
SHORTEST = timedelta(days=1)

_DAY = timedelta(days=1)

_Found = TypeVar("_Found")
#: Long work in small steps: whoever drives it may do something else between two, and gets at the end what was found.
Steps: TypeAlias = Generator[None, None, _Found]


@dataclass(frozen=True, slots=True)
class Tally:
    """What would have come inside the hours: so many `messages`, of which `rang` with sound, in so many `nights`
    (stretches of quiet). What reaches several places at once is one message. `recaps` come at the ends, and apart.
    """

    messages: int = 0
    rang: int = 0
    nights: int = 0
    recaps: int = 0


@dataclass(frozen=True, slots=True)
class Tallies:
    """The same hours with each mode, and as they would have been without any quiet; `nights` is how many there were,
    `unlevelled` the alerts that began in them and whose level the history does not tell: those are grave.
    """

    by_mode: Mapping[Mode, Tally]
    without: Tally
    nights: int
    unlevelled: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """What hours would have done from `since` to `until` (aware UTC), by whose history, and what it lacks: `unseen` is
    how long there were no data, `unknown` are places of which there is no history.
    """

    since: datetime
    until: datetime
    tallies: Tallies
    sources: tuple[SourceName, ...]
    unseen: timedelta = timedelta()
    unknown: tuple[AreaId, ...] = ()

    @property
    def days(self) -> int:
        return round((self.until - self.since) / _DAY)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Since when the past of a region is known (aware UTC), and the times in which it is not after all."""

    since: datetime
    gaps: tuple[Span, ...] = field(default=())

    def seen(self, until: datetime) -> timedelta:
        """For how long up to `until` the past is known."""
        return until - self.since - self.unseen(until)

    def unseen(self, until: datetime) -> timedelta:
        """How long nothing is known of from its beginning to `until`."""
        total, reached = timedelta(), self.since
        for start, end in sorted(self.gaps):
            total += max(min(end, until) - max(start, reached), timedelta())
            reached = max(reached, min(end, until))
        return total


def tally(
    tree: AreaTree, places: Iterable[Place], quiet: QuietHours, history: Iterable[PastAlert], span: Span
) -> Steps[Tallies]:
    """What would have reached a chat with these places within the span, half-open, in the hours of `quiet`.

    The history may begin earlier than the span: its alerts are followed from there on, and counted only inside.
    """
    followed = tuple(SimulatedPlace(place.area, place.area, place.loudness) for place in places)
    variants = (*(replace(quiet, mode=mode) for mode in Mode), QuietHours(timezone=quiet.timezone))
    chats = [SimulatedChat(number, variant, followed) for number, variant in enumerate(variants)]
    stretches = tuple(_stretches(quiet, span))
    counts = {chat.id: Count(stretches, span) for chat in chats}
    simulation = Simulation(tree, chats)
    concerning = []
    for past in history:
        if simulation.concerns(past.area):
            concerning.append(past)
        yield
    for _, messages in simulation.play(concerning):
        for message in messages:
            counts[message.chat_id].add(message)
        yield
    unlevelled = 0
    for past in concerning:
        unlevelled += past.level is Level.UNKNOWN and _at(past.started_at, stretches) is not None
        yield
    *with_modes, without = (count.tally() for count in counts.values())
    return Tallies(dict(zip(Mode, with_modes, strict=True)), without, nights=len(stretches), unlevelled=unlevelled)


class Count:
    """Counts the messages of one chat that came inside the stretches (in order, apart from each other) and the span."""

    def __init__(self, stretches: Sequence[Interval], span: Span) -> None:
        self._stretches = stretches
        self._span = span
        self._came: set[tuple[datetime, bool]] = set()
        self._rang: set[tuple[datetime, bool]] = set()
        self._nights: set[int] = set()
        self._recaps = 0

    def add(self, message: Message) -> None:
        if not self._span[0] <= message.at < self._span[1]:
            return
        if message.kind is MessageKind.RECAP:
            self._recaps += 1
            return
        night = _at(message.at, self._stretches)
        if night is None:
            return
        # Dangers of one moment share a message, and so do ends (docs/decisions/0010).
        shared = message.at, message.kind is MessageKind.END
        self._came.add(shared)
        if message.sound is Sound.LOUD:
            self._rang.add(shared)
            self._nights.add(night)

    def tally(self) -> Tally:
        return Tally(len(self._came), len(self._rang), len(self._nights), self._recaps)


def _stretches(quiet: QuietHours, span: Span) -> Iterator[Interval]:
    """The stretches of quiet that the span touches, cut at its edges."""
    moment, until = span
    while (stretch := next_interval(quiet, moment)) and stretch.start < until:
        yield Interval(max(stretch.start, moment), min(stretch.end, until))
        if stretch.end >= until:
            return
        moment = stretch.end


def _at(moment: datetime, stretches: Sequence[Interval]) -> int | None:
    """The number of the stretch that the moment lies in."""
    number = bisect_right(stretches, moment, key=lambda one: one.start) - 1
    return number if number >= 0 and moment in stretches[number] else None


def sources_in(lines: Iterable[Recorded], span: Span) -> Steps[tuple[SourceName, ...]]:
    """Whose words lines of a history are, from the span's beginning on; in the order of names."""
    told_by: set[SourceName] = set()
    for line in lines:
        if line.at >= span[0]:
            told_by.update(line.sources)
        yield
    return tuple(sorted(told_by))
