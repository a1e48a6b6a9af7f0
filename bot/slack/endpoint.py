"""Where Slack's HTTP requests arrive: `POST /slack/events`, and the health checks beside it.

The signature is checked here, over the raw bytes, before anything is parsed: Bolt parses first, so
that a forged request with a broken body would be an error of ours instead of a plain 401.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic

from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.slack.door import enter
from bot.slack.observing import KIND, Observed, Traffic

log = logging.getLogger(__name__)

PATH = "/slack/events"
BODY_LIMIT = 1_000_000
"""Bytes. Slack's largest payload is a view, at most 250 KB as JSON; form encoding can triple that."""

BODY_SECONDS = 10.0
"""Slack gives up after 3 s; whoever sends slower only holds a connection."""
LONGEST_NUMBER = 20  # digits; more are no length, and int() of very many takes its time
OLD = 300  # seconds by which Slack's clock and ours may differ
QUIET = 60.0  # seconds between two words about refused requests in the logs
CLOSE = {"connection": "close"}  # the rest of the body is not waited for

Check = Callable[[], Awaitable[bool]]


class Endpoint:
    """Verifies, parses and hands over what Slack sends."""

    def __init__(self, app: AsyncApp, signing_secret: str, patience: float = BODY_SECONDS) -> None:
        self._app = app
        self._patience = patience
        self._verifier = SignatureVerifier(signing_secret)
        self._quiet_until = 0.0

    async def __call__(self, request: Request) -> Response:
        """401 for a wrong, old or missing signature, 413 for a body over `BODY_LIMIT`, 408 for one that
        doesn't come, 400 for a signed body that isn't one of Slack's, else what the app answers."""
        try:
            async with asyncio.timeout(self._patience):
                body = await _read(request)
        except TimeoutError:
            return PlainTextResponse("body too slow", 408, CLOSE)
        if body is None:
            return PlainTextResponse("body too large", 413, CLOSE)
        if not self._signed(request, body):
            self._log_refusal(request)
            return PlainTextResponse("wrong or old signature", 401)
        headers = {"content-type": request.headers.get("content-type", "")}
        request.scope[KIND], answer = await enter(self._app, body, headers)
        return _response(answer)

    def _signed(self, request: Request, body: bytes) -> bool:
        timestamp = request.headers.get("x-slack-request-timestamp")
        signature = request.headers.get("x-slack-signature")
        try:
            return self._verifier.is_valid(body, timestamp, signature)
        except (ValueError, TypeError, OverflowError):  # not a number, not ASCII, not UTF-8
            return False

    def _log_refusal(self, request: Request) -> None:
        """Tell whoever sets the bot up, to whom Slack says only that the address doesn't answer; now and
        then, since anybody may send such requests, and not for those that don't even look like Slack's."""
        timestamp = request.headers.get("x-slack-request-timestamp", "")
        sent = timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= LONGEST_NUMBER
        if not sent or "x-slack-signature" not in request.headers or monotonic() < self._quiet_until:
            return
        self._quiet_until = monotonic() + QUIET
        seconds = round(self._verifier.clock.now() - int(timestamp))
        if abs(seconds) > OLD:
            told = "a request is refused: its clock and this machine's are too far apart"
            log.warning(told, extra={"seconds": seconds})
        else:
            log.warning("a request is refused: it isn't signed with SLACK_SIGNING_SECRET")


def web_app(
    endpoint: Endpoint | None, ready: Check, traffic: Traffic | None = None, pages: Sequence[Route] = ()
) -> Starlette:
    """The web application; `endpoint` is None in Socket Mode, which still wants health checks.

    `pages` are those of an installation.
    `ready` says whether work can be done: the database answers, and Slack is connected in Socket Mode.
    """

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok")

    looking: asyncio.Task[bool] | None = None

    async def readyz(_: Request) -> Response:
        nonlocal looking  # one look for all who ask meanwhile: anybody may ask, and it costs transactions
        if looking is None or looking.done():
            looking = asyncio.ensure_future(_as_task(ready))
        fit = await asyncio.shield(looking)
        return PlainTextResponse("ready") if fit else PlainTextResponse("not ready", 503)

    routes = [Route("/healthz", healthz), Route("/readyz", readyz)]
    if endpoint is not None:
        observed = [Middleware(Observed, traffic)]
        routes.insert(0, Route(PATH, endpoint.__call__, methods=["POST"], middleware=observed))
    return Starlette(routes=[*routes, *pages])


async def _as_task(check: Check) -> bool:
    return await check()


async def _read(request: Request) -> bytes | None:
    """The body, or None as soon as it is known to be longer than `BODY_LIMIT`; raises `TimeoutError`."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:LONGEST_NUMBER]) > BODY_LIMIT:
        return None  # nothing of it is read
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
