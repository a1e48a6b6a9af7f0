"""`grade`: score a reply against a scenario's rubric."""

# Annotations stay real objects here: Typer reads them, and the help in them is the session's.

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.batch import answer_lines, print_json
from bot.cli.opening import open_library
from bot.cli.session import Session, WrongUsage


def register(app: typer.Typer, session: Session) -> None:
    """Add the command to the app."""

    @app.command("grade", help=session.say("cli.grade.help"))
    def grade(
        scenario: Annotated[
            str | None, typer.Argument(help=session.say("cli.grade.scenario"), show_default=False)
        ] = None,
        reply: Annotated[
            list[str] | None, typer.Argument(help=session.say("cli.grade.reply"), show_default=False)
        ] = None,
        pack: Annotated[Path | None, typer.Option(help=session.say("cli.pack"), metavar="DIR")] = None,
        batch: Annotated[
            str | None, typer.Option(help=session.say("cli.grade.batch"), metavar="FILE.jsonl")
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=session.say("cli.json"))] = False,
    ) -> None:
        if batch is not None and scenario is None:
            _grade_batch(session, batch, pack)
        elif batch is None and scenario is not None and reply is not None:
            _grade_one(session, scenario, " ".join(reply), pack, as_json)
        else:
            raise WrongUsage("cli.grade.what")


def _grade_one(session: Session, scenario_id: str, reply: str, folder: Path | None, as_json: bool) -> None:
    library = open_library(session, folder)
    pack = library.pack_of(scenario_id)
    scenario = pack.scenario(scenario_id)
    score = library.grade(pack.id, scenario_id, reply)
    if as_json:
        from bot.cli.score_json import explained_score_record

        print_json({"scenario": scenario.id, **explained_score_record(score)})
    else:
        from bot.cli.score_page import print_score

        print_score(scenario, score, session.language)


def _grade_batch(session: Session, file: str, folder: Path | None) -> None:
    from bot.cli.score_json import score_record

    library = open_library(session, folder)

    def answer(record: Mapping[str, Any]) -> Mapping[str, Any]:
        pack = library.pack_of(record["scenario"])
        return score_record(library.grade(pack.id, record["scenario"], record["text"]))

    if not answer_lines(session, file, ("scenario", "text"), answer):
        raise typer.Exit(1)
