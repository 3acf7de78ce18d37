"""How far a shelter is belongs to a place and tells cohorts apart; places outlive the change of their tables."""

from dataclasses import replace

from sqlalchemy import func, select, text

from bot.domain.chats import Chat, ChatKind, Place
from bot.domain.quiet import QuietHours
from bot.domain.reach import Reach
from bot.store import chats as chat_store
from bot.store.database import Database
from bot.store.tables import cohorts, places
from bot.store.upgrade import upgrade
from tests.fixtures.world import EVENING, KHARKIV

CHAT = Chat(7, ChatKind.PRIVATE, "uk", QuietHours())


async def test_a_place_keeps_its_reach_and_its_own_shelter(database: Database) -> None:
    place = Place(KHARKIV, "дім", reach=Reach.NEAR, shelter="підвал, вхід 2")
    async with database.writing() as tx:
        await chat_store.add(tx, CHAT, EVENING)
        await chat_store.put_place(tx, CHAT, place)
        await chat_store.change(tx, replace(CHAT, language="en"))
        assert await chat_store.places_of(tx, CHAT.id) == (place,)


async def test_neighbours_with_another_reach_or_shelter_are_another_cohort(database: Database) -> None:
    alike = Place(KHARKIV), Place(KHARKIV)
    others = Place(KHARKIV, reach=Reach.STAY), Place(KHARKIV, shelter="підвал")
    async with database.writing() as tx:
        for number, place in enumerate((*alike, *others), 1):
            await chat_store.add(tx, replace(CHAT, id=number), EVENING)
            await chat_store.put_place(tx, replace(CHAT, id=number), place)
        assert await tx.scalar(select(func.count()).select_from(cohorts)) == 3


async def test_places_and_cohorts_outlive_the_change_of_their_tables_and_the_way_back(empty: Database) -> None:
    async with empty.writing() as tx:
        await upgrade(tx, "0012")
        await tx.execute(
            text(
                "insert into chats (id, kind, language, timezone, windows, mode, digest_times, settings_version,"
                " created_at) values (7, 'private', 'uk', 'Europe/Kyiv', '', 'grave', '', 1, '2026-11-22')"
            )
        )
        await tx.execute(
            text("insert into cohorts values (3, 'uk', 'Europe/Kyiv', '', 'grave', '1293', 'дім', 'as_chat')")
        )
        await tx.execute(text("insert into places values (5, 7, '1293', 'дім', 'as_chat', null, 3)"))
        await upgrade(tx, "0013")
        assert (await tx.execute(text("select cohort_id, label, reach, shelter from places"))).all() == [
            (3, "дім", "unsaid", "")
        ]
        await tx.execute(
            text(
                "insert into cohorts select 4, language, timezone, windows, mode, area, label, loudness,"
                " 'near', '' from cohorts where id = 3"
            )
        )
        await tx.execute(text("update places set cohort_id = 4, reach = 'near'"))
        await upgrade(tx, "0012")
        assert (await tx.execute(text("select id, cohort_id, label from places"))).all() == [(5, 3, "дім")]
        assert await tx.scalar(text("select count(*) from cohorts")) == 1
    async with empty.writing() as tx:
        await tx.execute(text("delete from chats"))
        assert await tx.scalar(select(func.count(places.c.id))) == 0
