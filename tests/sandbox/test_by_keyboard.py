"""A newcomer's first minutes with the sandbox by keyboard alone: from opening the page to a red alert that rings."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.flow.program import free_port, running
from tests.sandbox.browser import ENTER, SHIFT, SPACE, TAB, Browser, missing_programs, open_browser

MISSING = missing_programs()
pytestmark = pytest.mark.skipif(
    bool(MISSING) and os.environ.get("CI") != "true",
    reason=f"no browser to look at the page with: {', '.join(MISSING)} not installed",
)
#: What a newcomer takes, in seconds: to read a word (adults read some 240 a minute), to decide to press, to press on.
A_WORD, A_DECISION, A_STEP = 60 / 240, 2.0, 0.5
WITHIN = 180.0
#: Real seconds that anything may take on a busy machine before it counts as broken; the driver waits no longer.
SOON = 50.0
#: More keys than this from where one stands to what one wants are too many.
FARTHEST = 12
#: Where the keyboard stands, in words, and whether that can be seen.
STAND = """
const at = document.activeElement;
const drawn = at.type === "radio" ? at.nextElementSibling : at;
const ring = getComputedStyle(drawn);
return [
  at === document.body ? null : at.id || at.textContent,
  at.matches(":focus-visible") && ring.outlineStyle === "solid" && parseFloat(ring.outlineWidth) >= 2,
];
"""
#: How many words of the page are new; what is told again with other figures is not read again, nor a closed list.
WORDS = """
const seen = (window.seenLines ??= new Set());
const closed = new Set([...document.querySelectorAll("option")].map((option) => option.textContent.trim()));
const lines = document.body.innerText.split("\\n").map((line) => line.trim()).filter((line) => !closed.has(line));
const bare = (line) => line.replace(/\\d+/g, "0");
const unseen = lines.filter((line) => !seen.has(bare(line)) && seen.add(bare(line)));
return unseen.flatMap((line) => line.split(/\\s+/)).filter((part) => /\\p{L}/u.test(part)).length;
"""
#: Messages of the bot, and minutes on its clock.
TOLD = "document.querySelectorAll('#log > .bot').length"
MINUTES = (
    "document.getElementById('clock').textContent.split(':').reduce((hours, rest) => hours * 60 + Number(rest), 0)"
)
#: Something new is told; or the clock only went on, because the bot was busy with the last event still.
GONE_ON = f"""
[({MINUTES} - %d + 1440) %% 1440].some((passed) => {TOLD} > %d || (2 <= passed && passed <= 10))
"""
NEWEST = "[...document.querySelectorAll('#log > .bot')].findLast((row) => row.textContent.includes('{words}'))"


@dataclass(slots=True)
class Newcomer:
    """Somebody with a keyboard, whose steps and decisions are counted."""

    browser: Browser
    decisions: int = 0
    steps: int = 0
    words: int = 0
    stood: list[str] = field(default_factory=list)

    async def go(self, wanted: str, *, back: bool = False) -> None:
        """Tab by Tab to what bears this id or begins with these words; every stand on the way can be seen."""
        self.stood = []
        while len(self.stood) < FARTHEST:
            await self.browser.press(*([SHIFT, TAB] if back else [TAB]))
            self.steps += 1
            at, seen = await self.browser.run(STAND)
            assert at is not None, f"the keyboard stands nowhere after {self.stood}"
            assert seen, f"nobody sees that the keyboard is at {at}"
            self.stood.append(at)
            if at.startswith(wanted):
                return
        raise AssertionError(f"{wanted} is not among {self.stood}")

    async def do(self, key: str = ENTER) -> None:
        await self.browser.press(key)
        self.decisions += 1

    async def read(self) -> None:
        self.words += await self.browser.run(WORDS)

    async def type(self, text: str) -> None:
        for letter in text:
            await self.browser.press(letter)
        self.steps += len(text)
        await self.do()

    @property
    def seconds(self) -> float:
        return self.words * A_WORD + self.decisions * A_DECISION + self.steps * A_STEP

    async def is_told(self, words: str) -> str:
        """The sound of the newest message with these words, once it is there."""
        row = NEWEST.format(words=words)
        sound: str = await self.browser.until(f"{row} && {row}.querySelector('.ring').textContent", SOON)
        await self.read()
        return sound

    async def play_until(self, words: str) -> str:
        """Goes on from event to event until there is a message with these words, and gives its sound."""
        row = NEWEST.format(words=words)
        while not await self.browser.run(f"return Boolean({row})"):
            told, minutes = await self.browser.run(f"return [{TOLD}, {MINUTES}]")
            await self.browser.press(ENTER)
            self.steps += 1
            await self.browser.until(GONE_ON % (minutes, told), SOON)
        return await self.is_told(words)


@asynccontextmanager
async def newcomer(folder: Path, language: str) -> AsyncIterator[Newcomer]:
    port = free_port()
    async with (
        running(folder, {"HTTP_ADDR": f"127.0.0.1:{port}"}) as program,
        open_browser(folder / "profile", 1200, 800, f"--lang={language}", f"--accept-lang={language}") as browser,
    ):
        await program.wrote("open http://")
        await browser.open(f"http://127.0.0.1:{port}")
        await browser.until("document.activeElement.id === 'text' && !document.getElementById('menu').disabled")
        yield Newcomer(browser)


@dataclass(frozen=True, slots=True)
class Words:
    """What is pressed and awaited in one language."""

    city: str
    watched: str
    hours: str
    saved: str
    yellow: str
    red: str
    silent: str
    loud: str


WORDS_OF = {
    "en": Words("Kharkiv", "I watch Kharkiv", "23:00-07:00", "Saved.", "🟡 Drones, Kharkiv.", "🔴", "silent", "loud"),
    "uk": Words(
        "Харків", "Тепер стежу", "23:00-07:00", "Збережено", "🟡 Дрони, Харків.", "🔴", "без звуку", "зі звуком"
    ),
}


@pytest.mark.proof
@pytest.mark.parametrize("language", ["en", "uk"])
async def test_the_night_is_lived_through_by_keyboard_alone_within_three_minutes(tmp_path: Path, language: str) -> None:
    words = WORDS_OF[language]
    async with newcomer(tmp_path, language) as person:
        await person.read()
        await person.go("start", back=True)
        await person.do()
        await person.is_told("Cell Broadcast")
        await person.go(words.city, back=True)
        await person.do()
        await person.is_told(words.watched)
        await person.go(words.hours)
        await person.do(SPACE)
        await person.is_told(words.saved)
        await person.browser.until("!document.getElementById('play').disabled", SOON)
        await person.go("to-night")
        await person.do()
        await person.do(SPACE)
        await person.go("next")
        yellow = await person.play_until(words.yellow)
        red = await person.play_until(words.red)

    assert yellow == f"🔕 {words.silent}"
    assert red == f"🔔 {words.loud}"
    assert person.seconds <= WITHIN
