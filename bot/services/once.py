"""Words a notice once for all chats of a cohort that are told it at about the same time."""

from datetime import datetime

from bot.domain.notices import Notice
from bot.domain.policy import Cohort, Sound
from bot.services.hearing import Also
from bot.services.wording import Wording
from bot.telegram.outgoing import Outgoing


class Once:
    """Remembers what was worded in the second that runs: how late a message says it is must stay true."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._second: datetime | None = None
        self._known: dict[tuple[object, ...], tuple[Cohort, Outgoing]] = {}

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
            self._second, self._known = second, {}
        # Everything that goes into the words; a key names one notice for ever. A cohort is the same object for all its
        # chats (to look into it each time costs more than the rest), and is held here: no other gets its number.
        asked = (notice.key, id(cohort), sound, reason, repeat, insists, also)
        known = self._known.get(asked)
        if known is None:
            worded = self._wording.outgoing(
                notice, cohort, sound, reason, now, repeat=repeat, insists=insists, also=also
            )
            known = self._known[asked] = (cohort, worded)
        return known[1]
