"""What an operator does with reports at the terminal, beside a bot that may be running on the same database.

A running bot sees what is published or corrected here within a second or two.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import yaml

from bot.domain.drafts.review import Choice, Kept, Review, Reviewed, about, lacks
from bot.domain.reports import Report
from bot.errors import ContentFault, DraftError
from bot.services.editing import TERMINAL, Editing, Wording
from bot.services.shelf import Shelf
from bot.settings import Settings
from bot.store import reports as report_store
from bot.store.database import Database
from bot.wiring import build_answers, build_editing, load_content, open_real_database

#: What one file may hold: an article, not a book.
FILE_AT_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Desk:
    """An open database with what edits reports."""

    database: Database
    editing: Editing
    shelf: Shelf

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def save(self, kept: Kept, review: Review) -> None:
        async with self.database.writing() as tx:
            await report_store.put_draft(tx, kept.id, review)

    async def find(self, number: int | None) -> Kept:
        """A draft by its number, or the newest. Raises DraftError where there is none."""
        async with self.database.reading() as connection:
            open_ones = await report_store.open_drafts(connection, self.now())
        found = next((one for one in open_ones if number in (None, one.id)), None)
        if found is None:
            raise DraftError(number)
        return found

    async def publish(self, kept: Kept) -> Report:
        """Publishes a review that is done. Raises DraftError where something is lacking."""
        if lacking := lacks(kept.review):
            raise DraftError(kept.id, tuple(lacking))
        async with self.database.writing() as tx:
            return await self.editing.publish(tx, kept, self.now())


@asynccontextmanager
async def open_desk(settings: Settings) -> AsyncIterator[Desk]:
    """Raises ContentFault and StoreError."""
    content = load_content(settings.reports_dir)
    database = await open_real_database(settings)
    try:
        shelf = Shelf(tuple(content.reports))
        await shelf.look(database, lambda: None)
        async with database.writing() as tx:
            await report_store.drop_expired(tx, datetime.now(UTC))
        yield Desk(database, build_editing(content, build_answers(content), shelf), shelf)
    finally:
        await database.close()


async def draft(
    settings: Settings, file: Path, published: date | None, outlet: str | None, address: str | None
) -> Kept:
    """Keeps a draft of a file, or of standard input for `-`. Raises ContentFault, StoreError."""
    article = read_article(file)
    async with open_desk(settings) as desk, desk.database.writing() as tx:
        kept = await desk.editing.begin(tx, TERMINAL, article, desk.now(), published)
        review = about(kept.review, outlet=outlet, address=address)
        await report_store.put_draft(tx, kept.id, review)
        return Kept(kept.id, kept.editor, kept.made_at, kept.expires_at, review)


def read_article(file: Path) -> str:
    """Raises ContentFault for what is no readable text."""
    try:
        with Path("/dev/stdin" if str(file) == "-" else file).open("rb") as source:
            return source.read(FILE_AT_MOST).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentFault(file, None, "file", "a readable UTF-8 text") from error


async def listing(settings: Settings) -> tuple[str, ...]:
    """Every published report with its claims, and every draft, a line each."""
    async with open_desk(settings) as desk, desk.database.reading() as connection:
        drafts = await report_store.open_drafts(connection, desk.now())
        return (*_reports(desk.shelf), *map(_draft_line, drafts))


def _reports(shelf: Shelf) -> Iterator[str]:
    for report in shelf:
        published = report.published.isoformat() if report.published else "no date"
        yield f"{report.id}: {report.outlet}, {published}, {len(report.claims)} claims, reviewed {report.reviewed}"
        for claim in report.claims:
            mark = f" [{claim.correction.kind} {claim.correction.on}]" if claim.correction else ""
            yield f"  {report.id}/{claim.id}{mark}: {claim.text['en']}"


def _draft_line(kept: Kept) -> str:
    open_ones = sum(one.choice is Choice.OPEN for one in kept.review.claims)
    until = f"{kept.expires_at:%Y-%m-%d %H:%M} UTC"
    return f"draft {kept.id}: {open_ones} claims to review, {kept.review.kept} kept; forgotten at {until}"


async def correct(settings: Settings, name: str, wording: Wording) -> str:
    """Corrects `report/claim`, or withdraws it; what it said before. Raises ReportError, StoreError."""
    report_id, _, claim_id = name.rpartition("/")
    async with open_desk(settings) as desk, desk.database.writing() as tx:
        corrected = await desk.editing.correct(tx, report_id, claim_id, wording, desk.now())
    return corrected.correction.was["en"]


def as_yaml(review: Review) -> str:
    """A draft to be read: the article's own facts, then each claim with the sentence that it was taken from."""
    draft = review.draft
    document = {
        "title": draft.title,
        "outlet": draft.outlet,
        "address": draft.address,
        "published": draft.published,
        "language": draft.language,
        "place": draft.place,
        "claims": [_as_plain(one) for one in review.claims],
        "left_out_as_no_sentences": list(draft.strays),
    }
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=110)


def _as_plain(one: Reviewed) -> dict[str, object]:
    found = one.claim
    speaker = found.speaker
    name = dict(speaker.name) if speaker.name else {}
    known: dict[str, object] = {
        "sentence": found.sentence,
        "choice": one.choice.value,
        "kind": found.kind.value,
        "speaker": name.get("*") or name.get("en"),
        "role": speaker.role.get("en"),
        "channel": speaker.channel,
        "quoted": found.quoted or None,
        "figures": [_figure(figure.value, figure.unit, figure.bound) for figure in found.figures],
        "place": found.area,
        "part": found.part,
        "when": found.when,
        "resolved": found.resolved,
        "word_missing": found.gap or None,
        "text": dict(one.text) if one.text else None,
    }
    return {name: value for name, value in known.items() if value not in (None, [], {})}


def _figure(value: object, unit: object, bound: object) -> dict[str, object]:
    return {"value": str(value), "unit": str(unit) if unit else "not known", "bound": str(bound)}
