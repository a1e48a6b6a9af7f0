"""The playground as one thing: start it, point an app at it, act as a person, look at what happened.

    slack = Playground(MovableClock(real), machine=real)
    await slack.start()
    client = AsyncWebClient(slack.bot_token, base_url=slack.api_url)
    slack.request_url = "http://127.0.0.1:3000/slack/events"
    await slack.say(MIKA, DAILY, "good morning")

It knows Slack and no app in particular. `machine` tells the real time, for signatures.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import uvicorn
from starlette.types import Scope

from bot.playground.asgi import asgi_app
from bot.playground.clock import MovableClock
from bot.playground.delivery import (
    ANSWER_WITHIN,
    EVENT,
    RETRY_AFTER,
    Answer,
    Deliverer,
    Delivery,
    HttpLine,
)
from bot.playground.events import Events
from bot.playground.faults import Fault
from bot.playground.gestures import Gestures
from bot.playground.manifest import Manifest
from bot.playground.methods import Backstage
from bot.playground.posting import Posting
from bot.playground.socket_mode import SocketLine
from bot.playground.timeline import Timeline, travel
from bot.playground.views import Views
from bot.playground.web_api import ApiCall, WebApi
from bot.playground.workspace import Workspace
from bot.ports import Clock

LOOPBACK = "127.0.0.1"
LAST_WORDS = 1  # seconds an open connection gets when the server stops


class Playground(Gestures):
    """A pretend Slack. The tokens and the signing secret are made up anew for each."""

    def __init__(
        self,
        clock: MovableClock,
        *,
        machine: Clock,
        request_url: str | None = None,
        signing_secret: str | None = None,
        manifest: Mapping[str, Any] | None = None,
        timeline: Timeline | None = None,
        zone: str = "Asia/Tokyo",
        answer_within: float = ANSWER_WITHIN,
        retry_after: Sequence[float] = RETRY_AFTER,
    ) -> None:
        self.clock = clock
        self.timeline = timeline
        self.zone = zone
        self.signing_secret = signing_secret or secrets.token_hex(16)
        self.bot_token = f"xoxb-{secrets.token_hex(20)}"
        self.app_token = f"xapp-1-{secrets.token_hex(20)}"
        self.manifest = Manifest.read(manifest)
        self.sockets = SocketLine(answer_within)
        self.http = HttpLine(request_url, self.signing_secret, machine, answer_within)
        deliverer = Deliverer((self.sockets, self.http), retry_after)
        workspace = Workspace(clock)
        views = Views(workspace)
        events = Events(workspace, deliverer, self.manifest)
        posting = Posting(workspace, deliverer, events)
        super().__init__(workspace, views, deliverer, events, posting)
        stage = Backstage(workspace, views, deliverer, events, posting, self.sockets, self.manifest)
        self.web_api = WebApi(stage, self.bot_token, self.app_token, self._hang_up)
        self.url = ""
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None

    # Up and down

    async def start(self, host: str = LOOPBACK, port: int = 0) -> None:
        """Listen; port 0 takes a free one. `url` and `api_url` are known when this returns.
        `OSError` if the port is taken."""
        listener = _listen(host, port)
        shown = LOOPBACK if host in ("0.0.0.0", "::", "") else host  # noqa: S104 - compared, not bound
        self.url = self.posting.base_url = f"http://{shown}:{listener.getsockname()[1]}"
        config = uvicorn.Config(
            asgi_app(self),
            access_log=False,
            date_header=False,
            log_config=None,
            lifespan="off",
            timeout_graceful_shutdown=LAST_WORDS,
        )
        self._server = _Server(config)
        self._serving = asyncio.ensure_future(self._server.serve([listener]))
        while not self._server.started:
            if self._serving.done():
                await self._serving
            await asyncio.sleep(0.001)

    async def stop(self) -> None:
        """Hang up on everyone and be gone."""
        await self.deliverer.close()
        await self.http.close()
        if self._server and self._serving:
            await self.sockets.disconnect()
            self.workspace.close()
            self._server.leave()
            await self._serving

    async def __aenter__(self) -> Playground:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def api_url(self) -> str:
        """What an app takes as Slack's base address; ends with a slash."""
        return f"{self.url}/api/"

    @property
    def request_url(self) -> str | None:
        """Where the app takes events, commands and interactions; None before one is known."""
        return self.http.url

    @request_url.setter
    def request_url(self, url: str) -> None:
        self.http.url = url

    # What tests ask for

    async def settle(self) -> None:
        """Wait until nothing is on its way to the app any more."""
        await self.deliverer.settle()

    @property
    def deliveries(self) -> Sequence[Delivery]:
        """Everything sent to the app, oldest first."""
        return self.deliverer.deliveries

    async def deliver_again(
        self, delivery: Delivery, times: int = 1, *, at_once: bool = False
    ) -> list[Answer]:
        """The same payload again, as Slack's retries are; `at_once` sends all of them together."""
        return await self.deliverer.again(delivery, times, at_once=at_once)

    async def verify_url(self) -> bool:
        """Slack's check of a request URL: does the app send the challenge back?"""
        challenge = secrets.token_hex(16)
        payload = {"type": "url_verification", "token": "", "challenge": challenge}
        answer = await self.http.send(EVENT, payload, None)
        return answer.ok and challenge in answer.body

    def calls(self, method: str | None = None) -> list[ApiCall]:
        """The app's Web API calls (`ApiCall`), oldest first; of one method if named."""
        return [call for call in self.web_api.calls if method in (None, call.method)]

    def fail_next(self, method: str, fault: Fault, times: int = 1) -> None:
        """The next calls of this method go wrong."""
        self.web_api.faults.order(method, fault, times)

    async def travel(self, to: datetime) -> None:
        """Move the clock to this aware instant, letting everything due on the way happen in order."""
        await travel(self.clock, self.timeline, to)
        self.workspace.changed()
        await self.settle()

    def _hang_up(self, scope: Scope) -> None:
        """Break the connection this request came in on."""
        assert self._server
        for connection in list(self._server.server_state.connections):
            transport = getattr(connection, "transport", None)
            if transport and transport.get_extra_info("peername")[:2] == tuple(scope["client"]):
                transport.abort()


class _Server(uvicorn.Server):
    """A server among others in a process: signals are the composition root's business, and it waits
    to be told to leave instead of looking up ten times a second."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._leaving = asyncio.Event()

    def leave(self) -> None:
        self.should_exit = True
        self._leaving.set()

    async def main_loop(self) -> None:
        await self._leaving.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener
