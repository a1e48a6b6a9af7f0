"""The server that everything comes in by."""

from __future__ import annotations

import asyncio
import socket

import pytest
from aiohttp import ClientSession
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot import web_server
from bot.web_server import WebServer


async def test_the_body_of_an_answer_does_not_wait_until_its_head_is_acknowledged() -> None:
    server = WebServer(Starlette(routes=[Route("/", PlainTextResponse("ok"))]), "127.0.0.1", 0)
    serving = asyncio.create_task(server.run())
    async with ClientSession() as session, session.get(server.url):
        (connection,) = server.server_state.connections
        assert isinstance(connection, HttpToolsProtocol)
        ours = connection.transport.get_extra_info("socket")
        assert ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    server.stop()
    await serving


async def test_it_stops_when_it_is_told_to_and_not_at_its_next_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_server, "TICK_SECONDS", 3600)
    server = WebServer(Starlette(), "127.0.0.1", 0)
    serving = asyncio.create_task(server.run())
    while not server.started:  # noqa: ASYNC110 - uvicorn offers no event to wait for
        await asyncio.sleep(0.001)
    server.stop()
    await serving
