"""Tells those who follow a wide place when something begins to run in its parts and when nothing does any more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import Alert, AreaId
from bot.domain.episodes import permanent_among
from bot.domain.inside import InsideStep, Spell, follow_inside, passing
from bot.domain.notices import InsideNotice
from bot.domain.notices import of_inside as notice_of
from bot.domain.policy import of_inside
from bot.store import outbox, planning
from bot.store import spells as spell_store

Spells = dict[AreaId, Spell]


@dataclass(frozen=True, slots=True)
class Wide:
    """A wide place at one moment: all alerts inside it, and whether its own episode ran just before, or runs."""

    area: AreaId
    alerts: tuple[Alert, ...]
    covered: bool


async def tell_inside(tx: AsyncConnection, spells: Spells, wide: Wide, now: datetime) -> int:
    """Moves the spell of a wide place, and owes what follows from it; returns how many are owed it."""
    spell, step = await _follow(tx, spells.get(wide.area), wide.area, wide.alerts, now)
    if spell is None or step is None:
        return 0
    if step is InsideStep.ENDED:
        # A beginning that has not left yet would arrive after its own end.
        await outbox.drop_unsent(tx, spell.key)
    if wide.covered:
        # The place's own alert says more than a line about its parts, and its all clear names what still runs there.
        return 0
    owed = await _owe(tx, InsideNotice(InsideStep.PASSED, spell), now) if step is InsideStep.ENDED else 0
    return owed + await _owe(tx, InsideNotice(step, spell, permanent_among(wide.alerts)), now)


async def know_spell(tx: AsyncConnection, area: AreaId, alerts: Iterable[Alert], now: datetime) -> None:
    """Notes the spell that runs already in a wide place which nobody followed until now, so that its end is told."""
    running = await spell_store.running_spells(tx)
    if area not in running:
        await _follow(tx, None, area, tuple(alerts), now)


async def _follow(
    tx: AsyncConnection, before: Spell | None, area: AreaId, alerts: tuple[Alert, ...], now: datetime
) -> tuple[Spell | None, InsideStep | None]:
    ended_before = None if before else await spell_store.last_end(tx, area)
    spell, step = follow_inside(before, passing(alerts), now, area=area, ended_before=ended_before)
    if spell and spell != before:
        await spell_store.save_spell(tx, spell)
    return spell, step


async def _owe(tx: AsyncConnection, body: InsideNotice, now: datetime) -> int:
    spell = body.spell
    return await planning.owe_place(
        tx, notice_of(body, now), spell.area, spell.key, lambda cohort: of_inside(body.step, cohort.heard), now
    )
