"""A walk through everything that the bot offers to tap: who was offered what, so that it can be pressed as it should
not be.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.domain.alerts import Level, ThreatKind
from bot.store.tables import chats, metadata
from bot.telegram.directory import AboutChat
from handlers.routes import ROUTES
from tests.handlers.people import EDITOR, KHARKIV, Person, World

READER, FRIEND, STRANGER = 7, 8, 9
CHANNEL = AboutChat(-1001234, "channel", "Kharkiv, alerts", "kharkiv_alerts")
ARTICLE = "Three people were killed in Kharkiv on Tuesday, mayor Ihor Terekhov said."
SQUARE = (50.0044, 36.2333)
#: What would take away what others are offered; pressed only by the tests.
_ENDS = (
    "place:remove",
    "quiet:off",
    "digest:off",
    "language:",
    "report:forget",
    "report:publish",
    "flags:",
    "mute:off",
)
#: Whose rows these are is in the row; the others belong to everybody, or to nobody.
_OWNERS = ("chat_id", "person", "sender", "editor", "made_by", "inviter", "opened_by")
#: What anybody may add to: settings that many share, and months that somebody asked for.
_SHARED = frozenset({"cohorts", "months", "pictures"})
#: So many buttons are pressed on the walk at most; it ends long before.
_PATIENCE = 600

Rows = Mapping[str, tuple[str, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Offer:
    """A button that was under a message to this person."""

    person: int
    data: str

    @property
    def shape(self) -> str:
        """What it does, whatever to: route and verb."""
        return ":".join(self.data.split(":")[:2]).partition("/")[0]

    @property
    def is_sealed(self) -> bool:
        return "~" in self.data


#: What stands under messages that are delivered, not answered.
BELOW_ALERTS = tuple(
    Offer(READER, data) for data in ("up", "end:ring", "end:quiet:1", "why", "why:last", "why:before:1")
)


async def walk(world: World, language: str) -> tuple[Offer, ...]:
    """One button of each kind that a reader, a friend in the same circle, and an operator are offered."""
    world.telegram.chats = {"kharkiv_alerts": CHANNEL, CHANNEL.id: CHANNEL}
    await world.alert(KHARKIV, Level.RED, ThreatKind.BALLISTIC_MISSILES)
    people = [Person(world, id=one, language=language, name=f"Name {one}") for one in (READER, FRIEND, EDITOR)]
    walk = _Walk({person.id: person for person in people})
    await walk.writes(READER, *_settled())
    _, _, invitation = (await walk.writes(READER, "/circle invite")).partition("start=")
    await walk.writes(FRIEND, "/start", f"/start {invitation.split()[0].partition('<')[0].partition(chr(34))[0]}")
    await walk.writes(EDITOR, *_edited())
    await people[0].is_at(*SQUARE)
    walk.collect(READER)
    for person in (READER, EDITOR):
        await walk.writes(person, *(f"/{command}" for route in ROUTES for command in route.commands))
    await walk.presses_on()
    # By now somebody said something of a door.
    await walk.writes(EDITOR, "/flags")
    await walk.presses_on()
    return (*walk.found.values(), *BELOW_ALERTS)


@dataclass
class _Walk:
    people: Mapping[int, Person]
    found: dict[tuple[int, str], Offer] = field(default_factory=dict)
    waiting: list[Offer] = field(default_factory=list)

    async def writes(self, person: int, *orders: str) -> str:
        said = ""
        for order in orders:
            said = await self.people[person].writes(order)
            self.collect(person)
        return said

    async def presses_on(self) -> None:
        """Until nothing is offered that was not offered before."""
        for _ in range(_PATIENCE):
            if not self.waiting:
                return
            offer = self.waiting.pop(0)
            if not offer.is_sealed and not offer.data.startswith(_ENDS):
                await self.people[offer.person].taps(offer.data)
                self.collect(offer.person)
        raise AssertionError("the walk has no end")

    def collect(self, person: int) -> None:
        for button in self.people[person].buttons:
            offer = Offer(person, button.data or "")
            if button.data and self.found.setdefault((person, offer.shape), offer) is offer:
                self.waiting.append(offer)


def _settled() -> Iterable[str]:
    yield from ("/start", "/place Kharkiv", "/place Chuhuiv", "/quiet 22-6", "/mute 1h", "/mute all 2h")
    yield from ("/digest 09:00", "/quiet tonight", "/quiet 22-6 nothing", "/circle new Olena")
    # Words that are not sure, so that they are asked back about.
    yield "let it buzz again"


def _edited() -> Iterable[str]:
    yield from ("/start", "/place Kharkiv", f"/report {ARTICLE}", "/admin announce Off for an hour tomorrow.")
    yield from ("/channel @kharkiv_alerts Kharkiv all", "/circle new Editor")


def everything(path: Path) -> Rows:
    """Every row of every table of a file of SQLite, by what it says."""
    rows: dict[str, tuple[str, Mapping[str, Any]]] = {}
    with closing(sqlite3.connect(path)) as connection:
        for table in metadata.sorted_tables:
            found = connection.execute(f"SELECT * FROM {table.name}")
            names = [column[0] for column in found.description]
            for row in found:
                rows[f"{table.name} {row}"] = (table.name, dict(zip(names, row, strict=True)))
    return rows


def changed_for_others(before: Rows, after: Rows, person: int) -> list[str]:
    """What came, went or changed that is not this person's own."""
    differing = before.keys() ^ after.keys()
    return sorted(one for one in differing if not _is_own(*(before.get(one) or after[one]), person))


def _is_own(table: str, row: Mapping[str, Any], person: int) -> bool:
    if table in _SHARED:
        return True
    owners = [row[name] for name in _OWNERS if name in row] + ([row["id"]] if table == chats.name else [])
    return person in owners
