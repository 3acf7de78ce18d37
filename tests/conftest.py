"""Holds what every test lives under: repeatable properties, and no unexpected warning in the logs."""

import logging
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import structlog
from hypothesis import settings
from structlog.typing import EventDict, WrappedLogger

from tests.fixtures.world import World, make_template, open_world

settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci")

LOUD_METHODS = frozenset({"warning", "warn", "error", "exception", "critical", "fatal"})


class LoudLogs(logging.Handler):
    """Remembers every record at WARNING or above, from the standard library's loggers and from structlog's."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.name}: {record.levelname}: {record.getMessage()}")

    def processor(self, _logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
        if method in LOUD_METHODS:
            self.heard.append(f"structlog: {method}: {event}")
        return event


@contextmanager
def listening() -> Iterator[LoudLogs]:
    """Listens for the length of a test, and leaves logging as it was however the test configured it."""
    loud = LoudLogs()
    root, configuration = logging.getLogger(), structlog.get_config()
    level, handlers = root.level, root.handlers[:]
    # In place, as structlog's own capture_logs does: loggers that were made earlier share this very list.
    processors = configuration["processors"]
    processors.insert(0, loud.processor)
    root.addHandler(loud)
    try:
        yield loud
    finally:
        root.setLevel(level)
        root.handlers[:] = handlers
        processors.remove(loud.processor)
        structlog.configure(**configuration)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Fails a test that logged at WARNING or above, unless it carries the marker `allow_warnings`."""
    with listening() as loud:
        yield
    if loud.heard and item.get_closest_marker("allow_warnings") is None:
        pytest.fail("logged without `allow_warnings`:\n" + "\n".join(loud.heard), pytrace=False)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database that is up to date, to be copied."""
    return make_template(tmp_path_factory.mktemp("template") / "empty.db")


@pytest.fixture
async def world(template: Path, tmp_path: Path) -> AsyncIterator[World]:
    """A core of its own for each test."""
    async with open_world(template, tmp_path) as opened:
        yield opened
