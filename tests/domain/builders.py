"""Small builders of the domain's values, so that a test names only what it is about."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.domain.advance import State, advance
from bot.domain.alerts import (
    Account,
    Alert,
    AlertKind,
    Answer,
    AreaId,
    Band,
    Gravity,
    Level,
    Observation,
    SourceName,
    Threat,
    ThreatKind,
    Transition,
    TransitionKind,
)
from bot.domain.areas import Area, AreaLevel, AreaTree
from bot.domain.episodes import Episode, Nearness, PlaceTransition
from tests.domain.moments import utc

EVENING = utc("2026-11-20 22:00")
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
#: The pace of polls in these tests.
STEP = timedelta(seconds=8)

COUNTRY = AreaId("ukraine")
OBLAST = AreaId("22")
RAION = AreaId("124")
CITY = AreaId("1293")
FAR_RAION = AreaId("122")
HROMADA = AreaId("1321")
OTHER_HROMADA = AreaId("1283")

ONE = SourceName("one")
OTHER = SourceName("other")


def small_tree() -> AreaTree:
    """Kharkiv oblast in seven nodes: the city stands apart from the raion around it."""
    return AreaTree(
        [
            Area(COUNTRY, AreaLevel.COUNTRY, {"uk": "Україна", "en": "Ukraine"}, None),
            Area(OBLAST, AreaLevel.OBLAST, {"uk": "Харківська область", "en": "Kharkiv Oblast"}, COUNTRY),
            Area(RAION, AreaLevel.RAION, {"uk": "Харківський район", "en": "Kharkivskyi Raion"}, OBLAST),
            Area(
                CITY,
                AreaLevel.CITY,
                {"uk": "Харків", "en": "Kharkiv"},
                OBLAST,
                aliases=("Харьков", "Салтівка"),
                other_ids=(AreaId("6293"),),
                surrounding=RAION,
            ),
            Area(FAR_RAION, AreaLevel.RAION, {"uk": "Чугуївський район", "en": "Chuhuivskyi Raion"}, OBLAST),
            Area(HROMADA, AreaLevel.HROMADA, {"uk": "Чугуїв", "en": "Chuhuiv"}, FAR_RAION),
            Area(OTHER_HROMADA, AreaLevel.HROMADA, {"uk": "Дергачі", "en": "Derhachi"}, RAION),
        ]
    )


def threats(*kinds: ThreatKind, level: Level | None = None) -> tuple[Threat, ...]:
    return tuple(Threat(kind, level) for kind in kinds)


def seen(
    area: AreaId = CITY,
    *named: ThreatKind,
    level: Level = Level.YELLOW,
    kind: AlertKind = AlertKind.AIR_RAID,
    started_at: datetime = EVENING,
    withdrawn: bool = False,
) -> Observation:
    return Observation(area, kind, level, started_at, threats(*named), withdrawn)


def alert(
    area: AreaId = CITY,
    *named: ThreatKind,
    level: Level = Level.YELLOW,
    kind: AlertKind = AlertKind.AIR_RAID,
    started_at: datetime = EVENING,
    sources: tuple[SourceName, ...] = (ONE,),
) -> Alert:
    return of_accounts({source: Account(level, threats(*named)) for source in sources}, area, kind, started_at)


def of_accounts(
    accounts: Mapping[SourceName, Account],
    area: AreaId = CITY,
    kind: AlertKind = AlertKind.AIR_RAID,
    started_at: datetime = EVENING,
) -> Alert:
    return Alert(area, kind, started_at, started_at, accounts)


def episode(
    area: AreaId = CITY,
    *,
    gravity: Gravity = Gravity.GUARDED,
    nearness: Nearness = Nearness.OWN,
    band: Band = Band.TENS_OF_MINUTES,
    named: tuple[Threat, ...] = (),
    started_at: datetime = EVENING,
    ended_at: datetime | None = None,
    again_after: datetime | None = None,
) -> Episode:
    return Episode(
        area=area,
        nearness=nearness,
        started_at=started_at,
        gravity=gravity,
        band=band,
        threats=named,
        seen_threats=named,
        sources=(ONE,),
        ended_at=ended_at,
        again_after=again_after,
    )


def happened(
    kind: TransitionKind, about: Episode | None = None, *, at: datetime = EVENING, own: Gravity | None = None
) -> PlaceTransition:
    return PlaceTransition(kind, at, about or episode(), own=own)


class Sky:
    """Feeds answers to `advance` and remembers what came of them."""

    def __init__(self, now: datetime = EVENING) -> None:
        self.now = now
        self.state = State()
        self.history: list[Transition] = []

    def hear(
        self,
        source: SourceName,
        *observations: Observation,
        after: timedelta = STEP,
        data_at: datetime | None = None,
        behind: timedelta | None = None,
    ) -> tuple[TransitionKind, ...]:
        """A 200 that came `after` the last answer; `behind`: how old its data say that they are."""
        self.now += after
        told = data_at if behind is None else self.now - behind
        return self.take(Answer(source, self.now, observations, told))

    def unchanged(
        self, source: SourceName, *, after: timedelta = STEP, data_at: datetime | None = None
    ) -> tuple[TransitionKind, ...]:
        """A 304 to our own condition; `data_at` is the time of the body that it repeats."""
        self.now += after
        return self.take(Answer(source, self.now, None, data_at))

    def adds(
        self, source: SourceName, *observations: Observation, after: timedelta = STEP
    ) -> tuple[TransitionKind, ...]:
        """An answer that can only add."""
        self.now += after
        return self.take(Answer(source, self.now, observations, whole=False))

    def take(self, answer: Answer) -> tuple[TransitionKind, ...]:
        self.state, transitions = advance(self.state, answer, self.now)
        self.history += transitions
        return tuple(transition.kind for transition in transitions)

    def runs(self, area: AreaId = CITY, kind: AlertKind = AlertKind.AIR_RAID) -> bool:
        return (area, kind) in self.state.alerts

    def alert(self, area: AreaId = CITY, kind: AlertKind = AlertKind.AIR_RAID) -> Alert:
        return self.state.alerts[area, kind]
