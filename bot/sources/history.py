"""Reads published alert histories, each in its own columns, to be imported, replayed and simulated.

Pure but for the reading of the file. The two forms of the public siren datasets are those of
Vadimkin/ukrainian-air-raid-sirens-dataset (MIT), read on 2026-11-22: "official" with one column for each level of the
tree, "volunteer" with a region and a flag for ends that were made up. Both give UTC.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from bot.domain.alerts import AreaId, Level, Threat, ThreatKind
from bot.domain.area_names import AreaNames
from bot.domain.history import PastAlert
from bot.errors import ContentFault
from bot.sources.alerts_in_ua import LEVELS, THREATS
from bot.sources.csv_rows import Cells, moment_of, rows_of, utc_moment_of

ALERT_COLUMNS = ("area", "started_at", "finished_at", "level", "threat")
OFFICIAL_COLUMNS = ("oblast", "raion", "hromada", "level", "started_at", "finished_at")
VOLUNTEER_COLUMNS = ("region", "started_at", "finished_at", "naive")

#: What the official form's maintainers write where an end is missing; nothing marks it (their code, 2026-08-22).
IMPUTED_OFFICIAL = timedelta(minutes=60)

#: Both the words of alerts.in.ua and our own.
_THREATS = {**{kind.value: kind for kind in ThreatKind}, **THREATS}
_NO_END = ("", "null", "none", "nan")


class Trouble(StrEnum):
    """Why a row of a published history is no alert for us."""

    UNKNOWN_NAME = "unknown_name"
    NO_END = "no_end"
    BACKWARDS = "backwards"
    #: Taken back by its source.
    DELETED = "deleted"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One row of a public dataset: the alert, or what is wrong with it; `name` is the area as written there.

    `imputed`: its end is not known and was made up by the dataset.
    """

    line: int
    name: str
    alert: PastAlert | Trouble
    imputed: bool = False


def read_alerts(path: Path, names: AreaNames) -> Iterator[PastAlert]:
    """The rows of the form `area,started_at,finished_at,level,threat`; raises ContentFault with the line.

    An empty end never comes; a row of no length is given too. A level or threat that is not known stays so, which is
    grave.
    """
    for line, row in rows_of(path, ALERT_COLUMNS):
        yield _alert(path, line, row, names)


def read_public(path: Path, names: AreaNames) -> Iterator[PublicRow]:
    """The rows of a public dataset in either form; raises ContentFault with the line of a time that cannot be read."""
    for line, row in rows_of(path, OFFICIAL_COLUMNS, VOLUNTEER_COLUMNS):
        yield _public(path, line, row, names)


def has_public_form(path: Path) -> bool:
    """Whether the file's header is that of a public dataset and not of our own form; ContentFault where of neither."""
    for _, row in rows_of(path, ALERT_COLUMNS, OFFICIAL_COLUMNS, VOLUNTEER_COLUMNS):
        return "area" not in row
    return False


def area_of(path: Path, line: int, names: AreaNames, said: str) -> AreaId:
    """The one area of this id or name; raises ContentFault where there is none, or more than one."""
    found = names.named(said)
    if not found:
        raise ContentFault(path, line, "area", f"a known area, not {said!r}")
    if len(found) > 1:
        raise ContentFault(path, line, "area", f"one area: {said!r} may be {', '.join(sorted(found))}; give the id")
    return found[0]


def _alert(path: Path, line: int, row: Cells, names: AreaNames) -> PastAlert:
    area = area_of(path, line, names, row["area"])
    started_at = moment_of(path, line, "started_at", row["started_at"])
    finished = row["finished_at"]
    finished_at = moment_of(path, line, "finished_at", finished) if finished.strip() else None
    if finished_at is not None and finished_at < started_at:
        raise ContentFault(path, line, "finished_at", "no earlier than started_at")
    level = LEVELS.get(_word(row["level"]), Level.UNKNOWN)
    return PastAlert(area, started_at, finished_at, level, _threats(row["threat"]))


def _threats(said: str) -> tuple[Threat, ...]:
    word = _word(said)
    return (Threat(_THREATS.get(word, ThreatKind.UNKNOWN)),) if word else ()


def _word(said: str) -> str:
    return said.strip().casefold().replace(" ", "_").replace("-", "_")


def _public(path: Path, line: int, row: Cells, names: AreaNames) -> PublicRow:
    given = tuple(row[column] for column in ("region", "oblast", "raion", "hromada") if row.get(column, "").strip())
    name = " / ".join(given)
    if row["finished_at"].strip().casefold() in _NO_END:
        return PublicRow(line, name, Trouble.NO_END)
    started_at = utc_moment_of(path, line, "started_at", row["started_at"])
    finished_at = utc_moment_of(path, line, "finished_at", row["finished_at"])
    # By their whole path: one name can belong to hromadas of several oblasts, and some rows have two columns swapped.
    areas = names.inside_each_other(given) if given else ()
    if len(areas) != 1:
        return PublicRow(line, name, Trouble.UNKNOWN_NAME)
    if finished_at <= started_at:
        return PublicRow(line, name, Trouble.BACKWARDS)
    alert = PastAlert(areas[0], started_at, finished_at)
    return PublicRow(line, name, alert, _is_imputed(row, started_at, finished_at))


def _is_imputed(row: Cells, started_at: datetime, finished_at: datetime) -> bool:
    if "naive" in row:
        return row["naive"].strip().casefold() == "true"
    return finished_at - started_at == IMPUTED_OFFICIAL
