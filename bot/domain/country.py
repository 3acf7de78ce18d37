"""The whole country at one look, region by region, because people ask what goes on where their families are."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.alerts import Alert, AreaId, Gravity, Level
from bot.domain.areas import AreaLevel, AreaTree
from bot.domain.episodes import Permanent, by_area, permanent_among
from bot.domain.inside import by_wide, passing


class Shade(StrEnum):
    """How grave what runs in a region is, worst first."""

    RED = "red"
    #: Grave, though no source says red: no level, a kind that is no air raid, or more than drones under yellow.
    GRAVE = "grave"
    YELLOW = "yellow"


@dataclass(frozen=True, slots=True)
class Region:
    """An oblast, or a city of that rank: what is declared for all of it, and what only in its parts."""

    area: AreaId
    whole: Shade | None
    parts: Shade | None


@dataclass(frozen=True, slots=True)
class AlertMap:
    """All regions, and the cities apart from their raion whose own alert runs; `permanent` is what goes on as it always
    has, `unplaced` counts alerts in areas that the tree lacks.
    """

    regions: tuple[Region, ...]
    cities: tuple[Region, ...]
    permanent: tuple[Permanent, ...]
    unplaced: int


def draw(alerts: Iterable[Alert], tree: AreaTree) -> AlertMap:
    """The map of these running alerts."""
    known = tuple(alerts)
    own, inside = by_area(passing(known)), by_wide(passing(known), tree)

    def region(area: AreaId) -> Region:
        covering = tuple(alert for one in tree.covering(area) for alert in own.get(one, ()))
        return Region(area, shade_of(covering), shade_of(inside.get(area, ())))

    alerted = (area.id for area in tree if area.surrounding and area.id in own)
    return AlertMap(
        regions=tuple(region(area.id) for area in tree if _is_region(tree, area.parent)),
        cities=tuple(Region(city, shade_of(own[city]), None) for city in alerted),
        permanent=permanent_among(known),
        unplaced=sum(1 for alert in passing(known) if alert.area not in tree),
    )


def draw_areas(alerts: Iterable[Alert], tree: AreaTree, areas: Iterable[AreaId]) -> AlertMap:
    """The map of these areas alone, of any rank, each with what is declared for it, above it and in its parts."""
    wanted = tuple(areas)
    known = tuple(alerts)
    own, inside = by_area(passing(known)), by_wide(passing(known), tree)
    covering = {area: tuple(alert for one in tree.covering(area) for alert in own.get(one, ())) for area in wanted}
    return AlertMap(
        regions=tuple(Region(area, shade_of(covering[area]), shade_of(inside.get(area, ()))) for area in wanted),
        cities=(),
        permanent=permanent_among(alert for alert in known if alert.area in wanted),
        unplaced=0,
    )


def shade_of(alerts: Iterable[Alert]) -> Shade | None:
    """The worst of them; None where there are none."""
    known = tuple(alerts)
    if any(alert.level is Level.RED for alert in known):
        return Shade.RED
    if any(alert.gravity is Gravity.GRAVE for alert in known):
        return Shade.GRAVE
    return Shade.YELLOW if known else None


def _is_region(tree: AreaTree, parent: AreaId | None) -> bool:
    return parent is not None and parent in tree and tree[parent].level is AreaLevel.COUNTRY
