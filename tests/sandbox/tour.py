"""Takes the pictures of docs/tour.md from the sandbox itself, so that the tour shows what there is.

Run: `python -m tests.sandbox.tour [uk|en]` (Chromium and its driver are needed). It lives through the invented night
once in each language, some fifty seconds each; nothing in the pictures is real.
"""

import asyncio
import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
from PIL import Image

from tests.flow.page import Page, Row, from_bot, text_of
from tests.flow.program import CHECKOUT, PATIENCE, free_port, running
from tests.sandbox.browser import Browser, missing_programs, open_browser

PICTURES = CHECKOUT / "docs" / "pictures"
COLOURS = 255
PHONE, DESKTOP = (430, 860), (1080, 720)
#: Real seconds between two looks at the chat.
PAUSE = 0.2
KYIV = ZoneInfo("Europe/Kyiv")
DERZHPROM = {"latitude": 50.0066, "longitude": 36.229}
#: Everything is drawn, and the row that is meant is there as the bot last wrote it.
DRAWN = """
document.getElementById('message-{id}')
    && [...document.images].every((image) => image.complete)
    && document.getElementById('clock').textContent === '{time}'
    && document.getElementById('play').textContent.startsWith('▶')
"""
SHOW = """
document.activeElement.blur();
const [row, scroll] = [`message-${arguments[0]}`, "scroll"].map((id) => document.getElementById(id));
const end = row.offsetTop + row.offsetHeight - scroll.clientHeight;
scroll.scrollTop = (arguments[1] === "end" ? end : row.offsetTop) + (arguments[1] === "end" ? 8 : -8);
document.getElementById('down').hidden = true;
"""


@dataclass(frozen=True, slots=True)
class Words:
    """What is typed and looked for in one language."""

    city: str
    yellow: str
    recap: str
    card: str
    name: str
    invite: str
    mother: str


WORDS = {
    "en": Words("Kharkiv", "Drones, Kharkiv.", "Your night", "/guide ballistic", "Daughter", "Invite", "Mother"),
    "uk": Words("Харків", "Дрони, Харків.", "Ваша ніч", "/guide балістика", "Донька", "Запросити", "Мама"),
}


@dataclass(frozen=True, slots=True)
class Guide:
    """Leads through the night in one language and takes the pictures."""

    language: str
    page: Page
    browser: Browser

    async def ask(self, text: str, words: str = "") -> Row:
        """The bot's answer to what is typed, which holds these words."""
        last = await self.last()
        await self.page.say(text)
        return await self.page.wait_for(from_bot(words, after=last + 1))

    async def tap(self, row: Row, words: str) -> Row:
        """What the bot says after a button was pressed: anew, or in the place of what the button stood under."""
        rows = await self.page.rows()
        before = {(one["message"]["message_id"], text_of(one)) for one in rows}
        await self.page.tap(row, words)
        return await self.page.wait_for(
            lambda rows: next((one for one in rows if (one["message"]["message_id"], text_of(one)) not in before), None)
        )

    async def last(self) -> int:
        rows = await self.page.rows()
        return int(rows[-1]["message"]["message_id"]) if rows else 0

    async def wait_through(self, words: str) -> Row:
        """Lets the night go on until the bot says this, and stops its clock."""
        last = await self.last()
        await self.page.steer("play")
        while (row := from_bot(words, after=last)(await self.page.rows())) is None:
            await self.page.steer("next")
            await asyncio.sleep(PAUSE)
        await self.page.steer("pause")
        return row

    async def take(self, name: str, row: Row, scheme: str, size: tuple[int, int] = PHONE, block: str = "end") -> None:
        """A picture with this message at the screen's end (or start)."""
        number = row["message"]["message_id"]
        await self.browser.look_as(*size, scheme)
        time = datetime.fromtimestamp((await self.page.scenario())["now"], KYIV)
        await self.browser.until(DRAWN.format(id=number, time=f"{time:%H:%M}"))
        await self.browser.run(SHOW, number, block)
        image = Image.open(io.BytesIO(await self.browser.seen()))
        path = PICTURES / f"tour-{name}-{self.language}.png"
        image.convert("RGB").quantize(COLOURS, kmeans=1, dither=Image.Dither.NONE).save(path, optimize=True)


async def evening(guide: Guide) -> None:
    words = WORDS[guide.language]
    row = await guide.ask("/start")
    await guide.take("start", row, "light")
    row = await guide.tap(row, words.city)
    await guide.browser.until("!document.getElementById('play').disabled")
    await guide.take("place", row, "light")
    row = await guide.ask("/quiet 23:00-07:00")
    await guide.take("quiet", row, "dark")
    await guide.ask("/digest 08:00")


async def night(guide: Guide) -> None:
    row = await guide.wait_through(WORDS[guide.language].yellow)
    await guide.take("yellow", row, "dark")
    row = await guide.wait_through("🔴")
    await guide.take("red", row, "dark")
    await guide.take("desktop", row, "dark", DESKTOP)
    row = await guide.ask("/why")
    await guide.take("why", row, "dark", block="start")


async def morning(guide: Guide) -> None:
    row = await guide.wait_through(WORDS[guide.language].recap)
    await guide.take("recap", row, "light")
    row = await guide.ask(WORDS[guide.language].card)
    await guide.take("guide", row, "light", block="start")
    row = await guide.ask("/situation")
    await guide.take("situation", row, "light", block="start")
    for name in ("stats", "map"):
        await guide.page.say(f"/{name}")
        row = await guide.page.wait_for(pictured(name))
        await guide.take(name, row, "light", block="start")


def pictured(name: str) -> Callable[[list[Row]], Row | None]:
    """The picture that came after the command was typed."""

    def found(rows: list[Row]) -> Row | None:
        asked = max(at for at, row in enumerate(rows) if text_of(row) == f"/{name}")
        return next((row for row in rows[asked:] if "photo" in row["message"]), None)

    return found


async def shelter(guide: Guide, client: httpx.AsyncClient) -> None:
    """Asked for by location, and the nearest one opened with its pin."""
    await guide.ask("/shelter")
    last = await guide.last()
    await client.post("/api/location", json=DERZHPROM)
    row = await guide.page.wait_for(from_bot("1.", after=last))
    row = await guide.tap(row, "1")
    row = await guide.page.wait_for(from_bot("", after=row["message"]["message_id"]))
    await guide.take("shelter", row, "light")


async def circle(guide: Guide, neighbour: Page) -> None:
    """Two people agree to check on each other, and one says how it is."""
    words = WORDS[guide.language]
    row = await guide.ask(f"/circle new {words.name}")
    row = await guide.tap(row, words.invite)
    await neighbour.say("/start " + text_of(row).partition("?start=")[2].split()[0])
    await neighbour.wait_for(from_bot(words.name))
    await neighbour.say(f"/circle join {words.mother}")
    last = await guide.last()
    await neighbour.say("/circle safe")
    await guide.page.wait_for(from_bot("✅", after=last))
    await guide.take("circle", await guide.ask("/circle", words.mother), "light")


async def through(language: str) -> None:
    """The whole tour in one language."""
    with tempfile.TemporaryDirectory() as made:
        folder, port = Path(made), free_port()
        address = f"http://127.0.0.1:{port}"
        async with (
            running(folder, {"HTTP_ADDR": f"127.0.0.1:{port}"}) as program,
            open_browser(folder / "profile", *DESKTOP, f"--lang={language}") as browser,
            httpx.AsyncClient(base_url=address, timeout=PATIENCE) as client,
        ):
            await program.wrote("open http://")
            await browser.open(address)
            page = Page(client)
            await page.speak(language)
            await browser.run("document.querySelector(`[name=language][value=${arguments[0]}]`).click()", language)
            guide = Guide(language, page, browser)
            await evening(guide)
            await night(guide)
            await morning(guide)
            await shelter(guide, client)
            async with httpx.AsyncClient(base_url=address, params={"phone": "neighbour"}) as other:
                await circle(guide, Page(other))


def main() -> None:
    if missing := missing_programs():
        sys.exit(f"not installed: {', '.join(missing)}")
    for language in sys.argv[1:] or WORDS:
        asyncio.run(through(language))


if __name__ == "__main__":
    main()
