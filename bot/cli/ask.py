"""`ask`: search the pack for the scenario that answers a question."""

# Annotations stay real objects here: Typer reads them, and the help in them is the session's.

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.batch import answer_lines, print_json
from bot.cli.opening import open_library
from bot.cli.session import Session, WrongUsage
from bot.domain.scenario import Language


def register(app: typer.Typer, session: Session) -> None:
    """Add the command to the app."""

    @app.command("ask", help=session.say("cli.ask.help"))
    def ask(
        question: Annotated[
            list[str] | None, typer.Argument(help=session.say("cli.ask.question"), show_default=False)
        ] = None,
        lang: Annotated[
            Language | None, typer.Option(help=session.say("cli.ask.lang"), metavar="en|ja")
        ] = None,
        pack: Annotated[Path | None, typer.Option(help=session.say("cli.pack"), metavar="DIR")] = None,
        batch: Annotated[
            str | None, typer.Option(help=session.say("cli.ask.batch"), metavar="FILE.jsonl")
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=session.say("cli.json"))] = False,
        explain: Annotated[bool, typer.Option("--explain", help=session.say("cli.ask.explain"))] = False,
    ) -> None:
        if (batch is None) == (question is None):
            raise WrongUsage("cli.ask.what")
        if batch is not None:
            _ask_batch(session, batch, pack)
        else:
            _ask_one(session, " ".join(question or ()), lang, pack, as_json, explain)


def _ask_one(
    session: Session, question: str, lang: Language | None, folder: Path | None, as_json: bool, explain: bool
) -> None:
    library = open_library(session, folder)
    pack, found = library.search(question)
    if explain:
        found = library.explain(pack, question, found)
    language = lang or library.language_of(question) or session.language
    if as_json:
        from bot.cli.answer_json import answer_record

        print_json(answer_record(pack, question, found, language, explain))
    else:
        from bot.cli.answer_page import print_answer

        print_answer(pack, found, language, explain)


def _ask_batch(session: Session, file: str, folder: Path | None) -> None:
    from bot.cli.answer_json import found_record

    library = open_library(session, folder)

    def answer(record: Mapping[str, Any]) -> Mapping[str, Any]:
        return found_record(library.search(record["text"])[1])

    if not answer_lines(session, file, ("text",), answer):
        raise typer.Exit(1)
