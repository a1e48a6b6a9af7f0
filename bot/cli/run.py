"""`run`: the bot itself, in Slack with credentials, in the local workspace without."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

import typer

from bot.cli.session import Session
from bot.domain.errors import BotError

if TYPE_CHECKING:
    from bot.running import Announce
    from bot.settings import Settings


class CannotRun(BotError):
    """The start failed for a reason that lies outside: a token, the network."""

    key = "error.cannot-run"


def register(app: typer.Typer, session: Session) -> None:
    """Add the command to the app."""

    @app.command("run", help=session.say("cli.run.help"))
    def run() -> None:
        from bot.local_workspace import run_locally
        from bot.running import run_in_slack
        from bot.settings import Mode

        settings = configured(session)
        run_until_stopped(session, settings, run_locally if settings.mode is Mode.LOCAL else run_in_slack)


def configured(session: Session) -> "Settings":
    """The settings of the environment, with logs as they ask for."""
    from bot.logs import configure_logging
    from bot.settings import read_settings

    settings = read_settings(session.environ)
    configure_logging(settings.log_level, settings.log_json)
    return settings


def run_until_stopped(
    session: Session,
    settings: "Settings",
    start: Callable[["Settings", "Announce"], Coroutine[Any, Any, None]],
) -> None:
    """Run in the server's event loop and say where, once it is ready."""
    import uvicorn
    from slack_sdk.errors import SlackApiError

    from bot.slack.client import reason_of

    def announce(key: str, address: str) -> None:
        print(session.say(key, address=address), flush=True)

    loop_factory = uvicorn.Config("", log_config=None).get_loop_factory()
    try:
        with asyncio.Runner(loop_factory=loop_factory) as runner:
            runner.run(start(settings, announce))
    except SlackApiError as error:
        raise CannotRun(why=f"Slack: {reason_of(error) or error}") from error
    except OSError as error:
        raise CannotRun(why=str(error)) from error
