"""Socket Mode: the same app, fed through a websocket that we open to Slack.

slack_sdk pings its websocket and opens it anew when it is stale. It has been seen to go deaf all the same:
with a connection that answers pings and brings nothing (python-slack-sdk #1701), or in a loop that tries a
used-up address for ever (#1446, #1922). So we watch whether we hear, and take a fresh client where it can't
help itself.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import reason_of
from bot.slack.door import STRANGE, enter
from bot.slack.observing import Traffic, request_id

log = logging.getLogger(__name__)

CONNECT_SECONDS = 15
"""For a new connection, until Slack has said hello in it."""

DEAF_SECONDS = 60
"""So long slack_sdk has to help itself, which takes it 40 s to notice and some to do."""

SILENT_SECONDS = 30 * 60
"""A connection that brings nothing for so long is replaced, for nobody can tell it from a deaf one. Slack
itself renews connections every few hours."""

AGAIN_SECONDS = 60
"""Between two tries: `apps.connections.open` is of the first tier."""

HOPELESS_SECONDS = 600
"""So long Slack answers us and we still don't hear. What a fresh client can't cure, a fresh process may."""


UNSAID = ("", "internal_error", "ratelimited", "service_unavailable")
"""Errors that are no answer yet."""


class _Line(AsyncSocketModeHandler):
    """slack_bolt's handler, whose requests get ids and are counted; it knows when it heard anything."""

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        client: AsyncWebClient,
        traffic: Traffic | None,
        seconds: Callable[[], float],
    ) -> None:
        super().__init__(app, app_token, web_client=client)
        self._traffic = traffic
        self._seconds = seconds
        self._heard_in: aiohttp.ClientWebSocketResponse | None = None
        self._greeted = asyncio.Event()
        self.heard_at = seconds()
        self.client.on_message_listeners.append(self._heard)

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        begun = time.perf_counter()
        with request_id():
            kind, response = await enter(self.app, req.payload, build_headers(req) or {})
            # Nonsense is acknowledged too, with nothing: what isn't, Slack sends again.
            said = BoltResponse(status=200) if response.status == STRANGE else response
            await send_async_response(client, req, said, begun)
        if self._traffic is not None:
            self._traffic.answered(kind, response.status, time.perf_counter() - begun)

    async def open(self) -> None:
        """Connect, and wait for Slack's hello. Raises what slack_sdk raises if Slack refuses it."""
        # Asked for here, because slack_sdk's own first try is repeated for ever, whatever the refusal, and
        # stumbles over an answer that isn't Slack's.
        opened = await self.client.web_client.apps_connections_open(app_token=self.app_token)
        self.client.wss_uri = str(opened["url"])
        await self.connect_async()  # type: ignore[no-untyped-call] # slack_bolt leaves it so
        await self._greeted.wait()

    async def hears(self) -> bool:
        """Whether the websocket is open, answers pings, has said hello, and is listened to."""
        client = self.client
        tasks = (client.message_receiver, client.message_processor, client.current_session_monitor)
        listening = all(task is not None and not task.done() for task in tasks)
        greeted = self._heard_in is client.current_session
        return listening and greeted and bool(await client.is_connected())

    async def close(self) -> None:
        """Close the connection and stop reconnecting."""
        await self.close_async()  # type: ignore[no-untyped-call] # slack_bolt leaves it so

    async def _heard(self, _: aiohttp.WSMessage) -> None:
        self._heard_in = self.client.current_session
        self.heard_at = self._seconds()
        self._greeted.set()


class SocketMode:
    """A connection to Slack, and the watch over it."""

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        client: AsyncWebClient,
        traffic: Traffic | None = None,
        seconds: Callable[[], float] = time.monotonic,
        within: float = CONNECT_SECONDS,
    ) -> None:
        """`within` is how long a connection may take; by `seconds` the watch goes."""
        self._make: Callable[[], _Line] = partial(_Line, app, app_token, client, traffic, seconds)
        self._seconds = seconds
        self._within = within
        self._line = self._make()
        self._deaf_since: float | None = None
        self._hopeless_since: float | None = None
        self._tried_at: float | None = None
        self.lost: Callable[[], None] = lambda: None
        """Called when a fresh client doesn't help for `HOPELESS_SECONDS`."""

    async def connect(self) -> None:
        """Open the connection; raises what slack_sdk raises if Slack refuses it, and `TimeoutError`."""
        try:
            async with asyncio.timeout(self._within):
                await self._line.open()
        except TimeoutError as error:
            raise TimeoutError(f"Slack opened no websocket within {self._within:.0f} s") from error

    async def connected(self) -> bool:
        """Whether we hear Slack, as far as anybody can tell."""
        return await self._line.hears()

    async def close(self) -> None:
        """Close the connection and stop reconnecting."""
        await self._line.close()

    async def watch(self) -> None:
        """One look: replace a connection that has been deaf, or silent, for too long."""
        now = self._seconds()
        if await self._line.hears():
            self._deaf_since = self._hopeless_since = None
            if now - self._line.heard_at < SILENT_SECONDS:
                return
        else:
            self._deaf_since = now if self._deaf_since is None else self._deaf_since
            if now - self._deaf_since < DEAF_SECONDS:
                return
        if self._tried_at is None or now - self._tried_at >= AGAIN_SECONDS:
            self._tried_at = now
            await self._replace(now)

    async def _replace(self, now: float) -> None:
        """The new connection is there before the old one goes, so that nothing is missed in between."""
        line, old, deaf = self._make(), self._line, self._deaf_since is not None
        try:
            async with asyncio.timeout(self._within):
                await line.open()
        except (aiohttp.ClientError, SlackClientError, OSError) as error:
            await _closed(line)
            if deaf:
                self._failed(error, line.client.wss_uri is not None, now)
            return
        self._line, self._deaf_since, self._hopeless_since = line, None, None
        log.log(
            logging.WARNING if deaf else logging.INFO,
            "a new connection to Slack replaces one that was %s",
            "deaf" if deaf else "silent",
        )
        await _closed(old)

    def _failed(self, error: Exception, addressed: bool, now: float) -> None:
        """Where Slack can't be reached at all, there is nothing to do but wait."""
        why = reason_of(error) if isinstance(error, SlackApiError) else type(error).__name__
        log.error("Slack isn't heard, and a new connection fails", extra={"why": why})
        answered = addressed or (isinstance(error, SlackApiError) and why not in UNSAID)
        if not answered:
            self._hopeless_since = None
        elif self._hopeless_since is None:
            self._hopeless_since = now
        elif now - self._hopeless_since >= HOPELESS_SECONDS:
            self.lost()


async def _closed(line: _Line) -> None:
    with suppress(aiohttp.ClientError, OSError):
        async with asyncio.timeout(CONNECT_SECONDS):
            await line.close()
