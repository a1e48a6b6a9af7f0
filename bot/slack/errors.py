"""The one place that answers when something goes wrong.

People get a text they can act on, in their language; Slack gets a status that says whether
delivering again can help. Logs name the error and its id, never what people wrote.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence

from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.domain.errors import BotError
from bot.ports import PeopleDirectory
from bot.services.taking import PostNotReady
from bot.slack.background import Background
from bot.slack.blocks.parts import escape, modal, section
from bot.slack.client import Clients
from bot.slack.observing import present_id
from bot.slack.requests import Body, sender_of
from bot.texts import say, say_error

log = logging.getLogger(__name__)

JSON: dict[str, str | Sequence[str]] = {"content-type": ["application/json;charset=utf-8"]}


class Errors:
    """Bolt's error handler."""

    def __init__(self, people: PeopleDirectory, clients: Clients, background: Background) -> None:
        self._people = people
        self._clients = clients
        self._background = background

    async def __call__(
        self, error: Exception, request: AsyncBoltRequest, respond: AsyncRespond
    ) -> BoltResponse:
        """Log the error, tell the person, and choose the status for Slack."""
        body = request.body
        if "event" in body:
            return self._for_event(error)
        sending = body.get("type") == "view_submission"
        if sending and (field := _field(error, body)):  # where Slack reads no markup
            return _json({"response_action": "errors", "errors": {field: await self._text(error, body, str)}})
        text = await self._text(error, body, escape)
        if sending:  # a form without fields has no place for an error but its own
            return _json({"response_action": "update", "view": await self._modal(body, text)})
        if "command" in body:
            return _json({"response_type": "ephemeral", **_message(text)})
        if body.get("response_url") or body.get("response_urls"):
            self._background.start(_whisper(respond, text))
        elif body.get("view"):
            self._background.start(self._show(body, text))
        return BoltResponse(status=200, body="")

    def _for_event(self, error: Exception) -> BoltResponse:
        """Nobody waits for an answer to an event; a 5xx makes Slack deliver it again."""
        if isinstance(error, PostNotReady):
            return BoltResponse(status=503, body="")
        _logged(error)
        return BoltResponse(status=503 if isinstance(error, BotError) else 500, body="")

    async def _show(self, body: Body, text: str) -> None:
        """On the App Home and in a modal there is no channel in which to say anything."""
        slack = await self._clients.of(sender_of(body).team_id)
        show = slack.views_push if body["view"].get("type") == "modal" else slack.views_open
        await show(trigger_id=body["trigger_id"], view=await self._modal(body, text))

    async def _modal(self, body: Body, text: str) -> Body:
        sender = sender_of(body)
        language = await self._people.language(sender.team_id, sender.user_id)
        title, close = say(language, "error.title"), say(language, "private.close")
        return modal("error", title, [section(text)], close=close)

    async def _text(self, error: Exception, body: Body, shown: Callable[[str], str]) -> str:
        sender = sender_of(body)
        language = await self._people.language(sender.team_id, sender.user_id)
        if isinstance(error, BotError):
            return say_error(language, error, shown)
        return say(language, "error.unexpected", id=_logged(error))


def _field(error: Exception, body: Body) -> str:
    """The field of the form that is at fault, as far as the error says; else the first one."""
    fields = list(body["view"]["state"]["values"])
    named = error.facts.get("field") if isinstance(error, BotError) else None
    return str(named) if named in fields else next(iter(fields), "")


def _logged(error: Exception) -> str:
    error_id = present_id()
    log.error("request failed", exc_info=error, extra={"error_id": error_id})
    return error_id


async def _whisper(respond: AsyncRespond, text: str) -> None:
    await respond(**_message(text), response_type="ephemeral", replace_original=False)


def _message(text: str) -> Body:
    """With a block beside the text, since only a block's text is taken as it is."""
    return {"text": text, "blocks": [section(text)]}


def _json(payload: Body) -> BoltResponse:
    return BoltResponse(status=200, headers=JSON, body=json.dumps(payload, ensure_ascii=False))
