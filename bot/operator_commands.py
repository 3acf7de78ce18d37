"""What an operator does with the broadcast from a terminal, beside a bot that may be running on the same database."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from bot.real_database import on_real_database
from bot.terminal import leave, or_leave

if TYPE_CHECKING:
    from bot.domain.alerts import AreaId
    from bot.domain.areas import AreaTree
    from bot.services.announcements import Announcements
    from bot.services.false_alarms import ToldAlert
    from bot.services.pauses import Paused
    from bot.store.database import Database

#: Who makes an announcement on a terminal; no person has this id.
TERMINAL = 0
#: Alerts that are listed to choose from.
LISTED = 20


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


def announce(
    text: Annotated[str | None, typer.Argument(help="What to say, to readers of every language.")] = None,
    uk: Annotated[str | None, typer.Option(help="What to say in Ukrainian.")] = None,
    en: Annotated[str | None, typer.Option(help="What to say in English.")] = None,
    area: Annotated[str | None, typer.Option(help="Only to who follows this area or a place in it.")] = None,
    loud: Annotated[bool, typer.Option("--loud", help="Let it ring outside quiet hours.")] = False,
    hours: Annotated[int, typer.Option(help="After so many hours what has not left is dropped.", min=1, max=168)] = 12,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Tell everybody something, once, behind all alerts; it is shown and counted first."""
    from bot.domain.operators import ANNOUNCEMENT_AT_MOST

    words = {language: said for language, said in (("uk", uk or text), ("en", en or text)) if said and said.strip()}
    if not words:
        raise typer.BadParameter("say something: TEXT, or --uk and --en", param_hint="TEXT")
    if max(map(len, words.values())) > ANNOUNCEMENT_AT_MOST:
        raise typer.BadParameter(f"at most {ANNOUNCEMENT_AT_MOST} characters", param_hint="TEXT")

    async def send(database: "Database") -> bool:
        service, chosen, name = await _announcing(database, area)
        reach = await service.count(chosen)
        for language, said in words.items():
            typer.echo(f"[{language}] {said}")
        sound = "with sound outside quiet hours" if loud else "without sound"
        typer.echo(f"To {reach.chats} chats ({name}), {sound}; takes about {_span(reach.takes)}.")
        if not yes and not typer.confirm("Send it?"):
            return False
        now = datetime.now(UTC)
        async with database.writing() as tx:
            draft = await service.write(tx, TERMINAL, chosen, words, now)
            return await service.send(tx, draft.id, now, loud=loud, lasts=timedelta(hours=hours))

    typer.echo("It goes, as soon as the bot runs." if on_real_database(send) else "Nothing was sent.")


def false_alarm(
    alert: Annotated[str | None, typer.Argument(help="The number of an alert, or its area: the newest there.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Tell all who heard an alert that it was false, as loudly as they heard it; without ALERT, list the last day's."""

    async def declare(database: "Database") -> str:
        from bot.services.false_alarms import FalseAlarms
        from bot.services.planner import Planner

        tree = await _tree(database)
        service = FalseAlarms(database, tree, Planner(database))
        recent = await service.read(datetime.now(UTC))
        if alert is None:
            return "\n".join(_listed(one, tree) for one in recent[:LISTED]) or "Nobody was told of any alert today."
        chosen = _chosen(recent, alert, tree)
        heard = await service.count(chosen)
        typer.echo(f"{_listed(chosen, tree)}: {heard} chats heard it and will be told that it was false.")
        if chosen.still:
            typer.echo("The sources still show it: the message says that it is no all clear.")
        if not yes and not typer.confirm("Tell them?"):
            return "Nothing was sent."
        async with database.writing() as tx:
            told = await service.declare(tx, chosen, datetime.now(UTC))
        return "It goes, as soon as the bot runs." if told else "They were told before."

    typer.echo(on_real_database(declare))


def _chosen(recent: "tuple[ToldAlert, ...]", wanted: str, tree: "AreaTree") -> "ToldAlert":
    areas = {one.id for one in tree.find(wanted)}
    for one in recent:
        if wanted == str(one.number) or (not wanted.isdigit() and one.area in areas):
            return one
    leave(f"No alert of the last day that anybody heard is called {wanted}; `false-alarm` lists them.")


def _listed(one: "ToldAlert", tree: "AreaTree") -> str:
    state = "still on" if one.still else "over"
    return f"{one.number}: {tree.name(one.area, 'en')}, {one.kind}, since {one.since:%Y-%m-%d %H:%M} UTC, {state}"


def _span(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    return f"{seconds // 60} min {seconds % 60} s" if seconds >= 60 else f"{seconds} s"


async def _tree(database: "Database") -> "AreaTree":
    from bot.wiring import build_areas, load_tree

    tree = load_tree()
    await build_areas(database, tree).load()
    return tree


async def _announcing(database: "Database", area: str | None) -> "tuple[Announcements, AreaId | None, str]":
    """What announces, the area that is meant (None: all), and how that is called."""
    from bot.services.announcements import Announcements
    from bot.settings import read_settings

    tree = await _tree(database)
    service = Announcements(database, tree, or_leave(read_settings).send_rate)
    if area is None:
        return service, None, "everybody"
    found = tree.find(area)
    if len(found) != 1:
        named = ", ".join(f"{one.name['en']} ({tree.name(one.parent, 'en')})" for one in found if one.parent)
        leave(f"--area: {area!r} names {len(found)} areas: {named or 'none'}")
    return service, found[0].id, tree.name(found[0].id, "en")
