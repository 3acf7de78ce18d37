"""What chats hear of a history, reckoned a second time: by intervals, from the words of the design, without bot.domain.

It knows no clock that moves: every episode of an area is laid out whole, then each chat's messages are read off it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LEFT_TO_FLAP = timedelta(minutes=10)
NEVER = datetime(9000, 1, 1, tzinfo=UTC)
KINDS = ("end", "recap", "start", "escalate")
#: Threats that leave minutes or more; every other word leaves no time.
SLOWER = {
    *("drones", "guided_aerial_bombs", "cruise_missiles", "tactic_aircraft_activity"),
    *("strategic_aircraft_activity", "mig31k_departure"),
}


class Row(NamedTuple):
    area: str
    start: datetime
    end: datetime | None
    level: str
    threat: str

    @property
    def last(self) -> datetime:
        return self.end or NEVER

    @property
    def is_grave(self) -> bool:
        return self.level != "yellow" or self.threat not in ("", "drones")

    @property
    def names_now(self) -> bool:
        return self.threat != "" and self.threat not in SLOWER


class Person(NamedTuple):
    """A chat: places as (area, as written), windows as minutes of the day."""

    id: int
    places: tuple[tuple[str, str], ...]
    windows: tuple[tuple[int, int], ...]
    mode: str
    timezone: str


class Said(NamedTuple):
    at: datetime
    chat_id: int
    kind: str
    area: str
    sound: str
    reason: str


class Map(NamedTuple):
    """Which areas' alerts reach an area, and which raion lies around it."""

    covering: Mapping[str, frozenset[str]]
    around: Mapping[str, str]


@dataclass(eq=False)
class Spell:
    """One unbroken time under alert."""

    start: datetime
    end: datetime
    after: datetime | None
    rows: list[Row]
    rises: list[datetime] = field(default_factory=list)

    def is_grave(self, moment: datetime) -> bool:
        return any(row.is_grave and row.start <= moment < row.last for row in self.rows)


def spells(rows: Iterable[Row]) -> list[Spell]:
    """Overlapping and touching rows made one, with the moments at which each escalates."""
    found: list[Spell] = []
    for row in sorted((row for row in rows if row.start != row.end), key=lambda row: row.start):
        if found and row.start <= found[-1].end:
            found[-1].rows.append(row)
            found[-1].end = max(found[-1].end, row.last)
        else:
            found.append(Spell(row.start, row.last, found[-1].end if found else None, [row]))
    for spell in found:
        spell.rises = sorted(_rises(spell))
    return found


def _rises(spell: Spell) -> set[datetime]:
    rises: set[datetime] = set()
    edges = sorted({edge for row in spell.rows for edge in (row.start, row.last)})
    for before, moment in pairwise(edges):
        if moment < spell.end and spell.is_grave(moment) and not spell.is_grave(before):
            rises.add(moment)
            break
    named = min((row.start for row in spell.rows if row.names_now), default=spell.start)
    return rises | ({named} if named > spell.start else set())


def _at(course: list[Spell], moment: datetime) -> Spell | None:
    place = bisect_right(course, moment, key=lambda spell: spell.start) - 1
    return course[place] if place >= 0 and moment < course[place].end else None


class Event(NamedTuple):
    at: datetime
    kind: str
    area: str
    around: bool
    spell: Spell


def events_of_area(area: str, own: list[Spell], outside: list[Spell]) -> list[Event]:
    """What can be told at an area; of the raion around only what the city's own alert leaves to tell."""
    told = [event for spell in own for event in _all(area, spell)]
    for spell in outside:
        kept = [event for event in _all(area, spell, around=True) if not _adds_nothing(own, event)]
        for moment in (city.end for city in own if spell.start < city.end < spell.end):
            late = _told_late(spell, kept, moment)
            kept += [Event(moment, late, area, True, spell)] if late else []
        told += kept
    return told


def _told_late(spell: Spell, told: list[Event], moment: datetime) -> str | None:
    """What the city's own end leaves to tell of the raion: all of it, or that it has turned grave."""
    before = [spell.is_grave(event.at) for event in told if event.kind != "end" and event.at <= moment]
    if not before:
        return "start"
    return "escalate" if spell.is_grave(moment) and not any(before) else None


def _all(area: str, spell: Spell, around: bool = False) -> list[Event]:
    ends = [Event(spell.end, "end", area, around, spell)] if spell.end != NEVER else []
    rises = [Event(moment, "escalate", area, around, spell) for moment in spell.rises]
    return [Event(spell.start, "start", area, around, spell), *rises, *ends]


def _adds_nothing(own: list[Spell], event: Event) -> bool:
    city = _at(own, event.at)
    if city is None:
        return False
    if event.kind == "end":
        return True
    return city.is_grave(event.at) or not event.spell.is_grave(event.at)


@cache
def _wall(timezone: str, day: date, minutes: int) -> datetime:
    """The first moment at which the clocks show this, or at which they jump over it."""
    zone = ZoneInfo(timezone)
    wall = datetime.combine(day, time()) + minutes * MINUTE
    for offset in range(16 * 60, -16 * 60, -15):
        moment = (wall - offset * MINUTE).replace(tzinfo=UTC)
        if moment.astimezone(zone).replace(tzinfo=None) == wall:
            return moment
    moment = wall.replace(tzinfo=UTC) - DAY
    while moment.astimezone(zone).replace(tzinfo=None) < wall:
        moment += MINUTE
    return moment


def silences(person: Person, first: datetime, last: datetime) -> list[tuple[datetime, datetime]]:
    """Every stretch of quiet around a span of time, those that overlap or touch made one."""
    spans = []
    day = (first - 3 * DAY).date()
    while day <= (last + 20 * DAY).date():
        for start, end in person.windows:
            if start != end:
                begins = _wall(person.timezone, day, start)
                ends = _wall(person.timezone, day if start < end else day + DAY, end)
                spans += [(begins, ends)] if begins < ends else []
        day += DAY
    merged: list[tuple[datetime, datetime]] = []
    for begins, ends in sorted(spans):
        if merged and begins <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], ends))
        else:
            merged.append((begins, ends))
    return merged


class Reckoning:
    def __init__(self, rows: Iterable[Row], areas: Map, followed: Iterable[str]) -> None:
        by_area: dict[str, list[Row]] = {}
        for row in rows:
            by_area.setdefault(row.area, []).append(row)
        moments = [edge for rows in by_area.values() for row in rows for edge in (row.start, row.end) if edge]
        self._span = (min(moments), max(moments)) if moments else (NEVER, NEVER)
        self._own: dict[str, list[Spell]] = {}
        self._events: dict[str, list[Event]] = {}
        for area in followed:
            own = spells(row for one in areas.covering[area] for row in by_area.get(one, ()))
            outside = spells(by_area.get(areas.around.get(area, ""), ()))
            self._own[area] = own
            self._events[area] = events_of_area(area, own, outside)

    def of(self, person: Person) -> list[Said]:
        written = dict(person.places)
        quiet = silences(person, *self._span) if any(self._events[area] for area in written) else []
        events = [event for area in written for event in self._events[area]]
        # Nobody is handed over a silence that does not end.
        recaps = [end for _, end in quiet if end < self._span[1] + 15 * DAY]
        merged = sorted(
            [*((event.at, KINDS.index(event.kind), event) for event in events), *((end, 1, None) for end in recaps)],
            key=lambda one: one[:2],
        )
        return _Night(person, written, quiet, self._own).live(merged)


class _Night:
    """One chat through the whole history."""

    def __init__(
        self,
        person: Person,
        written: Mapping[str, str],
        quiet: list[tuple[datetime, datetime]],
        own: Mapping[str, list[Spell]],
    ) -> None:
        self._person, self._written, self._quiet, self._own = person, written, quiet, own
        self._heard: dict[tuple[str, Spell], str] = {}
        self._silenced: list[tuple[str, Spell, str]] = []

    def live(self, merged: list[tuple[datetime, int, Event | None]]) -> list[Said]:
        said = []
        for moment, _, event in merged:
            if event is None:
                said += self._hand_over(moment)
                continue
            how = self._end(event) if event.kind == "end" else self._danger(event)
            if how is None:
                continue
            key = (event.area, event.spell)
            if event.kind != "end" and self._heard.get(key) != "loud":
                self._heard[key] = how[0]
            if self._is_quiet(moment):
                self._silenced.append((event.area, event.spell, how[0]))
            said.append(Said(moment, self._person.id, event.kind, self._written[event.area], *how))
        return said

    def _is_quiet(self, moment: datetime) -> bool:
        place = bisect_right(self._quiet, (moment, NEVER)) - 1
        return place >= 0 and moment < self._quiet[place][1]

    def _danger(self, event: Event) -> tuple[str, str]:
        mode, quiet = self._person.mode, self._is_quiet(event.at)
        if event.spell.is_grave(event.at):
            if not quiet:
                return "loud", "outside-quiet"
            return ("silent", "nothing-wakes") if mode == "nothing" else ("loud", "grave-wakes")
        if event.around:
            return "silent", "around-guarded"
        if event.kind == "start" and event.spell.after and event.at - event.spell.after < LEFT_TO_FLAP:
            return "silent", "flapping"
        if not quiet:
            return "loud", "outside-quiet"
        reasons = {"grave": "guarded-in-quiet", "everything": "everything-wakes", "nothing": "nothing-wakes"}
        return ("loud" if mode == "everything" else "silent"), reasons[mode]

    def _end(self, event: Event) -> tuple[str, str] | None:
        heard = self._heard.get((event.area, event.spell))
        if heard is None and event.around:
            return None
        if heard != "loud":
            return "silent", "end-not-heard"
        return ("silent", "end-in-quiet") if self._is_quiet(event.at) else ("loud", "end-heard")

    def _hand_over(self, moment: datetime) -> list[Said]:
        told, self._silenced = self._silenced, []
        if all(sound == "loud" for _, _, sound in told):
            return []
        running = [(area, spell) for area in self._written if (spell := _at(self._own[area], moment))]
        for key in running:
            if any((area, spell) == key for area, spell, _ in told):
                self._heard[key] = "loud"
        how = ("loud", "recap-running") if running else ("silent", "recap")
        return [Said(moment, self._person.id, "recap", "", *how)]
