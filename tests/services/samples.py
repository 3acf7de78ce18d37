"""An invented night and day as notices, for the tests of what people read."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from html import unescape

from bot.domain.alerts import AlertKind, AreaId, Gravity, Level, SourceName, Threat, ThreatKind, TransitionKind, band_of
from bot.domain.episodes import Episode, Nearness, PlaceTransition
from bot.domain.notices import (
    DigestNotice,
    DigestPlace,
    Notice,
    NoticeBody,
    NoticeKind,
    RecapEntry,
    RecapNotice,
    of_alert,
)
from bot.domain.policy import Cohort, Decision, Reason, Sound, decide
from bot.domain.quiet import QuietHours, from_text
from bot.services.wording import Wording
from bot.telegram.outgoing import Outgoing
from tests.content.places import report
from tests.fixtures import content
from tests.fixtures.content import TEXTS as TEXTS

KHARKIV = AreaId("1293")
ALERTS_IN_UA = SourceName("alerts-in-ua")
NIGHT = QuietHours(from_text("23:00-07:00"))
DRONES = Threat(ThreatKind.DRONES)


def kyiv(hour: int, minute: int, day: int = 11) -> datetime:
    """A winter moment by the clocks of Kyiv (UTC+2)."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=2)


STARTED_AT = kyiv(1, 40)
LONG_AGO = kyiv(0, 0, day=1)


def threat(kind: ThreatKind, since: datetime | None = None) -> Threat:
    return Threat(kind, Level.RED, since)


def episode(
    *threats: Threat,
    since: datetime = STARTED_AT,
    gravity: Gravity | None = None,
    area: AreaId = KHARKIV,
    nearness: Nearness = Nearness.OWN,
) -> Episode:
    drones_only = all(one.kind is ThreatKind.DRONES for one in threats)
    grave = gravity or (Gravity.GUARDED if drones_only else Gravity.GRAVE)
    band = band_of(AlertKind.AIR_RAID, grave, threats)
    return Episode(area, nearness, since, grave, band, threats, threats, (ALERTS_IN_UA,))


def started(one: Episode, at: datetime | None = None) -> PlaceTransition:
    return PlaceTransition(TransitionKind.STARTED, at or one.started_at, one)


def ended(one: Episode, at: datetime, kind: TransitionKind = TransitionKind.ENDED) -> PlaceTransition:
    return PlaceTransition(kind, at, replace(one, threats=(), ended_at=at))


def cohort(language: str = "en", quiet: QuietHours = NIGHT, area: AreaId = KHARKIV, label: str = "") -> Cohort:
    return Cohort(language, quiet, area, label)


@cache
def shipped_wording() -> Wording:
    """The wording with the texts, areas, cards and reports as they are shipped."""
    return Wording(content.texts(), content.tree(), content.cards(), content.reports())


def tell(
    wording: Wording,
    transition: PlaceTransition,
    to: Cohort,
    now: datetime | None = None,
    decision: Decision | None = None,
) -> Outgoing:
    """The message as the policy would have it sent, four seconds after contact."""
    moment = now or transition.at + timedelta(seconds=4)
    decided = decision or decide(transition, to, moment)
    return wording.outgoing(of_alert(transition), to, decided.sound, decided.reason, moment)


def send(
    wording: Wording,
    kind: NoticeKind,
    body: NoticeBody,
    language: str,
    sound: Sound = Sound.SILENT,
    repeat: bool = False,
) -> Outgoing:
    at = kyiv(7, 0)
    reason = Reason.RECAP_RUNNING if sound is Sound.LOUD else Reason.RECAP
    return wording.outgoing(Notice("key", kind, at, body), cohort(language), sound, reason, at, repeat=repeat)


def first_line(outgoing: Outgoing) -> str:
    return unescape(outgoing.text.split("\n")[0])


BALLISTIC = threat(ThreatKind.BALLISTIC_MISSILES)
MISSILES_FROM_0214 = threat(ThreatKind.UNSPECIFIED_MISSILES, kyiv(2, 14))
BOMBS = threat(ThreatKind.GUIDED_BOMBS)


def data_of(outgoing: Outgoing) -> list[str]:
    return [button.data or "" for row in outgoing.buttons for button in row]


def night(label: str = "", *, running: bool = False, held: int = 0) -> RecapNotice:
    entries = [
        RecapEntry(KHARKIV, label, kyiv(1, 40), kyiv(3, 52), (DRONES, MISSILES_FROM_0214), (kyiv(2, 14),)),
        RecapEntry(KHARKIV, label, kyiv(5, 5), kyiv(5, 20), (DRONES,), ()),
    ]
    if running:
        entries.append(RecapEntry(KHARKIV, label, kyiv(5, 40), None, (BOMBS,), (kyiv(5, 40),)))
    return RecapNotice(kyiv(23, 0, day=10), kyiv(7, 0), tuple(entries), timedelta(hours=2, minutes=27), held)


def day(label: str = "Home", *, claims: int = 5, history_since: datetime | None = LONG_AGO) -> DigestNotice:
    places = (
        DigestPlace(KHARKIV, label, 6, timedelta(minutes=252), timedelta(minutes=132), timedelta(minutes=200)),
        DigestPlace(AreaId("845"), "", 0, timedelta(), timedelta(), timedelta()),
    )
    named = tuple(("kharkiv-report", claim.id) for claim in report().claims[:claims])
    until = kyiv(8, 0)
    return DigestNotice(date(2026, 11, 11), until - timedelta(days=1), until, places, 12, named, "after", history_since)
