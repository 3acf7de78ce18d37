"""Registers are read whole, with an account of every row; what is personal in them is never read."""

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.domain.shelters.shelter import Access, Point, Shelter, ShelterKind, StepFree
from bot.errors import ContentFault
from bot.sources.registers.account import Account, Left, Mended, Unclear
from bot.sources.registers.files import rows_in
from bot.sources.registers.rows import Reader
from bot.sources.registers.words import access_of, capacity_of, kind_of, public, step_free_of

SHARED = Path(__file__).parents[4] / "shared" / "data" / "shelters"
KYIV = SHARED / "kyiv_register_sample.csv.gz"
GOOD: dict[str, Any] = {
    "id": 17,
    "oblikovyyNomer": "63001",
    "naimenuvanniaMistsiaDliaUkryttia": "Ліцей 1, тел. (057) 700-12-34",
    "adresa": "Харків, вул. Сумська, 25",
    "shyrota": "50.0012,",
    "dovhota": "36.2334",
    "mistkistOsib": 120,
    "VydSporudy": {"imya": "Найпростіше укриття"},
    "TypSporudy": {"imya": "Захисна споруда"},
    "BezpereshkodnyyDostup": {"imya": "Відчинене лише у разі оповіщення"},
    "nayavnistDostupuMalomobilnykhVerstvNaselennya": True,
    "vidpovidalnaOsoba": "Прізвище Ім'я",
    "yeVyklyuchenoyu": False,
    "updatedAt": "2026-10-01T10:00:00Z",
}


def read(path: Path) -> tuple[list[Shelter], Account]:
    reader = Reader("register", "test", None)
    return list(reader.read(rows_in(path))), reader.account


def written(folder: Path, value: object, name: str = "file.json") -> Path:
    path = folder / name
    path.write_text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def test_the_national_register_is_read_in_its_own_words(tmp_path: Path) -> None:
    (shelter,), account = read(written(tmp_path, [GOOD]))

    assert (shelter.kind, shelter.access, shelter.step_free) == (ShelterKind.SIMPLE, Access.ALARM, StepFree.YES)
    assert (shelter.point, shelter.capacity, shelter.checked) == (Point(50.0012, 36.2334), 120, date(2026, 10, 1))
    assert shelter.name["uk"] == "Ліцей 1, тел."
    assert account.mended == {Mended.COMMA: 1, Mended.PHONE: 1, Mended.PERSON: 1}


@pytest.mark.parametrize("around", [lambda rows: rows, lambda rows: {"total": 1, "items": rows, "more": [1]}])
def test_the_records_may_lie_at_the_top_or_in_an_answer(tmp_path: Path, around: Any) -> None:
    assert len(read(written(tmp_path, around([GOOD])))[0]) == 1


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"shyrota": "fifty"}, Left.BAD_COORDINATES),
        ({"shyrota": "0", "dovhota": "0"}, Left.OUTSIDE),
        ({"shyrota": "52.52", "dovhota": "13.40"}, Left.OUTSIDE),
        ({"shyrota": "NaN", "dovhota": "36.2"}, Left.BAD_COORDINATES),
        ({"shyrota": None, "dovhota": None, "adresa": "", "NazvaNaselenohoPunktu": ""}, Left.NOTHING_TO_FIND_BY),
        ({"yeVyklyuchenoyu": True}, Left.EXCLUDED),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_with_its_reason(
    tmp_path: Path, changes: dict[str, Any], why: Left
) -> None:
    kept, account = read(written(tmp_path, [{**GOOD, **changes}]))

    assert kept == []
    assert account.left == {why: 1}
    assert account.examples[why] == ["record 1"]


def test_swapped_coordinates_are_put_right_and_told(tmp_path: Path) -> None:
    (shelter,), account = read(written(tmp_path, [{**GOOD, "shyrota": "36.2334", "dovhota": "50.0012"}]))

    assert shelter.point == Point(50.0012, 36.2334)
    assert account.mended[Mended.SWAPPED] == 1


def test_twins_are_one_and_what_is_no_record_is_counted(tmp_path: Path) -> None:
    kept, account = read(written(tmp_path, [GOOD, GOOD, "noise", {"other": 1}, {**GOOD, "id": 18}]))

    assert len(kept) == 2
    assert account.left == {Left.DUPLICATE: 1, Left.UNREADABLE: 2}
    assert account.lines()[0] == "5 rows: 2 kept, 3 left out"


def test_without_coordinates_a_shelter_is_kept_by_its_address(tmp_path: Path) -> None:
    (shelter,), account = read(written(tmp_path, [{**GOOD, "shyrota": None, "dovhota": ""}]))

    assert shelter.point is None
    assert account.unclear[Unclear.COORDINATES] == 1


def test_geojson_has_longitude_first_and_leaves_bus_stops_out(tmp_path: Path) -> None:
    def feature(number: int, **tags: str) -> dict[str, Any]:
        return {
            "type": "Feature",
            "id": f"node/{number}",
            "properties": tags,
            "geometry": {"type": "Point", "coordinates": [36.2 + number / 1000, 50.0]},
        }

    features = [
        feature(1, amenity="shelter", shelter_type="bomb_shelter", name="Підвал", wheelchair="no"),
        feature(2, amenity="shelter", shelter_type="public_transport"),
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": []}},
    ]
    (shelter,), account = read(written(tmp_path, {"type": "FeatureCollection", "features": features}))

    assert shelter.point == Point(50.0, 36.201)
    assert shelter.step_free is StepFree.NO
    assert account.left == {Left.NO_SHELTER: 1, Left.UNREADABLE: 1}


def test_a_table_by_kmu_835_is_read_without_its_people(tmp_path: Path) -> None:
    table = (
        "uid,type,addressPostName,addressThoroughfare,addressLocatorDesignator,lat,lon,responsiblePersonName\n"
        "63-1,сховище,Харків,вул. Полтавський Шлях,5,49.9885,36.2180,Прізвище\n"
        'null,найпростіше укриття,Харків,вул. Сумська,1,"50,0012",36.2334,null\n'
    )
    kept, account = read(written(tmp_path, table, "kmu.csv"))

    assert [shelter.kind for shelter in kept] == [ShelterKind.HERMETIC, ShelterKind.SIMPLE]
    assert kept[0].address == "Харків, вул. Полтавський Шлях, 5"
    assert account.mended == {Mended.PERSON: 1, Mended.COMMA: 1}
    assert "Прізвище" not in repr(kept)


@pytest.mark.parametrize(
    "damaged", ['[{"id": 1, "shyrota": "50"', '{"a": 1}', "[", "", "lat;lon\n50;36\n", "uid,type\n1,2\n", "\x00\x01"]
)
def test_a_damaged_or_foreign_file_is_refused_whole(tmp_path: Path, damaged: str) -> None:
    with pytest.raises(ContentFault):
        read(written(tmp_path, damaged))


def test_a_packed_file_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "register.json.gz"
    path.write_bytes(gzip.compress(json.dumps([GOOD]).encode()))

    assert len(read(path)[0]) == 1


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("підвал, ключ 067 123 45 67", "підвал, ключ"),
        ("+38(057)700-00-00", ""),
        ("0577000000 цілодобово", "цілодобово"),
        ("вул. Героїв Праці, 12а", "вул. Героїв Праці, 12а"),
        ("61000, Харків, пр. Науки, 14", "61000, Харків, пр. Науки, 14"),
        ("null", ""),
        (None, ""),
    ],
)
def test_phone_numbers_go_and_addresses_stay(said: str | None, kept: str) -> None:
    assert public(said, Account()) == kept


@pytest.mark.parametrize(
    ("said", "read_as"),
    [
        *((word, StepFree.YES) for word in ("так", "Так ", "є", "наявний", "yes", "+")),
        *((word, StepFree.NO) for word in ("ні", "НІ", "немає", "відсутній", "не забезпечено", "-")),
        *((word, StepFree.UNKNOWN) for word in ("", "частково", "067 123 45 67", "так/ні", "з допомогою", "так ні")),
    ],
)
def test_only_plain_words_are_taken_for_yes_or_no(said: str, read_as: StepFree) -> None:
    assert step_free_of(said) is read_as


def test_kinds_access_and_room_are_read_from_their_words() -> None:
    assert kind_of("споруда подвійного призначення із захисними властивостями сховища") is ShelterKind.DUAL
    assert kind_of("ПРУ", "протирадіаційне укриття") is ShelterKind.RADIATION
    assert kind_of("") is ShelterKind.UNKNOWN
    assert access_of("Лише для працівників у робочий час") is Access.STAFF
    assert access_of("Для населення у робочий час") is Access.WORK_HOURS
    assert access_of("Безперешкодний доступ не забезпечено") is Access.NOT_ENSURED
    assert [capacity_of(said) for said in ("120", 120, "120.0", "багато", "-5", 0, None)] == [120, 120, 120] + [
        None
    ] * 4


@pytest.mark.skipif(not KYIV.exists(), reason="the sample of Kyiv's register is not on this machine")
def test_kyivs_list_imports_with_a_full_account_of_its_dirt() -> None:
    kept, account = read(KYIV)

    assert account.read == 4_382
    assert account.read == account.kept + account.left.total()
    assert account.left == {Left.DUPLICATE: 781, Left.NOTHING_TO_FIND_BY: 1}
    assert account.unclear[Unclear.STEP_FREE] == 107
    assert len(kept) == len({shelter.id for shelter in kept}) == 3_600
