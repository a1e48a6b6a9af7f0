"""Where Slack's HTTP requests arrive: `POST /slack/events`, and the health checks beside it.

The signature is checked here, over the raw bytes, before anything is parsed: Bolt parses first, so
that a forged request with a broken body would be an error of ours instead of a plain 401.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

log = logging.getLogger(__name__)

PATH = "/slack/events"
BODY_LIMIT = 1_000_000
"""Bytes. Slack's largest payload is a view, at most 250 KB as JSON; form encoding can triple that."""

Check = Callable[[], Awaitable[bool]]


class Endpoint:
    """Verifies, parses and hands over what Slack sends."""

    def __init__(self, app: AsyncApp, signing_secret: str) -> None:
        self._app = app
        self._verifier = SignatureVerifier(signing_secret)

    async def __call__(self, request: Request) -> Response:
        """401 for a wrong, old or missing signature, 413 for a body over `BODY_LIMIT`, 400 for a
        signed body that isn't one of Slack's, else what the app answers."""
        body = await _read(request)
        if body is None:
            return PlainTextResponse("body too large", 413)
        if not self._signed(request, body):
            return PlainTextResponse("wrong or old signature", 401)
        try:
            bolt_request = AsyncBoltRequest(
                body=body.decode(), headers={"content-type": request.headers.get("content-type", "")}
            )
        except (ValueError, AttributeError, TypeError, RecursionError):
            return PlainTextResponse("not a request of Slack's", 400)
        if not isinstance(bolt_request.body, dict):
            return PlainTextResponse("not a request of Slack's", 400)
        if bolt_request.body.get("type") == "app_rate_limited":  # an outer type that Bolt doesn't know
            log.warning("Slack drops events: more than 30,000 came in an hour")
            return Response()
        return _response(await self._app.async_dispatch(bolt_request))

    def _signed(self, request: Request, body: bytes) -> bool:
        timestamp = request.headers.get("x-slack-request-timestamp")
        signature = request.headers.get("x-slack-signature")
        try:
            return self._verifier.is_valid(body, timestamp, signature)
        except (ValueError, TypeError, OverflowError):  # not a number, not ASCII, not UTF-8
            return False


def web_app(endpoint: Endpoint | None, ready: Check) -> Starlette:
    """The web application; `endpoint` is None in Socket Mode, which still wants health checks.

    `ready` says whether work can be done: the database answers, and Slack is connected in Socket Mode.
    """

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_: Request) -> Response:
        return PlainTextResponse("ready") if await ready() else PlainTextResponse("not ready", 503)

    routes = [Route("/healthz", healthz), Route("/readyz", readyz)]
    if endpoint is not None:
        routes.insert(0, Route(PATH, endpoint.__call__, methods=["POST"]))
    return Starlette(routes=routes)


async def _read(request: Request) -> bytes | None:
    """The body, or None as soon as it is longer than `BODY_LIMIT`."""
    chunks = bytearray()
    try:
        async for chunk in request.stream():
            chunks.extend(chunk)
            if len(chunks) > BODY_LIMIT:
                return None
    except ClientDisconnect:
        log.info("client went away before its request was read")
        raise
    return bytes(chunks)


def _response(answer: BoltResponse) -> Response:
    body = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
    response = Response(body, answer.status)
    for name, values in answer.headers.items():
        if name.lower() != "content-length":
            for value in values:
                response.headers.append(name, value)
    return response
