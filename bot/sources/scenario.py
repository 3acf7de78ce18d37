"""An invented night played as if it came from a source, so that the bot can be tried and tested without any account."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise, takewhile
from pathlib import Path
from typing import Annotated, Self
from zoneinfo import ZoneInfo

import yaml
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from bot.domain.alerts import AlertKind, Answer, AreaId, Level, Observation, SourceName, Threat, ThreatKind
from bot.errors import ContentFault, SourceError
from bot.sources.port import Askings

KYIV = ZoneInfo("Europe/Kyiv")
DAY = timedelta(days=1)
#: How long after its start a scenario is still joined in the middle, rather than awaited on the coming night.
JOINED_LATE = timedelta(hours=10)
#: Before any moment that a scenario is asked for.
ALWAYS = timedelta(days=-36500)
OFFSET = re.compile(r"[+-][0-9]{1,2}:[0-5][0-9](:[0-5][0-9])?")
LOCAL_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?")


@dataclass(frozen=True, slots=True)
class Stage:
    """What a source shows of an alert from `offset` after the scenario's start, until the next stage."""

    offset: timedelta
    level: Level
    threats: tuple[ThreatKind, ...]


@dataclass(frozen=True, slots=True)
class ScenarioAlert:
    """One alert of the timeline: from its first stage to `ends` (None: it outlasts the scenario).

    `long_since` is when it really began (aware), for alerts that are older than any night.
    """

    area: AreaId
    kind: AlertKind
    stages: tuple[Stage, ...]
    ends: timedelta | None
    long_since: datetime | None

    def stage_at(self, offset: timedelta) -> Stage | None:
        if self.ends is not None and offset >= self.ends:
            return None
        return next((stage for stage in reversed(self.stages) if stage.offset <= offset), None)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A timeline of offsets from its start, which is at `starts` by the clocks of Kyiv; it is played for `lasts`."""

    name: str
    title_uk: str
    title_en: str
    starts: time
    lasts: timedelta
    alerts: tuple[ScenarioAlert, ...]
    blind: tuple[tuple[timedelta, timedelta], ...]


class ScenarioSource:
    """A scenario whose start lies at `anchor` (aware), seen through the port of any other source.

    It keeps the name of the first that it plays: what ran in the last one is the same source's to end.
    """

    def __init__(self, scenario: Scenario, anchor: datetime, interval: timedelta = timedelta(seconds=5)) -> None:
        self.scenario = scenario
        self.anchor = anchor
        self.interval = interval
        self._askings = Askings()
        self.name = SourceName(f"scenario:{scenario.name}")

    def change(self, scenario: Scenario, anchor: datetime) -> None:
        """Plays another scenario from its next answer on."""
        self.scenario = scenario
        self.anchor = anchor

    @property
    def title(self) -> str:
        return self.scenario.title_en

    @property
    def starts_at(self) -> datetime:
        return self.anchor

    @property
    def ends_at(self) -> datetime:
        return self.anchor + self.scenario.lasts

    @property
    def seen_twice_until(self) -> datetime | None:
        return self._askings.seen_twice_until

    async def poll(self, now: datetime) -> Answer:
        """Raises SourceError in the stretches in which the scenario is blind."""
        self._askings.note(now)
        if any(start <= now - self.anchor < end for start, end in self.scenario.blind):
            raise SourceError(self.name, "no-network", "a blind stretch of the scenario")
        return Answer(self.name, now, observations_at(self.scenario, self.anchor, now), now)

    def forget(self) -> None:
        """Every answer is whole."""

    def events_after(self, now: datetime, areas: Collection[AreaId] | None = None) -> tuple[datetime, ...]:
        return events_after(self.scenario, self.anchor, now, areas)


def observations_at(scenario: Scenario, anchor: datetime, now: datetime) -> tuple[Observation, ...]:
    """What the timeline shows at `now`, in the order of the file; an alert is gone at the very moment of its end."""
    shown = ((alert, alert.stage_at(now - anchor)) for alert in scenario.alerts)
    return tuple(_observation(alert, stage, anchor) for alert, stage in shown if stage is not None)


def events_after(
    scenario: Scenario, anchor: datetime, now: datetime, areas: Collection[AreaId] | None = None
) -> tuple[datetime, ...]:
    """The moments after `now` at which something changes, in order; `areas` leaves out the alerts of all others."""
    alerts = [alert for alert in scenario.alerts if areas is None or alert.area in areas]
    offsets = {edge for stretch in scenario.blind for edge in stretch}
    offsets |= {stage.offset for alert in alerts for stage in alert.stages}
    offsets |= {alert.ends for alert in alerts if alert.ends is not None}
    return tuple(sorted(anchor + offset for offset in offsets if anchor + offset > now))


def anchor_for(scenario: Scenario, now: datetime) -> datetime:
    """When a scenario starts if it is `now`: at its last local time if within ten hours, else at the coming one."""
    return next_start(scenario, now - JOINED_LATE)


def next_start(scenario: Scenario, moment: datetime) -> datetime:
    """The first of its starts that is not before a moment (aware UTC)."""
    today = moment.astimezone(KYIV).date()
    starts = (datetime.combine(today + timedelta(days=day), scenario.starts, KYIV).astimezone(UTC) for day in (0, 1, 2))
    return next(start for start in starts if start >= moment)


def load_scenario(path: Path) -> Scenario:
    """Read a scenario file, named after it; raises ContentFault with the line where it is not one."""
    text = path.read_text(encoding="utf-8")
    try:
        scenario = _scenario(path.stem, _File.model_validate(yaml.safe_load(text)))
    except ValidationError as error:
        first = error.errors()[0]
        raise _fault(path, text, first["loc"], first["msg"]) from None
    except (yaml.YAMLError, ValueError) as error:
        mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
        raise ContentFault(path, mark.line + 1 if mark else None, "YAML", str(error).partition("\n")[0]) from None
    for number, alert in enumerate(scenario.alerts):
        if not _in_order(alert):
            raise _fault(path, text, ("alerts", number), "times that follow each other")
    return scenario


def _observation(alert: ScenarioAlert, stage: Stage, anchor: datetime) -> Observation:
    started_at = alert.long_since or anchor + alert.stages[0].offset
    threats = tuple(
        Threat(kind, _level_of(kind, stage), max(started_at, anchor + _named_since(alert, stage, kind)))
        for kind in stage.threats
    )
    return Observation(alert.area, alert.kind, stage.level, started_at, threats)


def _level_of(kind: ThreatKind, stage: Stage) -> Level:
    """A drone is a yellow threat unless drones alone make the alert red (massed); all else is red."""
    massed = stage.level is Level.RED and stage.threats == (ThreatKind.DRONES,)
    return Level.RED if massed or kind is not ThreatKind.DRONES else Level.YELLOW


def _named_since(alert: ScenarioAlert, stage: Stage, kind: ThreatKind) -> timedelta:
    """Where the unbroken row of stages that name the threat begins."""
    before = reversed([one for one in alert.stages if one.offset <= stage.offset])
    return min(one.offset for one in takewhile(lambda one: kind in one.threats, before))


def _local_time(said: object) -> str:
    if isinstance(said, str) and LOCAL_TIME.fullmatch(said):
        return said
    raise ValueError('a local time in quotes, such as "22:50" (without them YAML reads a number)')


def _moment(said: object) -> str:
    if isinstance(said, str) and (LOCAL_TIME.fullmatch(said) or OFFSET.fullmatch(said)):
        return said
    raise ValueError('in quotes a local time, such as "01:40", or an offset from the start, such as "+2:50" or "-0:20"')


_LocalTime = Annotated[str, BeforeValidator(_local_time)]
_Moment = Annotated[str, BeforeValidator(_moment)]
_Text = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Title(_Strict):
    uk: _Text
    en: _Text


class _Stretch(_Strict):
    start: _Moment = Field(alias="from")
    to: _Moment


class _Look(_Strict):
    level: Level
    threats: tuple[ThreatKind, ...] = ()


class _Change(_Look):
    at: _Moment


class _Alert(_Look):
    area: _Text
    kind: AlertKind = AlertKind.AIR_RAID
    start: _Moment | None = Field(default=None, alias="from")
    long_since: AwareDatetime | None = None
    to: _Moment | None = None
    then: tuple[_Change, ...] = ()

    @model_validator(mode="after")
    def _has_one_start(self) -> Self:
        if (self.start is None) == (self.long_since is None):
            raise ValueError("either from or long_since")
        return self


class _File(_Strict):
    title: _Title
    starts: _LocalTime
    until: _Moment
    alerts: tuple[_Alert, ...]
    blind: tuple[_Stretch, ...] = ()


def _scenario(name: str, written: _File) -> Scenario:
    starts = time.fromisoformat(written.starts)
    return Scenario(
        name=name,
        title_uk=written.title.uk,
        title_en=written.title.en,
        starts=starts,
        lasts=_offset(written.until, starts),
        alerts=tuple(_alert(alert, starts) for alert in written.alerts),
        blind=tuple((_offset(one.start, starts), _offset(one.to, starts)) for one in written.blind),
    )


def _alert(written: _Alert, starts: time) -> ScenarioAlert:
    begins = ALWAYS if written.start is None else _offset(written.start, starts)
    first = Stage(begins, written.level, written.threats)
    later = (Stage(_offset(one.at, starts), one.level, one.threats) for one in written.then)
    ends = None if written.to is None else _offset(written.to, starts)
    return ScenarioAlert(AreaId(written.area), written.kind, (first, *later), ends, written.long_since)


def _offset(said: str, starts: time) -> timedelta:
    """From the scenario's start, by the clock face: a night on which the clocks change is played like any other."""
    if said[0] in "+-":
        span = _since_midnight(said[1:])
        return -span if said[0] == "-" else span
    return (_since_midnight(said) - _since_midnight(starts.isoformat())) % DAY


def _since_midnight(said: str) -> timedelta:
    hours, minutes, *seconds = map(int, said.split(":"))
    return timedelta(hours=hours, minutes=minutes, seconds=sum(seconds))


def _in_order(alert: ScenarioAlert) -> bool:
    moments = [stage.offset for stage in alert.stages]
    moments += [] if alert.ends is None else [alert.ends]
    return all(earlier < later for earlier, later in pairwise(moments))


def _fault(path: Path, text: str, where: Sequence[str | int], expected: str) -> ContentFault:
    """A fault at `where` (keys and list positions), with the line on which the innermost part that exists begins."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    for part in where:
        node = _children(node).get(part, node)
    return ContentFault(path, node.start_mark.line + 1 if node else None, ".".join(map(str, where)), expected)


def _children(node: yaml.Node | None) -> dict[str | int, yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    if isinstance(node, yaml.SequenceNode):
        return dict(enumerate(node.value))
    return {}
