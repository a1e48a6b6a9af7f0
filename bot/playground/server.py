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
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import Scope

from bot.playground.asgi import asgi_app
from bot.playground.pretend_slack import PretendSlack

LOOPBACK = "127.0.0.1"
LAST_WORDS = 1  # seconds an open connection gets when the server stops


class Playground(PretendSlack):
    """The pretend Slack, listening. Takes what `PretendSlack` takes."""

    url = ""
    _server: _Server | None = None
    _serving: asyncio.Task[None] | None = None

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
        self.web_api.hang_up = self._hang_up
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
    # Named, the protocol makes asyncio send the body of an answer before its head has been acknowledged.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener
