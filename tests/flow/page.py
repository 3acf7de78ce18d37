"""The chat page's own API, used as the page uses it: say, tap, steer, and read what the bot wrote."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import httpx

from tests.flow.program import PATIENCE

Row: TypeAlias = dict[str, Any]


class Page:
    """One person at the page; `rows` are the messages as the page has them, newest last."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def say(self, text: str) -> None:
        await self._post("say", text=text)

    async def tap(self, row: Row, words: str) -> None:
        """Presses the button of a message whose words contain these."""
        message = row["message"]
        buttons = [button for line in message["reply_markup"]["inline_keyboard"] for button in line]
        button = next(button for button in buttons if words in button["text"])
        await self._post("tap", message_id=message["message_id"], callback_data=button["callback_data"])

    async def steer(self, action: str, **more: object) -> Row:
        return await self._post("scenario", action=action, **more)

    async def speak(self, language: str) -> None:
        await self._post("language", language_code=language)

    async def scenario(self) -> Row:
        found: Row = (await self._client.get("/api/scenario")).json()
        return found

    async def rows(self) -> list[Row]:
        rows: list[Row] = (await self._client.get("/api/messages")).json()["messages"]
        return rows

    async def wait_for(self, found: Callable[[list[Row]], Row | None]) -> Row:
        """The row that `found` picks, as soon as the messages hold it."""
        async with asyncio.timeout(PATIENCE), self._changes() as changes:
            while True:
                row = found(await self.rows())
                if row is not None:
                    return row
                await anext(changes)

    @asynccontextmanager
    async def _changes(self) -> AsyncIterator[AsyncIterator[str]]:
        async with self._client.stream("GET", "/api/events", timeout=None) as stream:
            yield (line async for line in stream.aiter_lines() if line.startswith("data:"))

    async def _post(self, path: str, **body: object) -> Row:
        answer = await self._client.post(f"/api/{path}", content=json.dumps(body))
        assert answer.status_code == 200, answer.text
        result: Row = answer.json()
        return result


def text_of(row: Row) -> str:
    return str(row["message"].get("text", ""))


def from_bot(words: str, *, after: int = 0) -> Callable[[list[Row]], Row | None]:
    """The newest message of the bot that has these words, later than the message id `after`."""

    def found(rows: list[Row]) -> Row | None:
        matching = [row for row in rows if not row["mine"] and words in text_of(row)]
        return matching[-1] if matching and matching[-1]["message"]["message_id"] > after else None

    return found
