"""Draws the examples in docs/pictures/ from the sandbox's invented month and night, to show what is drawn now.

Run: `python -m tests.pictures.examples`. Nothing in the pictures is real: alerts and their levels are made.
"""

import asyncio
import io
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image

from bot.domain.alerts import PERMANENT_AFTER, Account, Alert, AreaId, Sight, Threat, Usual, gravity_of
from bot.domain.country import draw, draw_areas
from bot.domain.drawings import Drawing
from bot.domain.statistics import Period
from bot.pictures.artist import FONTS
from bot.pictures.drawing import drawn
from bot.services.charts import Charts
from bot.services.history import keep_past
from bot.services.maps import PLACES, Maps, Which
from bot.services.statistics import Asked, Statistics
from bot.services.status import CountryStatus, SourceStatus
from bot.sources.made_month import made_month
from bot.sources.scenario import ScenarioSource, anchor_for, load_scenario
from bot.store.database import Database
from tests.fixtures.content import ROOT, reports, texts, tree
from tests.fixtures.databases import make_template, url_of

KHARKIV, KYIV = AreaId("1293"), "Europe/Kyiv"
#: Before the night of the scenario, and how far into it the map is drawn.
EVENING = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
INTO_THE_NIGHT = timedelta(hours=3, minutes=31)
#: In README.md they stand side by side.
WIDTH = 540
COLOURS = 255


def night() -> ScenarioSource:
    scenario = load_scenario(ROOT / "data" / "scenarios" / "kharkiv-night.yaml")
    return ScenarioSource(scenario, anchor_for(scenario, EVENING))


def alerts(source: ScenarioSource, now: datetime) -> list[Alert]:
    found = []
    for one in source.scenario.alerts:
        stage = one.stage_at(now - source.anchor)
        if stage is None:
            continue
        began = one.long_since or source.anchor + one.stages[0].offset
        threats = tuple(Threat(kind) for kind in stage.threats)
        usual = Usual(gravity_of(one.kind, stage.level, threats)) if now - began > PERMANENT_AFTER else None
        found.append(Alert(one.area, one.kind, began, now, {source.name: Account(stage.level, threats)}, usual=usual))
    return found


def map_of(language: str, which: Which) -> Drawing:
    source = night()
    now = source.anchor + INTO_THE_NIGHT
    running = alerts(source, now)
    shown = draw(running, tree()) if which is Which.COUNTRY else draw_areas(running, tree(), PLACES[which])
    status = CountryStatus(sources=(SourceStatus(source.name, Sight.FRESH, now),), drawn=shown)
    picture = Maps(texts(), tree()).picture(language, which, status, now, KYIV)
    assert picture is not None
    return picture.drawing


@asynccontextmanager
async def with_a_month() -> AsyncIterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(url_of(await asyncio.to_thread(make_template, Path(folder) / "examples.db")))
        source = night()
        await keep_past(database, source.name, made_month(source.anchor))
        yield database
        await database.close()


async def stats_of(database: Database, language: str, period: Period) -> Drawing:
    statistics = Statistics(tree(), database)
    counted = await statistics.count(Asked(KHARKIV, period, KYIV), night().anchor)
    assert counted is not None
    return Charts(texts(), tree(), reports(), statistics).picture(language, counted).drawing


def kept(name: str, drawing: Drawing) -> None:
    image = Image.open(io.BytesIO(drawn(drawing, FONTS)))
    small = image.resize((WIDTH, round(image.height * WIDTH / image.width)), Image.Resampling.LANCZOS)
    small.quantize(COLOURS).save(ROOT / "docs" / "pictures" / f"{name}.png", optimize=True)


async def main() -> None:
    async with with_a_month() as database:
        kept("stats-week-uk", await stats_of(database, "uk", Period.WEEK))
    kept("map-uk", map_of("uk", Which.COUNTRY))
    kept("map-oblast-en", map_of("en", Which.OBLAST))


if __name__ == "__main__":
    asyncio.run(main())
