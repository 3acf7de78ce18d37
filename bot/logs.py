"""Logs that an operator can read and that hold no token, no text of a message and no coordinates."""

import logging
import re
from typing import Any

import structlog
from structlog.tracebacks import ExceptionDictTransformer

#: A bot token as it stands in Bot API addresses: digits, a colon, thirty and more letters, digits or dashes.
_TOKEN = re.compile(r"\d{5,}:[\w-]{20,}")
#: Without the values of local variables: among them are tokens, people's words and their places.
_TRACEBACKS = structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False))
#: Libraries that log addresses, and with them the token, at INFO.
_TOO_CHATTY = ("httpx", "httpcore", "aiohttp", "aiosqlite", "apscheduler", "telegram", "alembic", "asyncio")


def configure(level: str, form: str) -> None:
    """Sets up structlog and the standard library's logging alike; `form` is `console` or `json`."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = logging.StreamHandler()
    ends: list[structlog.types.Processor] = (
        [_TRACEBACKS, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if form == "json"
        else [_console(colours=handler.stream.isatty())]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ends, _without_tokens],
        )
    )
    handler.addFilter(_is_ours_or_loud)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _TOO_CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns whenever a look takes longer than the pause to the next one, which then simply finds more to do.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)


def _is_ours_or_loud(record: logging.LogRecord) -> bool:
    """What libraries tell below a warning is for whoever mends them, and quotes what they were given: whole statements
    with people's words. Ours come as dictionaries.
    """
    return isinstance(record.msg, dict) or record.levelno >= logging.WARNING


def _console(*, colours: bool) -> structlog.dev.ConsoleRenderer:
    return structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=structlog.dev.plain_traceback)


def _without_tokens(_logger: Any, _method: str, line: Any) -> str:
    """Looks at the finished line, because a token may stand in an address, in a traceback or in any value."""
    return _TOKEN.sub("<token>", str(line))
