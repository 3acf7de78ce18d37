"""Keyboards under messages, checked as Telegram checks them, because a refused keyboard loses the whole message."""

from typing import Any

from sandbox.methods.arguments import Arguments
from sandbox.people import Chat, ChatType
from sandbox.refusals import Json, bad_request

# Bot API, InlineKeyboardButton and CopyTextButton (read 2026-11); 100 buttons is what the server lets through.
_MOST_BUTTONS = 100
_DATA_BYTES = 64
_COPY_UNITS = 256
_INLINE_ACTIONS = [
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
]
_OBJECTS = ("web_app", "login_url", "switch_inline_query_chosen_chat", "copy_text", "callback_game")
_KEPT = frozenset(["text", "style", "icon_custom_emoji_id", *_INLINE_ACTIONS])
_STYLES = (None, "danger", "success", "primary")


def read_markup(args: Arguments, chat: Chat) -> Json | None:
    """The call's `reply_markup`, known to be good.

    Raises:
        Refusal: in Telegram's words.
    """
    markup = args.structure("reply_markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        _check(_rows(markup["inline_keyboard"]), _check_inline)
        return {"inline_keyboard": [[_kept(button) for button in row] for row in markup["inline_keyboard"] if row]}
    if "keyboard" in markup:
        return markup | {"keyboard": [[_check_plain(b, chat) for b in row] for row in _rows(markup["keyboard"])]}
    return markup


def inline_part(markup: Json | None) -> Json | None:
    """What of a markup stays on the message: an inline keyboard with at least one button."""
    return markup if markup and markup.get("inline_keyboard") else None


def apply_reply_keyboard(markup: Json | None, chat: Chat) -> bool:
    """Show or remove the keyboard in place of the phone's own; says whether anything changed."""
    if markup and "keyboard" in markup:
        chat.reply_keyboard = markup
        return True
    if markup and markup.get("remove_keyboard") and chat.reply_keyboard:
        chat.reply_keyboard = None
        return True
    return False


def _rows(rows: Any) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse reply keyboard markup: expected an array of arrays of buttons")
    return rows


def _check(rows: list[list[Any]], check_button: Any) -> None:
    buttons = [button for row in rows for button in row]
    if len(buttons) > _MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    for button in buttons:
        check_button(button)


def _check_inline(button: Any) -> None:
    if not isinstance(button, dict):
        raise bad_request("can't parse InlineKeyboardButton: expected an Object")
    if not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad_request('can\'t parse InlineKeyboardButton: field "text" must be a non-empty String')
    actions = [name for name in _INLINE_ACTIONS if name in button]
    if not actions:
        raise bad_request("can't parse InlineKeyboardButton: text buttons are unallowed in the inline keyboard")
    if len(actions) > 1 or button.get("style") not in _STYLES:
        raise bad_request("BUTTON_TYPE_INVALID")
    _check_action(button)


def _kept(button: Json) -> Json:
    """Telegram passes over fields that it does not know."""
    return {name: value for name, value in button.items() if name in _KEPT}


def _check_action(button: Json) -> None:
    for name in _OBJECTS:
        if not isinstance(button.get(name, {}), dict):
            raise bad_request(f'can\'t parse InlineKeyboardButton: field "{name}" must be of type Object')
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= _DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not str(button["url"]).startswith(("http://", "https://", "tg://")):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: wrong HTTP URL")
    if "copy_text" in button and not 1 <= len(str((button["copy_text"] or {}).get("text", ""))) <= _COPY_UNITS:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _check_plain(button: Any, chat: Chat) -> Any:
    shaped: Any = {"text": button} if isinstance(button, str) else button
    if not isinstance(shaped, dict) or not shaped.get("text"):
        raise bad_request('can\'t parse KeyboardButton: field "text" must be a non-empty String')
    for asked in ("location", "contact"):
        if shaped.get(f"request_{asked}") and chat.type is not ChatType.PRIVATE:
            raise bad_request(f"{asked} can be requested in private chats only")
    return shaped
