"""`content new`: a scenario's file to begin with."""

# Annotations stay real objects here: Typer reads them, and the help in them is the session's.

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.drafts import open_surroundings, write_draft
from bot.cli.opening import check_command, shown
from bot.cli.session import Session, WrongUsage


def register(content: typer.Typer, session: Session) -> None:
    """Add the command to the group."""

    @content.command("new", help=session.say("cli.new.help"))
    def new(
        scenario: Annotated[
            str, typer.Argument(help=session.say("cli.new.id"), metavar="ID", show_default=False)
        ],
        pack: Annotated[Path | None, typer.Option(help=session.say("cli.pack"), metavar="DIR")] = None,
        title: Annotated[str, typer.Option(help=session.say("cli.new.title"), metavar="TEXT")] = "",
        domain: Annotated[str, typer.Option(help=session.say("cli.new.domain"), metavar="NAME")] = "",
        task: Annotated[str, typer.Option(help=session.say("cli.new.task"), metavar="N")] = "",
    ) -> None:
        _new(session, scenario, pack, title, domain, task)


def _new(session: Session, scenario_id: str, pack: Path | None, title: str, domain: str, task: str) -> None:
    from bot.packs.draft import Draft
    from bot.packs.faults import clip
    from bot.packs.schema import is_id

    if not is_id(scenario_id):
        raise WrongUsage("cli.new.bad-id", id=clip(scenario_id))
    around = open_surroundings(session, pack)
    if scenario_id in around.taken:
        raise WrongUsage("cli.new.taken", id=scenario_id, file=around.taken[scenario_id])
    known = around.domain(domain) if domain else ""
    if known is None:
        there = ", ".join(each[session.language] for each in around.domains)
        raise WrongUsage("cli.new.unknown-domain", name=clip(domain), domains=there)
    draft = Draft(
        id=scenario_id,
        exam=around.exam,
        title=title,
        domain=known,
        task=task,
        confusable_with=around.neighbours.get(scenario_id, ()),
    )
    file = write_draft(session, draft, around, around.folder)
    print(session.say("cli.new.written", file=shown(file), check=check_command(pack)))
