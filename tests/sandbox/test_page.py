"""The chat page in a real browser: what a person sees and can press."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.serving import serve
from sandbox.app import build
from sandbox.limits import Limits
from sandbox.people import Standing
from sandbox.phones import HOUSE_ID, NEIGHBOUR_ID
from sandbox.refusals import Json
from sandbox.telegram_world import TelegramWorld
from tests.fixtures.clock import ManualClock
from tests.sandbox.browser import ENTER, Browser, missing_programs, open_browser
from tests.sandbox.test_page_api import RememberedControls

MISSING = missing_programs()
pytestmark = pytest.mark.skipif(
    bool(MISSING) and os.environ.get("CI") != "true",
    reason=f"no browser to look at the page with: {', '.join(MISSING)} not installed",
)
NIGHT = (
    "<b>Drones</b>, since <tg-time unix='1794700800' format='t'>02:00</tg-time>"
    "<blockquote expandable>one\ntwo\nthree\nfour\nfive\nsix</blockquote><code>&lt;img src=x&gt;</code> /now"
)


@pytest.fixture
def controls() -> RememberedControls:
    return RememberedControls()


@pytest.fixture
async def address(world: TelegramWorld, controls: RememberedControls) -> AsyncIterator[str]:
    app = build(world, controls, token="1:x", limits=Limits(enabled=False))
    async with serve(app, before_stop=world.close) as base:
        yield base


@pytest.fixture
async def browser(address: str, tmp_path: Path) -> AsyncIterator[Browser]:
    async with open_browser(tmp_path / "profile", 1200, 800, "--lang=en") as opened:
        await opened.open(address)
        await opened.until("document.querySelector('#clock').textContent == '22:50'")
        yield opened


async def echo(http: httpx.AsyncClient) -> None:
    """A bot of ten lines: a button for /start, an edit for a tap, an echo for the rest."""
    offset = 0
    while True:
        for update in (await http.post("getUpdates", json={"timeout": 30, "offset": offset})).json()["result"]:
            offset = update["update_id"] + 1
            if query := update.get("callback_query"):
                chosen = {"chat_id": 1001, "message_id": query["message"]["message_id"], "text": "Chosen"}
                await http.post("editMessageText", json=chosen)
                await http.post("answerCallbackQuery", json={"callback_query_id": query["id"], "text": "Saved"})
            else:
                text = update["message"].get("text", "a place")
                keys = {"inline_keyboard": [[{"text": "Choose", "callback_data": "c"}]]} if text == "/start" else None
                await http.post("sendMessage", json={"chat_id": 1001, "text": f"heard {text}", "reply_markup": keys})


async def test_a_conversation_is_typed_tapped_and_edited_in_place(browser: Browser, http: httpx.AsyncClient) -> None:
    async with asyncio.TaskGroup() as tasks:
        bot = tasks.create_task(echo(http))
        await browser.click("#start")
        await browser.until("document.querySelector('[data-callback=c]')")
        await browser.click("[data-callback=c]")
        await browser.until("document.querySelector('#message-2 .text').textContent == 'Chosen'")
        await browser.until("document.querySelector('.toast').textContent == 'Saved'")
        await browser.type("#text", "Салтівка")
        await browser.until("document.querySelector('#message-4 .text').textContent == 'heard Салтівка'")
        bot.cancel()

    assert await browser.run("return document.querySelectorAll('[data-callback]').length") == 0


async def test_every_message_says_in_words_whether_it_was_loud(
    browser: Browser, http: httpx.AsyncClient, world: TelegramWorld
) -> None:
    world.say(1001, "/start")
    await http.post("sendMessage", json={"chat_id": 1001, "text": "red"})
    await http.post("sendMessage", json={"chat_id": 1001, "text": "yellow", "disable_notification": True})

    await browser.until("document.querySelector('#message-3')")
    assert await browser.run("return document.querySelector('#message-2 .ring').textContent") == "🔔 loud"
    assert await browser.run("return document.querySelector('#message-3 .ring').textContent") == "🔕 silent"
    assert await browser.run("return document.querySelector('#message-3 .meta time').textContent") == "22:50"


async def test_markup_is_drawn_and_never_run(browser: Browser, http: httpx.AsyncClient, world: TelegramWorld) -> None:
    world.say(1001, "/start")
    await http.post("sendMessage", json={"chat_id": 1001, "text": NIGHT, "parse_mode": "HTML"})

    await browser.until("document.querySelector('#message-2 strong').textContent == 'Drones'")
    assert await browser.run("return document.querySelector('#message-2 .text time').textContent") == "02:00"
    assert await browser.run("return document.querySelector('#message-2 code').textContent") == "<img src=x>"
    assert await browser.run("return document.querySelectorAll('#message-2 img').length") == 0
    await browser.click("#message-2 .unfold")
    assert await browser.run("return document.querySelector('#message-2 .unfold').textContent") == "Show less"
    await browser.click("#message-2 .inline-command")
    await world.wait_until(lambda: world.private_chat(1001).last_message_id == 3)


async def test_play_waits_for_a_place_and_says_so(browser: Browser, controls: RememberedControls) -> None:
    assert "until you follow a place" in await browser.until("document.querySelector('#why-not').textContent")
    assert await browser.run("return document.querySelector('#play').disabled")
    controls.may_play = True

    await browser.until("!document.querySelector('#play').disabled")
    await browser.click("#play")
    await browser.click("#next")
    await browser.run("document.querySelectorAll('[name=speed]')[3].click()")
    await browser.until("document.querySelector('[name=speed]:checked').value == '300'")
    await browser.until("document.querySelector('#play').textContent.includes('Pause')")
    await controls.wait_for("speed 300")
    assert sorted(controls.asked) == ["next", "play", "speed 300"]


async def test_the_page_speaks_ukrainian_and_tells_the_bot(browser: Browser, world: TelegramWorld) -> None:
    assert "nothing here is happening" in await browser.run("return document.querySelector('#banner').textContent")

    await browser.run("document.querySelector('[name=language][value=uk]').click()")
    await browser.until("document.querySelector('#banner').textContent.includes('несправжнє')")
    await world.wait_until(lambda: world.users[1001].language_code == "uk")


async def test_a_place_is_shared_by_a_reply_keyboard(
    browser: Browser, http: httpx.AsyncClient, world: TelegramWorld
) -> None:
    world.say(1001, "/shelter")
    keyboard = {"keyboard": [[{"text": "My place", "request_location": True}]], "one_time_keyboard": True}
    await http.post("sendMessage", json={"chat_id": 1001, "text": "Where?", "reply_markup": keyboard})

    await browser.until("document.querySelector('#keyboard button')")
    await browser.click("#keyboard button")
    await browser.click("#place-list button")
    await browser.until("document.querySelector('#message-3 .pin')")
    await browser.until("document.querySelector('#keyboard').hidden")


async def test_a_narrow_screen_never_scrolls_sideways(
    address: str, http: httpx.AsyncClient, world: TelegramWorld, tmp_path: Path, clock: ManualClock
) -> None:
    world.say(1001, "x" * 300)
    await http.post("sendMessage", json={"chat_id": 1001, "text": "y" * 300})
    async with open_browser(tmp_path / "narrow", 390, 844) as narrow:
        # A window has a width below which it cannot be made; a screen has none.
        await narrow.look_as(360, 740, "light")
        await narrow.open(address)
        await narrow.run("document.querySelector('[name=language][value=uk]').click()")
        await narrow.until("document.querySelector('#message-2')")
        assert await narrow.run("return document.documentElement.scrollWidth <= window.innerWidth")


async def test_a_laptops_window_holds_the_whole_page(browser: Browser) -> None:
    await browser.look_as(1200, 660, "light")
    for language in ("uk", "en"):
        await browser.run(f"document.querySelector('[name=language][value={language}]').click()")
        await browser.until(f"document.documentElement.lang === '{language}'")
        assert await browser.run("return document.documentElement.scrollHeight <= window.innerHeight")


async def test_only_the_messages_scroll_and_never_the_phone_around_them(
    browser: Browser, http: httpx.AsyncClient, world: TelegramWorld
) -> None:
    world.say(1001, "/start")
    for number in range(20):
        await http.post("sendMessage", json={"chat_id": 1001, "text": f"line {number}\n\n\n"})
    await browser.until("document.querySelector('#message-21')")

    await browser.run("document.querySelector('#message-21').scrollIntoView({block: 'start'})")

    assert await browser.run("return document.querySelector('.phone').scrollTop") == 0


async def test_what_this_phone_does_with_a_sound_stands_beside_each_message(
    browser: Browser, http: httpx.AsyncClient, world: TelegramWorld
) -> None:
    world.say(1001, "/start")
    await http.post("sendMessage", json={"chat_id": 1001, "text": "red"})
    await http.post("sendMessage", json={"chat_id": 1001, "text": "yellow", "disable_notification": True})
    await browser.until("document.querySelector('#message-3 .outcome').textContent == 'no phone would ring'")
    assert await browser.run("return document.querySelector('#message-2 .outcome').textContent") == "this phone rang"

    await browser.choose("#settings", "dnd")
    await browser.until("document.querySelector('#message-2 .outcome').textContent.includes('kept quiet')")


async def test_another_phone_is_picked_up_and_shows_who_writes(browser: Browser, world: TelegramWorld) -> None:
    world.set_bot_standing(HOUSE_ID, Standing.MEMBER, 1001)
    world.say(1001, "/now", chat_id=HOUSE_ID)
    world.say(NEIGHBOUR_ID, "/why", chat_id=HOUSE_ID)

    await browser.run("location.hash = 'house'")

    await browser.until("document.querySelector('#bot-name').textContent == 'House 12'")
    await browser.until("document.querySelector('#message-2 .sender').textContent == 'Neighbour'")
    assert await browser.run("return document.querySelector('#message-1').classList.contains('mine')")
    await browser.type("#text", "hello")
    await world.wait_until(lambda: world.chats[HOUSE_ID].last_message_id == 3)


async def test_a_link_to_the_bot_starts_this_chat_with_what_it_carries(
    browser: Browser, http: httpx.AsyncClient, world: TelegramWorld
) -> None:
    world.say(1001, "/start")
    link = f"https://t.me/{world.bot.username}?start=circle_abc"
    await http.post("sendMessage", json={"chat_id": 1001, "text": link})

    await browser.until("document.querySelector('#message-2 .inline-command')")
    await browser.click("#message-2 .inline-command")
    await world.wait_until(lambda: world.private_chat(1001).last_message_id == 3)
    assert world.private_chat(1001).messages[3].content["text"] == "/start circle_abc"


async def test_a_shelter_is_drawn_as_seen_from_where_its_reader_was(
    browser: Browser, http: httpx.AsyncClient, world: TelegramWorld
) -> None:
    world.share_location(1001, 50.0066, 36.229)
    venue = {"latitude": 50.0047, "longitude": 36.2312, "title": "Metro", "address": "Freedom Square"}
    await http.post("sendVenue", json={"chat_id": 1001, **venue})

    drawn = await browser.until("document.querySelector('#message-2 .mini-map').getAttribute('aria-label')")

    assert drawn.endswith(": 260 m")


async def test_another_scenario_is_chosen(browser: Browser, controls: RememberedControls) -> None:
    await browser.until("document.querySelector('#scenarios').options.length == 2")

    await browser.choose("#scenarios", "day")

    await browser.until("document.querySelector('#scenarios').value == 'night'")
    assert controls.asked == ["choose day"]


STAND = "return document.activeElement.dataset.callback || document.activeElement.id"


async def test_who_pressed_a_key_stands_at_it_still_when_the_message_is_written_anew(
    browser: Browser, http: httpx.AsyncClient, world: TelegramWorld
) -> None:
    def written(text: str, *keys: str) -> Json:
        buttons = [{"text": f"{text} {key}", "callback_data": key} for key in keys]
        return {"chat_id": 1001, "message_id": 2, "text": text, "reply_markup": {"inline_keyboard": [buttons]}}

    world.say(1001, "/start")
    await http.post("sendMessage", json=written("old", "a", "b"))
    await browser.until("document.querySelector('[data-callback=b]')")
    await browser.run("document.querySelector('[data-callback=b]').focus()")
    stands = []
    for text, keys in (("new", ("a", "b")), ("other", ("a",))):
        await http.post("editMessageText", json=written(text, *keys))
        await browser.until(f"document.querySelector('#message-2 .text').textContent === '{text}'")
        stands.append(await browser.run(STAND))
    await http.post("deleteMessage", json={"chat_id": 1001, "message_id": 2})
    await browser.until("!document.querySelector('#message-2')")
    stands.append(await browser.run(STAND))

    assert stands == ["b", "message-2", "text"]


async def test_a_button_that_can_be_pressed_no_more_hands_the_keyboard_on(
    browser: Browser, controls: RememberedControls
) -> None:
    controls.may_play = controls.playing = True
    await browser.until("!document.querySelector('#next').disabled")
    await browser.run("document.querySelector('#next').focus()")
    controls.may_play = False

    await browser.until("document.querySelector('#next').disabled")
    assert await browser.run(STAND) == "play"


async def test_a_spoiler_is_opened_by_a_key(browser: Browser, http: httpx.AsyncClient, world: TelegramWorld) -> None:
    world.say(1001, "/start")
    await http.post("sendMessage", json={"chat_id": 1001, "text": "<tg-spoiler>x</tg-spoiler>", "parse_mode": "HTML"})
    await browser.until("document.querySelector('#message-2 .spoiler')")
    await browser.run("document.querySelector('.spoiler').focus()")

    await browser.press(ENTER)

    await browser.until("document.querySelector('.spoiler.seen')")
