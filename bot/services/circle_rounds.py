"""What becomes of circles by itself: members are asked after a grave alert of theirs, the others learn of no answer,
and everything said is forgotten after a day.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import Gravity
from bot.domain.circle import ASKED_AGAIN_AFTER, FORGOTTEN_AFTER, heir, may_be_asked
from bot.domain.episodes import Nearness
from bot.domain.notices import CircleStep
from bot.services.circles import ask_member, tell
from bot.store import alerts as alert_store
from bot.store import chats as chat_store
from bot.store import circles as circle_store
from bot.store import planning
from bot.store.circles import ToldEnd
from bot.store.database import Database

#: How often (the bot's clock) it is looked: a minute more or less of waiting for an answer is nothing.
LOOKED_EVERY = timedelta(seconds=20)
#: The end that reached somebody longer ago than this asks nobody any more; shorter than it takes to be asked again.
ENDED_WITHIN = ASKED_AGAIN_AFTER
#: How long an end may have waited to be sent.
WAITED_AT_MOST = timedelta(hours=3)


class CircleRounds:
    """Owes what circles are due."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._looked_at: datetime | None = None

    async def step(self, now: datetime) -> int:
        """Asks, tells and forgets what is due by now (aware UTC); returns how many were asked or told of."""
        if self._looked_at is not None and timedelta() <= now - self._looked_at < LOOKED_EVERY:
            return 0
        self._looked_at = now
        if not await self._is_due(now):
            return 0
        async with self._database.writing() as tx:
            done = await _ask_after_alerts(tx, now) + await _tell_of_no_answer(tx, now)
            for circle_id in await circle_store.leaderless(tx):
                await _pass_on(tx, circle_id)
            await circle_store.forget(tx, now, now - FORGOTTEN_AFTER)
        return done

    async def _is_due(self, now: datetime) -> bool:
        async with self._database.reading() as connection:
            if await circle_store.anything_over(connection, now, now - FORGOTTEN_AFTER):
                return True
            if not await circle_store.any_member(connection):
                return False
            if await circle_store.leaderless(connection):
                return True
            ends = await circle_store.ends_told(connection, now - ENDED_WITHIN, now - WAITED_AT_MOST)
            return bool(ends or await circle_store.unanswered(connection))


async def _ask_after_alerts(tx: AsyncConnection, now: datetime) -> int:
    asked = 0
    for end in await circle_store.ends_told(tx, now - ENDED_WITHIN, now - WAITED_AT_MOST):
        if await _is_asked_after(tx, end, now):
            await ask_member(tx, end.circle_id, end.member, now)
            asked += 1
    return asked


async def _is_asked_after(tx: AsyncConnection, end: ToldEnd, now: datetime) -> bool:
    """Whether a grave alert at the member's own place is over, and they have neither spoken nor been asked since."""
    episode, member = end.body.transition.episode, end.member
    if episode.nearness is not Nearness.OWN or (member.word_at and member.word_at >= end.at):
        return False
    places = await chat_store.places_of(tx, member.person)
    followed = [place.area for place in places]
    own = member.area if member.area in followed else next(iter(followed), None)
    if episode.area != own or await alert_store.running_at(tx, episode.area):
        return False
    if await planning.gravest_told(tx, episode.key) is not Gravity.GRAVE:
        return False
    circle = await circle_store.circle(tx, end.circle_id)
    asks = await circle_store.asks_of(tx, [member.person])
    return circle is not None and len(circle.members) > 1 and may_be_asked(asks.get(member.person), now)


async def _tell_of_no_answer(tx: AsyncConnection, now: datetime) -> int:
    told = 0
    for circle_id, ask in await circle_store.unanswered(tx):
        circle = await circle_store.circle(tx, circle_id)
        member = circle.member(ask.person) if circle else None
        if circle is None or member is None or not ask.is_unanswered(member.wait, now):
            continue
        others, since = circle.others(ask.person), ask.reached_at
        await tell(tx, circle, others, member.name, CircleStep.NO_ANSWER, now, about=ask.person, at=since)
        await circle_store.tell_ask(tx, ask.person, now)
        told += 1
    return told


async def _pass_on(tx: AsyncConnection, circle_id: int) -> None:
    """A founder who had themselves forgotten leaves a circle that somebody must keep."""
    circle = await circle_store.circle(tx, circle_id)
    founder = heir(circle.members) if circle else None
    if founder:
        await circle_store.change_member(tx, replace(founder, founder=True))
