"""Reads the reviewed content (cards, reports, areas) and refuses what is not whole, because people act on it.

Every function here reads files and is meant for start-up, before the loop serves anyone.
"""

import csv
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

from bot.domain.alerts import AreaId
from bot.domain.areas import Area, AreaLevel
from bot.domain.cards import Card, Cards, Topic
from bot.domain.evaluation import Asked
from bot.domain.languages import REQUIRED_LANGUAGES
from bot.domain.reports import Report
from bot.errors import ContentFault

Steps = tuple[str | int, ...]
Content = TypeVar("Content", Card, Report)
Value = TypeVar("Value")

# A one-element tuple carries the configuration into the plain dataclasses of the domain, which know no pydantic.
_STRICT = ConfigDict(extra="forbid", str_min_length=1, str_strip_whitespace=True)
_CARD: TypeAdapter[tuple[Card]] = TypeAdapter(tuple[Card], config=_STRICT)
_REPORT: TypeAdapter[tuple[Report]] = TypeAdapter(tuple[Report], config=_STRICT)
_QUESTIONS: TypeAdapter[tuple[dict[str, tuple[Asked, ...]]]] = TypeAdapter(
    tuple[dict[str, tuple[Asked, ...]]], config=_STRICT
)

# Five times faster where PyYAML was built with libyaml, which every wheel is.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_LEVELS = frozenset(AreaLevel)
AREA_COLUMNS = (
    *("id", "level", "name_uk", "name_en", "parent", "surrounding", "other_ids", "permanent", "aliases"),
    *("source", "checked"),
)


def load_cards(folder: Path) -> Cards:
    """All cards of a folder, in the order of their file names; raises ContentFault."""
    documents = [_Document.read(path, _CARD) for path in _files(folder)]
    _refuse_twins(documents)
    for document in documents:
        _check_languages(document)
        _check_card(document)
    return Cards(tuple(document.value for document in documents))


def load_reports(folder: Path, areas: Sequence[Area] | None = None) -> tuple[Report, ...]:
    """All reviewed reports of a folder, in the order of their file names; raises ContentFault.

    With `areas`, a report about an area that is not among them is refused too.
    """
    documents = [_Document.read(path, _REPORT) for path in _files(folder)]
    _refuse_twins(documents)
    for document in documents:
        _check_languages(document)
        _check_claims(document)
        if areas is not None:
            _check_places(document, {one for area in areas for one in (area.id, *area.other_ids)})
    _check_claim_links(documents)
    return tuple(document.value for document in documents)


def report_schema() -> dict[str, Any]:
    """The JSON schema of a record, for editors; docs/reports.schema.json is this."""
    whole = _REPORT.json_schema()
    (record,) = whole["prefixItems"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A record of reporting",
        **record,
        "$defs": whole["$defs"],
    }


def load_questions(path: Path) -> tuple[tuple[str, Asked], ...]:
    """The questions of a set, each with its class, in the order of the file; raises ContentFault."""
    node, raw = _parse(path)
    classes = _validated(path, node, raw, _QUESTIONS)
    return tuple((name, asked) for name, questions in classes.items() for asked in questions)


def load_areas(path: Path) -> tuple[Area, ...]:
    """The built-in table of areas; raises ContentFault."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            table = csv.DictReader(file)
            if tuple(table.fieldnames or ()) != AREA_COLUMNS:
                raise ContentFault(path, 1, "header", f"the columns {','.join(AREA_COLUMNS)}")
            numbered = [(table.line_num, _area(path, table.line_num, row)) for row in table]
    except (OSError, UnicodeDecodeError) as error:
        raise ContentFault(path, None, "file", "a readable UTF-8 file") from error
    _check_tree(path, numbered)
    return tuple(area for _, area in numbered)


# One YAML file, its value, and the way back from a field to its line


@dataclass(frozen=True, slots=True)
class _Document(Generic[Content]):
    """A file that validated, with its node tree, so that later checks can still point at a line."""

    path: Path
    node: yaml.Node
    value: Content

    @classmethod
    def read(cls, path: Path, adapter: TypeAdapter[tuple[Content]]) -> "_Document[Content]":
        node, raw = _parse(path)
        return cls(path, node, _validated(path, node, raw, adapter))

    def fault(self, steps: Steps, expected: str) -> ContentFault:
        return ContentFault(self.path, _line(self.node, steps), _dotted(steps), expected)


def _validated(path: Path, node: yaml.Node, raw: object, adapter: TypeAdapter[tuple[Value]]) -> Value:
    try:
        (value,) = adapter.validate_python((raw,))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        steps = tuple(first["loc"][1:])
        raise ContentFault(path, _line(node, steps), _dotted(steps), first["msg"]) from error
    return value


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise ContentFault(folder, None, "folder", "an existing folder")
    return sorted(folder.rglob("*.yaml"))


def _parse(path: Path) -> tuple[yaml.Node, object]:
    try:
        loader = LOADER(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        if node is None:
            raise ContentFault(path, 1, "file", "a document, not an empty file")
        _refuse_repeated_keys(path, node)
        return node, loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ContentFault(path, line, "file", f"valid YAML: {error.problem}") from error
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise ContentFault(path, None, "file", f"readable UTF-8 YAML: {error}") from error


def _refuse_repeated_keys(path: Path, node: yaml.Node) -> None:
    # PyYAML keeps the last of two equal keys without a word, and a reviewer would have read the first.
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise ContentFault(path, key.start_mark.line + 1, "key", "a plain word as the key")
            if key.value in seen:
                raise ContentFault(path, key.start_mark.line + 1, key.value, "this key once")
            seen.add(key.value)
            _refuse_repeated_keys(path, value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_repeated_keys(path, value)


def _line(node: yaml.Node, steps: Steps) -> int:
    """The line of the field, or of the nearest thing around it where the field is missing."""
    line = node.start_mark.line
    for step in steps:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(step)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line
        else:
            break
    return line + 1


def _dotted(steps: Steps) -> str:
    return ".".join(map(str, steps)) or "file"


# What types cannot say


def _refuse_twins(documents: Sequence[_Document[Content]]) -> None:
    seen: set[str] = set()
    for document in documents:
        if document.value.id in seen:
            raise document.fault(("id",), f"an id that no other file has, not {document.value.id!r}")
        seen.add(document.value.id)


def _check_languages(document: _Document[Content]) -> None:
    for steps, texts in _texts(document.value):
        for language in REQUIRED_LANGUAGES:
            if not texts.get(language):
                raise document.fault(steps, f"a text in {language!r}")


def _texts(value: object, steps: Steps = ()) -> Iterator[tuple[Steps, Mapping[str, Any]]]:
    """Everything below a value that is keyed by language; content has no other mappings."""
    if isinstance(value, Mapping):
        yield steps, value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name), (*steps, field.name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts(item, (*steps, index))


def _check_card(document: _Document[Card]) -> None:
    card = document.value
    if card.review <= card.checked:
        raise document.fault(("review",), "a day after `checked`")
    if not card.sources:
        raise document.fault(("sources",), "at least one source")
    if card.topic is Topic.ALERT and (card.whereabouts is None or card.action is None):
        raise document.fault(("topic",), "`whereabouts` and `action` beside the topic `alert`")
    if card.actions and card.action is None:
        raise document.fault(("actions",), "`action`, for those who never said how far a shelter is")
    if len({one.reach for one in card.actions}) < len(card.actions):
        raise document.fault(("actions",), "each `reach` once")


def _check_claims(document: _Document[Report]) -> None:
    seen: set[str] = set()
    if not document.value.claims:
        raise document.fault(("claims",), "at least one claim")
    for index, claim in enumerate(document.value.claims):
        if claim.id in seen:
            raise document.fault(("claims", index, "id"), f"an id that no other claim has, not {claim.id!r}")
        seen.add(claim.id)


def _check_places(document: _Document[Report], known: Container[AreaId]) -> None:
    places: list[tuple[Steps, AreaId]] = [(("place",), document.value.place)]
    places += [
        (("claims", index, "place", "area"), claim.place.area) for index, claim in enumerate(document.value.claims)
    ]
    for steps, area in places:
        if area not in known:
            raise document.fault(steps, f"the id of an area, not {area!r}")


def _check_claim_links(documents: Sequence[_Document[Report]]) -> None:
    # A link within a report is "claim"; a link to another report's claim is "report/claim".
    known = {f"{document.value.id}/{claim.id}" for document in documents for claim in document.value.claims}
    for document in documents:
        for index, claim in enumerate(document.value.claims):
            for name, link in (("updates", claim.updates), ("contradicts", claim.contradicts)):
                if link is not None and (link if "/" in link else f"{document.value.id}/{link}") not in known:
                    raise document.fault(("claims", index, name), f"the id of an existing claim, not {link!r}")


# The table of areas


def _area(path: Path, line: int, row: Mapping[str, str]) -> Area:
    if None in row:
        raise ContentFault(path, line, "row", f"{len(AREA_COLUMNS)} columns")
    for column in ("id", "name_uk", "name_en", "source", "checked"):
        if not row[column]:
            raise ContentFault(path, line, column, "a value")
    if row["level"] not in _LEVELS:
        raise ContentFault(path, line, "level", f"one of {', '.join(AreaLevel)}")
    if row["permanent"] not in ("yes", "no"):
        raise ContentFault(path, line, "permanent", "yes or no")
    return Area(
        id=AreaId(row["id"]),
        level=AreaLevel(row["level"]),
        name={"uk": row["name_uk"], "en": row["name_en"]},
        parent=AreaId(row["parent"]) if row["parent"] else None,
        aliases=_split(row["aliases"]),
        other_ids=tuple(map(AreaId, _split(row["other_ids"]))),
        surrounding=AreaId(row["surrounding"]) if row["surrounding"] else None,
        permanent=row["permanent"] == "yes",
    )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


def _check_tree(path: Path, numbered: Sequence[tuple[int, Area]]) -> None:
    parents = {area.id: area.parent for _, area in numbered}
    seen: set[AreaId] = set()
    for line, area in numbered:
        for one in (area.id, *area.other_ids):
            if one in seen:
                raise ContentFault(path, line, "id", f"an id that no other row has, not {one!r}")
            seen.add(one)
        for column, other in (("parent", area.parent), ("surrounding", area.surrounding)):
            if other is not None and other not in parents:
                raise ContentFault(path, line, column, f"the id of a row, not {other!r}")
        if _circles(area.id, parents):
            raise ContentFault(path, line, "parent", "a way up to the country, not a circle")


def _circles(area: AreaId, parents: Mapping[AreaId, AreaId | None]) -> bool:
    visited = {area}
    above = parents[area]
    while above is not None:
        if above in visited:
            return True
        visited.add(above)
        above = parents.get(above)
    return False
