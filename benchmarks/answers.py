"""How long an answer from ten thousand claims takes, beside looking at every claim, and what memory they hold.

Run: `python -m benchmarks.answers`. Reports of many towns are made from the one in seeds/, each with words of its own;
the question sets of the tests are asked of them all. The 95th percentile is printed, as milliseconds and as a ratio to
one plain look at every claim.
"""

import gc
import itertools
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import typer

from bot.domain.alerts import AreaId
from bot.domain.answering import answer
from bot.domain.library import Library
from bot.domain.reports import Claim, Report
from tests.questions.shelf import LEMMAS, cards, examples, questions, reports, tree, vocabularies

CLAIMS = 10_000
SYLLABLES = ("ba", "de", "hor", "ki", "lun", "mo", "nas", "pre", "ru", "sta", "tyl", "vo", "zhy")


def main(claims: int = CLAIMS) -> None:
    before = resident()
    made = tuple(itertools.islice(towns(), claims // len(reports()[0].claims)))
    began = time.perf_counter()
    library = Library(made, cards(), vocabularies(), tree(), LEMMAS, examples())
    built = time.perf_counter() - began
    gc.collect()
    typer.echo(f"{len(library.claims)} claims: shelved in {built:.1f} s, {resident() - before:.0f} MiB")
    asked = [asked.ask for _, asked in questions()]
    answering = sorted(took(partial(answered, text, library)) for text in asked)
    looking = sorted(took(lambda: look_at_all(library)) for _ in asked)
    typer.echo(f"answer: median {statistics.median(answering):.1f} ms, 95th percentile {percentile(answering):.1f} ms")
    typer.echo(f"one look at every claim: 95th percentile {percentile(looking):.1f} ms")
    typer.echo(f"ratio: {percentile(answering) / percentile(looking):.2f}")


def towns() -> Iterator[Report]:
    """The seed's report again and again, each time of another area, with words that no other report has."""
    chance = random.Random(1)
    (seed,) = reports()
    areas = [area.id for area in tree()]
    for number in itertools.count():
        area = areas[number % len(areas)]
        yield replace(
            seed,
            id=f"made-{number}",
            place=area,
            claims=tuple(moved(claim, area, f"{number}", name(chance)) for claim in seed.claims),
        )


def moved(claim: Claim, area: AreaId, event: str, word: str) -> Claim:
    text = {language: f"{said} ({word})" for language, said in claim.text.items()}
    place = replace(claim.place, area=area)
    return replace(claim, event=f"{claim.event}-{event}", text=text, place=place)


def name(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=3))


def answered(text: str, library: Library) -> object:
    return answer(library.reader.understand(text), library)


def look_at_all(library: Library) -> int:
    return sum("killed" in shelved.all.concepts for shelved in library.claims)


def took(step: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    step()
    return (time.perf_counter() - began) * 1000


def percentile(sorted_values: list[float]) -> float:
    return sorted_values[int(len(sorted_values) * 0.95)]


def resident() -> float:
    """MiB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


if __name__ == "__main__":
    typer.run(main)
