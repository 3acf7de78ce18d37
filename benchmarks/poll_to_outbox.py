"""How long one answer of a source takes until everybody's messages are committed, and the first of them, beside a
planner that goes by rows.

Run: `python -m benchmarks.poll_to_outbox`. A hundred thousand chats with seeded settings, half of them in Kharkiv, the
rest in the hromadas. (a) 600 alerts begin at once, one gets worse, all end; (b) one red alert where everybody lives.
The other planner reads each listener, decides for each, and inserts all its rows in one `executemany`.
"""

import asyncio
import json
import os
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import typer
from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.start import resident
from bot.content import load_areas
from bot.domain.alerts import Answer, AreaId
from bot.domain.areas import AreaLevel, AreaTree
from bot.domain.notices import AlertNotice, Notice, NoticeKind, lane
from bot.domain.policy import Cohort, Loudness, Sound, decide
from bot.domain.quiet import Mode, QuietHours, from_text
from bot.services.planner import Planner
from bot.services.watch import Watch
from bot.sources.alerts_in_ua import NAME, parse
from bot.store.database import Database
from bot.store.tables import chats, cohorts, notices, outbox, places
from bot.store.upgrade import upgrade
from bot.store.values import body_from_json

AREAS = Path(__file__).parents[1] / "data" / "areas" / "areas.csv"
SEED, CHATS, ALERTS, PIECE = 7, 100_000, 600, 10_000
KHARKIV = "1293"
NIGHT = datetime(2026, 11, 15, 0, 0, tzinfo=UTC)
POLL = timedelta(seconds=8)
QUIET = ("", "", "23:00-07:00", "23:00-07:00", "22:00-06:00", "00:00-08:00", "23:30-06:45; 13:00-14:30")
LANGUAGES = ("uk",) * 9 + ("en",)
MODES = ("grave",) * 6 + ("everything", "nothing")
#: What chooses no sound.
UNSAID = {"reach": "unsaid", "shelter": ""}
LOUDNESS = ("as_chat",) * 18 + ("silent", "loud")


def made_chats(chance: random.Random, areas: list[str]) -> Iterator[tuple[dict[str, object], str]]:
    """Each chat with the area that it follows: half of them the city."""
    for number in range(1, CHATS + 1):
        settings: dict[str, object] = {
            "language": chance.choice(LANGUAGES),
            "timezone": "Europe/Kyiv",
            "windows": chance.choice(QUIET),
            "mode": chance.choice(MODES),
        }
        row = {"id": number, "kind": "private", **settings, "digest_times": "", "created_at": NIGHT}
        yield row, KHARKIV if chance.random() < 0.5 else chance.choice(areas)


async def fill(database: Database, areas: list[str]) -> None:
    """The chats, in as many cohorts as their settings make."""
    chance, known = random.Random(SEED), dict[tuple[object, ...], int]()
    async with database.writing() as tx:
        await upgrade(tx)
        people, followed, groups = [], [], []
        for row, area in made_chats(chance, areas):
            loudness = chance.choice(LOUDNESS)
            key = (row["language"], row["windows"], row["mode"], area, loudness)
            if key not in known:
                known[key] = len(known) + 1
                shared = {name: row[name] for name in ("language", "timezone", "windows", "mode")}
                groups.append({"id": known[key], **shared, "area": area, "label": "", "loudness": loudness, **UNSAID})
            people.append(row)
            place = {"chat_id": row["id"], "area": area, "label": "", "loudness": loudness, **UNSAID}
            followed.append({**place, "cohort_id": known[key]})
        await tx.execute(insert(cohorts), groups)
        for start in range(0, CHATS, PIECE):
            await tx.execute(insert(chats), people[start : start + PIECE])
            await tx.execute(insert(places), followed[start : start + PIECE])


def body(uids: list[str], at: datetime, red: str = "") -> bytes:
    """An active.json in which these areas are alerted, yellow but for the one that is red."""
    rows = [row(uid, "red" if uid == red else "yellow") for uid in uids]
    return json.dumps({"alerts": rows, "meta": {"last_updated_at": f"{at:%Y/%m/%d %H:%M:%S} +0000"}}).encode()


def row(uid: str, level: str) -> dict[str, object]:
    started = "2026-11-15T00:00:00.000Z"
    threat = {"threat_type": "drones" if level == "yellow" else "ballistic_missiles", "level": level}
    common = {"location_uid": uid, "alert_type": "air_raid", "started_at": started, "finished_at": None}
    return {**common, "alert_level": level, "threats": [threat]}


class Bench:
    """One database and one watch; each answer comes eight seconds after the last."""

    def __init__(self, database: Database, tree: AreaTree) -> None:
        self.database = database
        self.tree = tree
        self.planner = Planner(database)
        self.watch = Watch(database, tree, self.planner)
        self.now = NIGHT

    async def answer(self, what: str, uids: list[str], red: str = "") -> float:
        """Seconds from the payload to the commit; says them with the rows that are owed."""
        self.now += POLL
        payload = body(uids, self.now, red)
        rows = await self.rows()
        before, began = resident(os.getpid()), time.perf_counter()
        parsed = parse(payload, at=self.now, area_of=self.tree.canonical)
        absorbed = await self.watch.absorb(Answer(NAME, self.now, parsed.observations, parsed.data_at), self.now)
        changed = time.perf_counter() - began
        while await self.planner.step():
            pass
        seconds = time.perf_counter() - began
        grown = resident(os.getpid()) - before
        rows = await self.rows() - rows
        typer.echo(
            f"{what:42} {seconds:8.2f} s {rows:>9,} rows {grown:6.0f} MiB more; the change and the first "
            f"{absorbed.owed:,} after {changed * 1000:.0f} ms"
        )
        return seconds

    async def rows(self) -> int:
        async with self.database.reading() as connection:
            return await connection.scalar(select(func.count()).select_from(outbox)) or 0

    async def by_rows(self) -> float:
        """Seconds that the newest start takes, planned chat by chat into an outbox without it."""
        async with self.database.writing() as tx:
            newest = (await tx.execute(select(notices).order_by(notices.c.id.desc()).limit(1))).one()
            await tx.execute(delete(outbox).where(outbox.c.notice_id == newest.id))
        began = time.perf_counter()
        async with self.database.writing() as tx:
            rows = await planned(tx, newest.id, body_from_json(newest.kind, newest.body), self.now)
            await tx.execute(insert(outbox), rows)
        seconds = time.perf_counter() - began
        typer.echo(f"{'the same, row by row':42} {seconds:8.2f} s {len(rows):>9,} rows")
        return seconds


async def planned(tx: AsyncConnection, notice_id: int, told: object, now: datetime) -> list[dict[str, object]]:
    assert isinstance(told, AlertNotice)
    notice = Notice("", NoticeKind.ALERT, now, told)
    listeners = select(chats, places.c.area, places.c.label, places.c.loudness, places.c.cohort_id).join(
        places, places.c.chat_id == chats.c.id
    )
    found = await tx.execute(listeners.where(places.c.area == told.transition.episode.area, chats.c.gone.is_(None)))
    rows: list[dict[str, object]] = []
    for one in found:
        quiet = QuietHours(from_text(one.windows), Mode(one.mode), one.timezone)
        decision = decide(
            told.transition, Cohort(one.language, quiet, AreaId(one.area), one.label, Loudness(one.loudness)), now
        )
        if decision.sound is not Sound.NONE:
            owed = {"notice_id": notice_id, "chat_id": one.id, "cohort_id": one.cohort_id, "lane": lane(notice)}
            owed |= {"sound": decision.sound, "reason": decision.reason, "holds_until": decision.until}
            owed |= {"settings_version": one.settings_version, "owed_at": now, "not_before": now, "state": "owed"}
            rows.append(owed)
    return rows


async def everywhere(folder: Path, tree: AreaTree) -> None:
    database = Database(f"sqlite+aiosqlite:///{folder / 'everywhere.db'}")
    raions = [str(area.id) for area in tree if area.level is AreaLevel.RAION]
    smaller = [str(area.id) for area in tree if area.level is AreaLevel.HROMADA]
    uids = [KHARKIV, *raions, *random.Random(SEED).sample(smaller, ALERTS - 1 - len(raions))]
    await fill(database, smaller)
    bench = Bench(database, tree)
    await bench.planner.begin()
    await bench.answer(f"(a) {ALERTS} alerts begin at once", uids)
    await bench.answer("    nothing new", uids)
    await bench.answer("    one of them gets worse", uids, red=KHARKIV)
    for _ in range(2):
        await bench.answer("    all of them are gone", [])
    await bench.answer("    and end", [])
    await database.close()


async def in_one_place(folder: Path, tree: AreaTree) -> None:
    database = Database(f"sqlite+aiosqlite:///{folder / 'one_place.db'}")
    await fill(database, [KHARKIV])
    bench = Bench(database, tree)
    await bench.planner.begin()
    ours = await bench.answer("(b) one red alert where everybody lives", [KHARKIV], red=KHARKIV)
    rows = await bench.by_rows()
    async with database.reading() as connection:
        groups = await connection.scalar(select(func.count()).select_from(cohorts))
    typer.echo(f"ratio {rows / ours:.1f}: the cohorts' statement decides {groups} times, not {CHATS:,}")
    await database.close()


async def measure() -> None:
    tree = AreaTree(load_areas(AREAS))
    with tempfile.TemporaryDirectory() as name:
        await in_one_place(Path(name), tree)
        await everywhere(Path(name), tree)


if __name__ == "__main__":
    asyncio.run(measure())
