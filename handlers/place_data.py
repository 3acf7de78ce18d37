"""What the buttons and typed forms of places carry: areas we know and last days still to come, or nothing at all."""

from datetime import date, datetime, time, timedelta

from bot.domain.alerts import AreaId
from bot.domain.chats import Place
from bot.domain.labels import means
from bot.domain.local_time import day_of, moment_of
from handlers.context import Context
from handlers.place_wish import LONGEST_STAY


def data(verb: str, area: AreaId, until: date | None = None) -> str:
    return f"place:{verb}:{area}:{until}" if until else f"place:{verb}:{area}"


def read(context: Context, rest: str) -> tuple[AreaId, date | None] | None:
    """An area that we know, with or without the last day of a stay, exactly as our buttons write it."""
    area, colon, last = rest.partition(":")
    if AreaId(area) not in context.services.tree:
        return None
    if not colon:
        return AreaId(area), None
    until = read_last_day(context, last)
    return (AreaId(area), until) if until else None


def read_last_day(context: Context, text: str) -> date | None:
    """Today or a day within the year, exactly as our buttons write it: one that is over makes a button outdated."""
    try:
        last = date.fromisoformat(text)
    except ValueError:
        return None
    return last if last.isoformat() == text and today(context) <= last <= today(context) + LONGEST_STAY else None


def today(context: Context) -> date:
    return day_of(context.now, context.chat.quiet.timezone)


def end_of(context: Context, last_day: date) -> datetime:
    """The end of that day, as the chat's clock has it."""
    return moment_of(last_day + timedelta(days=1), time(0), context.chat.quiet.timezone)


def last_day(context: Context, place: Place) -> date | None:
    """The last day of a stay."""
    return day_of(place.until - timedelta(seconds=1), context.chat.quiet.timezone) if place.until else None


async def places(context: Context) -> tuple[Place, ...]:
    return await context.services.subscriptions.places(context.tx, context.chat.id)


async def followed(context: Context, area: str) -> Place | None:
    """The place of the chat with this area's id."""
    return next((one for one in await places(context) if one.area == area), None)


async def named(context: Context, name: str) -> tuple[Place, ...]:
    """The places of the chat that a typed name means: by label or full name, else by a part of it or the bare id."""
    known = await places(context)
    exact = tuple(one for one in known if means(name, one, context.services.tree))
    found = {area.id for area in context.services.tree.find(name)}
    return exact or tuple(one for one in known if one.area in found or one.area == name)
