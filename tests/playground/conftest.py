from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
import uvicorn
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import MovableClock, Playground
from tests.clock import FakeClock


class MachineClock:
    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - apps compare signatures with the machine's real time


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    clock = MovableClock(FakeClock())
    async with Playground(clock, machine=MachineClock(), retry_after=(0, 0, 0)) as playground:
        yield playground


@pytest.fixture
def client(slack: Playground) -> AsyncWebClient:
    return AsyncWebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def app(slack: Playground, client: AsyncWebClient) -> AsyncApp:
    return AsyncApp(client=client, signing_secret=slack.signing_secret, process_before_response=True)


Serve = Callable[[AsyncApp], Awaitable[None]]


@pytest.fixture
async def serve(slack: Playground) -> AsyncIterator[Serve]:
    """Put a Bolt app behind the playground's request URL."""
    async with AsyncExitStack() as stack:

        async def start(app: AsyncApp) -> None:
            config = uvicorn.Config(AsyncSlackRequestHandler(app), log_config=None, lifespan="off", port=0)
            server = uvicorn.Server(config)
            serving = asyncio.ensure_future(server.serve())
            while not server.started:  # noqa: ASYNC110 - uvicorn offers no event to wait for
                await asyncio.sleep(0.001)

            async def stop() -> None:
                server.should_exit = True
                await serving

            stack.push_async_callback(stop)
            port = server.servers[0].sockets[0].getsockname()[1]
            slack.request_url = f"http://127.0.0.1:{port}/slack/events"

        yield start


@dataclass
class Received:
    headers: dict[str, str]
    body: bytes


@dataclass
class PlainApp:
    """An app that does nothing but answer as it is told, 200 when it isn't told."""

    answers: list[web.Response] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.received.append(Received(headers, await request.read()))
        return self.answers.pop(0) if self.answers else web.Response()


@pytest.fixture
async def plain_app(slack: Playground) -> AsyncIterator[PlainApp]:
    plain = PlainApp()
    application = web.Application()
    application.router.add_post("/slack/events", plain.handle)
    async with TestServer(application) as server:
        slack.request_url = str(server.make_url("/slack/events"))
        yield plain
