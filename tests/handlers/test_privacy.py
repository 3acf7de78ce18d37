"""People can read what is kept, have it as a file, and end it; nobody can end it for them."""

import json
from pathlib import Path

import pytest

from bot.domain.chats import ChatKind
from bot.services.privacy import DAYS
from bot.store import chats as chat_store
from tests.handlers.people import SEALS, Person, World

LABEL = "granny on the 3rd floor"


def files_with(folder: Path, words: str) -> list[str]:
    return [file.name for file in folder.iterdir() if words.encode() in file.read_bytes()]


async def is_known(person: Person) -> bool:
    async with person.world.database.reading() as connection:
        return await chat_store.load(connection, person.id) is not None


async def test_what_is_kept_is_told_with_its_times(person: Person) -> None:
    told = await person.writes("/privacy")

    assert all(f"{days} day" in told for days in DAYS.values())
    assert {button.data for button in person.buttons} == {"export:send", "forget:ask"}


@pytest.mark.parametrize("how", ["command", "button"])
async def test_everything_comes_as_a_file(person: Person, how: str) -> None:
    await person.writes(f"/place Kharkiv as {LABEL}")
    await person.writes("/export") if how == "command" else await person.taps("export:send")

    (file,) = person.files
    held = json.loads(file.content)
    assert file.name == "tysha-2026-11-22.json"
    assert [place["label"] for place in held["places"]] == [LABEL]


async def test_all_is_forgotten_once_it_was_asked_and_answered(person: Person) -> None:
    await person.writes("/place Kharkiv")
    await person.writes("/forget")
    assert await is_known(person)

    assert "Forgotten" in await person.presses("Yes, forget")
    assert not await is_known(person)


async def test_who_changes_their_mind_loses_nothing(person: Person) -> None:
    await person.writes("/place Kharkiv")
    await person.writes("/forget")
    before = await person.chosen()

    assert "Nothing was changed" in await person.presses("No, keep")
    assert await person.chosen() == before


@pytest.mark.parametrize(
    "data", ["forget:sure:all", "forget:sure:all~AAAAAAAA", "forget:sure", "forget:yes", "forget:"]
)
async def test_nobody_can_forge_the_yes(person: Person, data: str) -> None:
    await person.writes("/place Kharkiv")
    await person.taps(data)

    assert await is_known(person)


async def test_a_yes_is_outdated_once_anything_else_was_chosen(person: Person) -> None:
    await person.writes("/place Kharkiv")
    asked = SEALS.sealed((await person.chosen()).chat, "forget:sure:all")
    await person.writes("/quiet 23:00-07:00")

    assert "outdated" in await person.taps(asked)
    assert await is_known(person)


@pytest.mark.parametrize(
    ("kind", "words"), [(ChatKind.PRIVATE, "about you?"), (ChatKind.SUPERGROUP, "about this chat?")]
)
async def test_the_question_says_whom_it_is_about_and_what_it_costs(world: World, kind: ChatKind, words: str) -> None:
    asked = await Person(world, kind=kind).writes("/forget")

    assert words in asked
    assert "No alert will come here" in asked


async def test_no_byte_of_it_is_left_in_the_files(person: Person, tmp_path: Path) -> None:
    await person.writes(f"/place Kharkiv as {LABEL}")
    await person.world.database.empty_log()
    assert files_with(tmp_path, LABEL)

    await person.writes("/forget")
    await person.presses("Yes, forget")
    await person.world.database.empty_log()

    assert not files_with(tmp_path, LABEL)
