"""Structured logs on stderr: what happened, to which post, never what people wrote."""

from __future__ import annotations

import logging
import sys
from io import StringIO
from typing import TextIO

import structlog

QUIET = {
    "aiohttp": logging.WARNING,
    "alembic": logging.WARNING,
    "slack_bolt": logging.WARNING,
    # It warns that a token is ignored where `authorize` is used, which is what we want.
    "slack_bolt.AsyncApp": logging.ERROR,
    "slack_sdk": logging.WARNING,
    "uvicorn": logging.WARNING,
}
"""Libraries and the level from which they are heard. Below it some log whole requests, texts and
tokens included, so SCS_LOG_LEVEL=DEBUG doesn't open them either."""


def configure_logging(level: str, as_json: bool) -> None:
    """Send all logs through structlog: for people by default, JSON lines for machines."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.contextvars.merge_contextvars,  # the id of the request, also in work it has begun
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    # Tracebacks without local variables: those hold texts and tokens.
    traceback = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    for_machines: list[structlog.typing.Processor] = [
        structlog.processors.ExceptionRenderer(traceback),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    for_people: list[structlog.typing.Processor] = [
        _in_one_line,
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=_indented),
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_loud_enough)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *(for_machines if as_json else for_people),
            ],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)


def _in_one_line(_: object, __: str, record: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """What is said has one line: a message that repeats what somebody sent could begin another one, which
    looks like ours. Facts are shown as Python would write them, and JSON escapes by itself."""
    record["event"] = _printable(str(record.get("event", "")))
    return record


def _indented(out: TextIO, error: structlog.typing.ExcInfo) -> None:
    """A traceback, none of whose lines can be taken for the beginning of a record."""
    told = StringIO()
    structlog.dev.plain_traceback(told, error)
    out.write("\n".join(f"  {_printable(line)}" for line in told.getvalue().splitlines()))


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def _loud_enough(record: logging.LogRecord) -> bool:
    """A filter, because Bolt sets the levels of its loggers by itself."""
    name = record.name
    while name not in QUIET and "." in name:
        name = name.rpartition(".")[0]
    return record.levelno >= QUIET.get(name, logging.NOTSET)
