"""What an operator watches, in Prometheus' format. One registry for each process, passed in: no global
state, and no text, token or id of a person, channel or workspace in any label."""

from __future__ import annotations

import asyncio
import logging
import platform
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import choose_encoder
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import bot
from bot.ports import Backlog

log = logging.getLogger(__name__)

PATH = "/metrics"
FRESH_SECONDS = 5.0
"""A backlog is read from the database at most this often, however many ask."""

PATIENCE_SECONDS = 3.0
"""Prometheus gives a scrape up after 10 s by default; without the database the rest is still worth having."""

# Slack waits 3 s for an answer. https://docs.slack.dev/interactivity/handling-user-interaction
_ANSWERED = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)
_CALLED = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_DELAYED = (1, 2, 5, 10, 30, 60, 120, 300, 900, 3600)


class Metrics:
    """`bot.ports.Meter`, and what the room `slack` counts of its own traffic."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = registry or CollectorRegistry()
        ProcessCollector(registry=self.registry)
        build = Gauge(
            "scs_build_info",
            "Which version runs on which Python; always 1.",
            ["version", "python"],
            registry=self.registry,
        )
        build.labels(bot.__version__, platform.python_version()).set(1)
        self._posts = self._counter("scs_posts", "Daily scenarios: sent, late, rest or outage.", "outcome")
        self._delays = Histogram(
            "scs_post_delay_seconds",
            "How long after its due time a scenario was posted.",
            buckets=_DELAYED,
            registry=self.registry,
        )
        self._closes = self._counter("scs_closes", "Closed scenarios: revealed or refused.", "outcome")
        self._recaps = self._counter("scs_recaps", "Weekly recaps: sent or outage.", "outcome")
        self._questions = self._counter("scs_questions", "Questions by the search's verdict.", "verdict")
        self._scores = self._counter("scs_scores", "Scored replies by outcome.", "outcome")
        self._calls = self._histogram(
            "scs_slack_call_seconds", "Calls of Slack's Web API.", _CALLED, "method", "result"
        )
        self._requests = self._histogram(
            "scs_request_seconds",
            "Requests of Slack's, until they were answered.",
            _ANSWERED,
            "kind",
            "status",
        )
        self._up = Gauge(
            "scs_database_up", "Whether the database answered the last look.", registry=self.registry
        )
        self._waiting = Gauge("scs_backlog", "Work that waits.", ["kind"], registry=self.registry)
        self._oldest = Gauge(
            "scs_backlog_oldest_seconds",
            "How long the oldest of it has been waiting.",
            ["kind"],
            registry=self.registry,
        )

    def posted(self, outcome: str, delay: timedelta) -> None:
        """See `bot.ports.Meter`."""
        self._posts.labels(outcome).inc()
        if outcome in ("sent", "late"):
            self._delays.observe(max(0.0, delay.total_seconds()))

    def closed(self, outcome: str) -> None:
        """See `bot.ports.Meter`."""
        self._closes.labels(outcome).inc()

    def recapped(self, outcome: str) -> None:
        """See `bot.ports.Meter`."""
        self._recaps.labels(outcome).inc()

    def asked(self, verdict: str) -> None:
        """See `bot.ports.Meter`."""
        self._questions.labels(verdict).inc()

    def scored(self, outcome: str) -> None:
        """See `bot.ports.Meter`."""
        self._scores.labels(outcome).inc()

    def called(self, method: str, result: str, seconds: float) -> None:
        """A call of the Web API ended so: `ok`, `rate_limited`, `refused`, `failed`."""
        self._calls.labels(method, result).observe(seconds)

    def answered(self, kind: str, status: int, seconds: float) -> None:
        """A request of this kind was answered with this status."""
        self._requests.labels(kind, str(status)).observe(seconds)

    def backlog(self, found: Backlog | None) -> None:
        """What waits now; None while the database can't be asked, which leaves no stale figures."""
        self._up.set(found is not None)
        self._waiting.clear()
        self._oldest.clear()
        for kind, waiting in (found or {}).items():
            self._waiting.labels(kind).set(waiting.pieces)
            self._oldest.labels(kind).set(waiting.oldest)

    def _counter(self, name: str, help_: str, *labels: str) -> Counter:
        return Counter(name, help_, labels, registry=self.registry)

    def _histogram(self, name: str, help_: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(name, help_, labels, buckets=buckets, registry=self.registry)


def metrics_app(metrics: Metrics, look: Callable[[], Awaitable[Backlog]]) -> Starlette:
    """`GET /metrics`. It never fails for want of the database, which `look` asks."""
    looked_at = float("-inf")
    looking = asyncio.Lock()

    async def scrape(request: Request) -> Response:
        nonlocal looked_at
        async with looking:
            if time.monotonic() - looked_at > FRESH_SECONDS:
                metrics.backlog(await _patient(look))
                looked_at = time.monotonic()
        encode, content_type = choose_encoder(request.headers.get("accept", ""))
        return Response(encode(metrics.registry), headers={"content-type": content_type})

    return Starlette(routes=[Route(PATH, scrape)])


async def _patient(look: Callable[[], Awaitable[Backlog]]) -> Backlog | None:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await look()
    except Exception as error:  # whatever it is, the other figures are wanted all the more
        log.warning("the backlog can't be read", extra={"why": type(error).__name__})
        return None
