from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import pytest
import uvicorn
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
    async with Playground(
        clock, machine=MachineClock(), retry_after=(0, 0, 0)
    ) as playground:
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
    async with AsyncExitStack() as stack:

        async def start(app: AsyncApp) -> None:
            server = _Server(
                uvicorn.Config(AsyncSlackRequestHandler(app), log_config=None, lifespan="off", port=0)
            )
            slack.request_url = await server.start()
            stack.push_async_callback(server.stop)

        yield start


class _Server:
    def __init__(self, config: uvicorn.Config) -> None:
        self._server = uvicorn.Server(config)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> str:
        self._task = asyncio.ensure_future(self._server.serve())
        while not self._server.started:
            await asyncio.sleep(0.001)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}/slack/events"

    async def stop(self) -> None:
        self._server.should_exit = True
        assert self._task
        await self._task
