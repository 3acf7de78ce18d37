"""What benchmarks measure, in one form: a figure of ours beside an alternative's of the same run, and the target.

A figure of one machine says little; the ratio to something that was measured beside it says more, so it is the ratio
that a target is set for.
"""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Size(StrEnum):
    """How much is measured: `small` while developing, `full` for what is claimed."""

    SMALL = "small"
    FULL = "full"


class Of(StrEnum):
    """What a target bounds."""

    RATIO = "ratio"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Target:
    """`least` or `most` that the ratio, or our own figure, may be."""

    of: Of = Of.RATIO
    least: float | None = None
    most: float | None = None

    def is_kept(self, value: float) -> bool:
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    def __str__(self) -> str:
        parts = [f"{sign} {bound:g}" for sign, bound in (("≥", self.least), ("≤", self.most)) if bound is not None]
        return f"{self.of} {' '.join(parts)}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what was measured in which unit, ours and the alternative's (None: there is none), and the target."""

    what: str
    unit: str
    ours: float
    alternative: float | None = None
    beside: str = ""
    target: Target | None = None

    @property
    def ratio(self) -> float | None:
        return self.ours / self.alternative if self.alternative else None

    @property
    def verdict(self) -> str:
        """`kept` or `missed`; empty where nothing was promised."""
        if self.target is None:
            return ""
        value = self.ours if self.target.of is Of.OURS else self.ratio
        return "kept" if value is not None and self.target.is_kept(value) else "missed"


def medians(rounds: Sequence[Iterable[Figure]]) -> tuple[Figure, ...]:
    """The same figures with the median of each of their numbers over several rounds."""
    by_name: dict[str, list[Figure]] = {}
    for figures in rounds:
        for figure in figures:
            by_name.setdefault(figure.what, []).append(figure)
    return tuple(_median(same) for same in by_name.values())


def _median(same: Sequence[Figure]) -> Figure:
    alternatives = [figure.alternative for figure in same if figure.alternative is not None]
    return replace(
        same[0],
        ours=statistics.median(figure.ours for figure in same),
        alternative=statistics.median(alternatives) if alternatives else None,
    )
