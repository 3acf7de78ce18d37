"""The cards beyond their lines: the reporting that bears on each, and all of them on paper for a stairwell wall."""

from collections.abc import Iterable, Iterator

from bot.domain.areas import AreaTree
from bot.domain.cards import Card, Cards, Topic
from bot.domain.reports import Claim, Report
from bot.services.phrasing import Phrasing, escaped, joined
from bot.texts import Argument, Html, Texts

#: Black on white and without pictures: it goes through any copier. A card is not torn apart between two sheets.
_STYLE = """
@page { size: A4; margin: 12mm }
body { font: 11pt/1.35 sans-serif; color: #000; background: #fff; max-width: 190mm; margin: 0 auto }
h1 { font-size: 18pt; margin: 0 0 4mm } h2 { font-size: 13pt; margin: 0 0 1mm }
section { break-inside: avoid; border-top: 1px solid #000; padding: 3mm 0 }
ul { margin: 0 0 1mm; padding-left: 5mm } p { margin: 1mm 0 }
small { font-size: 8pt }
"""


class Guide:
    """What conversations and the command line show of cards. Pure: content is given."""

    def __init__(self, texts: Texts, tree: AreaTree, cards: Cards, reports: Iterable[Report]) -> None:
        self._texts = texts
        self._phrasing = Phrasing(texts, tree)
        self._cards = cards
        self._reports = reports

    def notes(self, card: Card, language: str) -> tuple[Html, ...]:
        """What the reporting says that bears on a card, each with its speaker, outlet and date; a claim that is no
        longer published says nothing.
        """
        return tuple(self._notes(card, language))

    def sources(self, card: Card, language: str) -> tuple[Html, ...]:
        """Whose advice it is, who published it where that is somebody else, and when that was read and is due again."""
        named = (
            self._say(
                language,
                "guide-source",
                name=source.name[language],
                publisher=source.publisher,
                kind=source.kind,
                published=f"{source.published:%d.%m.%Y}" if source.published else "none",
            )
            for source in card.sources
        )
        checked, review = f"{card.checked:%d.%m.%Y}", f"{card.review:%d.%m.%Y}"
        return (*named, self._say(language, "guide-checked", checked=checked, review=review))

    def printable(self, language: str) -> str:
        """Every card on one HTML page that needs nothing else; markup is escaped."""
        heading = self._say(language, "guide-export-heading")
        cards = "\n".join(self._printed(card, language) for topic in Topic for card in self._of(topic))
        notice = self._say(language, "guide-export-notice")
        return (
            f'<!doctype html>\n<html lang="{language}">\n<meta charset="utf-8">\n<title>{heading}</title>\n'
            f"<style>{_STYLE}</style>\n<h1>{heading}</h1>\n<p>{notice}</p>\n{cards}\n</html>\n"
        )

    def _of(self, topic: Topic) -> Iterator[Card]:
        return (card for card in self._cards if card.topic is topic)

    def _printed(self, card: Card, language: str) -> str:
        lines = "".join(f"<li>{escaped(line)}</li>" for line in card.lines[language])
        notes = "".join(f"<p>{note}</p>" for note in self.notes(card, language))
        sources = joined("; ", self.sources(card, language))
        title = escaped(card.title[language])
        return f"<section><h2>{title}</h2><ul>{lines}</ul>{notes}<small>{sources}</small></section>"

    def _notes(self, card: Card, language: str) -> Iterator[Html]:
        reports = {report.id: report for report in self._reports}
        for note in card.report_notes:
            report = reports.get(note.report)
            claim = report.claim(note.claim) if report else None
            if report and claim and claim.stands:
                yield self._say(language, "guide-note", claim=self._spoken(language, report, claim))

    def _spoken(self, language: str, report: Report, claim: Claim) -> Html:
        # Elsewhere claims stand in lists; here each is a sentence of its own.
        return Html(self._phrasing.claim(language, report, claim).removeprefix("• "))

    def _say(self, language: str, message_id: str, **arguments: Argument) -> Html:
        return self._texts.render(language, message_id, **arguments)
