"""What is known of one shelter, with what is not known said as such."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt
from typing import NewType

from bot.domain.alerts import AreaId
from bot.domain.languages import Text

ShelterId = NewType("ShelterId", str)

#: Metres; the mean radius of the Earth (IUGG).
EARTH = 6_371_008.8


class ShelterKind(StrEnum):
    """Kinds by article 32 of the Civil Protection Code; `metro` is a dual-purpose one that everybody can name."""

    METRO = "metro"
    #: Сховище: hermetic, made for two days.
    HERMETIC = "hermetic"
    #: Протирадіаційне укриття.
    RADIATION = "radiation"
    #: Споруда подвійного призначення.
    DUAL = "dual"
    #: Найпростіше укриття, mostly a basement: against indirect effects only.
    SIMPLE = "simple"
    #: Первинне (мобільне) укриття: for at most four hours.
    MOBILE = "mobile"
    UNKNOWN = "unknown"


class Access(StrEnum):
    """When one can get in."""

    ALWAYS = "always"
    WORK_HOURS = "work_hours"
    ALARM = "alarm"
    STAFF = "staff"
    #: The register says that free access is not ensured.
    NOT_ENSURED = "not_ensured"
    UNKNOWN = "unknown"


class StepFree(StrEnum):
    """Whether one gets in without steps."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Point:
    """A place on Earth in degrees (WGS 84). Never stored, never logged: `repr` hides it."""

    latitude: float
    longitude: float

    def __repr__(self) -> str:
        return "Point(hidden)"


@dataclass(frozen=True, slots=True)
class Shelter:
    """One shelter; `point` is None where the register has no coordinates. `checked` is the day of the record where it
    has one, `source` whose it is; `area` the area whose alerts are its own, where that is known.
    """

    id: ShelterId
    kind: ShelterKind
    name: Text
    address: str
    point: Point | None
    source: str
    checked: date | None
    access: Access = Access.UNKNOWN
    step_free: StepFree = StepFree.UNKNOWN
    capacity: int | None = None
    area: AreaId | None = None
    #: Words by which it is found when they are typed, beyond name and address.
    aliases: tuple[str, ...] = ()


def metres_between(one: Point, other: Point) -> float:
    """The way as the crow flies (haversine)."""
    return metres(one.latitude, one.longitude, other.latitude, other.longitude)


def metres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The same for degrees that stand in arrays."""
    here, there = radians(latitude), radians(other_latitude)
    height = sin((there - here) / 2) ** 2
    width = sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(height + cos(here) * cos(there) * width)))
