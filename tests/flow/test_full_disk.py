"""The whole program on a disk that is full: a real one, small, of memory."""

import errno
import os
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from sandbox.recorder import BotCall
from tests.flow.alerts_server import alert
from tests.flow.conftest import PERSON, Surroundings
from tests.flow.program import PATIENCE, Program, running

OPERATOR = 900
SIZE = "6m"


pytestmark = [pytest.mark.proof, pytest.mark.allow_warnings]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder))
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as why:
        pytest.skip(f"a small disk cannot be mounted here, that takes root: {type(why).__name__}")
    yield folder
    subprocess.run(("umount", "--lazy", str(folder)), check=True)


def fill(disk: Path, room: int) -> Path:
    """Leaves so many bytes."""
    filler = disk / "filler"
    while has_room(disk):
        with filler.open("ab", buffering=0) as file:
            for size in (65536, 4096, 1):
                with suppress(OSError):
                    while True:
                        file.write(b"x" * size)
    os.truncate(filler, filler.stat().st_size - room)
    return filler


def has_room(disk: Path) -> bool:
    """Whether a page more can be written: a program that runs gives some back now and then."""
    more = disk / "more"
    try:
        more.write_bytes(b"x" * 4096)
    except OSError as full:
        assert full.errno == errno.ENOSPC
        return False
    finally:
        more.unlink()
    return True


def to(chat_id: int, words: str) -> Callable[[BotCall], bool]:
    return lambda call: call.method == "sendMessage" and call.chat_id == chat_id and words in (call.text or "")


async def test_on_a_full_disk_a_red_alert_rings_once_operators_are_told_and_its_end_follows(
    surroundings: Surroundings, disk: Path
) -> None:
    around = surroundings
    world = around.world
    async with _everybody_is_there(around, disk):
        filler = fill(disk, room=0)

        around.alerts.alerts = (alert("1293", "red", "ballistic_missiles"),)
        start = await world.wait_for(to(PERSON, "🔴 Ballistic"), timeout=PATIENCE)
        assert start.loud
        await world.wait_for(to(OPERATOR, "База даних не приймає записів"), timeout=PATIENCE)

        filler.unlink()
        await world.wait_for(to(OPERATOR, "База даних знову приймає записи"), timeout=PATIENCE)
        around.alerts.alerts = ()
        await world.wait_for(to(PERSON, "✅ All clear"), timeout=PATIENCE)
    assert len([call for call in world.sent if to(PERSON, "🔴")(call)]) == 1


@pytest.mark.parametrize("room", [20_000, 50_000, 80_000])
async def test_wherever_between_an_alert_and_its_noting_the_disk_becomes_full_it_rings_once_and_ends(
    surroundings: Surroundings, disk: Path, room: int
) -> None:
    around = surroundings
    world = around.world
    async with _everybody_is_there(around, disk) as program:
        filler = fill(disk, room)
        around.alerts.alerts = (alert("1293", "red", "ballistic_missiles"),)
        await world.wait_for(to(PERSON, "🔴 Ballistic"), timeout=PATIENCE)
        await program.wrote("OperationalError")

        filler.unlink()
        around.alerts.alerts = ()
        await world.wait_for(to(PERSON, "✅ All clear"), timeout=PATIENCE)
    assert len([call for call in world.sent if to(PERSON, "🔴")(call)]) == 1


@asynccontextmanager
async def _everybody_is_there(around: Surroundings, disk: Path) -> AsyncIterator[Program]:
    """The program with its database on the disk, one operator and one person who follows Kharkiv."""
    world = around.world
    world.add_user(OPERATOR, "Iryna", None, language_code="uk")
    settings = {
        **around.settings,
        "DATABASE_URL": f"sqlite+aiosqlite:///{disk}/tysha.db",
        "ADMIN_IDS": str(OPERATOR),
    }
    async with running(around.folder, settings) as program:
        for person, text in ((OPERATOR, "/help"), (PERSON, "/place Kharkiv")):
            world.say(person, text)
            await world.wait_for(to(person, ""), timeout=PATIENCE)
        yield program
