"""What a person does in the workspace, and what Slack then tells the app.

Every gesture returns when the app has answered. Gestures Slack itself doesn't allow (pressing a
button that isn't there, editing someone else's message) raise `NotPossible` or `NoSuchElement`.
"""

from __future__ import annotations

from bot.playground import messages, payloads
from bot.playground.composing import escape, rich_text, wire
from bot.playground.delivery import COMMAND, Deliverer, Delivery
from bot.playground.events import Events
from bot.playground.interactions import Interactions, NotPossible
from bot.playground.messages import Message
from bot.playground.people import BOT_USER, Channel, Json
from bot.playground.posting import Posting
from bot.playground.refusal import Refusal
from bot.playground.views import View, Views
from bot.playground.workspace import Workspace

COMMAND_TEXT = 4_000


class Gestures:
    """People's hands. Persons and channels go by their ids."""

    def __init__(
        self, workspace: Workspace, views: Views, deliverer: Deliverer, events: Events, posting: Posting
    ) -> None:
        self.workspace = workspace
        self.views = views
        self.deliverer = deliverer
        self.events = events
        self.posting = posting
        self._interactions = Interactions(workspace, views, deliverer, posting)

    # Messages

    async def say(
        self, person: str, channel: str, text: str, thread_ts: str | None = None, *, broadcast: bool = False
    ) -> Message:
        """Type and send: `@name` and links become what the composer makes of them. A reply that is
        `broadcast` goes to the channel as well."""
        place = self._member(person, channel)
        if not text.strip():
            raise NotPossible("an empty message can't be sent")
        ts = self.workspace.mint_ts()
        message = Message(place.id, ts, person, self._wire(text), self._rich(text, ts), thread_ts)
        message.subtype = messages.BROADCAST if broadcast and thread_ts else None
        self.workspace.add(message)
        await self.events.posted(message)
        return message

    async def edit(self, message: Message, text: str) -> list[Delivery]:
        """The author changes their message."""
        before = messages.as_json(message)
        message.text = self._wire(text)
        message.blocks = self._rich(text, message.ts)
        message.edited_ts = self.workspace.mint_ts()
        self.workspace.changed()
        return await self.events.changed(message, before)

    async def delete(self, message: Message) -> list[Delivery]:
        """The author deletes their message; a thread's parent leaves a tombstone."""
        before = messages.as_json(message)
        self.workspace.remove(message)
        if message.subtype == "tombstone":
            return await self.events.changed(message, before)
        return await self.events.deleted(message.channel, before)

    async def react(self, person: str, message: Message, name: str) -> list[Delivery]:
        """Add an emoji, or take back one's own."""
        users = message.reactions.setdefault(name, [])
        kind = "reaction_removed" if person in users else "reaction_added"
        if person in users:
            users.remove(person)
        else:
            users.append(person)
        if not users:
            del message.reactions[name]
        self.workspace.changed()
        return await self.events.reaction(kind, person, name, message)

    async def invite(self, person: str, channel: str, guest: str = BOT_USER) -> list[Delivery]:
        """A member brings someone, usually the bot, into the channel."""
        place = self._member(person, channel)
        if guest in place.members:
            raise NotPossible("already a member")
        place.members.add(guest)
        ts = self.workspace.mint_ts()
        joined = Message(place.id, ts, guest, f"<@{guest}> has joined the channel", subtype="channel_join")
        self.workspace.add(joined)
        return [
            *await self.events.posted(joined),
            *await self.events.joined(guest, place, person),
        ]

    # Commands and shortcuts

    async def command(self, person: str, channel: str, command: str, text: str = "") -> Delivery:
        """A slash command, in a channel's composer (Slack has none in threads). Works where the
        person is a member, with or without the bot."""
        place = self._member(person, channel)
        url = self.posting.response_url(place.id, person)
        words = escape(text.strip())[:COMMAND_TEXT]
        who = self.workspace.person(person)
        form = payloads.slash_command(who, place, command, words, self.views.mint_trigger(person), url)
        delivery = await self.deliverer.deliver(COMMAND, form)
        if delivery.ok and delivery.answer.body.strip():
            answer = delivery.answer.read() or {"text": delivery.answer.body}
            try:
                self.posting.answer(answer, place.id, person)
            except Refusal:
                delivery.trouble = "refused"
        return delivery

    async def shortcut(self, person: str, callback_id: str, message: Message | None = None) -> Delivery:
        """A shortcut from a message's menu, or a global one."""
        return await self._interactions.shortcut(person, callback_id, message)

    # Elements and views

    async def press(
        self,
        person: str,
        where: Message | View,
        action_id: str,
        value: str | list[str] | None = None,
        *,
        block_id: str | None = None,
        values: Json | None = None,
    ) -> Delivery:
        """Press a button, or choose `value` in a select, picker or menu. `values` fills in other
        elements of the same view beforehand, as `submit` takes them."""
        return await self._interactions.press(person, where, action_id, value, block_id, values)

    async def submit(self, person: str, view: View, values: Json | None = None) -> Delivery:
        """Fill in a modal and submit it. `values` maps an action_id or block_id to what is typed
        or chosen; what isn't named stays as it stands. `delivery.errors` holds what was refused."""
        return await self._interactions.submit(person, view, values)

    async def close_view(self, person: str, view: View, *, whole_stack: bool = False) -> list[Delivery]:
        """Leave a modal without submitting, by its close button or (whole stack) by its cross."""
        return await self._interactions.close(person, view, whole_stack)

    def view(self, person: str) -> View | None:
        """The modal in front of this person."""
        stack = self.views.stacks.get(person)
        return stack[-1] if stack else None

    def home(self, person: str) -> View | None:
        """The person's App Home as last published."""
        return self.views.homes.get(person)

    async def open_home(self, person: str, tab: str = "home") -> list[Delivery]:
        """Open the app's Home (or its messages, with `tab="messages"`)."""
        who, direct = self.workspace.person(person), self.workspace.channel(person)
        ts = self.workspace.mint_ts()
        event = payloads.app_home_opened(who, direct, tab, self.home(person), ts)
        return await self.events.home_opened(event)

    # Looking

    def read(self, person: str, channel: str, thread_ts: str | None = None) -> list[Message]:
        """What this person sees in the channel itself, or in one of its threads (parent first)."""
        seen = [each for each in self.workspace.messages(channel) if each.seen_by(person)]
        if thread_ts:
            return [each for each in seen if thread_ts in (each.ts, each.thread_ts)]
        return [each for each in seen if each.in_channel]

    def _member(self, person: str, channel: str) -> Channel:
        place = self.workspace.channel(channel)
        self.workspace.person(person)
        if person not in place.members:
            raise NotPossible("not a member of this channel")
        if place.archived:
            raise NotPossible("the channel is archived")
        return place

    def _handles(self) -> dict[str, str]:
        return {person.name: person.id for person in self.workspace.people.values()}

    def _wire(self, text: str) -> str:
        channels = {each.name: each.id for each in self.workspace.channels.values() if not each.direct}
        return wire(text, self._handles(), channels)

    def _rich(self, text: str, ts: str) -> list[Json]:
        return rich_text(text, self._handles(), f"b{ts}")
