"""Nothing is tuned to the one record: invented ones are answered by the same rules, and each mistake is named."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from bot.content import load_questions, load_reports, report_schema
from bot.domain.alerts import AreaId
from bot.domain.answering import answer
from bot.domain.areas import Area, AreaLevel, AreaTree
from bot.domain.evaluation import Asked, Verdict, judge
from bot.domain.library import Library
from bot.domain.reports import Corrected, Correction, CorrectionKind, with_corrections
from bot.errors import ContentFault
from tests.fixtures.content import areas, cards, examples, vocabularies
from tests.questions.shelf import LEMMAS, ROOT

RECORDS = ROOT / "tests" / "fixtures" / "reports"
LYPOHRAD, VERBOHRAD = (
    Area(AreaId("fixture-lypohrad"), AreaLevel.CITY, {"uk": "Липоград", "en": "Lypohrad"}, AreaId("22")),
    Area(AreaId("fixture-verbohrad"), AreaLevel.CITY, {"uk": "Вербоград", "en": "Verbohrad"}, AreaId("22")),
)
SECOND = "lantern-second.yaml"


@cache
def tree() -> AreaTree:
    return AreaTree((*areas(), LYPOHRAD, VERBOHRAD))


@cache
def shelf() -> Library:
    return Library(load_reports(RECORDS), cards(), vocabularies(), tree(), LEMMAS, examples())


ASKED = [pytest.param(*one, id=one[1].ask) for one in load_questions(ROOT / "tests" / "questions" / "lantern.yaml")]


@pytest.mark.parametrize(("of_class", "asked"), ASKED)
def test_other_records_are_answered_by_the_same_rules(of_class: str, asked: Asked) -> None:
    found = answer(shelf().reader.understand(asked.ask), shelf())
    judged = judge(of_class, asked, found, "")

    assert judged.verdict is Verdict.RIGHT, judged.told


def test_a_retracted_claim_answers_nothing_and_a_corrected_figure_counts_no_more() -> None:
    first, second = load_reports(RECORDS)
    was = {"uk": "так", "en": "so"}
    gone = Corrected(first.id, "verbove-houses", Correction(CorrectionKind.RETRACTED, first.reviewed, was, was))
    right = {"uk": "У Вербограді нікого не поранено.", "en": "Nobody was injured in Verbohrad."}
    changed = Correction(CorrectionKind.CORRECTED, first.reviewed, was, was)
    corrections = (gone, Corrected(first.id, "verbove-injured", changed, right, ()))
    library = Library(
        with_corrections((first, second), corrections), cards(), vocabularies(), tree(), LEMMAS, examples()
    )

    for question in ("How many houses are damaged in Verbohrad?", "How many people were injured in Verbohrad?"):
        told = judge("", Asked(question, ()), answer(library.reader.understand(question), library), "").told
        assert "verbove" not in told


MISTAKES = [
    ("kind: killed", "kind: death", "claims.0.kind", "killed"),
    ("value: 9", "value: many", "claims.1.figures.0.value", "decimal"),
    ("unit: people_injured", "unit: people", "claims.1.figures.0.unit", "people_killed"),
    ("basis: told", "basis: heard", "claims.0.basis", "seen"),
    ("published: 2026-03-13", "published: yesterday", "published", "date"),
    ("outlet: The Fixture Lantern", "outlet: ''", "outlet", "character"),
    ("updates: lantern-first/injured", "updates: lantern-first/nobody", "claims.0.updates", "existing claim"),
    ("      en: The hospital", "      de: The hospital", "claims.1.text", "'en'"),
    ("language: uk", "language: uk\nmood: sad", "mood", "unexpected"),
    ("  - id: nine", "  - id: died", "claims.1.id", "no other claim"),
    ("place: fixture-lypohrad", "place: atlantis", "place", "id of an area"),
]


@pytest.mark.parametrize(("right", "wrong", "field", "expected"), MISTAKES)
def test_a_mistake_in_a_record_is_named_with_line_field_and_what_was_expected(
    tmp_path: Path, right: str, wrong: str, field: str, expected: str
) -> None:
    for path in RECORDS.glob("*.yaml"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    text = (tmp_path / SECOND).read_text(encoding="utf-8")
    assert right in text
    (tmp_path / SECOND).write_text(text.replace(right, wrong, 1), encoding="utf-8")

    with pytest.raises(ContentFault) as caught:
        load_reports(tmp_path, (*areas(), LYPOHRAD, VERBOHRAD))
    assert caught.value.field == field
    assert expected in caught.value.expected.casefold() or expected in caught.value.expected
    assert caught.value.line is not None
    lines = text.replace(right, wrong, 1).splitlines()
    assert caught.value.line <= len(lines)


def test_a_record_stays_what_it_was_where_nothing_is_corrected() -> None:
    records = load_reports(RECORDS)

    assert with_corrections(records, ()) == records
    assert replace(records[0]) == records[0]


def test_the_schema_for_editors_is_the_one_that_is_checked_by() -> None:
    written = json.loads((ROOT / "docs" / "reports.schema.json").read_text(encoding="utf-8"))

    assert written == report_schema()
    assert set(written["$defs"]["Claim"]["required"]) <= set(written["$defs"]["Claim"]["properties"])
