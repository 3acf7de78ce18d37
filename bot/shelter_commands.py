"""What an operator does with shelters, beside a bot that may be running on the same database."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.real_database import on_real_database
from bot.terminal import leave, or_leave, progress

if TYPE_CHECKING:
    from bot.domain.shelters.flags import Review
    from bot.store.database import Database

app = typer.Typer(help="Shelters, and what people say of their doors.", no_args_is_help=True)


@app.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(help="The national register, a KMU-835 table, a city's list, GeoJSON.", dir_okay=False),
    ],
    name: Annotated[str, typer.Option(help="Whose register it is, as people read it.")],
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Its day, where its rows have none.")
    ] = None,
) -> None:
    """Take in a register; what it no longer lists goes. All of the file or nothing; importing again changes nothing."""
    from bot.services.registers import import_register

    day: date | None = as_of.date() if as_of else None
    with progress("Importing") as shown:
        summary = on_real_database(
            lambda database: import_register(file, database, name, datetime.now(UTC), shown, as_of=day)
        )
    for line in summary.account.lines():
        typer.echo(line)
    typer.echo(f"{summary.added} new, {summary.changed} changed, {summary.same} as they were, {summary.gone} gone")


@app.command("list")
def list_() -> None:
    """Count the shelters by register and kind."""
    from bot.store import shelters as shelter_store
    from bot.wiring import load_shelters

    async def counted(database: "Database") -> tuple[tuple[str, str, int, int], ...]:
        async with database.reading() as connection:
            return await shelter_store.counts(connection)

    stations, _ = or_leave(load_shelters)
    typer.echo(f"built in, metro: {len(stations)}")
    for origin, kind, count, lacking in on_real_database(counted):
        typer.echo(f"{origin}, {kind}: {count}" + (f" ({lacking} without coordinates)" if lacking else ""))


@app.command("flags")
def flags(
    confirm: Annotated[int | None, typer.Option(help="The number of one that you checked.")] = None,
    reject: Annotated[int | None, typer.Option(help="The number of one that is not so.")] = None,
) -> None:
    """List what people say of shelters' doors, the newest first; confirm one or reject it."""
    from bot.domain.shelters.flags import Review

    if confirm is not None and reject is not None:
        raise typer.BadParameter("one of --confirm and --reject")
    number = confirm if confirm is not None else reject
    if number is None:
        _list_flags()
        return
    verdict = Review.CONFIRMED if confirm is not None else Review.REJECTED
    if not on_real_database(lambda database: _review(database, number, verdict)):
        leave(f"There is no flag {number}; `shelters flags` lists them.")
    typer.echo(f"Flag {number} is {verdict} now.")


def _list_flags() -> None:
    from bot.domain.shelters.flags import Flag
    from bot.services.shelter_flags import ShelterFlags

    async def waiting(database: "Database") -> tuple[Flag, ...]:
        async with database.writing() as tx:
            return await ShelterFlags().waiting(tx, datetime.now(UTC))

    found = on_real_database(waiting)
    for flag in found:
        said = f"{flag.id}: {flag.shelter} {flag.kind}, {flag.times}x, last {flag.at:%Y-%m-%d %H:%M} UTC"
        typer.echo(f"{said}, {flag.review}, until {flag.ends_at:%Y-%m-%d %H:%M} UTC")
    if not found:
        typer.echo("Nobody says anything.")


async def _review(database: "Database", number: int, verdict: "Review") -> bool:
    from bot.services.shelter_flags import ShelterFlags

    async with database.writing() as tx:
        return await ShelterFlags().review(tx, number, verdict)
