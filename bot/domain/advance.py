"""Moves the merged state of all alerts by one answer of one source, because no single source can be believed about an
end.

Pure: an answer given twice changes nothing but the contact. A failed poll is no answer and never reaches this module,
so that it can neither end an alert nor make anything look calm.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.alerts import (
    ABSENCES_TO_END,
    Account,
    Alert,
    AlertKey,
    Answer,
    Level,
    Observation,
    Sight,
    SourceName,
    Transition,
    TransitionKind,
    gravest_level,
    merge_threats,
    now_named,
    rises,
)
from bot.domain.permanent import against_usual, usual_at_first

#: How long after its last contact a source still counts as fresh, and from when it is blind.
FRESH_FOR = timedelta(seconds=60)
BLIND_AFTER = timedelta(seconds=180)
#: Data whose own time lies further ahead, or further behind, than this cannot end an alert.
AHEAD_AT_MOST = timedelta(minutes=2)
BEHIND_AT_MOST = timedelta(minutes=30)
BEHIND_AT_MOST_ALONE = timedelta(hours=6)
#: Where many alerts vanish in one answer, their end takes more good answers without them.
ABSENCES_TO_END_TOGETHER = 3
TOGETHER_AT_LEAST = 10


@dataclass(frozen=True, slots=True)
class SourceSight:
    """What is known of one source: last contact, the time that it gives its data, and when they last changed (aware
    UTC).

    `last_whole_at` is its last whole answer, kept from the first one on that can only add.
    """

    contact_at: datetime
    data_at: datetime | None = None
    changed_at: datetime | None = None
    last_whole_at: datetime | None = None

    @property
    def whole_at(self) -> datetime:
        """When it last said all that it knows, so that it could have said an end (aware UTC)."""
        return self.last_whole_at or self.contact_at


@dataclass(frozen=True, slots=True)
class State:
    """Everything that runs, and how well each source is seen."""

    alerts: Mapping[AlertKey, Alert] = field(default_factory=dict)
    sources: Mapping[SourceName, SourceSight] = field(default_factory=dict)


def sight_at(contact_at: datetime | None, now: datetime) -> Sight:
    """Fresh up to 60 s after the last contact, late after that, blind from 180 s on, or without any contact."""
    if contact_at is None or now - contact_at >= BLIND_AFTER:
        return Sight.BLIND
    return Sight.FRESH if now - contact_at <= FRESH_FOR else Sight.LATE


def is_old(state: State, answer: Answer) -> bool:
    """Whether the answer's own data time forbids it to end anything."""
    known = state.sources.get(answer.source)
    data_at = answer.data_at or (known.data_at if known else None)
    if data_at is None:
        return False
    if known and known.data_at and data_at < known.data_at:
        return True
    behind = answer.at - data_at
    if behind < -AHEAD_AT_MOST or behind > BEHIND_AT_MOST_ALONE:
        return True
    return behind > BEHIND_AT_MOST and _another_changed_since(state, answer.source, data_at)


def advance(state: State, answer: Answer, now: datetime) -> tuple[State, tuple[Transition, ...]]:
    """The state after this answer, with what happened to each alert.

    An answer no later than the last one changes nothing, unless the last one lies ahead of `now`: then the clock was
    set back since, and to wait for it would be blindness. Nor does one that can only add, where its source never gave a
    whole one: it would make what has been on for years a start.
    """
    state = _on_this_clock(state, answer, now)
    known = state.sources.get(answer.source)
    if _says_nothing_new(answer, known):
        return state, ()
    adds_only = not answer.whole or is_old(state, answer)
    reported = _reported(answer)
    alerts = dict(state.alerts)
    transitions: list[Transition] = []
    for key, observations in reported.items():
        before = alerts.get(key)
        alerts[key] = _seen(before, observations, answer, adds_only=adds_only)
        transitions += _told(before, alerts[key], now)
    sources = {**state.sources, answer.source: _contact(state, answer, reported, adds_only=adds_only)}
    lacking = _lacking(alerts, answer, set(reported))
    alerts |= {key: _last_shown(alerts[key], answer.source, known) for key in lacking}
    if not adds_only:
        counted = alerts | _with_absences(alerts, answer, lacking)
        transitions += _settle_ends(alerts, counted, sources, now)
        alerts = counted
    alerts = {key: against_usual(alert, answer, first_answer=known is None) for key, alert in alerts.items()}
    return State(alerts, sources), tuple(transitions)


def _says_nothing_new(answer: Answer, known: SourceSight | None) -> bool:
    """Whether the answer is no later than the last one, or, where it would be its source's first, is not whole."""
    return answer.at <= known.contact_at if known else not answer.whole


def _on_this_clock(state: State, answer: Answer, now: datetime) -> State:
    """The state without the times of the answer's source, where they lie ahead of `now`."""
    known = state.sources.get(answer.source)
    if known is None or known.contact_at <= now:
        return state
    before = SourceSight(answer.at - timedelta(microseconds=1))
    return replace(state, sources={**state.sources, answer.source: before})


def _reported(answer: Answer) -> dict[AlertKey, tuple[Observation, ...]]:
    """The answer's running alerts by key, in one order however its rows lie; an unchanged answer adds nothing."""
    grouped: dict[AlertKey, tuple[Observation, ...]] = {}
    for observation in answer.observations or ():
        if not observation.withdrawn:
            key = observation.area, observation.kind
            grouped[key] = (*grouped.get(key, ()), observation)
    return dict(sorted(grouped.items()))


def _lacking(alerts: Mapping[AlertKey, Alert], answer: Answer, reported: set[AlertKey]) -> set[AlertKey]:
    """What the answer's source had reported and this answer does not show; an unchanged one lacks what the last one
    did.
    """
    accounts = {key: account for key, alert in alerts.items() if (account := alert.accounts.get(answer.source))}
    if answer.observations is None:
        return {key for key, account in accounts.items() if account.absences}
    return accounts.keys() - reported


def _last_shown(alert: Alert, source: SourceName, known: SourceSight | None) -> Alert:
    """Remembers the contact before the first answer that lacks the alert."""
    account = alert.accounts[source]
    if account.last_shown_at is not None or known is None:
        return alert
    return replace(alert, accounts={**alert.accounts, source: replace(account, last_shown_at=known.contact_at)})


def _withdrawn(answer: Answer) -> set[AlertKey]:
    return {(seen.area, seen.kind) for seen in answer.observations or () if seen.withdrawn}


def _seen(before: Alert | None, observations: tuple[Observation, ...], answer: Answer, *, adds_only: bool) -> Alert:
    """The alert with this source's account renewed; what can only add makes it graver, never milder."""
    first = observations[0]
    account = Account(
        gravest_level(seen.level for seen in observations), merge_threats(seen.threats for seen in observations)
    )
    started_at = min(seen.started_at for seen in observations)
    if before is None:
        alert = Alert(first.area, first.kind, started_at, answer.at, {answer.source: account})
        alert = replace(alert, usual=usual_at_first(alert, answer.at))
    else:
        known = before.accounts.get(answer.source)
        if adds_only and known and not known.has_ended:
            account = _gravest_account(account, known)
        accounts = {**before.accounts, answer.source: account}
        alert = replace(before, started_at=min(before.started_at, started_at), accounts=accounts)
    return replace(alert, named_now=alert.named_now or bool(now_named(alert.threats)))


def _gravest_account(one: Account, other: Account) -> Account:
    return Account(gravest_level((one.level, other.level)), merge_threats((one.threats, other.threats)))


def _told(before: Alert | None, after: Alert, now: datetime) -> list[Transition]:
    if before is None:
        return [Transition(TransitionKind.STARTED, now, after)]
    if rises(before.gravity, after.gravity) or (after.named_now and not before.named_now):
        return [Transition(TransitionKind.ESCALATED, now, after)]
    if rises(after.gravity, before.gravity):
        return [Transition(TransitionKind.EASED, now, after)]
    return []


def _contact(
    state: State, answer: Answer, reported: Mapping[AlertKey, tuple[Observation, ...]], *, adds_only: bool
) -> SourceSight:
    known = state.sources.get(answer.source)
    if known and (adds_only or answer.observations is None):
        return replace(known, contact_at=answer.at, last_whole_at=None if answer.whole else known.whole_at)
    if adds_only:
        # The time of old data is no measure for what follows: after one from the future all else would look backwards.
        return SourceSight(answer.at, None, answer.at)
    changed = known is None or _shown(state, answer.source) != _digest(reported)
    return SourceSight(answer.at, answer.data_at, answer.at if changed or known is None else known.changed_at)


def _shown(state: State, source: SourceName) -> Mapping[AlertKey, tuple[Level, frozenset[str]]]:
    return {
        key: (account.level, frozenset(threat.kind.value for threat in account.threats))
        for key, alert in state.alerts.items()
        if (account := alert.accounts.get(source)) and not account.absences
    }


def _digest(
    reported: Mapping[AlertKey, tuple[Observation, ...]],
) -> Mapping[AlertKey, tuple[Level, frozenset[str]]]:
    return {
        key: (
            gravest_level(seen.level for seen in observations),
            frozenset(threat.kind.value for seen in observations for threat in seen.threats),
        )
        for key, observations in reported.items()
    }


def _another_changed_since(state: State, source: SourceName, moment: datetime) -> bool:
    return any(
        other.changed_at is not None and other.changed_at > moment
        for name, other in state.sources.items()
        if name != source
    )


def _with_absences(alerts: Mapping[AlertKey, Alert], answer: Answer, lacking: set[AlertKey]) -> dict[AlertKey, Alert]:
    """The alerts that the answer lacks, each with one more absence in its source's account.

    Where many vanish in one answer, none of them ends with the next.
    """
    source, withdrawn = answer.source, _withdrawn(answer)
    shown = {key for key, alert in alerts.items() if source in alert.accounts and not alert.accounts[source].absences}
    together = len(shown) >= TOGETHER_AT_LEAST and len(shown & lacking) * 2 > len(shown)
    needed = ABSENCES_TO_END_TOGETHER if together else ABSENCES_TO_END
    counted: dict[AlertKey, Alert] = {}
    for key in lacking:
        alert, account = alerts[key], alerts[key].accounts[source]
        if account.has_ended:
            continue
        account = replace(
            account,
            absences=account.absences + 1,
            absences_to_end=max(needed, account.absences_to_end),
            withdrawn=account.withdrawn or key in withdrawn,
        )
        last_seen_at = max(alert.last_seen_at, account.last_shown_at or alert.last_seen_at)
        counted[key] = replace(alert, accounts={**alert.accounts, source: account}, last_seen_at=last_seen_at)
    return counted


def _settle_ends(
    before: Mapping[AlertKey, Alert],
    alerts: dict[AlertKey, Alert],
    sources: Mapping[SourceName, SourceSight],
    now: datetime,
) -> list[Transition]:
    """Removes what has truly ended; what goes on may be milder, because an account that has ended no longer counts."""
    transitions: list[Transition] = []
    for key, alert in sorted(alerts.items()):
        ended = {name for name, account in alert.accounts.items() if account.has_ended}
        fresh = {name for name in alert.accounts if _is_fresh(sources, name, now)}
        if ended & fresh and not any(_still_reports(alert, name, sources, now) for name in alert.accounts):
            gone = any(alert.accounts[name].withdrawn for name in ended)
            transitions.append(Transition(TransitionKind.WITHDRAWN if gone else TransitionKind.ENDED, now, alert))
            del alerts[key]
        else:
            transitions += _told(before[key], alert, now)
    return transitions


def _is_fresh(sources: Mapping[SourceName, SourceSight], name: SourceName, now: datetime) -> bool:
    """Whether the source could have said the end by now: an answer that can only add is none of that."""
    known = sources.get(name)
    return known is not None and sight_at(known.whole_at, now) is Sight.FRESH


def _still_reports(alert: Alert, name: SourceName, sources: Mapping[SourceName, SourceSight], now: datetime) -> bool:
    """Whether a fresh source has not said that it is gone, or shows it just now in an answer that can only add."""
    account, known = alert.accounts[name], sources.get(name)
    if account.absences or known is None:
        return False
    shown_at = known.whole_at if account.last_shown_at else known.contact_at
    return sight_at(shown_at, now) is Sight.FRESH
