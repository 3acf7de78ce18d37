"""Holds what every test lives under: repeatable properties, and no unexpected warning in the logs."""

import asyncio
import gc
import logging
import os
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import structlog
from hypothesis import settings
from structlog.typing import EventDict, WrappedLogger

from bot.tasks import quick_loop
from tests.fixtures.databases import PostgresTemplate, Template, make_template, postgres_template
from tests.fixtures.postgres import NoServer
from tests.fixtures.world import World, open_world

settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci")
# By itself structlog draws a picture of each traceback, which takes longer than most tests.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(key_order=["level", "event"]),
    ]
)

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


def pytest_collection_finish() -> None:
    """Thousands of collected tests stay to the end: to look through them again and again for what can be freed takes a
    sixth of the tests' time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]] | None:
    """Every test runs on the event loop that `python -m bot run` chooses."""
    quick = quick_loop()
    return {"quick": quick} if quick else None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Runs a test on both databases where it carries the marker `both_databases`."""
    if metafunc.definition.get_closest_marker("both_databases") and "template" in metafunc.fixturenames:
        metafunc.parametrize("template", ["sqlite", "postgres"], indirect=True, scope="session")


@pytest.fixture(scope="session")
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """An empty database that is up to date, to be copied; a file of SQLite where the test does not say otherwise."""
    if getattr(request, "param", "sqlite") == "postgres":
        on_server: PostgresTemplate = request.getfixturevalue("on_server")
        return on_server
    return make_template(tmp_path_factory.mktemp("template") / "empty.db")


@pytest.fixture(scope="session")
def on_server() -> Iterator[PostgresTemplate]:
    """The same on a PostgreSQL server of our own; without one the test is skipped, but never where CI=true."""
    try:
        with postgres_template() as made:
            yield made
    except NoServer as why:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(why))


@pytest.fixture
async def world(template: Template, tmp_path: Path) -> AsyncIterator[World]:
    """A core of its own for each test."""
    async with open_world(template, tmp_path) as opened:
        yield opened
