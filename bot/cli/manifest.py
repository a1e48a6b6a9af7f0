"""`manifest`: what to paste into Slack to create the app."""

import json
from typing import Annotated

import typer

from bot.cli.session import Session, WrongUsage


def register(app: typer.Typer, session: Session) -> None:
    """Add the command to the app."""

    @app.command("manifest", help=session.say("cli.manifest.help"))
    def manifest(
        url: Annotated[str | None, typer.Option(help=session.say("cli.manifest.url"))] = None,
        workspaces: Annotated[
            bool, typer.Option("--workspaces", help=session.say("cli.manifest.workspaces"))
        ] = False,
        reasons: Annotated[bool, typer.Option("--reasons", help=session.say("cli.manifest.reasons"))] = False,
    ) -> None:
        from bot.slack.endpoint import PATH
        from bot.slack.installing import REDIRECT_PATH
        from bot.slack.manifest import EVENTS, SCOPES, manifest

        if url is not None and not url.startswith("https://"):
            raise WrongUsage("cli.manifest.not-https", url=url)
        if workspaces and url is None:
            raise WrongUsage("cli.manifest.no-url")
        if reasons:
            for name, reason in sorted({**SCOPES, **EVENTS}.items()):
                print(f"{name:20} {reason}")
        else:
            base = url and url.rstrip("/").removesuffix(PATH)
            redirect = base + REDIRECT_PATH if base and workspaces else None
            print(json.dumps(manifest(base and base + PATH, redirect), indent=2, ensure_ascii=False))
