"""Help, and complaints about a call, in the reader's language. Typer's own are English only."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, TypeAlias

import typer

from bot.cli.session import PROGRAM, Session
from bot.cli.wrapping import WIDEST, wrap
from bot.domain.scenario import Language

Command: TypeAlias = Any
"""A command or a group of them. Typer keeps their classes to itself."""

NAMES = 24
"""Columns for the names of options and commands; a longer one has a line to itself."""

_COMPLAINTS = {
    "MissingParameter": "cli.usage.missing",
    "NoSuchOption": "cli.usage.no-such-option",
    "BadOptionUsage": "cli.usage.no-value",
    "BadParameter": "cli.usage.bad-value",
}

_WORDED = {
    # What only the words of Typer, Click and pydantic tell; a test for each notices if they change.
    r"No such command (['\"])(?P<name>.*)\1\.": "cli.usage.no-such-command",
    r"Got unexpected extra argument\(s\) \((?P<words>.*)\)": "cli.usage.too-many",
    r".* does not take a value": "cli.usage.no-value-taken",
    r"(?:Value error, )?(?P<value>['\"].*) is not one of (?P<choices>.*)\.": "cli.usage.choices",
    r"Input should be (greater than or equal to 1|a valid integer)": "cli.usage.count",
    r".* does not match the formats '%Y-%m-%d'": "cli.usage.date",
}


def translate(command: Command, session: Session) -> None:
    """Let the command and everything below it print their help in the session's language."""
    command.get_help = partial(help_text, session, command)
    for below in _below(command).values():
        translate(below, session)


def help_text(session: Session, command: Command, context: typer.Context) -> str:
    """How to call the command, what it does, and what each of its words means."""
    width = min(shutil.get_terminal_size().columns, WIDEST)
    shown = [*command.params, command.get_help_option(context)]
    shown[-1].help = session.say("cli.help.help")
    arguments = [(_name(p), p.help) for p in shown if p.param_type_name == "argument"]
    options = [(_name(p), p.help) for p in shown if p.param_type_name == "option"]
    commands = [(name, below.help) for name, below in _below(command).items()]
    lines = [
        session.say("cli.help.usage", call=" ".join([context.command_path, *_pieces(session, command)])),
        "",
        *wrap(command.help, width),
        *_section(session.say("cli.help.arguments"), arguments, width),
        *_section(session.say("cli.help.options"), options, width),
        *_section(session.say("cli.help.commands"), commands, width),
    ]
    return "\n".join(lines)


def usage_text(session: Session, error: typer.TyperException, called: str) -> str:
    """What was wrong with the call of the command `called`, and where to read more. Typer's English stands
    in where its words aren't known."""
    kind, message = type(error).__name__, getattr(error, "message", str(error))
    if kind == "NoArgsIsHelpError":
        return str(message)  # the help itself
    parameter = getattr(error, "param", None)
    name = getattr(error, "option_name", "") or (_name(parameter) if parameter else "")
    text = _worded(session, name, message) or session.say(
        _COMPLAINTS.get(kind, "cli.usage.other"), name=name, message=message.removeprefix("Value error, ")
    )
    nearest = getattr(error, "possibilities", None) or re.findall(
        r"'([^']+)'", message.partition("Did you mean ")[2]
    )
    if nearest:
        meant = session.say("cli.and").join(sorted(nearest))
        space = "" if session.language is Language.JA else " "
        text = f"{text}{space}{session.say('cli.usage.nearest', nearest=meant)}"
    return f"{text}\n{session.say('cli.usage.more', command=called)}"


def called(command: Command, argv: Sequence[str]) -> str:
    """The name of the command that is called, which not every error of Typer's knows."""
    path = [PROGRAM]
    for word in argv:
        if word not in _below(command):
            break
        path.append(word)
        command = _below(command)[word]
    return " ".join(path)


def _worded(session: Session, name: str, message: str) -> str:
    """What the message says, in the session's language; nothing if its words aren't known."""
    for pattern, key in _WORDED.items():
        if found := re.match(pattern, message, re.DOTALL):
            facts = {"name": name, **found.groupdict()}
            if "choices" in facts:
                facts["choices"] = session.say("cli.and").join(re.findall(r"'([^']+)'", facts["choices"]))
            return session.say(key, **facts)
    return ""


def _below(command: Command) -> dict[str, Command]:
    return getattr(command, "commands", {})


def _name(parameter: Any) -> str:  # noqa: ANN401  # as with commands
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name.upper())
    return " ".join(filter(None, (*parameter.opts, parameter.metavar)))


def _pieces(session: Session, command: Command) -> Iterator[str]:
    yield session.say("cli.help.options-here")
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            yield f"[{_name(parameter)}]" + ("..." if parameter.nargs == -1 else "")
    if _below(command):
        yield session.say("cli.help.command-here")


def _section(title: str, rows: Iterable[tuple[str, str]], width: int) -> Iterator[str]:
    """A title over two columns; nothing at all without rows."""
    for number, (name, text) in enumerate(rows):
        if number == 0:
            yield from ("", title)
        lead = f"  {name}".ljust(NAMES)
        if len(lead) > NAMES:
            yield lead
            lead = " " * NAMES
        for line in wrap(text, width - NAMES):
            yield lead + line
            lead = " " * NAMES
