"""What a group's admin is offered is pressed by a member who is none: nothing of the group changes, no button spins."""

from pathlib import Path

from handlers.routes import ROUTES
from tests.handlers.test_dispatch import ADMIN, GROUP, PERSON, Telegram
from tests.handlers.test_dispatch import telegram as telegram
from tests.handlers.tour import everything

SETTINGS = tuple(route for route in ROUTES if route.setting and route.buttons)
PREFIXES = {button for route in SETTINGS for button in route.buttons}
#: What is asked for before, so that there is something to be changed.
SET_UP = ("/place Kharkiv", "/quiet 23:00-07:00", "/digest 09:00", "/mute 1h")


def offered(telegram: Telegram) -> dict[str, int]:
    """Every button of a setting under the bot's messages in the group, with its message."""
    return {
        button["callback_data"]: message.message_id
        for message in telegram.people.chats[GROUP].messages.values()
        for row in (message.reply_markup or {}).get("inline_keyboard", [])
        for button in row
        if button.get("callback_data", "").partition(":")[0] in PREFIXES
    }


def kept(path: Path) -> set[str]:
    """Everything but the inbox, which holds what was pressed."""
    return {row for row, (table, _) in everything(path).items() if table != "inbox"}


async def test_a_member_presses_whatever_an_admin_was_offered(telegram: Telegram, tmp_path: Path) -> None:
    for said in (*SET_UP, *(f"/{route.commands[0]}" for route in SETTINGS if route.commands)):
        telegram.people.say(ADMIN, said, chat_id=GROUP)
        await telegram.answers(GROUP)
    buttons = offered(telegram)
    before, calls = kept(tmp_path / "tysha.db"), len(telegram.people.sent)
    refused = []
    for data, message in buttons.items():
        telegram.people.tap(PERSON, message, data, chat_id=GROUP)
        refused += await telegram.answers(GROUP)

    assert {data.partition(":")[0] for data in buttons} >= {"place", "quiet", "mute", "digest", "forget"}
    assert kept(tmp_path / "tysha.db") == before
    assert len(refused) == len(buttons) and all("Only an admin" in answer for answer in refused)
    methods = [call.method for call in telegram.people.sent[calls:]]
    assert methods.count("answerCallbackQuery") == len(buttons)
