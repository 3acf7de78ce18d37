"""What reaches several places of one chat at once is one message, because a phone that rings twice for one danger is
the phone that is silenced.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.alerts import TransitionKind
from bot.domain.notices import AlertNotice, Notice
from bot.domain.policy import Decision, Reason, Sound


def turns(notices: Iterable[Notice]) -> dict[str, str]:
    """Which notices of one moment, by their keys, may share a message: those of the same turn, dangers with dangers,
    ends with ends. A notice that is alone in its turn has none.
    """
    alerts = {
        notice.key: _turn(body.transition.kind) for notice in notices if isinstance(body := notice.body, AlertNotice)
    }
    shared = Counter(alerts.values())
    return {key: turn for key, turn in alerts.items() if shared[turn] > 1}


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
