"""`content phrases`: what people wrote where no phrasing matched, for a rubric's author to accept."""

# Annotations stay real objects here: Typer reads them, and the help in them is the session's.

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.batch import print_json
from bot.cli.opening import open_database, open_library
from bot.cli.session import Session

if TYPE_CHECKING:
    from bot.services.list_unmatched import UnmatchedScenario

LIMIT = 20


def register(content: typer.Typer, session: Session) -> None:
    """Add the command to the group."""

    @content.command("phrases", help=session.say("cli.phrases.help"))
    def phrases(
        pack: Annotated[Path | None, typer.Option(help=session.say("cli.pack"), metavar="DIR")] = None,
        scenario: Annotated[
            str | None, typer.Option(help=session.say("cli.phrases.one"), metavar="ID")
        ] = None,
        limit: Annotated[
            int, typer.Option(min=1, help=session.say("cli.phrases.limit", n=LIMIT), metavar="N")
        ] = LIMIT,
        as_json: Annotated[bool, typer.Option("--json", help=session.say("cli.json"))] = False,
    ) -> None:
        unmatched = asyncio.run(_read(session, pack, scenario, limit))
        if as_json:
            from bot.cli.phrases_json import unmatched_record

            print_json({"scenarios": [unmatched_record(found, session.language) for found in unmatched]})
        else:
            from bot.cli.phrases_page import print_unmatched

            print_unmatched(unmatched, session.language)


async def _read(
    session: Session, folder: Path | None, scenario_id: str | None, limit: int
) -> "list[UnmatchedScenario]":
    from bot.services.list_unmatched import ListUnmatched

    library = open_library(session, folder)
    if scenario_id is not None:
        library.pack_of(scenario_id)  # a slip of the pen is told before anything about a database
    async with open_database(session) as database:
        return await ListUnmatched(database, library)(limit, scenario_id)
