"""What a source's list of areas changes in our tree, because names and borders change while people sleep.

Nothing that is known ever disappears, and no area moves while an alert runs that a move could end or begin.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.alerts import Alert, AreaId, SourceName
from bot.domain.areas import Area, AreaLevel, spelling
from bot.domain.official_names import OfficialNames

#: A list that lacks a larger share of what was listed before is taken for broken. The list of ukrainealarm lacks 1.1 %
#: of the built-in table (Luhansk oblast below its raions, Sevastopol; compared on 2026-11-22).
MISSING_AT_MOST = 0.03


@dataclass(frozen=True, slots=True)
class ListedArea:
    """An area as a list names it, with our ids; `parent` is None where the list says nothing of what it lies in."""

    id: AreaId
    name: str
    level: AreaLevel
    parent: AreaId | None
    name_en: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """All areas as one source names them, parents first; an area may stand in it twice."""

    source: SourceName
    areas: tuple[ListedArea, ...]


@dataclass(frozen=True, slots=True)
class KeptArea:
    """What listings taught us about one area, to be laid over the built-in table.

    `name` as it was last written there, `aliases` how it was called before; `moves_to` is the parent that it gets as
    soon as no alert is in the way, `gone` whether the last listing lacked it.
    """

    id: AreaId
    name: str
    level: AreaLevel
    parent: AreaId | None
    name_en: str | None = None
    aliases: tuple[str, ...] = ()
    moves_to: AreaId | None = None
    gone: bool = False


Kept = Mapping[AreaId, KeptArea]


class ChangeKind(StrEnum):
    """What can become of an area from one listing to the next."""

    ADDED = "added"
    RENAMED = "renamed"
    MOVED = "moved"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; `name` is the Ukrainian one from now on, `before` the former name or the former parent."""

    kind: ChangeKind
    area: AreaId
    name: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """What is kept after a listing, and how it differs from before.

    `doubt` says why the listing was not believed, and then nothing differs; it is empty otherwise.
    """

    kept: Kept
    changes: tuple[Change, ...] = ()
    doubt: str = ""


def merge(built_in: Iterable[Area], kept: Kept, listing: Listing, official: OfficialNames) -> Merged:
    """Takes a listing in; the same one again changes nothing.

    It is not believed where it lacks too much of what was known, or has no oblast.
    """
    built_in = tuple(built_in)
    known = {area.id: area for area in overlaid(built_in, kept, official)}
    listed = _once_each(listing.areas, known)
    doubt = _doubt(known, kept, listed)
    if doubt:
        return Merged(kept, doubt=doubt)
    merged = dict(kept)
    for one in listed.values():
        merged[one.id] = _updated(known, merged, one) if one.id in known else _added(known, merged, one)
    for area in known.values():
        if area.id not in listed and area.level is not AreaLevel.COUNTRY:
            merged[area.id] = replace(kept.get(area.id) or _as_kept(area), gone=True)
    after = {area.id: area for area in overlaid(built_in, merged, official)}
    return Merged(merged, tuple(_changes(known, after, kept, merged)))


def overlaid(built_in: Iterable[Area], kept: Kept, official: OfficialNames) -> tuple[Area, ...]:
    """The built-in areas with what is kept laid over them, then those that only listings know."""
    table = {area.id: area for area in built_in}
    renewed = [_overlaid(area, kept[area.id], official) if area.id in kept else area for area in table.values()]
    return (*renewed, *(_built(one, official) for one in kept.values() if one.id not in table))


def take_over(areas: Iterable[Area], kept: Kept, running: Collection[AreaId]) -> dict[AreaId, KeptArea]:
    """What is kept after every move that no alert forbids; `areas` as they are now, `running` where alerts run.

    A move changes what reaches everybody in the moved area. It waits while an alert runs there, in anything inside, or
    above it by the old or the new way: so whoever is under alert stays so, and nobody comes under one unseen.
    """
    parents = {area.id: area.parent for area in areas}
    settled = dict(kept)
    for one in kept.values():
        if one.moves_to is not None and _may_move(parents, one.id, one.moves_to, running):
            parents[one.id] = one.moves_to
            settled[one.id] = replace(one, parent=one.moves_to, moves_to=None)
    return settled


def in_the_way(alerts: Iterable[Alert]) -> frozenset[AreaId]:
    """Where alerts run that moves wait for; what is permanent makes no episode, and would hold them up for ever."""
    return frozenset(alert.area for alert in alerts if not alert.is_permanent)


def _may_move(parents: Mapping[AreaId, AreaId | None], area: AreaId, to: AreaId, running: Collection[AreaId]) -> bool:
    old, new = _way_up(parents, area), _way_up(parents, to)
    if to not in parents or area in new:
        return False
    return {*old, *new}.isdisjoint(running) and not any(area in _way_up(parents, one) for one in running)


def _way_up(parents: Mapping[AreaId, AreaId | None], area: AreaId) -> list[AreaId]:
    """The area and those above it; the parents make no circle, since no move that would is taken over."""
    found = [area]
    while (above := parents.get(found[-1])) is not None:
        found.append(above)
    return found


# One listing


def _once_each(areas: Iterable[ListedArea], known: Mapping[AreaId, Area]) -> dict[AreaId, ListedArea]:
    """Each area once: where its rows disagree, the one that leaves it where it is, else the first that places it."""
    found: dict[AreaId, ListedArea] = {}
    for one in areas:
        parent = known[one.id].parent if one.id in known else None
        before = found.get(one.id)
        if before is None or _says_more(one, before, parent):
            found[one.id] = one
    return found


def _says_more(one: ListedArea, other: ListedArea, parent: AreaId | None) -> bool:
    if None in (one.parent, other.parent):
        return other.parent is None and one.parent is not None
    return one.parent == parent != other.parent


def _doubt(known: Mapping[AreaId, Area], kept: Kept, listed: Mapping[AreaId, ListedArea]) -> str:
    expected = {area for area in known if area != _country(known) and not (area in kept and kept[area].gone)}
    missing = len(expected - listed.keys())
    if missing > MISSING_AT_MOST * len(expected):
        return f"the list lacks {missing} of {len(expected)} areas"
    oblasts = any(known[area].level is AreaLevel.OBLAST for area in listed if area in known)
    return "" if oblasts else "the list has no oblasts"


def _country(known: Mapping[AreaId, Area]) -> AreaId | None:
    return next((area.id for area in known.values() if area.level is AreaLevel.COUNTRY), None)


def _added(known: Mapping[AreaId, Area], merged: Kept, one: ListedArea) -> KeptArea:
    placed = one.parent in known or one.parent in merged
    parent = one.parent if placed and one.parent != one.id else _country(known)
    return KeptArea(one.id, one.name, one.level, parent, one.name_en, one.aliases)


def _updated(known: Mapping[AreaId, Area], merged: Kept, one: ListedArea) -> KeptArea:
    area = known[one.id]
    before = merged.get(one.id) or _as_kept(area)
    after = replace(before, moves_to=_move(area, merged.keys() | known.keys(), one), gone=False)
    if spelling(one.name) != spelling(before.name):
        # What is first listed under a name that we know has not been renamed: tables differ in how they write names.
        renamed = one.id in merged or spelling(one.name) not in _spellings(area)
        former = (*area.name.values(), *area.aliases, before.name) if renamed else ()
        after = replace(after, name=one.name, name_en=None, aliases=_joined(after.aliases, former))
    english = one.name_en if one.name_en != area.name["en"] else None
    more = (alias for alias in one.aliases if alias not in (*area.name.values(), *area.aliases))
    return replace(after, name_en=english or after.name_en, aliases=_joined(after.aliases, more))


def _move(area: Area, places: Collection[AreaId], one: ListedArea) -> AreaId | None:
    """The new parent, where the list names one.

    A city with an alert of its own stands at the top of ukrainealarm's list, or under the raion around it: neither is
    a move, for the raion's alert is not the city's.
    """
    stays = area.surrounding is not None or area.level in (AreaLevel.COUNTRY, AreaLevel.OBLAST)
    if stays or one.parent in (None, area.parent, area.id) or one.parent not in places:
        return None
    return one.parent


def _as_kept(area: Area) -> KeptArea:
    return KeptArea(area.id, area.name["uk"], area.level, area.parent)


def _changes(known: Mapping[AreaId, Area], after: Mapping[AreaId, Area], kept: Kept, merged: Kept) -> Iterable[Change]:
    for area in after.values():
        name = area.name["uk"]
        now, then = merged.get(area.id), kept.get(area.id)
        if area.id not in known:
            yield Change(ChangeKind.ADDED, area.id, name)
            continue
        former = known[area.id].name["uk"]
        if spelling(name) != spelling(former):
            yield Change(ChangeKind.RENAMED, area.id, name, former)
        if now and now.moves_to and now.moves_to != (then.moves_to if then else None):
            yield Change(ChangeKind.MOVED, area.id, name, area.parent or "")
        if now and now.gone and not (then and then.gone):
            yield Change(ChangeKind.GONE, area.id, name)


# Kept areas as areas


def _overlaid(area: Area, kept: KeptArea, official: OfficialNames) -> Area:
    """A built-in area as it is called and placed now; its English name, which foreigners know it by, stays."""
    parent = area.parent if area.surrounding else kept.parent
    english = kept.name_en or area.name["en"]
    if kept.name in (area.name["uk"], *area.aliases) or spelling(kept.name) in _spellings(area):
        if not kept.aliases and (parent, english) == (area.parent, area.name["en"]):
            return area
        name, aliases = {**area.name, "en": english}, kept.aliases
    else:
        read = official.read(kept.name)
        name = {**area.name, "uk": read.uk, "en": english}
        aliases = (area.name["uk"], *kept.aliases, *read.aliases, read.en)
    return replace(area, name=name, parent=parent, aliases=_others(name, (*area.aliases, *aliases)))


def _built(kept: KeptArea, official: OfficialNames) -> Area:
    read = official.read(kept.name)
    name = {"uk": read.uk, "en": kept.name_en or read.en}
    aliases = _others(name, (*read.aliases, read.en, *kept.aliases))
    return Area(kept.id, kept.level, name, kept.parent, aliases)


def _others(name: Mapping[str, str], spelt: Iterable[str]) -> tuple[str, ...]:
    return tuple(one for one in dict.fromkeys(spelt) if one not in name.values())


def _joined(known: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *more)))


def _spellings(area: Area) -> set[str]:
    return {spelling(name) for name in (*area.name.values(), *area.aliases)}
