"""What every file that an operator hands over is opened by, and how what is left out of it is counted."""

import gzip
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from io import BufferedIOBase
from pathlib import Path
from typing import Generic, TypeVar

from bot.errors import ContentFault

EXAMPLES_AT_MOST = 5
_GZIP = b"\x1f\x8b"

Why = TypeVar("Why", bound=StrEnum)


@dataclass(slots=True)
class LeftOut(Generic[Why]):
    """Counts by reason; examples are places in the file, never what stands there."""

    left: Counter[Why] = field(default_factory=Counter)
    examples: dict[Why, list[str]] = field(default_factory=dict)

    def leave(self, why: Why, where: str) -> None:
        self.left[why] += 1
        known = self.examples.setdefault(why, [])
        if len(known) < EXAMPLES_AT_MOST:
            known.append(where)

    def lines_of_left(self) -> Iterator[str]:
        """One line for each reason, for a terminal."""
        for why, count in self.left.items():
            yield f"  left out, {why}: {count} ({', '.join(self.examples[why])})"


def opened(path: Path) -> BufferedIOBase:
    """The bytes of a file, unpacked where it is gzip. Raises ContentFault where it cannot be read."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == _GZIP
        return gzip.open(path, "rb") if packed else path.open("rb")
    except OSError as error:
        raise ContentFault(path, None, "file", "a readable file") from error
