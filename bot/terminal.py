"""What every command of the terminal does alike: show how far it is, and end on a fault with a line and exit code 1."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn, TypeVar

import typer

from bot.errors import SettingsFault, TyshaError

Result = TypeVar("Result")


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A line on the terminal that shows how far long work is."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(what, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


def or_leave(step: Callable[[], Result]) -> Result:
    """The step's result; a fault ends the program with one line each and exit code 1."""
    try:
        return step()
    except SettingsFault as fault:
        leave(*fault.faults)
    except TyshaError as fault:
        leave(str(fault))


def leave(*lines: str) -> NoReturn:
    """Ends the program with these lines and exit code 1."""
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(1)
