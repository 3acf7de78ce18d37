"""Answers what a set of chats would have heard of a history of alerts, so that quiet hours are chosen with open eyes
and can be checked by strangers.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.domain.area_names import AreaNames
from bot.domain.areas import AreaTree
from bot.domain.history import PastAlert
from bot.domain.local_time import DEFAULT_TIMEZONE, known_timezone
from bot.domain.policy import Sound
from bot.domain.quiet import Mode, QuietHours, Window, from_text
from bot.domain.simulation import Message, MessageKind, SimulatedChat, SimulatedPlace, Simulation
from bot.errors import ContentFault
from bot.services.progress import Progress
from bot.sources.csv_rows import Cells, rows_of
from bot.sources.history import area_of, read_alerts

CHAT_COLUMNS = ("chat_id", "area", "quiet", "mode", "timezone")
#: Moments of the history between two words to whoever waits.
TOLD_EVERY = 500

_CHAT_ID = re.compile(r"[+-]?[0-9]{1,19}")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a simulation came to: `alerts` are the rows of the history, `first` and `last` moments of messages."""

    chats: int
    places: int
    alerts: int
    messages: int
    loud: int
    recaps: int
    first: datetime | None
    last: datetime | None


def run_simulation(alerts: Path, chats: Path, out: Path, tree: AreaTree, progress: Progress) -> Summary:
    """Writes one JSON object a line for every message that the chats would have got; raises ContentFault with the line.

    Both tables are read whole before the first message is written, so that a fault leaves no half result.
    """
    names = AreaNames(tree)
    known = read_chats(chats, names)
    simulation = Simulation(tree, known)
    history = _Counted(read_alerts(alerts, names))
    concerning = [past for past in history if simulation.concerns(past.area)]
    edges = sum(_edges(past) for past in concerning)
    summary = Summary(len(known), sum(len(chat.places) for chat in known), history.count, 0, 0, 0, None, None)
    try:
        with out.open("w", encoding="utf-8", newline="\n") as file:
            for messages in _with_progress(simulation.play(concerning), edges, progress):
                file.writelines(map(_line, messages))
                summary = _counted(summary, messages)
    except OSError as error:
        raise ContentFault(out, None, "out", f"a file that can be written: {error}") from error
    progress(edges, edges)
    return summary


def read_chats(path: Path, names: AreaNames) -> tuple[SimulatedChat, ...]:
    """The chats of a table, in the order of their ids; raises ContentFault with the line.

    A place that a chat names twice is one place, called as the first of its rows calls it.
    """
    chats: dict[int, SimulatedChat] = {}
    shared: dict[QuietHours, QuietHours] = {}
    for line, row in rows_of(path, CHAT_COLUMNS):
        chat_id = _chat_id(path, line, row["chat_id"])
        place = SimulatedPlace(area_of(path, line, names, row["area"]), row["area"])
        quiet = _quiet(path, line, row)
        known = chats.setdefault(chat_id, SimulatedChat(chat_id, shared.setdefault(quiet, quiet), ()))
        if known.quiet != quiet:
            raise ContentFault(path, line, "quiet, mode, timezone", f"the same in every row of chat {chat_id}")
        if all(place.area != one.area for one in known.places):
            chats[chat_id] = replace(known, places=(*known.places, place))
    return tuple(chats[chat_id] for chat_id in sorted(chats))


class _Counted:
    """Rows as they come, and how many came."""

    def __init__(self, rows: Iterable[PastAlert]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[PastAlert]:
        for row in self._rows:
            self.count += 1
            yield row


def _edges(past: PastAlert) -> int:
    if past.finished_at is None:
        return 1
    return 2 if past.finished_at > past.started_at else 0


def _with_progress(
    moments: Iterable[tuple[int, tuple[Message, ...]]], edges: int, progress: Progress
) -> Iterator[tuple[Message, ...]]:
    done = 0
    for number, (moved, messages) in enumerate(moments):
        done += moved
        if number % TOLD_EVERY == 0:
            progress(done, edges)
        yield messages


def _chat_id(path: Path, line: int, said: str) -> int:
    if not _CHAT_ID.fullmatch(said.strip()):
        raise ContentFault(path, line, "chat_id", f"an integer, not {said!r}")
    return int(said)


def _quiet(path: Path, line: int, row: Cells) -> QuietHours:
    mode = row["mode"].strip() or Mode.GRAVE
    if mode not in tuple(Mode):
        raise ContentFault(path, line, "mode", f"one of {', '.join(Mode)}, or empty, not {mode!r}")
    timezone = row["timezone"].strip() or DEFAULT_TIMEZONE
    if not known_timezone(timezone):
        raise ContentFault(path, line, "timezone", f"an IANA time zone, not {timezone!r}")
    return QuietHours(_windows(path, line, row["quiet"]), Mode(mode), timezone)


def _windows(path: Path, line: int, said: str) -> tuple[Window, ...]:
    try:
        return from_text(said)
    except ValueError:
        raise ContentFault(path, line, "quiet", f"windows such as 23:00-07:00, divided by ;, not {said!r}") from None


def _line(message: Message) -> str:
    written = {
        "chat_id": message.chat_id,
        "at": message.at.isoformat(),
        "kind": message.kind.value,
        "area": message.area,
        "sound": message.sound.value,
        "reason": message.reason.value,
    }
    return json.dumps(written, ensure_ascii=False) + "\n"


def _counted(summary: Summary, messages: tuple[Message, ...]) -> Summary:
    if not messages:
        return summary
    return replace(
        summary,
        messages=summary.messages + len(messages),
        loud=summary.loud + sum(message.sound is Sound.LOUD for message in messages),
        recaps=summary.recaps + sum(message.kind is MessageKind.RECAP for message in messages),
        first=summary.first or messages[0].at,
        last=messages[-1].at,
    )
