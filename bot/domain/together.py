"""What reaches several places of one chat at once is one message, because a phone that rings twice for one danger is
the phone that is silenced.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.alerts import TransitionKind
from bot.domain.notices import AlertNotice, Notice
from bot.domain.policy import Decision, Reason, Sound


def may_join(notices: Iterable[Notice]) -> tuple[tuple[str, ...], ...]:
    """Which notices of one moment, by their keys, may share a message: dangers with dangers, ends with ends."""
    turns: dict[str, tuple[str, ...]] = {}
    for notice in notices:
        match notice.body:
            case AlertNotice(transition):
                turn = _turn(transition.kind)
                turns[turn] = (*turns.get(turn, ()), notice.key)
            case _:
                pass
    return tuple(keys for keys in turns.values() if len(keys) > 1)


def together(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions of one message's parts, in their order: each has the sound of the loudest."""
    rings = any(decision.sound is Sound.LOUD for decision in decisions)
    return tuple(
        replace(decision, sound=Sound.LOUD, reason=Reason.TOGETHER)
        if rings and decision.sound is not Sound.LOUD
        else decision
        for decision in decisions
    )


def _turn(kind: TransitionKind) -> str:
    if kind.is_danger:
        return "danger"
    return "end" if kind.is_over else "easing"
