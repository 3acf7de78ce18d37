"""What a long test finds out is printed, whether it passes or not."""

from collections.abc import Callable

import pytest


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Writes a line to the terminal, past whatever pytest keeps back."""
    plugins = request.config.pluginmanager
    reporter, captures = plugins.get_plugin("terminalreporter"), plugins.get_plugin("capturemanager")

    def write(line: str) -> None:
        if reporter and captures:
            with captures.global_and_fixture_disabled():
                reporter.ensure_newline()
                reporter.write_line(line)

    return write
