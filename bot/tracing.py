"""Traces for OpenTelemetry: requests of Slack's, calls to Slack, statements of the database. An extra
(`scs-bot[otel]`) that nothing else needs, off unless an address is given.

The instrumentations are OpenTelemetry's own. What they would tell too much of is taken out here: addresses
that are secrets in themselves (where responses and uploads go) and the pages of an installation, whose
addresses hold its code. Statements are told with placeholders, so no text of a person's is in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import bot
from bot.domain.errors import BotError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter
    from sqlalchemy import Engine
    from starlette.types import ASGIApp
    from yarl import URL

UNTOLD = "healthz,readyz,slack/install,slack/oauth_redirect"
"""Addresses of ours without spans: probes, and pages with secrets in their queries."""

API = "/api/"
NAME = "scs-bot"


class TracingMissing(BotError):
    """An address for traces is set, but what would send them isn't installed."""

    key = "error.tracing-missing"


class Tracing:
    """Begins with calls to Slack from sessions that are opened afterwards; `close` sends what is left."""

    def __init__(self, endpoint: str, exporter: SpanExporter | None = None) -> None:
        """`endpoint` takes OTLP over HTTP. All else is set by OpenTelemetry's own variables. Raises
        `TracingMissing`."""
        try:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            from opentelemetry.instrumentation.aiohttp_client import AioHttpClientInstrumentor
            from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
        except ImportError as error:
            raise TracingMissing(missing=error.name or "opentelemetry") from error
        named = Resource.create()
        if str(named.attributes[SERVICE_NAME]).startswith("unknown_service"):  # OTEL_SERVICE_NAME isn't set
            named = named.merge(Resource({SERVICE_NAME: NAME}))
        self._provider = TracerProvider(resource=named.merge(Resource({SERVICE_VERSION: bot.__version__})))
        exporter = exporter or OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._calls = AioHttpClientInstrumentor()
        self._calls.instrument(
            tracer_provider=self._provider, url_filter=told_of, request_hook=_name_after_method
        )

    def requests(self, web: ASGIApp) -> ASGIApp:
        """The application, with a span for each request that it answers."""
        from opentelemetry.instrumentation.asgi import OpenTelemetryMiddleware

        return OpenTelemetryMiddleware(  # type: ignore[no-any-return,unused-ignore] # untyped without the extra
            web, excluded_urls=_excluded(), tracer_provider=self._provider, exclude_spans=["receive", "send"]
        )

    def database(self, engine: Engine) -> None:
        """Give each statement of this engine a span."""
        from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor

        # It names SQLAlchemy below 2.1 as what it knows; the events that it listens to are the same there.
        SQLAlchemyInstrumentor().instrument(
            engine=engine, tracer_provider=self._provider, skip_dep_check=True
        )

    def close(self) -> None:
        """Send what is left, which may take a while, and trace nothing more."""
        from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor

        self._calls.uninstrument()
        if SQLAlchemyInstrumentor().is_instrumented_by_opentelemetry:
            SQLAlchemyInstrumentor().uninstrument()
        self._provider.shutdown()


def told_of(url: URL) -> str:
    """An address as it may be told: the method of the Web API, of all others no more than the host."""
    return str(url.origin().with_path(url.path if url.path.startswith(API) else "/"))


def _name_after_method(span: Any, request: Any) -> None:  # noqa: ANN401 # of packages that may not be there
    if span and span.is_recording() and request.url.path.startswith(API):
        span.update_name(f"Slack {request.url.path.removeprefix(API)}")


def _excluded() -> Any:  # noqa: ANN401 # as above
    from opentelemetry.util.http import parse_excluded_urls

    return parse_excluded_urls(UNTOLD)
