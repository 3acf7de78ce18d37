"""One night from payload to phone, as a person in Kharkiv lives it."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from bot.domain.alerts import Answer
from bot.sources.alerts_in_ua import parse
from tests.fixtures.telegram import Message
from tests.fixtures.world import NIGHT, SOURCE, World, kyiv

pytestmark = pytest.mark.both_databases

CITY = {
    "location_title": "м. Харків",
    "location_type": "city",
    "location_oblast": "Харківська область",
    "location_uid": "1293",
    "location_oblast_uid": "22",
    "alert_type": "air_raid",
    "finished_at": None,
    "deleted_at": None,
    "calculated": False,
}


def body(now: datetime, *alerts: Mapping[str, object]) -> bytes:
    """An active.json in the documented shape."""
    meta = {"last_updated_at": f"{now:%Y/%m/%d %H:%M:%S} +0000", "type": "full"}
    return json.dumps({"alerts": alerts, "meta": meta}, ensure_ascii=False).encode()


def row(level: str, **threats: datetime) -> Mapping[str, object]:
    """An alert for the city; each threat with the moment since which it is named."""
    since = min(threats.values())
    named = [{"threat_type": kind, "threat_level": level, "started_at": stamp(at)} for kind, at in threats.items()]
    return {**CITY, "id": 1, "started_at": stamp(since), "alert_level": level, "threats": named}


def stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S.000Z}"


async def answered(world: World, *alerts: Mapping[str, object]) -> list[Message]:
    """The source gives a body, and whatever follows from it is sent; returns what arrived in chat 1."""
    before = len(world.sender.to(1))
    parsed = parse(body(world.now, *alerts), at=world.now, area_of=world.tree.canonical)
    await world.watch.absorb(Answer(SOURCE, world.now, parsed.observations, parsed.data_at), world.now)
    await world.sends()
    return world.sender.to(1)[before:]


async def test_a_night_in_kharkiv_goes_from_payload_to_phone_as_promised(world: World) -> None:
    await world.person(1, quiet=NIGHT, digest="08:00")

    world.to(kyiv("01:40"))
    (yellow,) = await answered(world, row("yellow", drones=world.now))
    world.to(kyiv("02:14"))
    (red,) = await answered(world, row("red", drones=kyiv("01:40"), ballistic_missiles=world.now))
    world.to(kyiv("03:51"))
    assert await answered(world) == []
    world.to(kyiv("03:52"))
    (clear,) = await answered(world)
    await world.lives_until(kyiv("06:59"), timedelta(minutes=30))
    assert len(world.sender.to(1)) == 3
    await world.lives_until(kyiv("07:59"), timedelta(minutes=1))
    (recap,) = world.sender.to(1)[3:]
    await world.lives_until(kyiv("11:00"))
    (digest,) = world.sender.to(1)[4:]

    assert [message.silent for message in (yellow, red, clear, recap, digest)] == [True, False, True, True, True]
    assert "🟡" in yellow.text and "Kharkiv" in yellow.text
    assert "🔴" in red.text and "02:14" in red.text
    assert "03:52" in clear.text and "2 h 12 min" in clear.text
    assert "01:40" in recap.text and "02:14" in recap.text and "23:00" in recap.text
    assert "Kharkiv" in digest.text
    assert "2 messages came without sound" in digest.text


async def test_the_same_night_is_told_in_ukrainian(world: World) -> None:
    await world.person(1, quiet=NIGHT, language="uk")
    world.to(kyiv("02:14"))

    (red,) = await answered(world, row("red", ballistic_missiles=world.now))

    assert not red.silent
    assert "Харків" in red.text
