"""Modals and App Homes: what stands open in front of whom.

Sources: https://docs.slack.dev/surfaces/modals (a stack of at most three, hash against lost
updates) and https://docs.slack.dev/interactivity/handling-user-interaction (trigger_id).
"""

from __future__ import annotations

import copy
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.playground.elements import with_ids
from bot.playground.payload_check import check_view
from bot.playground.people import APP_ID, BOT_ID, TEAM_ID, Json
from bot.playground.refusal import Refusal
from bot.playground.workspace import Workspace, new_id

STACK = 3
TRIGGER_LIVES = timedelta(seconds=3)
KEPT_TRIGGERS = 1_000


@dataclass(slots=True)
class View:
    """An open modal or an App Home; `state` is what has been filled in, by block and action."""

    id: str
    user: str
    payload: Json
    root_id: str
    previous_id: str | None = None
    hash: str = ""
    state: Json = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return str(self.payload["type"])

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.payload["blocks"]
        return blocks


@dataclass(slots=True)
class _Trigger:
    user: str
    expires_at: datetime
    view_id: str | None
    used: bool = False


class Views:
    """Every person's stack of modals and App Home."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._triggers: dict[str, _Trigger] = {}
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def mint_trigger(self, user: str, view: View | None = None) -> str:
        """A trigger_id: good once, for three seconds of the workspace's time."""
        trigger_id = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        expires_at = self._workspace.now() + TRIGGER_LIVES
        self._triggers[trigger_id] = _Trigger(user, expires_at, view.id if view else None)
        while len(self._triggers) > KEPT_TRIGGERS:
            del self._triggers[next(iter(self._triggers))]
        return trigger_id

    def _use(self, trigger_id: str) -> _Trigger:
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if self._workspace.now() >= trigger.expires_at:
            raise Refusal("expired_trigger_id")
        trigger.used = True
        return trigger

    def open(self, trigger_id: str, payload: Json) -> View:
        """views.open: a modal at the foot of a new stack."""
        self._check(payload, "modal")
        view = self._new(self._use(trigger_id).user, payload)
        self.stacks[view.user] = [view]
        return self._shown(view)

    def push(self, trigger_id: str, payload: Json) -> View:
        """views.push: a modal on top of the one the trigger comes from."""
        self._check(payload, "modal")
        trigger = self._use(trigger_id)
        if trigger.view_id is None:
            raise Refusal("not_found")
        return self.push_onto(self.get(trigger.view_id), payload)

    def push_onto(self, below: View, payload: Json) -> View:
        """A modal on top of this one; also what `response_action: push` does."""
        self._check(payload, "modal")
        stack = self.stacks.get(below.user, [])
        if len(stack) >= STACK:
            raise Refusal("push_limit_reached")
        view = self._new(below.user, payload)
        view.root_id, view.previous_id = below.root_id, below.id
        stack.append(view)
        return self._shown(view)

    def update(self, view: View, payload: Json, expected_hash: str | None = None) -> View:
        """New contents for an open view; what was filled in stays where block and action stay."""
        self._check(payload, "modal", but=view)
        if expected_hash and expected_hash != view.hash:
            raise Refusal("hash_conflict")
        view.payload = with_ids(copy.deepcopy(payload))
        kept = {block["block_id"] for block in view.blocks}
        view.state = {block_id: state for block_id, state in view.state.items() if block_id in kept}
        return self._shown(view)

    def publish(self, user: str, payload: Json, expected_hash: str | None = None) -> View:
        """views.publish: a person's App Home."""
        self._workspace.person(user)
        check_view(payload, "home")
        before = self.homes.get(user)
        if expected_hash and before and expected_hash != before.hash:
            raise Refusal("hash_conflict")
        view = before or self._new(user, payload)
        view.payload, view.state = with_ids(copy.deepcopy(payload)), {}
        self.homes[user] = view
        return self._shown(view)

    def get(self, view_id: str) -> View:
        """An open modal or a Home by id. Raises `Refusal(not_found)`."""
        for view in (*self._modals(), *self.homes.values()):
            if view.id == view_id:
                return view
        raise Refusal("not_found")

    def by_external_id(self, external_id: str) -> View:
        """An open modal by the app's own id. Raises `Refusal(not_found)`."""
        for view in self._modals():
            if view.payload.get("external_id") == external_id:
                return view
        raise Refusal("not_found")

    def close(self, view: View, *, whole_stack: bool = False) -> list[View]:
        """Close a modal and all above it, or the whole stack; returns the closed, topmost first."""
        stack = self.stacks.get(view.user, [])
        if view not in stack:
            return []
        at = 0 if whole_stack else stack.index(view)
        closed = stack[at:][::-1]
        del stack[at:]
        self._workspace.changed()
        return closed

    def _modals(self) -> list[View]:
        return [view for stack in self.stacks.values() for view in stack]

    def _check(self, payload: Json, kind: str, but: View | None = None) -> None:
        check_view(payload, kind)
        external_id = payload.get("external_id")
        others = (view for view in self._modals() if view is not but)
        if external_id and any(view.payload.get("external_id") == external_id for view in others):
            raise Refusal("duplicate_external_id")

    @staticmethod
    def _new(user: str, payload: Json) -> View:
        view_id = new_id("V")
        return View(view_id, user, with_ids(copy.deepcopy(payload)), root_id=view_id)

    def _shown(self, view: View) -> View:
        view.hash = f"{self._workspace.mint_ts()}.{secrets.token_hex(4)}"
        self._workspace.changed()
        return view


def as_json(view: View, state: Json | None = None) -> Json:
    """The view object in answers and payloads, with every field Slack sends."""
    shown = view.payload
    empty = {"type": "plain_text", "text": "", "emoji": True}
    said: Json = {
        "id": view.id,
        "team_id": TEAM_ID,
        "type": view.kind,
        "blocks": view.blocks,
        "private_metadata": shown.get("private_metadata", ""),
        "callback_id": shown.get("callback_id", ""),
        "state": {"values": view.state if state is None else state},
        "hash": view.hash,
        "title": shown.get("title", empty),
        "clear_on_close": shown.get("clear_on_close", False),
        "notify_on_close": shown.get("notify_on_close", False),
        "close": shown.get("close"),
        "submit": shown.get("submit"),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": APP_ID,
        "external_id": shown.get("external_id", ""),
        "app_installed_team_id": TEAM_ID,
        "bot_id": BOT_ID,
    }
    return said
