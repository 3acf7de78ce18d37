"""Says when nothing can be seen any more and when it can again, because silence must never pass for calm.

Pure: what is known of each source comes in, what has to be told comes out. Every source of ours is for the whole
country, so that an outage is one for all places.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.advance import FRESH_FOR, sight_at
from bot.domain.alerts import Account, Alert, Sight, SourceName
from bot.domain.history import Span

#: From this long without data on, whoever an alert had woken is woken again (design section 3, blind).
LONG_AFTER = timedelta(minutes=10)


class Telling(StrEnum):
    """What is still to be told of an outage."""

    LOST = "lost"
    #: To those whom the alert had rung, and the outage had not.
    LONG = "long"
    REGAINED = "regained"


@dataclass(frozen=True, slots=True)
class Asked:
    """When a source was asked in this run, first and last, and when it is to be asked next (aware UTC)."""

    first_at: datetime
    last_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """One configured source: its last contact, in whatever run, and what was asked of it in this one (None: nothing
    yet). An answer that can only add is no contact here: it shows neither ends nor all that begins.
    """

    name: SourceName
    contact_at: datetime | None
    asked: Asked | None

    def judged_at(self, now: datetime) -> datetime | None:
        """Up to when its silence is real: where a question is overdue, the clock may have jumped, and not the source
        have fallen silent.
        """
        if self.asked is None:
            return None
        return now if now < self.asked.due_at else self.asked.last_at

    def is_blind(self, now: datetime) -> bool:
        """Whether it has been asked in vain for so long that it is blind; without any contact, since it was first
        asked.
        """
        judged_at = self.judged_at(now)
        if self.asked is None or judged_at is None:
            return False
        return sight_at(self.heard_at(judged_at) or self.asked.first_at, judged_at) is Sight.BLIND

    def heard_at(self, now: datetime) -> datetime | None:
        """Its last contact, unless that lies ahead: then the clock was set back since, and it says nothing."""
        return None if self.contact_at is None or _is_ahead(self.contact_at, now) else self.contact_at


@dataclass(frozen=True, slots=True)
class Outage:
    """One time without any data, from the last contact (`since`) to the next (`ended_at`); times are aware UTC.

    `long_at` is when it was seen to be long, `telling` what is being told, `told_up_to` the last piece of it that is.
    """

    since: datetime
    long_at: datetime | None = None
    ended_at: datetime | None = None
    telling: Telling | None = None
    told_up_to: str = ""

    @property
    def key(self) -> str:
        """Names the outage for ever: nobody is told twice of its beginning or its end."""
        return f"sight/{self.since.isoformat()}"


def outage_before(contacts: Iterable[datetime], contact_at: datetime) -> Outage | None:
    """The outage that a contact has ended, by when each source answered before it: nobody may have noticed it, because
    the program did not run. None at the first contact ever.
    """
    since = max(contacts, default=contact_at)
    return Outage(since, ended_at=contact_at) if sight_at(since, contact_at) is Sight.BLIND else None


def _is_ahead(moment: datetime, now: datetime) -> bool:
    return moment - now > FRESH_FOR


def last_seen(alerts: Iterable[Alert]) -> datetime | None:
    """When the alerts were last shown (aware UTC), if no reporter's newest answer shows any of them."""
    moments = [_last_shown(alert, account) for alert in alerts for account in alert.accounts.values()]
    return max((moment for moment in moments if moment), default=None) if all(moments) else None


def _last_shown(alert: Alert, account: Account) -> datetime | None:
    """None where the account shows it now."""
    return account.last_shown_at or (alert.last_seen_at if account.absences else None)


def follow_sight(before: Outage | None, sources: Iterable[Seen], now: datetime) -> Outage | None:
    """The outage that runs (or has just ended), judged right after a source was asked or could not be.

    `before` is the one that runs by what is stored. It ends with any later contact and with nothing else; one begins
    when every source is blind. Without a source there is nothing to be lost.
    """
    known = tuple(sources)
    contact_at = max((moment for one in known if (moment := one.heard_at(now))), default=None)
    if before and contact_at and (contact_at > before.since or _is_ahead(before.since, now)):
        return replace(before, ended_at=contact_at, telling=Telling.REGAINED, told_up_to="")
    if not known or not all(one.is_blind(now) for one in known):
        return before
    judged_at = min(moment for one in known if (moment := one.judged_at(now)))
    if before is None:
        first_asked_at = min(one.asked.first_at for one in known if one.asked)
        outage = Outage(contact_at or first_asked_at, telling=Telling.LOST)
        return replace(outage, long_at=now) if judged_at - outage.since >= LONG_AFTER else outage
    if before.long_at is None and before.telling is None and judged_at - before.since >= LONG_AFTER:
        return replace(before, long_at=now, telling=Telling.LONG, told_up_to="")
    return before


def unseen(outages: Iterable[Outage], until: datetime) -> tuple[Span, ...]:
    """The stretches of time that outages hid; one that still runs goes as far as that moment."""
    return tuple((outage.since, outage.ended_at or until) for outage in outages)
