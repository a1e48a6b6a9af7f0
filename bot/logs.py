"""Structured logs on stderr: what happened, to which post, never what people wrote."""

from __future__ import annotations

import logging
import sys

import structlog

QUIET = ("slack_bolt", "slack_sdk", "aiohttp", "uvicorn.access", "alembic")
"""Libraries that log whole requests below WARNING, texts and tokens included."""


def configure_logging(level: str, as_json: bool) -> None:
    """Send all logs through structlog: for people by default, JSON lines for machines."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: list[structlog.typing.Processor] = (
        [structlog.processors.dict_tracebacks, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if as_json
        else [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns that a token is ignored where `authorize` is used, which is what we want.
    logging.getLogger("slack_bolt.AsyncApp").setLevel(logging.ERROR)
