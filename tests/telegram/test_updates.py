"""Holds the reading of single updates: odd ones become values, places are seen wherever they hide, no value is kept."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, Update

from bot.telegram.request import AiohttpRequest
from bot.telegram.updates import Unreadable, carries_location, parse, skeleton

CHAT = {"id": 7, "type": "private"}
TEXT = {"message_id": 1, "date": 1767225600, "chat": CHAT, "text": "де укриття?"}
HERE = {"latitude": 49.99, "longitude": 36.23}
VENUE = {"location": HERE, "title": "Metro", "address": "Kharkiv"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)
FIELDS = st.sampled_from(["message", "callback_query", "my_chat_member", "chat", "from", "date", "entities", "text"])


def test_an_update_is_read(bot: Bot) -> None:
    update = parse({"update_id": 5, "message": TEXT}, bot)

    assert isinstance(update, Update)
    assert update.effective_message is not None
    assert update.effective_message.text == "де укриття?"


def test_fields_and_kinds_that_the_library_does_not_know_are_passed_over(bot: Bot) -> None:
    update = parse({"update_id": 5, "hologram": {"x": 1}, "message": TEXT | {"smell": "smoke"}}, bot)

    assert isinstance(update, Update)


@pytest.mark.parametrize(
    "message",
    [
        {},
        "hello",
        7,
        [],
        {"message_id": 1, "date": "yesterday", "chat": CHAT},
        {"message_id": 1, "date": 10**30, "chat": CHAT},
        {"message_id": 1, "date": 1, "chat": "secret words"},
        {"message_id": 1, "date": 1, "chat": CHAT, "entities": [{"type": "bold"}]},
        {"message_id": 1, "date": 1, "chat": CHAT, "photo": "secret words"},
    ],
)
def test_an_update_that_cannot_be_read_is_a_value_without_its_content(bot: Bot, message: object) -> None:
    update = parse({"update_id": 5, "message": message}, bot)

    assert isinstance(update, Update | Unreadable)
    if isinstance(update, Unreadable):
        assert update.reason
        assert "secret words" not in update.reason


def test_what_broke_is_named(bot: Bot) -> None:
    update = parse({"update_id": 5, "message": {"date": 1}}, bot)

    assert isinstance(update, Unreadable)
    assert "Error in " in update.reason


#: As a Bot API server of some years ago wrote it: what the library asks for today is missing.
OLD_STICKER = {"file_id": "a", "width": 9, "height": 9}
PERSON = {"id": 7, "is_bot": False, "first_name": "Olha"}


@pytest.mark.parametrize(
    "more",
    [
        {"sticker": OLD_STICKER},
        {"reply_to_message": TEXT | {"sticker": OLD_STICKER, "from": PERSON}},
        {"entities": [{"type": "bold"}]},
        {"photo": [{"file_id": "a"}]},
    ],
)
def test_words_are_read_though_the_library_stumbles_over_what_comes_with_them(bot: Bot, more: dict[str, Any]) -> None:
    said, posted = (parse({"update_id": 5, kind: TEXT | more}, bot) for kind in ("message", "channel_post"))

    for update in (said, posted):
        assert isinstance(update, Update)
        assert update.effective_message is not None
        assert update.effective_message.text == "де укриття?"
        replied = update.effective_message.reply_to_message
        assert (replied is not None and replied.from_user is not None) == ("reply_to_message" in more)


def test_a_tap_is_read_though_the_library_stumbles_over_its_message(bot: Bot) -> None:
    tap = {"id": "1", "from": PERSON, "chat_instance": "1", "data": "now:again"}

    update = parse({"update_id": 5, "callback_query": {**tap, "message": TEXT | {"sticker": OLD_STICKER}}}, bot)

    assert isinstance(update, Update)
    assert update.callback_query is not None
    assert update.callback_query.data == "now:again"
    assert update.callback_query.message is not None
    assert update.callback_query.message.message_id == 1


@given(st.dictionaries(FIELDS, JSON | st.dictionaries(FIELDS, JSON, max_size=4), max_size=4))
def test_no_shape_at_all_raises(raw: dict[str, Any]) -> None:
    nobody = Bot("1:x", request=AiohttpRequest(), get_updates_request=AiohttpRequest())

    assert isinstance(parse({"update_id": 5, **raw}, nobody), Update | Unreadable)
    json.dumps(skeleton(raw))
    assert carries_location(raw) in (True, False)


@pytest.mark.parametrize(
    "raw",
    [
        {"message": TEXT | {"location": HERE}},
        {"message": TEXT | {"location": HERE | {"live_period": 60}}},
        {"message": TEXT | {"venue": VENUE}},
        {"edited_message": TEXT | {"location": HERE}},
        {"message": TEXT | {"reply_to_message": TEXT | {"location": HERE}}},
        {"message": TEXT | {"reply_to_message": TEXT | {"venue": VENUE}}},
        {"message": TEXT | {"external_reply": {"origin": {}, "location": HERE}}},
        {"message": TEXT | {"pinned_message": TEXT | {"venue": VENUE}}},
        {"callback_query": {"id": "1", "message": TEXT | {"location": HERE}}},
        {"message": TEXT | {"something_new": [{"deep": {"latitude": 49.99, "longitude": 36.23}}]}},
        {"channel_post": TEXT | {"location": {}}},
    ],
)
def test_a_place_is_seen_wherever_it_is(raw: dict[str, Any]) -> None:
    assert carries_location({"update_id": 5, **raw})


@pytest.mark.parametrize(
    "raw",
    [
        {"message": TEXT},
        {"message": TEXT | {"text": "location venue 49.99, 36.23"}},
        {"message": TEXT | {"location": None}},
        {"callback_query": {"id": "1", "data": "location"}},
        {"my_chat_member": {"chat": CHAT}},
    ],
)
def test_what_holds_no_place_is_not_taken_for_one(raw: dict[str, Any]) -> None:
    assert not carries_location({"update_id": 5, **raw})


def test_a_place_is_found_at_any_depth() -> None:
    raw: dict[str, Any] = {"location": HERE}
    for _ in range(50_000):
        raw = {"reply_to_message": raw}

    assert carries_location(raw)


def test_a_skeleton_keeps_keys_and_no_values() -> None:
    raw = {"update_id": 5, "message": TEXT | {"entities": [{"type": "bold", "offset": 0}], "via": None, "ok": True}}

    assert skeleton(raw) == {
        "update_id": "int",
        "message": {
            "message_id": "int",
            "date": "int",
            "chat": {"id": "int", "type": "str"},
            "text": "str",
            "entities": [{"type": "str", "offset": "int"}],
            "via": "NoneType",
            "ok": "bool",
        },
    }


def test_a_skeleton_stays_small() -> None:
    deep: dict[str, Any] = {}
    for _ in range(50_000):
        deep = {"a": deep}

    assert len(json.dumps(skeleton(deep))) < 200
    assert len(json.dumps(skeleton({"wide": [1] * 10**5}))) < 1000
