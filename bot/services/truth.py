"""Whether what was decided is still true when it is about to leave, asked for many messages at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.advance import sight_at
from bot.domain.alerts import AreaId, Sight
from bot.domain.circle import decide_ask, decide_word
from bot.domain.episodes import Episode
from bot.domain.inside import InsideStep
from bot.domain.notices import (
    AlertNotice,
    CircleAskNotice,
    CircleWordNotice,
    CorrectionNotice,
    DigestNotice,
    InsideNotice,
    InsistNotice,
    MeanwhileNotice,
    ModeEndedNotice,
    Notice,
    RecapNotice,
    SightNotice,
    SightStep,
    is_overtaken,
    of_passed,
    relieved_area,
)
from bot.domain.notices import of_inside as inside_notice
from bot.domain.operators import AnnouncementNotice, FalseAlarmNotice, of_word
from bot.domain.plans import decide_meanwhile
from bot.domain.policy import (
    Cohort,
    Decision,
    Heard,
    Reason,
    Sound,
    decide,
    of_blindness,
    of_bulletin,
    of_digest,
    of_inside,
    of_mode_ended,
    of_sight_back,
)
from bot.domain.policy import of_insisting as decide_insisting
from bot.services.recaps import decide_recap
from bot.store import alerts as alert_store
from bot.store import sight as sight_store
from bot.store import told
from bot.store.database import Database
from bot.store.outbox import Owed
from bot.store.told import HEARD_RANK
from bot.tasks import Batch

Question: TypeAlias = tuple[Owed, datetime]


class Truth:
    """Looks once more, at the last moment; what many messages ask at about the same time is asked once."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._sight: Batch[None, bool] = Batch(self._look)
        self._asked: Batch[Question, Decision] = Batch(self._decide)

    async def sees(self) -> bool:
        """Whether any source is fresh."""
        return await self._sight.do(None)

    async def decide(self, owed: Owed, now: datetime) -> Decision:
        """The decision as it was made, or made again where a window's edge or a change of settings came between."""
        if not (owed.stale or _hangs_on_others(owed)):
            return Decision(owed.sound, owed.reason)
        return await self._asked.do((owed, now))

    async def _look(self, askers: Sequence[None]) -> Sequence[bool]:
        async with self._database.reading() as connection:
            contacts = await sight_store.contacts(connection)
        fresh = any(sight_at(moment, self._now()) is Sight.FRESH for moment in contacts.values())
        return [fresh] * len(askers)

    async def _decide(self, questions: Sequence[Question]) -> Sequence[Decision]:
        async with self._database.reading() as connection:
            world = await _world_of(connection, [owed for owed, _ in questions])
            return [await _decided(connection, world, owed, now) for owed, now in questions]


class _World:
    """What some messages hang on: what their chats heard, what runs at their places and what began there since."""

    def __init__(
        self,
        ranks: Mapping[tuple[int, str], int],
        running: Mapping[AreaId, tuple[Episode, ...]],
        followers: Mapping[str, tuple[Episode, ...]],
    ) -> None:
        self._ranks = ranks
        self._running = running
        self._followers = followers

    def heard(self, chat_id: int, key: str | None) -> Heard:
        return HEARD_RANK[self._ranks.get((chat_id, key), 0)] if key else Heard.NOTHING

    def running_at(self, area: AreaId | None) -> tuple[Episode, ...]:
        return self._running.get(area, ()) if area else ()

    def was_followed(self, owed: Owed) -> bool:
        """Whether the chat heard of the next alert at the place already: then only the end of that one is news."""
        heard = (self.heard(owed.chat_id, one.key) for one in self._followers.get(owed.notice.key, ()))
        return any(one not in (Heard.NOTHING, Heard.MISSED) for one in heard)


async def _world_of(connection: AsyncConnection, owed: Sequence[Owed]) -> _World:
    followers = {one.notice.key: one.notice for one in owed}
    since = {key: await _begun_since(connection, notice) for key, notice in followers.items()}
    areas = {area for one in owed if (area := relieved_area(one.notice))}
    keys = {key for one in owed if (key := _told_of(one.notice))}
    keys |= {one.key for begun in since.values() for one in begun}
    return _World(
        await told.heard_ranks(connection, {one.chat_id for one in owed}, keys),
        {area: await alert_store.running_at(connection, area) for area in areas},
        since,
    )


async def _begun_since(connection: AsyncConnection, notice: Notice) -> tuple[Episode, ...]:
    match notice.body:
        case AlertNotice(transition) if transition.kind.is_over:
            return await alert_store.begun_since(connection, transition.episode, notice.at)
        case _:
            return ()


async def _decided(connection: AsyncConnection, world: _World, owed: Owed, now: datetime) -> Decision:
    if isinstance(owed.notice.body, RecapNotice):
        return await decide_recap(connection, owed.chat_id, owed.notice.body, now)
    heard = world.heard(owed.chat_id, _told_of(owed.notice))
    decision = decide_again(owed, replace(owed.cohort, heard=heard), now)
    # The grave goes first, so that what waited behind it may speak of relief to somebody who has just been woken.
    running = world.running_at(relieved_area(owed.notice))
    late = world.was_followed(owed) or is_overtaken(owed.notice, running)
    return Decision(Sound.NONE, Reason.OVERTAKEN) if decision.sound is not Sound.NONE and late else decision


def passed_instead(notice: Notice) -> Notice | None:
    """What is told in place of an end, if the notice tells one, to whom its start was not told."""
    match notice.body:
        case AlertNotice(transition) if transition.kind.is_over:
            return of_passed(transition.episode, notice.at, transition.inside)
        case InsideNotice(step=InsideStep.ENDED, spell=spell):
            return inside_notice(InsideNotice(InsideStep.PASSED, spell), notice.at)
        case _:
            return None


def _told_of(notice: Notice) -> str | None:
    """What has to be asked how loudly it was heard, so that this notice can be decided again."""
    match notice.body:
        case AlertNotice(transition) | InsistNotice(transition):
            return transition.episode.key
        case SightNotice() as sight if sight.step is SightStep.REGAINED:
            return sight.outage
        case FalseAlarmNotice(episode=episode):
            return episode.key
        case InsideNotice(step=InsideStep.ENDED, spell=spell):
            return spell.key
        case _:
            return None


def _hangs_on_others(owed: Owed) -> bool:
    """A relief and a false alarm go by what was heard and by what runs now, a digest by the window that may have begun
    since, a recap by what still runs, an announcement by the hour.
    """
    relief = relieved_area(owed.notice) is not None or passed_instead(owed.notice) is not None
    return relief or isinstance(owed.notice.body, _DECIDED_LATE)


#: Held back or dropped by what is true at the last moment.
_DECIDED_LATE = (
    AnnouncementNotice,
    CircleAskNotice,
    CircleWordNotice,
    CorrectionNotice,
    DigestNotice,
    FalseAlarmNotice,
    ModeEndedNotice,
    RecapNotice,
)


def _lost_again(sight: SightNotice, cohort: Cohort, now: datetime) -> Decision:
    """What was to ring after ten minutes is left out where it must not ring any more: it was told before."""
    long = sight.step in (SightStep.LONG, SightStep.LOST_LONG)
    decision = of_blindness(sight.danger, cohort, now, long=long, inside=sight.inside)
    told_before = sight.step is SightStep.LONG and decision.sound is not Sound.LOUD
    return replace(decision, sound=Sound.NONE) if told_before else decision


def decide_again(owed: Owed, cohort: Cohort, now: datetime) -> Decision:
    """The decision for a row whose first one may not hold any more."""
    notice: Notice = owed.notice
    match notice.body:
        case AlertNotice(transition):
            return decide(transition, cohort, now)
        case InsistNotice(transition):
            return decide_insisting(transition, cohort, now)
        case SightNotice(step=SightStep.REGAINED):
            return of_sight_back(cohort.heard)
        case SightNotice() as sight:
            return _lost_again(sight, cohort, now)
        case InsideNotice(step=InsideStep.BEGAN | InsideStep.ENDED as step):
            return of_inside(step, cohort.heard)
        case MeanwhileNotice() as missed:
            return decide_meanwhile(missed, cohort, now)
        case _:
            return _decide_for_one(owed, cohort, now)


def _decide_for_one(owed: Owed, cohort: Cohort, now: datetime) -> Decision:
    """The same for what is told to one chat alone, and is about no place."""
    match owed.notice.body:
        case DigestNotice(rings=rings):
            return of_digest(cohort.quiet, cohort.mute, now, rings=rings)
        case CorrectionNotice():
            return of_bulletin(cohort.quiet, now)
        case AnnouncementNotice() | FalseAlarmNotice() as word:
            return of_word(word, cohort, now)
        case ModeEndedNotice():
            return of_mode_ended(cohort.quiet, now)
        case CircleAskNotice() as ask:
            return decide_ask(ask, cohort.quiet, cohort.mute, now)
        case CircleWordNotice() as word:
            return decide_word(word, cohort.quiet, cohort.mute, now)
        case _:
            return Decision(owed.sound, owed.reason)
