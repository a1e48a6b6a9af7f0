"""Socket Mode: the app calls us, and payloads go down its WebSocket.

Source: https://docs.slack.dev/apis/events-api/using-socket-mode: `hello`, envelopes that must be
acknowledged within three seconds, `disconnect`; up to ten connections, each payload to any one.
"""

from __future__ import annotations

import asyncio
import json
import secrets

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground import payloads
from bot.playground.delivery import ANSWER_WITHIN, NOBODY_THERE, Answer, Retry
from bot.playground.people import APP_ID, Json
from bot.playground.refusal import Refusal

MOST_CONNECTIONS = 10
POLICY_VIOLATION = 1008


class SocketLine:
    """Every WebSocket of the app."""

    def __init__(self, within: float = ANSWER_WITHIN) -> None:
        self._within = within
        self._tickets: set[str] = set()
        self._connections: list[WebSocket] = []
        self._awaited: dict[str, asyncio.Future[Answer]] = {}
        self._arrived = asyncio.Event()
        self._turn = 0
        self._mute = False

    def mute(self) -> None:
        """Go silent: connections, also those that come now, stay open and answer pings, and nothing is said
        in them, not even hello."""
        self._mute = True
        self._connections.clear()
        self._arrived.clear()

    def unmute(self) -> None:
        """Talk in connections that come from now on; the silent ones stay so."""
        self._mute = False

    def ticket(self) -> str:
        """apps.connections.open: a pass for one connection."""
        if len(self._connections) >= MOST_CONNECTIONS:
            raise Refusal("too_many_websockets")
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return ticket

    async def connected(self) -> None:
        """Wait until the app has connected."""
        await self._arrived.wait()

    async def serve(self, websocket: WebSocket) -> None:
        """One connection from hello to its end."""
        ticket = websocket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await websocket.close(POLICY_VIOLATION)
            return
        self._tickets.discard(ticket)
        await websocket.accept()
        try:
            if not self._mute:
                self._connections.append(websocket)
                await websocket.send_json(self._hello())
                self._arrived.set()
            while True:
                self._acknowledged(await websocket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            if websocket in self._connections:
                self._connections.remove(websocket)

    async def send(self, kind: str, payload: Json, retry: Retry | None) -> Answer:
        """Down any one connection; `NOBODY_THERE` if the app hasn't connected this way."""
        if not self._connections:
            return NOBODY_THERE
        self._turn += 1
        websocket = self._connections[self._turn % len(self._connections)]
        envelope = payloads.envelope(kind, payload, secrets.token_hex(16), retry)
        awaited = self._awaited[envelope["envelope_id"]] = asyncio.get_running_loop().create_future()
        try:
            await websocket.send_text(json.dumps(envelope))  # in ASCII: half an emoji has no UTF-8
            return await asyncio.wait_for(awaited, self._within)
        except TimeoutError:
            return Answer(None, trouble="http_timeout")
        except (WebSocketDisconnect, RuntimeError):
            return Answer(None, trouble="connection_failed")
        finally:
            del self._awaited[envelope["envelope_id"]]

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell every connection to make way for a new one, then hang up."""
        self._arrived.clear()
        for websocket in list(self._connections):
            self._connections.remove(websocket)
            await websocket.send_json({"type": "disconnect", "reason": reason})
            await websocket.close()

    def _acknowledged(self, message: str) -> None:
        said = json.loads(message)
        awaited = self._awaited.get(said.get("envelope_id", ""))
        if awaited and not awaited.done():
            payload = said.get("payload")
            awaited.set_result(Answer(200, json.dumps(payload) if payload else ""))

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "debug_info": {"host": "playground", "approximate_connection_time": 18_060},
            "connection_info": {"app_id": APP_ID},
        }
