"""Keeps other web pages out of the playground, and the page in its place.

A page from elsewhere can reach a server on loopback in two ways: by a host name of its own that
resolves to 127.0.0.1 (DNS rebinding), seen in the Host header, or by a cross-site request, seen in
the Origin header. Both are turned away. What is served carries a content security policy: even if
a message slipped through as markup, nothing foreign would load or run.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
FORBIDDEN = 403
PROTECTION = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' https: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
}


class OnlyThisMachine:
    """ASGI middleware: 403 unless the request is addressed to this machine and comes from no other site."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(PROTECTION)
            await send(message)

        if _local(Headers(scope=scope)):
            await self._app(scope, receive, send_protected)
        else:
            refusal = PlainTextResponse("this address is for this machine only", FORBIDDEN)
            await refusal(scope, receive, send_protected)


def _local(headers: Headers) -> bool:
    host, origin = headers.get("host", ""), headers.get("origin")
    try:
        if urlsplit(f"//{host}").hostname not in LOCAL_NAMES:
            return False
        return origin is None or urlsplit(origin).netloc == host
    except ValueError:
        return False
