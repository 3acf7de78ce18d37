"""Logs can be read by people and machines, and hold no token, no word of a person and no place."""

import io
import json
import logging
from collections.abc import Callable

import pytest
import structlog

from bot.logs import configure

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw-"
FORMS = pytest.mark.parametrize("form", ["console", "json"])


def logged(form: str, say: Callable[[structlog.stdlib.BoundLogger], None], level: str = "info") -> str:
    configure(level, form)
    (handler,) = logging.getLogger().handlers
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    handler.setStream(written)
    say(structlog.get_logger("test"))
    return written.getvalue()


@FORMS
def test_an_event_is_told_with_its_values(form: str) -> None:
    line = logged(form, lambda log: log.info("transitions", source="alerts-in-ua", count=2))
    assert all(word in line for word in ("transitions", "alerts-in-ua", "2", "info"))


def test_json_is_one_object_a_line_with_letters_as_they_are() -> None:
    line = json.loads(logged("json", lambda log: log.info("area", name="Харків")))
    assert (line["event"], line["name"], line["level"]) == ("area", "Харків", "info")
    assert line["timestamp"].endswith("Z")


@FORMS
def test_what_lies_below_the_level_is_not_told(form: str) -> None:
    assert logged(form, lambda log: log.info("quiet"), "warning") == ""


@FORMS
@pytest.mark.allow_warnings
def test_no_token_is_told_wherever_it_stands(form: str) -> None:
    def say(log: structlog.stdlib.BoundLogger) -> None:
        log.warning(f"https://api.telegram.org/bot{TOKEN}/getMe", address=f"bot{TOKEN}", nested={"deep": [TOKEN]})
        logging.getLogger("somebody.else").warning("asked https://api.telegram.org/bot%s/getMe", TOKEN)
        try:
            raise OSError(f"cannot reach https://api.telegram.org/bot{TOKEN}/sendMessage")
        except OSError:
            log.exception("unreachable")

    told = logged(form, say)
    assert "unreachable" in told and "cannot reach" in told
    assert TOKEN not in told
    assert told.count("<token>") >= 5


@FORMS
@pytest.mark.allow_warnings
def test_a_traceback_shows_no_local_values(form: str) -> None:
    def say(log: structlog.stdlib.BoundLogger) -> None:
        words = "слова людини"
        try:
            raise ValueError(f"{len(words)} letters")
        except ValueError:
            log.exception("failed")

    told = logged(form, say)
    assert "12 letters" in told and "ValueError" in told
    assert "слова людини" not in told


@FORMS
def test_what_a_library_tells_for_its_own_mending_is_not_told_at_any_level(form: str) -> None:
    told = logged(form, lambda _: logging.getLogger("some.driver").debug("executing %s", "people's words"), "debug")
    assert told == ""


@FORMS
def test_libraries_that_log_addresses_are_quiet(form: str) -> None:
    told = logged(form, lambda _: logging.getLogger("httpx").info("GET https://example.org/secret"))
    assert told == ""
