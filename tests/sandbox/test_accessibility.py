"""The chat page, looked through by axe-core: no serious fault for who reads by ear, by keys or with little sight."""

import base64
import hashlib
import os
import shutil
import subprocess
import tarfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.serving import serve
from sandbox.app import build
from sandbox.limits import Limits
from sandbox.telegram_world import TelegramWorld
from tests.sandbox.browser import Browser, missing_programs, open_browser
from tests.sandbox.test_page_api import RememberedControls

AXE = "axe-core@4.14.1"
#: As the registry tells it (SHA-512).
INTEGRITY = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
MISSING = [*missing_programs(), *(name for name in ("npm",) if shutil.which(name) is None)]
pytestmark = pytest.mark.skipif(
    bool(MISSING) and os.environ.get("CI") != "true",
    reason=f"nothing to look through the page with: {', '.join(MISSING)} not installed",
)
RUN = """
const [rules, done] = arguments;
axe.run(document, { runOnly: rules }).then((found) => done(found.violations.map((one) => [
  one.impact, one.id, one.nodes.map((node) => node.target.join(" ") + ": " + node.failureSummary).join("; ")
])));
"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The checker's script, fetched by name and held against its sum."""
    folder = tmp_path_factory.mktemp("axe")
    fetched = subprocess.run(["npm", "pack", "--silent", AXE], cwd=folder, capture_output=True, text=True, check=False)
    packed = next(iter(folder.glob("*.tgz")), None)
    if packed is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{AXE} could not be fetched: {fetched.stderr}")
        pytest.skip(f"{AXE} could not be fetched: is there a network?")
    assert base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode() == INTEGRITY
    with tarfile.open(packed) as tar:
        script = tar.extractfile("package/axe.min.js")
        assert script is not None
        return script.read().decode("utf-8")


@pytest.fixture
async def address(world: TelegramWorld) -> AsyncIterator[str]:
    app = build(world, RememberedControls(may_play=True), token="1:x", limits=Limits(enabled=False))
    async with serve(app, before_stop=world.close) as base:
        yield base


async def fill(http: httpx.AsyncClient, world: TelegramWorld) -> None:
    """A chat with one of everything that the page draws."""
    world.say(1001, "/start")
    inline = {
        "inline_keyboard": [[{"text": "Why loud?", "callback_data": "w"}, {"text": "Map", "url": "https://a.b/"}]]
    }
    text = (
        "🔴 <b>Missiles</b>, Kharkiv <i>since</i> <tg-time unix='1794700800' format='t'>02:00</tg-time> /now "
        "<a href='https://a.b/'>source</a> <code>101</code>"
        "<blockquote expandable>one\ntwo\nthree\nfour\nfive</blockquote>"
    )
    await http.post("sendMessage", json={"chat_id": 1001, "text": text, "parse_mode": "HTML", "reply_markup": inline})
    keyboard = {"keyboard": [[{"text": "My place", "request_location": True}]]}
    silent = {"chat_id": 1001, "text": "drones", "disable_notification": True, "reply_markup": keyboard}
    await http.post("sendMessage", json=silent)
    world.share_location(1001, 50.0066, 36.229)
    venue = {"latitude": 50.0047, "longitude": 36.2312, "title": "Metro", "address": "Freedom Square"}
    await http.post("sendVenue", json={"chat_id": 1001, **venue})


async def serious(browser: Browser, axe: str) -> list[list[str]]:
    await browser.run(axe)
    found = await browser.run_until_done(RUN, RULES)
    return [one for one in found if one[0] in ("serious", "critical")]


@dataclass(frozen=True, slots=True)
class Look:
    language: str
    width: int
    scheme: str


@pytest.mark.parametrize(
    "look", [Look("en", 1200, "light"), Look("uk", 1200, "dark"), Look("uk", 500, "light")], ids=str
)
async def test_the_page_has_no_serious_fault(
    address: str, http: httpx.AsyncClient, world: TelegramWorld, tmp_path: Path, axe: str, look: Look
) -> None:
    await fill(http, world)
    flags = ["--blink-settings=preferredColorScheme=0"] if look.scheme == "dark" else []
    async with open_browser(tmp_path / "profile", look.width, 844, *flags) as browser:
        await browser.open(address)
        await browser.run(f"document.querySelector('[name=language][value={look.language}]').click()")
        await browser.until("document.querySelector('#message-5')")
        dark = await browser.run("return matchMedia('(prefers-color-scheme: dark)').matches")

        assert dark == (look.scheme == "dark")
        assert await serious(browser, axe) == []


async def test_a_fault_would_be_found(address: str, tmp_path: Path, axe: str) -> None:
    async with open_browser(tmp_path / "profile") as browser:
        await browser.open(address)
        await browser.until("document.querySelector('#clock').textContent == '22:50'")
        await browser.run("document.querySelector('#log').after(Object.assign(new Image(), {src: '/static/icon.svg'}))")

        assert [one[1] for one in await serious(browser, axe)] == ["image-alt"]
