"""The command line: parse, call, print. One module for each group of commands.

Exit codes: 0 done, 1 a check found faults or something asked for can't be done, 2 wrong usage.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import typer

from bot.cli import ask, content, db, doctor, grade, manifest, run
from bot.cli.session import PROGRAM, Session, WrongUsage, real_today
from bot.cli.usage import called, translate, usage_text
from bot.domain.errors import BotError

GROUPS: tuple[Callable[[typer.Typer, Session], None], ...] = tuple(
    group.register for group in (run, ask, grade, content, db, doctor, manifest)
)
"""Each adds its commands to the app. A module loads what its commands need only when they run."""


def build_app(environ: Mapping[str, str], today: Callable[[], date] = real_today) -> typer.Typer:
    """All commands, with help in the language of the environment's locale."""
    session = Session.of(environ, today)
    app = typer.Typer(
        name=PROGRAM,
        help=session.say("cli.help"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for register in GROUPS:
        register(app, session)
    return app


def main(
    argv: Sequence[str] | None = None,
    environ: Mapping[str, str] | None = None,
    today: Callable[[], date] = real_today,
) -> int:
    """Run the command line and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Whatever the locale: JSON is UTF-8, and an odd character must not end the program.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if environ is None:
        environ = os.environ  # the command line is where the real environment comes in
    try:
        code = _run(sys.argv[1:] if argv is None else argv, environ, today)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has had enough. Point stdout elsewhere, or Python complains at exit
        # (see the note on SIGPIPE in the documentation of the module signal).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 128 + 13
    return code


def _run(argv: Sequence[str], environ: Mapping[str, str], today: Callable[[], date]) -> int:
    session = Session.of(environ, today)
    command = typer.main.get_command(build_app(environ, today))
    translate(command, session)
    try:
        with command.make_context(PROGRAM, list(argv)) as context:
            command.invoke(context)
    except typer.Exit as finished:
        return finished.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return 128 + 2
    except BotError as error:
        print(session.say_error(error), file=sys.stderr)
        return 1
    except WrongUsage as wrong:
        print(session.say(wrong.key, **wrong.facts), file=sys.stderr)
        return 2
    except typer.TyperException as error:
        print(usage_text(session, error, called(command, argv)), file=sys.stderr)
        return 2
    return 0
