"""The pieces of sentences that all messages share, so that a threat, a place or a source has one name everywhere."""

import html
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from babel.dates import format_date

from bot.domain.alerts import BAND_ORDER, AreaId, SourceName, Threat, ThreatKind, band_of_threat
from bot.domain.areas import AreaTree
from bot.domain.episodes import Permanent
from bot.domain.inside import Part
from bot.domain.labels import LABEL_AT_MOST
from bot.domain.local_time import day_of
from bot.domain.quiet import ALWAYS, Interval
from bot.domain.reports import Claim, Report, Speaker
from bot.texts import Argument, Html, Texts, age, duration, wall_clock

#: What a lock screen shows of a message, in characters; Ukrainian words are longer, and need a few more.
FIRST_LINE_AT_MOST = 60
FIRST_LINE_IN: Mapping[str, int] = {"uk": 64}
#: A bare HH:MM is understood only this near.
SAME_DAY = timedelta(hours=24)

#: Worst first among threats of one band.
_WORST_FIRST = (
    *(ThreatKind.BALLISTIC_MISSILES, ThreatKind.UNSPECIFIED_MISSILES, ThreatKind.MLRS, ThreatKind.ARTILLERY),
    *(ThreatKind.UNKNOWN, ThreatKind.AIR_DEFENCE),
    *(ThreatKind.GUIDED_BOMBS, ThreatKind.CRUISE_MISSILES, ThreatKind.MIG31K),
    *(ThreatKind.STRATEGIC_AIRCRAFT, ThreatKind.TACTICAL_AIRCRAFT, ThreatKind.DRONES),
)


class Phrasing:
    """Words for values. Pure. `language` is a code that Texts has, `timezone` an IANA name, moments are aware UTC."""

    def __init__(self, texts: Texts, tree: AreaTree) -> None:
        self._texts = texts
        self._tree = tree

    def say(self, language: str, message_id: str, **arguments: Argument) -> Html:
        return self._texts.render(language, message_id, **arguments)

    def threat(self, language: str, kind: ThreatKind) -> Html:
        """A threat in the middle of a sentence: "drones"."""
        return self.say(language, "threat-name", threat=kind.value)

    def threats(self, language: str, threats: Iterable[Threat]) -> Html:
        """Threats as a list, shortest band first: "ballistic missiles, drones"; says so where none is named."""
        names = [self.threat(language, threat.kind) for threat in by_danger(threats)]
        return joined(", ", names) if names else self.say(language, "threat-name", threat="none")

    def story(
        self, language: str, threats: Iterable[Threat], started_at: datetime, now: datetime, timezone: str
    ) -> Html:
        """Which threats run since when: "drones since 01:40; missiles since 02:14"; "" where none is named."""
        parts = [
            self.say(
                language,
                "threats-since",
                threats=self.threats(language, together),
                time=self.moment(language, since, now, timezone),
            )
            for since, together in by_minute(threats, started_at)
        ]
        return joined("; ", parts)

    def area(self, language: str, area: AreaId) -> Html:
        return escaped(one_line(self._tree.name(area, language)))

    def around(self, language: str, area: AreaId) -> Html:
        """The raion around a city with its own alert; the city itself where there is none."""
        return self.area(language, self._tree.around(area) or area)

    def place(self, language: str, area: AreaId, label: str = "") -> Html:
        """The name with the place's own label, if it has one: "Kharkiv (Home)"."""
        name, own = self.area(language, area), one_line(label)[:LABEL_AT_MOST].rstrip()
        if not own or own.casefold() == html.unescape(name).casefold():
            return name
        return self.say(language, "place-labelled", name=name, label=own)

    def moment(self, language: str, moment: datetime, now: datetime, timezone: str) -> Html:
        """HH:MM, with the day before it where that is a day or more away."""
        clock = wall_clock(moment, timezone)
        if abs(now - moment) < SAME_DAY:
            return Html(clock)
        day = format_date(day_of(moment, timezone), "d MMMM", locale=language)
        return self.say(language, "day-and-time", day=day, time=clock)

    def permanent(self, language: str, alert: Permanent, timezone: str) -> Html:
        """An alert that has been on for years: "artillery alert since 20 May 2024"."""
        day = format_date(day_of(alert.since, timezone), "d MMMM y", locale=language)
        return self.say(language, "permanent-alert", kind=alert.kind.value, day=day)

    def parts(self, language: str, parts: tuple[Part, ...], now: datetime, timezone: str, most: int = 1) -> Html:
        """Areas inside a wide place, the first `most` of them by name: "Chuhuiv Raion 🔴 grave danger since 02:10"."""
        named = [
            self.say(
                language,
                "inside-part",
                place=self.area(language, part.area),
                gravity=part.gravity.value,
                since=self.moment(language, part.since, now, timezone),
            )
            for part in parts[:most]
        ]
        return self.say(language, "inside-parts", named=joined("; ", named), more=len(parts) - len(named))

    def is_wide(self, area: AreaId) -> bool:
        """Whether alerts at this area are mostly declared for its parts."""
        return self._tree.is_wide(area)

    def day(self, language: str, moment: datetime, timezone: str) -> Html:
        """The local date with its weekday: "Sunday, 22 November"."""
        return Html(format_date(day_of(moment, timezone), "EEEE, d MMMM", locale=language))

    def quiet_window(self, language: str, window: Interval | None, now: datetime, timezone: str) -> Html:
        """The hours of a stretch of quiet: "23:00-07:00"."""
        if window is None or window == ALWAYS:
            return self.say(language, "quiet-window", kind="always" if window else "unknown", **{"from": "", "to": ""})
        span = {
            "from": self.moment(language, window.start, now, timezone),
            "to": self.moment(language, window.end, now, timezone),
        }
        return self.say(language, "quiet-window", kind="window", **span)

    def source(self, language: str, source: SourceName) -> Html:
        """A source's name as people know it; what is played is called invented, so that nobody mistakes it."""
        kind, colon, name = source.partition(":")
        if colon and kind == "history":
            return self.say(language, "source-history", source=self.source(language, SourceName(name)))
        if colon and kind in ("scenario", "replay"):
            return self.say(language, "source-name", source=kind, name=name.replace("\\", "/").rsplit("/", 1)[-1])
        return self.say(language, "source-name", source=source, name=source)

    def sources(self, language: str, sources: Iterable[SourceName]) -> Html:
        return joined(" + ", [self.source(language, source) for source in sources])

    def claim(self, language: str, report: Report, claim: Claim) -> Html:
        """A statement with who says so, when in the report's own words, the outlet, its date or that it has none."""
        said = claim.when.said
        published = format_date(report.published, "d MMMM y", locale=language) if report.published else "none"
        line = self.say(
            language,
            "claim-line",
            text=claim.text[language],
            speaker=self.speaker(language, claim.speaker),
            basis=claim.basis.value,
            said=said[language] if said else "none",
            outlet=report.outlet,
            published=published,
        )
        return joined(" ", [line, self.corrected(language, claim)])

    def corrected(self, language: str, claim: Claim) -> Html:
        """That the claim was corrected, when and from what; empty where it was not."""
        correction = claim.correction
        if correction is None:
            return Html()
        on = format_date(correction.on, "d MMMM y", locale=language)
        return self.say(
            language, "claim-corrected", on=on, was=correction.was[language], note=correction.note[language]
        )

    def speaker(self, language: str, speaker: Speaker) -> Html:
        """Name, role and channel, as far as the report gives them."""
        known = escaped(speaker.role[language])
        if speaker.name:
            known = self.say(language, "speaker-named", name=speaker.name[language], role=known)
        if speaker.channel is None:
            return known
        return self.say(language, "speaker-channel", speaker=known, channel=speaker.channel)

    def age(self, language: str, span: timedelta) -> Html:
        return age(self._texts, language, span)

    def duration(self, language: str, span: timedelta) -> Html:
        return duration(self._texts, language, span)


def by_danger(threats: Iterable[Threat]) -> tuple[Threat, ...]:
    """Threats by the time that they leave, shortest first."""
    return tuple(sorted(threats, key=_danger))


def _danger(threat: Threat) -> tuple[int, int]:
    return BAND_ORDER.index(band_of_threat(threat.kind)), _WORST_FIRST.index(threat.kind)


def by_minute(threats: Iterable[Threat], started_at: datetime) -> tuple[tuple[datetime, tuple[Threat, ...]], ...]:
    """Threats by the minute since which they are named, in order; one without a time counts from the start."""
    first = _minute(started_at)
    grouped: dict[datetime, tuple[Threat, ...]] = {}
    for threat in threats:
        since = max(first, _minute(threat.since or started_at))
        grouped[since] = (*grouped.get(since, ()), threat)
    return tuple(sorted(grouped.items()))


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def joined(separator: str, parts: Iterable[str]) -> Html:
    """Markup joined by a separator, what is empty left out."""
    return Html(separator.join(part for part in parts if part))


def escaped(text: str) -> Html:
    """Plain text as markup."""
    return Html(html.escape(text, quote=False))


def capital(text: str) -> Html:
    """The text with a capital at its beginning."""
    return Html(text[:1].upper() + text[1:])


def one_line(text: str) -> str:
    """Foreign text without line breaks, control or direction marks, which could forge a line of ours."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def fitting(language: str, candidates: Iterable[Html]) -> Html:
    """The first candidate that fits a lock screen once shown, else the shortest."""
    known, at_most = tuple(candidates), FIRST_LINE_IN.get(language, FIRST_LINE_AT_MOST)
    return next((one for one in known if shown_length(one) <= at_most), min(known, key=shown_length))


def shown_length(text: Html) -> int:
    """Characters of a text without tags, as they are shown."""
    return len(html.unescape(text))
