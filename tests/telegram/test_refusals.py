"""Holds what each refusal means: whom it concerns, and whether the message may have arrived."""

from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.error import TelegramError as LibraryError

from bot.errors import TelegramError
from bot.telegram.refusals import (
    FloodControl,
    Gone,
    Later,
    Moved,
    Ours,
    Outcome,
    Unknown,
    Unreachable,
    Why,
    translate,
)
from tests.telegram.server import CUT_SHORT, DROP, HALF_JSON, HANG, BotApi, Reply, page, refusal

TABLE: list[tuple[LibraryError, Outcome]] = [
    (Forbidden("Forbidden: bot was blocked by the user"), Gone(Why.BLOCKED)),
    (Forbidden("Forbidden: user is deactivated"), Gone(Why.DEACTIVATED)),
    (Forbidden("Forbidden: bot can't initiate conversation with a user"), Gone(Why.NEVER_STARTED)),
    (Forbidden("Forbidden: bot was kicked from the supergroup chat"), Gone(Why.KICKED)),
    (Forbidden("Forbidden: bot is not a member of the channel chat"), Gone(Why.KICKED)),
    (Forbidden("Forbidden: the group chat was deleted"), Gone(Why.DEACTIVATED)),
    (Forbidden("Forbidden: something about the group that is new"), Gone(Why.KICKED)),
    (Forbidden("Forbidden: something new"), Gone(Why.BLOCKED)),
    (BadRequest("Bad Request: chat not found"), Gone(Why.NOT_FOUND)),
    (BadRequest("Bad Request: group chat was deactivated"), Gone(Why.DEACTIVATED)),
    (BadRequest("Bad Request: PEER_ID_INVALID"), Gone(Why.NOT_FOUND)),
    (BadRequest("Bad Request: message text is empty"), Ours("Message text is empty")),
    (ChatMigrated(-1001234), Moved(-1001234)),
    (
        FloodControl(timedelta(seconds=7), "Too Many Requests: retry after 7"),
        Later(timedelta(seconds=7), everyone=False),
    ),
    (FloodControl(None, "Too Many Requests"), Later(timedelta(seconds=5), everyone=False)),
    (FloodControl(None, "Too Many Requests: retry after 9"), Later(timedelta(seconds=9), everyone=False)),
    (FloodControl(None, "Too Many Requests: global limit"), Later(timedelta(seconds=5), everyone=True)),
    (NetworkError("Too Many Requests (429)"), Later(timedelta(seconds=5), everyone=False)),
    (TimedOut(), Unknown()),
    (LibraryError("Invalid server response"), Unknown()),
    (NetworkError("aiohttp.ClientConnectorError: Connection refused"), Unreachable()),
    (NetworkError("Bad Gateway (502)"), Unreachable()),
]


@pytest.mark.parametrize(("error", "outcome"), TABLE)
def test_each_refusal_has_one_meaning(error: LibraryError, outcome: Outcome) -> None:
    assert translate(error) == outcome


@pytest.mark.filterwarnings("ignore:.*retry_after.*:DeprecationWarning")
def test_the_library_s_own_flood_error_is_understood_too() -> None:
    assert translate(RetryAfter(7)) == Later(timedelta(seconds=7), everyone=False)


@pytest.mark.parametrize(
    ("error", "kind"), [(InvalidToken(), "wrong-token"), (Conflict("terminated by other"), "second-poller")]
)
def test_what_ends_all_sending_is_raised(error: LibraryError, kind: str) -> None:
    with pytest.raises(TelegramError) as caught:
        translate(error)

    assert caught.value.kind == kind


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (refusal(403, "Forbidden: bot was blocked by the user"), Gone(Why.BLOCKED)),
        (page(403), Unreachable()),
        (refusal(400, "Bad Request: chat not found"), Gone(Why.NOT_FOUND)),
        (refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1009), Moved(-1009)),
        (refusal(429, "Too Many Requests: retry after 7", retry_after=7), Later(timedelta(seconds=7), everyone=False)),
        (refusal(429, "Too Many Requests"), Later(timedelta(seconds=5), everyone=False)),
        (refusal(500, "Internal Server Error"), Unreachable()),
        (page(502), Unreachable()),
        (page(200), Unreachable()),
        (HALF_JSON, Unknown()),
        (CUT_SHORT, Unknown()),
        (DROP, Unknown(cut=True)),
        (HANG, Unknown()),
    ],
)
async def test_what_comes_over_the_wire_means_the_same(api: BotApi, bot: Bot, reply: Reply, outcome: Outcome) -> None:
    api.lay("sendMessage", reply)

    with pytest.raises(LibraryError) as caught:
        await bot.send_message(7, "x")

    assert translate(caught.value) == outcome
