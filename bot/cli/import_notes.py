"""`content import`: study notes into drafts, with an account of every line."""

# Annotations stay real objects here: Typer reads them, and the help in them is the session's.

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.batch import STDIN, print_json
from bot.cli.drafts import open_surroundings, write_draft
from bot.cli.session import Session, WrongUsage

if TYPE_CHECKING:
    from bot.packs.notes import Notes

LARGEST = 300
"""Kilobytes; a file of a pack may have a thousand, and what is filled in stands in it twice."""


def register(content: typer.Typer, session: Session) -> None:
    """Add the command to the group."""

    @content.command("import", help=session.say("cli.import.help"))
    def import_(
        file: Annotated[
            str, typer.Argument(help=session.say("cli.import.file"), metavar="FILE", show_default=False)
        ],
        pack: Annotated[Path | None, typer.Option(help=session.say("cli.import.pack"), metavar="DIR")] = None,
        into: Annotated[Path | None, typer.Option(help=session.say("cli.import.into"), metavar="DIR")] = None,
        as_json: Annotated[bool, typer.Option("--json", help=session.say("cli.json"))] = False,
    ) -> None:
        from bot.packs.notes import read_notes

        notes = read_notes(_text(file))
        name = session.say("cli.import.stdin") if file == STDIN else Path(file).name
        written = _write(session, notes, name, pack, into)
        if as_json:
            from bot.cli.import_json import account_record

            print_json({"file": name, **account_record(notes, written)})
        else:
            from bot.cli.import_page import print_account

            print_account(notes, name, written, session.language)
        if not written:
            raise typer.Exit(1)


def _text(file: str) -> str:
    """The notes; raises `WrongUsage` if they can't be read."""
    try:
        data = sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()
    except OSError as error:
        raise WrongUsage("cli.import.no-file", file=file, reason=error.strerror or str(error)) from None
    if len(data) > LARGEST * 1000:
        raise WrongUsage("cli.import.too-large", limit=LARGEST)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise WrongUsage("cli.import.not-utf-8", file=file, line=line) from None


def _write(session: Session, notes: "Notes", name: str, pack: Path | None, into: Path | None) -> list[Path]:
    """A file for every topic, in their order."""
    from bot.packs.importing import drafts_of

    around = open_surroundings(session, pack)
    folder = into or around.folder
    there = {file.stem: str(file) for file in folder.glob("*.yaml")}
    around = replace(around, taken={**there, **around.taken})
    drafts = drafts_of(notes.topics, name, around, session.language)
    return [write_draft(session, draft, around, folder) for draft in drafts]
