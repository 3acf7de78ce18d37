"""Holds the long poll: nothing is confirmed before it is kept, nothing stops it, and nothing makes it spin."""

import json

import pytest
from structlog.testing import capture_logs
from telegram import Bot

from bot.errors import StoreError, TelegramError
from bot.telegram.polling import Poller
from bot.telegram.updates import RawUpdate
from tests.telegram.server import CUT_SHORT, DROP, HALF_JSON, BotApi, Reply, page, refusal, result


class Time:
    """A clock that goes on only while somebody sleeps, or by `call` seconds for each time that it is read."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.call = 0.0
        self.slept: list[float] = []

    def read(self) -> float:
        self.now += self.call
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class Inbox:
    """Keeps batches, and remembers how often Telegram had been asked when each came; refuses when told to."""

    def __init__(self, api: BotApi) -> None:
        self.api = api
        self.kept: list[RawUpdate] = []
        self.asked_before: list[int] = []
        self.refusing = 0

    async def keep(self, updates: list[RawUpdate]) -> None:
        if self.refusing:
            self.refusing -= 1
            raise StoreError("the disk is full")
        self.asked_before.append(len(self.api.asked("getUpdates")))
        self.kept += updates


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def inbox(api: BotApi) -> Inbox:
    return Inbox(api)


@pytest.fixture
def poller(bot: Bot, inbox: Inbox, time: Time) -> Poller:
    return Poller(bot, inbox.keep, sleep=time.sleep, clock=time.read)


def updates(*numbers: int) -> Reply:
    return result([{"update_id": number} for number in numbers])


async def steps(poller: Poller, count: int) -> None:
    for _ in range(count):
        await poller.step()


async def test_a_batch_is_kept_before_it_is_confirmed(api: BotApi, poller: Poller, inbox: Inbox, time: Time) -> None:
    api.lay("getUpdates", updates(5, 6), updates(7))

    await steps(poller, 3)

    assert [update["update_id"] for update in inbox.kept] == [5, 6, 7]
    assert inbox.asked_before == [1, 2]
    assert [sent.get("offset") for sent in api.asked("getUpdates")] == [None, "7", "8"]
    assert time.slept == [1.0]


async def test_only_what_the_bot_acts_on_is_asked_for(api: BotApi, poller: Poller) -> None:
    await poller.step()

    (sent,) = api.asked("getUpdates")
    assert json.loads(sent["allowed_updates"]) == ["message", "channel_post", "callback_query", "my_chat_member"]
    assert sent["timeout"] == "25"


@pytest.mark.allow_warnings
async def test_a_batch_that_could_not_be_kept_is_asked_for_again(
    api: BotApi, poller: Poller, inbox: Inbox, time: Time
) -> None:
    api.lay("getUpdates", updates(5), updates(5), updates(5))
    inbox.refusing = 2

    await steps(poller, 4)

    assert [update["update_id"] for update in inbox.kept] == [5]
    assert [sent.get("offset") for sent in api.asked("getUpdates")] == [None, None, None, "6"]
    assert time.slept == [1.0, 2.0, 1.0]


@pytest.mark.allow_warnings
async def test_one_odd_item_does_not_hold_up_the_others(api: BotApi, poller: Poller, inbox: Inbox) -> None:
    odd: list[object] = [None, 3, "x", [], {}, {"update_id": "9"}, {"update_id": True}, {"update_id": None}]
    odd += [{"update_id": 2**63}, {"update_id": -(2**63) - 1}]
    api.lay("getUpdates", result([*odd, {"update_id": 5, "message": {"nothing": "here"}}]))

    with capture_logs() as logs:
        await steps(poller, 2)

    assert inbox.kept == [{"update_id": 5, "message": {"nothing": "here"}}]
    assert [(log["event"], log["count"]) for log in logs] == [("updates_skipped", 10)]
    assert [sent.get("offset") for sent in api.asked("getUpdates")] == [None, "6"]


@pytest.mark.allow_warnings
@pytest.mark.parametrize(
    "reply",
    [
        result([{}, "x"]),
        result({"update_id": 5}),
        result(None),
        result(True),
        HALF_JSON,
        CUT_SHORT,
        DROP,
        page(200),
        page(403),
        page(502),
        Reply(body="{}"),
        Reply(body="[]"),
        Reply(body=""),
        refusal(400, "Bad Request: ?"),
        refusal(403, "Forbidden: ?"),
        refusal(500, "Internal Server Error"),
    ],
)
async def test_no_odd_answer_makes_it_spin(api: BotApi, poller: Poller, inbox: Inbox, time: Time, reply: Reply) -> None:
    api.lay("getUpdates", *[reply] * 8, updates(5))

    with capture_logs() as logs:
        await steps(poller, 9)

    assert time.slept == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]
    assert inbox.kept == [{"update_id": 5}]
    assert [log["event"] for log in logs if log["log_level"] == "warning"] == [logs[0]["event"], "polling_again"]


@pytest.mark.allow_warnings
async def test_a_lost_network_is_said_once_and_its_return_too(
    api: BotApi, poller: Poller, inbox: Inbox, time: Time
) -> None:
    await api.stop()
    with capture_logs() as logs:
        await steps(poller, 8)

    assert [log["event"] for log in logs] == ["no_network"]
    assert time.slept == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]
    assert inbox.kept == []


@pytest.mark.allow_warnings
async def test_after_a_good_answer_the_backoff_begins_anew(api: BotApi, poller: Poller, time: Time) -> None:
    api.lay("getUpdates", page(502), page(502), updates(1), page(502))

    await steps(poller, 4)

    assert time.slept == [1.0, 2.0, 1.0]


async def test_an_empty_answer_that_came_at_once_is_followed_by_rest(api: BotApi, poller: Poller, time: Time) -> None:
    await steps(poller, 3)

    assert time.slept == [1.0, 1.0, 1.0]


async def test_an_empty_answer_after_a_long_wait_needs_no_rest(api: BotApi, poller: Poller, time: Time) -> None:
    time.call = 25.0

    await steps(poller, 3)

    assert time.slept == []


async def test_a_server_that_never_forgets_a_batch_is_not_asked_in_a_tight_loop(
    api: BotApi, poller: Poller, time: Time
) -> None:
    api.lay("getUpdates", *[updates(5)] * 4)

    await steps(poller, 4)

    assert time.slept == [1.0, 1.0, 1.0]


async def test_numbers_that_start_lower_are_followed(api: BotApi, poller: Poller, inbox: Inbox) -> None:
    api.lay("getUpdates", updates(900), updates(12))

    await steps(poller, 3)

    assert [update["update_id"] for update in inbox.kept] == [900, 12]
    assert [sent.get("offset") for sent in api.asked("getUpdates")] == [None, "901", "13"]


@pytest.mark.allow_warnings
async def test_flood_control_is_waited_out(api: BotApi, poller: Poller, time: Time) -> None:
    api.lay("getUpdates", refusal(429, "Too Many Requests: retry after 7", retry_after=7), refusal(429, "?"))

    await steps(poller, 2)

    assert time.slept == [7.0, 5.0]


OTHER_POLLER = refusal(409, "Conflict: terminated by other getUpdates request; make sure that only one bot is running")


@pytest.mark.allow_warnings
async def test_a_second_poller_is_noticed_at_the_third_refusal(api: BotApi, poller: Poller, time: Time) -> None:
    api.lay("getUpdates", OTHER_POLLER, OTHER_POLLER, OTHER_POLLER)

    with capture_logs() as logs, pytest.raises(TelegramError) as caught:
        await poller.run()

    assert caught.value.kind == "second-poller"
    assert [(log["event"], log["times"]) for log in logs] == [("polling_refused", times) for times in (1, 2, 3)]
    assert time.slept == [1.0, 2.0]


@pytest.mark.allow_warnings
@pytest.mark.parametrize("between", [updates(5), page(502)])
async def test_refusals_that_are_not_in_a_row_are_survived(api: BotApi, poller: Poller, between: Reply) -> None:
    api.lay("getUpdates", OTHER_POLLER, OTHER_POLLER, between, OTHER_POLLER, OTHER_POLLER)

    await steps(poller, 6)

    assert len(api.asked("getUpdates")) == 6


@pytest.mark.allow_warnings
async def test_refusals_more_than_a_minute_apart_are_survived(api: BotApi, poller: Poller, time: Time) -> None:
    time.call = 20.0
    api.lay("getUpdates", *[OTHER_POLLER] * 6)

    await steps(poller, 6)

    assert len(api.asked("getUpdates")) == 6


@pytest.mark.allow_warnings
async def test_a_webhook_left_over_is_removed(api: BotApi, poller: Poller, inbox: Inbox) -> None:
    api.lay("getUpdates", refusal(409, "Conflict: can't use getUpdates method while webhook is active"), updates(5))

    await steps(poller, 2)

    assert api.asked("deleteWebhook") == [{"drop_pending_updates": "false"}]
    assert inbox.kept == [{"update_id": 5}]


@pytest.mark.parametrize("reply", [refusal(401, "Unauthorized"), refusal(404, "Not Found")])
async def test_a_wrong_token_ends_polling_at_once(api: BotApi, poller: Poller, time: Time, reply: Reply) -> None:
    api.lay("getUpdates", reply)

    with pytest.raises(TelegramError) as caught:
        await poller.run()

    assert caught.value.kind == "wrong-token"
    assert (len(api.calls), time.slept) == (1, [])


async def test_a_fault_of_the_program_is_not_taken_for_the_network(api: BotApi, bot: Bot, time: Time) -> None:
    async def broken(_batch: list[RawUpdate]) -> None:
        raise ZeroDivisionError

    api.lay("getUpdates", updates(5))

    with pytest.raises(ZeroDivisionError):
        await Poller(bot, broken, sleep=time.sleep, clock=time.read).run()
