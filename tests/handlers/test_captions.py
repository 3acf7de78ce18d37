"""What stands under a picture: an article, where an editor sends it."""

import pytest

from tests.handlers.people import EDITOR
from tests.handlers.test_dispatch import PERSON, Telegram
from tests.handlers.test_dispatch import telegram as telegram

CAPTION = "At least 5 people were killed in Kramatorsk on Monday, officials said. " * 8
PHOTO = {"file_id": "a", "file_unique_id": "a", "width": 9, "height": 9}
PASSED_ON = {"forward_origin": {"type": "hidden_user", "date": 1_789_000_000, "sender_user_name": "somebody"}}


@pytest.mark.parametrize("more", [{}, PASSED_ON])
@pytest.mark.parametrize(("sender", "told"), [(EDITOR, "Draft 1"), (PERSON, "nothing was stored")])
async def test_an_article_under_a_picture_is_drafted_for_an_editor_and_for_nobody_else(
    telegram: Telegram, sender: int, told: str, more: dict[str, object]
) -> None:
    telegram.people.add_user(EDITOR, "Editor", None, language_code="en")
    telegram.people.say(sender, "/help")
    await telegram.answers(sender)
    who = {"chat": {"id": sender, "type": "private"}, "from": telegram.people.users[sender].shape()}
    message = {"message_id": 9, "date": 1_790_000_000, "photo": [PHOTO], "caption": CAPTION}

    telegram.people.updates.push_raw({"message": {**message, **who, **more}})

    assert told in (await telegram.answers(sender))[0]
