"""Sends requests that are ready as bytes over connections that stay open, and keeps the time.

Raw sockets and nothing parsed but the status and the length: the less the generator costs, the more of the
machine is left to what it measures.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import cast
from urllib.parse import urlsplit

CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of requests took: seconds in all, of each request, and of the generator's own processor
    time; and how many were answered with something else than 200."""

    seconds: float
    latencies: Sequence[float]
    own_seconds: float
    failed: int

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds


class _Connection(asyncio.Protocol):
    def __init__(self, requests: Iterator[bytes], latencies: list[float], statuses: list[bytes]) -> None:
        self._requests, self._latencies, self._statuses = requests, latencies, statuses
        self._unread = b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by inheritance
        self._next()

    def _next(self) -> None:
        request = next(self._requests, None)
        if request is None:
            self.done.set_result(None)
            self._transport.close()
            return
        self._start = perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._unread += data
        end = self._unread.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._unread[:end].lower()
        at = head.find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(self._unread) < end + 4 + length:
            return
        self._unread = b""
        self._latencies.append(perf_counter() - self._start)
        self._statuses.append(head[9:12])
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionResetError("the server closed a connection"))


async def send(url: str, requests: Sequence[bytes], connections: int = CONNECTIONS) -> Run:
    """Send every request once, each connection its next as soon as its last is answered."""
    address = urlsplit(url)
    waiting = iter(requests)
    latencies: list[float] = []
    statuses: list[bytes] = []
    loop = asyncio.get_running_loop()
    own, start = process_time(), perf_counter()
    opened = [
        (
            await loop.create_connection(
                lambda: _Connection(waiting, latencies, statuses), address.hostname or "", address.port or 80
            )
        )[1]
        for _ in range(connections)
    ]
    await asyncio.gather(*(connection.done for connection in opened))
    seconds = perf_counter() - start
    failed = sum(status != b"200" for status in statuses)
    return Run(seconds, latencies, process_time() - own, failed)


async def fetch(url: str) -> bytes:
    """The body of a GET."""
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(b"GET / HTTP/1.1\r\nhost: bench\r\n\r\n")
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    body = await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
    writer.close()
    return body
