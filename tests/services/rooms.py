"""The control room over a world, with operators who remember what they were told."""

from bot.services.announcements import Announcements
from bot.services.control_room import ControlRoom
from bot.services.operators import Operators
from tests.fixtures import content
from tests.fixtures.telegram import FakeSender
from tests.fixtures.world import World

OPERATOR = 99


def room_of(world: World, told: FakeSender, rate: float = 28) -> ControlRoom:
    operators = Operators((OPERATOR,), told, content.texts(), world.database)
    return ControlRoom(
        world.database, operators, Announcements(world.database, world.tree, rate), world.clock.now, rate
    )
