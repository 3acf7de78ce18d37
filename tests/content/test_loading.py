"""A mistake in a content file is named with its file, its line and its field, before anyone acts on it."""

from pathlib import Path

import pytest

from bot.content import AREA_COLUMNS, load_areas, load_cards, load_reports
from bot.errors import ContentFault
from tests.content.places import AREAS, CARDS, REPORTS, areas

CARD = (CARDS / "1-alert" / "1-home-now.yaml").read_text(encoding="utf-8")
REPORT = (REPORTS / "kharkiv-report.yaml").read_text(encoding="utf-8")


def line_of(text: str, wanted: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if wanted in line)


def card_fault(folder: Path, text: str) -> ContentFault:
    (folder / "card.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentFault) as caught:
        load_cards(folder)
    return caught.value


def report_fault(folder: Path, text: str) -> ContentFault:
    (folder / "report.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentFault) as caught:
        load_reports(folder, areas())
    return caught.value


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("band: now", "band: soon", "band"),
        ("checked: 2026-11-22", "checked: yesterday", "checked"),
        ("review: 2027-02-22", "review: 2026-11-22", "review"),
        ("whereabouts: home", "whereabout: home", "whereabout"),
        ("    kind: authority", "    kind: rumour", "sources.0.kind"),
        ('  en: "At home, no time"', '  en: ""', "title.en"),
    ],
)
def test_a_wrong_field_of_a_card_is_named_with_its_line(tmp_path: Path, old: str, new: str, field: str) -> None:
    text = CARD.replace(old, new, 1)

    fault = card_fault(tmp_path, text)

    assert (fault.file, fault.field) == (tmp_path / "card.yaml", field)
    assert fault.line == line_of(text, new)
    assert fault.expected


def test_a_card_in_one_language_is_refused_where_the_other_is_missing(tmp_path: Path) -> None:
    text = CARD.replace('  en: "At home, no time"\n', "")

    fault = card_fault(tmp_path, text)

    assert (fault.field, fault.line, fault.expected) == ("title", line_of(text, "title:"), "a text in 'en'")


def test_a_card_without_lines_in_a_language_is_refused(tmp_path: Path) -> None:
    start, end = CARD.index("  en:\n    - Stay"), CARD.index("keywords:")

    fault = card_fault(tmp_path, CARD[:start] + "  en: []\n" + CARD[end:])

    assert fault.field == "lines"


def test_a_card_for_an_alert_needs_its_second_line(tmp_path: Path) -> None:
    start, end = CARD.index("action:"), CARD.index("lines:")

    assert card_fault(tmp_path, CARD[:start] + CARD[end:]).field == "topic"


def test_a_missing_field_is_named_at_the_top_of_what_lacks_it(tmp_path: Path) -> None:
    fault = card_fault(tmp_path, CARD.replace("review: 2027-02-22", ""))

    assert (fault.field, fault.line) == ("review", 1)


def test_a_key_written_twice_is_refused(tmp_path: Path) -> None:
    fault = card_fault(tmp_path, CARD + "band: minutes\n")

    assert (fault.field, fault.line) == ("band", len(CARD.splitlines()) + 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "id: [",
        "\tid: x",
        "id: a\n---\nid: b\n",
        "just words",
        "- a\n- b\n",
        "id: !!python/name:os.system",
        "&a [*a]",
        "? [a]\n: b\n",
        "checked: 2026-13-45",
    ],
)
def test_a_file_that_is_no_document_of_ours_is_refused(tmp_path: Path, text: str) -> None:
    assert card_fault(tmp_path, text).file == tmp_path / "card.yaml"


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "card.yaml").write_bytes("id: Харків".encode("cp1251"))

    with pytest.raises(ContentFault) as caught:
        load_cards(tmp_path)

    assert caught.value.field == "file"


def test_two_cards_with_one_id_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(CARD, encoding="utf-8")

    fault = card_fault(tmp_path, CARD)

    assert (fault.field, fault.line) == ("id", 1)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentFault):
        load_reports(tmp_path / "none")


def test_an_empty_folder_of_reports_is_no_fault(tmp_path: Path) -> None:
    assert load_reports(tmp_path) == ()


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("value: 36, unit: people_in_hospital", "value: many, unit: people_in_hospital", "claims.5.figures.0.value"),
        ("unit: people_killed", "unit: people", "claims.4.figures.0.unit"),
        ("bound: at_least", "bound: more_than", "claims.4.figures.0.bound"),
        ("updates: killed", "updates: kiled", "claims.6.updates"),
        ("- id: hospital", "- id: killed", "claims.5.id"),
        ("    basis: seen", "    basis: heard", "claims.0.basis"),
        (
            'place: {area: "1293", locality: {uk: Салтівка',
            'place: {area: "77777", locality: {uk: Салтівка',
            "claims.6.place.area",
        ),
        ("outlet: Daily Express", "outlet: 5", "outlet"),
        ("    left_out:", "    omitted:", "claims.0.omitted"),
        ("published: null ", "published: Tuesday ", "published"),
    ],
)
def test_a_wrong_field_of_a_report_is_named_with_its_line(tmp_path: Path, old: str, new: str, field: str) -> None:
    text = REPORT.replace(old, new, 1)

    fault = report_fault(tmp_path, text)

    assert fault.field == field
    changed = [a == b for a, b in zip(REPORT.splitlines(), text.splitlines(), strict=True)].index(False) + 1
    assert fault.line == changed


def test_a_claim_may_update_one_of_another_report(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(REPORT, encoding="utf-8")
    later = REPORT.replace("id: kharkiv-report", "id: later-report", 1)
    later = later.replace("updates: killed", "updates: kharkiv-report/killed", 1)
    (tmp_path / "b.yaml").write_text(later, encoding="utf-8")

    _, second = load_reports(tmp_path, areas())

    assert second.claims[6].updates == "kharkiv-report/killed"


HEADER = ",".join(AREA_COLUMNS)
ROOT_ROW = "ukraine,country,Україна,Ukraine,,,,no,,hand,2026-11-22"


@pytest.mark.parametrize(
    ("rows", "line", "field"),
    [
        (["22,oblast,Область,Oblast,7,,,no,,hand,2026-11-22"], 3, "parent"),
        (["22,oblast,Область,Oblast,23,,,no,,hand,2026-11-22", "23,oblast,Б,B,22,,,no,,hand,2026-11-22"], 3, "parent"),
        (["22,oblast,Область,Oblast,22,,,no,,hand,2026-11-22"], 3, "parent"),
        (["22,county,Область,Oblast,ukraine,,,no,,hand,2026-11-22"], 3, "level"),
        (["22,oblast,Область,,ukraine,,,no,,hand,2026-11-22"], 3, "name_en"),
        (["22,oblast,Область,Oblast,ukraine,,,maybe,,hand,2026-11-22"], 3, "permanent"),
        (["22,oblast,Область,Oblast,ukraine,,ukraine,no,,hand,2026-11-22"], 3, "id"),
        (["22,oblast,Область,Oblast,ukraine,9,,no,,hand,2026-11-22"], 3, "surrounding"),
        (["22,oblast,Область,Oblast,ukraine"], 3, "source"),
        (["22,oblast,Область,Oblast,ukraine,,,no,,hand,2026-11-22,more"], 3, "row"),
    ],
)
def test_a_wrong_row_of_areas_is_named_with_its_line(tmp_path: Path, rows: list[str], line: int, field: str) -> None:
    path = tmp_path / "areas.csv"
    path.write_text("\n".join([HEADER, ROOT_ROW, *rows, ""]), encoding="utf-8")

    with pytest.raises(ContentFault) as caught:
        load_areas(path)

    assert (caught.value.line, caught.value.field) == (line, field)


def test_a_table_with_other_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "areas.csv"
    path.write_text(AREAS.read_text(encoding="utf-8").replace("parent", "above", 1), encoding="utf-8")

    with pytest.raises(ContentFault) as caught:
        load_areas(path)

    assert (caught.value.line, caught.value.field) == (1, "header")
