"""A web server inside our own event loop."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from bot.domain.errors import BotError

LAST_REQUESTS_SECONDS = 20
TICK_SECONDS = 1.0

FOR_EXAMPLE = (3100, 3200)
"""Ports to choose where the one wanted is taken: the first that isn't that one."""


class PortTaken(BotError):
    """Something else listens there already."""

    key = "error.port-taken"


class CannotListen(BotError):
    """This machine has no such address, or we may not listen there."""

    key = "error.cannot-listen"


@contextlib.contextmanager
def as_set(host: str, port: int, kind: str = "") -> Iterator[None]:
    """Errors of listening there name the variables that say where: HOST and PORT, or those of a `kind`."""
    try:
        yield
    except (OSError, UnicodeError) as error:  # the latter for a name that can't be one
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            other = next(each for each in FOR_EXAMPLE if each != port)
            raise PortTaken(port=port, variable=f"{kind}PORT", other=other) from error
        why = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
        set_to = f"{kind}HOST={host}, {kind}PORT={port}"
        raise CannotListen(set_to=set_to, why=why, host=f"{kind}HOST", port=f"{kind}PORT") from error


def try_to_listen(host: str, port: int) -> None:
    """Take the port and give it back, without anybody being able to connect meanwhile; raises as `bind`."""
    with socket.socket(_family(host)) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        tried.bind((host, port))


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


class WebServer(uvicorn.Server):
    """Listens from the moment it is made, so that its address is known before it serves.

    Signals are left to whoever stops it: uvicorn's way of raising them again after the last request
    would cut off the work that is still to be finished then.
    """

    def __init__(self, web: ASGIApp, host: str, port: int) -> None:
        """Port 0 takes a free one; raises `OSError` if the port is taken."""
        self._told_to_stop = asyncio.Event()
        super().__init__(
            uvicorn.Config(
                web,
                access_log=False,
                log_config=None,
                lifespan="off",
                server_header=False,
                timeout_graceful_shutdown=LAST_REQUESTS_SECONDS,
            )
        )
        family = _family(host)
        self._listener = socket.create_server((host, port), family=family)
        # Connections inherit it. Without it the body of an answer waits 40 ms for the client to have
        # acknowledged the head; asyncio sets it only where the protocol was named, and that it isn't here.
        self._listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        shown = f"[{host}]" if family is socket.AF_INET6 else host
        self.url = f"http://{shown}:{self._listener.getsockname()[1]}"

    async def run(self) -> None:  # type: ignore[override] # uvicorn's starts an event loop; we have one
        """Serve until stopped, and answer what has come in by then."""
        await self.serve([self._listener])

    def stop(self) -> None:
        """Take no new connection, finish what is under way."""
        self.should_exit = True
        self._told_to_stop.set()

    async def main_loop(self) -> None:
        """Until it is told to stop. uvicorn's own looks ten times a second whether it is; what it does
        besides, once a second, is to tell the time in its answers."""
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._told_to_stop.wait(), TICK_SECONDS)

    def close(self) -> None:
        """Give the port back; for a server that may never have come to serve."""
        self._listener.close()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def stop_on_signal(
    server: WebServer, stopping: asyncio.Event | None = None, drain_seconds: float = 0
) -> None:
    """Stop the server at SIGINT or SIGTERM, or `drain_seconds` after it, while `stopping` makes the bot
    unready and a load balancer turns to others. A second signal ends that wait. To be called before anybody
    is told that the bot runs: until then a signal just ends the process."""
    loop = asyncio.get_running_loop()
    stopping = stopping or asyncio.Event()

    def stop() -> None:
        loop.call_later(0 if stopping.is_set() else drain_seconds, server.stop)
        stopping.set()

    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop)
