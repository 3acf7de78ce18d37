"""Holds Telegram's limits: in every window of time, for every chat, whatever is asked and however it is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.pacer import CHAT_BURST, GROUP_PER_MINUTE, Pacer

PRIVATE = st.tuples(st.integers(1, 4), st.just(False))
GROUP = st.tuples(st.integers(-4, -1), st.just(True))
GAPS = st.sampled_from([0.0, 0.0, 0.001, 0.01, 0.1, 0.5, 1.0, 5.0, 30.0])
ASKED = st.lists(st.tuples(GAPS, PRIVATE | GROUP), max_size=200)


def passed(pacer: Pacer, asked: list[tuple[float, tuple[int, bool]]], start: float = 1000.0) -> list[tuple[float, int]]:
    now, sent = start, []
    for gap, (chat, is_group) in asked:
        now += gap
        if pacer.permit(chat, is_group, now) == 0.0:
            sent.append((now, chat))
    return sent


def most_within(moments: list[float], window: float) -> int:
    return max((sum(1 for other in moments if 0 <= other - first <= window) for first in moments), default=0)


@given(ASKED, st.sampled_from([1.0, 5.0, 28.0, 1000.0]))
def test_no_window_ever_holds_more_than_the_rate_and_one_burst(
    asked: list[tuple[float, tuple[int, bool]]], rate: float
) -> None:
    moments = [at for at, _ in passed(Pacer(rate), asked)]

    assert most_within(moments, 0.999) <= rate + max(1, rate // 14)


@given(ASKED)
def test_no_chat_ever_gets_more_than_telegram_allows_it(asked: list[tuple[float, tuple[int, bool]]]) -> None:
    sent = passed(Pacer(1000.0), asked)

    for chat in {chat for _, chat in sent}:
        moments = [at for at, to in sent if to == chat]
        assert most_within(moments, 0.999) <= CHAT_BURST
        assert most_within(moments, 29.999) <= CHAT_BURST + 29
        if chat < 0:
            assert most_within(moments, 59.999) <= GROUP_PER_MINUTE


@given(ASKED, st.floats(0.0, 20.0), PRIVATE | GROUP)
def test_after_the_wait_that_it_names_a_message_goes(
    asked: list[tuple[float, tuple[int, bool]]], pause: float, last: tuple[int, bool]
) -> None:
    pacer = Pacer(28.0)
    passed(pacer, asked)
    now = 10**6 + 0.1
    pacer.pause_chat(last[0], now + pause)
    wait = pacer.permit(*last, now)

    assert wait == 0.0 or pacer.permit(*last, now + wait) == 0.0


def sent_in(pacer: Pacer, start: float, seconds: float, chats: int = 10**6) -> int:
    """How many messages leave for ever new chats when each wait is waited out."""
    now, count = start, 0
    for chat in range(1, chats):
        wait = pacer.permit(chat, False, now)
        if wait:
            now += wait
            if now >= start + seconds:
                return count
            assert pacer.permit(chat, False, now) == 0.0
        count += 1
    return count


@pytest.mark.parametrize("rate", [1.0, 28.0, 1000.0])
def test_the_whole_rate_is_used(rate: float) -> None:
    assert sent_in(Pacer(rate), 1000.0, 10.0) >= rate * 10


def test_the_first_message_leaves_at_once() -> None:
    assert Pacer(28.0).permit(1, False, 0.0) == 0.0


def test_a_group_gets_its_twenty_in_a_minute() -> None:
    pacer, now, moments = Pacer(28.0), 0.0, []
    while now < 59.0:
        wait = pacer.permit(-5, True, now)
        if wait == 0.0:
            moments.append(now)
        now += wait

    assert len(moments) == GROUP_PER_MINUTE - 1
    assert most_within(moments, 60.0) <= GROUP_PER_MINUTE


def test_one_chat_s_refusal_delays_that_chat_alone() -> None:
    pacer = Pacer(28.0)
    pacer.pause_chat(1, 107.0)

    assert pacer.permit(1, False, 100.0) == pytest.approx(7.0)
    assert pacer.permit(2, False, 100.0) == 0.0
    assert pacer.permit(1, False, 107.0) == 0.0


def test_a_shorter_refusal_does_not_shorten_a_longer_one() -> None:
    pacer = Pacer(28.0)
    pacer.pause_chat(1, 107.0)
    pacer.pause_chat(1, 102.0)

    assert pacer.permit(1, False, 103.0) == pytest.approx(4.0)


def test_a_refusal_of_everyone_holds_everyone_for_what_it_says() -> None:
    pacer = Pacer(28.0)
    pacer.permit(1, False, 100.0)
    pacer.pause_all(107.0)

    assert pacer.hold(100.0) == pytest.approx(7.0)
    assert pacer.permit(2, False, 101.0) == pytest.approx(6.0)
    assert pacer.permit(2, False, 107.0) == 0.0


def test_after_a_refusal_of_everyone_the_rate_starts_low_and_recovers() -> None:
    pacer = Pacer(28.0)
    pacer.permit(1, False, 100.0)
    pacer.pause_all(107.0)
    first = sent_in(pacer, 107.0, 5.0)
    last = sent_in(pacer, 170.0, 5.0)

    assert first <= 28 * 5 * 0.6
    assert last >= 28 * 5


def test_refusals_that_were_in_flight_together_slow_the_rate_once() -> None:
    once, many = Pacer(28.0), Pacer(28.0)
    for pacer, refusals in ((once, 1), (many, 20)):
        pacer.permit(1, False, 100.0)
        for _ in range(refusals):
            pacer.pause_all(107.0)

    assert sent_in(once, 107.0, 5.0) == sent_in(many, 107.0, 5.0)


def test_refused_again_and_again_it_never_stops_for_good() -> None:
    pacer, now = Pacer(28.0), 100.0
    for _ in range(50):
        assert pacer.permit(1, False, now) == 0.0
        pacer.pause_all(now + 5.0)
        now += 6.0

    assert sent_in(pacer, now, 5.0) >= 5


def test_three_chats_refused_in_a_row_are_everyone() -> None:
    pacer = Pacer(28.0)
    for chat in (1, 2, 3):
        pacer.permit(chat, False, 100.0)
        pacer.pause_chat(chat, 105.0)

    assert pacer.permit(4, False, 100.1) == pytest.approx(4.9)


def test_three_chats_refused_among_messages_that_pass_are_three_chats() -> None:
    pacer = Pacer(28.0)
    for chat in (1, 2, 3):
        pacer.permit(chat, False, 100.0 + chat)
        pacer.pause_chat(chat, 150.0)
        pacer.accepted()

    assert pacer.permit(4, False, 104.0) == 0.0


def test_three_chats_refused_now_and_then_are_three_chats() -> None:
    pacer = Pacer(28.0)
    for chat, now in ((1, 100.0), (2, 110.0), (3, 120.0)):
        pacer.permit(chat, False, now)
        pacer.pause_chat(chat, 150.0)

    assert pacer.permit(4, False, 121.0) == 0.0


def test_idle_chats_are_forgotten() -> None:
    pacer, most, now = Pacer(1000.0), 0, 0.0
    for chat in range(20_000):
        now += 0.01
        pacer.permit(chat, False, now)
        if chat % 2:
            pacer.pause_chat(chat, now + 1.0)
            pacer.accepted()
        most = max(most, pacer.remembered)

    assert most <= 1500


def test_waiting_is_never_counted_as_sending() -> None:
    pacer = Pacer(1000.0)
    waits = [pacer.permit(1, False, 100.0) for _ in range(23)]

    assert waits == [0.0] * 3 + [pytest.approx(1.0)] * 20


#: Seconds until the next message is looked at, seconds that the look takes, and whether the message leaves then.
LOOKS = st.lists(st.tuples(GAPS, GAPS, st.booleans()), max_size=100)


@given(LOOKS, st.sampled_from([1.0, 5.0, 28.0, 1000.0]))
def test_what_is_reserved_and_does_not_leave_never_lets_more_leave(
    looks: list[tuple[float, float, bool]], rate: float
) -> None:
    pacer, now, moments = Pacer(rate), 1000.0, []
    reserved: list[tuple[float, float, bool]] = []
    for chat, (gap, lasts, leaves) in enumerate(looks):
        now += gap
        for one in [one for one in reserved if one[0] <= now]:
            reserved.remove(one)
            end, at, goes = one
            if goes and pacer.permit(chat, False, end, reserved=True) == 0.0:
                moments.append(at)
            elif not goes:
                pacer.release(at, end)
        if pacer.hold(now) == 0.0:
            reserved.append((now + lasts, pacer.reserve(now), leaves))
    # Counted by when each was paid off: on the wire each is later by its own look.
    assert most_within(sorted(moments), 0.999) <= rate + max(1, rate // 14)


def test_a_place_that_is_released_at_once_is_the_next_ones() -> None:
    pacer = Pacer(1.0)
    reserved = pacer.reserve(1000.0)
    assert pacer.hold(1000.0) == pytest.approx(1.0)
    pacer.release(reserved, 1000.0)
    assert pacer.hold(1000.0) == 0.0
    assert pacer.permit(1, False, 1000.0) == 0.0


def test_what_was_reserved_is_not_asked_for_twice_and_everybodys_pause_holds_all_the_same() -> None:
    pacer = Pacer(1.0)
    pacer.reserve(1000.0)
    assert pacer.permit(1, False, 1000.0, reserved=True) == 0.0
    pacer.pause_all(1005.0)
    assert pacer.permit(2, False, 1001.0, reserved=True) == pytest.approx(4.0)
