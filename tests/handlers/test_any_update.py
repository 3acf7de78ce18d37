"""Whatever Telegram's types allow, the bot goes on: the next person is answered, and nobody else is changed."""

import asyncio
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from structlog.testing import capture_logs

from bot.telegram.polling import ALLOWED_UPDATES
from bot.telegram.updates import Unreadable, parse
from handlers.routes import ROUTES
from tests.fixtures import shapes
from tests.fixtures.databases import database_at
from tests.handlers.people import EDITOR, Person, World
from tests.handlers.test_buttons import SOUND
from tests.handlers.test_dispatch import ADMIN, GROUP, PERSON, Telegram, talking

#: Nobody's number among those that are drawn.
NEIGHBOUR = 2**52 + 1
ARGUMENTS = ("", " Kharkiv", " 23-7", " off", " 2h", " on", " circle_x", " 1", " <b>", " \0")
TEXTS = (
    *(f"/{command}{after}" for route in ROUTES for command in route.commands for after in ARGUMENTS),
    *SOUND,
    *("Is it safe?", "Скільки людей загинуло?", "", "@tysha_bot", "admin:menu", "circle:say:help", "forget:sure:all"),
)
POOLS = shapes.Pools(TEXTS, (PERSON, ADMIN, EDITOR, GROUP, 1, 0, -1))
#: Numbers that Telegram never gives, and that no database takes.
BEYOND = shapes.Pools(TEXTS, (PERSON, GROUP, 2**63, -(2**63) - 1, 10**30))
#: What is logged of an update that is put aside, and how seriously.
PUT_ASIDE = {"update_quarantined", "update_with_location_failed"}


#: What nobody knows how to hear: a kind of chat that did not exist when the bot was made.
UNKNOWN = ('"something_new"', '"sender"')


@dataclass
class Street:
    """Two people on one bot: whoever sends anything at all, and a neighbour, who wants an answer to `/help`."""

    loop: asyncio.Runner
    telegram: Telegram
    neighbour: Person

    def takes(self, update: shapes.Json) -> None:
        self.telegram.people.updates.push_raw(update)
        self.telegram.people.say(NEIGHBOUR, "/help")
        with capture_logs() as logged:
            answers = self.loop.run(self.telegram.answers(NEIGHBOUR))

        assert len(answers) == 1 and "/quiet" in answers[0]
        assert self.loop.run(self.telegram.incoming.waiting()) == {}
        errors = [one for one in logged if one["log_level"] == "error"]
        assert len(errors) <= 1 and all(one["event"] in PUT_ASIDE for one in errors), errors
        assert not errors or self._is_beyond_us(update), (errors, update)

    def _is_beyond_us(self, update: shapes.Json) -> bool:
        read = parse(json.loads(json.dumps({"update_id": 1, **update})), self.telegram.bot)
        unknown = any(word in json.dumps(update) for word in UNKNOWN) or shapes.is_beyond_numbers(update)
        return isinstance(read, Unreadable) or unknown

    async def faults_of_the_database(self) -> list[str]:
        async with self.telegram.database.reading() as connection:
            whole = await connection.exec_driver_sql("PRAGMA integrity_check")
            broken = await connection.exec_driver_sql("PRAGMA foreign_key_check")
            return [row[0] for row in whole if row[0] != "ok"] + [str(row) for row in broken]


@pytest.fixture
def street(template: Path, tmp_path: Path) -> Iterator[Street]:
    path = tmp_path / "tysha.db"
    shutil.copy(template, path)
    with asyncio.Runner() as runner:
        world = World(database_at(path))
        runner.run(world.see())
        opened = talking(world)
        telegram = runner.run(opened.__aenter__())
        telegram.people.add_user(EDITOR, "Editor", None, language_code="uk")
        telegram.people.add_user(NEIGHBOUR, "Neighbour", None, language_code="en")
        neighbour = Person(world, id=NEIGHBOUR)
        for order in ("/place Chuhuiv", "/quiet 22:00-06:00", "/mute 3h", "/digest 09:00"):
            runner.run(neighbour.writes(order))
        yield Street(runner, telegram, neighbour)
        runner.run(opened.__aexit__(None, None, None))
        runner.run(world.database.close())


_CHAT = {"id": PERSON, "type": "something_new"}
_MESSAGE = {"message_id": 9, "date": 1_790_000_000, "chat": _CHAT, "text": "/now"}
_PERSON = {"id": PERSON, "is_bot": False, "first_name": "Olha"}
#: From a chat of a kind that came with Telegram's next version.
OF_TOMORROW: tuple[shapes.Json, ...] = (
    {"message": {**_MESSAGE, "from": _PERSON}},
    {"callback_query": {"id": "1", "from": _PERSON, "chat_instance": "1", "data": "now:again", "message": _MESSAGE}},
)
#: How many of each kind: what people say and tap is what the bot listens to.
LISTENED = {"message", "channel_post", "callback_query", "my_chat_member"}
SHORT, LONG = 3, 12


@pytest.mark.allow_warnings
@pytest.mark.parametrize("times", [1, pytest.param(20, marks=pytest.mark.proof)])
def test_any_update_is_heard_or_put_aside_and_the_neighbour_is_answered(street: Street, times: int) -> None:
    before = street.loop.run(street.neighbour.chosen())
    for update in OF_TOMORROW:
        street.takes(update)

    for kind in shapes.kinds():
        examples = times * (LONG if kind in LISTENED else SHORT)

        @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
        @given(update=shapes.updates(kind, POOLS))
        def try_it(update: shapes.Json) -> None:
            street.takes(update)

        try_it()

    assert street.loop.run(street.neighbour.chosen()) == before
    assert street.loop.run(street.faults_of_the_database()) == []


@pytest.mark.allow_warnings
@pytest.mark.parametrize("kind", sorted(LISTENED))
def test_an_update_with_numbers_beyond_all_bounds_stops_nobody(street: Street, kind: str) -> None:
    @settings(max_examples=LONG, suppress_health_check=list(HealthCheck))
    @given(update=shapes.updates(kind, BEYOND))
    def try_it(update: shapes.Json) -> None:
        street.takes(update)

    try_it()

    assert street.loop.run(street.faults_of_the_database()) == []


def test_every_kind_that_the_bot_asks_telegram_for_is_among_those_that_are_tried() -> None:
    assert set(ALLOWED_UPDATES) == LISTENED <= set(shapes.kinds())
