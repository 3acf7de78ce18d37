"""Writes what was counted as a table for those who count on: no figure without its place, zone, sources and method."""

import csv
import html
import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.areas import AreaTree
from bot.domain.statistics import Amount
from bot.services.phrasing import Phrasing
from bot.services.statistics import Counted
from bot.telegram.attachments import Document
from bot.texts import Html, Texts

COLUMNS = (
    "row",
    "area",
    "day",
    "hour",
    "zone",
    "seconds",
    "seconds_under_alert",
    "seconds_not_known",
    "share_of_known",
)
#: Spreadsheets take a file without this mark for one in an old encoding.
_ENCODING = "utf-8-sig"


def table(texts: Texts, tree: AreaTree, language: str, counted: Counted, place: Html, period: Html) -> Document:
    """One row for each local day, and one for each hour of the day over all of them; lines with # before them say in
    the reader's language how they were made.
    """
    written = io.StringIO()
    for line in _comments(texts, tree, language, counted, place):
        written.write(f"# {html.unescape(line)}\n")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    summary = counted.summary
    for day, amount in summary.days:
        writer.writerow(_row("day", counted, day.isoformat(), "", amount))
    for hour, amount in enumerate(summary.hours):
        writer.writerow(_row("hour", counted, "", f"{hour:02}", amount))
    last = summary.days[-1][0]
    name = f"tysha-{counted.asked.area}-{counted.asked.period}-{last.isoformat()}.csv"
    caption = texts.render(language, "stats-csv-caption", place=place, period=period)
    return Document(name, written.getvalue().encode(_ENCODING), caption)


def _comments(texts: Texts, tree: AreaTree, language: str, counted: Counted, place: Html) -> Iterator[Html]:
    summary, phrasing = counted.summary, Phrasing(texts, tree)
    since, until = (_local(moment, summary.zone) for moment in summary.span)
    yield texts.render(language, "stats-csv-title", place=place)
    yield texts.render(language, "stats-csv-span", zone=summary.zone, **{"from": since, "to": until})
    yield texts.render(language, "stats-csv-sources", sources=phrasing.sources(language, counted.sources))
    yield texts.render(language, "stats-csv-method")
    if tree.is_wide(counted.asked.area):
        yield texts.render(language, "stats-wide")


def _local(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")


def _row(kind: str, counted: Counted, day: str, hour: str, amount: Amount) -> tuple[str | int, ...]:
    share = "" if amount.known <= timedelta() else f"{amount.alert / amount.known:.4f}"
    seconds = (round(one.total_seconds()) for one in (amount.whole, amount.alert, amount.unknown))
    return (kind, counted.asked.area, day, hour, counted.summary.zone, *seconds, share)
