"""What a chat is and what it chose, as values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.alerts import AreaId
from bot.domain.digests import ALL_PARTS, DigestHour, DigestPart
from bot.domain.policy import Loudness
from bot.domain.quiet import MuteKind, QuietHours
from bot.domain.reach import Reach
from bot.domain.shelters.walking import Pace

#: Places that one chat may follow.
PLACES_AT_MOST = 10
#: For how many nights the mode *nothing* can be chosen; the last is the longest.
NOTHING_NIGHTS = (1, 7, 30)
LONGEST_NOTHING = NOTHING_NIGHTS[-1]


class ChatKind(StrEnum):
    """Telegram's kinds of chat."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Chat:
    """One chat with its own settings; `topic` is the forum topic in which it was set up; `insist`: grave alerts of the
    night come again until somebody is up; `mode_until` (aware UTC) when the mode *nothing* ends by itself; `pace` and
    `step_free` are for the way to a shelter; `digest_parts` is what its digests tell, and `digest_rings` whether they
    come with sound.
    """

    id: int
    kind: ChatKind
    language: str
    quiet: QuietHours
    digest_times: tuple[DigestHour, ...] = ()
    topic: int | None = None
    insist: bool = False
    mode_until: datetime | None = None
    pace: Pace = Pace.USUAL
    step_free: bool = False
    digest_parts: frozenset[DigestPart] = ALL_PARTS
    digest_rings: bool = False
    settings_version: int = 1


@dataclass(frozen=True, slots=True)
class Place:
    """An area that a chat follows; `until` (aware UTC) where it ends by itself. `reach` is how far a shelter is for the
    people there, `shelter` a house's own in its own words; both only choose what an alert says to do.
    """

    area: AreaId
    label: str = ""
    loudness: Loudness = Loudness.AS_CHAT
    until: datetime | None = None
    reach: Reach = Reach.UNSAID
    shelter: str = ""


@dataclass(frozen=True, slots=True)
class Mute:
    """Silence for a while: guarded alerts only, or all; times are aware UTC."""

    kind: MuteKind
    began_at: datetime
    until: datetime
