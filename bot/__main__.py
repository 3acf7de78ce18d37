"""The command line, and the one place that knows the core, the conversations and the sandbox all at once.

Each command imports what it needs when it is called: a question on the command line must not wait for a web server.
"""

import asyncio
import gc
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot import channel_commands, operator_commands, shelter_commands
from bot.errors import SettingsFault, TelegramError, TyshaError
from bot.terminal import leave, or_leave, progress

if TYPE_CHECKING:
    from datetime import date

    from bot.domain.evaluation import Verdict
    from bot.running import Conversing
    from bot.services.areas import Learnt
    from bot.settings import Settings
    from bot.wiring import Core

Result = TypeVar("Result")

#: Columns of the table of benchmarks.
TABLE_WIDTH = 160

app = typer.Typer(name="bot", add_completion=False, pretty_exceptions_enable=False)

history_app = typer.Typer(help="The past: what was alerted when.", no_args_is_help=True)
app.add_typer(history_app, name="history")

reports_app = typer.Typer(help="Reports: from an article to reviewed claims.", no_args_is_help=True)
app.add_typer(reports_app, name="reports")

areas_app = typer.Typer(help="The list of oblasts, raions, hromadas and cities.", no_args_is_help=True)
app.add_typer(areas_app, name="areas")

cards_app = typer.Typer(help="The guidance cards.", no_args_is_help=True)
app.add_typer(cards_app, name="cards")
app.add_typer(shelter_commands.app, name="shelters")
app.add_typer(channel_commands.app, name="channels")
app.command()(operator_commands.pause)
app.command()(operator_commands.resume)
app.command()(operator_commands.announce)
app.command()(operator_commands.false_alarm)

#: What an operator should do about a fault of the Bot API that ends the program.
ADVICE = {
    "wrong-token": "TELEGRAM_BOT_TOKEN: Telegram does not know this token. Get it again from @BotFather.",
    "second-poller": "Another program reads updates with the same token. Stop it, or give this one a token of its own.",
}
#: The sandbox's own token, and how fast its night goes until the page changes it.
SANDBOX_TOKEN = "1:sandbox"
SANDBOX_SPEED = 60.0
SANDBOX_WELCOME = """
  Tysha runs in a sandbox: an invented night, no account, nothing leaves this machine.

    open {address}

  Write /start there and follow a place, then press Play: {title}.
  Ctrl+C ends it. For the real thing, set TELEGRAM_BOT_TOKEN (README.md).
"""


@app.callback(invoke_without_command=True)
def default(context: typer.Context) -> None:
    """Tysha: an air-raid alert chatbot that keeps quiet when it may."""
    if context.invoked_subcommand is None:
        run()


@app.command()
def run() -> None:
    """Run the bot; without TELEGRAM_BOT_TOKEN, in a sandbox in your browser."""
    # Nearly all that is loaded stays to the end: to look through it again and again takes a quarter of the start.
    gc.disable()
    from bot import logs
    from bot.settings import read_settings
    from bot.tasks import quick_runner

    settings = or_leave(read_settings)
    # Whoever tries the bot is told what to click; what goes well need not be logged as well.
    quiet = settings.is_sandbox and "log_level" not in settings.model_fields_set
    logs.configure("warning" if quiet else settings.log_level, settings.log_format)
    try:
        with quick_runner() as runner:
            runner.run(_run_sandbox(settings) if settings.is_sandbox else _run_bot(settings))
    except TelegramError as fault:
        leave(ADVICE[fault.kind])
    except SettingsFault as fault:
        leave(*fault.faults)
    except TyshaError as fault:
        leave(str(fault))
    except OSError as fault:
        leave(f"HTTP_ADDR: {settings.http_addr} cannot be used: {fault.strerror or fault}")


@app.command()
def check() -> None:
    """Explain every fault of the settings, the content and the database, one line each."""
    from bot.settings import read_settings
    from bot.wiring import check_everything

    settings = or_leave(read_settings)
    for line in or_leave(lambda: asyncio.run(check_everything(settings))):
        typer.echo(line)


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    from bot.settings import read_settings
    from bot.wiring import migrate_database

    settings = or_leave(read_settings)
    changed = or_leave(lambda: asyncio.run(migrate_database(settings)))
    typer.echo("The database is up to date now." if changed else "The database was up to date.")


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What you want to know.")],
    lang: Annotated[str | None, typer.Option(help="uk or en; without it, the language of the question.")] = None,
) -> None:
    """Answer a question from the reports and cards, as the chat would."""
    from bot.settings import read_settings
    from bot.texts import LANGUAGES
    from bot.wiring import current_answers

    if lang is not None and lang not in LANGUAGES:
        raise typer.BadParameter(f"one of {', '.join(LANGUAGES)}", param_hint="--lang")
    settings = or_leave(read_settings)
    answers = or_leave(lambda: asyncio.run(current_answers(settings)))
    typer.echo(answers.ask(question, lang).plain)


@app.command()
def evaluate(
    files: Annotated[list[Path], typer.Argument(help="Question sets (YAML), as those in tests/questions/.")],
) -> None:
    """Ask every question of the sets, and print by class how it was answered; a wrong answer exits 1."""
    from bot.content import load_questions
    from bot.domain.evaluation import Verdict, judge, tally
    from bot.settings import read_settings
    from bot.wiring import build_answers, load_content

    settings = or_leave(read_settings)
    answers = build_answers(or_leave(partial(load_content, settings.reports_dir)))
    questions = [one for file in files for one in or_leave(partial(load_questions, file))]
    judged = []
    for of_class, asked in questions:
        rendered = answers.ask(asked.ask)
        judged.append(judge(of_class, asked, rendered.answer, rendered.plain))
    for one in judged:
        if one.verdict is not Verdict.RIGHT:
            typer.echo(f"{one.verdict:<10} {one.asked.ask}\n           told: {one.told}")
    for row in _table(tally(judged)):
        typer.echo(row)
    if any(one.verdict is Verdict.WRONG for one in judged):
        raise typer.Exit(1)


@app.command()
def simulate(
    alerts: Annotated[Path, typer.Option(help="CSV: area,started_at,finished_at,level,threat", dir_okay=False)],
    chats: Annotated[Path, typer.Option(help="CSV: chat_id,area,quiet,mode,timezone", dir_okay=False)],
    out: Annotated[Path, typer.Option(help="Where to write one JSON object for each message.", dir_okay=False)],
) -> None:
    """Tell what each chat would have heard of a history of alerts, loud or silent, and why; no network is used."""
    from bot.services.simulate import run_simulation
    from bot.wiring import load_tree

    with progress("Simulating") as shown:
        summary = or_leave(lambda: run_simulation(alerts, chats, out, load_tree(), shown))
    typer.echo(
        f"{summary.chats} chats, {summary.alerts} alerts: {summary.messages} messages, {summary.loud} of them loud, "
        f"{summary.recaps} recaps"
    )


@app.command()
def undelivered() -> None:
    """List the messages that were given up, with kind, reason and when, and the updates that were put aside."""
    from bot import logs
    from bot.settings import read_settings
    from bot.wiring import list_undelivered

    settings = or_leave(read_settings)
    logs.configure("warning", settings.log_format)
    for line in or_leave(lambda: asyncio.run(list_undelivered(settings))):
        typer.echo(line)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where the copy goes; a file that is not there yet.", dir_okay=False)],
) -> None:
    """Copy the database to a file, checked, while the bot may be running."""
    from bot import backups
    from bot.settings import read_settings

    settings = or_leave(read_settings)
    size = or_leave(lambda: backups.backup(settings, file))
    typer.echo(f"Wrote {file}, {size:,} bytes, checked. It holds what people chose: keep it where nobody else reads.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A copy that `backup` made.", dir_okay=False)],
) -> None:
    """Put a copy in the place of the database; the bot must be stopped, and the old database is kept beside it."""
    from bot import backups
    from bot.settings import read_settings

    settings = or_leave(read_settings)
    aside = or_leave(lambda: backups.restore(settings, file))
    typer.echo(f"The database is that of {file} now." + (f" The old one is {aside}." if aside else ""))


@app.command()
def bench(
    names: Annotated[list[str] | None, typer.Argument(help="What to measure; without any, everything.")] = None,
    size: Annotated[str, typer.Option(help="small while developing, full for what is claimed.")] = "full",
    rounds: Annotated[int, typer.Option(help="How often each is measured; the table shows medians.", min=1)] = 3,
) -> None:
    """Measure against alternatives in the same run, and print one table with ratios and targets."""
    try:
        from benchmarks.registry import BENCHMARKS, run
        from benchmarks.table import Size
    except ImportError as error:
        leave(f"The benchmarks need a checkout with its tests' requirements (`make test` installs them): {error}")
    from rich.console import Console

    unknown = [name for name in names or () if name not in BENCHMARKS]
    if unknown:
        raise typer.BadParameter(f"{unknown[0]!r} is none of {', '.join(BENCHMARKS)}", param_hint="NAMES")
    if size not in tuple(Size):
        raise typer.BadParameter(f"one of {', '.join(Size)}", param_hint="--size")
    # Wider than most terminals: a table that is cut says less than one that is scrolled.
    console = Console(width=max(TABLE_WIDTH, Console().width))
    if not run(tuple(names or BENCHMARKS), Size(size), rounds, console):
        raise typer.Exit(1)


@history_app.command("import")
def import_history(
    file: Annotated[Path, typer.Argument(help="A CSV of the public siren dataset, in either form.", dir_okay=False)],
) -> None:
    """Take in the past, so that statistics and estimates have something to say; importing again changes nothing."""
    from bot import logs
    from bot.settings import read_settings
    from bot.wiring import import_into

    settings = or_leave(read_settings)
    logs.configure("warning", settings.log_format)
    with progress("Importing") as shown:
        summary = or_leave(lambda: asyncio.run(import_into(settings, file, shown)))
    typer.echo(f"{summary.rows} rows: {summary.added} alerts are new, {summary.known} were known already")
    typer.echo(
        f"Left out: {summary.duplicates} duplicates, {summary.without_end} without an end, "
        f"{summary.backwards} that end before they begin, {summary.unknown} of unknown areas"
    )
    typer.echo(f"Ends that the dataset made up: {summary.imputed}")
    for name, count in summary.examples:
        typer.echo(f"  unknown: {name} ({count})")


@reports_app.command("draft")
def draft_report(
    file: Annotated[Path, typer.Argument(help="The article as text, or - for standard input.", allow_dash=True)],
    published: Annotated[str | None, typer.Option(help="The article's date, YYYY-MM-DD.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    address: Annotated[str | None, typer.Option(help="Where it stands.")] = None,
) -> None:
    """Take an article apart into draft claims; nothing is published, and the text is forgotten within a day."""
    from bot.report_commands import as_yaml, draft

    settings = _report_settings()
    day = _day_or_leave(published)
    kept = or_leave(lambda: asyncio.run(draft(settings, file, day, outlet, address)))
    typer.echo(as_yaml(kept.review))
    typer.echo(f"Draft {kept.id} is kept until {kept.expires_at:%Y-%m-%d %H:%M} UTC. Nothing is published.", err=True)
    typer.echo(f"Review it: python -m bot reports review {kept.id}", err=True)


@reports_app.command("review")
def review_report(
    number: Annotated[int | None, typer.Argument(help="The draft; without it, the newest.")] = None,
) -> None:
    """Walk through a draft: keep, write or drop each claim; publish at the end if you say so."""
    from bot.report_review import walk

    settings = _report_settings()
    or_leave(lambda: asyncio.run(walk(settings, number)))


@reports_app.command("publish")
def publish_report(number: Annotated[int, typer.Argument(help="A draft whose review is done.")]) -> None:
    """Publish what was kept of a draft, and forget the article."""
    from bot.report_commands import open_desk

    async def publish() -> str:
        async with open_desk(settings) as desk:
            return (await desk.publish(await desk.find(number))).id

    settings = _report_settings()
    typer.echo(f"Published as {or_leave(lambda: asyncio.run(publish()))}. The article is forgotten.")


@reports_app.command("schema")
def report_schema() -> None:
    """Print the JSON schema of a record, for an editor that checks as you write."""
    import json

    from bot.content import report_schema

    typer.echo(json.dumps(report_schema(), indent=2, ensure_ascii=False))


@reports_app.command("list")
def list_reports() -> None:
    """Name every published report, claim by claim, and every draft under review."""
    from bot.report_commands import listing

    settings = _report_settings()
    for line in or_leave(lambda: asyncio.run(listing(settings))):
        typer.echo(line)


@reports_app.command("correct")
def correct_claim(
    claim: Annotated[str, typer.Argument(help="REPORT/CLAIM, as `reports list` names it.")],
    note_uk: Annotated[str, typer.Option(help="Why, in Ukrainian.")],
    note_en: Annotated[str, typer.Option(help="Why, in English.")],
    text_uk: Annotated[str | None, typer.Option(help="What is right, in Ukrainian.")] = None,
    text_en: Annotated[str | None, typer.Option(help="What is right, in English.")] = None,
    retract: Annotated[bool, typer.Option("--retract", help="Withdraw the claim instead.")] = False,
) -> None:
    """Correct or withdraw a published claim; whoever read it in a digest is told once, without sound."""
    from bot.report_commands import correct
    from bot.services.editing import Wording

    if retract == bool(text_uk and text_en) or bool(text_uk) != bool(text_en):
        raise typer.BadParameter("give --text-uk and --text-en, or --retract", param_hint="--retract")
    text = {"uk": text_uk, "en": text_en} if text_uk and text_en else None
    settings = _report_settings()
    was = or_leave(lambda: asyncio.run(correct(settings, claim, Wording({"uk": note_uk, "en": note_en}, text))))
    typer.echo(f"{'Withdrawn' if retract else 'Corrected'}. It said: {was}")


def _report_settings() -> "Settings":
    from bot import logs
    from bot.settings import read_settings

    settings = or_leave(read_settings)
    logs.configure("warning", settings.log_format)
    return settings


def _day_or_leave(text: str | None) -> "date | None":
    from datetime import date

    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter("YYYY-MM-DD", param_hint="--published") from None


@areas_app.command("sync")
def sync() -> None:
    """Ask ukrainealarm for its list of areas now, and tell what changed; a running bot takes it over by itself."""
    from bot.area_commands import sync_areas

    _keep_areas(sync_areas)


@areas_app.command("import")
def import_areas(
    file: Annotated[
        Path,
        typer.Argument(
            help="JSON of /api/v3/regions, CSV as data/areas/areas.csv, or GeoJSON with borders.", dir_okay=False
        ),
    ],
) -> None:
    """Take in a list of areas, or a map of their borders, from a file; importing again changes nothing."""
    from bot import area_commands
    from bot.sources.outlines import is_map

    if or_leave(lambda: is_map(file)):
        _keep_map(file)
    else:
        _keep_areas(lambda settings: area_commands.import_areas(settings, file))


@areas_app.command("forget-borders")
def forget_borders() -> None:
    """Forget the map of borders: a location chooses no place any more."""
    from bot import logs
    from bot.area_commands import forget_map
    from bot.settings import read_settings

    settings = or_leave(read_settings)
    logs.configure("warning", settings.log_format)
    typer.echo(f"{or_leave(lambda: asyncio.run(forget_map(settings)))} borders forgotten")


@cards_app.command("export")
def export_cards(
    lang: Annotated[str, typer.Option(help="uk or en.")] = "uk",
    out: Annotated[
        Path | None, typer.Option(help="Where to write; without it, to the terminal.", dir_okay=False)
    ] = None,
) -> None:
    """Write all cards as one HTML page to print, for a stairwell wall."""
    from bot.settings import read_settings
    from bot.texts import LANGUAGES
    from bot.wiring import build_guide, load_content

    if lang not in LANGUAGES:
        raise typer.BadParameter(f"one of {', '.join(LANGUAGES)}", param_hint="--lang")
    settings = or_leave(read_settings)
    page = build_guide(or_leave(partial(load_content, settings.reports_dir))).printable(lang)
    if out is None:
        typer.echo(page, nl=False)
        return
    try:
        out.write_text(page, encoding="utf-8")
    except OSError as fault:
        leave(f"{out}: cannot be written: {fault.strerror or fault}")
    typer.echo(f"Wrote {out}")


def _keep_map(file: Path) -> None:
    from bot import logs
    from bot.area_commands import import_map
    from bot.settings import read_settings

    settings = or_leave(read_settings)
    logs.configure("warning", settings.log_format)
    with progress("Importing") as shown:
        found = or_leave(lambda: asyncio.run(import_map(settings, file, shown)))
    for line in found.lines():
        typer.echo(line)


def _keep_areas(keep: "Callable[[Settings], Coroutine[None, None, Learnt]]") -> None:
    from bot import logs
    from bot.area_commands import summary
    from bot.settings import read_settings

    settings = or_leave(read_settings)
    logs.configure("warning", settings.log_format)
    for line in summary(or_leave(lambda: asyncio.run(keep(settings)))):
        typer.echo(line)


async def _run_bot(settings: "Settings") -> None:
    from bot.clock import MovedClock, SystemClock
    from bot.health import application
    from bot.pushes import push_routes
    from bot.running import keep_running
    from bot.serving import serve
    from bot.wiring import TelegramAddress, load_content, open_core

    clock = MovedClock(settings.clock_start, settings.clock_speed) if settings.has_moved_clock else SystemClock()
    content = load_content(settings.reports_dir)
    telegram = TelegramAddress(settings.telegram_bot_token or "", settings.telegram_api_url)
    async with AsyncExitStack() as stack:
        core = await stack.enter_async_context(open_core(settings, clock, content, telegram))
        conversing = _conversing(core)
        posted = conversing.posts.routes() if conversing.posts else []
        health = application(
            core.database, clock.now, beside=[core.metrics.route(), *push_routes(core.webhook), *posted]
        )
        address = await stack.enter_async_context(serve(health, settings.http_host, settings.http_port))
        typer.echo(f"Tysha runs at {settings.telegram_api_url}; its health is at {address}/healthz")
        typer.echo(f"Alert sources: {', '.join(settings.sources) or 'none, so the bot says that it cannot see'}")
        await keep_running(core, conversing, settings.clock_speed, {})


async def _run_sandbox(settings: "Settings") -> None:
    from bot.clock import MovedClock, SystemClock
    from bot.health import application
    from bot.running import keep_running
    from bot.serving import serve
    from bot.telegram.pacer import Limit
    from bot.wiring import TelegramAddress, invented, load_content, load_scenarios, open_core
    from sandbox.app import build
    from sandbox.controls import ClockControls, Followed
    from sandbox.limits import Limits
    from sandbox.phones import PAGE_USER_ID
    from sandbox.telegram_world import TelegramWorld

    # Whoever tries the bot may try what editors do, too.
    settings = settings.model_copy(update={"admin_ids": (*settings.admin_ids, PAGE_USER_ID)})
    content = load_content(settings.reports_dir)
    near = settings.clock_start or SystemClock().now()
    played = invented(settings.sources[0], settings.alert_interval, near, content.tree)
    speed = settings.clock_speed if settings.clock_speed != 1 else SANDBOX_SPEED
    clock = MovedClock(settings.clock_start or played.starts_at, speed)
    clock.pause()
    host = "127.0.0.1" if settings.http_host == "0.0.0.0" else settings.http_host
    address = f"http://{host}:{settings.http_port}"
    world = TelegramWorld(now=clock.now)
    async with AsyncExitStack() as stack:
        # The night goes faster than Telegram's limits, which count real seconds: every alert would be late.
        telegram = TelegramAddress(SANDBOX_TOKEN, address, private=Limit(interval=0.05, burst=20))
        core = await stack.enter_async_context(open_core(settings, clock, content, telegram, played))

        async def followed() -> Followed:
            async with core.database.reading() as connection:
                forthcoming = await core.services.subscriptions.forthcoming(connection, clock.now())
            return Followed(forthcoming.areas, forthcoming.due, forthcoming.owed)

        controls = ClockControls(clock, played, followed, load_scenarios())
        limits = Limits(per_chat_per_second=25, per_chat_burst=25)
        page = build(world, controls, token=SANDBOX_TOKEN, limits=limits, hosts=settings.public_hosts)
        root = application(core.database, clock.now, page, beside=[core.metrics.route()])
        await stack.enter_async_context(serve(root, settings.http_host, settings.http_port, before_stop=world.close))
        typer.echo(SANDBOX_WELCOME.format(address=settings.public_url or address, title=played.title))
        await keep_running(core, _conversing(core), speed, {"panel": controls.refresh})


def _conversing(core: "Core") -> "Conversing":
    from bot.posts import Posts
    from bot.running import Conversing
    from bot.telegram.startup import introduce
    from handlers.dispatch import Conversations
    from handlers.introduction import introductions

    texts, webhook = core.content.texts, core.telegram_webhook
    conversations = Conversations(
        core.bot, core.messenger, core.services, texts, pictures=core.pictures, now=core.clock.now
    )
    incoming = core.loops.incoming(conversations.read, shared=webhook is not None, turn_away=conversations.turn_away)
    core.metrics.count(incoming.seconds)
    posts = Posts(webhook, incoming.keep) if webhook else None
    return Conversing(incoming, partial(introduce, core.bot, introductions(texts)), posts)


def _table(tallied: "Mapping[str, Mapping[Verdict, int]]") -> Iterator[str]:
    """Right, refused and wrong of each class and of all, a line each."""
    from bot.domain.evaluation import Verdict

    yield f"{'':<42}{''.join(f'{verdict:>12}' for verdict in Verdict)}{'share':>8}"
    sums = {verdict: sum(row[verdict] for row in tallied.values()) for verdict in Verdict}
    for name, row in (*tallied.items(), ("all", sums)):
        asked = sum(row.values())
        share = f"{row[Verdict.RIGHT] / asked:.1%}" if asked else "-"
        yield f"{name:<42}{''.join(f'{row[verdict]:>12}' for verdict in Verdict)}{share:>8}"


if __name__ == "__main__":
    app()
