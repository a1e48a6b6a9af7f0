"""`content import`: study notes into drafts, with an account of every line."""

# Annotations stay real objects here: Typer reads them, and the help in them is the session's.

import codecs
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.batch import STDIN, print_json
from bot.cli.drafts import open_surroundings, write_draft
from bot.cli.import_places import Place
from bot.cli.opening import check_command
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
        encoding: Annotated[
            str, typer.Option(help=session.say("cli.import.encoding"), metavar="NAME", show_default=False)
        ] = "",
        as_json: Annotated[bool, typer.Option("--json", help=session.say("cli.json"))] = False,
    ) -> None:
        from bot.packs.notes import read_notes

        notes = read_notes(_text(file, encoding))
        name = session.say("cli.import.stdin") if file == STDIN else Path(file).name
        places = _write(session, notes, name, pack, into)
        if as_json:
            from bot.cli.import_json import account_record

            print_json({"file": name, **account_record(notes, places)})
        else:
            from bot.cli.import_page import print_account

            print_account(notes, name, places, session.language, check_command(pack))
        if not places:
            raise typer.Exit(1)


def _text(file: str, encoding: str) -> str:
    """The notes; raises `WrongUsage` if they can't be read."""
    from bot.packs.faults import clip

    try:
        data = sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()
    except OSError as error:
        raise WrongUsage("cli.import.no-file", file=file, reason=error.strerror or str(error)) from None
    if len(data) > LARGEST * 1000:
        raise WrongUsage("cli.import.too-large", limit=LARGEST)
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    used = encoding or ("utf-16" if wide else "utf-8")
    try:
        text = data.decode(used)
    except LookupError:
        raise WrongUsage("cli.import.no-encoding", encoding=clip(encoding)) from None
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        raise _wrong_text(file, used, data[:start].decode(used, "replace")) from None
    if "\0" in text:  # Unicode without its mark, or no text at all
        raise _wrong_text(file, used, text[: text.index("\0")])
    return text


def _wrong_text(file: str, encoding: str, before: str) -> WrongUsage:
    """What is wrong with a file that is read so far and no further."""
    line = before.count("\n") + 1
    return WrongUsage("cli.import.no-text", file=file, line=line, encoding=encoding.upper())


def _write(session: Session, notes: "Notes", name: str, pack: Path | None, into: Path | None) -> list[Place]:
    """Where every topic stands, in their order; a file is written for those that none keeps already."""
    from bot.packs.importing import drafts_of
    from bot.packs.surroundings import read_kept

    around = open_surroundings(session, pack)
    folder = into or around.folder
    there = {file.stem: str(file) for file in folder.glob("*.yaml")}
    around = replace(around, taken={**there, **around.taken})
    kept = {notes: list(files) for notes, files in around.kept.items()}
    if folder.resolve() != around.folder.resolve():
        for text, files in read_kept(folder).items():
            kept.setdefault(text, []).extend(files)
    before = [kept[topic.notes].pop(0) if kept.get(topic.notes) else None for topic in notes.topics]
    new = [topic for topic, file in zip(notes.topics, before, strict=True) if file is None]
    drafts = iter(drafts_of(new, name, around, session.language))
    return [
        Place(write_draft(session, next(drafts), around, folder), written=True)
        if file is None
        else Place(file, written=False)
        for file in before
    ]
