"""The JSON behind the chat page: what it shows, what it lets a person do, and whom it refuses."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar

import httpx
import pytest

from bot.serving import serve
from sandbox.app import build
from sandbox.limits import Limits
from sandbox.phones import HOUSE_ID, NEIGHBOUR_ID, PAGE_USER_ID
from sandbox.refusals import Json
from sandbox.scenario import ScenarioState, Title
from sandbox.telegram_world import TelegramWorld

PLAYABLE = (Title("night", "Ніч", "A night"), Title("day", "День", "A day"))


@dataclass
class RememberedControls:
    """A scenario that remembers what it was asked."""

    NOW: ClassVar = datetime(2026, 11, 14, 20, 50, tzinfo=UTC)
    may_play: bool = False
    playing: bool = False
    speed: float = 60
    asked: list[str] = field(default_factory=list)
    noted: asyncio.Condition = field(default_factory=asyncio.Condition)

    def state(self) -> ScenarioState:
        why = None if self.may_play else "follow-a-place"
        return ScenarioState(self.NOW, self.playing, self.speed, self.may_play, why, "night", PLAYABLE)

    async def play(self) -> None:
        self.playing = True
        await self.note("play")

    async def pause(self) -> None:
        self.playing = False
        await self.note("pause")

    async def set_speed(self, speed: float) -> None:
        self.speed = speed
        await self.note(f"speed {speed:g}")

    async def next_event(self) -> None:
        await self.note("next")

    async def choose(self, name: str) -> None:
        await self.note(f"choose {name}")

    async def note(self, asked: str) -> None:
        async with self.noted:
            self.asked.append(asked)
            self.noted.notify_all()

    async def wait_for(self, asked: str) -> None:
        async with asyncio.timeout(15), self.noted:
            await self.noted.wait_for(lambda: asked in self.asked)


@pytest.fixture
async def page(address: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=address, timeout=10, trust_env=False) as client:
        yield client


async def stream(page: httpx.AsyncClient, after: int, count: int) -> list[Json]:
    events: list[Json] = []
    async with page.stream("GET", f"/api/events?after={after}") as answer:
        async for line in answer.aiter_lines():
            if line.startswith("data: "):
                events.append(json.loads(line.removeprefix("data: ")))
            if len(events) == count:
                return events
    raise AssertionError("the stream ended")


async def test_what_is_said_reaches_the_bot_and_the_page(page: httpx.AsyncClient, world: TelegramWorld) -> None:
    await page.post("/api/language", json={"language_code": "uk-UA"})
    await page.post("/api/say", json={"text": "/start"})

    (update,) = world.updates.read(0, 10)
    assert update["message"]["from"]["language_code"] == "uk-UA"
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    shown = (await page.get("/api/messages")).json()
    assert [row["message"]["text"] for row in shown["messages"]] == ["/start"]
    assert shown["chat"]["started"]


async def test_a_long_text_is_cut_as_a_phone_cuts_it(page: httpx.AsyncClient, world: TelegramWorld) -> None:
    await page.post("/api/say", json={"text": "x" * 5000})

    assert [len(update["message"]["text"]) for update in world.updates.read(0, 10)] == [4096, 904]


async def test_the_stream_tells_what_changed_since(page: httpx.AsyncClient, world: TelegramWorld) -> None:
    world.say(PAGE_USER_ID, "one")
    seq = (await page.get("/api/messages")).json()["seq"]
    world.say(PAGE_USER_ID, "two")
    world.add_user(8, "Petro")
    world.say(8, "not for this page")
    world.block(PAGE_USER_ID)

    first, second = await stream(page, seq, 2)
    assert (first["kind"], first["body"]["message"]["text"]) == ("message", "two")
    assert second["kind"] == "chat"


async def test_a_stream_from_another_run_is_told_to_start_over(page: httpx.AsyncClient) -> None:
    (event,) = await stream(page, 10_000, 1)

    assert event["kind"] == "reset"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/say", {"text": "  "}),
        ("/api/say", {}),
        ("/api/say", []),
        ("/api/tap", {"message_id": 1, "callback_data": "forged"}),
        ("/api/location", {"latitude": 91, "longitude": 0}),
        ("/api/location", {"latitude": "nan", "longitude": 0}),
        ("/api/scenario", {"action": "play"}),
    ],
)
async def test_what_cannot_be_done_is_told(page: httpx.AsyncClient, path: str, body: object) -> None:
    answer = await page.post(path, json=body)

    assert answer.status_code == 400
    assert answer.json()["error"]


async def test_the_scenario_obeys_and_waits_for_its_condition(world: TelegramWorld) -> None:
    controls = RememberedControls()
    app = build(world, controls, token="1:x", limits=Limits())
    async with serve(app, before_stop=world.close) as base, httpx.AsyncClient(base_url=base, trust_env=False) as page:
        refused = await page.post("/api/scenario", json={"action": "play"})
        controls.may_play = True
        for action in (
            {"action": "play"},
            {"action": "speed", "speed": 300},
            {"action": "next"},
            {"action": "pause"},
            {"action": "choose", "name": "day"},
        ):
            assert (await page.post("/api/scenario", json=action)).is_success
        assert (await page.post("/api/scenario", json={"action": "speed", "speed": -1})).status_code == 400
        state = (await page.get("/api/scenario")).json()

    assert refused.status_code == 400
    assert controls.asked == ["play", "speed 300", "next", "pause", "choose day"]
    assert (state["available"], state["chosen"], state["speed"]) == (True, "night", 300)
    assert state["playable"][1] == {"name": "day", "title": {"uk": "День", "en": "A day"}}


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"host": "evil.example"},
        {"sec-fetch-site": "cross-site"},
    ],
)
async def test_other_sites_are_refused(page: httpx.AsyncClient, world: TelegramWorld, headers: dict[str, str]) -> None:
    answer = await page.post("/api/say", json={"text": "/forget"}, headers=headers)

    assert answer.status_code == 403
    assert world.updates.waiting() == 0


async def test_the_page_loads_nothing_from_elsewhere(page: httpx.AsyncClient) -> None:
    for path in ("/", "/static/chat.js", "/static/chat.css", "/static/words.js", "/static/render.js"):
        answer = await page.get(path)
        assert answer.is_success
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert "http://" not in answer.text.replace("http://www.w3.org", "")
        assert "https://" not in answer.text


async def test_each_phone_shows_its_own_chat(page: httpx.AsyncClient, world: TelegramWorld) -> None:
    await page.post("/api/say", json={"text": "mine"})
    await page.post("/api/say?phone=neighbour", json={"text": "hers"})
    await page.post("/api/block?phone=house", json={"blocked": False})
    await page.post("/api/say?phone=house-neighbour", json={"text": "/now"})

    shown = {}
    for phone in ("you", "neighbour", "house", "house-neighbour"):
        answer = (await page.get("/api/messages", params={"phone": phone})).json()
        shown[phone] = [(row["message"]["text"], row["message"]["from"]["id"]) for row in answer["messages"]]
    assert shown["you"] == [("mine", PAGE_USER_ID)]
    assert shown["neighbour"] == [("hers", NEIGHBOUR_ID)]
    assert shown["house"] == shown["house-neighbour"] == [("/now", NEIGHBOUR_ID)]
    assert [update["message"]["chat"]["id"] for update in world.updates.read(0, 10) if "message" in update] == [
        PAGE_USER_ID,
        NEIGHBOUR_ID,
        HOUSE_ID,
    ]


async def test_only_those_who_run_a_group_let_the_bot_in_and_out(page: httpx.AsyncClient) -> None:
    refused = await page.post("/api/block?phone=house-neighbour", json={"blocked": False})
    before = (await page.get("/api/chat?phone=house")).json()
    after = (await page.post("/api/block?phone=house", json={"blocked": False})).json()

    assert refused.status_code == 400
    assert (before["blocked"], after["blocked"]) == (True, False)


async def test_a_phone_that_nobody_has_is_refused(page: httpx.AsyncClient) -> None:
    assert (await page.get("/api/messages?phone=x")).status_code == 400
    assert (await page.post("/api/say?phone=x", json={"text": "hello"})).status_code == 400
