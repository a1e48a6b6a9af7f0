"""Many questions or replies at once: JSON lines in, JSON lines out, in the same order."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from bot.cli.progress import Progress
from bot.cli.session import Session, WrongUsage
from bot.domain.errors import BotError

Record: TypeAlias = Mapping[str, Any]

STDIN = "-"


class BrokenLine(BotError):
    """A line that can't be answered; each kind names its text."""


class NotUtf8(BrokenLine):
    """The line's bytes aren't UTF-8."""

    key = "cli.batch.not-utf-8"


class NotJson(BrokenLine):
    """The line isn't a JSON object."""

    key = "cli.batch.not-json"


class MissingKey(BrokenLine):
    """The object lacks a key."""

    key = "cli.batch.missing-key"


class WrongType(BrokenLine):
    """A key holds something other than text."""

    key = "cli.batch.wrong-type"


def answer_lines(
    session: Session, file: str, keys: Iterable[str], answer: Callable[[Record], Record]
) -> bool:
    """Print the answer to every line of the file (`-` for stdin) and name the broken ones on stderr.

    Every line needs an `id` (text or a whole number) and text under `keys`. True if all lines were
    answered; blank ones don't count.
    """
    all_answered = True
    with Progress(session.say("cli.batch.progress"), hidden=sys.stdout.isatty()) as progress:
        for number, line in enumerate(_lines(session, file), start=1):
            if line.strip():
                try:
                    record = _record(line, keys)
                    print_json({"id": record["id"], **answer(record)})
                except BotError as error:
                    all_answered = False
                    reason = session.say_error(error)
                    print(session.say("cli.batch.line", number=number, reason=reason), file=sys.stderr)
            progress.advance()
    return all_answered


def print_json(value: Record) -> None:
    """One JSON object on one line, sent off at once so that a pipe can answer line by line."""
    print(json.dumps(value, ensure_ascii=False), flush=True)


def _lines(session: Session, file: str) -> Iterator[bytes]:
    if file == STDIN:
        yield from sys.stdin.buffer
        return
    try:
        with Path(file).open("rb") as opened:
            yield from opened
    except OSError as error:
        raise WrongUsage("cli.batch.no-file", file=file, reason=error.strerror or str(error)) from None


def _record(line: bytes, keys: Iterable[str]) -> Record:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NotUtf8 from None
    except (ValueError, RecursionError) as error:
        raise NotJson(reason=getattr(error, "msg", str(error))) from None
    if not isinstance(record, dict):
        raise NotJson(reason=type(record).__name__)
    for key in ("id", *keys):
        if key not in record:
            raise MissingKey(name=key)
        allowed = (str, int) if key == "id" else (str,)
        if not isinstance(record[key], allowed) or isinstance(record[key], bool):
            raise WrongType(name=key)
    return record
