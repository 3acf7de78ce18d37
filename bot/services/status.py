"""What is known of a chat's places at this moment, and how well it is seen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.advance import SourceSight, State, sight_at
from bot.domain.alerts import Alert, AreaId, Band, Gravity, Sight, SourceName, gravest
from bot.domain.areas import AreaTree
from bot.domain.chats import Chat, Mute, Place
from bot.domain.country import AlertMap, draw, draw_areas
from bot.domain.episodes import (
    Episode,
    Nearness,
    Permanent,
    by_area,
    covering_alerts,
    follow,
    permanent_among,
    permanent_at,
)
from bot.domain.inside import Part, by_wide, parts_of, passing
from bot.domain.quiet import Interval, interval_at, next_interval
from bot.domain.sight import last_seen
from bot.store import alerts as alert_store
from bot.store import chats as chat_store


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """One source: how well it is seen and when it last answered (aware UTC; None: never).

    `partly_since` is its last whole answer, where what came since can only add, for as long as blindness takes.
    """

    name: SourceName
    sight: Sight
    contact_at: datetime | None
    partly_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlaceStatus:
    """One place: its own running episode and that of the raion around it; `last_seen_at` where no source shows it any
    more; `permanent` is what goes on there as it always has; `denied_by` are the fresh sources that do not show what
    others report; `inside` is what runs in the parts of a wide place, `inside_last_seen_at` likewise.
    """

    place: Place
    own: Episode | None
    around: Episode | None
    last_seen_at: datetime | None = None
    permanent: tuple[Permanent, ...] = ()
    denied_by: tuple[SourceName, ...] = ()
    inside: tuple[Part, ...] = ()
    inside_last_seen_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighted:
    """How well the sources are seen from which something is told."""

    sources: tuple[SourceStatus, ...]

    @property
    def sight(self) -> Sight:
        """The best sight of any source; without a source we are blind."""
        order = (Sight.FRESH, Sight.LATE, Sight.BLIND)
        return min((source.sight for source in self.sources), key=order.index, default=Sight.BLIND)

    @property
    def newest(self) -> SourceStatus | None:
        """The source that answered last."""
        seen = [source for source in self.sources if source.contact_at]
        return max(seen, key=lambda source: (source.contact_at is not None, source.contact_at), default=None)

    @property
    def partly_since(self) -> datetime | None:
        """Since when starts may be seen and no end (aware UTC); None where a source says all, or none says anything."""
        moments = [source.partly_since for source in self.sources if source.sight is not Sight.BLIND]
        return max((moment for moment in moments if moment), default=None) if all(moments) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Sighted):
    """A chat's places with the sight of the sources, and what is quiet or muted until when (aware UTC)."""

    places: tuple[PlaceStatus, ...]
    quiet_now: Interval | None
    quiet_next: Interval | None
    mute: Mute | None

    @property
    def worst(self) -> Gravity | None:
        """The gravest of what runs at any place; None where nothing runs."""
        gravities = [status.own.gravity for status in self.places if status.own]
        return gravest(gravities) if gravities else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryStatus(Sighted):
    """The whole country with the sight of the sources."""

    drawn: AlertMap


class Statuses:
    """Reads the state of places; `expected` names the sources that are configured."""

    def __init__(self, tree: AreaTree, expected: tuple[SourceName, ...]) -> None:
        self._tree = tree
        self._expected = expected

    async def of_chat(self, tx: AsyncConnection, chat: Chat, now: datetime) -> Status:
        """Everything that /now says."""
        places = await chat_store.places_of(tx, chat.id)
        state = await alert_store.load_state(tx)
        running = await alert_store.running_episodes(tx)
        alerts = by_area(state.alerts.values())
        inside = by_wide(state.alerts.values(), self._tree)
        sources = self._sources(state, now)
        fresh = tuple(name for name in self._expected if _is_fresh(state.sources.get(name), now))
        return Status(
            places=tuple(
                _with_inside(self._place(place, alerts, running, fresh, now), inside.get(place.area, ()))
                for place in places
            ),
            sources=sources,
            quiet_now=interval_at(chat.quiet, now),
            quiet_next=next_interval(chat.quiet, now),
            mute=await chat_store.mute_of(tx, chat.id, now),
        )

    async def band_at(self, tx: AsyncConnection, area: AreaId, now: datetime) -> Band | None:
        """How much time there is at an area, followed or not; None where the data show no alert."""
        state = await alert_store.load_state(tx)
        running = await alert_store.running_episodes(tx)
        own = self._place(Place(area), by_area(state.alerts.values()), running, (), now).own
        return own.band if own else None

    async def of_country(self, tx: AsyncConnection, now: datetime) -> CountryStatus:
        """Everything that /map says."""
        state = await alert_store.load_state(tx)
        return CountryStatus(sources=self._sources(state, now), drawn=draw(state.alerts.values(), self._tree))

    async def of_areas(self, tx: AsyncConnection, areas: Iterable[AreaId], now: datetime) -> CountryStatus:
        """As `of_country`, of these areas alone."""
        state = await alert_store.load_state(tx)
        drawn = draw_areas(state.alerts.values(), self._tree, areas)
        return CountryStatus(sources=self._sources(state, now), drawn=drawn)

    def _place(
        self,
        place: Place,
        alerts: Mapping[AreaId, tuple[Alert, ...]],
        running: Mapping[tuple[AreaId, Nearness], Episode],
        fresh: tuple[SourceName, ...],
        now: datetime,
    ) -> PlaceStatus:
        episodes: dict[Nearness, Episode | None] = {}
        for nearness in Nearness:
            covering = covering_alerts(alerts, self._tree, place.area, nearness)
            known = running.get((place.area, nearness))
            episodes[nearness] = (
                follow(known, covering, now, area=place.area, nearness=nearness)[0] if covering else None
            )
        shown = covering_alerts(alerts, self._tree, place.area, Nearness.OWN)
        permanent = permanent_at(alerts, self._tree, place.area)
        own, around = episodes[Nearness.OWN], episodes[Nearness.AROUND]
        return PlaceStatus(place, own, around, last_seen(shown), permanent, _denied_by(shown, fresh))

    def _sources(self, state: State, now: datetime) -> tuple[SourceStatus, ...]:
        return tuple(self._source(name, state.sources, now) for name in self._expected)

    def _source(self, name: SourceName, sights: Mapping[SourceName, SourceSight], now: datetime) -> SourceStatus:
        known = sights.get(name)
        contact_at = known.contact_at if known else None
        last_whole_at = known.last_whole_at if known else None
        partly = last_whole_at and sight_at(last_whole_at, now) is Sight.BLIND
        return SourceStatus(name, sight_at(contact_at, now), contact_at, last_whole_at if partly else None)


def _is_fresh(known: SourceSight | None, now: datetime) -> bool:
    """Whether its silence says anything."""
    return known is not None and sight_at(known.whole_at, now) is Sight.FRESH


def _with_inside(status: PlaceStatus, alerts: tuple[Alert, ...]) -> PlaceStatus:
    permanent = (*status.permanent, *permanent_among(alerts))
    inside, last_seen_at = parts_of(alerts), last_seen(passing(alerts))
    return replace(status, permanent=permanent, inside=inside, inside_last_seen_at=last_seen_at)


def _denied_by(alerts: tuple[Alert, ...], fresh: tuple[SourceName, ...]) -> tuple[SourceName, ...]:
    """The fresh sources that show none of these alerts, while another one does."""
    accounts = [(name, account) for alert in alerts for name, account in alert.accounts.items()]
    showing = {name for name, account in accounts if not account.absences}
    return tuple(name for name in fresh if name not in showing) if showing else ()
