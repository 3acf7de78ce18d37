"""Knows an older copy of ukrainealarm's list by its alerts, because where there is no number of the last action, two
old copies in a row could end what has begun since.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.alerts import ABSENCES_TO_END, AlertKey

#: Should what goes back stay so for this long, then the source has corrected itself: as long as data may be
#: behind before they count as old.
BELIEVED_AFTER = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class _Known:
    """When an alert was updated last (aware UTC), and how many readings in a row lacked it since."""

    updated_at: datetime
    absences: int = 0


@dataclass(slots=True)
class Copies:
    """What the readings so far said of each alert's last update."""

    _known: dict[AlertKey, _Known] = field(default_factory=dict)
    _back_since: datetime | None = None

    def stepped_back_to(self, updated: Mapping[AlertKey, datetime], now: datetime) -> datetime | None:
        """The last update (aware UTC) by which a reading at `now` is older than those before it; None where none shows
        that, and from then on it counts as the newest.

        It is older where an alert was updated earlier than it had been, or is back unchanged after it was over. One
        reading that lacked it says nothing: that may be the one which was wrong.
        """
        back = [moment for key, moment in updated.items() if self._is_older(key, moment)]
        if back and self._back_since is None:
            self._back_since = now
        if back and self._back_since and timedelta(0) <= now - self._back_since < BELIEVED_AFTER:
            return min(back)
        self._back_since = None
        self._take(updated)
        return None

    def _is_older(self, key: AlertKey, moment: datetime) -> bool:
        known = self._known.get(key)
        if known is None:
            return False
        return moment < known.updated_at or (moment == known.updated_at and known.absences >= ABSENCES_TO_END)

    def _take(self, updated: Mapping[AlertKey, datetime]) -> None:
        lacking = {key: _Known(one.updated_at, one.absences + 1) for key, one in self._known.items()}
        self._known = lacking | {key: _Known(moment) for key, moment in updated.items()}
