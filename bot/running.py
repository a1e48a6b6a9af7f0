"""Running what `bot.bootstrap` has built: in Slack until a signal, with its schedulers and its metrics."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from starlette.types import ASGIApp

from bot.bootstrap import LAST_WORK_SECONDS, Bot, SystemClock, build, load_library
from bot.domain.errors import BotError
from bot.metrics import metrics_app
from bot.scheduler import Scheduler
from bot.settings import Mode, Settings
from bot.slack.allowances import Allowances
from bot.slack.endpoint import Endpoint, web_app
from bot.slack.installing import REDIRECT_PATH, OAuth
from bot.slack.pacing import Pacing
from bot.slack.socket_mode import SocketMode
from bot.tracing import Tracing
from bot.web_server import WebServer, as_set, stop_on_signal

SLACK_PORT = 3000
METRICS = "METRICS_"
"""Begins the names of the variables that say where metrics are served."""

Announce = Callable[[str, str], None]
"""Told that the bot is ready: a text's key and the address."""


class SlackNotHeard(BotError):
    """No new connection brings anything, though Slack answers: whatever started us starts us anew."""

    key = "error.slack-not-heard"


@asynccontextmanager
async def scheduled(bot: Bot, *others: Scheduler) -> AsyncIterator[None]:
    """Run the schedulers meanwhile; at the end the turns under way are finished first."""
    schedulers = (*bot.schedulers, *others)
    running = [asyncio.create_task(scheduler.run()) for scheduler in schedulers]
    try:
        yield
    finally:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORK_SECONDS):
                await asyncio.gather(*(scheduler.stop() for scheduler in schedulers))
        for task in running:
            task.cancel()
        await asyncio.wait(running)


def _oauth(settings: Settings) -> OAuth:
    assert settings.slack_client_id and settings.slack_client_secret, "no such mode without them"
    redirect = settings.public_url + REDIRECT_PATH if settings.public_url else None
    return OAuth(settings.slack_client_id, settings.slack_client_secret.get_secret_value(), redirect)


async def run_in_slack(settings: Settings, announce: Announce) -> None:
    """Run in Slack until a signal asks to stop. `announce` gets a text's key and the address, once ready.

    Raises `FaultyPack`, `DatabaseUnavailable`, `PortTaken` and `CannotListen`, and `SlackApiError`
    for a token that Slack refuses; and `SlackNotHeard` later, once nothing here helps any more.
    """
    secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    library = load_library(settings.packs, settings.cache)
    gc.freeze()  # what is loaded stays, and nobody need look through it for garbage again and again
    async with AsyncExitStack() as stack:
        tracing = Tracing(settings.traces_to) if settings.traces_to else None
        if tracing:
            stack.push_async_callback(asyncio.to_thread, tracing.close)
        bot = await stack.enter_async_context(
            build(
                library,
                SystemClock(),
                settings.database_url,
                token,
                secret,
                settings.slack_api_url,
                agree=True,
                pacing=Pacing(),
                oauth=_oauth(settings) if settings.mode is Mode.WORKSPACES else None,
                keys=settings.keys,
                allowances=Allowances(SystemClock(), settings.question_limit, settings.reply_limit),
            )
        )
        app_token = settings.slack_app_token
        socket = (
            SocketMode(bot.app, app_token.get_secret_value(), bot.clients.nobodys(), bot.metrics)
            if app_token
            else None
        )
        endpoint = None if socket else Endpoint(bot.app, secret)

        stopping, deaf = asyncio.Event(), asyncio.Event()

        async def ready() -> bool:
            if stopping.is_set():
                return False
            return await bot.ready() and (socket is None or await socket.connected())

        port = SLACK_PORT if settings.port is None else settings.port
        web: ASGIApp = web_app(endpoint, ready, bot.metrics, bot.pages)
        if tracing:
            web = tracing.requests(web)
            tracing.database(bot.database.engine)
        with as_set(settings.host, port):
            server = WebServer(web, settings.host, port)
        stack.callback(server.close)

        def give_up() -> None:
            deaf.set()
            server.stop()

        await stack.enter_async_context(metrics_served(bot, settings.metrics_host, settings.metrics_port))
        await bot.arrive()
        if socket:
            stack.push_async_callback(socket.close)
            await socket.connect()
            socket.lost = give_up
        await stack.enter_async_context(scheduled(bot, *([Scheduler(socket.watch)] if socket else [])))
        stop_on_signal(server, stopping, settings.drain_seconds)
        announce(f"run.{settings.mode}", server.url)
        await server.run()
        if deaf.is_set():
            raise SlackNotHeard


@asynccontextmanager
async def metrics_served(bot: Bot, host: str, port: int | None) -> AsyncIterator[WebServer | None]:
    """Serve the metrics meanwhile, if they have a port: one of their own, for what stands on Slack's can
    be reached from the internet."""
    if port is None:
        yield None
        return
    web = metrics_app(bot.metrics, lambda: bot.database.backlog(bot.clock.now()))
    with as_set(host, port, METRICS):
        server = WebServer(web, host, port)
    serving = asyncio.create_task(server.run())
    try:
        yield server
    finally:
        server.stop()
        await serving
