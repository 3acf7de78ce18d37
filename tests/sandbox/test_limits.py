"""Flood limits: who is refused, for how long, and who is not."""

import pytest

from sandbox.limits import FloodGate, Limits
from sandbox.people import Chat, ChatType
from sandbox.refusals import Refusal


class Seconds:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def private(chat_id: int) -> Chat:
    return Chat(chat_id, ChatType.PRIVATE)


def retry_after(gate: FloodGate, chat: Chat) -> int:
    with pytest.raises(Refusal) as refused:
        gate.admit_message(chat)
    assert refused.value.code == 429
    assert refused.value.parameters is not None
    assert refused.value.description == f"Too Many Requests: retry after {refused.value.parameters['retry_after']}"
    return int(refused.value.parameters["retry_after"])


def test_a_short_burst_to_one_person_is_tolerated_and_then_one_a_second(seconds: Seconds) -> None:
    gate = FloodGate(Limits(per_chat_burst=3), seconds)
    for _ in range(3):
        gate.admit_message(private(7))

    assert retry_after(gate, private(7)) == 1
    seconds.now += 1
    gate.admit_message(private(7))
    assert retry_after(gate, private(7)) == 1


def test_one_flooded_chat_does_not_hold_up_another(seconds: Seconds) -> None:
    gate = FloodGate(Limits(per_chat_burst=1), seconds)
    gate.admit_message(private(7))

    retry_after(gate, private(7))
    gate.admit_message(private(8))


def test_a_group_takes_twenty_a_minute(seconds: Seconds) -> None:
    gate, group = FloodGate(Limits(), seconds), Chat(-5, ChatType.GROUP)
    for _ in range(20):
        gate.admit_message(group)
        seconds.now += 0.01

    assert retry_after(gate, group) == 3


def test_the_whole_bot_sends_thirty_a_second(seconds: Seconds) -> None:
    gate = FloodGate(Limits(), seconds)
    for chat_id in range(1, 31):
        gate.admit_message(private(chat_id))

    assert retry_after(gate, private(99)) == 1
    gate.admit_message(private(99), paid=True)


def test_a_refusal_costs_nothing(seconds: Seconds) -> None:
    gate = FloodGate(Limits(global_per_second=1), seconds)
    gate.admit_edit()
    for _ in range(5):
        retry_after(gate, private(7))
    seconds.now += 1

    gate.admit_message(private(7))


def test_limits_can_be_switched_off(seconds: Seconds) -> None:
    gate = FloodGate(Limits(enabled=False, per_chat_burst=1), seconds)

    for _ in range(100):
        gate.admit_message(private(7))
