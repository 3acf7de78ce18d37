"""Holds the broadcast's wire: what it writes, which connections it uses again, and what an answer that is odd means."""

import asyncio
import logging
import shutil
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp.test_utils import unused_port
from telegram.error import NetworkError, TelegramError, TimedOut

from benchmarks.null_server import null_server
from bot.telegram.ready import CALL
from bot.telegram.refusals import Cut, FloodControl
from bot.telegram.request import Timeouts
from bot.telegram.wire import LONGEST_ANSWER, Wire
from tests.flow.program import free_port
from tests.telegram.server import CUT_SHORT, DROP, HANG, TOKEN, BotApi, Reply, page, refusal, written_of

FORM = "chat_id=7&text=Тихо+%26+ясно".encode()
SENT = b'{"ok":true,"result":{"message_id":5}}'
WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(SENT), SENT)


def to(address: str, connections: int = 64, timeouts: Timeouts | None = None) -> Wire:
    return Wire(f"{address}/bot{TOKEN}/{CALL}", connections, timeouts)


Answers = Callable[[bytes], list[bytes]]


@asynccontextmanager
async def answering(answers: Answers, hang_up: bool = False) -> AsyncIterator[tuple[str, list[int]]]:
    """A server that answers each request with these bytes, piece by piece; and how many requests each of its
    connections had.
    """
    asked: list[int] = []
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = len(asked)
        asked.append(0)
        writers.append(writer)
        while head := await _head(reader):
            asked[number] += 1
            for piece in answers(head):
                writer.write(piece)
                await writer.drain()
                # So that the next piece comes by itself.
                await asyncio.sleep(0.01)
            if hang_up:
                break
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", asked
    finally:
        server.close()
        for writer in writers:
            writer.close()
        await server.wait_closed()


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        return head + await reader.readexactly(length)
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""


async def test_a_form_arrives_as_it_was_written(api: BotApi, wire: Wire) -> None:
    status, answer = await wire.post(FORM)

    assert (status, b'"message_id"' in answer) == (200, True)
    assert api.asked("sendMessage") == [{"chat_id": "7", "text": "Тихо & ясно"}]


async def test_the_host_is_named_with_its_port() -> None:
    heard: list[bytes] = []

    def answers(request: bytes) -> list[bytes]:
        heard.append(request)
        return [WHOLE]

    async with answering(answers) as (address, _), to(address) as wire:
        await wire.post(FORM)

    (request,) = heard
    assert request.startswith(
        f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\nHost: {address.removeprefix('http://')}\r\n".encode()
    )
    assert request.endswith(b"\r\n\r\n" + FORM)


async def test_one_connection_serves_form_after_form(api: BotApi, wire: Wire) -> None:
    for _ in range(5):
        await wire.post(FORM)

    assert len({call.peer for call in api.calls}) == 1


async def test_no_more_connections_are_opened_than_allowed(api: BotApi) -> None:
    async with to(api.address, connections=3) as wire:
        await asyncio.gather(*(wire.post(FORM) for _ in range(30)))

    assert len(api.calls) == 30
    assert len({call.peer for call in api.calls}) <= 3


async def test_many_at_once_each_get_their_own_answer() -> None:
    def answers(request: bytes) -> list[bytes]:
        body = b'{"ok":true,"result":{"message_id":%b}}' % request.rpartition(b"=")[2]
        return [b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body), body]

    async with answering(answers) as (address, asked), to(address, connections=8) as wire:
        found = await asyncio.gather(*(wire.post(b"chat_id=%d" % number) for number in range(100)))

    assert [answer for _, answer in found] == [
        b'{"ok":true,"result":{"message_id":%d}}' % number for number in range(100)
    ]
    assert (sum(asked), len(asked) <= 8) == (100, True)


async def test_a_form_that_waits_for_a_free_connection_was_not_heard(api: BotApi) -> None:
    api.lay("sendMessage", HANG)
    async with to(api.address, 1, Timeouts(pool=0.05, read=0.6)) as narrow:
        first, second = await asyncio.gather(narrow.post(FORM), narrow.post(FORM), return_exceptions=True)
        assert (await narrow.post(FORM))[0] == 200

    assert (type(first), type(second)) == (TimedOut, NetworkError)


@pytest.mark.parametrize(("reply", "error"), [(HANG, TimedOut), (DROP, Cut), (CUT_SHORT, TimedOut)])
async def test_after_a_lost_answer_the_next_form_goes_over_another_connection(
    api: BotApi, wire: Wire, reply: Reply, error: type[TelegramError]
) -> None:
    api.lay("sendMessage", reply)

    with pytest.raises(TelegramError) as caught:
        await wire.post(FORM)
    assert (await wire.post(FORM))[0] == 200

    assert type(caught.value) is error
    assert len({call.peer for call in api.calls}) == 2


async def test_whoever_does_not_wait_any_longer_leaves_no_answer_to_the_next() -> None:
    late = asyncio.Event()

    def answers(_request: bytes) -> list[bytes]:
        return [WHOLE] if late.is_set() else [WHOLE[:15], WHOLE[15:]]

    async with answering(answers) as (address, asked), to(address) as wire:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(wire.post(FORM), timeout=0.005)
        late.set()
        assert await wire.post(FORM) == (200, SENT)

    assert asked[1:] == [1]


async def test_a_connection_that_was_idle_for_long_is_not_trusted(api: BotApi) -> None:
    async with to(api.address, timeouts=Timeouts(keep=0.0)) as wire:
        for _ in range(3):
            await wire.post(FORM)

    assert len({call.peer for call in api.calls}) == 3


async def test_a_connection_that_the_server_ended_is_not_written_to_again() -> None:
    async with answering(lambda _: [WHOLE], hang_up=True) as (address, asked), to(address) as wire:
        for _ in range(3):
            assert await wire.post(FORM) == (200, SENT)
            await asyncio.sleep(0.03)

    assert asked == [1, 1, 1]


ODD: list[tuple[list[bytes], bool]] = [
    ([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"%x\r\n%b\r\n0\r\n\r\n" % (len(SENT), SENT)], False),
    ([b"HTTP/1.1 100 Continue\r\n\r\n", WHOLE], False),
    ([WHOLE[:30], WHOLE[30:60], WHOLE[60:]], False),
    ([b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", SENT], True),
    ([b"HTTP/1.0 200 OK\r\n\r\n", SENT[:9], SENT[9:]], True),
]


@pytest.mark.parametrize(("pieces", "hang_up"), ODD)
async def test_an_answer_is_whole_however_it_says_where_it_ends(pieces: list[bytes], hang_up: bool) -> None:
    async with answering(lambda _: pieces, hang_up=hang_up) as (address, _), to(address) as wire:
        assert await wire.post(FORM) == (200, SENT)
        assert await wire.post(FORM) == (200, SENT)


@pytest.mark.parametrize(
    "pieces",
    [
        [b"not HTTP at all\r\n\r\n"],
        [b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n"],
        [b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (2 * LONGEST_ANSWER), b"x" * (LONGEST_ANSWER + 1)],
    ],
)
async def test_what_cannot_be_read_may_have_been_heard(pieces: list[bytes]) -> None:
    async with answering(lambda _: pieces) as (address, asked), to(address) as wire:
        for _ in range(2):
            with pytest.raises(TimedOut) as caught:
                await wire.post(FORM)
            assert type(caught.value) is TimedOut

    assert asked == [1, 1]


async def test_what_nobody_asked_for_is_no_answer_to_the_next_form() -> None:
    wrong = WHOLE.replace(b'"message_id":5', b'"message_id":6')

    async with answering(lambda _: [WHOLE + wrong]) as (address, asked), to(address) as wire:
        for _ in range(2):
            assert await wire.post(FORM) == (200, SENT)

    assert asked == [1, 1]


async def test_a_redirect_is_not_followed(api: BotApi, wire: Wire) -> None:
    api.lay("sendMessage", Reply(status=302, body="", headers={"Location": f"{api.address}/bot{TOKEN}/elsewhere"}))

    assert (await wire.post(FORM))[0] == 302
    assert [call.method for call in api.calls] == ["sendMessage"]


async def test_a_proxy_in_the_environment_is_not_used(api: BotApi, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{unused_port()}")

    await wire.post(FORM)

    assert len(api.calls) == 1


async def test_opening_and_closing_twice_changes_nothing(api: BotApi) -> None:
    wire = to(api.address)

    await wire.initialize()
    await wire.initialize()
    assert (await wire.post(FORM))[0] == 200
    await wire.shutdown()
    await wire.shutdown()
    with pytest.raises(NetworkError):
        await wire.post(FORM)
    await wire.initialize()
    assert (await wire.post(FORM))[0] == 200
    await wire.shutdown()


def refused() -> str:
    closed = socket.socket()
    closed.bind(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    closed.close()
    return address


@pytest.mark.parametrize("address", ["", "http://", "https://name.invalid", f"http://{'x' * 70}"])
async def test_where_nobody_is_nobody_has_heard(address: str) -> None:
    async with to(address or refused(), timeouts=Timeouts(connect=2.0)) as wire:
        with pytest.raises(NetworkError) as caught:
            await wire.post(FORM)

    assert type(caught.value) is NetworkError


async def test_a_server_that_is_not_who_it_says_is_told_nothing(api: BotApi) -> None:
    async with to(api.address.replace("http:", "https:"), timeouts=Timeouts(connect=2.0)) as wire:
        with pytest.raises(NetworkError) as caught:
            await wire.post(FORM)

    assert type(caught.value) is NetworkError
    assert api.calls == []


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate; it is not installed here")
@pytest.mark.parametrize("trusted", [True, False])
async def test_only_a_server_with_a_certificate_that_is_trusted_hears(
    trusted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with null_server(tmp_path, free_port(), tls=True) as server:
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(server.trust))
        async with to(server.address) as wire:
            if trusted:
                assert (await wire.post(FORM))[0] == 200
            else:
                with pytest.raises(NetworkError) as caught:
                    await wire.post(FORM)
                assert type(caught.value) is NetworkError
        assert (await server.count()).reached == int(trusted)


@pytest.mark.allow_warnings
@pytest.mark.parametrize("reply", [HANG, DROP, CUT_SHORT, page(403), refusal(429, "Too Many Requests")])
async def test_the_token_is_in_no_log_and_no_error(
    api: BotApi, wire: Wire, caplog: pytest.LogCaptureFixture, reply: Reply
) -> None:
    caplog.set_level(logging.DEBUG)
    api.lay("sendMessage", reply)

    with pytest.raises(TelegramError) as caught:
        await wire.post(FORM)

    assert "the-secret-part" not in written_of(caught.value, caplog.text)


async def test_a_flood_refusal_is_one_here_too(api: BotApi, wire: Wire) -> None:
    api.lay("sendMessage", refusal(429, "Too Many Requests", retry_after=7))

    with pytest.raises(FloodControl):
        await wire.post(FORM)
