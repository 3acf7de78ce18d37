"""Reads tables that other people wrote, and names the line of every fault, because they are edited by hand."""

import csv
import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import ContentFault

Cells = dict[str, str]

_GZIP = b"\x1f\x8b"


def rows_of(path: Path, *forms: tuple[str, ...]) -> Iterator[tuple[int, Cells]]:
    """Each row with the line on which it ends, from UTF-8 text, gzipped or not, read as it is asked for.

    The header must name every column of one of the `forms`, in any order; columns beyond them are given too.
    Raises ContentFault for a file, header or row that is not so.
    """
    reader = csv.reader(_lines(path), strict=True)
    try:
        header = _header(path, reader, forms)
        for cells in reader:
            if cells and len(cells) != len(header):
                raise ContentFault(path, reader.line_num, "row", f"{len(header)} cells, not {len(cells)}")
            if cells:
                yield reader.line_num, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise ContentFault(path, reader.line_num, "row", f"valid CSV: {error}") from error


def moment_of(path: Path, line: int, column: str, said: str) -> datetime:
    """ISO 8601 with an offset, as aware UTC; raises ContentFault."""
    moment = _iso(said)
    if moment is None or moment.tzinfo is None:
        raise ContentFault(path, line, column, f"ISO 8601 with an offset, not {said!r}")
    return _to_utc(path, line, column, moment)


def utc_moment_of(path: Path, line: int, column: str, said: str) -> datetime:
    """ISO 8601 as aware UTC, which is meant where no offset is given; raises ContentFault."""
    moment = _iso(said)
    if moment is None:
        raise ContentFault(path, line, column, f"ISO 8601, not {said!r}")
    return _to_utc(path, line, column, moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _iso(said: str) -> datetime | None:
    try:
        return datetime.fromisoformat(said.strip())
    except ValueError:
        return None


def _to_utc(path: Path, line: int, column: str, moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ContentFault(path, line, column, "a moment that UTC can express") from None


def _header(path: Path, reader: Iterator[list[str]], forms: tuple[tuple[str, ...], ...]) -> list[str]:
    header = [name.strip() for name in next(reader, [])]
    expected = " or ".join(",".join(form) for form in forms)
    if not any(set(form) <= set(header) for form in forms):
        raise ContentFault(path, 1, "header", f"the columns {expected}")
    if len(set(header)) != len(header):
        raise ContentFault(path, 1, "header", "each column once")
    return header


def _lines(path: Path) -> Iterator[str]:
    # Decoded line by line, so that a byte that is no UTF-8 has a line too.
    try:
        with path.open("rb") as plain:
            is_packed = plain.read(len(_GZIP)) == _GZIP
        with gzip.open(path) if is_packed else path.open("rb") as file:
            for number, line in enumerate(file, 1):
                yield _decoded(path, number, line)
    except (OSError, EOFError) as error:
        raise ContentFault(path, None, "file", f"a readable file: {error}") from error


def _decoded(path: Path, number: int, line: bytes) -> str:
    try:
        return line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        raise ContentFault(path, number, "row", "UTF-8") from error
