"""`/scs pause` and `/scs resume`, and the buttons that do the same."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.ports import PeopleDirectory
from bot.slack.background import Background
from bot.slack.blocks.parts import Message
from bot.slack.blocks.subscription import after_setup, going_on, paused
from bot.slack.client import Clients
from bot.slack.requests import Body, Sender, fingerprint
from bot.slack.use_cases import UseCases

Pressed = Callable[[Sender, str, Body, AsyncRespond], Awaitable[None]]


class Pausing:
    """Stops a channel's scenarios and starts them again. `commands` and `actions` are its handlers by their
    names; a command's get the fingerprint of the request, and a button carries the channel, because a form is
    in none."""

    def __init__(
        self, use_cases: UseCases, people: PeopleDirectory, clients: Clients, background: Background
    ) -> None:
        self._pause_channel = use_cases.pause_channel
        self._people = people
        self._clients = clients
        self._background = background
        self.commands: Mapping[str, Callable[[Sender, str], Awaitable[Message]]] = {
            "pause": lambda sender, request: self._pause(sender, sender.channel_id, request),
            "resume": lambda sender, request: self._resume(sender, sender.channel_id, request),
        }
        self.actions: Mapping[str, Pressed] = {
            "pause_channel": self._pressed(self._pause),
            "resume_channel": self._pressed(self._resume),
        }

    async def _pause(self, sender: Sender, channel_id: str, request: str) -> Message:
        await self._pause_channel.pause(sender.team_id, channel_id, sender.user_id, request)
        return paused(channel_id, await self._people.language(sender.team_id, sender.user_id))

    async def _resume(self, sender: Sender, channel_id: str, request: str) -> Message:
        resumed = await self._pause_channel.resume(sender.team_id, channel_id, sender.user_id, request)
        return going_on(resumed, await self._people.language(sender.team_id, sender.user_id))

    def _pressed(self, do: Callable[[Sender, str, str], Awaitable[Message]]) -> Pressed:
        async def pressed(sender: Sender, value: str, body: Body, respond: AsyncRespond) -> None:
            message = await do(sender, value, fingerprint(body))
            if "view" in body:
                language = await self._people.language(sender.team_id, sender.user_id)
                slack = await self._clients.of(sender.team_id)
                await slack.views_update(view_id=body["view"]["id"], view=after_setup(message, language))
            else:
                self._background.start(_in_place(respond, message))

        return pressed


async def _in_place(respond: AsyncRespond, message: Message) -> None:
    await respond(text=message.text, blocks=message.blocks, replace_original=True)
