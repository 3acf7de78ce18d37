"""Maps the alerts of the country, or of one oblast, as tiles: what is not seen well is not known, and never empty."""

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.alerts import AreaId, Sight
from bot.domain.areas import AreaTree
from bot.domain.charts.tiles import COUNTRY, KHARKIV_OBLAST, Look, MapWords, State, Tile, tile_map
from bot.domain.country import Region, Shade
from bot.services.phrasing import Phrasing
from bot.services.status import CountryStatus
from bot.telegram.attachments import Picture
from bot.texts import Argument, Html, Texts

#: Most of what a tile can show, as the key explains it.
_KEY: tuple[tuple[Look, str], ...] = (
    (Look(Shade.RED), "map-key-red"),
    (Look(Shade.YELLOW), "map-key-yellow"),
    (Look(Shade.GRAVE), "map-key-grave"),
    (Look(parts=Shade.RED), "map-key-parts"),
    (Look(), "map-key-none"),
    (Look(state=State.UNKNOWN), "map-key-unknown"),
)
_USUAL_KEY = (Look(state=State.USUAL), "map-key-usual")


class Which(StrEnum):
    """What is mapped."""

    COUNTRY = "country"
    OBLAST = "oblast"


PLACES: Mapping[Which, Mapping[AreaId, tuple[int, int]]] = {Which.COUNTRY: COUNTRY, Which.OBLAST: KHARKIV_OBLAST}


@dataclass(frozen=True, slots=True)
class Maps:
    """Words and tiles in one language at a time."""

    texts: Texts
    tree: AreaTree

    def picture(self, language: str, which: Which, status: CountryStatus, now: datetime, zone: str) -> Picture | None:
        """The map of what the status shows; None where nothing was ever seen. `zone` is the reader's."""
        newest = status.newest
        if newest is None or newest.contact_at is None:
            return None
        phrasing = Phrasing(self.texts, self.tree)
        contact = phrasing.moment(language, newest.contact_at, now, zone)
        time = phrasing.moment(language, now, now, zone)
        data = self._plain(language, "map-picture-data", sources=phrasing.source(language, newest.name), time=contact)
        warning, note = self._warning(language, status, contact, data)
        key = (*_KEY, *((_USUAL_KEY,) if status.drawn.permanent else ()))
        words = MapWords(
            title=self._plain(language, "map-picture-title", which=which.value),
            time=time,
            data=note or data,
            warning=warning,
            key=tuple((look, self._plain(language, message_id)) for look, message_id in key),
            footer=self._plain(language, "map-picture-footer"),
        )
        tiles = dict(self._tiles(language, which, status))
        seen = "blind" if status.sight is Sight.BLIND else "seen"
        caption = self._say(language, "map-picture-caption", which=which.value, time=time, seen=seen, since=contact)
        return Picture(tile_map(words, PLACES[which], tiles), caption)

    def _warning(self, language: str, status: CountryStatus, contact: str, data: str) -> tuple[str, str]:
        """What is said aloud above the tiles where the data are not good, with a line below it."""
        if status.sight is Sight.BLIND:
            lost = self._plain(language, "map-picture-blind", since=contact)
            return lost, self._plain(language, "map-picture-blind-note")
        if status.partly_since:
            note = self._plain(language, "map-picture-partly-note", data=data)
            return self._plain(language, "map-picture-partly"), note
        return (self._plain(language, "map-picture-late"), data) if status.sight is Sight.LATE else ("", "")

    def _tiles(self, language: str, which: Which, status: CountryStatus) -> Iterator[tuple[AreaId, Tile]]:
        usual = {alert.area for alert in status.drawn.permanent}
        unseen = status.sight is Sight.BLIND or status.partly_since is not None
        for region in status.drawn.regions:
            state = State.USUAL if region.area in usual else State.UNKNOWN if unseen else State.NONE
            look = Look(region.whole, _worse(region), state)
            name = html.unescape(Phrasing(self.texts, self.tree).area(language, region.area))
            # By number, as the texts know them; a source's own names for what we lack are none.
            number = int(region.area) if region.area.isdecimal() else 0
            short = "map-tile" if which is Which.COUNTRY else "map-raion"
            name = self._plain(language, short, area=number, name=name)
            yield region.area, Tile(name, look, *self._words(language, look))

    def _words(self, language: str, look: Look) -> tuple[str, str]:
        """What the look means, in a word, and beside it what is so only in parts."""
        if look.whole:
            note = self._plain(language, "map-look-worse", shade=look.parts.value) if look.parts else ""
            return self._plain(language, "map-look", shade=look.whole.value), note
        if look.parts:
            return self._plain(language, "map-look", shade=look.parts.value), self._plain(language, "map-look-parts")
        return self._plain(language, f"map-look-{look.state.value}"), ""

    def _say(self, language: str, message_id: str, **arguments: Argument) -> Html:
        return self.texts.render(language, message_id, **arguments)

    def _plain(self, language: str, message_id: str, **arguments: Argument) -> str:
        return html.unescape(self._say(language, message_id, **arguments))


def _worse(region: Region) -> Shade | None:
    """What runs in the parts, unless the whole is as grave."""
    order = list(Shade)
    if region.whole and region.parts and order.index(region.parts) >= order.index(region.whole):
        return None
    return region.parts
