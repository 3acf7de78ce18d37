"""How a message looks to Telegram beside its text."""

from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
)

from bot.telegram.outgoing import Button, Outgoing

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def keyboard(outgoing: Outgoing) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
    """The buttons of a message, or the one that shares a location; None where it has none."""
    if outgoing.ask_location is not None:
        share = KeyboardButton(outgoing.ask_location, request_location=True)
        return ReplyKeyboardMarkup([[share]], resize_keyboard=True, one_time_keyboard=True)
    return inline(outgoing)


def inline(outgoing: Outgoing) -> InlineKeyboardMarkup | None:
    """The buttons under a message, which is all that an edit can have; None where it has none."""
    rows = [[_button(button) for button in row] for row in outgoing.buttons if row]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        button.text,
        callback_data=button.data,
        url=button.url,
        copy_text=CopyTextButton(button.copy) if button.copy is not None else None,
    )
