"""Words a notice once for all chats of a cohort that are told it at about the same time."""

from datetime import datetime, timedelta

from bot.domain.notices import AlertNotice, Notice
from bot.domain.policy import Cohort, Sound
from bot.services.hearing import Also, Hearing
from bot.services.wording import Wording
from bot.telegram.outgoing import Outgoing

#: How late an alert comes is said in whole minutes, which begin and end at their halves.
_HALF_A_MINUTE = timedelta(seconds=30)


class Once:
    """Remembers what was worded: an alert's words for as long as they stay true, with its age added for each second
    anew, all others for the second that runs.
    """

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._second: datetime | None = None
        self._dated: dict[tuple[object, ...], tuple[Cohort, Outgoing]] = {}
        self._left_open: dict[tuple[object, ...], tuple[Cohort, Outgoing]] = {}

    def outgoing(
        self,
        notice: Notice,
        cohort: Cohort,
        sound: Sound,
        reason: str,
        now: datetime,
        *,
        repeat: bool,
        insists: bool,
        also: tuple[Also, ...],
    ) -> Outgoing:
        """As Wording has it, at most a second old. Raises ContentFault."""
        second = now.replace(microsecond=0)
        if second != self._second:
            if self._second is None or second.replace(second=0) != self._second.replace(second=0):
                # Hours of quiet and times of day change with the minute.
                self._left_open = {}
            self._second, self._dated = second, {}
        # Everything that goes into the words; a key names one notice for ever. A cohort is the same object for all its
        # chats (to look into it each time costs more than the rest), and is held here: no other gets its number.
        asked = (notice.key, id(cohort), sound, reason, repeat, insists, also)
        known = self._dated.get(asked)
        if known is None:
            hearing = Hearing(cohort, sound, reason, now, insists, also)
            lasting = (*asked, _lateness(notice, now))
            worded = self._left_open.get(lasting)
            if worded is None:
                left_open = self._wording.left_open(notice, hearing, repeat=repeat)
                worded = self._left_open[lasting] = (cohort, left_open)
            known = self._dated[asked] = (cohort, self._wording.dated(worded[1], notice, hearing))
        return known[1]


def _lateness(notice: Notice, now: datetime) -> tuple[object, ...]:
    """Changes whenever the words of a notice may."""
    match notice.body:
        case AlertNotice(transition):
            return tuple(map(_halves, (now - transition.at, now - transition.episode.started_at)))
    return (now.replace(microsecond=0),)


def _halves(span: timedelta) -> tuple[int, int]:
    """Between which two halves of a minute it lies; a border is of neither side."""
    return span // _HALF_A_MINUTE, -(-span // _HALF_A_MINUTE)
