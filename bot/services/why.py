"""Answers "why did it ring, or not?" from what was stored with each message: the rule, and the quiet hours of then."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.notices import NoticeBody
from bot.domain.policy import Sound
from bot.domain.quiet import QuietHours, Window, covers
from bot.store.told import Decided, decided_in, last_decided

#: As many decisions as fit one message that is still read.
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Explained:
    """One decision: `at` is when it was sent, or owed where it waits still (aware UTC). `quiet` is what was chosen then
    (None: not kept, because it is of no place), `windows` those of it that covered the moment, else all of them;
    `muted_until` when the mute was to end that ran as it was sent.
    """

    id: int
    body: NoticeBody
    sound: Sound
    reason: str
    at: datetime
    label: str
    quiet: QuietHours | None
    windows: tuple[Window, ...]
    muted_until: datetime | None


class Reasons:
    """Reads the decisions of a chat."""

    async def of_chat(
        self, tx: AsyncConnection, chat_id: int, now: datetime, before: int | None = None
    ) -> tuple[Explained, ...]:
        """The newest decisions by now (aware UTC), newest first, or the newest that are older than one of them. One
        more than is shown, where there is one.
        """
        return tuple(_explained(one) for one in await last_decided(tx, chat_id, now, SHOWN + 1, before))

    async def of_message(self, tx: AsyncConnection, chat_id: int, message_id: int) -> tuple[Explained, ...]:
        """What was decided about everything that one message told; empty where it was not one of ours."""
        return tuple(_explained(one) for one in await decided_in(tx, chat_id, message_id))


def _explained(one: Decided) -> Explained:
    told = one.told
    windows = _windows_then(one.quiet, told.at) if one.quiet else ()
    return Explained(
        one.id, told.notice.body, told.sound, told.reason, told.at, told.label, one.quiet, windows, told.muted_until
    )


def _windows_then(quiet: QuietHours, at: datetime) -> tuple[Window, ...]:
    chosen = tuple(window for window in quiet.windows if not window.is_off)
    # Sending takes a moment, so that a message of the last second of a window may bear the first second after it.
    return tuple(window for window in chosen if covers(replace(quiet, windows=(window,)), at)) or chosen
