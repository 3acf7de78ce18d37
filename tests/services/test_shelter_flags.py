"""What people say of doors is stored without them, reviewed by an operator, and forgotten."""

from datetime import timedelta

from sqlalchemy import select

from bot.domain.shelters.flags import FlagKind, Review
from bot.domain.shelters.shelter import ShelterId
from bot.services.shelter_flags import FLAGS_AT_MOST, FLAGS_WITHIN, Raised, ShelterFlags
from bot.store.tables import shelter_flags
from tests.fixtures.world import World

DOOR, OTHER = ShelterId("metro-1-01"), ShelterId("metro-1-02")
SOMEBODY = 7_700_000_001


async def test_nothing_stored_says_who_it_was(world: World) -> None:
    async with world.database.writing() as tx:
        await ShelterFlags().raise_(tx, DOOR, FlagKind.CLOSED, SOMEBODY, world.now)
        (row,) = await tx.execute(select(shelter_flags))

    assert str(SOMEBODY) not in repr(tuple(row))


async def test_an_operator_confirms_or_rejects_by_number(world: World) -> None:
    flags = ShelterFlags()
    async with world.database.writing() as tx:
        for door in (DOOR, OTHER):
            await flags.raise_(tx, door, FlagKind.CLOSED, SOMEBODY, world.now)
        one, other = await flags.waiting(tx, world.now)
        assert await flags.review(tx, one.id, Review.CONFIRMED)
        assert await flags.review(tx, other.id, Review.REJECTED)
        assert not await flags.review(tx, 99, Review.REJECTED)
        later = await flags.waiting(tx, world.now + timedelta(days=3))

    assert [(flag.id, flag.review) for flag in later] == [(one.id, Review.CONFIRMED)]


async def test_what_was_rejected_may_be_said_anew(world: World) -> None:
    flags = ShelterFlags()
    async with world.database.writing() as tx:
        await flags.raise_(tx, DOOR, FlagKind.CLOSED, SOMEBODY, world.now)
        (flag,) = await flags.waiting(tx, world.now)
        await flags.review(tx, flag.id, Review.REJECTED)
        assert await flags.raise_(tx, DOOR, FlagKind.CLOSED, SOMEBODY, world.now) is Raised.RAISED


async def test_a_rate_ends_with_its_hour_and_is_each_persons_own(world: World) -> None:
    flags, now = ShelterFlags(), world.now
    async with world.database.writing() as tx:
        for _ in range(FLAGS_AT_MOST):
            await flags.raise_(tx, DOOR, FlagKind.FULL, SOMEBODY, now)
        refused = await flags.raise_(tx, DOOR, FlagKind.FULL, SOMEBODY, now + FLAGS_WITHIN - timedelta(seconds=1))
        another = await flags.raise_(tx, DOOR, FlagKind.FULL, SOMEBODY + 1, now)
        later = await flags.raise_(tx, DOOR, FlagKind.FULL, SOMEBODY, now + FLAGS_WITHIN)

    assert (refused, another, later) == (Raised.TOO_MANY, Raised.AGAIN, Raised.AGAIN)
