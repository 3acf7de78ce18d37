"""Published histories, row by row: whose alert, from when to when, and what is wrong with it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.alerts import AreaId, Level, Threat, ThreatKind
from bot.domain.area_names import AreaNames
from bot.domain.areas import AreaTree
from bot.domain.history import PastAlert
from bot.errors import ContentFault
from bot.sources.history import Trouble, has_public_form, read_alerts, read_public
from tests.content.places import areas

OFFICIAL = "oblast,raion,hromada,level,started_at,finished_at,source"
VOLUNTEER = "region,started_at,finished_at,naive"
OWN = "area,started_at,finished_at,level,threat"
TWO, HALF_PAST_TWO = (datetime(2024, 9, 1, 2, minute, tzinfo=UTC) for minute in (0, 30))
TIMES = "2024-09-01 02:00:00+00:00,2024-09-01 02:30:00+00:00"


@pytest.fixture(scope="module")
def names() -> AreaNames:
    return AreaNames(AreaTree(areas()))


def file(folder: Path, *lines: str) -> Path:
    path = folder / "history.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("path_of_names", "area"),
    [
        ("Kharkivska oblast,,,oblast", "22"),
        ("Kharkivska oblast,Kharkivskyi raion,,raion", "124"),
        ("Kharkivska oblast,Kharkivskyi raion,m. Kharkiv ta Kharkivska terytorialna hromada,hromada", "1293"),
        ("Kharkivska oblast,Chuhuivskyi raion,m. Chuhuiv ta Chuhuivska terytorialna hromada,hromada", "1321"),
        ("Kharkivska oblast,,m. Kharkiv ta Kharkivska terytorialna hromada,hromada", "1293"),
        ("Kyiv City,,,oblast", "31"),
        ("Lubenskyi raion,Poltavska oblast,Hrebinkivska terytorialna hromada,hromada", "1095"),
    ],
)
def test_the_official_form_names_an_area_by_its_path(
    path_of_names: str, area: str, names: AreaNames, tmp_path: Path
) -> None:
    (row,) = read_public(file(tmp_path, OFFICIAL, f"{path_of_names},{TIMES},official"), names)

    assert row.alert == PastAlert(AreaId(area), TWO, HALF_PAST_TWO)


def test_one_name_in_two_oblasts_is_told_apart_by_its_oblast(names: AreaNames, tmp_path: Path) -> None:
    twins = names.named("Городоцька громада")
    lines = [
        f"{oblast},,Городоцька громада,hromada,{TIMES},official" for oblast in ("Lvivska oblast", "Khmelnytska oblast")
    ]
    found = [row.alert for row in read_public(file(tmp_path, OFFICIAL, *lines), names)]

    assert len(twins) > 1
    assert len({alert.area for alert in found if isinstance(alert, PastAlert)} & set(twins)) == 2


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"Kharkivska oblast,{TIMES},False", PastAlert(AreaId("22"), TWO, HALF_PAST_TWO)),
        ("Харківська область,2024-09-01T02:00,2024-09-01T02:30,False", PastAlert(AreaId("22"), TWO, HALF_PAST_TWO)),
        (
            "Kharkivska oblast,2024-09-01T05:00+03:00,2024-09-01T02:30Z,False",
            PastAlert(AreaId("22"), TWO, HALF_PAST_TWO),
        ),
        (f"Atlantis,{TIMES},False", Trouble.UNKNOWN_NAME),
        (f"Khark,{TIMES},False", Trouble.UNKNOWN_NAME),
        (f",{TIMES},False", Trouble.UNKNOWN_NAME),
        ("Kharkivska oblast,2024-09-01T02:00Z,,False", Trouble.NO_END),
        ("Kharkivska oblast,2024-09-01T02:00Z,null,False", Trouble.NO_END),
        ("Kharkivska oblast,2024-09-01T02:00Z,2024-09-01T02:00Z,False", Trouble.BACKWARDS),
        ("Kharkivska oblast,2024-09-01T02:00Z,2024-09-01T01:00Z,False", Trouble.BACKWARDS),
    ],
)
def test_the_volunteer_form_is_read_in_utc(
    line: str, expected: PastAlert | Trouble, names: AreaNames, tmp_path: Path
) -> None:
    (row,) = read_public(file(tmp_path, VOLUNTEER, line), names)

    assert row.alert == expected


@pytest.mark.parametrize(
    ("header", "line", "imputed"),
    [
        (VOLUNTEER, f"Kharkivska oblast,{TIMES},True", True),
        (VOLUNTEER, f"Kharkivska oblast,{TIMES},False", False),
        (OFFICIAL, "Kharkivska oblast,,,oblast,2024-09-01T02:00Z,2024-09-01T03:00Z,official", True),
        (OFFICIAL, "Kharkivska oblast,,,oblast,2024-09-01T02:00Z,2024-09-01T03:01Z,official", False),
    ],
)
def test_an_end_that_was_made_up_is_known_as_such(
    header: str, line: str, imputed: bool, names: AreaNames, tmp_path: Path
) -> None:
    (row,) = read_public(file(tmp_path, header, line), names)

    assert row.imputed is imputed


def test_a_public_history_knows_no_level(names: AreaNames, tmp_path: Path) -> None:
    (row,) = read_public(file(tmp_path, OFFICIAL, f"Kharkivska oblast,,,oblast,{TIMES},official"), names)

    assert isinstance(row.alert, PastAlert)
    assert (row.alert.level, row.alert.threats) == (Level.UNKNOWN, ())


@pytest.mark.parametrize(
    ("words", "level", "threats"),
    [
        ("yellow,drones", Level.YELLOW, (Threat(ThreatKind.DRONES),)),
        ("Red,guided_aerial_bombs", Level.RED, (Threat(ThreatKind.GUIDED_BOMBS),)),
        ("red,guided bombs", Level.RED, (Threat(ThreatKind.GUIDED_BOMBS),)),
        ("red,mig31k_departure", Level.RED, (Threat(ThreatKind.MIG31K),)),
        (",", Level.UNKNOWN, ()),
        ("orange,saucers", Level.UNKNOWN, (Threat(ThreatKind.UNKNOWN),)),
        ("unknown,unknown", Level.UNKNOWN, (Threat(ThreatKind.UNKNOWN),)),
    ],
)
def test_our_own_form_speaks_the_words_of_alerts_in_ua(
    words: str, level: Level, threats: tuple[Threat, ...], names: AreaNames, tmp_path: Path
) -> None:
    (alert,) = read_alerts(file(tmp_path, OWN, f"Kharkiv,2024-09-01T02:00Z,,{words}"), names)

    assert alert == PastAlert(AreaId("1293"), TWO, None, level, threats)


@pytest.mark.parametrize(("header", "public"), [(OWN, False), (OFFICIAL, True), (VOLUNTEER, True)])
def test_a_form_is_known_by_its_header(header: str, public: bool, tmp_path: Path) -> None:
    assert has_public_form(file(tmp_path, header, "," * header.count(","))) is public


def test_another_header_is_refused(names: AreaNames, tmp_path: Path) -> None:
    with pytest.raises(ContentFault) as fault:
        list(read_public(file(tmp_path, OWN, "22,2024-09-01T02:00Z,,,"), names))

    assert (fault.value.line, fault.value.field) == (1, "header")


def test_a_time_that_cannot_be_read_is_refused_with_its_line(names: AreaNames, tmp_path: Path) -> None:
    lines = (f"Kharkivska oblast,{TIMES},False", "Kharkivska oblast,soon,2024-09-01T02:00Z,False")

    with pytest.raises(ContentFault) as fault:
        list(read_public(file(tmp_path, VOLUNTEER, *lines), names))

    assert (fault.value.line, fault.value.field) == (3, "started_at")
