"""How much of one person is answered at a time, so that whoever writes without end takes no time from the others."""

from dataclasses import dataclass
from datetime import datetime, timedelta

#: Messages and taps of one person that may wait together: every command once, and some to spare. Who waits for answers
#: before writing again never comes near it.
AT_ONCE = 30
#: The same for places on the map, each of which is answered while everybody's updates wait.
PLACES_AT_ONCE = 3
#: For how long nothing of them is read after that, and how long it is until they are told so again.
PAUSE = timedelta(seconds=30)
TOLD_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Patience:
    """What is remembered of one person who wrote too much (the bot's clock, aware UTC)."""

    over_until: datetime
    told_at: datetime

    def is_spent(self, now: datetime) -> bool:
        """Whether nothing of this person is read now. A clock that was set back gives them no longer pause."""
        return self.over_until - PAUSE <= now < self.over_until

    def is_forgotten(self, now: datetime) -> bool:
        """Whether it makes no difference any more."""
        return now >= max(self.over_until, self.told_at + TOLD_EVERY)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many of what waits are answered, the oldest first; whether the next one is answered with the word that it was
    too much; the others are let go.
    """

    answered: int
    tells: bool
    patience: Patience | None


def judge(patience: Patience | None, waiting: int, now: datetime, at_once: int = AT_ONCE) -> Verdict:
    """What becomes of so many messages of one person that wait together."""
    if patience and patience.is_spent(now):
        return Verdict(0, False, patience)
    if waiting <= at_once:
        return Verdict(waiting, False, patience)
    told_lately = patience is not None and timedelta(0) <= now - patience.told_at < TOLD_EVERY
    told_at = patience.told_at if patience and told_lately else now
    return Verdict(at_once, not told_lately, Patience(now + PAUSE, told_at))
