"""Every request of Slack's gets an id, which its logs and its background work carry, and is counted.

The id is taken over from `X-Request-ID`, where a proxy in front has given one that can do no harm in a log.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, Protocol

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HARMLESS = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
KIND = "scs.kind"
REFUSED = "refused"
"""The kind of what was not read, because it wasn't signed, was too long, or wasn't Slack's."""

_TYPES = {
    "block_actions": "action",
    "block_suggestion": "options",
    "message_action": "shortcut",
    "shortcut": "shortcut",
    "view_closed": "view",
    "view_submission": "view",
}


class Traffic(Protocol):
    """Counts what goes between Slack and us."""

    def answered(self, kind: str, status: int, seconds: float) -> None:
        """A request of this kind was answered with this status."""
        ...

    def called(self, method: str, result: str, seconds: float) -> None:
        """A call of the Web API ended so: `ok`, `rate_limited`, `refused` or `failed`."""
        ...


def kind_of(body: Mapping[str, Any]) -> str:
    """What a request is, out of a fixed set: whoever sends it can't make up kinds to fill our memory."""
    if "command" in body:
        return "command"
    return "event" if "event" in body else _TYPES.get(str(body.get("type")), "other")


@contextmanager
def request_id(given: bytes | None = None) -> Iterator[None]:
    """Give logs meanwhile, and those of tasks begun meanwhile, this id if it is harmless, or a new one."""
    harmless = given is not None and HARMLESS.fullmatch(given)
    name = given.decode() if given and harmless else token_hex(4)
    with structlog.contextvars.bound_contextvars(request_id=name):
        yield


def present_id() -> str:
    """The id of the request that is being handled, or a new one outside of any."""
    return str(structlog.contextvars.get_contextvars().get("request_id") or token_hex(4))


@dataclass(frozen=True, slots=True)
class Observed:
    """An ASGI application whose requests get ids and are counted."""

    app: ASGIApp
    traffic: Traffic | None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The application names what it has read in `scope[KIND]`."""
        status, begun = 500, time.perf_counter()

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        given = next((value for name, value in scope["headers"] if name == b"x-request-id"), None)
        with request_id(given):
            try:
                await self.app(scope, receive, watch)
            finally:
                if self.traffic is not None:
                    self.traffic.answered(scope.get(KIND, REFUSED), status, time.perf_counter() - begun)
