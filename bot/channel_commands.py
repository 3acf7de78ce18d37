"""What an operator does with public channels from a terminal, beside a bot that may be running on the same database."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import SettingsFault
from bot.real_database import on_real_database
from bot.terminal import leave, or_leave

if TYPE_CHECKING:
    from bot.domain.areas import AreaTree
    from bot.services.channels import Channels
    from bot.store.database import Database
    from bot.telegram.directory import AboutChat, NotThere

app = typer.Typer(help="Public channels that carry the alerts of one area.", no_args_is_help=True)

#: Why nothing can be carried to a chat, for the terminal.
_NOT_THERE = {
    "unknown": "Telegram knows no such channel, or the bot is not in it.",
    "may_not_post": "The bot may not post there: make it an administrator with that right.",
    "no_channel": "That is neither a channel nor a group.",
    "unreachable": "Telegram did not answer. Nothing was changed.",
}
_NOT_CARRIED = {
    "too_wide": "All of Ukraine is too wide for one channel.",
    "wide_grave": "An oblast or a raion cannot be carried as grave only: alerts in its parts are silent lines alone.",
}


@app.command("list")
def list_() -> None:
    """List the channels: id, name, area, stream, language, and whether they can be written to."""
    from bot.domain.channels import Channel
    from bot.store import channels as channel_store
    from bot.wiring import build_areas, load_tree

    async def read(database: "Database") -> tuple[tuple[Channel, str], ...]:
        tree = load_tree()
        await build_areas(database, tree).load()
        async with database.reading() as connection:
            return tuple((one, tree.name(one.area, "en")) for one in await channel_store.load_all(connection))

    found = on_real_database(read)
    for one, area in found:
        name = f"{one.title} (@{one.username})" if one.username else one.title
        state = f", cannot be written to: {one.gone}" if one.gone else ""
        stream = "grave" if one.stream == "stream_grave" else "all"
        typer.echo(f"{one.chat_id} {name}: {area}, {stream}, {one.language}{state}")
    if not found:
        typer.echo("No channel carries anything.")


@app.command("add", context_settings={"ignore_unknown_options": True})
def add(
    chat: Annotated[str, typer.Argument(help="@name or the numeric id of a channel in which the bot may post.")],
    area: Annotated[str, typer.Option(help="The area, in Ukrainian or English, or its id.")],
    stream: Annotated[str, typer.Option(help="all, or grave for grave danger only.")] = "all",
    lang: Annotated[str, typer.Option(help="uk or en.")] = "uk",
) -> None:
    """Let a channel carry the alerts of an area; what it carried before ends."""
    from bot.domain.policy import Loudness
    from bot.services.channels import Carried
    from bot.telegram.directory import AboutChat
    from bot.texts import LANGUAGES
    from bot.wiring import build_areas, load_tree

    if stream not in ("all", "grave"):
        raise typer.BadParameter("all or grave", param_hint="--stream")
    if lang not in LANGUAGES:
        raise typer.BadParameter(f"one of {', '.join(LANGUAGES)}", param_hint="--lang")

    async def carry(database: "Database") -> str:
        tree = load_tree()
        await build_areas(database, tree).load()
        found = tree.find(area) or ((tree[tree.canonical(area)],) if tree.canonical(area) in tree else ())
        if len(found) != 1:
            named = ", ".join(f"{one.id} {one.name['en']}" for one in found) or "none"
            leave(f"--area: {area!r} names {len(found)} areas: {named}")
        about = await _look_up(chat)
        if not isinstance(about, AboutChat):
            leave(_NOT_THERE[about])
        loudness = Loudness.STREAM_GRAVE if stream == "grave" else Loudness.STREAM
        async with database.writing() as tx:
            came = await _channels(tree).carry(tx, about, found[0].id, loudness, lang, datetime.now(UTC))
        if came is not Carried.CARRIED:
            leave(_NOT_CARRIED[came])
        return f"{about.title} carries {tree.name(found[0].id, 'en')} now. What runs there already is not posted."

    typer.echo(on_real_database(carry))


@app.command("remove", context_settings={"ignore_unknown_options": True})
def remove(chat: Annotated[str, typer.Argument(help="Its id or @name, as `channels list` has them.")]) -> None:
    """Let a channel carry nothing any more; its readers are not told."""
    from bot.store import channels as channel_store
    from bot.wiring import load_tree

    async def stop(database: "Database") -> str:
        async with database.writing() as tx:
            for one in await channel_store.load_all(tx):
                if chat in (str(one.chat_id), f"@{one.username}"):
                    await _channels(load_tree()).stop(tx, one.chat_id, datetime.now(UTC))
                    return f"{one.title} carries nothing any more."
        leave(f"No channel is called {chat}; `channels list` names them.")

    typer.echo(on_real_database(stop))


def _channels(tree: "AreaTree") -> "Channels":
    from bot.services.channels import Channels
    from bot.services.subscriptions import Subscriptions

    return Channels(tree, Subscriptions(tree), _Nobody())


class _Nobody:
    """A terminal asks Telegram before the transaction, and not in it."""

    async def look_up(self, target: int | str) -> "NotThere":
        from bot.telegram.directory import NotThere

        return NotThere.UNREACHABLE


async def _look_up(chat: str) -> "AboutChat | NotThere":
    from telegram import Bot

    from bot.settings import read_settings
    from bot.telegram.directory import Directory

    settings = or_leave(read_settings)
    if settings.telegram_bot_token is None:
        raise SettingsFault(("TELEGRAM_BOT_TOKEN: only the bot itself can ask Telegram about a channel.",))
    url = settings.telegram_api_url
    async with Bot(settings.telegram_bot_token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as bot:
        return await Directory(bot).look_up(int(chat) if chat.lstrip("-").isdigit() else chat)
