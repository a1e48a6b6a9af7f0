"""What the bot is measured beside, each a process: `python -m tests.bench.load.serve KIND [DATABASE]`.

`acknowledge` and `insert` are bare Bolt apps behind the product's own endpoint and server; `slack` is a Web
API that says yes to everything and counts, as cheaply as can be. Each prints its address once it listens.
"""

from __future__ import annotations

import asyncio
import gc
import json
import re
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar, cast

import uvicorn
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy import Column, Engine, Integer, MetaData, String, Table, insert

from bot.slack.endpoint import Endpoint, web_app
from bot.storage.address import parse
from bot.storage.engine import postgres_engine, sqlite_engine
from bot.web_server import WebServer

SECRET = "a-signing-secret-of-the-bench"
ANY = re.compile("")
COUNTS = b"/"
ROWS = Table(
    "bare",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("channel", String(32)),
    Column("ts", String(32)),
    Column("author", String(32)),
    Column("text", String(4000)),
)
YES = {
    "ok": True,
    "ts": "1700000000.000100",
    "user_id": "UBOT",
    "bot_id": "BBOT",
    "team_id": "T1",
    "url": "https://bench.slack.com/",
    "user": {"id": "U1", "tz": "Asia/Tokyo", "locale": "en-US"},
    "channel": {"id": "D1"},
}


def bare_app() -> AsyncApp:
    """A Bolt app that knows who it is without asking, and does not check signatures a second time."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-bench")

    return AsyncApp(
        signing_secret=SECRET,
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
    )


def acknowledging() -> AsyncApp:
    """Acknowledges commands and events."""
    app = bare_app()

    async def only_acknowledge(ack: AsyncAck) -> None:
        await ack()

    app.command(ANY)(only_acknowledge)
    app.event(ANY)(only_acknowledge)
    return app


def inserting(address: str) -> AsyncApp:
    """Inserts each event as a row, in one hop to a thread, before it acknowledges."""
    url = parse(address)
    lite = url.get_backend_name() == "sqlite"
    engine: Engine = sqlite_engine(url) if lite else postgres_engine(url, 4, "READ COMMITTED")
    ROWS.metadata.create_all(engine)
    threads = ThreadPoolExecutor(1 if lite else 4)
    app = bare_app()

    def store(event: dict[str, Any]) -> None:
        with engine.begin() as connection:
            connection.execute(
                insert(ROWS).values(
                    channel=event["channel"], ts=event["ts"], author=event["user"], text=event["text"]
                )
            )

    async def store_and_acknowledge(ack: AsyncAck, event: dict[str, Any]) -> None:
        await asyncio.get_running_loop().run_in_executor(threads, store, event)
        await ack()

    app.event(ANY)(store_and_acknowledge)
    return app


class Agreeable(asyncio.Protocol):
    """Says yes to every call of the Web API; `COUNTS` tells how many there were of each method."""

    counts: ClassVar[Counter[str]] = Counter()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by inheritance
        self._unread = b""

    def data_received(self, data: bytes) -> None:
        self._unread += data
        while (end := self._unread.find(b"\r\n\r\n")) >= 0:
            head = self._unread[:end]
            length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
            total = end + 4 + (int(length[1]) if length else 0)
            if len(self._unread) < total:
                return
            self._unread = self._unread[total:]
            path = head.split(b" ", 2)[1]
            if path != COUNTS:
                self.counts[path.partition(b"?")[0].rsplit(b"/", 1)[-1].decode()] += 1
            answer = json.dumps(self.counts if path == COUNTS else YES).encode()
            self._transport.write(
                b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
                b"content-length: %d\r\n\r\n%b" % (len(answer), answer)
            )


async def _serve(kind: str, address: str) -> None:
    if kind == "slack":
        listening = await asyncio.get_running_loop().create_server(Agreeable, "127.0.0.1", 0)
        print(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}", flush=True)
        await listening.serve_forever()

    async def ready() -> bool:
        return True

    app = inserting(address) if kind == "insert" else acknowledging()
    server = WebServer(web_app(Endpoint(app, SECRET), ready), "127.0.0.1", 0)
    gc.freeze()
    print(server.url, flush=True)
    await server.run()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvicorn.Config("", log_config=None).get_loop_factory()) as runner:
        runner.run(_serve(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""))
