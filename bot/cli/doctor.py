"""`doctor`: look at every part of an installation, and say what to mend."""

import asyncio

import typer

from bot.cli.session import Session


def register(app: typer.Typer, session: Session) -> None:
    """Add the command to the app."""

    @app.command("doctor", help=session.say("cli.doctor.help"))
    def doctor() -> None:
        from bot.doctor import examine

        healthy = True
        for finding in asyncio.run(examine(session.environ)):
            healthy = healthy and finding.well
            sign = "✓" if finding.well else "✗"
            text = session.say_error(finding.error) if finding.error else None
            print(f"{sign} {text or session.say(finding.key, **finding.facts)}")
        if not healthy:
            raise typer.Exit(1)
