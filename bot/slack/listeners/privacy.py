"""`/scs privacy`, and its two buttons wherever they stand: export my data, forget me."""

from __future__ import annotations

from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.ports import PeopleDirectory
from bot.slack.background import Background
from bot.slack.blocks.parts import Message
from bot.slack.blocks.privacy import exported, forget_form, forgotten, privacy
from bot.slack.client import Clients
from bot.slack.listeners.home import HomeScreen
from bot.slack.requests import Body, Sender, sender_of
from bot.slack.use_cases import UseCases


class PrivacyScreens:
    """Everything about a person's own data. Whose data it is, is said by the signed request alone."""

    def __init__(
        self,
        use_cases: UseCases,
        home: HomeScreen,
        people: PeopleDirectory,
        clients: Clients,
        background: Background,
    ) -> None:
        self._use_cases = use_cases
        self._home = home
        self._people = people
        self._clients = clients
        self._background = background
        self.actions = {"export_me": self._export_me, "forget_me": self._forget_me}
        self.views = {"forget_me": self._forgotten}

    async def privacy(self, sender: Sender) -> Message:
        """What is stored about people, and for how long."""
        return privacy(await self._people.language(sender.team_id, sender.user_id))

    async def _export_me(self, sender: Sender, _: str, __: Body, respond: AsyncRespond) -> None:
        self._background.start(self._export(sender, respond.response_url))

    async def _export(self, sender: Sender, response_url: str | None) -> None:
        sent = await self._use_cases.export_me(sender.team_id, sender.user_id)
        message = exported(sent, await self._people.language(sender.team_id, sender.user_id))
        if response_url:
            # Not `respond` itself: its client would repeat a call whose connection broke.
            webhook = AsyncWebhookClient(response_url, retry_handlers=[])
            await webhook.send(
                text=message.text,
                blocks=message.blocks,
                response_type="ephemeral",
                replace_original=False,
            )
        elif not sent:  # pressed on the App Home, where nothing can be whispered; the file speaks for itself
            slack = await self._clients.of(sender.team_id)
            await slack.chat_postMessage(channel=sender.user_id, text=message.text, blocks=message.blocks)

    async def _forget_me(self, sender: Sender, _: str, body: Body, __: AsyncRespond) -> None:
        language = await self._people.language(sender.team_id, sender.user_id)
        slack = await self._clients.of(sender.team_id)
        await slack.views_open(trigger_id=body["trigger_id"], view=forget_form(language))

    async def _forgotten(self, _: Body, body: Body) -> Body:
        sender = sender_of(body)
        language = await self._people.language(sender.team_id, sender.user_id)
        done = await self._use_cases.forget_me(sender.team_id, sender.user_id)
        self._home.refresh(sender.team_id, sender.user_id)
        return forgotten(done, language)
