"""Keeps the shelters of imported registers and what people say of their doors. Nobody's own place is ever here."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.shelters.flags import Flag, FlagKind, Review
from bot.domain.shelters.nearest import Entry
from bot.domain.shelters.shelter import Access, Point, Shelter, ShelterId, ShelterKind, StepFree
from bot.store.tables import marks, shelter_flags, shelters, shelters_hidden, shelters_staged
from bot.store.upsert import insert_for, upsert

_EDITION = "shelters_edition"
#: A statement's worth of ids: SQLite takes at most 32,766 variables.
_PIECE = 500


async def edition(connection: AsyncConnection) -> str:
    """Changes whenever shelters were imported."""
    return await connection.scalar(select(marks.c.value).where(marks.c.name == _EDITION)) or ""


async def put_edition(connection: AsyncConnection, value: str) -> None:
    await upsert(connection, marks, [{"name": _EDITION, "value": value}])


async def entries(connection: AsyncConnection) -> list[Entry]:
    """What an index needs of every shelter that has coordinates."""
    columns = (shelters.c.id, shelters.c.latitude, shelters.c.longitude, shelters.c.step_free)
    found = await connection.execute(select(*columns).where(shelters.c.latitude.is_not(None)))
    known = {one.value: one for one in StepFree}
    return [(ShelterId(row[0]), row[1], row[2], known[row[3]]) for row in found]


async def by_ids(connection: AsyncConnection, ids: Sequence[ShelterId]) -> dict[ShelterId, Shelter]:
    found = await connection.execute(select(shelters).where(shelters.c.id.in_(ids)))
    return {ShelterId(row.id): _shelter(row) for row in found}


async def named(connection: AsyncConnection, words: Sequence[str], limit: int) -> tuple[Shelter, ...]:
    """So many shelters whose name or address has every one of these words (normalised), by address."""
    fitting = [shelters.c.words.contains(f" {word}", autoescape=True) for word in words]
    found = await connection.execute(select(shelters).where(*fitting).order_by(shelters.c.words).limit(limit))
    return tuple(_shelter(row) for row in found)


async def counts(connection: AsyncConnection) -> tuple[tuple[str, str, int, int], ...]:
    """Each origin and kind with how many shelters it has, and how many of them lack coordinates."""
    lacking = func.count() - func.count(shelters.c.latitude)
    counted = select(shelters.c.origin, shelters.c.kind, func.count(), lacking)
    grouped = counted.group_by(shelters.c.origin, shelters.c.kind).order_by(shelters.c.origin, shelters.c.kind)
    return tuple((row[0], row[1], row[2], row[3]) for row in await connection.execute(grouped))


async def rows_of(connection: AsyncConnection, origin: str) -> dict[str, tuple[Any, ...]]:
    """Everything kept of one register, by id, to be compared with what it says now."""
    found = await connection.execute(select(shelters).where(shelters.c.origin == origin))
    return {row.id: tuple(row) for row in found}


def row_of(shelter: Shelter, origin: str, words: str) -> dict[str, Any]:
    """A shelter as it is kept, in the order of the table's columns."""
    point = shelter.point
    return {
        "id": shelter.id,
        "origin": origin,
        "kind": shelter.kind.value,
        "name_uk": shelter.name["uk"],
        "name_en": shelter.name["en"],
        "address": shelter.address,
        "latitude": point.latitude if point else None,
        "longitude": point.longitude if point else None,
        "source": shelter.source,
        "checked": shelter.checked,
        "access": shelter.access.value,
        "step_free": shelter.step_free.value,
        "capacity": shelter.capacity,
        "words": words,
    }


async def clear_stage(connection: AsyncConnection) -> None:
    """Forgets what an import that was broken off had brought so far."""
    await connection.execute(delete(shelters_staged))


async def stage(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Brings rows near, so that they can all be taken over in one short step."""
    await connection.execute(insert(shelters_staged), rows)


async def take_over(connection: AsyncConnection) -> None:
    """Makes every staged row the one that is kept."""
    names = [column.name for column in shelters.columns]
    # SQLite reads ON CONFLICT after a SELECT only where that has a WHERE.
    statement = insert_for(connection, shelters).from_select(names, select(shelters_staged).where(true()))
    changed = {name: statement.excluded[name] for name in names if name != "id"}
    await connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changed))
    await clear_stage(connection)


async def drop(connection: AsyncConnection, ids: Sequence[str]) -> None:
    for at in range(0, len(ids), _PIECE):
        await connection.execute(delete(shelters).where(shelters.c.id.in_(ids[at : at + _PIECE])))


# What people say


async def flags_of(connection: AsyncConnection, ids: Iterable[ShelterId]) -> tuple[Flag, ...]:
    found = await connection.execute(select(shelter_flags).where(shelter_flags.c.shelter.in_(list(ids))))
    return tuple(_flag(row) for row in found)


async def all_flags(connection: AsyncConnection) -> tuple[Flag, ...]:
    found = await connection.execute(select(shelter_flags).order_by(shelter_flags.c.at.desc(), shelter_flags.c.id))
    return tuple(_flag(row) for row in found)


async def say(connection: AsyncConnection, shelter: ShelterId, kind: FlagKind, now: datetime) -> None:
    await connection.execute(
        insert(shelter_flags).values(shelter=shelter, kind=kind, at=now, times=1, review=Review.UNCHECKED)
    )


async def say_again(connection: AsyncConnection, flag: Flag, now: datetime) -> None:
    again = update(shelter_flags).where(shelter_flags.c.id == flag.id).values(at=now, times=flag.times + 1)
    await connection.execute(again)


async def review(connection: AsyncConnection, flag_id: int, verdict: Review) -> bool:
    """False where there is no such flag."""
    judged = update(shelter_flags).where(shelter_flags.c.id == flag_id).values(review=verdict)
    return (await connection.execute(judged)).rowcount == 1


async def drop_flags(connection: AsyncConnection, ids: Sequence[int]) -> None:
    await connection.execute(delete(shelter_flags).where(shelter_flags.c.id.in_(list(ids))))


async def flag(connection: AsyncConnection, flag_id: int) -> Flag | None:
    row = (await connection.execute(select(shelter_flags).where(shelter_flags.c.id == flag_id))).one_or_none()
    return _flag(row) if row else None


# What an operator keeps out of answers


async def hide(connection: AsyncConnection, shelter: ShelterId, until: datetime) -> None:
    await upsert(connection, shelters_hidden, [{"shelter": shelter, "until": until}])


async def show(connection: AsyncConnection, shelter: ShelterId) -> bool:
    """False where it was not hidden."""
    shown = delete(shelters_hidden).where(shelters_hidden.c.shelter == shelter)
    return (await connection.execute(shown)).rowcount == 1


async def hidden(connection: AsyncConnection, now: datetime) -> dict[ShelterId, datetime]:
    """The shelters that are hidden at that moment, each with its end."""
    found = await connection.execute(select(shelters_hidden).where(shelters_hidden.c.until > now))
    return {ShelterId(row.shelter): row.until for row in found}


async def drop_hidden_over(connection: AsyncConnection, now: datetime) -> None:
    await connection.execute(delete(shelters_hidden).where(shelters_hidden.c.until <= now))


def _flag(row: Row[Any]) -> Flag:
    return Flag(row.id, ShelterId(row.shelter), FlagKind(row.kind), row.at, row.times, Review(row.review))


def _shelter(row: Row[Any]) -> Shelter:
    return Shelter(
        id=ShelterId(row.id),
        kind=ShelterKind(row.kind),
        name={"uk": row.name_uk, "en": row.name_en},
        address=row.address,
        point=None if row.latitude is None else Point(row.latitude, row.longitude),
        source=row.source,
        checked=row.checked,
        access=Access(row.access),
        step_free=StepFree(row.step_free),
        capacity=row.capacity,
    )
