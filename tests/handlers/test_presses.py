"""Every button that the bot offers, pressed by the wrong person, twice, late and forged: each press is answered, and
nothing changes for anybody else.
"""

import shutil
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.telegram.outgoing import DATA_LIMIT
from handlers.routes import ROUTES
from tests.fixtures.databases import database_at
from tests.handlers.people import EDITOR, Chosen, Person, World, texts
from tests.handlers.tour import (
    FRIEND,
    READER,
    STRANGER,
    Offer,
    Rows,
    changed_for_others,
    everything,
    walk,
)

Offers: TypeAlias = tuple[Offer, ...]
OPERATORS_ONLY = {"admin", "channel"}
LANGUAGES = ["uk", pytest.param("en", marks=pytest.mark.proof)]
#: What a circle is there for: a word or a question reaches the others in it, and leaving it is seen by them.
TO_OTHERS = ("circle:say", "circle:ask", "circle:join", "circle:left", "circle:removed", "forget:sure")


def is_outdated(answer: str) -> bool:
    return answer.startswith(tuple(texts().render(language, "tap-outdated") for language in ("uk", "en")))


def one_of_each(offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """One offer of each form, whoever it was made to; of those with a seal each."""
    return tuple({(offer.shape, offer.data if offer.is_sealed else ""): offer for offer in offers}.values())


@dataclass
class Walked:
    """A bot after the walk, whoever is on it, and what was offered."""

    world: World
    path: Path
    language: str
    offers: tuple[Offer, ...]

    def person(self, number: int) -> Person:
        return Person(self.world, id=number, language=self.language, name=f"Name {number}")

    def everything(self) -> Rows:
        return everything(self.path)


Gone: TypeAlias = dict[str, tuple[Path, Offers]]


@pytest.fixture(scope="module")
def gone() -> Gone:
    """The walks that were gone already: each once for all tests that begin where it ends."""
    return {}


async def _go(path: Path, language: str) -> Offers:
    database = database_at(path)
    offers = await walk(World(database), language)
    await database.close()
    return offers


@pytest.fixture
async def walked(
    gone: Gone, language: str, template: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Walked]:
    if language not in gone:
        first = tmp_path_factory.mktemp("walk") / "tysha.db"
        shutil.copy(template, first)
        gone[language] = first, await _go(first, language)
    after, offers = gone[language]
    path = tmp_path / "walked.db"
    shutil.copy(after, path)
    world = World(database_at(path))
    yield Walked(world, path, language, offers)
    await world.database.close()


@pytest.mark.parametrize("language", ["uk", "en"])
async def test_the_walk_meets_every_conversation_that_has_buttons(walked: Walked) -> None:
    met = {offer.data.partition(":")[0] for offer in walked.offers}
    assert met == {button for route in ROUTES for button in route.buttons}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_wrong_person_changes_nothing_but_their_own(walked: Walked) -> None:
    stranger = walked.person(STRANGER)
    before = walked.everything()
    for offer in one_of_each(walked.offers):
        answer = await stranger.taps(offer.data)

        if offer.is_sealed or offer.data.partition(":")[0] in OPERATORS_ONLY:
            assert is_outdated(answer), offer
        after = walked.everything()
        assert _given(changed_for_others(before, after, STRANGER), offer) == [], offer
        before = after


def _given(changed: list[str], offer: Offer) -> list[str]:
    """Without what anybody may add for all: what they say of a door, and a circle of their own."""
    ours = {"shelter:flag": ("shelter_flags ",), "circle:new": ("circles ",)}.get(offer.shape, ())
    return [one for one in changed if not one.startswith(ours)] if ours else changed


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_second_press_changes_no_more_than_the_first(walked: Walked) -> None:
    for offer in one_of_each(walked.offers):
        person = walked.person(offer.person)
        await person.taps(offer.data)
        once = _settings(await person.chosen())
        await person.taps(offer.data)

        assert _settings(await person.chosen()) == once, offer


def _settings(chosen: Chosen) -> Chosen:
    """Without the number that counts changes."""
    return replace(chosen, chat=replace(chosen.chat, settings_version=0))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_late_press_is_answered_and_answers_no_question_of_before(walked: Walked) -> None:
    walked.world.now += timedelta(days=40)
    people = {one: walked.person(one) for one in (READER, FRIEND, EDITOR)}
    for person in people.values():
        await person.writes("/quiet 21-5")
    for offer in sorted(one_of_each(walked.offers), key=lambda one: not one.is_sealed):
        before = walked.everything()
        answer = await people[offer.person].taps(offer.data)

        if offer.is_sealed:
            assert is_outdated(answer), offer
            assert walked.everything() == before, offer
        elif not offer.data.startswith(TO_OTHERS):
            changed = changed_for_others(before, walked.everything(), offer.person)
            assert offer.person == EDITOR or _given(changed, offer) == [], offer


@pytest.mark.parametrize("language", LANGUAGES)
async def test_forged_data_are_answered_and_change_nothing_for_others(walked: Walked) -> None:
    reader = walked.person(READER)
    before = walked.everything()
    for offer in one_of_each(walked.offers):
        for data in _forged(offer.data):
            await reader.taps(data)
            after = walked.everything()
            assert _given(changed_for_others(before, after, READER), offer) == [], data
            before = after


def _forged(data: str) -> tuple[str, ...]:
    """Cut off, lengthened, with the next number, and with a seal that was guessed."""
    head, _, tail = data.rpartition(":")
    numbers = "".join("9" if letter.isdigit() else letter for letter in data)
    made = (f"{data}:1", numbers, f"{head}:{'9' * 15}", f"{head}~AAAAAAAA", tail and f"{head}:{tail[:-1]}")
    return tuple(
        one for one in made if len(one.encode()) <= DATA_LIMIT and one != data and not one.startswith("circle:say")
    )
