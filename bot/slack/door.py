"""The one door for what Slack sends, however it came: by HTTP with a signature, or down our own websocket.

Who sent it is settled before. Here it is read, held against its shape and handed to Bolt.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.observing import REFUSED, kind_of
from bot.slack.replying import answerable
from bot.slack.requests import Body
from bot.slack.shapes import fits

log = logging.getLogger(__name__)

STRANGE = 400
"""The status of what makes no sense. Delivered again it would make none either."""

UNKNOWN = 404
"""What Bolt says to what it knows no name for. There is a listener for every kind that Slack has."""

MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What Bolt itself raises over a body that isn't as Slack makes it. Errors of our own listeners don't come
this way: Bolt gives them to `bot.slack.errors`."""

Headers = Mapping[str, str | Sequence[str]]


async def enter(app: AsyncApp, body: bytes | Body, headers: Headers) -> tuple[str, BoltResponse]:
    """The kind of the request, and what the app answers; `STRANGE` for what isn't one of Slack's.

    `body` is the raw body of an HTTP request, or a payload of Socket Mode.
    """
    mode = "http" if isinstance(body, bytes) else "socket_mode"
    try:
        read = body.decode() if isinstance(body, bytes) else body
        request = AsyncBoltRequest(body=read, headers=dict(headers), mode=mode)
    except (*MALFORMED, RecursionError):
        return _strange()
    if not isinstance(request.body, dict) or not fits(request.body):
        return _strange()
    if not answerable(request.body, app.client.base_url):
        return _strange()
    if request.body.get("type") == "app_rate_limited":  # an outer type that Bolt doesn't know
        log.warning("Slack drops events: more than 30,000 came in an hour")
        return kind_of(request.body), BoltResponse(status=200)
    try:
        answer = await app.async_dispatch(request)
    except MALFORMED:
        return _strange()
    return _strange() if answer.status == UNKNOWN else (kind_of(request.body), answer)


def _strange() -> tuple[str, BoltResponse]:
    log.warning("a request is none of Slack's")
    never_again: dict[str, str | Sequence[str]] = {"x-slack-no-retry": ["1"]}
    return REFUSED, BoltResponse(status=STRANGE, headers=never_again, body="not a request of Slack's")
