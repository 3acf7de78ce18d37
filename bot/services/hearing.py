"""What every wording needs: for whom and how loudly something is said, and the pieces that all messages share."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.alerts import AreaId
from bot.domain.episodes import PlaceTransition
from bot.domain.inside import Part
from bot.domain.policy import Cohort, Sound
from bot.domain.quiet import interval_at
from bot.services.phrasing import Phrasing
from bot.texts import Argument, Html

NOTHING = Html("")
#: Stands in a message for how long ago its notice was, which alone of its words changes from second to second. Unicode
#: keeps this letter for the inside of programs.
AGE = Html("\ufdd0")
#: Parts of a wide place that a message about all of it names.
PARTS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Also:
    """Another alert that the same message tells of, at another place of the same chat."""

    transition: PlaceTransition
    cohort: Cohort


@dataclass(frozen=True, slots=True)
class Hearing:
    """For whom, how loudly, why and when (aware UTC) something is worded; `insists` and `also` as Wording has them."""

    cohort: Cohort
    sound: Sound
    reason: str
    now: datetime
    insists: bool = False
    also: tuple[Also, ...] = ()

    @property
    def language(self) -> str:
        return self.cohort.language

    @property
    def timezone(self) -> str:
        return self.cohort.quiet.timezone

    @property
    def is_loud(self) -> bool:
        return self.sound is Sound.LOUD


class Lines:
    """Sentences for a hearing. Pure."""

    def __init__(self, phrasing: Phrasing) -> None:
        self.phrasing = phrasing

    def say(self, hearing: Hearing, message_id: str, **arguments: Argument) -> Html:
        return self.phrasing.say(hearing.language, message_id, **arguments)

    def places(self, area: AreaId, hearing: Hearing) -> tuple[Html, ...]:
        """The place with and without its label."""
        bare = self.phrasing.area(hearing.language, area)
        label = hearing.cohort.label if hearing.cohort.area == area else ""
        return tuple(dict.fromkeys((self.phrasing.place(hearing.language, area, label), bare)))

    def moment(self, moment: datetime, hearing: Hearing) -> Html:
        return self.phrasing.moment(hearing.language, moment, hearing.now, hearing.timezone)

    def parts(self, parts: tuple[Part, ...], hearing: Hearing) -> Html:
        return self.phrasing.parts(hearing.language, parts, hearing.now, hearing.timezone, PARTS_NAMED)

    def why(self, hearing: Hearing, last: str = "") -> Html:
        window = interval_at(hearing.cohort.quiet, hearing.now)
        hours = self.phrasing.quiet_window(hearing.language, window, hearing.now, hearing.timezone)
        return self.say(hearing, "alert-because", reason=str(hearing.reason), hours=hours, last=last)
