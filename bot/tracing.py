"""Traces for OpenTelemetry: requests of Slack's, calls to Slack, statements of the database. An extra
(`scs-bot[otel]`) that nothing else needs, off unless an address is given.

The instrumentations are OpenTelemetry's own. What they would tell too much of is taken out here: addresses
that are secrets in themselves (where responses and uploads go) and the pages of an installation, whose
addresses hold its code. Statements are told with placeholders, and of an error only its kind: PostgreSQL says
in it which row it refused. So no text of a person's is in a span.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import bot
from bot.domain.errors import BotError

if TYPE_CHECKING:
    from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor
    from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor
    from opentelemetry.sdk.trace.export import SpanExporter
    from sqlalchemy import Engine
    from starlette.types import ASGIApp
    from yarl import URL

UNTOLD = "healthz,readyz,slack/install,slack/oauth_redirect"
"""Addresses of ours without spans: probes, and pages with secrets in their queries."""

TRIED_WITH = "sqlalchemy >= 2.1, < 2.2"
"""The versions whose events statements are known to be traced by; OpenTelemetry names those below 2.1."""

KIND = "exception.type"
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

            self._statements = _statements()
        except ImportError as error:
            raise TracingMissing(missing=error.name or "opentelemetry") from error
        named = Resource.create()
        if str(named.attributes[SERVICE_NAME]).startswith("unknown_service"):  # OTEL_SERVICE_NAME isn't set
            named = named.merge(Resource({SERVICE_NAME: NAME}))
        self._provider = TracerProvider(resource=named.merge(Resource({SERVICE_VERSION: bot.__version__})))
        exporter = exporter or OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
        self._provider.add_span_processor(_in_batches(exporter))
        self._calls = AioHttpClientInstrumentor()
        self._calls.instrument(
            tracer_provider=self._provider, url_filter=told_of, request_hook=_name_after_method
        )

    def requests(self, web: ASGIApp) -> ASGIApp:
        """The application, with a span for each request that it answers."""
        from opentelemetry.instrumentation.asgi import OpenTelemetryMiddleware

        return OpenTelemetryMiddleware(
            web, excluded_urls=_excluded(), tracer_provider=self._provider, exclude_spans=["receive", "send"]
        )

    def database(self, engine: Engine) -> None:
        """Give each statement of this engine a span, or say in the log that this SQLAlchemy wasn't tried."""
        self._statements.instrument(engine=engine, tracer_provider=self._provider)

    def close(self) -> None:
        """Send what is left, which may take a while, and trace nothing more."""
        self._calls.uninstrument()
        if self._statements.is_instrumented_by_opentelemetry:
            self._statements.uninstrument()
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


def _statements() -> SQLAlchemyInstrumentor:
    from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor

    class Statements(SQLAlchemyInstrumentor):
        def instrumentation_dependencies(self) -> tuple[str, ...]:
            return (TRIED_WITH,)

    return Statements()


def _in_batches(exporter: SpanExporter) -> SpanProcessor:
    from opentelemetry.sdk.trace import Event, ReadableSpan
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.trace import Status

    def kind_of(event: Event) -> Event:
        told = {KIND: (event.attributes or {})[KIND]} if event.name == "exception" else event.attributes
        return Event(event.name, told, event.timestamp)

    class WithoutMessages(BatchSpanProcessor):
        """What an error says stays here, wherever it came from."""

        def on_end(self, span: ReadableSpan) -> None:
            super().on_end(
                ReadableSpan(
                    name=span.name,
                    context=span.context,
                    parent=span.parent,
                    resource=span.resource,
                    attributes=span.attributes,
                    events=[kind_of(event) for event in span.events],
                    links=span.links,
                    kind=span.kind,
                    status=Status(span.status.status_code),
                    start_time=span.start_time,
                    end_time=span.end_time,
                    instrumentation_scope=span.instrumentation_scope,
                )
            )

    return WithoutMessages(exporter)
