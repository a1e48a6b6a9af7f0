"""The Bolt app: who we are in the workspace, and one listener for each kind of request."""

from __future__ import annotations

import logging
import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.domain.scenario import Language
from bot.ports import PeopleDirectory
from bot.slack.allowances import Allowances
from bot.slack.background import Background
from bot.slack.client import Clients
from bot.slack.errors import Errors
from bot.slack.identity import Guests, Identity
from bot.slack.listeners.actions import Actions
from bot.slack.listeners.agent import Agent
from bot.slack.listeners.appeals import Appeals
from bot.slack.listeners.commands import Commands
from bot.slack.listeners.events import Events
from bot.slack.listeners.functions import Steps
from bot.slack.listeners.home import HomeScreen
from bot.slack.listeners.leaving import Leaving
from bot.slack.listeners.patience import Patience
from bot.slack.listeners.pausing import Pausing
from bot.slack.listeners.practice import PracticeScreens
from bot.slack.listeners.privacy import PrivacyScreens
from bot.slack.listeners.screens import Screens
from bot.slack.listeners.shortcuts import Shortcuts
from bot.slack.listeners.views import Views
from bot.slack.requests import Deliveries
from bot.slack.use_cases import UseCases
from bot.texts import say

log = logging.getLogger(__name__)

ANY = re.compile("")


async def _nothing(ack: AsyncAck) -> None:
    """Acknowledge what we don't offer: unanswered, Slack would send it again, and Bolt log it."""
    await ack()


def build_app(
    clients: Clients,
    identity: Identity | Guests,
    signing_secret: str,
    use_cases: UseCases,
    people: PeopleDirectory,
    background: Background,
    leaving: Leaving,
    allowances: Allowances,
) -> AsyncApp:
    """The app, ready for HTTP or Socket Mode.

    `process_before_response` makes Bolt finish the listener before it answers: what is
    acknowledged is durable, and Bolt doesn't poll for the acknowledgement every 10 ms.
    """

    # A plain function: Bolt looks at the names of its parameters, and would take `self` for one.
    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        return await identity.of(enterprise_id, team_id)

    app = AsyncApp(
        name="scs-bot",
        client=clients.nobodys(),
        signing_secret=signing_secret,
        authorize=authorize,  # type: ignore[arg-type] # None is how it says that the app is not installed
        user_facing_authorize_error_message=" / ".join(
            say(language, "error.not-installed") for language in Language
        ),
        process_before_response=True,
        request_verification_enabled=False,  # `bot.slack.endpoint` has done it, before parsing
        ignoring_self_events_enabled=False,  # they tell what channels are public; `events` drops them
        ssl_check_enabled=False,  # it would answer unsigned requests, and Slack signs all of its own
    )
    screens = Screens(use_cases, people, clients)
    home = HomeScreen(use_cases, people, clients, background)
    appeals = Appeals(use_cases, people, clients, background)
    practice = PracticeScreens(use_cases, people, clients, allowances.replies)
    privacy = PrivacyScreens(use_cases, home, people, clients, background)
    pausing = Pausing(use_cases, people, clients, background)
    deliveries = Deliveries()
    shortcuts = Shortcuts(use_cases, people, clients, background, deliveries, allowances.questions)
    agent = Agent(use_cases, people, clients, background)
    steps = Steps(use_cases, clients, background)
    patience = Patience(people, clients, background)
    events = Events(use_cases, people, home, agent, steps, leaving, background, allowances, patience)
    commands = Commands(
        use_cases,
        screens,
        home,
        practice,
        privacy,
        appeals,
        pausing,
        people,
        background,
        deliveries,
        allowances.questions,
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
    # Bolt looks through them in this order, at some 10 µs each: what has the least work of its own is first.
    app.command(ANY)(commands.__call__)
    app.event(ANY)(events.__call__)
    app.action(ANY)(actions.__call__)
    app.view(ANY)(
        Views(use_cases, home, practice, privacy, appeals, people, deliveries, allowances.replies).__call__
    )
    app.shortcut(ANY)(shortcuts.__call__)
    app.options(ANY)(_nothing)
    app.error(Errors(people, clients, background).__call__)
    return app
