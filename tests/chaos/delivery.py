"""Slack's other half: events, signed, delivered, and delivered again where they weren't acknowledged."""

from __future__ import annotations

import asyncio
import heapq
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

import aiohttp
from slack_sdk.signature import SignatureVerifier

from bot.bootstrap import SystemClock
from bot.slack.endpoint import PATH
from tests.chaos.crowd import Written
from tests.chaos.fate import ACKNOWLEDGED, Fate, MovedClock
from tests.chaos.fleet import Fleet
from tests.chaos.slack import SECRET
from tests.chaos.workspace import BOT_USER, TEAM, Workspace

RETRIES = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))
PATIENCE_SECONDS = 3
AT_ONCE = 16
TWICE = 0.02  # the acknowledgement is lost on the way, and the event comes again
HUNG_UP = 0.01  # the connection breaks before the answer is there
MINUTE = timedelta(minutes=1)


@dataclass(order=True)
class Delivery:
    """An event on its way: when next, how often it was tried, and what came of each try."""

    due: datetime
    number: int
    written: Written = field(compare=False)
    edit: bool = field(compare=False, default=False)
    tried: int = field(compare=False, default=0)
    met: list[str] = field(compare=False, default_factory=list)


class Deliveries:
    """Delivers what people write, to whichever replica listens."""

    def __init__(
        self, workspace: Workspace, fleet: Fleet, fate: Fate, clock: MovedClock, chance: Random
    ) -> None:
        self._workspace, self._fleet, self._fate, self._clock, self._chance = (
            workspace,
            fleet,
            fate,
            clock,
            chance,
        )
        self._verifier = SignatureVerifier(SECRET)
        self._agenda: list[Delivery] = []
        self._numbers = count()
        self._free = asyncio.Semaphore(AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()
        self.counts: Counter[str] = Counter()
        self.given_up: list[str] = []
        self.on_acknowledged: Callable[[int], None] = lambda _: None

    def plan(self, written: Written) -> None:
        """It will be written at its time."""
        self._again(Delivery(written.at, next(self._numbers), written))

    def next_due(self) -> datetime | None:
        """When the next is to be delivered."""
        return self._agenda[0].due if self._agenda else None

    def under_way(self) -> int:
        return len(self._tasks)

    def start_due(self, session: aiohttp.ClientSession) -> None:
        """Begin to deliver whatever is due."""
        now = self._clock.now()
        while self._agenda and self._agenda[0].due <= now:
            task = asyncio.create_task(self._deliver(heapq.heappop(self._agenda), session))
            self._tasks.add(task)
            task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        task.result()

    def _again(self, delivery: Delivery) -> None:
        heapq.heappush(self._agenda, delivery)

    async def _deliver(self, delivery: Delivery, session: aiohttp.ClientSession) -> None:
        async with self._free:
            written = delivery.written
            if not written.ts:
                written.ts = self._workspace.say(
                    written.channel, written.user, written.text, thread_ts=written.thread_ts, at=written.at
                ).ts
                if written.edited is not None:
                    later = self._clock.now() + self._chance.uniform(0, 0.5) * MINUTE
                    self._again(Delivery(later, next(self._numbers), written, edit=True))
            delivery.tried += 1
            self.counts["deliveries"] += 1
            if await self._post(delivery, session):
                self._acknowledged(delivery)
            elif delivery.tried <= len(RETRIES):
                self.counts["redeliveries"] += 1
                delivery.due = self._clock.now() + RETRIES[delivery.tried - 1]
                self._again(delivery)
            else:
                self.counts["given up by Slack"] += 1
                self.given_up.append(f"{'edit of ' * delivery.edit}{written.ts}: {', '.join(delivery.met)}")

    def _acknowledged(self, delivery: Delivery) -> None:
        written = delivery.written
        if delivery.edit:
            written.edit_acknowledged = True
        else:
            if not written.acknowledged:
                self.counts["acknowledged"] += 1
                self.on_acknowledged(self.counts["acknowledged"])
            written.acknowledged = True
        if delivery.tried == 1 and self._chance.random() < TWICE:
            self.counts["delivered twice"] += 1
            delivery.due = self._clock.now() + MINUTE
            self._again(delivery)

    async def _post(self, delivery: Delivery, session: aiohttp.ClientSession) -> bool:
        """Whether it was acknowledged. Who can't be reached is passed over, as a load balancer does."""
        body = json.dumps(_event(delivery)).encode()
        for number in self._chance.sample(listening := self._fleet.listening(), len(listening)):
            try:
                return await self._post_to(number, body, delivery, session)
            except aiohttp.ClientConnectorError:
                continue
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                return self._met(delivery, f"broke off: {type(error).__name__}")
        return self._met(delivery, "nobody there")

    def _met(self, delivery: Delivery, what: str) -> bool:
        self.counts[what] += 1
        delivery.met.append(what)
        return False

    async def _post_to(
        self, number: int, body: bytes, delivery: Delivery, session: aiohttp.ClientSession
    ) -> bool:
        stamp = str(int(SystemClock().now().timestamp()))
        headers = {
            "content-type": "application/json",
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": self._verifier.generate_signature(timestamp=stamp, body=body) or "",
        }
        if delivery.tried > 1:
            headers |= {"x-slack-retry-num": str(delivery.tried - 1), "x-slack-retry-reason": "http_error"}
        hung_up = self._chance.random() < HUNG_UP
        patience = self._chance.uniform(0.001, 0.03) if hung_up else PATIENCE_SECONDS
        async with asyncio.timeout(patience):
            url = f"http://127.0.0.1:{self._fleet.ports[number]}{PATH}"
            async with session.post(url, data=body, headers=headers) as response:
                await response.read()
        self._met(delivery, f"answered {response.status}")
        if response.status == 200 and not delivery.edit and self._fate.strikes(ACKNOWLEDGED):
            self._fleet.kill(number)
        return response.status == 200


def _event(delivery: Delivery) -> dict[str, Any]:
    written = delivery.written
    message = {"type": "message", "user": written.user, "text": written.text, "ts": written.ts}
    message |= {"thread_ts": written.thread_ts}
    event: dict[str, Any] = message | {"channel": written.channel, "channel_type": "channel"}
    if delivery.edit:
        edited_ts = f"{float(written.ts) + 1:.6f}"
        changed = message | {"text": written.edited, "edited": {"user": written.user, "ts": edited_ts}}
        event = {
            "type": "message", "subtype": "message_changed", "channel": written.channel,
            "channel_type": "channel", "ts": edited_ts, "event_ts": edited_ts, "message": changed,
        }  # fmt: skip
    return {
        "type": "event_callback", "team_id": TEAM, "api_app_id": "A0CHAOS001", "token": "unused",
        "event_id": f"Ev{delivery.number}", "event_time": int(float(written.ts)), "event": event,
        "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True, "enterprise_id": None}],
    }  # fmt: skip
