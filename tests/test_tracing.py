"""Traces, by the extra `otel`, which whoever works on the bot has; and that the bot does without it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message
from yarl import URL

from bot import tracing
from bot.domain.people import Person
from bot.storage import SqlDatabase
from bot.tracing import Tracing, TracingMissing, told_of

WITHOUT_EXTRA = """
import sys
sys.modules["opentelemetry"] = None  # as if it weren't installed
import bot.cli, bot.running
"""
SECRET = "ABC-secret"


class Watched:
    """Tracing whose spans stay here."""

    def __init__(self) -> None:
        from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

        self._spans = InMemorySpanExporter()
        self.tracing = Tracing("http://127.0.0.1:9", self._spans)

    def spans(self) -> list[Any]:
        self.tracing._provider.force_flush()
        return list(self._spans.get_finished_spans())

    def names(self) -> list[str]:
        return [span.name for span in self.spans()]

    def told(self) -> str:
        return "\n".join(span.to_json() for span in self.spans())


@pytest.fixture
def watched() -> Iterator[Watched]:
    watched = Watched()
    yield watched
    watched.tracing.close()


def test_who_wants_traces_without_the_extra_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [name for name in sys.modules if name.split(".")[0] == "opentelemetry"]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    with pytest.raises(TracingMissing) as caught:
        Tracing("http://127.0.0.1:9")
    assert str(caught.value.facts["missing"]).startswith("opentelemetry")


def test_who_wants_no_traces_needs_no_extra() -> None:
    subprocess.run([sys.executable, "-c", WITHOUT_EXTRA], check=True)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://slack.com/api/chat.postMessage", "https://slack.com/api/chat.postMessage"),
        (
            "https://slack.com/api/conversations.history?channel=C1",
            "https://slack.com/api/conversations.history",
        ),
        (f"https://hooks.slack.com/commands/T1/2/{SECRET}", "https://hooks.slack.com/"),
        (f"https://files.slack.com/upload/v1/{SECRET}?a={SECRET}", "https://files.slack.com/"),
    ],
)
def test_of_an_address_no_more_is_told_than_the_method(address: str, told: str) -> None:
    assert told_of(URL(address)) == told


async def test_calls_to_slack_are_named_after_their_method_and_hold_no_secret(watched: Watched) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    slack = web.Application()
    slack.router.add_post("/{anything:.*}", answer)
    async with TestServer(slack) as server, ClientSession() as session:
        headers = {"authorization": f"Bearer {SECRET}"}
        await session.post(server.make_url("/api/chat.postMessage"), headers=headers, data={"text": SECRET})
        await session.post(server.make_url(f"/commands/T1/2/{SECRET}"))
    assert "Slack chat.postMessage" in watched.names()
    assert SECRET not in watched.told()


async def test_statements_belong_to_who_asked_for_them_and_hold_no_values(
    watched: Watched, database_url: str
) -> None:
    database = SqlDatabase(database_url)
    watched.tracing.database(database.engine)
    tracer = watched.tracing._provider.get_tracer("test")
    with tracer.start_as_current_span("asking") as asking:
        await database.transact(lambda work: work.people.save(Person("T1", SECRET, hidden=True)))
    await database.close()
    (insert,) = [span for span in watched.spans() if span.name.startswith("INSERT")]
    assert insert.parent.span_id == asking.get_span_context().span_id
    assert SECRET not in watched.told()


async def test_a_statement_that_fails_tells_its_kind_of_error_and_no_row(
    watched: Watched, database_url: str
) -> None:
    database = SqlDatabase(database_url)
    watched.tracing.database(database.engine)
    with (
        pytest.raises(IntegrityError),
        watched.tracing._provider.get_tracer("test").start_as_current_span("asking"),
        database.engine.begin() as connection,
    ):
        connection.execute(text("CREATE TABLE kept (said TEXT, at INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO kept VALUES (:said, NULL)"), {"said": SECRET})
    await database.close()
    failed = {span.name.split()[0]: span for span in watched.spans() if not span.status.is_ok}
    assert failed.keys() == {"INSERT", "asking"}
    (event,) = failed["asking"].events
    assert event.attributes == {"exception.type": "sqlalchemy.exc.IntegrityError"}
    assert SECRET not in watched.told()


async def test_statements_of_an_sqlalchemy_that_was_not_tried_are_left_alone_and_the_log_says_so(
    watched: Watched,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(tracing, "TRIED_WITH", "sqlalchemy < 2.1")
    database = SqlDatabase(database_url)
    watched.tracing.database(database.engine)
    await database.transact(lambda work: work.people.save(Person("T1", "U1", hidden=True)))
    await database.close()
    assert watched.names() == []
    assert "sqlalchemy < 2.1" in caplog.text


async def request(app: ASGIApp, method: str, path: str, query: str = "") -> None:
    """One request, without a connection that would be traced too."""
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": []}

    async def receive() -> Message:
        return {"type": "http.request", "body": SECRET.encode()}

    async def send(_: Message) -> None:
        """Nobody listens."""

    await app({**scope, "http_version": "1.1", "scheme": "https", "root_path": ""}, receive, send)


async def test_requests_have_spans_but_for_probes_and_installations(watched: Watched) -> None:
    async def answer(_: Request) -> Response:
        return PlainTextResponse("ok")

    paths = ("/slack/events", "/healthz", "/slack/oauth_redirect")
    routes = [Route(path, answer, methods=["GET", "POST"]) for path in paths]
    app = watched.tracing.requests(Starlette(routes=routes))
    await request(app, "POST", "/slack/events")
    await request(app, "GET", "/healthz")
    await request(app, "GET", "/slack/oauth_redirect", f"code={SECRET}")
    assert watched.names() == ["POST /slack/events"]
    assert SECRET not in watched.told()
