"""Who may see and do what in a circle, each row over HTTP: three people at one Telegram, the bot connected to it by its
real wiring.
"""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.serving import serve
from bot.settings import Settings
from bot.tasks import Supervisor
from bot.telegram.polling import Poller
from bot.wiring import Content, TelegramAddress, open_core
from handlers.dispatch import Conversations
from sandbox.app import build
from sandbox.limits import Limits
from sandbox.people import Message, Standing
from sandbox.telegram_world import TelegramWorld
from tests.fixtures.clock import ManualClock
from tests.fixtures.content import cards, examples, reports, texts, tree, vocabularies

TOKEN = "1:x"
FOUNDER, MEMBER, STRANGER = 601, 602, 603
NAMES = {FOUNDER: "Halia", MEMBER: "Borys", STRANGER: "Zoia"}
GROUP = -77
#: Real seconds that an answer may take on a busy machine.
PATIENCE = 30.0
#: How the answer to /privacy begins.
PRIVACY = "What is kept about you"


@dataclass(slots=True)
class People:
    """Three people with the bot, each in their own chat."""

    world: TelegramWorld

    async def says(self, person: int, text: str, *words: str) -> Message:
        """Writes, and reads the answer, which has one of these words: a notice may come between."""
        seen = self.world.say(person, text).message_id

        def found() -> list[Message]:
            own = [one for one in self._own(person) if one.message_id > seen]
            return [one for one in own if not words or any(word in text_of(one) for word in words)]

        await self.world.wait_until(lambda: bool(found()), PATIENCE)
        return found()[-1]

    async def taps(self, person: int, message: Message, label: str) -> Message:
        seen = self._last(person)
        self.world.tap(person, message.message_id, _data(message, label))
        return await self._answer(person, seen, message)

    async def forges(self, person: int, message: Message, data: str) -> Message:
        """Sends data that no button of theirs has; what follows is read when the next question is answered."""
        seen = self._last(person)
        self.world.forge_tap(person, message.message_id, data)
        after = await self.says(person, "/privacy", PRIVACY)
        new = [one for one in self._own(person) if seen < one.message_id < after.message_id]
        return new[-1] if new else message

    async def hears(self, person: int, words: str, after: int = 0) -> Message:
        """The newest message with these words, as soon as it is there."""

        def found() -> list[Message]:
            theirs = self.world.chats[person].messages.values()
            return [one for one in theirs if one.message_id > after and words in text_of(one)]

        await self.world.wait_until(lambda: bool(found()), PATIENCE)
        return found()[-1]

    def read(self, person: int) -> str:
        """Everything that the bot ever wrote to somebody."""
        return "\n".join(text_of(one) for one in self._own(person))

    async def circle(self, person: int) -> Message:
        return await self.says(person, "/circle", "Your circle, ", "You are in no circle")

    async def invitation(self, person: int = FOUNDER) -> str:
        """What the link makes a phone send."""
        link = next(line for line in text_of(await self.says(person, "/circle invite")).splitlines() if "t.me" in line)
        return "/start " + link.partition("?start=")[2]

    def _own(self, person: int) -> list[Message]:
        theirs = self.world.chats[person].messages.values()
        return [one for one in theirs if one.sender_id == self.world.bot.id]

    def _last(self, person: int) -> int:
        return self.world.chats[person].last_message_id

    async def _answer(self, person: int, seen: int, edited: Message) -> Message:
        before = text_of(edited)

        def found() -> Message | None:
            new = [one for one in self._own(person) if one.message_id > seen]
            return new[-1] if new else edited if text_of(edited) != before else None

        await self.world.wait_until(lambda: found() is not None, PATIENCE)
        answer = found()
        assert answer is not None
        return answer


def text_of(message: Message) -> str:
    return str(message.content.get("text", ""))


def _data(message: Message, label: str) -> str:
    rows = (message.reply_markup or {}).get("inline_keyboard", [])
    (data,) = [button["callback_data"] for row in rows for button in row if label in button["text"]]
    return str(data)


@asynccontextmanager
async def running(world: TelegramWorld, folder: Path) -> AsyncIterator[None]:
    """The bot's chat and its broadcast; nothing is watched."""
    content = Content(texts(), tree(), cards(), reports(), vocabularies(), examples())
    app = build(world, None, token=TOKEN, limits=Limits(enabled=False))
    async with serve(app, before_stop=world.close) as address:
        settings = Settings(
            _env_file=None,
            telegram_bot_token=TOKEN,
            telegram_api_url=address,
            database_url=f"sqlite+aiosqlite:///{folder}/tysha.db",
        )
        clock, telegram = ManualClock(datetime(2026, 11, 14, 10, 0, tzinfo=UTC)), TelegramAddress(TOKEN, address)
        async with open_core(settings, clock, content, telegram) as core, Supervisor() as supervisor:
            said = (core.bot, core.messenger, core.services, content.texts)
            talk = Conversations(*said, pictures=core.pictures, now=clock.now)
            incoming = core.loops.incoming(talk.read)
            supervisor.start("send", core.loops.send)
            supervisor.start("answer", lambda: core.loops.answer(incoming))
            supervisor.start("poll", Poller(core.bot, incoming.keep).run)
            yield


@pytest.fixture
async def people(template: Path, tmp_path: Path) -> AsyncIterator[People]:
    """A founder and a member in one circle, and a stranger who has nothing to do with it."""
    shutil.copy(template, tmp_path / "tysha.db")
    world = TelegramWorld(now=lambda: datetime(2026, 11, 14, 10, 0, tzinfo=UTC))
    for person, name in NAMES.items():
        world.add_user(person, name, language_code="en")
    async with running(world, tmp_path):
        people = People(world)
        begin = await people.circle(FOUNDER)
        await people.taps(FOUNDER, begin, "Begin one as Halia")
        invited = await people.says(MEMBER, await people.invitation())
        await people.taps(MEMBER, invited, "Join as Borys")
        await people.hears(FOUNDER, "Borys is in your circle now")
        await people.says(STRANGER, "/privacy")
        yield people


Row = Callable[[People], Awaitable[None]]


async def both_read_both(people: People) -> None:
    for person in (FOUNDER, MEMBER):
        page = text_of(await people.circle(person))
        assert "Halia" in page and "Borys" in page


async def a_stranger_reads_nothing(people: People) -> None:
    page = await people.circle(STRANGER)
    for verb in ("open", "menu", "set", "people", "ask", "invite", "leave", "say:safe"):
        await people.forges(STRANGER, page, f"circle:{verb}")
    assert "Halia" not in people.read(STRANGER) and "Borys" not in people.read(STRANGER)


async def a_word_is_heard_by_the_others_alone(people: People) -> None:
    await people.taps(MEMBER, await people.circle(MEMBER), "I'm safe")
    await people.hears(FOUNDER, "Borys says: I'm safe")
    await people.taps(FOUNDER, await people.circle(FOUNDER), "I need help")
    await people.hears(MEMBER, "Halia needs help")
    assert "says: I'm safe" not in people.read(MEMBER)
    assert "Halia" not in people.read(STRANGER) and "Borys" not in people.read(STRANGER)


async def a_strangers_word_is_heard_by_nobody(people: People) -> None:
    page = await people.circle(STRANGER)
    answer = await people.forges(STRANGER, page, "circle:say:help")
    await people.taps(MEMBER, await people.circle(MEMBER), "I'm safe")
    await people.hears(FOUNDER, "Borys says: I'm safe")

    assert "nobody was told" in text_of(answer)
    assert "Zoia" not in people.read(FOUNDER) + people.read(MEMBER)


async def whoever_is_in_it_asks_and_is_answered_in_one_tap(people: People) -> None:
    await people.taps(MEMBER, await people.circle(MEMBER), "Ask everyone")
    question = await people.hears(FOUNDER, "Borys asks: are you safe?")
    await people.taps(FOUNDER, question, "I'm safe")
    await people.hears(MEMBER, "Halia says: I'm safe")
    assert "asks" not in people.read(STRANGER)


async def a_stranger_asks_nobody(people: People) -> None:
    await people.forges(STRANGER, await people.circle(STRANGER), "circle:ask")
    await people.says(STRANGER, "/circle ask")
    await people.taps(MEMBER, await people.circle(MEMBER), "I'm safe")
    await people.hears(FOUNDER, "Borys says")
    assert "are you safe?" not in people.read(FOUNDER) + people.read(MEMBER)


async def an_invitation_lets_one_person_in(people: People) -> None:
    link = await people.invitation(MEMBER)
    await people.taps(STRANGER, await people.says(STRANGER, link), "Join as Zoia")
    await people.hears(FOUNDER, "Zoia is in your circle now")
    assert "3 people" in text_of(await people.circle(MEMBER))
    people.world.add_user(604, "Late", language_code="en")
    assert "was used, or its day is over" in text_of(await people.says(604, link))


async def without_an_invitation_nobody_joins(people: People) -> None:
    page = await people.circle(STRANGER)
    for number in range(1, 4):
        assert "no invitation" in text_of(await people.forges(STRANGER, page, f"circle:join:{number}"))
    await people.says(STRANGER, "/circle join Zoia")
    await people.says(STRANGER, "/start circle_AAAAAAAAAAAAAAAAAAAAAA")
    assert "2 people" in text_of(await people.circle(FOUNDER))


async def whoever_left_reads_and_hears_nothing_any_more(people: People) -> None:
    await people.taps(MEMBER, await people.says(MEMBER, "/circle leave"), "Yes, leave")
    await people.hears(FOUNDER, "Borys left your circle")
    await people.says(FOUNDER, "/circle safe")
    assert "Halia says" not in people.read(MEMBER)
    assert "You are in no circle" in text_of(await people.circle(MEMBER))


async def only_the_founder_takes_somebody_out_and_they_are_told(people: People) -> None:
    settings = await people.taps(FOUNDER, await people.circle(FOUNDER), "Settings")
    listed = await people.taps(FOUNDER, settings, "Members")
    data = _data(listed, "Borys")
    assert "outdated" in text_of(await people.forges(MEMBER, await people.circle(MEMBER), data))
    assert "outdated" in text_of(await people.forges(STRANGER, await people.circle(STRANGER), data))
    await people.taps(FOUNDER, await people.taps(FOUNDER, listed, "Borys"), "Yes, take out")
    await people.hears(MEMBER, "You were taken out of your circle")


async def a_group_neither_reads_nor_speaks(people: People) -> None:
    people.world.add_group(GROUP, "House", {FOUNDER: Standing.CREATOR, STRANGER: Standing.MEMBER})
    people.world.set_bot_standing(GROUP, Standing.MEMBER, FOUNDER)
    people.world.say(FOUNDER, "/circle", chat_id=GROUP)
    await people.hears(GROUP, "private chat")
    message = people.world.say(FOUNDER, "/circle sos", chat_id=GROUP)
    await people.hears(GROUP, "private chat", message.message_id)
    await people.says(FOUNDER, "/circle safe")
    await people.hears(MEMBER, "Halia says: I'm safe")
    assert "Borys" not in people.read(GROUP) and "needs help" not in people.read(MEMBER)


@pytest.mark.parametrize(
    "row",
    [
        both_read_both,
        a_stranger_reads_nothing,
        a_word_is_heard_by_the_others_alone,
        a_strangers_word_is_heard_by_nobody,
        whoever_is_in_it_asks_and_is_answered_in_one_tap,
        a_stranger_asks_nobody,
        an_invitation_lets_one_person_in,
        without_an_invitation_nobody_joins,
        whoever_left_reads_and_hears_nothing_any_more,
        only_the_founder_takes_somebody_out_and_they_are_told,
        a_group_neither_reads_nor_speaks,
    ],
    ids=lambda row: row.__name__,
)
async def test_who_may_see_what(people: People, row: Row) -> None:
    await row(people)
