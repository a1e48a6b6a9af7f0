"""`content gaps`: what people asked and did not get, for authors of packs."""

# Annotations stay real objects here: Typer reads them, and the help in them is the session's.

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.batch import print_json
from bot.cli.opening import open_database
from bot.cli.session import Session

if TYPE_CHECKING:
    from bot.domain.results import Gaps

LIMIT = 20


def register(content: typer.Typer, session: Session) -> None:
    """Add the command to the group."""

    @content.command("gaps", help=session.say("cli.gaps.help"))
    def gaps(
        since: Annotated[
            datetime | None,
            typer.Option(help=session.say("cli.gaps.since"), metavar="DATE", formats=["%Y-%m-%d"]),
        ] = None,
        limit: Annotated[
            int, typer.Option(min=1, help=session.say("cli.gaps.limit", n=LIMIT), metavar="N")
        ] = LIMIT,
        as_json: Annotated[bool, typer.Option("--json", help=session.say("cli.json"))] = False,
    ) -> None:
        found = asyncio.run(_read(session, limit, since.replace(tzinfo=UTC) if since else None))
        if as_json:
            from bot.cli.gaps_json import gaps_record

            print_json(gaps_record(found))
        else:
            from bot.cli.gaps_page import print_gaps

            print_gaps(found, session.language)


async def _read(session: Session, limit: int, since: datetime | None) -> "Gaps":
    from bot.services.list_gaps import ListGaps

    async with open_database(session) as database:
        return await ListGaps(database)(limit, since)
