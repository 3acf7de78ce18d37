"""The table of benchmarks says what it means, and the registry's benchmarks exist; no figure is tested."""

import io
from importlib import import_module
from inspect import iscoroutinefunction
from pathlib import Path

import pytest
from rich.console import Console
from telegram import Bot

from benchmarks.null_server import null_server
from benchmarks.registry import BENCHMARKS, run
from benchmarks.table import Figure, Of, Size, Target, medians
from bot.telegram.messenger import Messenger
from bot.telegram.outgoing import Outgoing
from bot.telegram.refusals import Sent
from bot.telegram.request import AiohttpRequest
from tests.flow.program import free_port
from tests.test_docs import CHECKOUT


@pytest.mark.parametrize(
    ("ours", "alternative", "target", "verdict"),
    [
        (4.0, 2.0, Target(least=2.0), "kept"),
        (3.9, 2.0, Target(least=2.0), "missed"),
        (1.0, 2.0, Target(most=0.5), "kept"),
        (1.1, 2.0, Target(most=0.5), "missed"),
        (99.0, None, Target(Of.OURS, most=100), "kept"),
        (101.0, 500.0, Target(Of.OURS, most=100), "missed"),
        (float("inf"), 1.0, Target(Of.OURS, most=100), "missed"),
        # A ratio to nothing keeps no promise.
        (4.0, None, Target(least=2.0), "missed"),
        (4.0, 0.0, Target(least=2.0), "missed"),
        (4.0, 2.0, None, ""),
    ],
)
def test_a_target_is_kept_or_missed(
    ours: float, alternative: float | None, target: Target | None, verdict: str
) -> None:
    assert Figure("rate", "messages/s", ours, alternative, target=target).verdict == verdict


def test_of_several_rounds_each_number_has_its_own_median() -> None:
    rounds = [[Figure("a", "s", ours, other), Figure("b", "s", ours)] for ours, other in ((1, 30), (9, 10), (3, 20))]

    assert medians(rounds) == (Figure("a", "s", 3, 20), Figure("b", "s", 3))


@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_benchmark_of_the_registry_can_be_run_and_stands_on_its_page(name: str) -> None:
    module = import_module(f"benchmarks.{BENCHMARKS[name].module}")

    assert BENCHMARKS[name].tells or iscoroutinefunction(module.measure)
    assert f"| `{name}` |" in (CHECKOUT / "docs" / "benchmarks.md").read_text(encoding="utf-8")


def test_the_table_is_printed_with_what_was_measured() -> None:
    printed = Console(file=io.StringIO(), width=200)

    run(("estimates",), Size.SMALL, 1, printed)

    assert "a month of ten places: loop held" in printed.file.getvalue()  # type: ignore[attr-defined]


async def test_the_null_server_writes_down_what_is_sent_and_hands_out_what_is_said(tmp_path: Path) -> None:
    async with null_server(tmp_path, free_port(), chats_every=0.01) as server, AiohttpRequest() as request:
        bot = Bot("1:x", base_url=f"{server.address}/bot", request=request, get_updates_request=request)
        messenger = Messenger(bot)
        for chat in (7, -100):
            assert isinstance(await messenger.send(chat, Outgoing("All clear"), silent=True), Sent)
        await server.say("/broadcast")
        (said,) = await bot.get_updates()
        await server.chats(on=True)
        (asked,) = await bot.get_updates(offset=2)
        log = await server.log()

    assert [(chat, text[:3]) for _, chat, text in log.sent] == [(7, "All"), (-100, "All")]
    assert [update.message and update.message.text for update in (said, asked)] == ["/broadcast", "/now"]
    assert len(log.asked) == 1
