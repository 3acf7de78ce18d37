"""The way from a digest to a picture: of the place that had most, and of nothing that nobody saw or wants."""

import pytest

from bot.domain.digests import ALL_PARTS, DigestPart
from bot.domain.notices import Notice, NoticeKind
from bot.domain.policy import Cohort, Reason, Sound
from bot.domain.statistics import Period
from bot.services.wording import Wording
from bot.telegram.outgoing import Button
from tests.fixtures import content as shipped
from tests.fixtures.world import KHARKIV, LVIV_OBLAST, World, ballistic, kyiv


async def two_places(world: World, language: str = "en") -> None:
    chat = await world.person(1, digest="08:00", language=language)
    async with world.database.writing() as tx:
        await world.subscriptions.follow(tx, chat, LVIV_OBLAST, world.now)


async def charts(world: World) -> list[Button]:
    """The buttons to a picture under a digest that is made at eight."""
    world.to(kyiv("08:00"))
    chat = await world.chat(1)
    async with world.database.reading() as connection:
        body = await world.digests.compose(connection, chat, world.now)
    wording = Wording(shipped.texts(), world.tree, shipped.cards(), shipped.reports())
    notice = Notice("digest/1/now", NoticeKind.DIGEST, world.now, body)
    cohort = Cohort(chat.language, chat.quiet, KHARKIV, "")
    said = wording.outgoing(notice, cohort, Sound.SILENT, Reason.NEVER_LOUD, world.now)
    return [button for row in said.buttons for button in row if (button.data or "").startswith("stats:")]


@pytest.mark.parametrize(
    ("language", "text"), [("en", "Kharkiv: 7 days as a picture"), ("uk", "Харків: 7 днів картинкою")]
)
async def test_a_digest_offers_the_week_of_the_first_place_as_a_picture(world: World, language: str, text: str) -> None:
    await two_places(world, language)
    await world.shows()

    assert await charts(world) == [Button(text, data=f"stats:show:{KHARKIV}:{Period.WEEK}")]


async def test_of_several_places_it_is_the_one_with_most(world: World) -> None:
    await two_places(world)
    await world.shows(ballistic(LVIV_OBLAST, since=world.now))
    world.to(kyiv("23:50"))
    await world.ends()

    (button,) = await charts(world)
    assert button.data == f"stats:show:{LVIV_OBLAST}:{Period.WEEK}"


@pytest.mark.parametrize("left_out", [DigestPart.CHART, DigestPart.ALERTS])
async def test_it_is_not_offered_where_it_or_the_alerts_are_left_out(world: World, left_out: DigestPart) -> None:
    await two_places(world)
    await world.shows()
    async with world.database.writing() as tx:
        await world.subscriptions.set_digest_parts(tx, await world.chat(1), ALL_PARTS - {left_out})

    assert await charts(world) == []


async def test_it_is_not_offered_before_anything_was_seen(world: World) -> None:
    await two_places(world)

    assert await charts(world) == []


async def test_who_follows_no_place_is_offered_none(world: World) -> None:
    await world.person(1, area=None, digest="08:00")
    await world.shows()

    assert await charts(world) == []
