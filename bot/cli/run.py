"""`run`: the bot itself, in Slack with credentials, in the local workspace without."""

import asyncio

import typer

from bot.cli.session import Session
from bot.domain.errors import BotError


class CannotRun(BotError):
    """The start failed for a reason that lies outside: a port, a token, the network."""

    key = "error.cannot-run"


def register(app: typer.Typer, session: Session) -> None:
    """Add the command to the app."""

    @app.command("run", help=session.say("cli.run.help"))
    def run() -> None:
        import uvicorn
        from slack_sdk.errors import SlackApiError

        from bot import bootstrap
        from bot.logs import configure_logging
        from bot.settings import read_settings

        settings = read_settings(session.environ)
        configure_logging(settings.log_level, settings.log_json)

        def announce(key: str, address: str) -> None:
            print(session.say(key, address=address), flush=True)

        loop_factory = uvicorn.Config("", log_config=None).get_loop_factory()
        try:
            with asyncio.Runner(loop_factory=loop_factory) as runner:
                runner.run(bootstrap.run(settings, announce))
        except SlackApiError as error:
            raise CannotRun(why=f"Slack: {error.response.get('error')}") from error
        except OSError as error:
            raise CannotRun(why=str(error)) from error
