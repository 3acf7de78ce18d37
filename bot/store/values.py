"""Turns domain values into JSON and back, checked on the way in, so that a row can never hold half a value."""

from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row

from bot.domain.alerts import Alert, AreaId, Threat
from bot.domain.episodes import Episode
from bot.domain.inside import Spell
from bot.domain.notices import (
    AlertNotice,
    CircleAskNotice,
    CircleWordNotice,
    CorrectionNotice,
    DigestNotice,
    InsideNotice,
    InsistNotice,
    MeanwhileNotice,
    ModeEndedNotice,
    NoticeBody,
    NoticeKind,
    PassedNotice,
    RecapNotice,
    SightNotice,
)
from bot.domain.operators import AnnouncementNotice, FalseAlarmNotice
from bot.domain.policy import Cohort, Heard, Loudness
from bot.domain.quiet import Mode, MuteKind, QuietHours, from_text
from bot.domain.reach import Reach

ALERT: TypeAdapter[Alert] = TypeAdapter(Alert)
EPISODE: TypeAdapter[Episode] = TypeAdapter(Episode)
SPELL: TypeAdapter[Spell] = TypeAdapter(Spell)
THREATS: TypeAdapter[tuple[Threat, ...]] = TypeAdapter(tuple[Threat, ...])

BODIES: dict[NoticeKind, TypeAdapter[Any]] = {
    NoticeKind.ALERT: TypeAdapter(AlertNotice),
    NoticeKind.PASSED: TypeAdapter(PassedNotice),
    NoticeKind.INSIST: TypeAdapter(InsistNotice),
    NoticeKind.SIGHT: TypeAdapter(SightNotice),
    NoticeKind.INSIDE: TypeAdapter(InsideNotice),
    NoticeKind.MEANWHILE: TypeAdapter(MeanwhileNotice),
    NoticeKind.RECAP: TypeAdapter(RecapNotice),
    NoticeKind.DIGEST: TypeAdapter(DigestNotice),
    NoticeKind.MODE_ENDED: TypeAdapter(ModeEndedNotice),
    NoticeKind.CORRECTION: TypeAdapter(CorrectionNotice),
    NoticeKind.CIRCLE_ASK: TypeAdapter(CircleAskNotice),
    NoticeKind.CIRCLE_WORD: TypeAdapter(CircleWordNotice),
    NoticeKind.ANNOUNCEMENT: TypeAdapter(AnnouncementNotice),
    NoticeKind.FALSE_ALARM: TypeAdapter(FalseAlarmNotice),
}


def body_to_json(kind: NoticeKind, body: NoticeBody) -> Any:
    return BODIES[kind].dump_python(body, mode="json")


def body_from_json(kind: NoticeKind, stored: Any) -> NoticeBody:
    body: NoticeBody = BODIES[kind].validate_python(stored)
    return body


def read_cohort(row: Row[Any], heard: str, mute: str) -> Cohort:
    """The cohort of a row that has a cohort's columns; `mute` is empty where there is none."""
    hours = (row.windows, row.mode, row.timezone)
    return _cohort(row.language, hours, row.area, row.label, row.loudness, heard, mute, row.reach, row.shelter)


# Read again for every message, and many chats chose the same.
@lru_cache(maxsize=4096)
def _cohort(  # noqa: PLR0913 - one for each column
    language: str,
    hours: tuple[str, str, str],
    area: str,
    label: str,
    loudness: str,
    heard: str,
    mute: str,
    reach: str,
    shelter: str,
) -> Cohort:
    windows, mode, timezone = hours
    return Cohort(
        language=language,
        quiet=QuietHours(from_text(windows), Mode(mode), timezone),
        area=AreaId(area),
        label=label,
        loudness=Loudness(loudness),
        heard=Heard(heard),
        mute=MuteKind(mute) if mute else None,
        reach=Reach(reach),
        shelter=shelter,
    )
