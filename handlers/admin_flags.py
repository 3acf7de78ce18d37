"""An operator reviews what people say of shelters' doors, one tap each."""

from bot.domain.shelters.flags import Flag, Review
from bot.domain.shelters.shelter import Shelter
from bot.texts import Html
from handlers.context import Context, Replies, put
from handlers.shelter_page import flag_line, shelter_name
from handlers.taps import NOT_OURS, Page, Tap, read_row, show
from handlers.telling import button, lines

#: Flags that one page shows.
_SHOWN = 6


async def _flags(context: Context) -> Page:
    waiting = await context.services.flags.waiting(context.tx, context.now)
    open_ones = [one for one in waiting if one.is_open][:_SHOWN]
    known = await context.services.shelters.by_ids(context.tx, [one.shelter for one in open_ones])
    items = (_item(context, number, one, known.get(one.shelter)) for number, one in enumerate(open_ones, 1))
    rows = tuple(
        (
            button(context, "admin-button-flag", f"admin:flag:{one.id}:{verdict}", verdict=verdict, number=number)
            for verdict in (Review.CONFIRMED, Review.REJECTED)
        )
        for number, one in enumerate(open_ones, 1)
    )
    back = (button(context, "admin-button-back", "admin:page"),)
    return lines(context.text("admin-flags", count=len(open_ones)), *items), (*map(tuple, rows), back)


def _item(context: Context, number: int, flag: Flag, shelter: Shelter | None) -> Html:
    name = shelter_name(context, shelter) if shelter else flag.shelter
    return context.text("admin-flag", number=number, name=name, flag=flag_line(context, flag))


async def _tap_flag(context: Context, rest: str) -> Replies:
    number, _, verdict = rest.partition(":")
    flag_id = read_row(number)
    if flag_id is None or verdict not in (Review.CONFIRMED, Review.REJECTED):
        return NOT_OURS
    await context.services.flags.review(context.tx, flag_id, Review(verdict))
    text, rows = await _flags(context)
    return put(text, *rows)


FLAG_TAPS: dict[str, Tap] = {"flags": show(_flags), "flag": _tap_flag}
