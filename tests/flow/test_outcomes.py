"""What each answer of a real Bot API server over HTTP makes of a message that is owed."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from telegram import Bot

from bot.domain.chats import ChatKind
from bot.errors import TelegramError
from bot.services.deliver import Deliver
from bot.services.outcomes import REFUSALS_AT_MOST, UNREACHABLE_PAUSE
from bot.services.settling import Clocks
from bot.services.wording import Wording
from bot.serving import serve
from bot.store.tables import chats, outbox, places
from bot.telegram.messenger import Messenger
from bot.telegram.request import AiohttpRequest, Timeouts
from sandbox.app import build
from sandbox.faults import FaultKind
from sandbox.limits import Limits
from sandbox.people import Standing
from sandbox.recorder import BotCall
from sandbox.telegram_world import TelegramWorld
from tests.fixtures import content
from tests.fixtures.world import LVIV_OBLAST, World, ballistic, drones

TOKEN = "1:x"
OLHA, PETRO, GROUP = 501, 502, -4100
REPEAT = "You may have had this message already"
ALARM = pytest.mark.allow_warnings


@dataclass(frozen=True, slots=True)
class Line:
    """Delivery over HTTP: what is owed on one side, a Telegram with faults to order on the other."""

    core: World
    telegram: TelegramWorld

    def to(self, chat_id: int = OLHA) -> list[BotCall]:
        return [call for call in self.telegram.sent if call.method == "sendMessage" and call.chat_id == chat_id]

    def asked(self, chat_id: int = OLHA) -> int:
        """How often a message to the chat was asked for, accepted or refused."""
        return len(self.to(chat_id)) + sum(
            1 for one in self.telegram.refused if int(one.arguments["chat_id"]) == chat_id
        )

    def breaks(self, kind: FaultKind, times: int = 1, seconds: float = 1.0, description: str | None = None) -> None:
        """The next messages to Olha meet this fault."""
        self.telegram.faults.next(
            "sendMessage", kind, times=times, chat_id=OLHA, seconds=seconds, description=description
        )

    async def states(self, chat_id: int = OLHA) -> list[tuple[str, int, bool]]:
        """Of each row: state, refusals, whether it may have arrived before."""
        columns = (outbox.c.state, outbox.c.refusals, outbox.c.repeat)
        rows = await self.core.rows(select(*columns).where(outbox.c.chat_id == chat_id).order_by(outbox.c.id))
        return [(row.state, row.refusals, row.repeat) for row in rows]

    async def gone(self, chat_id: int = OLHA) -> str | None:
        ((why,),) = await self.core.rows(select(chats.c.gone).where(chats.c.id == chat_id))
        return str(why) if why else None

    async def sends_after(self, span: timedelta) -> None:
        self.core.pass_time(span)
        await self.core.sends()


@pytest.fixture
async def line(world: World) -> AsyncIterator[Line]:
    telegram = TelegramWorld(now=world.clock.now)
    for person, name in ((OLHA, "Olha"), (PETRO, "Petro")):
        telegram.add_user(person, name, None, language_code="en")
        telegram.say(person, "/start")
        await world.person(person)
    held = content
    app = build(telegram, None, token=TOKEN, limits=Limits(enabled=False))
    async with (
        serve(app, before_stop=telegram.close) as address,
        AiohttpRequest(timeouts=Timeouts(read=0.5)) as request,
    ):
        bot = Bot(TOKEN, base_url=f"{address}/bot", request=request, get_updates_request=request)
        wording = Wording(held.texts(), held.tree(), held.cards(), held.reports())
        clocks = Clocks(world.clock.now, world.machine.now, world.machine.monotonic)
        world.deliver = Deliver(world.database, Messenger(bot), wording, world.pacer, clocks)
        yield Line(world, telegram)


async def test_an_accepted_message_is_settled_under_its_id(line: Line) -> None:
    await line.core.shows(ballistic())
    await line.core.sends()
    ((message_id,),) = await line.core.rows(select(outbox.c.message_id).where(outbox.c.chat_id == OLHA))
    assert [call.message_id for call in line.to()] == [message_id]
    assert await line.states() == [("sent", 0, False)]


async def test_who_blocked_the_bot_is_not_written_to_again_until_they_come_back(line: Line) -> None:
    line.telegram.block(OLHA)
    await line.core.shows(drones())
    await line.core.sends()
    await line.core.shows(ballistic())
    await line.core.sends()
    assert (line.asked(), await line.gone()) == (1, "blocked")
    assert len(line.to(PETRO)) == 2

    line.telegram.unblock(OLHA)
    await line.core.starts(OLHA)
    await line.core.ends()
    await line.core.shows(ballistic(since=line.core.now))
    await line.core.sends()
    assert [(call.text or "")[0] for call in line.to() if call.loud] == ["🔴"]


async def test_a_deactivated_account_is_not_written_to_again(line: Line) -> None:
    line.telegram.deactivate(OLHA)
    await line.core.shows(drones())
    await line.core.sends()
    await line.core.shows(ballistic())
    await line.core.sends()
    assert (line.asked(), await line.gone()) == (1, "deactivated")


async def test_a_chat_that_is_not_found_is_not_written_to_again(line: Line) -> None:
    await line.core.person(999)
    await line.core.shows(drones())
    await line.core.sends()
    await line.core.shows(ballistic())
    await line.core.sends()
    assert (line.asked(999), await line.gone(999)) == (1, "not_found")


async def followed_group(line: Line) -> None:
    line.telegram.add_group(GROUP, "House", {OLHA: Standing.CREATOR})
    line.telegram.set_bot_standing(GROUP, Standing.MEMBER, OLHA)
    await line.core.person(GROUP, kind=ChatKind.GROUP)


async def test_a_group_that_kicked_the_bot_is_not_written_to_again(line: Line) -> None:
    await followed_group(line)
    line.telegram.set_bot_standing(GROUP, Standing.KICKED, OLHA)
    await line.core.shows(drones())
    await line.core.sends()
    await line.core.shows(ballistic())
    await line.core.sends()
    assert (line.asked(GROUP), await line.gone(GROUP)) == (1, "kicked")


async def test_a_group_that_moved_gets_the_message_once_under_its_new_id_and_keeps_its_settings(line: Line) -> None:
    await followed_group(line)
    line.telegram.migrate(GROUP, -100_4100)
    await line.core.shows(ballistic())
    await line.core.sends()
    assert (line.asked(GROUP), len(line.to(-100_4100))) == (1, 1)
    assert await line.states(GROUP) == []
    assert await line.core.rows(select(places.c.area).where(places.c.chat_id == -100_4100)) == [("1293",)]


async def test_a_flood_refusal_of_one_chat_holds_up_that_chat_alone_for_what_it_says(line: Line) -> None:
    line.breaks(FaultKind.FLOOD, seconds=7)
    await line.core.shows(ballistic())
    await line.core.sends()
    assert (len(line.to()), len(line.to(PETRO))) == (0, 1)
    await line.sends_after(timedelta(seconds=6))
    assert line.asked() == 1
    await line.sends_after(timedelta(seconds=1))
    assert len(line.to()) == 1
    assert await line.states() == [("sent", 0, False)]


async def test_a_flood_refusal_that_names_no_time_is_waited_out_for_five_seconds(line: Line) -> None:
    line.breaks(FaultKind.FLOOD_WITHOUT_PARAMETERS)
    await line.core.shows(ballistic())
    await line.core.sends()
    await line.sends_after(timedelta(seconds=4))
    assert line.asked() == 1
    await line.sends_after(timedelta(seconds=1))
    assert len(line.to()) == 1


async def test_after_a_flood_refusal_of_everyone_the_grave_leave_first(line: Line) -> None:
    await line.core.person(OLHA, area=LVIV_OBLAST)
    await line.core.shows(drones(LVIV_OBLAST))
    line.breaks(FaultKind.FLOOD, seconds=20, description="Too Many Requests: global limit, retry after 20")
    (refused,) = await line.core.deliver.claim()
    await line.core.deliver.deliver(refused)
    assert line.core.deliver.hold() == pytest.approx(20)

    await line.core.shows(drones(LVIV_OBLAST), ballistic())
    await line.core.sends()
    await line.sends_after(timedelta(seconds=20))
    assert [(call.text or "")[0] for call in line.telegram.sent if call.method == "sendMessage"] == ["🔴", "🔴", "🟡"]


@ALARM
async def test_markup_that_is_refused_leaves_once_as_plain_words(line: Line) -> None:
    line.breaks(FaultKind.BAD_REQUEST, description="Bad Request: can't parse entities: unclosed tag")
    await line.core.shows(ballistic())
    await line.core.sends()
    assert (line.asked(), len(line.to())) == (2, 1)
    assert await line.states() == [("sent", 0, False)]


@ALARM
async def test_a_message_that_is_refused_as_plain_words_too_is_dead_after_three_tries_and_keeps_the_reason(
    line: Line,
) -> None:
    line.breaks(FaultKind.BAD_REQUEST, times=99, description="Bad Request: WORDS_FORBIDDEN")
    await line.core.shows(ballistic())
    await line.core.sends()
    await line.sends_after(timedelta(hours=1))
    assert line.asked() == 2 * REFUSALS_AT_MOST
    ((state, why),) = await line.core.rows(select(outbox.c.state, outbox.c.reason).where(outbox.c.chat_id == OLHA))
    assert (state, why) == ("dead", "refused: Words_forbidden")
    assert len(line.to(PETRO)) == 1


@pytest.mark.parametrize(
    ("kind", "repeats"), [(FaultKind.TRUNCATED_JSON, 1), (FaultKind.DELAY, 1), (FaultKind.DROP_AFTER, 3)]
)
@pytest.mark.parametrize(("shown", "grave"), [(ballistic(), True), (drones(), False)], ids=["grave", "guarded"])
@ALARM
async def test_only_a_grave_alert_whose_answer_is_lost_is_sent_once_more_and_says_so_thrice_where_it_was_cut_off(
    line: Line, kind: FaultKind, repeats: int, shown: object, grave: bool
) -> None:
    line.breaks(kind, times=9, seconds=5)
    await line.core.shows(shown)  # type: ignore[arg-type]
    await line.core.sends()
    for _ in range(4):
        await line.sends_after(timedelta(minutes=1))
    times = 1 + repeats * grave
    assert [REPEAT in (call.text or "") for call in line.to()] == [False, *[True] * 3][:times]
    assert await line.states() == [("sent", 0, times > 1)]


@ALARM
async def test_a_grave_alert_arrives_although_its_sender_died_and_connections_are_cut(line: Line) -> None:
    line.breaks(FaultKind.DROP_BEFORE, times=2)
    await line.core.shows(ballistic())
    async with line.core.database.writing() as tx:
        await tx.execute(update(outbox).values(repeat=True))
    await line.core.sends()
    await line.sends_after(timedelta(minutes=1))
    assert [REPEAT in (call.text or "") for call in line.to()] == [True]


@pytest.mark.parametrize(
    "kind", [FaultKind.SERVER_ERROR, FaultKind.BAD_GATEWAY_HTML, FaultKind.DROP_BEFORE, FaultKind.HTML_WITH_200]
)
@ALARM
async def test_trouble_on_telegrams_side_never_counts_against_a_message(line: Line, kind: FaultKind) -> None:
    line.breaks(kind, times=REFUSALS_AT_MOST + 2)
    await line.core.shows(ballistic())
    for _ in range(REFUSALS_AT_MOST + 3):
        await line.core.sends()
        line.core.pass_time(UNREACHABLE_PAUSE)
    assert len(line.to()) <= 1
    state, refusals, _ = (await line.states())[0]
    assert (state, refusals) == ("sent", 0)


async def test_a_token_that_telegram_does_not_know_ends_sending_and_loses_nothing(line: Line) -> None:
    line.breaks(FaultKind.UNAUTHORIZED)
    line.telegram.faults.next("sendMessage", FaultKind.UNAUTHORIZED, chat_id=PETRO)
    await line.core.shows(ballistic())
    with pytest.raises(TelegramError):
        await line.core.sends()
    assert [state for state, _, _ in await line.states() + await line.states(PETRO)] == ["owed", "owed"]


async def test_after_half_an_hour_without_telegram_what_is_true_says_how_late_it_is_and_what_is_over_is_one_line(
    line: Line,
) -> None:
    await line.core.person(PETRO, area=LVIV_OBLAST)
    line.telegram.faults.next("sendMessage", FaultKind.BAD_GATEWAY_HTML, times=1000)
    since = line.core.now
    await line.core.shows(ballistic(since=since), drones(LVIV_OBLAST, since=since))
    for minute in range(30):
        await line.sends_after(timedelta(minutes=1))
        await line.core.shows(ballistic(since=since), *([drones(LVIV_OBLAST, since=since)] if minute < 20 else []))
    line.telegram.faults.clear()
    await line.sends_after(UNREACHABLE_PAUSE)

    (late,) = line.to(OLHA)
    assert late.loud and "Late: it began 3" in (late.text or "")
    firsts = [((call.text or "")[0], call.loud) for call in line.to(PETRO)]
    assert firsts == [("🔴", True), ("⚪", False)]
