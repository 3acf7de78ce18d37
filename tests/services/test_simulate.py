"""The tables that a simulation reads, how it refuses them, and what it writes."""

import gzip
import json
from pathlib import Path

import pytest

from bot.errors import ContentFault
from bot.services.simulate import run_simulation
from tests.services.simulated import ALERT_HEADER, CHAT_HEADER, run, shipped_tree, simulate

ALERT = "Kharkiv,2026-11-14T12:00:00Z,2026-11-14T12:30:00Z,yellow,drones"
CHAT = "7,Kharkiv,23:00-07:00,grave,"


def tables(folder: Path, alert: str = ALERT, chat: str = CHAT, alerts: str = ALERT_HEADER) -> None:
    (folder / "alerts.csv").write_text(f"{alerts}\n{ALERT}\n{alert}\n", encoding="utf-8")
    (folder / "chats.csv").write_text(f"{CHAT_HEADER}\n{CHAT}\n{chat}\n", encoding="utf-8")


def kinds_told(folder: Path, area: str, place: str) -> list[str]:
    row = f"{area},2026-11-14T12:00:00Z,2026-11-14T12:30:00Z,red,"
    return [one.kind for one in simulate(folder, f"{ALERT_HEADER}\n{row}", f"{CHAT_HEADER}\n1,{place},,,")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("22", "Kharkivska oblast"),
        ("22", "Kharkiv Oblast"),
        ("22", "Харківська область"),
        ("22", "харківська  ОБЛАСТЬ"),
        ("22", "Kharkiv region"),
        ("1293", "6293"),
        ("1293", "Kharkiv"),
        ("1293", "Харків"),
        ("1293", "м. Харків"),
        ("31", "Kyiv City"),
        ("31", "Kyiv"),
        ("29", "9999"),
        ("122", "Chuhuivskyi raion"),
        ("1321", "m. Chuhuiv ta Chuhuivska terytorialna hromada"),
        ("1293", " Kharkiv "),
        ("Кам'янець-Подільський", "Кам’янець-Подільський"),
        ("ukraine", "Україна"),
    ],
)
def test_an_area_is_known_by_its_id_and_by_all_its_names(first: str, second: str, tmp_path: Path) -> None:
    assert kinds_told(tmp_path, first, second) == kinds_told(tmp_path, second, first) == ["start", "end"]


def test_a_bare_city_is_not_its_oblast_nor_its_raion(tmp_path: Path) -> None:
    assert kinds_told(tmp_path, "Kharkiv", "Kharkiv Oblast") == kinds_told(tmp_path, "Kharkiv", "124") == []


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("Atlantis,2026-11-14T12:00:00Z,,,", "area"),
        ("Khark,2026-11-14T12:00:00Z,,,", "area"),
        (",2026-11-14T12:00:00Z,,,", "area"),
        ("99999,2026-11-14T12:00:00Z,,,", "area"),
        ("Городоцька громада,2026-11-14T12:00:00Z,,,", "area"),
        ("Kharkiv,,2026-11-14T12:00:00Z,,", "started_at"),
        ("Kharkiv,yesterday,,,", "started_at"),
        ("Kharkiv,2026-11-14T12:00:00,,,", "started_at"),
        ("Kharkiv,2026-11-14,,,", "started_at"),
        ("Kharkiv,0001-01-01T00:00:00+14:00,,,", "started_at"),
        ("Kharkiv,2026-11-14T12:00:00Z,2026-11-14T12:30:00,,", "finished_at"),
        ("Kharkiv,2026-11-14T12:00:00Z,2026-11-14T11:59:59Z,,", "finished_at"),
        ("Kharkiv,2026-11-14T12:00:00Z,,", "row"),
        ("Kharkiv,2026-11-14T12:00:00Z,,,,", "row"),
        ('Kharkiv,"2026-11-14T12:00:00Z"x,,,', "row"),
    ],
)
def test_a_bad_alert_is_refused_with_its_line(row: str, field: str, tmp_path: Path) -> None:
    tables(tmp_path, alert=row)

    with pytest.raises(ContentFault) as fault:
        run(tmp_path)

    assert (fault.value.file.name, fault.value.line, fault.value.field) == ("alerts.csv", 3, field)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("seven,Kharkiv,,,", "chat_id"),
        ("1.5,Kharkiv,,,", "chat_id"),
        (",Kharkiv,,,", "chat_id"),
        ("1_0,Kharkiv,,,", "chat_id"),
        ("1,Atlantis,,,", "area"),
        ("1,Oleksiivka,,,", "area"),
        ("1,Kharkiv,23-7,,", "quiet"),
        ("1,Kharkiv,24:00-07:00,,", "quiet"),
        ("1,Kharkiv,23:00-07:60,,", "quiet"),
        ("1,Kharkiv,23:00-07:00;,,", "quiet"),
        ("1,Kharkiv,never,,", "quiet"),
        ("1,Kharkiv,,loudest,", "mode"),
        ("1,Kharkiv,,GRAVE,", "mode"),
        ("1,Kharkiv,,,Mars/Olympus", "timezone"),
        ("1,Kharkiv,,", "row"),
        ("7,Chuhuiv,23:00-06:00,grave,", "quiet, mode, timezone"),
        ("7,Chuhuiv,23:00-07:00,nothing,", "quiet, mode, timezone"),
        ("7,Chuhuiv,23:00-07:00,grave,Europe/Lisbon", "quiet, mode, timezone"),
    ],
)
def test_a_bad_chat_is_refused_with_its_line(row: str, field: str, tmp_path: Path) -> None:
    tables(tmp_path, chat=row)

    with pytest.raises(ContentFault) as fault:
        run(tmp_path)

    assert (fault.value.file.name, fault.value.line, fault.value.field) == ("chats.csv", 3, field)


def test_what_is_empty_agrees_with_what_it_means(tmp_path: Path) -> None:
    tables(tmp_path, chat="7,Chuhuiv,23:00-07:00,,Europe/Kyiv")

    assert run(tmp_path).places == 2


@pytest.mark.parametrize(
    "header", ["", "area,started_at,finished_at,level", "area,started_at,finished_at,level,thread"]
)
def test_a_header_without_its_columns_is_refused(header: str, tmp_path: Path) -> None:
    tables(tmp_path, alerts=header)

    with pytest.raises(ContentFault) as fault:
        run(tmp_path)

    assert (fault.value.line, fault.value.field) == (1, "header")


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    tables(tmp_path)
    (tmp_path / "alerts.csv").unlink()

    with pytest.raises(ContentFault) as fault:
        run(tmp_path)

    assert fault.value.field == "file"


def test_bytes_that_are_no_utf8_are_refused_with_their_line(tmp_path: Path) -> None:
    tables(tmp_path)
    with (tmp_path / "alerts.csv").open("ab") as file:
        file.write("Харків,2026-11-14T12:00:00Z,,,\n".encode("cp1251"))

    with pytest.raises(ContentFault) as fault:
        run(tmp_path)

    assert fault.value.line == 4


def test_a_fault_leaves_an_earlier_result_as_it_was(tmp_path: Path) -> None:
    tables(tmp_path, alert="Atlantis,2026-11-14T12:00:00Z,,,")
    (tmp_path / "out.jsonl").write_text("earlier", encoding="utf-8")

    with pytest.raises(ContentFault):
        run(tmp_path)

    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == "earlier"


def test_a_result_that_cannot_be_written_is_a_fault(tmp_path: Path) -> None:
    tables(tmp_path)
    (tmp_path / "out.jsonl").mkdir()

    with pytest.raises(ContentFault) as fault:
        run(tmp_path)

    assert fault.value.field == "out"


def test_columns_may_come_in_any_order_with_others_between_them(tmp_path: Path) -> None:
    alerts = (
        "threat,note,level,finished_at,area,started_at\ndrones,x,yellow,2026-11-14T12:30:00Z,Kharkiv,2026-11-14T12:00Z"
    )
    chats = "timezone,mode,quiet,chat_id,area\n,,,1,Kharkiv"

    assert [one.reason for one in simulate(tmp_path, alerts, chats)] == ["outside-quiet", "end-heard"]


def test_a_byte_order_mark_and_empty_lines_are_no_matter(tmp_path: Path) -> None:
    told = simulate(tmp_path, f"\ufeff{ALERT_HEADER}\r\n\r\n{ALERT}\r\n", f"\ufeff{CHAT_HEADER}\r\n\r\n{CHAT}\r\n")

    assert [one.kind for one in told] == ["start", "end"]


def test_a_packed_history_is_read_as_it_is(tmp_path: Path) -> None:
    tables(tmp_path)
    (tmp_path / "alerts.csv").write_bytes(gzip.compress((tmp_path / "alerts.csv").read_bytes()))

    assert run(tmp_path).messages == 2


def test_each_message_is_one_json_object_with_six_keys(tmp_path: Path) -> None:
    simulate(tmp_path, f"{ALERT_HEADER}\nKharkiv,2026-11-15T02:00:00+02:00,,red,", f"{CHAT_HEADER}\n7,Харків,,,")
    (line,) = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()

    assert json.loads(line) == {
        "chat_id": 7,
        "at": "2026-11-15T00:00:00+00:00",
        "kind": "start",
        "area": "Харків",
        "sound": "loud",
        "reason": "outside-quiet",
    }


def test_the_summary_counts_what_was_written(tmp_path: Path) -> None:
    tables(tmp_path, alert="Kharkiv,2026-11-14T23:30:00Z,2026-11-15T00:00:00Z,yellow,", chat="8,Chuhuiv,,,")
    summary = run(tmp_path)

    assert (summary.chats, summary.places, summary.alerts) == (2, 2, 2)
    assert (summary.messages, summary.loud, summary.recaps) == (5, 2, 1)
    assert summary.first is not None and summary.last is not None
    assert summary.first.isoformat() == "2026-11-14T12:00:00+00:00"
    assert summary.last.isoformat() == "2026-11-15T05:00:00+00:00"


def test_long_work_says_how_far_it_is(tmp_path: Path) -> None:
    tables(tmp_path)
    heard: list[tuple[int, int]] = []
    paths = (tmp_path / "alerts.csv", tmp_path / "chats.csv", tmp_path / "out.jsonl")
    run_simulation(*paths, shipped_tree(), lambda done, of: heard.append((done, of)))

    assert heard[-1] == (4, 4)
    assert heard == sorted(heard)


# The nights on which the clocks change, in Kyiv: 2026-03-29 03:00 becomes 04:00, 2026-10-25 04:00 becomes 03:00.


@pytest.mark.parametrize(
    ("quiet", "alert", "recap"),
    [
        ("23:00-07:00", "2026-03-29T00:30:00Z", "2026-03-29T04:00:00+00:00"),
        ("23:00-03:30", "2026-03-29T00:30:00Z", "2026-03-29T01:00:00+00:00"),
        ("03:30-07:00", "2026-03-29T01:00:00Z", "2026-03-29T04:00:00+00:00"),
        ("23:00-07:00", "2026-10-25T00:30:00Z", "2026-10-25T05:00:00+00:00"),
        ("23:00-03:30", "2026-10-25T00:10:00Z", "2026-10-25T00:30:00+00:00"),
        ("03:30-07:00", "2026-10-25T00:30:00Z", "2026-10-25T05:00:00+00:00"),
    ],
)
def test_windows_keep_to_the_wall_when_the_clocks_change(quiet: str, alert: str, recap: str, tmp_path: Path) -> None:
    row = f"Kharkiv,{alert},{alert.replace('0:00Z', '5:00Z')},yellow,"
    told = simulate(tmp_path, f"{ALERT_HEADER}\n{row}", f"{CHAT_HEADER}\n1,Kharkiv,{quiet},,")

    assert [(one.kind, one.sound) for one in told] == [("start", "silent"), ("end", "silent"), ("recap", "silent")]
    assert told[-1].at.isoformat() == recap


@pytest.mark.parametrize(
    ("quiet", "alert"),
    [
        ("23:00-03:30", "2026-03-29T01:00:00Z"),
        ("03:10-03:50", "2026-03-29T01:00:00Z"),
        ("23:00-03:30", "2026-10-25T00:30:00Z"),
        ("23:00-03:30", "2026-10-25T01:10:00Z"),
        ("03:30-07:00", "2026-10-25T00:29:00Z"),
    ],
)
def test_what_the_change_of_the_clocks_leaves_outside_is_loud(quiet: str, alert: str, tmp_path: Path) -> None:
    told = simulate(tmp_path, f"{ALERT_HEADER}\nKharkiv,{alert},,yellow,", f"{CHAT_HEADER}\n1,Kharkiv,{quiet},,")

    assert [(one.kind, one.sound) for one in told] == [("start", "loud")]


def test_a_chat_keeps_to_the_clocks_of_its_own_zone(tmp_path: Path) -> None:
    row = "Kharkiv,2026-11-14T21:30:00Z,2026-11-14T21:45:00Z,yellow,"
    chats = f"{CHAT_HEADER}\n1,Kharkiv,23:00-07:00,,\n2,Kharkiv,23:00-07:00,,Europe/London"
    told = simulate(tmp_path, f"{ALERT_HEADER}\n{row}", chats)

    assert [one.sound for one in told if one.kind == "start"] == ["silent", "loud"]
