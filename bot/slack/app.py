"""The Bolt app: who we are in the workspace, and one listener for each kind of request."""

from __future__ import annotations

import asyncio
import logging
import re

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.ports import PeopleDirectory
from bot.slack.background import Background
from bot.slack.errors import Errors
from bot.slack.listeners.actions import Actions
from bot.slack.listeners.commands import Commands
from bot.slack.listeners.events import Events
from bot.slack.listeners.screens import Screens
from bot.slack.listeners.views import Views
from bot.slack.requests import Deliveries
from bot.slack.use_cases import UseCases

log = logging.getLogger(__name__)

ANY = re.compile("")


async def _nothing(ack: AsyncAck) -> None:
    """Acknowledge what we don't offer: unanswered, Slack would send it again, and Bolt log it."""
    await ack()


class Identity:
    """The bot's own ids, asked of Slack once. Bolt's own way asks on every request."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._known: AuthorizeResult | None = None
        self._asking = asyncio.Lock()

    async def introduce(self) -> None:
        """Ask at the start, so that a wrong token is known at once (`SlackApiError`). A Slack that
        can't be reached is only logged: it is asked again with the first request."""
        try:
            await self.ask(None, None)
        except SlackApiError:
            raise
        except (aiohttp.ClientError, SlackClientError, OSError) as error:
            log.warning("Slack can't be reached yet", extra={"why": type(error).__name__})

    async def ask(self, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        """Who we are; `SlackApiError` if the token is refused."""
        async with self._asking:
            if self._known is None:
                me = await self._client.auth_test()
                self._known = AuthorizeResult(
                    enterprise_id=me.get("enterprise_id") or enterprise_id,
                    team_id=me.get("team_id") or team_id,
                    bot_user_id=me.get("user_id"),
                    bot_id=me.get("bot_id"),
                    bot_token=self._client.token,
                )
        return self._known


def build_app(
    client: AsyncWebClient,
    identity: Identity,
    signing_secret: str,
    use_cases: UseCases,
    people: PeopleDirectory,
    background: Background,
) -> AsyncApp:
    """The app, ready for HTTP or Socket Mode.

    `process_before_response` makes Bolt finish the listener before it answers: what is
    acknowledged is durable, and Bolt doesn't poll for the acknowledgement every 10 ms.
    """

    # A plain function: Bolt looks at the names of its parameters, and would take `self` for one.
    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return await identity.ask(enterprise_id, team_id)

    app = AsyncApp(
        name="scs-bot",
        client=client,
        signing_secret=signing_secret,
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,  # `bot.slack.endpoint` has done it, before parsing
        ssl_check_enabled=False,  # it would answer unsigned requests, and Slack signs all of its own
    )
    screens = Screens(use_cases, people, client)
    deliveries = Deliveries()
    app.event(ANY)(Events(use_cases, people, client, background).__call__)
    app.command(ANY)(Commands(use_cases, screens, people, background, deliveries).__call__)
    app.action(ANY)(Actions(use_cases, screens, people, client, background, deliveries).__call__)
    app.view(ANY)(Views(use_cases, people, deliveries).__call__)
    app.shortcut(ANY)(_nothing)
    app.options(ANY)(_nothing)
    app.error(Errors(people, background).__call__)
    return app
