"""Bringing payloads to the app, and what comes of it: retries, timeouts, records.

Two lines lead to an app: signed HTTP requests to its request URL (here) and Socket Mode (in
`socket_mode`). Sources: https://docs.slack.dev/apis/events-api (3 seconds; retries at once, after
one and after five minutes; the retry headers) and https://docs.slack.dev/interactivity.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

import aiohttp

from bot.playground.people import Json
from bot.playground.signing import signature_headers
from bot.ports import Clock

EVENT = "events_api"
COMMAND = "slash_commands"
INTERACTION = "interactive"
ANSWER_WITHIN = 3.0
RETRY_AFTER = (0.0, 60.0, 300.0)
REMEMBERED = 1_000
Retry = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the app answered. `trouble` is Slack's reason for a retry: `http_timeout`,
    `connection_failed` or `http_error`; None for a 2xx in time."""

    status: int | None
    body: str = ""
    trouble: str | None = None
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        return self.trouble is None

    def read(self) -> Json | None:
        """The JSON object in the body, None if there is none."""
        try:
            value = json.loads(self.body)
        except ValueError:
            return None
        return value if isinstance(value, dict) else None


@dataclass(slots=True)
class Delivery:
    """One payload and every answer to it, in order of the attempts.

    `errors` are a refused submission's texts by block_id. `trouble` is what the person is told:
    `timeout`, `failed`, `refused` (the answer's own payload was one Slack doesn't take), else None.
    """

    kind: str
    payload: Json
    answers: list[Answer] = field(default_factory=list)
    errors: Json = field(default_factory=dict)
    trouble: str | None = None

    @property
    def answer(self) -> Answer:
        """The last answer."""
        return self.answers[-1]

    @property
    def ok(self) -> bool:
        return self.answer.ok


class Line(Protocol):
    """A way to reach the app."""

    async def send(self, kind: str, payload: Json, retry: Retry | None) -> Answer: ...


class HttpLine:
    """Signed requests to the app's request URL; `machine` tells the real time for the signature."""

    def __init__(self, url: str | None, secret: str, machine: Clock, within: float = ANSWER_WITHIN) -> None:
        self.url = url
        self._secret = secret
        self._machine = machine
        self._within = within
        self._session: aiohttp.ClientSession | None = None

    async def send(self, kind: str, payload: Json, retry: Retry | None) -> Answer:
        body, content_type = _written(kind, payload)
        headers = {"content-type": content_type}
        if retry:
            headers |= {"x-slack-retry-num": str(retry[0]), "x-slack-retry-reason": retry[1]}
        return await self.post(body, headers | self.signed(body))

    def signed(self, body: bytes, secret: str | None = None) -> dict[str, str]:
        """The signature headers for this body, now."""
        return signature_headers(secret or self._secret, body, self._machine.now())

    async def post(self, body: bytes, headers: dict[str, str]) -> Answer:
        """Exactly these bytes and headers, signed or not."""
        if self.url is None:
            return NOBODY_THERE
        headers = {"user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)"} | headers
        timeout = aiohttp.ClientTimeout(total=self._within)
        session = self._session = self._session or aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar()
        )
        try:
            async with session.post(self.url, data=body, headers=headers, timeout=timeout) as response:
                said = await response.text()
        except TimeoutError:
            return Answer(None, trouble="http_timeout")
        except aiohttp.ClientError:
            return Answer(None, trouble="connection_failed")
        fine = 200 <= response.status < 300
        no_retry = response.headers.get("x-slack-no-retry") == "1"
        return Answer(response.status, said, None if fine else "http_error", no_retry)

    async def close(self) -> None:
        if self._session:
            await self._session.close()
            self._session = None


def _written(kind: str, payload: Json) -> tuple[bytes, str]:
    """The body and content type of each kind: JSON, a form, a form around JSON."""
    if kind == EVENT:
        return json.dumps(payload).encode(), "application/json"
    form = payload if kind == COMMAND else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


class Deliverer:
    """Sends payloads on whichever line the app is on, and remembers them."""

    def __init__(self, lines: Sequence[Line], retry_after: Sequence[float] = RETRY_AFTER) -> None:
        self._lines = lines
        self.retry_after = tuple(retry_after)
        self.deliveries: deque[Delivery] = deque(maxlen=REMEMBERED)
        self._running: set[asyncio.Task[Any]] = set()
        self._waiting: set[asyncio.Task[Any]] = set()

    async def deliver(self, kind: str, payload: Json) -> Delivery:
        """Bring it to the app. Events are retried: a retry that is due at once before this
        returns, later ones in the background."""
        delivery = Delivery(kind, payload)
        self.deliveries.append(delivery)
        await self._attempt(delivery, None)
        if kind == EVENT:
            await self._retries(delivery, 1)
        elif not delivery.ok:
            delivery.trouble = "timeout" if delivery.answer.trouble == "http_timeout" else "failed"
        return delivery

    async def again(self, delivery: Delivery, times: int = 1, *, at_once: bool = False) -> list[Answer]:
        """The same payload again, as retries, one after the other or all at once."""
        sends = [self._send(delivery, (number, "http_timeout")) for number in range(1, times + 1)]
        if at_once:
            return list(await asyncio.gather(*sends))
        return [await send for send in sends]

    async def _attempt(self, delivery: Delivery, retry: Retry | None) -> None:
        delivery.answers.append(await self._send(delivery, retry))

    async def _send(self, delivery: Delivery, retry: Retry | None) -> Answer:
        for line in self._lines:
            answer = await line.send(delivery.kind, delivery.payload, retry)
            if answer is not NOBODY_THERE:
                return answer
        return Answer(None, trouble="connection_failed")

    async def _retries(self, delivery: Delivery, first: int) -> None:
        for number, after in list(enumerate(self.retry_after, 1))[first - 1 :]:
            if delivery.ok or delivery.answer.no_retry:
                return
            if after:
                self._keep(self._waiting, self._retry_later(delivery, number, after))
                return
            await self._attempt(delivery, (number, str(delivery.answer.trouble)))

    async def _retry_later(self, delivery: Delivery, number: int, after: float) -> None:
        await asyncio.sleep(after)
        await self._attempt(delivery, (number, str(delivery.answer.trouble)))
        await self._retries(delivery, number + 1)

    # Work that outlives the call

    def in_background(self, work: Coroutine[Any, Any, Any]) -> None:
        """Start it and keep hold of it until it is done."""
        self._keep(self._running, work)

    async def settle(self) -> None:
        """Wait until nothing is on its way to the app any more; retries of later minutes aside."""
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)

    async def close(self) -> None:
        for task in (*self._running, *self._waiting):
            task.cancel()
        await asyncio.gather(*self._running, *self._waiting, return_exceptions=True)

    def _keep(self, tasks: set[asyncio.Task[Any]], work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.ensure_future(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)


NOBODY_THERE = Answer(None, trouble="connection_failed", body="nobody is connected this way")
