"""A Slack that fails on purpose: lean, fast, and it remembers everything that was said.

For every call it draws whether to do what is asked, and what to do to who asks: refuse for a while (429),
answer with a gateway's page, break the connection before or after it is done, take its time, kill the caller.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from aiohttp import web

from tests.chaos.fate import DONE, READ, Fate
from tests.chaos.workspace import Json, Workspace

TOKEN, SECRET = "xoxb-chaos", "chaos-secret"

NEVER_ANSWERED = 11.0
"""Seconds; the client gives up after ten."""

FAULTS = {
    "429 with Retry-After": 0.015,
    "503 with a page, not done": 0.01,
    "503 with a page, done": 0.01,
    "internal_error, done": 0.005,
    "dropped after reading, not done": 0.01,
    "dropped after reading, done": 0.01,
    "slow to do it": 0.01,
    "slow to answer": 0.01,
}
UNANSWERED = "done, but no answer for 11 s"
UNANSWERED_SHARE = 0.02  # of what is posted

SURE = 20
"""So often is what must have happened expected at least: chance leaves it out once in e^20 runs."""

KINDS = {"scs_bot_post": "the post", "scs_bot_reveal": "the reveal", "scs_bot_recap": "the recap"}
METHODS = {
    "chat.update": "the closed post",
    "reactions.add": "the reaction",
    "chat.postEphemeral": "the feedback",
}


@dataclass
class FailingSlack:
    """The Web API of a workspace, over HTTP; `kill` ends a replica."""

    workspace: Workspace
    fate: Fate
    chance: Random
    kill: Callable[[int], None]
    never_answered: int = 2
    in_flight: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    url: str = ""

    async def start(self) -> None:
        application = web.Application(client_max_size=2**22)
        application.router.add_route("*", "/{replica}/api/{method}", self._handle)
        application.router.add_route("POST", "/upload", self._upload)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, backlog=512)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}"
        self.workspace.upload_url = self.url + "/upload"

    async def stop(self) -> None:
        await self._runner.cleanup()

    def missed(self) -> list[str]:
        """The faults that never came, though with so many calls they should have."""
        calls = self.calls.total() - self.calls["auth.test"]
        expected = {fault: share * calls for fault, share in FAULTS.items()}
        expected[UNANSWERED] = UNANSWERED_SHARE * self.calls["chat.postMessage"]
        return [fault for fault, times in expected.items() if times >= SURE and not self.faults[fault]]

    async def _upload(self, request: web.Request) -> web.Response:
        await request.read()
        return web.Response(text="OK")

    async def _handle(self, request: web.Request) -> web.Response:
        self.in_flight += 1
        try:
            method, values = request.match_info["method"], await _values(request)
            self.calls[method] += 1
            return await self._answer(request, method, values)
        finally:
            self.in_flight -= 1

    async def _answer(self, request: web.Request, method: str, values: Json) -> web.Response:
        what, replica = _what(method, values), int(request.match_info["replica"])
        if what and self.fate.strikes(READ + what):
            self.kill(replica)
            return _dropped(request)
        fault = self._fault(method)
        if refusal := await self._before(fault, request):
            return refusal
        answer = self.workspace.do(method, values)
        if what and self.fate.strikes(DONE + what):
            self.kill(replica)
            return _dropped(request)
        return await self._after(fault, request) or web.json_response(answer)

    async def _before(self, fault: str | None, request: web.Request) -> web.Response | None:
        """What goes wrong before anything is done."""
        if fault == "429 with Retry-After":
            after = str(self.chance.choice((1, 2, 5, 20, 40)))
            answer = {"ok": False, "error": "ratelimited"}
            return web.json_response(answer, status=429, headers={"Retry-After": after})
        if fault == "503 with a page, not done":
            return web.Response(status=503, text="<html>Service unavailable</html>")
        if fault == "dropped after reading, not done":
            return _dropped(request)
        if fault == "slow to do it":
            await asyncio.sleep(self.chance.uniform(0.2, 1.5))
        return None

    async def _after(self, fault: str | None, request: web.Request) -> web.Response | None:
        """What goes wrong once it is done."""
        if fault == "503 with a page, done":
            return web.Response(status=503, text="<html>Service unavailable</html>")
        if fault == "dropped after reading, done":
            return _dropped(request)
        if fault == "internal_error, done":
            return web.json_response({"ok": False, "error": "internal_error"})
        if fault == "slow to answer":
            await asyncio.sleep(self.chance.uniform(0.2, 1.5))
        if fault == UNANSWERED:
            await asyncio.sleep(NEVER_ANSWERED)
        return None

    def _fault(self, method: str) -> str | None:
        """What goes wrong with this call, if anything does."""
        if method == "auth.test":
            return None
        if method == "chat.postMessage" and self.never_answered and self.chance.random() < UNANSWERED_SHARE:
            self.never_answered -= 1
            fault: str | None = UNANSWERED
        else:
            drawn, fault = self.chance.random(), None
            for name, share in FAULTS.items():
                drawn -= share
                if drawn < 0:
                    fault = name
                    break
        if fault:
            self.faults[fault] += 1
        return fault


def _what(method: str, values: Json) -> str | None:
    """What is being said, if it is one of the things at which a replica may die."""
    metadata = values.get("metadata") or {}
    return KINDS.get(metadata.get("event_type", "")) if metadata else METHODS.get(method)


def _dropped(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _values(request: web.Request) -> Json:
    values: Json = dict(request.query)
    if request.content_type == "application/json":
        values |= await request.json()
    else:
        values |= dict(await request.post())
    for name in ("metadata", "blocks"):
        if isinstance(values.get(name), str):
            values[name] = json.loads(values[name])
    return values
