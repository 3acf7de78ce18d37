"""Tells those who follow a wide place when something begins to run in its parts and when nothing does any more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import Alert, AreaId
from bot.domain.episodes import permanent_among
from bot.domain.inside import InsideStep, Spell, follow_inside, passing
from bot.domain.notices import InsideNotice, of_inside
from bot.domain.plans import Plan
from bot.store import spells as spell_store


@dataclass(frozen=True, slots=True)
class Wide:
    """A wide place at one moment: all alerts inside it, whether its own episode ran just before, or runs, its running
    spell and when the last one ended.
    """

    area: AreaId
    alerts: tuple[Alert, ...]
    covered: bool
    before: Spell | None = None
    ended_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a wide place: its spell, where that changed, whether it is over, and what is to be owed."""

    spell: Spell | None
    over: bool = False
    plans: tuple[Plan, ...] = ()


def tell_inside(wide: Wide, now: datetime) -> Told:
    """Moves the spell of a wide place, and says what follows from it. Pure."""
    spell, step = _follow(wide, now)
    if spell is None or step is None:
        return Told(spell if spell != wide.before else None)
    over = step is InsideStep.ENDED
    if wide.covered:
        # The place's own alert says more than a line about its parts, and its all clear names what still runs there.
        return Told(spell, over)
    bodies = [InsideNotice(InsideStep.PASSED, spell)] if over else []
    bodies.append(InsideNotice(step, spell, permanent_among(wide.alerts)))
    return Told(spell, over, tuple(Plan(of_inside(body, now), wide.area, spell.key, drops=over) for body in bodies))


async def know_spell(tx: AsyncConnection, area: AreaId, alerts: Iterable[Alert], now: datetime) -> None:
    """Notes the spell that runs already in a wide place which nobody followed until now, so that its end is told."""
    running = await spell_store.running_spells(tx)
    if area in running:
        return
    ended_before = (await spell_store.last_ends(tx, [area])).get(area)
    spell, _ = _follow(Wide(area, tuple(alerts), covered=False, ended_before=ended_before), now)
    if spell:
        await spell_store.save_spells(tx, [spell])


def _follow(wide: Wide, now: datetime) -> tuple[Spell | None, InsideStep | None]:
    return follow_inside(wide.before, passing(wide.alerts), now, area=wide.area, ended_before=wide.ended_before)
