"""What became of every row of a register, because a shelter that was left out in silence is one that nobody finds."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from bot.sources.imported import LeftOut


class Left(StrEnum):
    """Why a row was left out."""

    UNREADABLE = "not a record"
    BAD_COORDINATES = "coordinates that are no numbers"
    OUTSIDE = "coordinates outside Ukraine"
    NOTHING_TO_FIND_BY = "neither coordinates nor address"
    DUPLICATE = "the same as a row before"
    EXCLUDED = "taken out of the register"
    NO_SHELTER = "not a shelter by its own tags"


class Mended(StrEnum):
    """What was put right in a row that was kept."""

    COMMA = "a comma in a coordinate"
    SWAPPED = "latitude and longitude swapped"
    PHONE = "a phone number taken out of a text"
    PERSON = "names or codes of people and owners not read"


class Unclear(StrEnum):
    """What a kept row does not say in words that we know; people read it as not known."""

    KIND = "kind"
    ACCESS = "access"
    STEP_FREE = "step-free access"
    COORDINATES = "coordinates: found by its address only"


@dataclass(slots=True)
class Account(LeftOut[Left]):
    """Filled as a file is read; examples are places in the file, never what stands there."""

    read: int = 0
    kept: int = 0
    mended: Counter[Mended] = field(default_factory=Counter)
    unclear: Counter[Unclear] = field(default_factory=Counter)

    def lines(self) -> tuple[str, ...]:
        """One line for each thing that happened, for a terminal."""
        parts = [f"{self.read} rows: {self.kept} kept, {self.left.total()} left out"]
        parts += self.lines_of_left()
        parts += [f"  mended, {what}: {count}" for what, count in self.mended.items()]
        parts += [f"  not known, {what}: {count}" for what, count in self.unclear.items()]
        return tuple(parts)
