"""Headlines that nobody reviewed: links with their outlet and day, and never a claim."""

import html
from urllib.parse import quote

from babel.dates import format_date

from bot.domain.alerts import AreaId
from bot.domain.headlines import Headline
from bot.domain.local_time import day_of
from bot.texts import Html
from handlers.context import Context
from handlers.telling import NONE, lines

#: What may stand in an address as it is; everything else would end the link's markup.
_PLAIN = ":/?#[]@!$&()*+,;=%~-._"


async def headlines(context: Context, area: AreaId | None) -> Html:
    """The newest ones of an area; empty where no feed has any."""
    found = await context.services.feeds.headlines(context.tx, area)
    if not found:
        return Html()
    return lines(context.text("reports-headlines"), *(line(context, one) for one in found))


def line(context: Context, one: Headline) -> Html:
    """A headline as a link; the foreign words in it are shown as they are."""
    language, zone = context.chat.language, context.chat.quiet.timezone
    day = format_date(day_of(one.published, zone), "d MMM", locale=language) if one.published else NONE
    address = Html(html.escape(quote(one.address, safe=_PLAIN)))
    return context.text("reports-headline", title=one.title, address=address, outlet=one.outlet, date=day)
