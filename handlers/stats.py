"""How long a place was under alert: as a picture with its words, day by day in words alone, and as a table."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.domain.alerts import AreaId
from bot.domain.statistics import Period
from bot.services.statistics import Asked, Counted
from bot.services.tables import table
from bot.telegram.outgoing import Button
from bot.texts import LANGUAGES
from handlers.context import Context, Incoming, Replies, attach, draw, say
from handlers.place_follow import FIRST_PLACE
from handlers.taps import NOT_OURS, Rows, Tap, fits, tapped
from handlers.telling import area_name, button, plain_button, quoted, told_apart

#: Areas that one question offers, and other places under one picture.
CHOICES = 8
OTHER_PLACES = 3
_USUAL = Period.WEEK
#: In the order in which words are looked for: "yesterday" is no "day", and a "week" is said beside other spans.
_WORDS: Mapping[Period, str] = {
    Period.YESTERDAY: "stats-words-yesterday",
    Period.WEEK: "stats-words-week",
    Period.MONTH: "stats-words-month",
    Period.ALL: "stats-words-all",
    Period.TODAY: "stats-words-today",
}
_BUTTONS: Mapping[Period, str] = {
    Period.TODAY: "stats-button-today",
    Period.YESTERDAY: "stats-button-yesterday",
    Period.WEEK: "stats-button-week",
    Period.MONTH: "stats-button-month",
    Period.ALL: "stats-button-all",
}


async def stats(context: Context, incoming: Incoming) -> Replies:
    """`/stats [place] [period]`, and the buttons."""
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    period, name = _read(context, incoming.argument)
    if not name:
        return await _own(context, period)
    areas = context.services.tree.find(name)
    if not areas:
        return say(context.text("stats-not-found", name=quoted(name)))
    if len(areas) == 1:
        return await _shown(context, areas[0].id, period)
    choices = [
        (plain_button(told_apart(context, area.id, areas), f"stats:show:{area.id}:{period}"),)
        for area in areas[:CHOICES]
    ]
    return say(context.text("stats-which"), *choices)


async def asked_in_words(context: Context, text: str, areas: tuple[AreaId, ...]) -> Replies:
    """A question in plain words, of the areas that it names or of the chat's first place."""
    period, _ = _read(context, text)
    return await _shown(context, areas[0], period) if areas else await _own(context, period)


def _read(context: Context, text: str) -> tuple[Period, str]:
    """The period that the words name, a week where they name none, and what is left of them."""
    words = " ".join(text.replace("?", " ").split())
    for period, message_id in _WORDS.items():
        for phrase in sorted(_phrases(context, message_id), key=len, reverse=True):
            at = f" {words.casefold()} ".find(f" {phrase} ")
            if at >= 0:
                return period, f"{words[:at]} {words[at + len(phrase) :]}".strip()
    return _USUAL, words


def _phrases(context: Context, message_id: str) -> tuple[str, ...]:
    """The phrases of a text in all languages, because people mix them."""
    return tuple(one for code in LANGUAGES for one in context.texts.render(code, message_id).split(", "))


async def _own(context: Context, period: Period) -> Replies:
    places = await context.services.subscriptions.places(context.tx, context.chat.id)
    if places:
        return await _shown(context, places[0].area, period)
    first = plain_button(area_name(context, FIRST_PLACE), f"stats:show:{FIRST_PLACE}:{period}")
    return say(context.text("stats-no-place"), (first,))


async def _shown(context: Context, area: AreaId, period: Period) -> Replies:
    counted = await _counted(context, area, period)
    rows = await _rows(context, area, period)
    if counted is None:
        return _nothing(context, area, period, rows)
    picture = context.services.charts.picture(context.chat.language, counted)
    more = (
        button(context, "stats-button-words", f"stats:words:{area}:{period}"),
        button(context, "stats-button-csv", f"stats:csv:{area}:{period}"),
    )
    return draw(replace(picture, buttons=tuple(row for row in (*rows, more) if row)))


def _nothing(context: Context, area: AreaId, period: Period, rows: Rows) -> Replies:
    place = area_name(context, area)
    if period is Period.ALL:
        return say(context.text("stats-no-history", place=place), *rows[1:])
    return say(context.text("stats-no-period", place=place), *rows)


async def _counted(context: Context, area: AreaId, period: Period) -> Counted | None:
    """Raises FindFirst."""
    asked = Asked(area, period, context.chat.quiet.timezone)
    return await context.services.statistics.of_place(asked, context.now, context.found)


async def _rows(context: Context, area: AreaId, period: Period) -> Rows:
    """The other periods, and the chat's other places."""
    periods = tuple(
        button(context, message_id, f"stats:show:{area}:{one}")
        for one, message_id in _BUTTONS.items()
        if one is not period
    )
    places = await context.services.subscriptions.places(context.tx, context.chat.id)
    others: list[Button] = [
        plain_button(area_name(context, place.area), f"stats:show:{place.area}:{period}")
        for place in places
        if place.area != area and fits(f"stats:show:{place.area}:{Period.YESTERDAY}")
    ]
    return periods, tuple(others[:OTHER_PLACES])


def _target(context: Context, rest: str) -> tuple[AreaId, Period] | None:
    """The area and the period of a button of ours; of areas that we know alone."""
    area, _, period = rest.rpartition(":")
    if AreaId(area) not in context.services.tree or period not in set(Period):
        return None
    return AreaId(area), Period(period)


async def _tap_show(context: Context, rest: str) -> Replies:
    target = _target(context, rest)
    return await _shown(context, *target) if target else NOT_OURS


def _of_counted(reply: Callable[[Context, Counted], Replies]) -> Tap:
    """A tap on what was counted for the area and the period of its button."""

    async def tap(context: Context, rest: str) -> Replies:
        target = _target(context, rest)
        if target is None:
            return NOT_OURS
        counted = await _counted(context, *target)
        return _nothing(context, *target, rows=((), ())) if counted is None else reply(context, counted)

    return tap


def _words(context: Context, counted: Counted) -> Replies:
    return say(context.services.charts.words(context.chat.language, counted))


def _csv(context: Context, counted: Counted) -> Replies:
    place, period = context.services.charts.named(context.chat.language, counted)
    return attach(table(context.texts, context.services.tree, context.chat.language, counted, place, period))


_TAPS: Mapping[str, Tap] = {"show": _tap_show, "words": _of_counted(_words), "csv": _of_counted(_csv)}
