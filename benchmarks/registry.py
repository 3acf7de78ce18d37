"""Everything that is measured, by name, and the table that it comes to: what `python -m bot bench` runs.

Each round is a process of its own, so that no figure depends on what was measured before it.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from benchmarks.table import Figure, Of, Size, Target, medians
from bot.tasks import quick_runner

Measure = Callable[[Path, Size], Coroutine[None, None, list[Figure]]]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One module of this folder with an `async def measure(folder, size)`, or, with `tells`, a program that prints what
    it found in its own words and knows one size.
    """

    module: str
    about: str
    tells: bool = False


BENCHMARKS: Mapping[str, Benchmark] = {
    "paced": Benchmark("paced", "a broadcast at Telegram's pace while somebody chats, beside two libraries"),
    "unpaced": Benchmark("unpaced", "the wire alone, beside two libraries"),
    "start": Benchmark("start", "start and idle memory, beside bare bots"),
    "estimates": Benchmark("estimates", "a month counted while others wait, beside counting it in one piece"),
    "pictures": Benchmark("pictures", "pictures drawn while somebody chats, beside chatting alone"),
    "flood": Benchmark("flood", "ten people ask `/now` while one writes without end, beside nobody doing so"),
    "simulate": Benchmark("simulate", "messages a second of `simulate`, beside writing lines"),
    "poll-to-outbox": Benchmark("poll_to_outbox", "from an answer to everybody's messages, beside rows", tells=True),
    "planning": Benchmark("planning", "one red alert until everybody is owed it, beside rows", tells=True),
    "digests": Benchmark("digests", "digests due at one minute until everybody is owed one, beside chat by chat"),
    "whole-path": Benchmark("whole_path", "claim, word, send and settle, beside the wire alone", tells=True),
    "wire": Benchmark("wire", "the ways to send that the bot has, beside python-telegram-bot", tells=True),
    "writers": Benchmark("writers", "writers one at a time on PostgreSQL, beside no lock", tells=True),
    "nearest": Benchmark("nearest", "the nearest five shelters, beside SQL and all of them", tells=True),
    "answers": Benchmark("answers", "answers from ten thousand claims", tells=True),
}


def run(names: Sequence[str], size: Size, rounds: int, console: Console) -> bool:
    """Measures what is named, prints the table, and says whether every target was kept."""
    figures: list[Figure] = []
    for name in names:
        if BENCHMARKS[name].tells:
            console.print(f"[bold]{name}[/]: {BENCHMARKS[name].about}")
            subprocess.run([sys.executable, "-m", f"benchmarks.{BENCHMARKS[name].module}"], check=True)
            continue
        measured = []
        for number in range(rounds):
            with console.status(f"{name}, round {number + 1} of {rounds}"):
                measured.append(_in_a_process(name, size))
        figures += medians(measured)
    if figures:
        console.print(_table(figures, size, rounds))
    return all(figure.verdict != "missed" for figure in figures)


def _in_a_process(name: str, size: Size) -> list[Figure]:
    command = [sys.executable, "-m", "benchmarks.registry", name, size]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    # Where nobody set up logging, the program's log goes the same way.
    return [_figure(json.loads(line)) for line in told.splitlines() if line.startswith("{")]


def _figure(told: dict[str, object]) -> Figure:
    target = told.pop("target")
    read = Target(**{**target, "of": Of(target["of"])}) if isinstance(target, dict) else None
    return Figure(**told, target=read)  # type: ignore[arg-type]


def _table(figures: Iterable[Figure], size: Size, rounds: int) -> Table:
    table = Table(title=f"Medians of {rounds} rounds, size {size}", box=SIMPLE_HEAD)
    for column in ("what", "ours", "alternative", "beside", "unit", "ratio", "target", "kept or missed"):
        table.add_column(
            column, justify="right" if column in ("ours", "alternative", "ratio") else "left", no_wrap=True
        )
    for figure in figures:
        table.add_row(
            figure.what,
            _number(figure.ours),
            _number(figure.alternative),
            figure.beside,
            figure.unit,
            _number(figure.ratio),
            str(figure.target or ""),
            figure.verdict,
        )
    return table


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}"


async def _measure(name: str, size: Size) -> list[Figure]:
    measure: Measure = import_module(f"benchmarks.{BENCHMARKS[name].module}").measure
    with tempfile.TemporaryDirectory(prefix="benchmark_") as scratch:
        return await measure(Path(scratch), size)


if __name__ == "__main__":
    with quick_runner() as _runner:
        _all_measured = _runner.run(_measure(sys.argv[1], Size(sys.argv[2])))
    for _measured in _all_measured:
        sys.stdout.write(json.dumps(asdict(_measured)) + "\n")
