"""Puts the core together, once, in one straight function; what it opens is closed in reverse order."""

import os
import platform
import secrets
import time
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import structlog
from sqlalchemy import inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot

from bot import measures
from bot.beats import beat_at
from bot.clock import Clock
from bot.content import load_areas, load_cards, load_reports
from bot.domain.areas import AreaTree
from bot.domain.cards import Cards
from bot.domain.drafts.cues import joined_cues
from bot.domain.examples import Examples
from bot.domain.lexicon import Vocabulary
from bot.domain.reports import Report
from bot.domain.shelters.finding import Landmark
from bot.domain.shelters.shelter import Shelter
from bot.errors import SettingsFault, StoreError
from bot.examples import load_examples
from bot.leading import Alone, Elected, Leadership, LeadersSender
from bot.lemmas import Lemmas
from bot.loops import Broadcast, DueWork, Loops
from bot.metrics import CountedSender, Metrics, Watched
from bot.official_names import load_official_names
from bot.pictures.artist import Artist
from bot.services.announcements import Announcements
from bot.services.answers import Answers
from bot.services.area_lists import AreaLists
from bot.services.areas import Areas
from bot.services.attention import Attention
from bot.services.bags import Bags
from bot.services.channels import Channels
from bot.services.charts import Charts
from bot.services.checkup import Checkup, Listeners, Looked
from bot.services.circle_rounds import CircleRounds
from bot.services.circles import Circles
from bot.services.cockpit import Cockpit
from bot.services.control_room import ControlRoom
from bot.services.deliver import Deliver
from bot.services.digests import Digests
from bot.services.editing import Editing
from bot.services.estimates import Estimates
from bot.services.facade import Services
from bot.services.false_alarms import FalseAlarms
from bot.services.feeds import Feeds
from bot.services.guide import Guide
from bot.services.history import Summary, import_history, keep_past
from bot.services.maps import Maps
from bot.services.modes import Modes
from bot.services.months import Months
from bot.services.newsroom import Newsroom
from bot.services.operators import Operators
from bot.services.own_name import OwnName
from bot.services.pauses import Pauses
from bot.services.pictures import Pictures
from bot.services.planner import Planner
from bot.services.privacy import Privacy
from bot.services.progress import Progress
from bot.services.recaps import Recaps
from bot.services.rehearsal import Rehearsal
from bot.services.retention import Retention
from bot.services.seals import Seals
from bot.services.settling import Clocks
from bot.services.shelf import Shelf
from bot.services.shelter_flags import ShelterFlags
from bot.services.shelters import Shelters
from bot.services.sight import Sights
from bot.services.statistics import Statistics
from bot.services.status import Statuses
from bot.services.subscriptions import Subscriptions
from bot.services.undelivered import tell_undelivered
from bot.services.unwritten import Means, Unwritten
from bot.services.watch import Watch
from bot.services.whereabouts import Whereabouts
from bot.services.why import Reasons
from bot.services.wording import Wording
from bot.settings import REAL_DATABASE, Settings
from bot.sources.alerts_in_ua import AlertsInUa
from bot.sources.alerts_in_ua_history import AlertsInUaHistory
from bot.sources.feeds import ask
from bot.sources.made_month import made_month
from bot.sources.pages import read_page
from bot.sources.port import Invented, Source
from bot.sources.registers.built_in import load_landmarks, load_stations
from bot.sources.replay import load_replay
from bot.sources.scenario import Scenario, ScenarioSource, anchor_for, load_scenario
from bot.sources.ukraine_alarm import UkraineAlarm
from bot.sources.ukraine_alarm_webhook import Webhook
from bot.store.alone import alone_on
from bot.store.bots import claim_bot
from bot.store.database import Database, claim_purpose, forget_everything
from bot.store.unusable import damaged, unusable
from bot.store.upgrade import upgrade
from bot.telegram.directory import Directory
from bot.telegram.files import Files
from bot.telegram.messenger import Messenger
from bot.telegram.pacer import PRIVATE, Limit, Pacer
from bot.telegram.ready import CALL, Ready
from bot.telegram.request import AiohttpRequest
from bot.telegram.webhook import TelegramWebhook, webhook_of
from bot.telegram.wire import Wire
from bot.texts import Texts
from bot.vocabulary import load_vocabularies

_log = structlog.get_logger(__name__)

DATA = Path(__file__).resolve().parent.parent / "data"
OFFICIAL_NAMES = DATA / "areas" / "official.yaml"
#: Bytes of a file of SQLite that is looked through at every start, which takes under a second; `check` looks at any.
UP_TO = 256_000_000


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that is read from files at the start."""

    texts: Texts
    tree: AreaTree
    cards: Cards
    reports: Collection[Report]
    vocabularies: tuple[Vocabulary, ...]
    examples: Examples
    stations: tuple[Shelter, ...] = ()
    landmarks: tuple[Landmark, ...] = ()


@dataclass(frozen=True, slots=True)
class TelegramAddress:
    """Which Bot API server, as whom, and what it lets a bot send to one person."""

    token: str
    url: str
    private: Limit = PRIVATE


@dataclass(frozen=True, slots=True)
class Core:
    """The running core: what conversations and the entry need of it."""

    content: Content
    clock: Clock
    services: Services
    database: Database
    leadership: Leadership
    bot: Bot
    messenger: Messenger
    pictures: Pictures
    sources: tuple[Source, ...]
    areas: Areas
    lists: AreaLists
    loops: Loops
    unwritten: Unwritten
    newsroom: Newsroom
    control_room: ControlRoom
    retention: Retention
    checkup: Checkup | None
    metrics: Metrics
    webhook: Webhook | None = None
    telegram_webhook: TelegramWebhook | None = None


def in_flight(rate: float) -> int:
    """How many messages may be on their way at once, for that many a second: at 200 ms each from the first byte to the
    transaction that settles it, no slower, and never so many that a crash repeats more than a second's worth.
    """
    return max(30, round(rate / 5))


def load_tree() -> AreaTree:
    """The built-in areas. Raises ContentFault."""
    return AreaTree(load_areas(DATA / "areas" / "areas.csv"))


def build_areas(database: Database, tree: AreaTree) -> Areas:
    """What keeps a tree that holds the built-in areas, as `load_tree` gives it. Raises ContentFault."""
    return Areas(database, tree, load_official_names(OFFICIAL_NAMES))


def load_content(reports: Path) -> Content:
    """Reads and checks all content. Raises ContentFault."""
    areas = load_areas(DATA / "areas" / "areas.csv")
    cards = load_cards(DATA / "cards")
    stations, landmarks = load_shelters()
    return Content(
        texts=Texts(DATA / "texts"),
        tree=AreaTree(areas),
        cards=cards,
        reports=load_reports(reports, areas),
        vocabularies=load_vocabularies(DATA / "lexicon"),
        examples=load_examples(DATA / "examples", cards),
        stations=stations,
        landmarks=landmarks,
    )


def load_shelters() -> tuple[tuple[Shelter, ...], tuple[Landmark, ...]]:
    """The built-in shelters, and what people name instead of an address. Raises ContentFault."""
    folder = DATA / "shelters"
    return load_stations(folder / "kharkiv-metro.csv"), load_landmarks(folder / "landmarks.csv")


def build_answers(content: Content, *, at_once: bool = True) -> Answers:
    """What answers questions; it needs no database and no network. `at_once`: as in Answers."""
    read = (content.texts, content.tree, content.cards, content.reports, content.vocabularies)
    return Answers(*read, Lemmas(), content.examples, at_once=at_once)


async def current_answers(settings: Settings) -> Answers:
    """What answers questions from the reports as they stand: those published and corrected here too, where the real
    bot's database is there. Raises ContentFault and StoreError.
    """
    content = load_content(settings.reports_dir)
    shelf = Shelf(tuple(content.reports))
    database = _real_database_if_there(settings)
    if database is not None:
        try:
            async with database.reading() as connection:
                known = await connection.run_sync(lambda one: inspect(one).has_table("records"))
            if known:
                await shelf.look(database, lambda: None)
        except SQLAlchemyError as error:
            raise unusable(error) from error
        finally:
            await database.close()
    return build_answers(replace(content, reports=shelf))


def _real_database_if_there(settings: Settings) -> Database | None:
    """A question alone makes no database."""
    url = make_url(settings.database_url or REAL_DATABASE)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return None
    return _database(url.render_as_string(hide_password=False))


def build_editing(content: Content, answers: Answers, shelf: Shelf) -> Editing:
    """What takes an article to a report."""
    cues = joined_cues({one.language: one.drafting for one in content.vocabularies})
    return Editing(content.texts, content.tree, answers, shelf, cues)


def build_guide(content: Content) -> Guide:
    """What shows cards; it needs no database and no network."""
    return Guide(content.texts, content.tree, content.cards, content.reports)


# One straight function, however long: what depends on what is read from top to bottom.
@asynccontextmanager
async def open_core(  # noqa: PLR0915
    settings: Settings, clock: Clock, content: Content, telegram: TelegramAddress, played: Invented | None = None
) -> AsyncIterator[Core]:
    """The core for as long as the block lasts; `played` stands in for the settings' sources. Raises StoreError."""
    async with AsyncExitStack() as stack:
        database = await open_database(settings, stack)
        await _claim_bot(database, telegram.token)
        leadership = Alone() if database.is_sqlite else Elected(database, _own_name())
        # What the leader alone may do goes through this; conversations and the inbox are anybody's.
        leaders = database.fenced(leadership.fence)

        areas = build_areas(leaders, content.tree)
        await areas.load()

        client = await stack.enter_async_context(httpx.AsyncClient())
        sources = (played,) if played else _sources(settings, clock, content.tree, client)
        if settings.is_sandbox:
            await _begin_with_a_month(database, sources)
        request = AiohttpRequest()
        await request.initialize()
        stack.push_async_callback(request.shutdown)
        bot = Bot(
            telegram.token,
            base_url=f"{telegram.url}/bot",
            base_file_url=f"{telegram.url}/file/bot",
            request=request,
            get_updates_request=request,
        )
        messenger = Messenger(bot)

        tree, texts = content.tree, content.texts
        names = tuple(source.name for source in sources)
        shelf = Shelf(tuple(content.reports))
        # From here on everybody reads the reports as they stand, published and corrected ones with them.
        content = replace(content, reports=shelf)
        answers = build_answers(content, at_once=False)
        digests = Digests(leaders, tree, content.cards, shelf)
        wording = Wording(texts, tree, content.cards, shelf)
        shelters = Shelters(content.stations, content.landmarks)
        await shelters.refresh(database)
        whereabouts = Whereabouts(tree)
        await whereabouts.refresh(database)
        # A sandbox's night is invented, and fetches nothing.
        addresses = () if settings.is_sandbox else settings.report_feeds
        feeds = Feeds(leaders, answers, addresses, partial(ask, client), clock.now, partial(read_page, client))
        subscriptions = Subscriptions(tree)
        statistics = Statistics(tree, database)
        charts = Charts(texts, tree, shelf, statistics)
        pictures = Pictures(database, Artist(), Files(bot), messenger, clock.now)
        services = Services(
            subscriptions=subscriptions,
            attention=Attention(),
            statuses=Statuses(tree, names),
            answers=answers,
            digests=digests,
            estimates=Estimates(tree, database),
            reasons=Reasons(),
            wording=wording,
            seals=Seals(telegram.token),
            cards=content.cards,
            guide=build_guide(content),
            shelters=shelters,
            flags=ShelterFlags(),
            whereabouts=whereabouts,
            circles=Circles(),
            bags=Bags(),
            own_name=OwnName(messenger.own_username),
            tree=tree,
            editing=build_editing(content, answers, shelf),
            feeds=feeds,
            shelf=shelf,
            channels=Channels(tree, subscriptions, Directory(bot)),
            pauses=Pauses(),
            announcements=Announcements(database, tree, settings.send_rate),
            false_alarms=FalseAlarms(database, tree, Planner(database)),
            cockpit=Cockpit(database, Statuses(tree, names), settings.send_rate),
            statistics=statistics,
            charts=charts,
            maps=Maps(texts, tree),
            privacy=Privacy(database),
            editors=frozenset(settings.admin_ids),
        )
        newsroom = Newsroom(leaders, shelf, answers, clock.now)
        clocks = Clocks(clock.now, lambda: datetime.now(UTC), time.monotonic)
        wire = Wire(f"{telegram.url}/bot{telegram.token}/{CALL}", in_flight(settings.send_rate))
        await wire.initialize()
        stack.push_async_callback(wire.shutdown)
        ready = Ready(wire, paid=settings.paid_broadcast)
        sends = measures.sends()
        sender = CountedSender(LeadersSender(Messenger(bot, ready), leadership), sends)
        pacer = Pacer(settings.send_rate, telegram.private)
        deliver = Deliver(leaders, sender, wording, pacer, clocks)
        planner = Planner(leaders)
        watch = Watch(leaders, tree, planner)
        operators = Operators(settings.admin_ids, messenger, texts, database)
        going = Announcements(leaders, tree, settings.send_rate)
        control_room = ControlRoom(leaders, operators, going, clock.now, settings.send_rate)
        means = Means(sender, wording, pacer, clocks)
        unwritten = Unwritten(leaders, watch, planner, deliver.noting, tree, means, operators)
        sights = Sights(leaders, tree, names, planner)
        lists = AreaLists(areas, _lister(settings, sources, content.tree, client), clock.now)
        due = DueWork(Recaps(leaders), digests, Modes(leaders), CircleRounds(leaders))
        months = _months(settings, leaders, tree, planner, client)
        broadcast = Broadcast(
            planner, deliver, in_flight(settings.send_rate), steps=unwritten, refused=unwritten.refused
        )
        loops = Loops(leaders, clock, unwritten, sights, broadcast, due, months, inbox=database)
        webhook = _webhook(settings, sources, clock)
        listeners = Listeners(
            operators,
            Operators((settings.canary_chat,) if settings.canary_chat else (), messenger, texts, database),
            beat_at(client, settings.heartbeat_url) if settings.heartbeat_url else None,
        )
        looked = Looked(names, messenger, Rehearsal(tree, wording))
        # An invented night goes too fast for it, and whoever tries one is no operator.
        speed = settings.clock_speed
        checkup = None if settings.is_sandbox else Checkup(leaders, looked, listeners, clock.now, speed=speed)
        watched = Watched(leadership.leads, lambda: loops.last_reader_in, lambda: checkup.last if checkup else None)
        yield Core(
            content=content,
            clock=clock,
            services=services,
            database=database,
            leadership=leadership,
            bot=bot,
            messenger=messenger,
            pictures=pictures,
            sources=sources,
            areas=areas,
            lists=lists,
            loops=loops,
            unwritten=unwritten,
            newsroom=newsroom,
            control_room=control_room,
            retention=Retention(leaders, clock.now),
            checkup=checkup,
            metrics=Metrics(database, clock.now, names, watched, (loops.polls, sends)),
            webhook=webhook,
            telegram_webhook=webhook_of(
                settings.telegram_webhook_url, settings.telegram_webhook_secret, telegram.token
            ),
        )


async def open_database(settings: Settings, stack: AsyncExitStack) -> Database:
    """The database, up to date and marked for its purpose, until the stack is closed; a sandbox begins anew each time.

    Raises StoreError, at once where it is a file on which another program runs.
    """
    database = _database(settings.database)
    if database.file:
        stack.enter_context(alone_on(database.file))
    stack.push_async_callback(database.close)
    await _prepare(database, "sandbox" if settings.is_sandbox else "real")
    if settings.is_sandbox:
        async with database.writing() as tx:
            await forget_everything(tx)
    return database


async def _claim_bot(database: Database, token: str) -> None:
    async with database.writing() as tx:
        # A token begins with the bot's own id; the rest of it may change.
        if await claim_bot(tx, int(token.partition(":")[0])):
            _log.warning("other_bot")


def _database(url: str) -> Database:
    try:
        return Database(url)
    except (OSError, ImportError, ValueError, SQLAlchemyError) as error:
        raise unusable(error) from error


def _own_name() -> str:
    """Of this program among all replicas, with what helps a person to find it."""
    return f"{platform.node()}:{os.getpid()}:{secrets.token_hex(4)}"


async def _open(url: str, purpose: str) -> Database:
    database = _database(url)
    try:
        await _prepare(database, purpose)
    except StoreError:
        await database.close()
        raise
    return database


async def _prepare(database: Database, purpose: str) -> None:
    try:
        if await database.is_damaged(UP_TO):
            raise damaged()
        async with database.writing() as tx:
            if await upgrade(tx):
                _log.info("database_upgraded")
            await claim_purpose(tx, purpose)
    except SQLAlchemyError as error:
        raise unusable(error) from error


def load_named_scenario(source: str) -> Scenario:
    """The scenario of a source's name, such as `scenario:kharkiv-night`. Raises ContentFault."""
    path = DATA / "scenarios" / f"{source.removeprefix('scenario:')}.yaml"
    if path.parent != DATA / "scenarios" or not path.is_file():
        raise SettingsFault((f"ALERT_SOURCES: {source!r} is not there; scenarios are: {', '.join(_scenarios())}",))
    return load_scenario(path)


def load_scenarios() -> dict[str, Scenario]:
    """Every scenario that can be played, by its name, in the order of the names. Raises ContentFault."""
    return {name: load_named_scenario(name) for name in _scenarios()}


def _scenarios() -> list[str]:
    return sorted(path.stem for path in (DATA / "scenarios").glob("*.yaml"))


def invented(name: str, interval: timedelta, now: datetime, tree: AreaTree) -> Invented:
    """The source that plays `scenario:NAME` or `replay:FILE`; `now` (aware) is near what it plays, or before it.

    Raises SettingsFault and ContentFault.
    """
    if name.startswith("replay:"):
        return load_replay(Path(name.removeprefix("replay:")), tree, interval)
    scenario = load_named_scenario(name)
    return ScenarioSource(scenario, anchor_for(scenario, now), interval)


def _sources(settings: Settings, clock: Clock, tree: AreaTree, client: httpx.AsyncClient) -> tuple[Source, ...]:
    return tuple(_source(name, settings, clock, tree, client) for name in settings.sources)


def _source(name: str, settings: Settings, clock: Clock, tree: AreaTree, client: httpx.AsyncClient) -> Source:
    interval = settings.alert_interval
    if name == "alerts-in-ua":
        token = settings.alerts_in_ua_token or ""
        return AlertsInUa(client, settings.alerts_in_ua_url, token, tree.canonical, interval)
    if name == "ukraine-alarm":
        return ukraine_alarm(settings, tree, client)
    return invented(name, interval, clock.now(), tree)


def _webhook(settings: Settings, sources: tuple[Source, ...], clock: Clock) -> Webhook | None:
    """What lets ukrainealarm tell us of changes, where others can reach us."""
    source = next((source for source in sources if isinstance(source, UkraineAlarm)), None)
    if source is None or settings.public_url is None:
        return None
    return Webhook(source, settings.ukraine_alarm_token or "", settings.public_url, clock)


async def _begin_with_a_month(database: Database, sources: tuple[Source, ...]) -> None:
    """Gives a scenario's night the days before it, under its name: what they add up to is as invented as the night."""
    for source in sources:
        if isinstance(source, ScenarioSource):
            await keep_past(database, source.name, made_month(source.anchor))


def _months(
    settings: Settings, database: Database, tree: AreaTree, planner: Planner, client: httpx.AsyncClient
) -> Months | None:
    """The past is fetched where it is told by whoever tells the present."""
    if "alerts-in-ua" not in settings.sources:
        return None
    token = settings.alerts_in_ua_token or ""
    history = AlertsInUaHistory(client, settings.alerts_in_ua_url, token, tree.canonical)
    return Months(database, tree, history, planner)


def _lister(
    settings: Settings, sources: tuple[Source, ...], tree: AreaTree, client: httpx.AsyncClient
) -> UkraineAlarm | None:
    """Who lists areas: the source that is watched if it can, else the same one for that alone, where it has a token."""
    watched = next((source for source in sources if isinstance(source, UkraineAlarm)), None)
    if watched or not settings.ukraine_alarm_token:
        return watched
    return ukraine_alarm(settings, tree, client)


def ukraine_alarm(settings: Settings, tree: AreaTree, client: httpx.AsyncClient) -> UkraineAlarm:
    """The source at the address of the settings, with their token."""
    key, interval = settings.ukraine_alarm_token or "", timedelta(seconds=settings.alert_poll_seconds)
    return UkraineAlarm(client, settings.ukraine_alarm_url, key, tree.canonical, interval)


async def migrate_database(settings: Settings) -> bool:
    """Brings the database up to date; False where it was. Raises StoreError."""
    database = _database(settings.database)
    try:
        if await database.is_damaged():
            raise damaged()
        async with database.writing() as tx:
            return await upgrade(tx)
    except SQLAlchemyError as error:
        raise unusable(error) from error
    finally:
        await database.close()


async def open_real_database(settings: Settings) -> Database:
    """The real bot's database, whether or not there is a token: the sandbox's forgets at every start.

    Raises StoreError.
    """
    return await _open(settings.database_url or REAL_DATABASE, "real")


async def import_into(settings: Settings, file: Path, progress: Progress) -> Summary:
    """Takes a published history into the real bot's database. Raises ContentFault and StoreError."""
    database = await open_real_database(settings)
    try:
        tree = load_tree()
        await build_areas(database, tree).load()
        return await import_history(file, database, tree, progress)
    finally:
        await database.close()


async def list_undelivered(settings: Settings) -> tuple[str, ...]:
    """What was given up or put aside in the real bot's database, a line each. Raises StoreError."""
    database = await open_real_database(settings)
    try:
        return await tell_undelivered(database)
    finally:
        await database.close()


def _shared(settings: Settings) -> str:
    if settings.database.startswith("sqlite"):
        return "a file, on which one program runs alone"
    return "a server, which several replicas may share"


def _told_of_trouble(settings: Settings) -> str:
    """Who hears of it when something does not work; nobody is no fault, and worth saying."""
    told = (
        f"{len(settings.admin_ids)} of ADMIN_IDS" if settings.admin_ids else "",
        "CANARY_CHAT" if settings.canary_chat else "",
        "HEARTBEAT_URL" if settings.heartbeat_url else "",
    )
    return ", ".join(one for one in told if one) or "nobody (ADMIN_IDS, CANARY_CHAT and HEARTBEAT_URL are not set)"


async def check_everything(settings: Settings) -> tuple[str, ...]:
    """What the program would run with, a line each. Raises the first fault of content, scenario or database."""
    content = load_content(settings.reports_dir)
    load_official_names(OFFICIAL_NAMES)
    for source in settings.sources:
        if source.startswith("scenario:"):
            load_named_scenario(source)
    await migrate_database(settings)
    updates = f"posted to {settings.telegram_webhook_url}" if settings.telegram_webhook_url else "polled"
    telegram = "sandbox, because TELEGRAM_BOT_TOKEN is not set" if settings.is_sandbox else settings.telegram_api_url
    return (
        f"Telegram: {telegram}",
        f"Updates: {updates}",
        f"Alert sources: {', '.join(settings.sources) or 'none, so the bot will say that it cannot see'}",
        f"Content: {len(content.cards)} cards, {len(content.reports)} reports",
        f"Database: up to date; {_shared(settings)}",
        f"Told of trouble: {_told_of_trouble(settings)}",
    )
