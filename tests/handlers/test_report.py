"""Promises about editing in the chat: only an editor, only claim by claim, and no sentence of the source published."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.chats import ChatKind
from bot.services.newsroom import Newsroom
from bot.services.shelf import Shelf
from bot.store import reports as report_store
from bot.store.tables import drafts
from tests.domain.drafts.articles import ENGLISH
from tests.fixtures.content import reports
from tests.handlers.people import EDITOR, Person, World, answers

PASTED = ENGLISH + "\n" + "The city is quiet again this evening. " * 8


@pytest.fixture
def editor(world: World) -> Person:
    return Person(world, id=EDITOR)


async def held(world: World) -> int:
    async with world.database.reading() as connection:
        return int(await connection.scalar(select(func.count()).select_from(drafts)) or 0)


async def published(world: World) -> Shelf:
    shelf = Shelf(reports())
    await shelf.look(world.database, lambda: None)
    return shelf


async def keep_what_can_be_kept(editor: Person) -> None:
    while any(button.text in ("Keep", "Drop") for button in editor.buttons):
        await editor.presses("Keep" if any(one.text == "Keep" for one in editor.buttons) else "Drop")


async def test_an_article_becomes_a_report_claim_by_claim(world: World, editor: Person) -> None:
    assert "Draft 1" in await editor.writes(PASTED)
    await editor.writes("/report outlet 1 The Fixture Gazette, https://gazette.example/1")
    await keep_what_can_be_kept(editor)
    assert "Nothing is published yet" in editor.saw[0].text

    assert "Published: The Fixture Gazette" in await editor.presses("Publish")

    (*_, report) = await published(world)
    texts = [claim.text["en"] for claim in report.claims]
    assert "Kramatorsk, on Monday: at least 5 people killed." in texts
    assert not [text for text in texts if text in PASTED]
    assert report.address == "https://gazette.example/1"
    assert await held(world) == 0


async def test_nothing_is_published_while_a_claim_or_the_outlet_is_open(world: World, editor: Person) -> None:
    await editor.writes(PASTED)

    assert "who published it" in await editor.taps("report:publish:1")
    assert len(await published(world)) == len(reports())


async def test_a_claim_is_published_in_the_editor_s_own_words(world: World, editor: Person) -> None:
    await editor.writes(PASTED)
    await editor.writes("/report outlet 1 The Fixture Gazette")
    await editor.writes("/report write 1 1\nУдар по ринку.\nA strike on a <b>market</b>.")
    while any(button.text == "Drop" for button in editor.buttons):
        await editor.presses("Drop")
    await editor.presses("Publish")

    (*_, report) = await published(world)
    assert [dict(claim.text) for claim in report.claims] == [
        {"uk": "Удар по ринку.", "en": "A strike on a <b>market</b>."}
    ]


@pytest.mark.parametrize(
    "order", ["write 1 1\nодна мова", "write 1 99\nа\nb", "write 1\nа\nb", "outlet 1", "outlet x y", "place 1 Atlantis"]
)
async def test_what_is_not_understood_changes_nothing(world: World, editor: Person, order: str) -> None:
    await editor.writes(PASTED)

    assert "didn't understand" in await editor.writes(f"/report {order}")


async def test_nobody_else_drafts_or_publishes(world: World, editor: Person, person: Person) -> None:
    await editor.writes(PASTED)

    assert "editors" in await person.writes(f"/report {PASTED}")
    for data in ("report:publish:1", "report:keep:1:1", "report:forget:1"):
        assert "editors" in await person.taps(data)
    await person.writes(PASTED)
    assert await held(world) == 1


async def test_articles_are_reviewed_in_private_alone(world: World) -> None:
    group = Person(world, id=EDITOR, kind=ChatKind.GROUP)

    assert "editors" in await group.writes(f"/report {PASTED}")
    assert await held(world) == 0


@pytest.mark.parametrize(
    "data", ["report:keep:1:999", "report:keep:1:0", "report:keep::", "report:x", "report:next:one"]
)
async def test_forged_buttons_change_nothing(world: World, editor: Person, data: str) -> None:
    await editor.writes(PASTED)

    assert "Nothing" in await editor.taps(data) or "gone" in editor.saw[0].text
    assert await held(world) == 1


async def test_an_article_is_forgotten_within_a_day_and_at_a_tap(world: World, editor: Person) -> None:
    await editor.writes(PASTED)
    await editor.presses("Forget the article")
    assert await held(world) == 0

    await editor.writes(PASTED)
    world.now += timedelta(hours=24)
    assert "gone" in await editor.taps("report:next:2")
    await Newsroom(world.database, Shelf(reports()), answers(), lambda: world.now).look()
    assert await held(world) == 0


async def test_markup_in_an_article_is_shown_as_text(editor: Person) -> None:
    told = await editor.writes("/report <b>At least 9 people</b> were killed in Kramatorsk, <i>officials</i> said.")
    told += await editor.presses("Review")

    assert "<b>At least" not in told
    assert "&lt;b&gt;At least 9 people" in told


async def test_a_change_is_seen_by_every_process_that_looks(world: World, editor: Person) -> None:
    shelf = Shelf(reports())
    assert await shelf.look(world.database, lambda: None)
    assert not await shelf.look(world.database, lambda: None)

    async with world.database.writing() as tx:
        await report_store.publish(tx, reports()[0], world.now)
    assert await shelf.look(world.database, lambda: None)


# An article in several messages

SENTENCE = "At least 5 people were killed in Kramatorsk on Monday, officials said. "
LONG = SENTENCE + "The city is quiet again this evening, and the trams run. " * 65


async def test_what_telegram_cut_is_one_draft(world: World, editor: Person) -> None:
    await editor.writes(LONG)
    world.now += timedelta(seconds=2)

    told = await editor.writes("Another 17 are in hospital, said Oleh Vyhadka, the mayor.")

    assert "From 2 messages" in told
    assert await held(world) == 1


async def test_what_was_cut_by_hand_is_one_draft_for_a_while(world: World, editor: Person) -> None:
    await editor.writes(PASTED)
    world.now += timedelta(seconds=15)
    assert "From 2 messages" in await editor.writes(PASTED)

    world.now += timedelta(seconds=30)
    assert "Draft 2" in await editor.writes(PASTED)


async def test_a_question_after_an_article_is_a_question(world: World, editor: Person) -> None:
    await editor.writes(PASTED)
    world.now += timedelta(seconds=2)
    assert "From 2" not in await editor.writes("How many people were killed in Kharkiv?")

    await editor.writes(LONG)
    world.now += timedelta(minutes=1)
    assert "From 2" not in await editor.writes("How many people were killed in Kharkiv?")


async def test_posts_passed_on_together_are_one_draft_with_their_own_day(world: World, editor: Person) -> None:
    first_sent = world.now - timedelta(days=3)
    await editor.passes_on(PASTED, first_sent)

    told = await editor.passes_on("Another 17 are in hospital.", first_sent + timedelta(seconds=40))
    other = await editor.passes_on(PASTED, first_sent + timedelta(hours=1))

    assert "From 2 messages" in told
    assert f"{first_sent:%-d %B %Y}" in told
    assert "Draft 2" in other


async def test_what_was_judged_is_not_read_anew(world: World, editor: Person) -> None:
    await editor.writes(LONG)
    await editor.taps("report:drop:1:1")
    await editor.writes(PASTED)

    assert await held(world) == 2


async def test_a_longer_article_than_can_be_read_says_so(editor: Person) -> None:
    told = ""
    for _ in range(11):
        told = await editor.writes(LONG)

    assert "too long to read whole: 40,000 characters" in told


# What is published already

LATER = (
    "In Kharkiv on Tuesday at least 6 people were killed, officials said. "
    "We saw 7 of the building's nine storeys destroyed in Kharkiv. " + "The city is quiet again this evening. " * 14
)


async def test_a_later_figure_stands_beside_the_earlier_one_once_the_editor_says_so(
    world: World, editor: Person
) -> None:
    await editor.writes(LATER)
    await editor.writes("/report outlet 1 The Fixture Gazette")
    told = await editor.taps("report:next:1")
    assert "Published before" in told
    assert "at least three people killed" in told

    assert "An update of what is published" in await editor.presses("An update of it")
    assert "Against what is published" in await editor.presses("It contradicts")
    assert "Neither, unless you tap" in await editor.presses("✓ It contradicts")
    await editor.presses("An update of it")
    await keep_what_can_be_kept(editor)
    await editor.presses("Publish")

    (*_, report) = await published(world)
    later = report.claims[0]
    assert (later.updates, later.contradicts, later.event) == ("kharkiv-report/killed", None, "tuesday-strikes")


async def test_what_nobody_related_stands_alone(world: World, editor: Person) -> None:
    await editor.writes(LATER)
    await editor.writes("/report outlet 1 The Fixture Gazette")
    await editor.taps("report:next:1")
    await keep_what_can_be_kept(editor)
    await editor.presses("Publish")

    (*_, report) = await published(world)
    assert [(one.updates, one.contradicts, one.basis.value) for one in report.claims] == [(None, None, "told")] * 2


async def test_the_editor_says_what_the_reporter_saw(world: World, editor: Person) -> None:
    await editor.writes(LATER)
    await editor.writes("/report outlet 1 The Fixture Gazette")
    await editor.taps("report:next:1")
    await editor.taps("report:seen:1:1")
    await editor.presses("Keep")
    await editor.presses("Seen by the reporter?")
    await keep_what_can_be_kept(editor)
    await editor.presses("Publish")

    (*_, report) = await published(world)
    # What officials are quoted with, nobody saw.
    assert [one.basis.value for one in report.claims] == ["told", "seen"]
