"""A few words of the W3C WebDriver protocol over HTTP, enough to look at the chat page as a person does."""

import asyncio
import base64
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
ENTER, TAB, SHIFT, SPACE = "\ue007", "\ue004", "\ue008", " "
_PROMISE = """
const [condition, seconds, done] = arguments;
const holds = new Function("return (" + condition + ")");
const end = performance.now() + seconds * 1000;
const look = () => {
  let value = null;
  try { value = holds(); } catch { /* not drawn yet */ }
  if (value || performance.now() > end) done(value || null); else setTimeout(look, 20);
};
look();
"""


def missing_programs() -> list[str]:
    return [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]


class Browser:
    def __init__(self, session: httpx.AsyncClient) -> None:
        self._session = session

    async def open(self, address: str) -> None:
        await self._call("url", url=address)

    async def run(self, script: str, *arguments: object) -> Any:
        return await self._call("execute/sync", script=script, args=list(arguments))

    async def run_until_done(self, script: str, *arguments: object) -> Any:
        """Run what calls its last argument with the answer."""
        return await self._call("execute/async", script=script, args=list(arguments))

    async def until(self, condition: str, seconds: float = 10) -> Any:
        """The value of a JavaScript expression as soon as it is true; the page itself watches for it."""
        value = await self._call("execute/async", script=_PROMISE, args=[condition, seconds])
        if not value:
            text = await self.run("return document.body.innerText")
            raise AssertionError(f"never true: {condition}\nthe page says:\n{text}")
        return value

    async def click(self, selector: str) -> None:
        await self._call(f"element/{await self._find(selector)}/click")

    async def type(self, selector: str, text: str) -> None:
        """Type `text` into an element and press Enter."""
        await self._call(f"element/{await self._find(selector)}/value", text=text + ENTER)

    async def press(self, *keys: str) -> None:
        """One key, or several held together, wherever the keyboard stands."""
        down = [{"type": "keyDown", "value": key} for key in keys]
        up = [{"type": "keyUp", "value": key} for key in reversed(keys)]
        await self._call("actions", actions=[{"type": "key", "id": "keyboard", "actions": [*down, *up]}])

    async def choose(self, selector: str, value: str) -> None:
        """Choose one of a list, as a person would with keys or mouse."""
        await self.run(
            "const list = document.querySelector(arguments[0]); list.value = arguments[1];"
            "list.dispatchEvent(new Event('change', {bubbles: true}));",
            selector,
            value,
        )

    async def picture(self, path: Path) -> None:
        await asyncio.to_thread(path.write_bytes, await self.seen())

    async def seen(self) -> bytes:
        """What is on the screen now, as PNG."""
        return base64.b64decode((await self._session.get("screenshot")).json()["value"])

    async def look_as(self, width: int, height: int, scheme: str) -> None:
        """A screen of another size (in CSS pixels), `light` or `dark`, on which nothing moves."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        await self._tell("Emulation.setDeviceMetricsOverride", size)
        wishes = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
        features = [{"name": name, "value": value} for name, value in wishes.items()]
        await self._tell("Emulation.setEmulatedMedia", {"features": features})

    async def _tell(self, command: str, parameters: dict[str, Any]) -> None:
        await self._call("goog/cdp/execute", cmd=command, params=parameters)

    async def _find(self, selector: str) -> str:
        found = await self._call("element", using="css selector", value=selector)
        return str(found[_ELEMENT])

    async def _call(self, path: str, **body: object) -> Any:
        answer = await self._session.post(path, json=body)
        value = answer.json()["value"]
        if answer.is_error:
            raise AssertionError(f"{path} {body}: {value['error']}: {value['message']}")
        return value


@asynccontextmanager
async def open_browser(profile: Path, width: int = 1200, height: int = 800, *flags: str) -> AsyncIterator[Browser]:
    """Chromium without a window, with a profile of its own in `profile`."""
    driver = await asyncio.create_subprocess_exec(
        "chromedriver", "--port=0", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{await _port(driver)}"
        async with httpx.AsyncClient(base_url=address, timeout=60, trust_env=False) as client:
            arguments = [*_FLAGS, *flags, f"--window-size={width},{height}", f"--user-data-dir={profile}"]
            wanted = {"alwaysMatch": {"goog:chromeOptions": {"args": arguments}, "timeouts": {"script": 60_000}}}
            answer = (await client.post("/session", json={"capabilities": wanted})).json()["value"]
            client.base_url = httpx.URL(f"{address}/session/{answer['sessionId']}/")
            try:
                yield Browser(client)
            finally:
                # Without the closing slash that a relative address would get: the driver does not know that path.
                await client.delete(f"{address}/session/{answer['sessionId']}")
    finally:
        driver.terminate()
        # Not `wait`: the browser's own processes hold the pipe a moment longer than the driver.
        await driver.communicate()


async def _port(driver: asyncio.subprocess.Process) -> int:
    assert driver.stdout is not None
    async for line in driver.stdout:
        if b"started successfully on port" in line:
            return int(line.rsplit(b" ", 1)[1].strip(b". \n"))
    raise AssertionError("chromedriver did not start")
