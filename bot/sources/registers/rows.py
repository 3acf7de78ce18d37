"""Makes shelters of the rows of any register, one judgement for all of them, and counts what it judged."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.domain.shelters.shelter import Access, Point, Shelter, ShelterId, ShelterKind, StepFree
from bot.sources.registers.account import Account, Left, Mended, Unclear
from bot.sources.registers.words import access_of, capacity_of, kind_of, public, step_free_of

#: Degrees around Ukraine in its borders, with a margin (44.4-52.4 N, 22.1-40.3 E).
_SOUTH, _NORTH, _WEST, _EAST = 44.0, 52.5, 22.0, 40.4


@dataclass(frozen=True, slots=True)
class Raw:
    """One row as a register has it; `where` is its line or number. What is personal is not here: it is never read."""

    where: str
    number: str
    kinds: tuple[str, ...]
    name: object
    address: object
    latitude: object
    longitude: object
    access: str = ""
    step_free: str = ""
    capacity: object = None
    checked: date | None = None
    excluded: bool = False
    #: Whether its own tags say that it is for something else than bombs.
    not_shelter: bool = False
    #: Whether the row has names, phones or codes of people and owners, whatever they say.
    personal: bool = False


class Reader:
    """Turns the rows of one file into shelters, each once. `source` names whose register it is, `as_of` its
    day where rows have none.
    """

    def __init__(self, source: str, prefix: str, as_of: date | None) -> None:
        self.account = Account()
        self._source = source
        self._prefix = prefix
        self._as_of = as_of
        self._seen: set[str] = set()
        self._alike: set[tuple[object, ...]] = set()

    def read(self, rows: Iterator[Raw | None]) -> Iterator[Shelter]:
        """The shelters among the rows; None stands for a row that is no record."""
        for number, raw in enumerate(rows, 1):
            self.account.read += 1
            if raw is None:
                self.account.leave(Left.UNREADABLE, f"row {number}")
                continue
            shelter = self._shelter(raw)
            if isinstance(shelter, Left):
                self.account.leave(shelter, raw.where)
                continue
            self.account.kept += 1
            yield shelter

    def _shelter(self, raw: Raw) -> Shelter | Left:
        if raw.excluded:
            return Left.EXCLUDED
        if raw.not_shelter:
            return Left.NO_SHELTER
        point = self._point(raw)
        if isinstance(point, Left):
            return point
        name, address = public(raw.name, self.account), public(raw.address, self.account)
        if point is None and not address:
            return Left.NOTHING_TO_FIND_BY
        kind, access, step_free = kind_of(*raw.kinds), access_of(raw.access), step_free_of(raw.step_free)
        alike = (kind, address.casefold(), _rounded(point))
        identity = raw.number or _digest(alike)
        if identity in self._seen or (alike in self._alike and not raw.number):
            return Left.DUPLICATE
        self._seen.add(identity)
        self._alike.add(alike)
        self._note(raw, point, kind, access, step_free)
        shown = name or address
        return Shelter(
            id=ShelterId(f"{self._prefix}-{_digest((self._source, identity))}"),
            kind=kind,
            name={"uk": shown, "en": shown},
            address=address,
            point=point,
            source=self._source,
            checked=raw.checked or self._as_of,
            access=access,
            step_free=step_free,
            capacity=capacity_of(raw.capacity),
        )

    def _note(self, raw: Raw, point: Point | None, kind: ShelterKind, access: Access, step_free: StepFree) -> None:
        if raw.personal:
            self.account.mended[Mended.PERSON] += 1
        unclear = {
            Unclear.KIND: kind is ShelterKind.UNKNOWN,
            Unclear.ACCESS: access is Access.UNKNOWN,
            Unclear.STEP_FREE: step_free is StepFree.UNKNOWN,
            Unclear.COORDINATES: point is None,
        }
        self.account.unclear.update(what for what, is_so in unclear.items() if is_so)

    def _point(self, raw: Raw) -> Point | Left | None:
        """Coordinates, mended where there is only one way to; None where the row has none."""
        if _is_empty(raw.latitude) and _is_empty(raw.longitude):
            return None
        latitude, longitude = self._degrees(raw.latitude), self._degrees(raw.longitude)
        if latitude is None or longitude is None:
            return Left.BAD_COORDINATES
        if _in_ukraine(latitude, longitude):
            return Point(latitude, longitude)
        if _in_ukraine(longitude, latitude):
            self.account.mended[Mended.SWAPPED] += 1
            return Point(longitude, latitude)
        return Left.OUTSIDE

    def _degrees(self, said: object) -> float | None:
        text = str(said).strip()
        plain = text.rstrip(",; ").replace(",", ".")
        if plain != text:
            self.account.mended[Mended.COMMA] += 1
        try:
            degrees = float(plain)
        except ValueError:
            return None
        return degrees if abs(degrees) <= 180 else None


def _is_empty(said: object) -> bool:
    return said is None or str(said).strip().casefold() in ("", "null", "none", "-")


def _in_ukraine(latitude: float, longitude: float) -> bool:
    return _SOUTH <= latitude <= _NORTH and _WEST <= longitude <= _EAST


def _rounded(point: Point | None) -> tuple[float, float] | None:
    return (round(point.latitude, 5), round(point.longitude, 5)) if point else None


def _digest(parts: tuple[object, ...]) -> str:
    """Twelve letters that name a row: a button's data hold no more than 64 bytes."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=6).hexdigest()
