"""Promises about corrections: who read a claim in a digest is told once and without sound, and nobody else is."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.content import load_reports
from bot.domain.notices import CorrectionNotice, DigestNotice, NoticeKind
from bot.domain.reports import Corrected, Correction, CorrectionKind
from bot.services.corrections import Corrections
from bot.services.shelf import Shelf
from bot.store import reports as report_store
from bot.store.tables import notices, outbox
from bot.store.values import body_from_json
from tests.fixtures.world import World, kyiv
from tests.questions.shelf import ROOT

REPORTS = load_reports(ROOT / "seeds")


def wrong(claim_id: str, *, retracted: bool = False) -> Corrected:
    claim = REPORTS[0].claim(claim_id)
    assert claim is not None
    kind = CorrectionKind.RETRACTED if retracted else CorrectionKind.CORRECTED
    correction = Correction(kind, kyiv("08:00").date(), {"uk": "Уточнили.", "en": "It was checked."}, claim.text)
    right = None if retracted else {"uk": "Правильно так.", "en": "This is right."}
    return Corrected(REPORTS[0].id, claim_id, correction, right)


async def told(world: World) -> list[tuple[int, str]]:
    query = (
        select(outbox.c.chat_id, outbox.c.sound)
        .join(notices, notices.c.id == outbox.c.notice_id)
        .where(notices.c.kind == NoticeKind.CORRECTION)
        .order_by(outbox.c.chat_id)
    )
    return [(row.chat_id, row.sound) for row in await world.rows(query)]


async def carried(world: World) -> str:
    """A claim that the digest of chat 1 carried."""
    query = select(notices.c.body).where(notices.c.kind == NoticeKind.DIGEST)
    (row, *_) = await world.rows(query)
    body = body_from_json(NoticeKind.DIGEST, row.body)
    assert isinstance(body, DigestNotice)
    return body.claims[0][1]


async def correct(world: World, corrected: Corrected) -> None:
    async with world.database.writing() as tx:
        await report_store.correct(tx, corrected, world.now)
    shelf = Shelf(REPORTS)
    await shelf.look(world.database, lambda: None)
    while await Corrections(world.database, shelf).step(world.now):
        pass


@pytest.fixture
async def readers(world: World) -> World:
    """Chat 1 and a group read a digest; chat 3 never did."""
    await world.person(1, digest="08:00")
    await world.person(-100, digest="08:00")
    await world.person(3)
    await world.lives_until(kyiv("08:10"))
    return world


async def test_who_read_it_is_told_once_and_silently(readers: World) -> None:
    corrected = wrong(await carried(readers))
    readers.pass_time(timedelta(minutes=1))
    await correct(readers, corrected)
    await correct(readers, wrong("we-stand"))

    assert await told(readers) == [(-100, "silent"), (1, "silent")]
    await readers.sends()
    assert "This is right." in readers.sender.to(1)[-1].text
    assert readers.sender.to(1)[-1].silent


async def test_a_retracted_claim_answers_nothing_and_is_told_as_withdrawn(readers: World) -> None:
    claim_id = await carried(readers)
    readers.pass_time(timedelta(minutes=1))
    await correct(readers, wrong(claim_id, retracted=True))
    shelf = Shelf(REPORTS)
    await shelf.look(readers.database, lambda: None)

    (report,) = shelf
    claim = report.claim(claim_id)
    assert claim is not None
    assert not claim.stands


async def test_nobody_is_owed_it_twice_however_often_it_is_looked_at(readers: World) -> None:
    corrected = wrong(await carried(readers))
    readers.pass_time(timedelta(minutes=1))
    await correct(readers, corrected)
    shelf = Shelf(REPORTS)
    for _ in range(3):
        await Corrections(readers.database, shelf).step(readers.now)

    assert len(await told(readers)) == 2


def test_the_notice_says_both_what_it_was_and_what_is_right() -> None:
    notice = CorrectionNotice("Outlet", REPORTS[0].place, wrong("killed"))

    assert notice.corrected.correction.was["en"] != (notice.corrected.text or {})["en"]
