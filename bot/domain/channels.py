"""What a public channel is, as a value."""

from dataclasses import dataclass

from bot.domain.alerts import AreaId
from bot.domain.policy import Loudness


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel or group that carries one area: how much of it, in which language, and why it cannot be written to
    (None: it can). `username` where anybody can find it.
    """

    chat_id: int
    title: str
    username: str | None
    area: AreaId
    stream: Loudness
    language: str
    gone: str | None = None
