"""`content preview`: a scenario as Slack shows it, in the terminal or in the local workspace."""

# Annotations stay real objects here: Typer reads them, and the help in them is the session's.

import sys
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opening import pack_folders
from bot.cli.session import Session
from bot.domain.scenario import Language

if TYPE_CHECKING:
    from bot.domain.library import Library

NINE = time(9, tzinfo=UTC)


def register(content: typer.Typer, session: Session) -> None:
    """Add the command to the group."""

    @content.command("preview", help=session.say("cli.preview.help"))
    def preview(
        scenario: Annotated[
            str, typer.Argument(help=session.say("cli.grade.scenario"), metavar="ID", show_default=False)
        ],
        pack: Annotated[Path | None, typer.Option(help=session.say("cli.pack"), metavar="DIR")] = None,
        lang: Annotated[Language | None, typer.Option(help=session.say("cli.preview.lang"))] = None,
        browser: Annotated[bool, typer.Option("--browser", help=session.say("cli.preview.browser"))] = False,
    ) -> None:
        library = _open(session, pack, scenario)
        if browser:
            _show_in_browser(session, library, scenario, (lang,) if lang else (Language.EN, Language.JA))
            return
        from bot.cli.preview_page import print_preview
        from bot.services.preview_scenario import preview_scenario

        shown = lang or session.language
        now = datetime.combine(session.today(), NINE)
        print_preview(preview_scenario(library, scenario, shown, now), shown, session.language)


def _open(session: Session, folder: Path | None, scenario_id: str) -> "Library":
    """The packs with whatever is sound in them: a scenario under work may be looked at among others that
    aren't finished. If it is its own file that has faults, they are listed on stderr before `FaultyPack`
    is raised; raises `UnknownScenario` if there is none."""
    from bot.domain.library import Library
    from bot.packs.faults import FaultyPack
    from bot.packs.loader import read_pack
    from bot.wordbook.loader import load_word_book

    try:
        readings = [(each, read_pack(each)) for each in pack_folders(session, folder)]
        if not any(scenario_id in reading.pack for _, reading in readings):
            for path, reading in readings:
                found = (*reading.faults, *reading.drafts)
                own = [fault for fault in found if PurePosixPath(fault.file).stem == scenario_id]
                if own:
                    raise FaultyPack(str(path), own)
    except FaultyPack as faulty:
        print(faulty.report(session.language), file=sys.stderr)
        raise
    library = Library([reading.pack for _, reading in readings], load_word_book())
    library.pack_of(scenario_id)
    return library


def _show_in_browser(
    session: Session, library: "Library", scenario_id: str, languages: tuple[Language, ...]
) -> None:
    from bot.cli.run import configured, run_until_stopped
    from bot.local_workspace import Shown, run_locally

    settings = configured(session)
    shown = Shown(library.prepare(), scenario_id, languages)
    run_until_stopped(session, settings, partial(run_locally, shown=shown))
