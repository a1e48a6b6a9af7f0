"""Buttons: under the daily post, under answers, and in the help."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.ports import PeopleDirectory
from bot.slack.background import Background
from bot.slack.blocks.parts import Message
from bot.slack.blocks.post import hint_text
from bot.slack.blocks.private import private_form
from bot.slack.client import Clients
from bot.slack.listeners.answers import Answers
from bot.slack.listeners.appeals import Appeals
from bot.slack.listeners.home import HomeScreen
from bot.slack.listeners.pausing import Pausing
from bot.slack.listeners.practice import PracticeScreens
from bot.slack.listeners.privacy import PrivacyScreens
from bot.slack.listeners.screens import Screens
from bot.slack.listeners.shortcuts import Shortcuts
from bot.slack.replying import send
from bot.slack.requests import Body, Deliveries, Sender, fingerprint, number_of, sender_of
from bot.slack.use_cases import UseCases

Pressed = Callable[[Sender, str, Body, AsyncRespond], Awaitable[None]]


class Actions:
    """Handles button presses. Each is acknowledged once its work is done or on its way."""

    def __init__(
        self,
        use_cases: UseCases,
        screens: Screens,
        home: HomeScreen,
        practice: PracticeScreens,
        privacy: PrivacyScreens,
        appeals: Appeals,
        pausing: Pausing,
        shortcuts: Shortcuts,
        people: PeopleDirectory,
        clients: Clients,
        background: Background,
        deliveries: Deliveries,
    ) -> None:
        self._use_cases = use_cases
        self._screens = screens
        self._people = people
        self._clients = clients
        self._background = background
        self._deliveries = deliveries
        answers = Answers(use_cases, people, background)
        self._handlers: dict[str, Pressed] = {
            "answer_privately": self._answer_privately,
            "hint": self._hint,
            "my_streak": self._my_streak,
            "open_setup": self._open_setup,
            "top": self._top,
            **home.actions,
            **pausing.actions,
            **practice.actions,
            **privacy.actions,
            **appeals.actions,
            **answers.actions,
            **shortcuts.actions,
        }

    async def __call__(self, ack: AsyncAck, action: Body, body: Body, respond: AsyncRespond) -> None:
        """Handle one delivery of a press; a repeated or unknown one is acknowledged and no more."""
        handler = self._handlers.get(str(action.get("action_id", "")).rstrip("_0123456789"))
        if handler is not None and self._deliveries.first(fingerprint(body)):
            await handler(sender_of(body), str(action.get("value") or ""), body, respond)
        await ack()

    async def _answer_privately(self, sender: Sender, value: str, body: Body, _: AsyncRespond) -> None:
        daily = await self._use_cases.show_today.form(
            number_of(value), sender.team_id, sender.channel_id, sender.user_id
        )
        language = await self._people.language(sender.team_id, sender.user_id)
        slack = await self._clients.of(sender.team_id)
        await slack.views_open(trigger_id=body["trigger_id"], view=private_form(daily, language))

    async def _hint(self, sender: Sender, value: str, _: Body, respond: AsyncRespond) -> None:
        hint = await self._use_cases.show_today.hint(
            number_of(value), sender.team_id, sender.channel_id, sender.user_id
        )
        language = await self._people.language(sender.team_id, sender.user_id)
        self._whisper(sender, respond, hint_text(hint, language))

    async def _my_streak(self, sender: Sender, _: str, __: Body, respond: AsyncRespond) -> None:
        self._whisper(sender, respond, await self._screens.streak(sender))

    async def _top(self, sender: Sender, value: str, _: Body, respond: AsyncRespond) -> None:
        self._replace(sender, respond, await self._screens.leaderboard(sender, value))

    async def _open_setup(self, sender: Sender, _: str, body: Body, __: AsyncRespond) -> None:
        await self._screens.open_setup(sender, body["trigger_id"])

    def _whisper(self, sender: Sender, respond: AsyncRespond, message: Message) -> None:
        self._background.start(self._send(sender, respond, message, "ephemeral", replace=False))

    def _replace(self, sender: Sender, respond: AsyncRespond, message: Message) -> None:
        self._background.start(self._send(sender, respond, message, "ephemeral", replace=True))

    async def _send(
        self, sender: Sender, respond: AsyncRespond, message: Message, kind: str, replace: bool
    ) -> None:
        if respond.response_url is None:  # Slack leaves it out where the press has no message
            slack = await self._clients.of(sender.team_id)
            await slack.chat_postEphemeral(
                channel=sender.channel_id, user=sender.user_id, text=message.text, blocks=message.blocks
            )
            return
        await send(respond.response_url, message, kind, replace)
