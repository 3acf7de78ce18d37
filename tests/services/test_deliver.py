"""What is owed arrives: through refusals, crashes and outages, in the right order, and only while it is true."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from bot.domain.chats import ChatKind
from bot.domain.notices import LATE_AFTER
from bot.domain.policy import Loudness
from bot.domain.quiet import Mode, MuteKind
from bot.errors import TelegramError
from bot.services.deliver import BATCH, LEASE, Deliver
from bot.services.outcomes import REFUSALS_AT_MOST, UNREACHABLE_PAUSE
from bot.services.settling import Clocks
from bot.services.wording import Wording
from bot.store.tables import chats, outbox
from bot.telegram.pacer import Pacer
from bot.telegram.refusals import Gone, Later, Moved, Ours, Sent, Unknown, Unreachable, Why
from tests.fixtures import content as shipped
from tests.fixtures.telegram import Killed, Message
from tests.fixtures.world import EVENING, KHARKIV_RAION, LVIV_OBLAST, NIGHT, World, ballistic, drones, kyiv

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


async def states(world: World) -> dict[int, str]:
    return {chat: state for chat, _, state, _, _ in await world.outbox()}


async def test_a_loud_notice_rings_and_a_silent_one_does_not(world: World) -> None:
    await world.person(1)
    await world.person(2, loudness=Loudness.SILENT)
    await world.shows(ballistic())
    await world.sends()
    assert {message.chat_id: message.silent for message in world.sender.arrived} == {1: False, 2: True}
    assert await states(world) == {1: "sent", 2: "sent"}


async def test_what_was_sent_is_not_sent_again(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    await world.sends()
    world.pass_time(HOUR)
    await world.sends()
    assert len(world.sender.calls) == 1


async def test_a_notice_goes_to_the_topic_in_which_the_chat_was_set_up(world: World) -> None:
    await world.person(-100, kind=ChatKind.SUPERGROUP)
    async with world.database.writing() as tx:
        await tx.execute(update(chats).values(topic=42))
    await world.shows(ballistic())
    await world.sends()
    assert [message.topic for message in world.sender.calls] == [42]


async def test_the_grave_overtake_what_was_owed_long_before(world: World) -> None:
    await world.person(1)
    await world.person(2, area=LVIV_OBLAST)
    await world.shows(drones())
    await world.shows(drones(), ballistic(LVIV_OBLAST))
    await world.sends()
    assert [message.chat_id for message in world.sender.calls] == [2, 1]


async def test_a_crash_between_sending_and_settling_repeats_that_row_alone_and_says_so(world: World) -> None:
    for chat_id in (1, 2):
        await world.person(chat_id)
    await world.shows(ballistic())

    def die(message: Message) -> None:
        if len(world.sender.calls) == 2:
            raise Killed

    world.sender.while_sending = die
    with pytest.raises(Killed):
        await world.sends()
    world.sender.while_sending = lambda _: None
    restarted = await world.restarted()
    await restarted.sends()
    assert len(world.sender.calls) == 2
    restarted.pass_time(LEASE + SECOND)
    await restarted.sends()

    once, twice = world.sender.calls[0].chat_id, world.sender.calls[1].chat_id
    assert [message.chat_id for message in world.sender.calls] == [once, twice, twice]
    assert len(world.sender.calls[2].text) > len(world.sender.calls[1].text)
    await restarted.database.close()


async def test_a_crash_after_the_start_was_owed_loses_nothing(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    restarted = await world.restarted()
    await restarted.sends()
    assert len(world.sender.to(1)) == 1
    await restarted.database.close()


async def test_a_chat_that_blocked_us_is_gone_and_owed_nothing_until_it_comes_back(world: World) -> None:
    await world.person(1)
    await world.shows(drones())
    world.sender.answers[1] = [Gone(Why.BLOCKED)]
    await world.set_quiet("")
    await world.sends()
    await world.shows(ballistic())
    assert await world.owed(1) == []

    await world.starts(1)
    await world.ends()
    await world.sends()
    await world.shows(ballistic(since=world.now))
    assert await world.owed(1) == [("started", "loud")]


async def test_a_gone_chat_is_not_tried_again_with_what_else_it_was_owed(world: World) -> None:
    await world.person(1)
    await world.shows(drones())
    (row,) = await world.deliver.claim()
    await world.shows(ballistic())
    world.sender.answers[1] = [Gone(Why.BLOCKED)]
    await world.deliver.deliver(row)
    await world.sends()
    assert len(world.sender.calls) == 1
    assert {state for _, _, state, _, _ in await world.outbox()} == {"dropped"}


async def test_flood_control_of_one_chat_delays_that_chat_alone(world: World) -> None:
    for chat_id in (1, 2, 3):
        await world.person(chat_id)
    await world.shows(ballistic())
    world.sender.answers[1] = [Later(timedelta(seconds=7), everyone=False)]
    await world.sends()
    assert {message.chat_id for message in world.sender.arrived} == {2, 3}

    world.pass_time(timedelta(seconds=6))
    await world.sends()
    assert len(world.sender.to(1)) == 0
    world.pass_time(SECOND)
    await world.sends()
    assert len(world.sender.to(1)) == 1


async def test_another_notice_to_a_flooded_chat_waits_too(world: World) -> None:
    await world.person(1)
    await world.shows(drones())
    world.sender.answers[1] = [Later(timedelta(seconds=60), everyone=False)]
    await world.sends()
    await world.shows(ballistic())
    await world.sends()
    assert len(world.sender.calls) == 1
    world.pass_time(timedelta(seconds=60))
    await world.sends()
    assert len(world.sender.to(1)) == 1


async def test_flood_control_for_everyone_pauses_all(world: World) -> None:
    for chat_id in (1, 2):
        await world.person(chat_id)
    await world.shows(ballistic())
    first, second = await world.deliver.claim()
    world.sender.answers[first.chat_id] = [Later(timedelta(seconds=9), everyone=True)]
    await world.deliver.deliver(first)

    assert world.deliver.hold() == pytest.approx(9)
    await world.deliver.deliver(second)
    assert len(world.sender.calls) == 1
    world.machine.advance(timedelta(seconds=9))
    await world.sends()
    assert {message.chat_id for message in world.sender.arrived} == {1, 2}


async def test_flood_control_never_counts_against_a_message(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    for _ in range(REFUSALS_AT_MOST + 2):
        world.sender.answers[1] = [Later(SECOND, everyone=False)]
        await world.sends()
        world.pass_time(timedelta(minutes=2))
    await world.sends()
    assert len(world.sender.to(1)) == 1


@pytest.mark.allow_warnings
async def test_a_message_that_telegram_refuses_three_times_is_dead(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    world.sender.answers[1] = [Ours("broken")] * 9
    await world.sends()
    world.pass_time(HOUR)
    await world.sends()
    assert len(world.sender.calls) == REFUSALS_AT_MOST == 3
    assert await states(world) == {1: "dead"}


@pytest.mark.allow_warnings
async def test_a_dead_message_takes_nobody_with_it(world: World) -> None:
    for chat_id in (1, 2):
        await world.person(chat_id)
    await world.shows(ballistic())
    world.sender.answers[1] = [Ours("broken")] * 9
    await world.sends()
    assert await states(world) == {1: "dead", 2: "sent"}


@pytest.mark.parametrize("loudness", [Loudness.AS_CHAT, Loudness.SILENT])
async def test_a_grave_alert_that_may_have_arrived_is_sent_once_more_and_says_so(
    world: World, loudness: Loudness
) -> None:
    await world.person(1, loudness=loudness)
    await world.shows(ballistic())
    world.sender.answers[1] = [Unknown(), Unknown(), Unknown()]
    await world.sends()
    first, second = world.sender.calls
    assert second.text.startswith(first.text) and len(second.text) > len(first.text)
    assert await states(world) == {1: "sent"}


@pytest.mark.parametrize("loudness", [Loudness.AS_CHAT, Loudness.SILENT])
async def test_a_guarded_alert_that_may_have_arrived_counts_as_sent(world: World, loudness: Loudness) -> None:
    await world.person(1, loudness=loudness)
    await world.shows(drones())
    world.sender.answers[1] = [Unknown()]
    await world.sends()
    assert len(world.sender.calls) == 1
    assert await states(world) == {1: "sent"}


@pytest.mark.allow_warnings
async def test_what_may_have_arrived_does_not_count_as_a_refusal(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    world.sender.answers[1] = [Unknown(), Ours("broken"), Ours("broken")]
    await world.sends()
    world.pass_time(timedelta(minutes=1))
    await world.sends()
    assert await states(world) == {1: "sent"}


async def test_an_outage_never_counts_against_a_message_and_everything_true_arrives_after_it(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    world.sender.down = Unreachable()
    for _ in range(100):
        await world.sends()
        world.pass_time(UNREACHABLE_PAUSE)
    assert len(world.sender.calls) == 100
    world.sender.down = None
    await world.sends()
    assert [message.silent for message in world.sender.to(1)] == [False]


async def test_after_an_outage_an_alert_that_is_over_is_one_silent_line(world: World) -> None:
    await world.person(1)
    world.sender.down = Unreachable()
    await world.shows(ballistic())
    await world.sends()
    await world.ends()
    await world.sends()
    world.pass_time(HOUR)
    world.sender.down = None
    await world.sends()
    assert [message.silent for message in world.sender.to(1)] == [True]
    assert "passed" in {key for _, key, state, _, _ in await world.outbox() if state == "sent"}


async def test_a_start_that_fails_on_its_way_while_its_alert_ends_becomes_the_silent_line(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    (on_its_way,) = await world.deliver.claim()
    await world.ends()
    world.sender.down = Unreachable()
    await world.deliver.deliver(on_its_way)
    world.sender.down = None
    world.pass_time(UNREACHABLE_PAUSE)
    await world.sends()
    sent = [key for _, key, state, _, _ in await world.outbox() if state == "sent"]
    assert sent == ["passed"]
    assert [message.silent for message in world.sender.to(1)] == [True]


async def test_a_start_that_fails_on_its_way_while_its_alert_is_withdrawn_becomes_the_silent_line(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    (on_its_way,) = await world.deliver.claim()
    for _ in range(2):
        await world.shows(replace(ballistic(), withdrawn=True))
    world.sender.down = Unreachable()
    await world.deliver.deliver(on_its_way)
    world.sender.down = None
    world.pass_time(UNREACHABLE_PAUSE)
    await world.sends()
    sent = [key for _, key, state, _, _ in await world.outbox() if state == "sent"]
    assert sent == ["passed"]


async def test_a_row_whose_lease_ran_out_while_it_waited_is_left_to_the_next_claim(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    (row,) = await world.deliver.claim()
    world.pass_time(LEASE)
    await world.deliver.deliver(row)
    assert world.sender.calls == []
    world.pass_time(SECOND)
    await world.sends()
    assert len(world.sender.calls) == 1


async def test_a_group_that_became_a_supergroup_gets_the_message_once_under_its_new_id(world: World) -> None:
    await world.person(-100, kind=ChatKind.GROUP)
    await world.shows(ballistic())
    world.sender.answers[-100] = [Moved(-1_000_100)]
    await world.sends()
    assert [message.chat_id for message in world.sender.calls] == [-100, -1_000_100]
    assert [message.chat_id for message in world.sender.arrived] == [-1_000_100]
    await world.ends()
    assert await world.owed(-1_000_100) == [("ended", "loud")]


async def test_two_messages_that_learn_of_the_same_move_both_arrive(world: World) -> None:
    await world.person(-100, kind=ChatKind.GROUP)
    await world.shows(drones())
    (first,) = await world.deliver.claim()
    await world.shows(drones(), ballistic(KHARKIV_RAION))
    (second,) = await world.deliver.claim()
    world.sender.answers[-100] = [Moved(-1_000_100), Moved(-1_000_100)]
    await world.deliver.deliver(first)
    await world.deliver.deliver(second)
    await world.sends()
    assert len(world.sender.to(-1_000_100)) == 2


async def test_a_row_claimed_after_a_windows_start_is_decided_again(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await world.shows(drones())
    assert await world.owed(1) == [("started", "loud")]
    world.to(kyiv("23:00"))
    await world.sends()
    assert [message.silent for message in world.sender.to(1)] == [True]
    assert [(sound, reason) for *_, sound, reason in await world.outbox()] == [("silent", "guarded-in-quiet")]


async def test_a_row_claimed_after_a_windows_end_is_decided_again(world: World) -> None:
    world.to(kyiv("06:59"))
    await world.person(1, quiet=NIGHT)
    await world.shows(drones(since=world.now))
    assert await world.owed(1) == [("started", "silent")]
    world.to(kyiv("07:00"))
    await world.sends()
    assert [message.silent for message in world.sender.to(1)] == [False]


async def test_a_row_claimed_after_a_change_of_settings_is_decided_again(world: World) -> None:
    world.to(kyiv("23:30"))
    await world.person(1)
    await world.shows(ballistic(since=world.now))
    await world.set_quiet(NIGHT, mode=Mode.NOTHING)
    await world.sends()
    assert [message.silent for message in world.sender.to(1)] == [True]


async def test_a_row_claimed_after_a_mute_began_is_decided_again(world: World) -> None:
    await world.person(1)
    await world.shows(drones())
    await world.mute(HOUR)
    await world.sends()
    assert [message.silent for message in world.sender.to(1)] == [True]


async def test_a_row_claimed_after_a_mute_ended_is_decided_again(world: World) -> None:
    await world.person(1)
    await world.mute(timedelta(minutes=1), MuteKind.ALL)
    await world.shows(ballistic())
    assert await world.owed(1) == [("started", "silent")]
    world.pass_time(timedelta(minutes=1))
    await world.sends()
    assert [message.silent for message in world.sender.to(1)] == [False]


async def test_an_all_clear_decided_again_is_still_no_louder_than_what_was_heard(world: World) -> None:
    world.to(kyiv("06:50"))
    await world.person(1, quiet=NIGHT)
    await world.shows(drones(since=world.now))
    await world.sends()
    await world.ends()
    world.to(kyiv("07:00"))
    await world.shows()
    await world.sends()
    assert [message.silent for message in world.sender.to(1)] == [True, True]


async def test_a_digest_that_waited_into_the_night_is_held_until_its_end(world: World) -> None:
    await world.person(1, quiet=NIGHT, digest="22:55")
    world.to(kyiv("22:55"))
    await world.looks()
    world.sender.down = Unreachable()
    await world.sends()
    world.sender.down = None
    await world.lives_until(kyiv("06:59"))
    assert world.sender.to(1) == []
    await world.lives_until(kyiv("07:00"))
    recap, digest = world.sender.to(1)
    assert (recap.silent, digest.silent) == (True, True)
    assert "1 message waited for this; it follows." in recap.text
    assert digest.text.startswith("🗓")


@pytest.mark.allow_warnings
async def test_one_row_that_cannot_be_worded_does_not_stop_the_others(world: World) -> None:
    for chat_id in (1, 2):
        await world.person(chat_id)
    await world.shows(ballistic())

    def refuse(message: Message) -> None:
        if message.chat_id == 1:
            raise ValueError("not expected at all")

    world.sender.while_sending = refuse
    await world.sends()
    assert [message.chat_id for message in world.sender.arrived] == [2]


@pytest.mark.allow_warnings
async def test_a_message_that_cannot_be_worded_is_given_up_and_holds_nothing_back(world: World) -> None:
    for chat_id in (1, 2):
        await world.person(chat_id)
    async with world.database.writing() as tx:
        await tx.execute(update(chats).where(chats.c.id == 1).values(language="no such language"))
    await world.shows(ballistic())
    await world.sends()
    await world.ends()
    await world.sends()

    assert [message.chat_id for message in world.sender.arrived] == [2, 2]
    rows = await world.rows(select(outbox.c.state, outbox.c.reason).where(outbox.c.chat_id == 1))
    assert {row.state for row in rows} <= {"dead", "dropped"}
    assert rows[0].reason.startswith("cannot be worded: ")


async def test_no_permit_is_spent_on_messages_that_do_not_leave(world: World) -> None:
    for chat_id in (1, 2, 3):
        await world.person(chat_id, quiet=NIGHT)
    await world.shows(drones())
    claimed = await world.deliver.claim()
    world.to(kyiv("23:00"))
    for row in claimed:
        await world.deliver.deliver(replace(row, leased_until=world.machine.now() + LEASE))
    assert world.sender.calls == []
    assert world.deliver.hold() == 0


async def test_a_bot_api_that_cannot_be_used_at_all_is_the_programs_matter(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())

    def refuse(_: Message) -> None:
        raise TelegramError("wrong-token")

    world.sender.while_sending = refuse
    with pytest.raises(TelegramError):
        await world.sends()


async def test_a_late_start_says_that_it_is_late(world: World) -> None:
    await world.person(1)
    await world.person(2)
    await world.shows(ballistic(since=world.now))
    first, second = await world.deliver.claim()
    await world.deliver.deliver(first)
    world.clock.advance(timedelta(minutes=20))
    await world.deliver.deliver(second)
    in_time, late = world.sender.calls
    assert "20 min" in late.text
    assert "20 min" not in in_time.text


async def test_many_rows_are_claimed_in_pieces_and_each_is_sent_once(world: World) -> None:
    people = range(1, 2 * BATCH + 2)
    for chat_id in people:
        await world.person(chat_id)
    await world.shows(ballistic())
    assert len(await world.deliver.claim()) == BATCH
    world.machine.advance(LEASE + SECOND)
    await world.sends()
    assert sorted(message.chat_id for message in world.sender.calls) == list(people)


async def test_two_claimers_never_hold_the_same_row(world: World) -> None:
    for chat_id in range(1, 51):
        await world.person(chat_id)
    await world.shows(ballistic())
    pieces = await asyncio.gather(*(world.deliver.claim() for _ in range(4)))
    rows = [row.id for piece in pieces for row in piece]
    assert len(rows) == len(set(rows)) == 50


async def test_the_sound_really_sent_is_what_is_kept(world: World) -> None:
    await world.person(1)
    world.sender.answers[1] = [Sent(77)]
    await world.shows(drones(since=EVENING))
    await world.set_quiet("22:00-07:00")
    await world.sends()
    ((sound, message_id),) = await world.rows(select(outbox.c.sound, outbox.c.message_id))
    assert (sound, message_id) == ("silent", 77)


async def test_a_start_that_may_have_arrived_is_followed_by_its_all_clear_and_not_by_word_that_it_passed(
    world: World,
) -> None:
    await world.person(1)
    await world.shows(ballistic())

    def die(_: Message) -> None:
        raise Killed

    world.sender.while_sending = die
    with pytest.raises(Killed):
        await world.sends()
    world.sender.while_sending = lambda _: None
    restarted = await world.restarted()
    await restarted.ends()
    restarted.pass_time(LEASE + SECOND)
    await restarted.shows()
    await restarted.sends()

    assert [message.text.split("\n")[0][:11] for message in world.sender.to(1)] == ["✅ All clear"]
    await restarted.database.close()


async def test_rows_that_nobody_began_to_send_are_free_for_the_next(world: World) -> None:
    for chat_id in (1, 2):
        await world.person(chat_id)
    await world.shows(ballistic())
    claimed = await world.deliver.claim()
    await world.deliver.give_back(claimed)
    await world.sends()

    assert {chat: len(world.sender.to(chat)) for chat in (1, 2)} == {1: 1, 2: 1}
    assert not any("already" in message.text for message in world.sender.arrived)


@pytest.mark.allow_warnings
async def test_the_operator_is_warned_once_of_a_last_reader_who_waits_over_a_minute(world: World) -> None:
    for chat_id in range(1, 5):
        await world.person(chat_id)
    slow = Deliver(
        world.database,
        world.sender,
        Wording(shipped.texts(), world.tree, shipped.cards(), shipped.reports()),
        Pacer(0.05),
        Clocks(world.clock.now, world.machine.now, world.machine.monotonic),
    )
    await slow.foresee()
    await world.shows(ballistic())
    with capture_logs() as logs:
        for _ in range(3):
            await slow.foresee()
            world.pass_time(timedelta(seconds=6))
    assert slow.last_reader_in == timedelta(seconds=80)
    assert [(log["event"], log["readers"], log["seconds"]) for log in logs] == [("last_reader_waits", 4, 80)]


async def test_a_message_is_worded_once_a_second_and_cohort_and_says_how_late_it_is_all_the_same(world: World) -> None:
    for chat_id in (1, 2, 3):
        await world.person(chat_id, quiet=NIGHT if chat_id == 3 else "")
    await world.shows(ballistic())
    first, *others = await world.deliver.claim()
    await world.deliver.deliver(first)
    await world.deliver.give_back(others)
    world.pass_time(LATE_AFTER + SECOND)
    await world.sends()
    texts = [message.text for message in world.sender.arrived]
    assert texts[0] != texts[1]
    assert texts[1] == texts[2]
