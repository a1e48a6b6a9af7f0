"""The command line: parse, call, print. One module for each group of commands.

Exit codes: 0 done, 1 a check found faults or something asked for can't be done, 2 wrong usage.
"""

# Annotations stay real objects here: Typer reads them, and the help in them is the session's.

import errno
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated

import typer

import bot
from bot.cli import ask, content, db, doctor, grade, manifest, run
from bot.cli.session import PROGRAM, Session, WrongUsage, real_today
from bot.cli.usage import called, translate, usage_text
from bot.domain.errors import BotError

GROUPS: tuple[Callable[[typer.Typer, Session], None], ...] = tuple(
    group.register for group in (run, ask, grade, content, db, doctor, manifest)
)
"""Each adds its commands to the app. A module loads what its commands need only when they run."""

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""What writing fails with where the disk is full or broken."""


def build_app(environ: Mapping[str, str], today: Callable[[], date] = real_today) -> typer.Typer:
    """All commands, with help in the language of the environment's locale."""
    session = Session.of(environ, today)
    app = typer.Typer(
        name=PROGRAM,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )

    @app.callback(help=session.say("cli.help"))
    def start(
        version: Annotated[
            bool,
            typer.Option("--version", help=session.say("cli.version"), callback=_tell_version, is_eager=True),
        ] = False,
    ) -> None:
        pass

    for register in GROUPS:
        register(app, session)
    return app


def _tell_version(asked: bool) -> None:
    if asked:
        print(PROGRAM, bot.__version__)
        raise typer.Exit


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
    except BrokenPipeError:  # whoever read the output has had enough
        _write_no_more()
        code = 128 + 13
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        _write_no_more()
        print(Session.of(environ).say("cli.no-output", why=str(error.strerror)), file=sys.stderr)
        code = 1
    return code


def _write_no_more() -> None:
    """Point stdout elsewhere, or Python complains of what is left in it at exit (see the note on SIGPIPE in
    the documentation of the module signal)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
