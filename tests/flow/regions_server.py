"""A server that lists the regions of ukrainealarm, so that new names and borders reach the program as they would."""

from collections.abc import Iterable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.domain.areas import AreaLevel
from tests.content.places import areas
from tests.flow.alerts_server import Shown


class RegionsServer:
    """A server that speaks ukrainealarm v3: `alerts` as shown, `regions` as rows of id, name, type and parent.

    `asked` counts how often the list of regions was asked for; `broken`, where set, is answered in its place.
    """

    def __init__(self, regions: Iterable[tuple[str, str, str, str | None]]) -> None:
        self.regions = list(regions)
        self.alerts: list[Shown] = []
        self.broken: Response | None = None
        self.asked = 0

    def app(self) -> Starlette:
        paths = {"alerts": self._alerts, "alerts/status": self._status, "regions": self._regions}
        return Starlette(routes=[Route(f"/api/v3/{path}", answer) for path, answer in paths.items()])

    def body(self) -> dict[str, object]:
        """The list of regions as the service writes it."""
        return {"states": self._inside(None)}

    def _inside(self, parent: str | None) -> list[dict[str, object]]:
        return [
            {"regionId": region, "regionName": name, "regionType": kind, "regionChildIds": self._inside(region)}
            for region, name, kind, above in self.regions
            if above == parent
        ]

    async def _alerts(self, request: Request) -> Response:
        return JSONResponse([one.as_record() for one in self.alerts])

    async def _status(self, request: Request) -> Response:
        return JSONResponse({"lastActionIndex": len(self.alerts)})

    async def _regions(self, request: Request) -> Response:
        self.asked += 1
        return self.broken or JSONResponse(self.body())


def region_rows() -> list[tuple[str, str, str, str | None]]:
    """The built-in table as ukrainealarm lists it: Kharkiv and Zaporizhzhia at the top, Crimea with its other id."""
    kinds = {AreaLevel.OBLAST: "State", AreaLevel.RAION: "District"}
    rows: list[tuple[str, str, str, str | None]] = []
    for area in areas():
        at_top = area.surrounding is not None or area.parent == "ukraine"
        kind = "State" if at_top else kinds.get(area.level, "Community")
        if area.level is not AreaLevel.COUNTRY:
            rows.append(
                ("9999" if area.id == "29" else area.id, area.name["uk"], kind, None if at_top else area.parent)
            )
    return rows
