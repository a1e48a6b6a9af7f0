"""The Web API over HTTP: /api/<method>, as a form, a query or JSON, with a bearer token.

Source: https://docs.slack.dev/apis/web-api.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Scope

from bot.playground.delivery import REMEMBERED
from bot.playground.faults import Fault, Faults
from bot.playground.methods import METHODS, Args, Backstage, Method
from bot.playground.oauth import ACCESS, OAuthDesk
from bot.playground.people import Json
from bot.playground.rate_limits import RateLimits
from bot.playground.refusal import Refusal


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call as it was made and answered; `answer` is None when the caller got no JSON."""

    method: str
    args: Json
    answer: Json | None
    at: datetime

    @property
    def ok(self) -> bool:
        return bool(self.answer and self.answer["ok"])

    @property
    def error(self) -> str | None:
        return self.answer.get("error") if self.answer else "no answer"


class WebApi:
    """Answers calls, keeps a record of them, and has a bad day when asked to. `hang_up` breaks the
    connection of a request; whoever serves the API provides it."""

    def __init__(self, stage: Backstage, bot_token: str, app_token: str, oauth: OAuthDesk) -> None:
        self._stage = stage
        self._oauth = oauth
        self._tokens = {bot_token: False, app_token: True}
        self.hang_up: Callable[[Scope], None] | None = None
        self.calls: deque[ApiCall] = deque(maxlen=REMEMBERED)
        self.faults = Faults()
        self.limits = RateLimits()

    def token_for_a_step(self) -> str:
        """A token that comes with one workflow step."""
        token = f"xwfp-{secrets.token_hex(20)}"
        self._tokens[token] = False
        return token

    async def handle(self, request: Request) -> Response:
        """One HTTP request to one method."""
        name = request.path_params["method"]
        try:
            values = await _values(request)
            fault = self.faults.take(name)
            if fault and not fault.applied:
                return self._spoilt(request, name, values, fault)
            if name == ACCESS:  # no token: it is what gives them
                answer = {"ok": True, **self._oauth.access(values, request.headers.get("authorization", ""))}
                return JSONResponse(answer)  # not recorded: it holds the client's secret
            answer = await self._call(name, values, _bearer(request, values))
        except Refusal as refusal:
            fault, answer = None, refusal.as_json()
            values = {}
        except _TooFast as too_fast:
            return _limited(too_fast.retry_after)
        if fault and fault.drop:
            return self._spoilt(request, name, values, fault)
        await asyncio.sleep(fault.delay if fault else 0)
        self._record(name, values, answer)
        return JSONResponse(answer, headers=self._scope_header())

    async def _call(self, name: str, values: Json, token: str | None) -> Json:
        try:
            method = self._admitted(name, token)
            now = self._stage.workspace.now()
            seconds = self.limits.retry_after(name, str(values.get("channel", "")), now)
            if seconds is not None:
                raise _TooFast(seconds)
            return {"ok": True, **await method.run(self._stage, Args(values))}
        except Refusal as refusal:
            return refusal.as_json()

    def _admitted(self, name: str, token: str | None) -> Method:
        """The method, if the token may use it."""
        if name not in METHODS:
            raise Refusal("unknown_method")
        method, scopes = METHODS[name], self._stage.manifest.scopes
        if not token:
            raise Refusal("not_authed")
        if token not in self._tokens:
            raise Refusal("invalid_auth")
        if self._tokens[token] != method.app_level and name not in ("api.test", "auth.test"):
            raise Refusal("not_allowed_token_type")
        if scopes is not None and method.scopes and not scopes.intersection(method.scopes):
            raise Refusal("missing_scope", [f"[ERROR] needs one of: {', '.join(method.scopes)}"])
        return method

    def _spoilt(self, request: Request, name: str, values: Json, fault: Fault) -> Response:
        if fault.error:
            answer: Json = {"ok": False, "error": fault.error}
            self._record(name, values, answer)
            return JSONResponse(answer)
        self._record(name, values, None)
        if fault.drop and self.hang_up:
            self.hang_up(request.scope)
        if fault.retry_after is not None:
            return _limited(fault.retry_after)
        return PlainTextResponse("out of order", fault.status)

    def _record(self, name: str, values: Json, answer: Json | None) -> None:
        args = {key: value for key, value in values.items() if key != "token"}
        self.calls.append(ApiCall(name, args, answer, self._stage.workspace.now()))

    def _scope_header(self) -> dict[str, str]:
        scopes = self._stage.manifest.scopes
        return {"x-oauth-scopes": ",".join(sorted(scopes))} if scopes is not None else {}


class _TooFast(Exception):
    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(retry_after)


def _limited(retry_after: int) -> Response:
    answer = {"ok": False, "error": "ratelimited"}
    return JSONResponse(answer, 429, headers={"retry-after": str(retry_after)})


async def _values(request: Request) -> Json:
    """Query and body together. Raises `Refusal` for a body that can't be read."""
    values: dict[str, Any] = dict(request.query_params)
    body = await request.body()
    if not body:
        return values
    if not request.headers.get("content-type", "").startswith("application/json"):
        try:
            return values | dict(parse_qsl(body.decode(), keep_blank_values=True))
        except UnicodeDecodeError:
            raise Refusal("invalid_form_data") from None
    try:
        read = json.loads(body)
    except ValueError:
        raise Refusal("invalid_json") from None
    if not isinstance(read, dict):
        raise Refusal("json_not_object")
    return values | read


def _bearer(request: Request, values: Json) -> str | None:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token if kind.lower() == "bearer" and token else values.get("token")
