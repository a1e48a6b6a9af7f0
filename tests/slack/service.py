"""A bot for many workspaces with a Slack that gives out tokens, as browsers and Slack reach it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.bootstrap import Bot, SystemClock, build
from bot.domain.library import Library
from bot.playground.signing import signature_headers
from bot.slack.endpoint import PATH, Endpoint, web_app
from bot.slack.installing import COOKIE, INSTALL_PATH, REDIRECT_PATH, OAuth
from bot.storage.cipher import new_key
from bot.web_server import WebServer
from tests.clock import FakeClock

SECRET = "signing-secret"
OAUTH = OAuth("1.2", "client-secret")
SUNDAY = datetime(2026, 11, 1, 20, tzinfo=UTC)
KEY = new_key()
HOURS_12 = 12 * 3600
Body = dict[str, Any]


@dataclass
class FakeSlack:
    """A Web API that gives out tokens and notes who called what with which."""

    calls: list[tuple[str, str, Body]] = field(default_factory=list)
    grant: Body = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    renewals: int = 0

    async def answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        form = {key: str(value) for key, value in (await request.post()).items()}
        if request.content_type == "application/json":
            form = {**form, **await request.json()}
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        self.calls.append((method, token, form))
        if method in self.errors:
            return web.json_response({"ok": False, "error": self.errors[method]})
        if token in self.revoked:
            return web.json_response({"ok": False, "error": "token_revoked"})
        more: Body = {"ts": f"1.{len(self.calls):06d}"}
        if method == "oauth.v2.access":
            more = self._token(form)
        if method == "auth.test":
            more = {"user_id": "UBOT", "bot_id": "BBOT"}
        if method == "users.info":
            more = {"user": {"locale": "en-US", "tz": "Europe/London"}}
        return web.json_response({"ok": True, **more})

    def _token(self, form: Body) -> Body:
        if form.get("grant_type") == "refresh_token":
            self.renewals += 1
            return {
                "token_type": "bot",
                "access_token": f"xoxb-renewed-{self.renewals}",
                "refresh_token": f"xoxe-renewed-{self.renewals}",
                "expires_in": HOURS_12,
            }
        return {
            "token_type": "bot",
            "access_token": f"xoxb-{form['code']}",
            "scope": "chat:write",
            "bot_user_id": "UBOT",
            "team": {"id": "T1", "name": "<b>One"},
            "enterprise": None,
            "is_enterprise_install": False,
        } | self.grant

    def tokens_of(self, method: str) -> list[str]:
        return [token for called, token, _ in self.calls if called == method]


@dataclass
class Service:
    """The bot for many workspaces, as browsers and Slack reach it."""

    slack: FakeSlack
    bot: Bot
    clock: FakeClock
    url: str
    api_url: str
    http: aiohttp.ClientSession

    async def begin(self) -> str:
        """Begin to install and return the state."""
        async with self.http.get(self.url + INSTALL_PATH, allow_redirects=False) as response:
            assert response.status == 302
            return parse_qs(urlsplit(response.headers["location"]).query)["state"][0]

    async def finish(
        self, state: str, code: str = "one", kept: str | None = None, **headers: str
    ) -> tuple[int, str]:
        query = urlencode(
            {"state": state, "code": code} if code else {"state": state, "error": "access_denied"}
        )
        cookies = {"cookie": f"{COOKIE}={state if kept is None else kept}"}
        where = f"{self.url}{REDIRECT_PATH}?{query}"
        async with self.http.get(where, headers={**cookies, **headers}) as response:
            return response.status, await response.text()

    async def install(self, team: str = "T1", code: str = "one", **grant: object) -> None:
        self.slack.grant = {"team": {"id": team} if team else None, **grant}
        status, page = await self.finish(await self.begin(), code)
        assert status == 200, page

    async def send(self, body: bytes, content_type: str) -> tuple[int, str]:
        headers = signature_headers(SECRET, body, SystemClock().now()) | {"content-type": content_type}
        async with self.http.post(self.url + PATH, data=body, headers=headers) as response:
            said = response.status, await response.text()
        await self.bot.background.drain()
        return said

    async def event(self, kind: str, team: str = "T1", at: datetime | None = None, **more: object) -> int:
        event = {
            "type": kind,
            **{key: value for key, value in more.items() if key in ("tokens", "tab", "team_ids")},
        }
        if "user" in more:
            event["user"] = more["user"]
        place = {"team_id": team, "enterprise_id": more.get("enterprise"), "is_enterprise_install": False}
        place["is_enterprise_install"] = bool(more.get("wide"))
        body = {
            "type": "event_callback",
            "team_id": team,
            "enterprise_id": more.get("enterprise"),
            "event": event,
            "authorizations": [place],
            "event_time": int((at or self.clock.now()).timestamp()),
        }
        return (await self.send(json.dumps(body).encode(), "application/json"))[0]

    async def command(self, text: str, team: str = "T1", **more: str) -> tuple[int, str]:
        form = {"command": "/scs", "text": text, "team_id": team, "channel_id": "C1", "user_id": "U1"}
        body = urlencode({**form, "trigger_id": "1", **more}).encode()
        return await self.send(body, "application/x-www-form-urlencoded")

    async def home(self, team: str = "T1", **more: object) -> str:
        """Open the App Home; returns the token with which it was published."""
        assert await self.event("app_home_opened", team, None, tab="home", user="U1", **more) == 200
        return self.slack.tokens_of("views.publish")[-1]


@asynccontextmanager
async def serve(database_url: str, library: Library) -> AsyncIterator[Service]:
    slack, clock = FakeSlack(), FakeClock(SUNDAY)
    api = web.Application()
    api.router.add_route("*", "/api/{method}", slack.answer)
    async with (
        TestServer(api) as server,
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http,
        _process(slack, clock, database_url, library, str(server.make_url("/api/")), http) as service,
    ):
        yield service


@asynccontextmanager
async def replica(service: Service, database_url: str, library: Library) -> AsyncIterator[Service]:
    """Another process of the same service."""
    same = service.slack, service.clock, database_url, library, service.api_url, service.http
    async with _process(*same) as another:
        yield another


@asynccontextmanager
async def _process(
    slack: FakeSlack,
    clock: FakeClock,
    database_url: str,
    library: Library,
    api_url: str,
    http: aiohttp.ClientSession,
) -> AsyncIterator[Service]:
    async with build(library, clock, database_url, "", SECRET, api_url, oauth=OAUTH, keys=[KEY]) as bot:
        door = WebServer(web_app(Endpoint(bot.app, SECRET), bot.ready, pages=bot.pages), "127.0.0.1", 0)
        serving = asyncio.create_task(door.run())
        yield Service(slack, bot, clock, door.url, api_url, http)
        await bot.background.drain()
        door.stop()
        await serving
