"""Which events the app gets to hear: what it has subscribed to, in channels where it is a member.

As in Slack, a mention in a channel arrives twice, as `app_mention` and as `message`, and the app
hears its own messages too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from bot.playground import payloads
from bot.playground.delivery import EVENT, Deliverer, Delivery
from bot.playground.manifest import Manifest
from bot.playground.messages import Message
from bot.playground.people import BOT_USER, Channel, Json
from bot.playground.workspace import Workspace

_Told = Coroutine[Any, Any, Delivery | None]
SUBSCRIPTIONS = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}


class Events:
    """Turns what happened into event deliveries."""

    def __init__(self, workspace: Workspace, deliverer: Deliverer, manifest: Manifest) -> None:
        self._workspace = workspace
        self._deliverer = deliverer
        self._manifest = manifest

    async def emit(self, event: Json) -> Delivery:
        """Any event at all, subscribed or not."""
        payload = payloads.event_callback(event, int(self._workspace.now().timestamp()))
        return await self._deliverer.deliver(EVENT, payload)

    async def posted(self, message: Message) -> list[Delivery]:
        """A public message appeared."""
        channel = self._workspace.channels[message.channel]
        parent = self._workspace.thread(channel.id, message.thread_ts) if message.thread_ts else None
        told = [self._of_message(channel, payloads.message_posted(message, channel, parent))]
        if not channel.direct and f"<@{BOT_USER}" in message.text and not message.by_bot:
            told.append(self._if(channel, "app_mention", payloads.app_mention(message, channel)))
        return await _all(told)

    async def changed(self, message: Message, before: Json) -> list[Delivery]:
        """A message was edited; `before` is its JSON of before."""
        channel = self._workspace.channels[message.channel]
        event = payloads.message_changed(message, before, channel, self._workspace.mint_ts())
        return await _all([self._of_message(channel, event)])

    async def deleted(self, channel_id: str, before: Json) -> list[Delivery]:
        """A message was deleted."""
        channel = self._workspace.channels[channel_id]
        event = payloads.message_deleted(before, channel, self._workspace.mint_ts())
        return await _all([self._of_message(channel, event)])

    async def reaction(self, kind: str, person_id: str, name: str, message: Message) -> list[Delivery]:
        """`reaction_added` or `reaction_removed`."""
        event = payloads.reaction(kind, person_id, name, message, self._workspace.mint_ts())
        return await _all([self._if(self._workspace.channels[message.channel], kind, event)])

    async def joined(self, person_id: str, channel: Channel, inviter: str) -> list[Delivery]:
        """Someone, perhaps the bot, is a member of a channel now."""
        event = payloads.member_joined(person_id, channel, inviter, self._workspace.mint_ts())
        return await _all([self._if(channel, "member_joined_channel", event)])

    async def home_opened(self, event: Json) -> list[Delivery]:
        """`app_home_opened`."""
        return await _all([self._if(self._workspace.channels[event["channel"]], "app_home_opened", event)])

    def _of_message(self, channel: Channel, event: Json) -> _Told:
        return self._if(channel, SUBSCRIPTIONS[channel.kind], event)

    async def _if(self, channel: Channel, subscription: str, event: Json) -> Delivery | None:
        if BOT_USER in channel.members and subscription in self._manifest.events:
            return await self.emit(event)
        return None


async def _all(told: list[_Told]) -> list[Delivery]:
    return [delivery for delivery in await asyncio.gather(*told) if delivery]
