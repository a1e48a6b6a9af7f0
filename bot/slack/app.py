"""The Bolt app: who we are in the workspace, and one listener for each kind of request."""

from __future__ import annotations

import asyncio
import logging
import re

import aiohttp
from cachetools import TTLCache
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.ports import PeopleDirectory
from bot.slack.background import Background
from bot.slack.client import Clients, reason_of
from bot.slack.errors import Errors
from bot.slack.listeners.actions import Actions
from bot.slack.listeners.agent import Agent
from bot.slack.listeners.appeals import Appeals
from bot.slack.listeners.commands import Commands
from bot.slack.listeners.events import Events
from bot.slack.listeners.functions import Steps
from bot.slack.listeners.home import HomeScreen
from bot.slack.listeners.pausing import Pausing
from bot.slack.listeners.practice import PracticeScreens
from bot.slack.listeners.privacy import PrivacyScreens
from bot.slack.listeners.screens import Screens
from bot.slack.listeners.shortcuts import Shortcuts
from bot.slack.listeners.views import Views
from bot.slack.requests import Deliveries
from bot.slack.use_cases import UseCases

log = logging.getLogger(__name__)

ANY = re.compile("")
PATIENCE_SECONDS = 1.5
SILENT_SECONDS = 10

REFUSED = frozenset(
    ("account_inactive", "invalid_auth", "not_authed", "org_login_required", "token_expired", "token_revoked")
)
"""What auth.test says of a token that will not get better by waiting."""


async def _nothing(ack: AsyncAck) -> None:
    """Acknowledge what we don't offer: unanswered, Slack would send it again, and Bolt log it."""
    await ack()


class Identity:
    """The bot's own ids, asked of Slack once. Bolt's own way asks on every request."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._known: AuthorizeResult | None = None
        self._asking = asyncio.Lock()
        self._silent: TTLCache[str, bool] = TTLCache(1, SILENT_SECONDS)

    async def introduce(self) -> None:
        """Ask at the start, so that a wrong token is known at once: raises `SlackApiError`."""
        async with self._asking:
            await self._ask()

    async def of(self, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        """Who we are. While Slack can't be reached our ids stay unknown, and what needs no call to
        Slack works all the same. Raises `SlackApiError` for a token that is refused."""
        async with self._asking:
            if self._known is None and "slack" not in self._silent:
                await self._ask()
        token = (await self._clients.of("")).token
        return self._known or AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

    async def _ask(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                slack = await self._clients.of("")
                me = await slack.auth_test()
        except (aiohttp.ClientError, SlackClientError, OSError, TimeoutError) as error:
            if isinstance(error, SlackApiError) and reason_of(error) in REFUSED:
                raise
            self._silent["slack"] = True
            log.warning("Slack can't be asked who we are yet", extra={"why": type(error).__name__})
            return
        self._known = AuthorizeResult(
            enterprise_id=me.get("enterprise_id"),
            team_id=me.get("team_id"),
            bot_user_id=me.get("user_id"),
            bot_id=me.get("bot_id"),
            bot_token=(await self._clients.of("")).token,
        )


def build_app(
    clients: Clients,
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
        return await identity.of(enterprise_id, team_id)

    app = AsyncApp(
        name="scs-bot",
        client=clients.nobodys(),
        signing_secret=signing_secret,
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,  # `bot.slack.endpoint` has done it, before parsing
        ssl_check_enabled=False,  # it would answer unsigned requests, and Slack signs all of its own
    )
    screens = Screens(use_cases, people, clients)
    home = HomeScreen(use_cases, people, clients, background)
    appeals = Appeals(use_cases, people, clients, background)
    practice = PracticeScreens(use_cases, people, clients)
    privacy = PrivacyScreens(use_cases, home, people, clients, background)
    pausing = Pausing(use_cases, people, clients, background)
    deliveries = Deliveries()
    shortcuts = Shortcuts(use_cases, people, clients, background, deliveries)
    agent = Agent(use_cases, people, clients, background)
    steps = Steps(use_cases, clients, background)
    app.event(ANY)(Events(use_cases, home, agent, steps, background).__call__)
    commands = Commands(
        use_cases, screens, home, practice, privacy, appeals, pausing, people, background, deliveries
    )
    actions = Actions(
        use_cases,
        screens,
        home,
        practice,
        privacy,
        appeals,
        pausing,
        shortcuts,
        people,
        clients,
        background,
        deliveries,
    )
    app.command(ANY)(commands.__call__)
    app.action(ANY)(actions.__call__)
    app.view(ANY)(Views(use_cases, home, practice, privacy, appeals, people, deliveries).__call__)
    app.shortcut(ANY)(shortcuts.__call__)
    app.options(ANY)(_nothing)
    app.error(Errors(people, clients, background).__call__)
    return app
