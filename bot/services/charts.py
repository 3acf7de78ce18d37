"""Puts what was counted into words and pictures, in the reader's language; what a picture shows its caption says."""

import html
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal

from bot.domain.alerts import AreaId
from bot.domain.areas import AreaTree
from bot.domain.charts.day import day_chart
from bot.domain.charts.days import days_chart
from bot.domain.charts.months import MonthsWords, months_chart
from bot.domain.charts.sheet import Gauge, Sheet, sheet
from bot.domain.drawings import Shape
from bot.domain.reports import Claim, Report, Unit
from bot.domain.statistics import HOURS, Amount, Period, by_month
from bot.services.phrasing import Phrasing, joined
from bot.services.statistics import Asked, Counted, Statistics
from bot.services.zones import city_of
from bot.telegram.attachments import Picture
from bot.texts import Argument, Html, Texts, wall_clock

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
#: More days than these are shown by month.
_DAYS_AT_MOST = 31
#: What `all` is called in texts where one day is asked for.
_ONE_DAY = "day"


class Charts:
    """Words for one language at a time; `statistics` is asked where somebody wants a chart in one call."""

    def __init__(self, texts: Texts, tree: AreaTree, reports: Iterable[Report], statistics: Statistics) -> None:
        self._texts = texts
        self._tree = tree
        self._reports = reports
        self._statistics = statistics

    async def chart_for(self, place: AreaId, language: str, day: date, zone: str, now: datetime) -> Picture | None:
        """One local day of a place, without buttons; None where nothing is known of it.

        Reads in a transaction of its own, so call it outside of any; nothing is drawn before the picture is sent.
        """
        counted = await self._statistics.count(Asked(place, Period.TODAY, zone, day), now)
        return self.picture(language, counted) if counted else None

    def picture(self, language: str, counted: Counted) -> Picture:
        """The picture of a period, with what it says in few words."""
        return self._told(language, counted).picture()

    def words(self, language: str, counted: Counted) -> Html:
        """Everything that the picture shows, day by day and hour by hour."""
        return self._told(language, counted).words()

    def named(self, language: str, counted: Counted) -> tuple[Html, Html]:
        """The place, and the period with its dates."""
        told = self._told(language, counted)
        return told.place, told.period()

    def _told(self, language: str, counted: Counted) -> "_Told":
        return _Told(self._texts, self._tree, self._reports, language, counted)


class _Told:
    """One answer in one language."""

    def __init__(
        self,
        texts: Texts,
        tree: AreaTree,
        reports: Iterable[Report],
        language: str,
        counted: Counted,
    ) -> None:
        self._texts = texts
        self._tree = tree
        self._reports = reports
        self._language = language
        self._counted = counted
        self._phrasing = Phrasing(texts, tree)
        self._sum = counted.summary

    @property
    def place(self) -> Html:
        return self._phrasing.area(self._language, self._counted.asked.area)

    def period(self) -> Html:
        asked = self._counted.asked
        named = _ONE_DAY if asked.day else asked.period.value
        first, last = self._sum.days[0][0], self._sum.days[-1][0]
        pattern = "d MMMM y" if first.year != last.year else "d MMMM"
        return self._say(
            "stats-period", period=named, **{"from": self._day(first, pattern), "to": self._day(last, pattern)}
        )

    # The picture

    def picture(self) -> Picture:
        total = self._sum.total
        words = Sheet(
            title=_plain(self.place),
            span=_plain(self.period()),
            length=self._length(total.alert),
            length_note=self._plain("stats-length-note", count=self._sum.count),
            share=self._percent_or_none(total.share),
            share_note=self._plain("stats-share-note"),
            gauges=tuple(self._gauges()),
            key_alert=self._plain("stats-key-alert"),
            key_unknown=self._plain("stats-key-unknown"),
            footer=(self._plain("stats-footer", **self._basis()), self._plain("stats-footer-time", **self._basis())),
        )
        return Picture(sheet(words, self._chart()), self._caption())

    def _chart(self) -> tuple[Shape, ...]:
        if len(self._sum.days) == 1:
            return day_chart(self._sum)
        if len(self._sum.days) <= _DAYS_AT_MOST:
            by_hour = self._plain("stats-side"), self._plain("stats-side-hour")
            return days_chart(self._sum, self._day_name, self._hours, by_hour)
        words = MonthsWords(
            by_month=self._plain("stats-by-month"),
            by_hour=self._plain("stats-by-hour"),
            percent=self._percent,
            month=lambda first: self._day(first, "LLL"),
        )
        return months_chart(self._sum, words)

    def _gauges(self) -> Iterator[Gauge]:
        asked, share = self._counted.asked, self._sum.total.share
        label = self._plain("stats-gauge", period=_ONE_DAY if asked.day else asked.period.value)
        yield Gauge(label, share, self._percent_or_none(share))
        if asked.day or asked.period is not Period.MONTH:
            mean = self._counted.month.share
            yield Gauge(self._plain("stats-gauge-mean"), mean, self._percent_or_none(mean))
        for _, _, said in self._said():
            yield Gauge(self._plain("stats-gauge-said"), said, self._plain("stats-gauge-said-half"), said=True)
            break

    def _day_name(self, day: date) -> tuple[str, str]:
        return self._day(day, "EEE"), self._day(day, "d MMM" if len(self._sum.days) > 10 else "d.MM")

    # The caption, and the whole in words

    def _caption(self) -> Html:
        total, month = self._sum.total, self._counted.month
        parts = [
            self._say("stats-head", place=self.place, period=self.period()),
            joined(" ", [self._summed(), self._share(total)]),
            *self._extremes(),
        ]
        if month.share is not None and self._counted.asked.period is not Period.MONTH:
            mean = self._length(_DAY * month.share)
            parts.append(self._say("stats-mean", length=mean, percent=self._percent(month.share)))
        parts += [self._not_known(), self._wide(), *self._beside(), self._say("stats-method", **self._basis())]
        return Html("\n".join(part for part in parts if part))

    def words(self) -> Html:
        days, hours = self._sum.days, list(self._sum.hours)
        parts = [self._say("stats-words-head", place=self.place, period=self.period())]
        if len(days) <= _DAYS_AT_MOST:
            parts += [Html(), self._say("stats-words-days"), *(self._day_line(day, amount) for day, amount in days)]
        else:
            parts += [Html(), self._say("stats-words-months"), *self._month_lines()]
        parts += [Html(), self._say("stats-words-hours")]
        parts += [
            self._hour_line(hour, amount.alert / amount.known) for hour, amount in enumerate(hours) if amount.known
        ]
        parts += [Html(), self._not_known(), self._wide(), self._say("stats-method", **self._basis())]
        return Html("\n".join(parts))

    def _summed(self) -> Html:
        lengths = {"length": self._length(self._sum.total.alert), "longest": self._length(self._sum.longest)}
        return self._say("stats-sum", count=self._sum.count, **lengths)

    def _share(self, total: Amount) -> Html:
        if total.share is None:
            return self._say("stats-share-unknown")
        return self._say("stats-share", percent=self._percent(total.share)) if self._sum.count else Html()

    def _extremes(self) -> Iterator[Html]:
        """The days with most and least, of those that are known whole; and the hours of the day with most."""
        whole = [
            (amount.alert, day)
            for day, amount in self._sum.days
            if not amount.unknown and amount.whole > _DAY - 2 * _HOUR
        ]
        if len(whole) > 1 and len(self._sum.days) <= _DAYS_AT_MOST:
            (most, day), (least, least_day) = max(whole), min(whole)
            yield self._say(
                "stats-most",
                day=self._day(day, "EEEE, d MMMM"),
                length=self._length(most),
                least_day=self._day(least_day, "EEEE, d MMMM"),
                least_length=self._length(least),
            )
        shares = [(amount.alert / amount.known, hour) for hour, amount in enumerate(self._sum.hours) if amount.known]
        if len(self._sum.days) > 1 and self._sum.count and shares:
            share, hour = max(shares)
            span = {"from": f"{hour:02}:00", "to": f"{(hour + 1) % HOURS:02}:00"}
            yield self._say("stats-hours", percent=self._percent(share), **span)

    def _not_known(self) -> Html:
        unknown = self._sum.total.unknown
        return self._say("stats-not-known", length=self._length(unknown)) if unknown >= _HOUR / 60 else Html()

    def _wide(self) -> Html:
        return self._say("stats-wide") if self._tree.is_wide(self._counted.asked.area) else Html()

    def _beside(self) -> Iterator[Html]:
        """What a report says of the same thing, as its record does: a word, not a measurement."""
        for report, claim, _ in self._said():
            yield self._say("stats-beside")
            yield self._phrasing.claim(self._language, report, claim)
            return

    def _said(self) -> Iterator[tuple[Report, Claim, float]]:
        """Claims that tell of the share of the day in this place or around it, newest report first."""
        near = {self._counted.asked.area, *self._tree.covering(self._counted.asked.area)}
        reports = sorted(self._reports, key=lambda one: one.published or date.min, reverse=True)
        for report in reports:
            for claim in report.claims:
                share = next((one.value for one in claim.figures if one.unit is Unit.SHARE_OF_DAY), None)
                if claim.stands and claim.place.area in near and share is not None:
                    yield report, claim, float(share)

    def _day_line(self, day: date, amount: Amount) -> Html:
        return self._say(
            "stats-day-line",
            day=self._day(day, "EEEE, d MMMM"),
            alert=int(amount.alert.total_seconds() > 0),
            length=self._length(amount.alert),
            none="no" if amount.known else "yes",
            unseen=int(bool(amount.unknown and amount.known)),
            unknown=self._length(amount.unknown),
        )

    def _month_lines(self) -> Iterator[Html]:
        for first, amount in by_month(self._sum):
            percent = self._percent_or_none(amount.share)
            yield self._say("stats-month-line", month=self._day(first, "LLLL y"), percent=percent)

    def _hour_line(self, hour: int, share: float) -> Html:
        span = {"from": f"{hour:02}", "to": f"{hour + 1:02}"}
        return self._say("stats-hour-line", percent=self._percent(share), **span)

    # Pieces

    def _basis(self) -> dict[str, Argument]:
        zone, until = self._sum.zone, self._sum.span[1]
        day = self._day((until - timedelta.resolution).astimezone(ZoneInfo(zone)).date(), "d MMMM")
        clock = wall_clock(until, zone)
        moment = self._say("day-and-time", day=day, time=clock)
        sources = self._phrasing.sources(self._language, self._counted.sources)
        return {"sources": sources, "zone": city_of(zone, self._language), "until": moment}

    def _say(self, message_id: str, **arguments: Argument) -> Html:
        return self._texts.render(self._language, message_id, **arguments)

    def _plain(self, message_id: str, **arguments: Argument) -> str:
        return _plain(self._say(message_id, **arguments))

    def _length(self, span: timedelta) -> Html:
        minutes = round(span.total_seconds() / 60)
        if span and not minutes:
            minutes = 1
        return self._say("stats-length", hours=minutes // 60, minutes=minutes % 60)

    def _hours(self, hours: float) -> str:
        rounded = round(hours, 1) if hours < 1 else round(hours)
        number = format_decimal(rounded, "#.#", locale=self._language)
        return self._plain("stats-hours-short", hours=Html(number))

    def _percent(self, share: float) -> str:
        return self._plain("stats-percent", percent=round(100 * share))

    def _percent_or_none(self, share: float | None) -> str:
        return self._plain("stats-unknown-share") if share is None else self._percent(share)

    def _day(self, day: date, pattern: str) -> str:
        return format_date(day, pattern, locale=self._language)


def _plain(text: str) -> str:
    """A text for a picture, which knows no markup."""
    return html.unescape(text)
