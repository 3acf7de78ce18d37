"""Repeats back what is not sure, with a button for each likely wish; none of them changes anything by itself."""

from bot.domain.alerts import AreaId
from bot.domain.answers import CardAnswer, FunctionAnswer, StatusAnswer, Wish
from bot.domain.areas import AreaTree
from bot.domain.questions import Function
from bot.telegram.outgoing import Button
from handlers.context import Context, Replies, say
from handlers.taps import fits
from handlers.telling import plain_button

_STATE = "state"


def which(context: Context, wishes: tuple[Wish, ...]) -> Replies:
    """Asks which of the wishes is meant."""
    text = context.services.answers.asked_back(wishes, context.chat.language)
    return say(text, *((_button(context, wish),) for wish in wishes))


def read_wish(data: str, tree: AreaTree) -> FunctionAnswer | StatusAnswer | None:
    """The wish of a button exactly as ours are written; None for any other data."""
    name, *areas = data.split(":")
    named = tuple(map(AreaId, areas))
    if not all(area in tree for area in named) or len(set(named)) < len(named):
        return None
    if name == _STATE:
        return StatusAnswer(named)
    return FunctionAnswer(Function(name), named) if name in set(Function) else None


def _button(context: Context, wish: Wish) -> Button:
    return plain_button(context.services.answers.named(wish, context.chat.language), _data_of(wish))


def _data_of(wish: Wish) -> str:
    match wish:
        case CardAnswer(card):
            return f"guide:{card.id}"
        case StatusAnswer(areas):
            return _data(_STATE, areas)
        case FunctionAnswer(function, areas):
            return _data(function, areas)


def _data(name: str, areas: tuple[AreaId, ...]) -> str:
    """The data of a button, with the areas as far as Telegram carries them."""
    data = ":".join(("ask", name, *areas))
    return data if fits(data) else f"ask:{name}"
