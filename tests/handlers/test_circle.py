"""A circle as its people have it: invited by a link, named by themselves, heard by nobody else."""

import html
import re
from datetime import timedelta

import pytest

from bot.domain.chats import ChatKind
from bot.domain.circle import FORGOTTEN_AFTER, INVITE_LASTS, MEMBERS_AT_MOST
from tests.handlers.people import KHARKIV, Person, World

OLENA, PETRO, IRA = 11, 12, 13


def link_of(answer: str) -> str:
    """What the link makes Telegram send: /start with its payload."""
    found = re.search(r"https://t\.me/tysha_bot\?start=(circle_[\w-]+)", html.unescape(answer))
    assert found, answer
    return f"/start {found[1]}"


async def circle_of(world: World, *others: int) -> tuple[Person, ...]:
    """Olena's circle, with others who took an invitation each."""
    names = {PETRO: "Petro", IRA: "Ira"}
    olena = Person(world, id=OLENA, name="Olena")
    await olena.writes("/circle new Olena")
    people = []
    for other in others:
        link = link_of(await olena.writes("/circle invite"))
        person = Person(world, id=other, name=names[other])
        await person.writes(link)
        await person.presses(f"Join as {names[other]}")
        people.append(person)
    return olena, *people


async def test_a_circle_is_begun_by_a_tap_under_ones_own_name(world: World) -> None:
    olena = Person(world, id=OLENA, name="Olena")
    assert "You are in no circle" in await olena.writes("/circle")
    answer = await olena.presses("Begin one as Olena")

    assert "1 person" in answer and "Olena (you): no word" in answer


async def test_who_takes_an_invitation_is_in_and_both_see_both(world: World) -> None:
    olena, petro = await circle_of(world, PETRO)

    for person, you in ((olena, "Olena"), (petro, "Petro")):
        page = await person.writes("/circle")
        assert "2 people" in page and f"{you} (you)" in page and "Olena" in page and "Petro" in page


async def test_who_has_themselves_forgotten_is_in_no_circle_any_more_and_the_other_keeps_it(world: World) -> None:
    olena, petro = await circle_of(world, PETRO)
    await olena.writes("/forget")
    assert "Forgotten" in await olena.presses("Yes, forget")

    page = await petro.writes("/circle")
    assert "1 person" in page and "Olena" not in page
    assert await petro.writes("/circle invite")
    assert "You are in no circle" in await olena.writes("/circle")


async def test_the_name_is_ones_own_to_choose(world: World) -> None:
    olena, _ = await circle_of(world, PETRO)
    ira = Person(world, id=IRA, name="Iryna Ivanivna")
    await ira.writes(link_of(await olena.writes("/circle invite")))
    assert 'called "petro" already' in await ira.writes("/circle join petro")
    await ira.writes("/circle join Ira")
    assert "Iryna" not in await olena.writes("/circle")
    await ira.writes("/circle name Irynka")

    assert "Irynka" in await olena.writes("/circle")


async def test_an_invitation_is_for_the_first_who_opens_it(world: World) -> None:
    olena, *_ = await circle_of(world)
    link = link_of(await olena.writes("/circle invite"))
    petro, ira = Person(world, id=PETRO, name="Petro"), Person(world, id=IRA, name="Ira")
    assert "Olena invites you" in await petro.writes(link)
    stranger = await ira.writes(link)
    assert "was used, or its day is over" in stranger and "Olena" not in stranger
    assert "Olena invites you" in await petro.writes(link)
    await petro.presses("Join as Petro")

    assert "was used" in await ira.writes(link)
    assert "no invitation to take" in await ira.writes("/circle join Ira")
    assert "You are in no circle" in await ira.writes("/circle")


async def test_an_invitation_lasts_a_day(world: World) -> None:
    olena, *_ = await circle_of(world)
    early, late = link_of(await olena.writes("/circle invite")), link_of(await olena.writes("/circle invite"))
    petro = Person(world, id=PETRO, name="Petro")
    assert "invites you" in await petro.writes(early)
    world.now += INVITE_LASTS

    assert "no invitation to take" in await petro.writes("/circle join Petro")
    assert "its day is over" in await petro.writes(late)


async def test_who_invites_may_open_their_own_link_without_using_it_up(world: World) -> None:
    olena, *_ = await circle_of(world)
    link = link_of(await olena.writes("/circle invite"))
    assert "send it to them" in await olena.writes(link)

    assert "invites you" in await Person(world, id=PETRO).writes(link)


async def test_one_person_is_in_one_circle(world: World) -> None:
    _, petro = await circle_of(world, PETRO)
    ira = Person(world, id=IRA, name="Ira")
    await ira.writes("/circle new Ira")
    link = link_of(await ira.writes("/circle invite"))
    assert "in a circle already" in await petro.writes(link)
    await petro.writes("/circle leave")
    await petro.presses("Yes, leave")

    assert "Ira invites you" in await petro.writes(link)


async def test_a_circle_has_an_end(world: World) -> None:
    olena, *_ = await circle_of(world)
    for number in range(MEMBERS_AT_MOST - 1):
        person = Person(world, id=100 + number)
        await person.writes(link_of(await olena.writes("/circle invite")))
        await person.writes(f"/circle join P{number}")

    assert "The circle is full: 12 people" in await olena.writes("/circle invite")


@pytest.mark.parametrize("payload", ["circle_", "circle_x", "circle_" + "A" * 22, "circle_'; drop"])
async def test_a_guessed_link_opens_nothing(world: World, payload: str) -> None:
    await circle_of(world)

    assert "was used, or its day is over" in await Person(world, id=IRA).writes(f"/start {payload}")


async def test_a_word_shows_with_its_time_and_goes_after_a_day(world: World) -> None:
    olena, petro = await circle_of(world, PETRO)
    await petro.writes("/circle")
    assert "Your circle is told that you are safe" in await petro.presses("I'm safe")
    assert "Petro: ✅ safe, 22:10" in await olena.writes("/circle")
    help_ = await petro.presses("I need help after all")
    assert "told that you need help" in help_ and "101 rescuers" in help_
    assert "Petro: 🆘 needs help, 22:10" in await olena.writes("/circle")
    world.now += FORGOTTEN_AFTER

    assert "Petro: no word" in await olena.writes("/circle")


async def test_a_bare_help_reads_and_calls_nobody(world: World) -> None:
    olena, petro = await circle_of(world, PETRO)
    await petro.writes("/circle help")

    assert "Petro: no word" in await olena.writes("/circle")
    assert "told that you need help" in await petro.writes("/circle sos")


async def test_everyone_is_asked_and_not_again_at_once(world: World) -> None:
    olena, petro, _ = await circle_of(world, PETRO, IRA)
    await olena.writes("/circle")
    assert "Asked: 2 people" in await olena.presses("Ask everyone")
    page = await petro.writes("/circle")
    assert "Ira: no word in the last 24 hours · asked at 22:10, no answer yet" in page
    assert "Nobody was asked. 2 were asked less than half an hour ago" in await olena.writes("/circle ask")
    await petro.taps("circle:say:safe")

    assert "Petro: ✅ safe, 22:10\n" in await olena.writes("/circle")


async def test_who_is_alone_is_told_that_nobody_hears(world: World) -> None:
    (olena,) = await circle_of(world)

    assert "nobody was told" in await olena.taps("circle:say:help")
    assert "You are in no circle: nobody was told" in await Person(world, id=IRA).taps("circle:say:safe")


async def test_the_founder_takes_out_and_whoever_is_out_reads_nothing(world: World) -> None:
    olena, petro, ira = await circle_of(world, PETRO, IRA)
    await olena.writes("/circle")
    await olena.presses("Settings")
    await olena.presses("Members")
    assert not any(str(PETRO) in (button.data or "") for button in olena.buttons)
    await olena.presses("✕ Petro")
    assert "no more" in await olena.presses("Yes, take out")

    assert "You are in no circle" in await petro.writes("/circle")
    assert "Petro" not in await ira.writes("/circle")


async def test_a_member_takes_nobody_out(world: World) -> None:
    olena, petro, _ = await circle_of(world, PETRO, IRA)
    await olena.writes("/circle")
    await olena.presses("Settings")
    await olena.presses("Members")
    data = [button.data or "" for button in olena.buttons if "✕" in button.text]
    await olena.taps(data[1])
    sure = olena.button("Yes").data or ""

    for forged in ("circle:people", *data, sure):
        assert "outdated" in await petro.taps(forged)
    assert "3 people" in await olena.writes("/circle")


async def test_a_founder_who_leaves_hands_the_circle_on(world: World) -> None:
    olena, petro, ira = await circle_of(world, PETRO, IRA)
    await olena.writes("/circle leave")
    assert "You left the circle" in await olena.presses("Yes, leave")
    await petro.writes("/circle")
    await petro.presses("Settings")

    assert any("Members" in button.text for button in petro.buttons)
    assert "2 people" in await ira.writes("/circle")


async def test_settings_are_ones_own(world: World) -> None:
    olena, petro = await circle_of(world, PETRO)
    await petro.writes("/place Kharkiv")
    await petro.writes("/place Lviv")
    await petro.writes("/circle")
    page = await petro.presses("Settings")
    assert "at Kharkiv I ask" in page and "waits for their end" in page and "30 minutes" in page
    assert "at Lviv" in await petro.presses("I am at: Lviv")
    assert "quiet hours too, without sound" in await petro.presses("In my quiet hours too")
    assert "60 minutes" in await petro.presses("60 min")
    assert "only when one of you asks" in await petro.presses("Ask me after grave alerts")

    await olena.writes("/circle")
    assert "30 minutes" in await olena.presses("Settings")


async def test_groups_have_no_circle(world: World) -> None:
    group = Person(world, id=-5, kind=ChatKind.GROUP, name="Olena")
    olena, *_ = await circle_of(world)
    link = link_of(await olena.writes("/circle invite"))

    for said in ("/circle", "/circle new Us", link):
        assert "private chat" in await group.writes(said)
    assert "private chat" in await group.taps("circle:say:help")
    assert "invites you" in await Person(world, id=PETRO).writes(link)


@pytest.mark.parametrize(
    "data",
    [
        *("say:dead", "say:", "join:x", "join:", "new:1", "wait:5", "wait:60x", "after:maybe", "quiet:", "left:now"),
        *("area:1293", "remove:1", "removed:1~AAAAAAAA", "left:now~AAAAAAAA", "people:1", "burn"),
    ],
)
async def test_a_forged_button_changes_nothing(world: World, data: str) -> None:
    olena, petro = await circle_of(world, PETRO)
    before = await olena.writes("/circle")

    assert "outdated" in await petro.taps(f"circle:{data}")
    assert await olena.writes("/circle") == before


@pytest.mark.parametrize("data", ["set", "leave", "people", "wait:10", "after:off", "join:1", "ask", "invite", "open"])
async def test_a_stranger_reads_and_does_nothing(world: World, data: str) -> None:
    olena, _ = await circle_of(world, PETRO)
    before = await olena.writes("/circle")
    told = await Person(world, id=IRA, name="Ira").taps(f"circle:{data}")

    assert "Olena" not in told and "Petro" not in told
    assert await olena.writes("/circle") == before


async def test_a_circle_says_nothing_of_places(world: World) -> None:
    olena, petro = await circle_of(world, PETRO)
    await petro.writes("/place Kharkiv")
    await petro.taps("circle:say:help")

    assert [place.area for place in (await petro.chosen()).places] == [KHARKIV]
    assert "Kharkiv" not in await olena.writes("/circle")


@pytest.mark.parametrize("name", ["<b>x</b>", "A\nB", "x" * 25])
async def test_a_name_is_shown_as_it_is_on_one_line(world: World, name: str) -> None:
    olena, *_ = await circle_of(world)
    await olena.writes(f"/circle name {name}")
    page = await olena.writes("/circle")

    assert "<b>x</b>" not in page and "A\nB" not in page and "x" * 25 not in page


async def test_old_words_are_not_kept_for_who_comes_later(world: World) -> None:
    olena, petro = await circle_of(world, PETRO)
    await petro.taps("circle:say:safe")
    world.now += timedelta(minutes=1)
    await petro.writes("/circle leave")
    await petro.presses("Yes, leave")

    assert "Petro" not in await olena.writes("/circle")


async def test_an_invitation_that_was_taken_lets_nobody_in_again(world: World) -> None:
    olena, *_ = await circle_of(world)
    link = link_of(await olena.writes("/circle invite"))
    petro = Person(world, id=PETRO, name="Petro")
    await petro.writes(link)
    await petro.presses("Join as Petro")
    await petro.writes("/circle leave")
    await petro.presses("Yes, leave")

    assert "was used" in await petro.writes(link)
    assert "no invitation to take" in await petro.writes("/circle join Petro")


@pytest.mark.parametrize("name", ["Olena", "Petro", "Ira", ""])
async def test_a_stranger_learns_no_name_by_trying_to_join_under_it(world: World, name: str) -> None:
    await circle_of(world, PETRO)
    stranger = Person(world, id=IRA, name=name or "x")

    for number in range(1, 4):
        assert "no invitation to take" in await stranger.taps(f"circle:join:{number}")
    assert "no invitation to take" in await stranger.writes(f"/circle join {name}")
