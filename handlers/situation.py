"""What reports say of a place or a topic, claim by claim, a page at a time."""

from bot.domain.alerts import AreaId
from bot.domain.local_time import day_of
from bot.services.situation import SituationPage
from bot.texts import Html
from handlers.context import Context, Incoming, Replies, put, say
from handlers.headlines import headlines
from handlers.taps import Rows, fits, read_number, stale
from handlers.telling import button, paragraphs, quoted

#: Nobody leafs further.
_MOST_PAGES = 99


async def situation(context: Context, incoming: Incoming) -> Replies:
    """`/situation`, with or without a place or topic, its pages, and the button under a digest."""
    if incoming.message_id is None or not incoming.argument:
        text, rows = await _page(context, incoming.argument, 1)
        return say(text, *rows)
    number, _, about = incoming.argument.partition(":")
    page = read_number(number, _MOST_PAGES)
    if page is None:
        return await stale(context, incoming)
    text, rows = await _page(context, about, page)
    return put(text, *rows)


async def _page(context: Context, about: str, number: int) -> tuple[str, Rows]:
    page = _found(context, about, number)
    area = _area(context, about)
    news = await headlines(context, area) if number == 1 and (area or not about) else Html()
    ask = button(context, "situation-button-ask", "ask")
    return paragraphs(page.text, news), (*_leaf(context, page, about), (ask,))


def _found(context: Context, about: str, number: int) -> SituationPage:
    """A place where the words name one, else a topic."""
    answers, language = context.services.answers, context.chat.language
    today = day_of(context.now, context.chat.quiet.timezone)
    area = _area(context, about)
    if area or not about:
        return answers.situation_page(area, language, number, today)
    return answers.topic_page(quoted(about), language, number, today)


def _area(context: Context, about: str) -> AreaId | None:
    found = context.services.tree.find(about) if about else ()
    return found[0].id if found else None


def _leaf(context: Context, page: SituationPage, about: str) -> Rows:
    """The pages before and after, as far as Telegram carries what they are about."""
    beside = [number for number in (page.number - 1, page.number + 1) if 1 <= number <= page.pages]
    tappable = [(number, f"situation:{number}:{about}") for number in beside]
    row = tuple(
        button(context, "situation-button-page", data, number=number, pages=page.pages)
        for number, data in tappable
        if fits(data)
    )
    return (row,) if row else ()
