"""Answers go out whole, in order, and whole again whatever their length."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from shared.operations import serve_http
from stack import ports
from tests.waiting import until

LONG = "long " * 1_000_000
READ_BYTES = 1 << 20
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def short(request: Request) -> Response:
    return PlainTextResponse(request.query_params["say"])


async def long(request: Request) -> Response:
    del request
    return PlainTextResponse(LONG)


async def parts(request: Request) -> Response:
    del request

    def pieces() -> Iterator[str]:
        yield from ("one ", "two ", LONG)

    return StreamingResponse(pieces(), media_type="text/plain")


@pytest.fixture
async def connection() -> AsyncIterator[Connection]:
    routes = [Route("/short", short), Route("/long", long), Route("/parts", parts)]
    holder = ports.reserve()
    port = ports.number(holder)
    task = asyncio.create_task(serve_http(Starlette(routes=routes), ports.LOOPBACK, port))
    opened: list[Connection] = []

    async def answers() -> bool:
        try:
            opened.append(await asyncio.open_connection(ports.LOOPBACK, port))
        except ConnectionError:
            return False
        return True

    while not await answers():
        await asyncio.sleep(0.02)
    yield opened[0]
    opened[0][1].close()
    task.cancel()
    await asyncio.wait({task})
    holder.close()


def get(path: str, *headers: str) -> bytes:
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: here", *headers, "", ""]).encode()


async def test_head_and_body_come_together(connection: Connection) -> None:
    reader, writer = connection
    for number in range(20):
        writer.write(get(f"/short?say=number-{number}"))
        answer = await reader.read(READ_BYTES)
        assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
        assert answer.endswith(f"\r\n\r\nnumber-{number}".encode())


async def test_requests_without_waiting_are_answered_in_order(connection: Connection) -> None:
    reader, writer = connection
    writer.write(b"".join(get(f"/short?say=number-{number};") for number in range(50)))
    said = b""
    while said.count(b"number-") < 50:
        said += await reader.read(READ_BYTES)
    found = [said.index(f"number-{number};".encode()) for number in range(50)]
    assert found == sorted(found)


@pytest.mark.parametrize("path", ["/long", "/parts"])
async def test_long_answers_are_complete_and_the_last_one_closes(
    connection: Connection, path: str
) -> None:
    reader, writer = connection
    writer.write(get(path, "Connection: close"))
    async with asyncio.timeout(20):
        answer = await reader.read()
    assert answer.count(b"long ") == LONG.count("long ")
    assert answer.endswith(b"long " if path == "/long" else b"\r\n0\r\n\r\n")


async def test_who_leaves_before_the_answer_harms_nobody(
    connection: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    port = connection[1].get_extra_info("peername")[1]
    for _ in range(200):
        _, writer = await asyncio.open_connection(ports.LOOPBACK, port)
        writer.write(get("/short?say=x"))
        await asyncio.sleep(0)
        writer.transport.abort()
    reader, writer = connection
    writer.write(get("/short?say=there"))
    assert (await reader.read(READ_BYTES)).endswith(b"there")
    await until(lambda: not [each for each in asyncio.all_tasks() if "run_asgi" in repr(each)])
    assert not caplog.records


async def test_who_has_said_all_and_still_listens_is_answered(connection: Connection) -> None:
    reader, writer = connection
    writer.write(get("/short?say=the-last"))
    writer.write_eof()
    async with asyncio.timeout(5):
        assert (await reader.read()).endswith(b"the-last")
