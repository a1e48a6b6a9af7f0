"""The pretend Slack as one thing, before anyone serves it: state, people's hands, the app's side."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.playground.clock import MovableClock
from bot.playground.delivery import (
    ANSWER_WITHIN,
    EVENT,
    RETRY_AFTER,
    Answer,
    Deliverer,
    Delivery,
    HttpLine,
)
from bot.playground.events import Events
from bot.playground.faults import Fault
from bot.playground.gestures import Gestures
from bot.playground.manifest import Manifest
from bot.playground.methods import Backstage
from bot.playground.oauth import OAuthDesk
from bot.playground.people import Json
from bot.playground.posting import Posting
from bot.playground.socket_mode import SocketLine
from bot.playground.steps import Execution, Steps, executed
from bot.playground.timeline import Timeline, travel
from bot.playground.views import Views
from bot.playground.web_api import ApiCall, WebApi
from bot.playground.workspace import Workspace
from bot.ports import Clock


class PretendSlack(Gestures):
    """A workspace with an app in it. The tokens and the signing secret are made up anew for each.

    `machine` tells the real time, for signatures; `zone` is the one on the page's clock; `manifest`
    is the app's, as JSON; `retry_after` are the seconds before each retry of an event.
    """

    def __init__(
        self,
        clock: MovableClock,
        *,
        machine: Clock,
        request_url: str | None = None,
        signing_secret: str | None = None,
        manifest: Mapping[str, Any] | None = None,
        timeline: Timeline | None = None,
        zone: str = "Asia/Tokyo",
        answer_within: float = ANSWER_WITHIN,
        retry_after: Sequence[float] = RETRY_AFTER,
    ) -> None:
        self.clock = clock
        self.timeline = timeline
        self.zone = zone
        self.signing_secret = signing_secret or secrets.token_hex(16)
        self.bot_token = f"xoxb-{secrets.token_hex(20)}"
        self.app_token = f"xapp-1-{secrets.token_hex(20)}"
        self.manifest = Manifest.read(manifest)
        self.sockets = SocketLine(answer_within)
        self.http = HttpLine(request_url, self.signing_secret, machine, answer_within)
        deliverer = Deliverer((self.sockets, self.http), retry_after)
        workspace = Workspace(clock)
        views = Views(workspace)
        events = Events(workspace, deliverer, self.manifest)
        posting = Posting(workspace, deliverer, events)
        super().__init__(workspace, views, deliverer, events, posting)
        self.steps = Steps(self.manifest.functions)
        stage = Backstage(
            workspace, views, deliverer, events, posting, self.sockets, self.manifest, self.steps
        )
        self.oauth = OAuthDesk(self.bot_token)
        self.web_api = WebApi(stage, self.bot_token, self.app_token, self.oauth)

    @property
    def request_url(self) -> str | None:
        """Where the app takes events, commands and interactions; None before one is known."""
        return self.http.url

    @request_url.setter
    def request_url(self, url: str | None) -> None:
        self.http.url = url

    async def settle(self) -> None:
        """Wait until nothing is on its way to the app any more."""
        await self.deliverer.settle()

    @property
    def deliveries(self) -> Sequence[Delivery]:
        """Everything sent to the app, oldest first."""
        return self.deliverer.deliveries

    async def deliver_again(
        self, delivery: Delivery, times: int = 1, *, at_once: bool = False
    ) -> list[Answer]:
        """The same payload again, as Slack's retries are; `at_once` sends all of them together."""
        return await self.deliverer.again(delivery, times, at_once=at_once)

    async def verify_url(self) -> bool:
        """Slack's check of a request URL: does the app send the challenge back?"""
        challenge = secrets.token_hex(16)
        payload = {"type": "url_verification", "token": "", "challenge": challenge}
        answer = await self.http.send(EVENT, payload, None)
        return answer.ok and challenge in answer.body

    async def run_step(self, callback_id: str, inputs: Json) -> Execution:
        """A workflow comes to a step of the app: what has become of it once the app has answered."""
        execution = self.steps.begin(callback_id)
        token = self.web_api.token_for_a_step()
        event = executed(execution, callback_id, inputs, token, self.workspace.mint_ts())
        if "function_executed" in self.manifest.events:
            await self.events.emit(event)
        return execution

    def calls(self, method: str | None = None) -> list[ApiCall]:
        """The app's Web API calls (`ApiCall`), oldest first; of one method if named."""
        return [call for call in self.web_api.calls if method in (None, call.method)]

    def fail_next(self, method: str, fault: Fault, times: int = 1) -> None:
        """The next calls of this method go wrong."""
        self.web_api.faults.order(method, fault, times)

    async def travel(self, to: datetime) -> None:
        """Move the clock to this aware instant, letting everything due on the way happen in order."""
        await travel(self.clock, self.timeline, to)
        self.workspace.changed()
        await self.settle()
