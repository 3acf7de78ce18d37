"""People who write and tap, over real services and a real database: conversations are tried as users have them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.advance import SourceSight, State
from bot.domain.alerts import Account, Alert, AlertKind, AreaId, Level, SourceName, Threat, ThreatKind
from bot.domain.chats import Chat, ChatKind, Mute, Place
from bot.domain.drafts.cues import Cues, joined_cues
from bot.domain.shelters.shelter import Point
from bot.errors import FindFirst, SourceError
from bot.lemmas import Lemmas
from bot.services.announcements import Announcements
from bot.services.answers import Answers
from bot.services.attention import Attention
from bot.services.bags import Bags
from bot.services.channels import Channels, Directory
from bot.services.charts import Charts
from bot.services.circles import Circles
from bot.services.cockpit import Cockpit
from bot.services.digests import Digests
from bot.services.editing import Editing
from bot.services.estimates import Estimates, Found
from bot.services.facade import Services
from bot.services.false_alarms import FalseAlarms
from bot.services.feeds import Feeds, Pages
from bot.services.guide import Guide
from bot.services.maps import Maps
from bot.services.own_name import OwnName
from bot.services.pauses import Pauses
from bot.services.planner import Planner
from bot.services.privacy import Privacy
from bot.services.seals import Seals
from bot.services.seen import Seen
from bot.services.shelf import Shelf
from bot.services.shelter_flags import ShelterFlags
from bot.services.shelters import Shelters
from bot.services.statistics import Statistics
from bot.services.status import Statuses
from bot.services.subscriptions import Arrival, Subscriptions
from bot.services.whereabouts import Whereabouts
from bot.services.why import Reasons
from bot.services.wording import Wording
from bot.sources.feeds import Fed, Marks
from bot.sources.registers.built_in import load_landmarks, load_stations
from bot.store import alerts as alert_store
from bot.store import chats as chat_store
from bot.store.database import Database
from bot.telegram.attachments import Document, Picture
from bot.telegram.directory import AboutChat, NotThere
from bot.telegram.outgoing import Button, Outgoing, Pin, refuse
from handlers.context import Context, Handler, Incoming, Replies
from handlers.routes import FORWARDED, LOCATED, ROUTES, STALE, UNKNOWN, WORDS
from tests.fixtures.content import ROOT as ROOT
from tests.fixtures.content import cards, examples, reports, vocabularies
from tests.fixtures.content import texts as texts
from tests.fixtures.content import tree as tree

#: A Sunday evening in Kyiv, 22:10.
EVENING = datetime(2026, 11, 22, 20, 10, tzinfo=UTC)
SOURCE = SourceName("alerts-in-ua")
KHARKIV = AreaId("1293")
KHARKIV_RAION = AreaId("124")
CHUHUIV = AreaId("1321")
#: Who may publish reports.
EDITOR = 99
#: Messages a second.
RATE = 28.0
FEED = "https://gazette.example/rss"

Result = TypeVar("Result")

SEALS = Seals("a secret")


async def called_tysha() -> str:
    return "tysha_bot"


OWN_NAME = OwnName(called_tysha)

COMMANDS = {command: route.handler for route in ROUTES for command in route.commands}
BUTTONS = {prefix: route.handler for route in ROUTES for prefix in route.buttons}


@cache
def answers() -> Answers:
    return Answers(texts(), tree(), cards(), reports(), vocabularies(), Lemmas(), examples())


async def transacted(database: Database, work: Callable[[AsyncConnection], Awaitable[Result]]) -> Result:
    """Does the work in one transaction, begun anew for whatever must be found first."""
    while True:
        try:
            async with database.writing() as tx:
                return await work(tx)
        except FindFirst as missing:
            await missing.find()


async def nobody_asks(address: str, marks: Marks) -> Fed:
    raise SourceError(SourceName(address), "no-network")


@dataclass
class KnownChats:
    """What Telegram knows of channels and groups; of everything else, nothing."""

    chats: dict[int | str, AboutChat | NotThere] = field(default_factory=dict)

    async def look_up(self, target: int | str) -> AboutChat | NotThere:
        return self.chats.get(target, NotThere.UNKNOWN)


async def page_of(pages: Mapping[str, str], address: str, feed: str) -> str:
    """What stands at an address, where anything does."""
    if address not in pages:
        raise SourceError(SourceName(feed), "no-network")
    return pages[address]


@cache
def cues() -> Cues:
    return joined_cues({one.language: one.drafting for one in vocabularies()})


@cache
def shelters() -> Shelters:
    folder = ROOT / "data" / "shelters"
    return Shelters(load_stations(folder / "kharkiv-metro.csv"), load_landmarks(folder / "landmarks.csv"))


@cache
def flags_at(_database: Database) -> ShelterFlags:
    """Rates live as long as the program does, which is one database in a test."""
    return ShelterFlags()


@cache
def whereabouts_at(_database: Database) -> Whereabouts:
    """Borders live as long as the program does, which is one database in a test."""
    return Whereabouts(tree())


def services(
    database: Database,
    sources: tuple[SourceName, ...],
    directory: Directory | None = None,
    pages: Mapping[str, str] | None = None,
) -> Services:
    directory = directory or KnownChats()
    return Services(
        subscriptions=Subscriptions(tree()),
        attention=Attention(),
        statuses=Statuses(tree(), sources),
        answers=answers(),
        digests=Digests(database, tree(), cards(), reports()),
        estimates=Estimates(tree(), database),
        reasons=Reasons(),
        wording=Wording(texts(), tree(), cards(), reports()),
        seals=SEALS,
        cards=cards(),
        guide=Guide(texts(), tree(), cards(), reports()),
        shelters=shelters(),
        flags=flags_at(database),
        whereabouts=whereabouts_at(database),
        circles=Circles(),
        bags=Bags(),
        own_name=OWN_NAME,
        tree=tree(),
        editing=Editing(texts(), tree(), answers(), Shelf(reports()), cues()),
        feeds=Feeds(database, answers(), (FEED,), nobody_asks, lambda: EVENING, partial(page_of, pages or {})),
        shelf=Shelf(reports()),
        channels=Channels(tree(), Subscriptions(tree()), directory),
        pauses=Pauses(),
        announcements=Announcements(database, tree(), RATE),
        false_alarms=FalseAlarms(database, tree(), Planner(database)),
        cockpit=Cockpit(database, Statuses(tree(), sources), RATE),
        statistics=(statistics := Statistics(tree(), database)),
        charts=Charts(texts(), tree(), reports(), statistics),
        maps=Maps(texts(), tree()),
        privacy=Privacy(database),
        editors=frozenset({EDITOR}),
    )


@dataclass
class World:
    """The bot's side: its database, what it sees, and the time there."""

    database: Database
    now: datetime = EVENING
    sources: tuple[SourceName, ...] = (SOURCE,)
    alerts: dict[AreaId, Alert] = field(default_factory=dict)
    contact_at: datetime | None = EVENING - timedelta(seconds=4)
    others_contact_at: dict[SourceName, datetime] = field(default_factory=dict)
    last_whole_at: datetime | None = None
    telegram: KnownChats = field(default_factory=KnownChats)
    pages: dict[str, str] = field(default_factory=dict)

    async def see(self) -> None:
        """Writes what the sources show."""
        seen = {name: SourceSight(at) for name, at in self.others_contact_at.items()}
        seen |= {SOURCE: SourceSight(self.contact_at, last_whole_at=self.last_whole_at)} if self.contact_at else {}
        async with self.database.writing() as tx:
            before = await alert_store.load_state(tx)
            after = State({alert.key: alert for alert in self.alerts.values()}, seen)
            await alert_store.save_state(tx, before, after)

    async def alert(self, area: AreaId, level: Level, *kinds: ThreatKind) -> None:
        """An air raid alert that began ten minutes ago."""
        began = self.now - timedelta(minutes=10)
        account = Account(level, tuple(Threat(kind) for kind in kinds))
        self.alerts[area] = Alert(area, AlertKind.AIR_RAID, began, self.now, {SOURCE: account})
        await self.see()


@dataclass(frozen=True)
class Chosen:
    """Everything that a chat has set, to see that nothing changed."""

    chat: Chat
    places: tuple[Place, ...]
    mute: Mute | None


@dataclass
class Person:
    """Somebody in a chat, with what they last saw there."""

    world: World
    id: int = 7
    language: str = "en"
    name: str | None = None
    kind: ChatKind = ChatKind.PRIVATE
    saw: tuple[Outgoing, ...] = ()
    pins: tuple[Pin, ...] = ()
    pictures: tuple[Picture, ...] = ()
    files: tuple[Document, ...] = ()
    edited: bool = False
    rang: tuple[bool, ...] = ()

    async def passes_on(self, text: str, first_sent: datetime) -> str:
        """Forwards a post; returns the text of the answer."""
        return await self._hear(WORDS, Incoming(text, self.id, forwarded_at=first_sent))

    async def writes(self, text: str) -> str:
        """Sends a command or plain words; returns the text of the answer."""
        name, _, argument = text[1:].partition(" ") if text.startswith("/") else ("", "", text)
        handler = COMMANDS.get(name, UNKNOWN) if name else WORDS
        return await self._hear(handler, Incoming(argument.strip() if name else text, self.id))

    async def is_at(self, latitude: float, longitude: float) -> str:
        """Shares a location; returns the text of the answer."""
        return await self._hear(LOCATED, Incoming("", self.id, location=Point(latitude, longitude)))

    async def forwards(self, channel_id: int, text: str = "") -> str:
        """Passes on a post of a channel; returns the text of the answer."""
        return await self._hear(FORWARDED, Incoming(text, self.id, forwarded_from=channel_id))

    async def taps(self, data: str, message_id: int = 1) -> str:
        """Taps a button with these data, offered or forged, under that message."""
        prefix, _, argument = data.partition(":")
        return await self._hear(BUTTONS.get(prefix, STALE), Incoming(argument, self.id, message_id))

    async def confirms(self, data: str) -> str:
        """Taps the [yes] of a question that the bot asked before, as it is by now."""
        return await self.taps(SEALS.sealed((await self.chosen()).chat, data))

    async def presses(self, label: str) -> str:
        """Taps the button that the last message offers under this label."""
        return await self.taps(self.button(label).data or "")

    def button(self, label: str) -> Button:
        found = [button for button in self.buttons if label in button.text]
        assert len(found) == 1, (label, [button.text for button in self.buttons])
        return found[0]

    @property
    def buttons(self) -> tuple[Button, ...]:
        messages: tuple[Outgoing | Picture, ...] = (*self.saw, *self.pictures)
        return tuple(button for message in messages for row in message.buttons for button in row)

    async def chosen(self) -> Chosen:
        async with self.world.database.reading() as connection:
            chat = await chat_store.load(connection, self.id)
            assert chat is not None
            places = await chat_store.places_of(connection, self.id)
            return Chosen(chat, places, await chat_store.mute_of(connection, self.id, self.world.now))

    async def _hear(self, handler: Handler, incoming: Incoming) -> str:
        world = self.world
        offered = services(world.database, world.sources, world.telegram, world.pages)
        found: Found = {}
        seen: Seen = {}
        pages: Pages = {}

        async def hear(tx: AsyncConnection) -> Replies:
            chat = await offered.subscriptions.arrive(tx, Arrival(self.id, self.kind, self.language), world.now)
            context = Context(tx, world.now, chat, offered, texts(), found, seen, pages)
            return await handler(context, replace(incoming, name=self.name))

        return self._remember(await transacted(world.database, hear))

    def _remember(self, replies: Replies) -> str:
        assert replies, "nobody is left without an answer"
        self.saw = tuple(reply.outgoing for reply in replies if isinstance(reply.outgoing, Outgoing))
        self.pins = tuple(reply.outgoing for reply in replies if isinstance(reply.outgoing, Pin))
        self.pictures = tuple(reply.outgoing for reply in replies if isinstance(reply.outgoing, Picture))
        self.files = tuple(reply.outgoing for reply in replies if isinstance(reply.outgoing, Document))
        for message in self.saw:
            assert refuse(message) is None, (refuse(message), message)
        self.edited = any(reply.edits for reply in replies)
        self.rang = tuple(reply.rings for reply in replies)
        return "\n".join((*(message.text for message in self.saw), *(file.caption for file in self.files)))
