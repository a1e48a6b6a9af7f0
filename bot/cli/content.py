"""`content`: tools for authors. `check` lists every fault of a pack, `schema` publishes the format;
the others have modules of their own."""

# Annotations stay real objects here: Typer reads them, and the help in them is the session's.

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import gaps, import_notes, new, phrases, preview, stats
from bot.cli.batch import print_json
from bot.cli.opening import pack_folders
from bot.cli.progress import Progress
from bot.cli.session import Session, WrongUsage

if TYPE_CHECKING:
    from bot.packs.faults import Fault
    from bot.packs.loader import Reading


def register(app: typer.Typer, session: Session) -> None:
    """Add the group and its commands to the app."""
    content = typer.Typer(help=session.say("cli.content.help"), no_args_is_help=True)
    app.add_typer(content, name="content")

    @content.command("check", help=session.say("cli.check.help"))
    def check(
        folder: Annotated[
            Path | None, typer.Argument(help=session.say("cli.pack"), metavar="DIR", show_default=False)
        ] = None,
        pack: Annotated[Path | None, typer.Option(help=session.say("cli.check.pack"), metavar="DIR")] = None,
        as_json: Annotated[bool, typer.Option("--json", help=session.say("cli.json"))] = False,
    ) -> None:
        if folder and pack:
            raise WrongUsage("cli.check.what")
        checked = [_check(session, each, as_json) for each in pack_folders(session, folder or pack)]
        if not all(checked):
            raise typer.Exit(1)

    @content.command("schema", help=session.say("cli.schema.help"))
    def schema(
        folder: Annotated[
            Path | None, typer.Option("--write", help=session.say("cli.schema.write"), metavar="DIR")
        ] = None,
    ) -> None:
        _schema(folder)

    new.register(content, session)
    import_notes.register(content, session)
    preview.register(content, session)
    stats.register(content, session)
    gaps.register(content, session)
    phrases.register(content, session)


def _check(session: Session, folder: Path, as_json: bool) -> bool:
    """Print what is found in one pack; True if that is nothing."""
    from bot.packs.faults import FaultyPack, in_order
    from bot.packs.loader import read_pack

    try:
        reading = read_pack(folder)
        scenarios, files = len(reading.pack.scenarios), reading.files
        faults = in_order([*reading.faults, *reading.drafts, *_inspect(session, reading)])
    except FaultyPack as nothing_to_read:
        scenarios, files, faults = 0, 0, nothing_to_read.faults
    if as_json:
        records = [_record(session, fault) for fault in faults]
        print_json({"pack": str(folder), "files": files, "scenarios": scenarios, "faults": records})
    else:
        _print(session, folder, scenarios, files, faults)
    return not faults


def _inspect(session: Session, reading: "Reading") -> list["Fault"]:
    """What the checks find in the scenarios that are sound enough to be graded and searched."""
    from bot.packs.clean_scenarios import CleanScenarios
    from bot.packs.inspection import Inspection
    from bot.packs.on_all_cores import every_fault
    from bot.settings import read_settings
    from bot.wordbook.loader import load_word_book

    scenarios = reading.pack.scenarios
    if not scenarios:
        return []
    book = load_word_book()
    inspection = Inspection.of(reading, book, session.today())
    before = CleanScenarios(read_settings(session.environ).cache, inspection, book.fingerprint)
    with Progress(session.say("cli.check.progress"), len(scenarios)) as progress:
        found = []
        for faults in every_fault(inspection, before.known()):
            found.append(faults)
            progress.advance()
    before.keep(scenario.id for scenario, faults in zip(scenarios, found, strict=True) if not faults)
    return [fault for faults in found for fault in faults]


def _print(session: Session, folder: Path, scenarios: int, files: int, faults: "tuple[Fault, ...]") -> None:
    here = Path.cwd()
    shown = folder.relative_to(here) if folder.is_relative_to(here) else folder
    for fault in faults:
        place = fault.place if fault.file == str(folder) else str(shown / fault.place)
        print(f"{place}: {fault.text(session.language)}")
    key = "cli.check.checked" if files == scenarios else "cli.check.checked-some"
    checked = session.say(key, n=scenarios, files=files)
    print(f"{checked} {session.say('cli.check.faults', n=len(faults))}")


def _record(session: Session, fault: "Fault") -> dict[str, str | int]:
    text = fault.text(session.language)
    return {"file": fault.file, "line": fault.line, "fault": fault.key.removeprefix("fault."), "text": text}


def _schema(folder: Path | None) -> None:
    from bot.packs.schema import json_schemas

    schemas = json_schemas()
    if folder is None:
        print(_pretty(schemas["scenario.schema.json"]), end="")
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas.items():
        (folder / name).write_text(_pretty(schema), "utf-8")
        print(folder / name)


def _pretty(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
