"""Socket Mode: the same app, fed through a websocket that we open to Slack."""

from __future__ import annotations

import time

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.door import STRANGE, enter
from bot.slack.observing import Traffic, request_id


class _Observed(AsyncSocketModeHandler):
    """slack_bolt's handler, whose requests get ids and are counted."""

    traffic: Traffic | None = None

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        begun = time.perf_counter()
        with request_id():
            kind, response = await enter(self.app, req.payload, build_headers(req) or {})
            # Nonsense is acknowledged too, with nothing: what isn't, Slack sends again.
            said = BoltResponse(status=200) if response.status == STRANGE else response
            await send_async_response(client, req, said, begun)
        if self.traffic is not None:
            self.traffic.answered(kind, response.status, time.perf_counter() - begun)


class SocketMode:
    """A connection that slack_sdk pings, and opens anew when it is stale. Whether it is up is told by
    `connected`, which the readiness check asks, since it has been seen to go deaf after a reconnect."""

    def __init__(
        self, app: AsyncApp, app_token: str, client: AsyncWebClient, traffic: Traffic | None = None
    ) -> None:
        self._handler = _Observed(app, app_token, web_client=client)
        self._handler.traffic = traffic

    async def connect(self) -> None:
        """Open the connection; raises what slack_sdk raises if Slack refuses it."""
        # Asked for here, because slack_sdk's own first try is repeated for ever, whatever the refusal.
        client = self._handler.client
        client.wss_uri = await client.issue_new_wss_url()
        await self._handler.connect_async()  # type: ignore[no-untyped-call] # slack_bolt leaves it so

    async def connected(self) -> bool:
        """Whether the websocket is open and Slack answers its pings."""
        return bool(await self._handler.client.is_connected())

    async def close(self) -> None:
        """Close the connection and stop reconnecting."""
        await self._handler.close_async()  # type: ignore[no-untyped-call] # as above
