"""Turns domain values into JSON and back, checked on the way in, so that a row can never hold half a value."""

from typing import Any

from pydantic import TypeAdapter

from bot.domain.alerts import Alert, Threat
from bot.domain.episodes import Episode
from bot.domain.inside import Spell
from bot.domain.notices import (
    AlertNotice,
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
}


def body_to_json(kind: NoticeKind, body: NoticeBody) -> Any:
    return BODIES[kind].dump_python(body, mode="json")


def body_from_json(kind: NoticeKind, stored: Any) -> NoticeBody:
    body: NoticeBody = BODIES[kind].validate_python(stored)
    return body
