"""`content stats`: what a pack covers, as a table with bars, as JSON, and as a picture in a file."""

# Annotations stay real objects here: Typer reads them, and the help in them is the session's.

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.batch import print_json
from bot.cli.opening import check_command, pack_folders
from bot.cli.session import Session, WrongUsage

if TYPE_CHECKING:
    from bot.packs.loader import Reading


def register(content: typer.Typer, session: Session) -> None:
    """Add the command to the group."""

    @content.command("stats", help=session.say("cli.stats.help"))
    def stats(
        pack: Annotated[Path | None, typer.Option(help=session.say("cli.pack"), metavar="DIR")] = None,
        as_json: Annotated[bool, typer.Option("--json", help=session.say("cli.json"))] = False,
        svg: Annotated[Path | None, typer.Option(help=session.say("cli.stats.svg"), metavar="FILE")] = None,
    ) -> None:
        folders = pack_folders(session, pack)
        if svg and len(folders) > 1:
            raise WrongUsage("cli.stats.one-pack")
        for folder in folders:
            _stats(session, folder, as_json, svg)


def _stats(session: Session, folder: Path, as_json: bool, svg: Path | None) -> None:
    from bot.services.measure_coverage import measure_coverage

    reading = _read(session, folder)
    pack, today = reading.pack, session.today()
    coverage = measure_coverage(pack, today)
    drafts = len({fault.file for fault in reading.drafts})
    if reading.faults:
        facts = {"path": str(folder), "check": check_command(folder)}
        print(session.say("cli.stats.faulty", n=len(reading.faults), **facts), file=sys.stderr)
    if as_json:
        from bot.cli.stats_json import coverage_record

        about = {"pack": pack.id, "day": today.isoformat(), "drafts": drafts}
        print_json({**about, **coverage_record(coverage)})
    else:
        from bot.cli.stats_page import print_coverage

        print_coverage(pack, coverage, drafts, today, session.language)
    if svg:
        from bot.cli.stats_svg import coverage_svg

        _write(svg, coverage_svg(pack, coverage, today, session.language))


def _read(session: Session, folder: Path) -> "Reading":
    """What is sound in the pack; the faults are listed on stderr before `FaultyPack` is raised for a folder
    that has nothing to read."""
    from bot.packs.faults import FaultyPack
    from bot.packs.loader import read_pack

    try:
        return read_pack(folder)
    except FaultyPack as faulty:
        print(faulty.report(session.language), file=sys.stderr)
        raise


def _write(file: Path, picture: str) -> None:
    try:
        file.write_text(picture, "utf-8")
    except OSError as error:
        raise WrongUsage("cli.stats.no-svg", file=str(file), reason=error.strerror or str(error)) from None
