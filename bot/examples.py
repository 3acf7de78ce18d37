"""Reads the examples of what people type (data/examples): a file for each target, a sentence on each line."""

from pathlib import Path

from bot.domain.cards import Cards
from bot.domain.examples import Examples, Kind, Target
from bot.domain.questions import Forbidden, Function, SmallTalk
from bot.errors import ContentFault


def load_examples(folder: Path, cards: Cards) -> Examples:
    """The examples of all targets; raises ContentFault, also for a target that nothing answers. Reads files: for
    start-up.
    """
    named = {
        Kind.FUNCTION: [one.value for one in Function],
        Kind.CARD: [card.id for card in cards],
        Kind.TALK: [one.value for one in SmallTalk],
        Kind.FORBIDDEN: [one.value for one in Forbidden],
    }
    known = {
        (kind.value, *name) for kind in Kind for name in ([(one,) for one in named[kind]] if kind in named else [()])
    }
    files = sorted(folder.rglob("*.txt"))
    if not files:
        raise ContentFault(folder, None, "folder", "examples (*.txt)")
    by_target: dict[Target, tuple[str, ...]] = {}
    for path in files:
        kind_and_name = path.relative_to(folder).with_suffix("").parts
        if kind_and_name not in known:
            raise ContentFault(path, None, "file", "the name of something that is answered")
        kind, *name = kind_and_name
        by_target[Target(Kind(kind), *name)] = _lines(path)
    return Examples(by_target)


def _lines(path: Path) -> tuple[str, ...]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ContentFault(path, None, "file", "readable UTF-8") from error
    empty = next((number for number, line in enumerate(lines, 1) if not line.strip()), None)
    if empty or not lines:
        raise ContentFault(path, empty, "line", "a sentence as somebody types it")
    return tuple(lines)
