"""What the app writes, by whichever door: the Web API, the answer to a command, a response_url.

Every door has the same referee (`payload_check`), and other members' apps would hear of it all:
so the app's own messages come back to it as events.
"""

from __future__ import annotations

import copy
import secrets
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.playground import messages
from bot.playground.delivery import REMEMBERED, Deliverer
from bot.playground.elements import with_ids
from bot.playground.events import Events
from bot.playground.messages import Message
from bot.playground.payload_check import check_message
from bot.playground.people import BOT_USER, Json
from bot.playground.refusal import Refusal
from bot.playground.workspace import Workspace

NO_TEXT = "This content can't be displayed."
URL_USES = 5
URL_LIVES = timedelta(minutes=30)


@dataclass(slots=True)
class _ResponseUrl:
    channel: str
    person: str
    thread_ts: str | None
    message_ts: str | None
    expires_at: datetime
    uses: int = 0


class Posting:
    """The app's pen. `advice` collects what Slack would take but advises against."""

    def __init__(self, workspace: Workspace, deliverer: Deliverer, events: Events) -> None:
        self._workspace = workspace
        self._deliverer = deliverer
        self._events = events
        self._urls: dict[str, _ResponseUrl] = {}
        self.base_url = ""
        self.advice: deque[str] = deque(maxlen=REMEMBERED)

    def post(
        self, channel_id: str, payload: Json, *, thread_ts: str | None = None, only_for: str | None = None
    ) -> Message:
        """A new message; `only_for` makes it ephemeral. Raises `Refusal`."""
        self._check(payload)
        message = Message(
            channel_id,
            self._workspace.mint_ts(),
            BOT_USER,
            payload.get("text") or NO_TEXT,
            _blocks(payload),
            thread_ts=thread_ts,
            only_for=only_for,
            metadata=payload.get("metadata") or None,
        )
        self._workspace.add(message)
        if only_for is None:
            self._deliverer.in_background(self._events.posted(message))
        return message

    def update(self, message: Message, payload: Json) -> Message:
        """New contents for a message of the app. As with chat.update, blocks and metadata that are
        not mentioned stay, and an empty value removes them. Raises `Refusal`."""
        merged = {"blocks": message.blocks, "metadata": message.metadata, **payload}
        self._check(merged)
        before = messages.as_json(message)
        message.text = payload.get("text") or ("" if "text" in payload else message.text) or NO_TEXT
        message.blocks = _blocks(merged)
        message.metadata = merged["metadata"] or None
        message.edited_ts = self._workspace.mint_ts()
        self._workspace.changed()
        if message.only_for is None:
            self._deliverer.in_background(self._events.changed(message, before))
        return message

    def delete(self, message: Message) -> None:
        before = messages.as_json(message)
        self._workspace.remove(message)
        if message.only_for is None:
            self._deliverer.in_background(self._events.deleted(message.channel, before))

    def _check(self, payload: Json) -> None:
        self.advice.extend(check_message(payload))
        self._workspace.files.check_pictures(payload.get("blocks") or [])

    # Doors besides the Web API

    def response_url(
        self, channel_id: str, person: str, thread_ts: str | None = None, message_ts: str | None = None
    ) -> str:
        """A URL that can be answered to five times within thirty minutes."""
        key = secrets.token_hex(16)
        expires_at = self._workspace.now() + URL_LIVES
        self._urls[key] = _ResponseUrl(channel_id, person, thread_ts, message_ts, expires_at)
        while len(self._urls) > REMEMBERED:
            del self._urls[next(iter(self._urls))]
        return f"{self.base_url}/response/{key}"

    def respond(self, key: str, payload: Json) -> None:
        """What was posted to a response_url. Raises `Refusal`: `used_url`, `expired_url`, …

        Source: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses.
        """
        url = self._urls.get(key)
        if url is None:
            raise Refusal("invalid_url")
        if url.uses >= URL_USES:
            raise Refusal("used_url")
        if self._workspace.now() >= url.expires_at:
            raise Refusal("expired_url")
        url.uses += 1
        if _truth(payload.get("delete_original")):
            self.delete(self._original(url))
        elif _truth(payload.get("replace_original")):
            self.update(self._original(url), {"text": "", "blocks": [], **payload})
        else:
            self.answer(payload, url.channel, url.person, url.thread_ts)

    def answer(self, payload: Json, channel_id: str, person: str, thread_ts: str | None = None) -> Message:
        """The JSON body of an answer: for one person unless `response_type` is `in_channel`."""
        kind = payload.get("response_type", "ephemeral")
        if kind not in ("ephemeral", "in_channel"):
            raise Refusal("invalid_response_type")
        thread = payload.get("thread_ts", thread_ts)
        return self.post(
            channel_id, payload, thread_ts=thread, only_for=None if kind == "in_channel" else person
        )

    def _original(self, url: _ResponseUrl) -> Message:
        if url.message_ts is None:
            raise Refusal("no_original")
        return self._workspace.message(url.channel, url.message_ts)


def _blocks(payload: Json) -> list[Json]:
    return list(with_ids({"blocks": copy.deepcopy(payload.get("blocks") or [])})["blocks"])


def _truth(value: object) -> bool:
    return value is True or value in ("true", "1")
