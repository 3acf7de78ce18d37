"""Tells what has been on for years from news: an alert that is old at its first sight is judged by its usual."""

from dataclasses import replace
from datetime import datetime

from bot.domain.alerts import PERMANENT_AFTER, Alert, Answer, Gravity, Threat, ThreatKind, Usual, now_named


def usual_at_first(alert: Alert, at: datetime) -> Usual | None:
    """What an alert that is old at its first sight is as a rule; None for any other."""
    if at - alert.started_at <= PERMANENT_AFTER:
        return None
    return Usual(alert.gravity, _named_long(alert.threats, at))


def _named_long(threats: tuple[Threat, ...], at: datetime) -> tuple[ThreatKind, ...]:
    """Threats of the band *now* that are not said to be recent."""
    long = (threat for threat in threats if threat.since is None or at - threat.since > PERMANENT_AFTER)
    return tuple(sorted(now_named(long)))


def against_usual(alert: Alert, answer: Answer, *, first_answer: bool) -> Alert:
    """A permanent alert compared with what it usually is; where it is milder, that is its usual from now on.

    What a source names in its very first answer has been there before we looked.
    """
    usual = alert.usual
    if usual is None:
        return alert
    account = alert.accounts.get(answer.source) if first_answer else None
    known = {*usual.named_now, *(_named_long(account.threats, answer.at) if account else ())}
    named = now_named(alert.threats)
    gravity = Gravity.GUARDED if alert.gravity is Gravity.GUARDED else usual.gravity
    worse = alert.gravity is not gravity or not named <= known
    worse_since = (usual.worse_since or answer.at) if worse else None
    return replace(alert, usual=Usual(gravity, tuple(sorted(named & known)), worse_since))
