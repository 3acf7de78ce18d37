"""What an operator does with the broadcast from a terminal, beside a bot that may be running on the same database."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from bot.real_database import on_real_database

if TYPE_CHECKING:
    from bot.services.pauses import Paused
    from bot.store.database import Database


def pause() -> None:
    """Stop all sending, on every replica; what is owed waits, and answers in chat go on."""
    from bot.services.pauses import Pauses

    async def stop(database: "Database") -> "Paused":
        async with database.writing() as tx:
            return await Pauses().pause(tx, datetime.now(UTC))

    paused = on_real_database(stop)
    if paused.changed:
        typer.echo("Sending is paused. Alerts reach nobody until `python -m bot resume`.")
    else:
        typer.echo(f"Sending has been paused since {paused.since:%Y-%m-%d %H:%M} UTC.")
    typer.echo(f"Owed and waiting: {paused.owed}")


def resume() -> None:
    """Let sending go on; what is still true of what is owed leaves, the grave first."""
    from bot.services.pauses import Pauses

    async def go_on(database: "Database") -> "Paused":
        async with database.writing() as tx:
            return await Pauses().resume(tx)

    paused = on_real_database(go_on)
    typer.echo("Sending goes on." if paused.changed else "Sending was not paused.")
    typer.echo(f"Owed: {paused.owed}")
