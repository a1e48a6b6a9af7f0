"""The state of the pretend workspace: who is there, and what has been said.

Only this module and `views` hold state that Slack would hold. It is bounded: an old message falls
off the end of a channel that has more than `KEEP` of them.
"""

from __future__ import annotations

import asyncio
import secrets
from datetime import datetime

from bot.playground.files import Files
from bot.playground.messages import Message
from bot.playground.people import (
    BOT,
    BOT_USER,
    PEOPLE,
    SLACKBOT,
    Channel,
    Json,
    Person,
    direct_id,
    first_channels,
)
from bot.playground.refusal import Refusal
from bot.ports import Clock

KEEP = 2_000
MICROSECONDS = 1_000_000


class Workspace:
    """People, channels and messages; `now` is the workspace's time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last_ts = 0
        self._news = asyncio.Event()
        self.revision = 0
        self.closed = False
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {channel.id: channel for channel in first_channels()}
        self._messages: dict[str, dict[str, Message]] = {}
        self.files = Files()
        self.prompts: dict[str, list[Json]] = {}
        for person in (*PEOPLE, BOT):
            self.add_person(person)

    def now(self) -> datetime:
        return self._clock.now()

    def mint_ts(self) -> str:
        """A ts no message has had yet: the time in microseconds, always later than the last."""
        micros = int(self.now().timestamp()) * MICROSECONDS + self.now().microsecond
        self._last_ts = max(self._last_ts + 1, micros)
        return f"{self._last_ts // MICROSECONDS}.{self._last_ts % MICROSECONDS:06d}"

    # Who and where

    def add_person(self, person: Person) -> Person:
        """Someone joins the workspace and, unless it is the bot, can talk to the bot directly."""
        self.people[person.id] = person
        if not person.bot:
            direct = Channel(direct_id(person.id), person.name, "im", {person.id, BOT_USER})
            self.channels[direct.id] = direct
        return person

    def add_channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        self.changed()
        return channel

    def person(self, person_id: str) -> Person:
        """Raises `Refusal(user_not_found)`."""
        if person_id not in self.people:
            raise Refusal("user_not_found")
        return self.people[person_id]

    def channel(self, name: str) -> Channel:
        """A channel by id, by `#name`, or a person's direct conversation by the person's id.
        Raises `Refusal(channel_not_found)`."""
        if name in self.people and name != BOT_USER:
            name = direct_id(name)
        by_name = (channel for channel in self.channels.values() if f"#{channel.name}" == name)
        if found := self.channels.get(name) or next(by_name, None):
            return found
        raise Refusal("channel_not_found")

    def open_to_bot(self, name: str) -> Channel:
        """A channel the bot may write in: raises `not_in_channel`, `is_archived`, and
        `channel_not_found` for a private one it can't see."""
        channel = self.channel(name)
        if channel.archived:
            raise Refusal("is_archived")
        if BOT_USER not in channel.members:
            raise Refusal("channel_not_found" if channel.kind == "group" else "not_in_channel")
        return channel

    # What is said

    def messages(self, channel_id: str) -> list[Message]:
        """Everything in a channel in order of time: replies and ephemeral messages too."""
        return list(self._messages.get(channel_id, {}).values())

    def message(self, channel_id: str, ts: str) -> Message:
        """Raises `Refusal(message_not_found)`."""
        if found := self._messages.get(channel_id, {}).get(ts):
            return found
        raise Refusal("message_not_found")

    def thread(self, channel_id: str, ts: str) -> Message:
        """The parent of a thread. Raises `thread_not_found`, or `cannot_reply_to_message` when
        the ts is that of a reply or of an ephemeral message."""
        found = self._messages.get(channel_id, {}).get(ts)
        if found is None:
            raise Refusal("thread_not_found")
        if found.is_reply or found.only_for:
            raise Refusal("cannot_reply_to_message")
        return found

    def add(self, message: Message) -> Message:
        """Put a message where it belongs; a thread's parent learns of a public reply."""
        if message.thread_ts:
            parent = self.thread(message.channel, message.thread_ts)
            if message.only_for is None:
                parent.replies.append(message)
        messages = self._messages.setdefault(message.channel, {})
        messages[message.ts] = message
        while len(messages) > KEEP:
            del messages[next(iter(messages))]
        self.changed()
        return message

    def remove(self, message: Message) -> None:
        """Delete a message. A parent whose thread has replies stays as a tombstone, as in Slack."""
        if message.replies:
            message.subtype = "tombstone"
            message.text, message.blocks, message.user = "This message was deleted.", [], SLACKBOT
        else:
            del self._messages[message.channel][message.ts]
            parent = self._messages[message.channel].get(message.thread_ts or "")
            if parent and message in parent.replies:
                parent.replies.remove(message)
        self.changed()

    # News for whoever watches

    def changed(self) -> None:
        """Something a person could see is different now."""
        self.revision += 1
        self._news.set()
        self._news = asyncio.Event()

    def close(self) -> None:
        """Nothing will change any more: whoever waits for news may go home."""
        self.closed = True
        self.changed()

    async def news(self, since: int) -> int:
        """Wait until the revision is later than `since`; returns it."""
        while self.revision <= since and not self.closed:
            await self._news.wait()
        return self.revision


def new_id(letter: str) -> str:
    """An id nobody can guess, in Slack's shape."""
    return f"{letter}{secrets.token_hex(5).upper()}"
