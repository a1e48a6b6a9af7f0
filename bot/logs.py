"""Structured logs on stderr: what happened, to which post, never what people wrote.

What an error says is not ours: PostgreSQL repeats the row that it refuses, `int("…")` the text. So of every
error that is logged only its kind and a code are told, and where it happened. Of our own the code is enough,
in one line: while the database is away everything fails, often for want of room that the logs want too.
"""

from __future__ import annotations

import logging
import re
import sys
from io import StringIO
from typing import TextIO

import structlog
from slack_sdk.errors import SlackApiError

from bot.domain.errors import BotError
from bot.ports import drivers_code

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

CODE = re.compile(r"\w{1,60}", re.ASCII)
"""Of a database or of Slack: 23502, SQLITE_CONSTRAINT_NOTNULL, not_in_channel."""


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
                _without_messages,
                *(for_machines if as_json else for_people),
            ],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)


def _without_messages(_: object, __: str, record: structlog.typing.EventDict) -> structlog.typing.EventDict:
    error = (record.get("exc_info") or (None, None, None))[1]
    if isinstance(error, BotError):
        del record["exc_info"]
        record.setdefault("why", error.key)
    elif error is not None:
        told = _told(error, {})
        record["exc_info"] = (type(told), told, told.__traceback__)
        if record.get("logger") == "asyncio":  # repeats it, and what was called with what, after these
            record["event"] = re.split(r"[\n(]", str(record["event"]))[0]
    return record


def _told(error: BaseException, known: dict[int, BaseException]) -> BaseException:
    """An error of the same name, raised where this one was, that says no more than may be told. So are those
    behind it and in it; `known` has what was told already, by identity."""
    if id(error) in known:
        return known[id(error)]
    name = {"__module__": type(error).__module__, "__qualname__": type(error).__qualname__}
    told: BaseException = type(type(error).__name__, (Exception,), name)(*filter(None, [_code(error)]))
    known[id(error)] = told
    if isinstance(error, BaseExceptionGroup):
        within = [_told(each, known) for each in error.exceptions]
        told = type(type(error).__name__, (BaseExceptionGroup,), name)("several", within)
        known[id(error)] = told
    told.__cause__ = error.__cause__ and _told(error.__cause__, known)
    told.__context__ = error.__context__ and _told(error.__context__, known)
    told.__suppress_context__ = error.__suppress_context__
    return told.with_traceback(error.__traceback__)


def _code(error: BaseException) -> str:
    """What says more of an error than its kind, in words of a program's and not of a person's."""
    if isinstance(error, BotError):
        return error.key
    if isinstance(error, OSError):
        return str(error.strerror) if error.errno else ""
    code = drivers_code(getattr(error, "orig", None) or error)  # be it inside one of SQLAlchemy's
    if isinstance(error, SlackApiError) and hasattr(error.response, "get"):  # else it is a text
        code = error.response.get("error")
    return str(code) if CODE.fullmatch(str(code or "")) else ""


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
