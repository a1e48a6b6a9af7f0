"""Elements, modals and shortcuts: what goes to the app and what its answer does.

Source: https://docs.slack.dev/surfaces/modals#response_actions.
"""

from __future__ import annotations

from bot.playground import payloads
from bot.playground.delivery import INTERACTION, Deliverer, Delivery
from bot.playground.elements import STATEFUL, action, find, state_of, state_values, unfilled
from bot.playground.messages import Message
from bot.playground.people import Json
from bot.playground.posting import Posting
from bot.playground.refusal import Refusal
from bot.playground.views import View, Views
from bot.playground.workspace import Workspace


class NotPossible(Exception):
    """Slack offers nobody a way to do this."""


class Interactions:
    """The interactive half of what people do."""

    def __init__(self, workspace: Workspace, views: Views, deliverer: Deliverer, posting: Posting) -> None:
        self._workspace = workspace
        self._views = views
        self._deliverer = deliverer
        self._posting = posting

    async def press(
        self,
        person: str,
        where: Message | View,
        action_id: str,
        value: str | list[str] | None,
        block_id: str | None,
        values: Json | None,
    ) -> Delivery:
        """`block_actions`."""
        block, element = find(where.blocks, action_id, block_id)
        entry = state_of(element, value)
        where.state = state_values(where.blocks, where.state, values)
        if element["type"] in STATEFUL:
            where.state[block["block_id"]][action_id] = entry
        actions = [action(block, element, entry, self._workspace.mint_ts())]
        payload = self._pressed(person, where, actions)
        self._workspace.changed()
        return await self._deliverer.deliver(INTERACTION, payload)

    def _pressed(self, person: str, where: Message | View, actions: list[Json]) -> Json:
        if isinstance(where, View):
            if where.user != person:
                raise NotPossible("this view stands in front of someone else")
            return payloads.pressed_in_view(self._base("block_actions", person, where), where, actions)
        if not where.seen_by(person):
            raise NotPossible("this message is for someone else")
        channel = self._workspace.channels[where.channel]
        url = self._posting.response_url(channel.id, person, where.thread_ts, where.ts)
        base = self._base("block_actions", person)
        return payloads.pressed_in_message(base, where, channel, where.state, actions, url)

    async def submit(self, person: str, view: View, values: Json | None) -> Delivery:
        """`view_submission`, unless Slack itself finds a required field empty."""
        if view.user != person or view not in self._views.stacks.get(person, []):
            raise NotPossible("this view is not open in front of this person")
        view.state = state_values(view.blocks, view.state, values)
        if faults := unfilled(view.blocks, view.state):
            return Delivery(INTERACTION, {}, errors=faults)
        base = self._base("view_submission", person, view)
        payload = payloads.view_submission(base, view, view.state, self._response_urls(person, view))
        delivery = await self._deliverer.deliver(INTERACTION, payload)
        if delivery.ok:
            try:
                self._respond(delivery, view)
            except Refusal:
                delivery.trouble = "refused"
        return delivery

    def _respond(self, delivery: Delivery, view: View) -> None:
        """Do what the answer to a submission says. Raises `Refusal` where it says nonsense."""
        body = delivery.answer.read()
        if body is None and delivery.answer.body.strip():
            raise Refusal("invalid_response")
        asked = (body or {}).get("response_action")
        if body is None or not body:
            self._views.close(view)
        elif asked == "errors":
            inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
            if not body.get("errors") or not set(body["errors"]) <= inputs:
                raise Refusal("invalid_errors")
            delivery.errors = dict(body["errors"])
        elif asked == "update":
            self._views.update(view, body["view"])
        elif asked == "push":
            self._views.push_onto(view, body["view"])
        elif asked == "clear":
            self._views.close(view, whole_stack=True)
        else:
            raise Refusal("invalid_response_action")

    def _response_urls(self, person: str, view: View) -> list[Json]:
        """One for each channel chosen in a select with `response_url_enabled`."""
        urls = []
        for block in view.blocks:
            element = block.get("element", {})
            if element.get("response_url_enabled"):
                entry = view.state[block["block_id"]][element["action_id"]]
                channel = entry.get("selected_conversation") or entry.get("selected_channel")
                urls.append(
                    {
                        "block_id": block["block_id"],
                        "action_id": element["action_id"],
                        "channel_id": channel,
                        "response_url": self._posting.response_url(channel, person),
                    }
                )
        return urls

    async def close(self, person: str, view: View, whole_stack: bool) -> list[Delivery]:
        """`view_closed` for each view that asked to be told. `clear_on_close` takes the stack along."""
        clear = whole_stack or bool(view.payload.get("clear_on_close"))
        told = []
        for closed in self._views.close(view, whole_stack=clear):
            if closed.payload.get("notify_on_close"):
                payload = payloads.view_closed(self._base("view_closed", person), closed, clear)
                told.append(await self._deliverer.deliver(INTERACTION, payload))
        return told

    async def shortcut(self, person: str, callback_id: str, message: Message | None) -> Delivery:
        """`shortcut` or `message_action`."""
        ts = self._workspace.mint_ts()
        if message is None:
            payload = payloads.shortcut(self._base("shortcut", person), callback_id, ts)
        else:
            channel = self._workspace.channels[message.channel]
            url = self._posting.response_url(channel.id, person, message.thread_ts, message.ts)
            base = self._base("message_action", person)
            payload = payloads.message_action(base, callback_id, message, channel, ts, url)
        return await self._deliverer.deliver(INTERACTION, payload)

    def _base(self, kind: str, person: str, view: View | None = None) -> Json:
        trigger = self._views.mint_trigger(person, view if view and view.kind == "modal" else None)
        return payloads.interaction(kind, self._workspace.person(person), trigger)
