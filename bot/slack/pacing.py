"""How fast we may talk: Slack's limits, kept for each workspace on this side of the wire.

Slack counts calls by method and workspace, messages by channel besides, and says 429 with a time to wait to
who asks for more. A call here gets a place in line. If that is soon, it waits for it; if not, it is refused
with the time after which to come back, so that what waits does so in the database, in order, and not in tasks
that others take for dead. What the bot posts of its own accord leaves room for what people wait for.

Places are counted by virtual scheduling (GCRA, ITU-T I.371): one instant for each line says up to when its
places are given away.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from cachetools import LRUCache

from bot.ports import NotNow

PATIENCE_SECONDS = 3.0
"""A call waits no longer for its place; three in a row end well before others take a post for dead."""

UNHURRIED_SECONDS = 0.1
"""What nobody waits for comes back through the database: in line it would hold a hand that others need."""

HURRY_SECONDS = 1.0
"""Somebody looks at the screen; and a trigger_id is good for 3 s."""

KEPT_LINES = 50_000
"""Far more than are in use within a minute; a line that is forgotten is an empty one."""

_unhurried: ContextVar[bool] = ContextVar("unhurried", default=False)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls a minute, of which `burst` at once."""

    per_minute: int
    burst: int

    @property
    def interval(self) -> float:
        """Seconds between two places. The burst is part of what is allowed in any one minute."""
        return 60 / (self.per_minute - self.burst)


# https://docs.slack.dev/apis/web-api/rate-limits: tiers are for each method and workspace; messages have a
# second for each channel and "several hundred a minute".
TIER_2 = Rate(per_minute=20, burst=5)
TIER_3 = Rate(per_minute=50, burst=10)
TIER_4 = Rate(per_minute=100, burst=30)
POSTING = Rate(per_minute=360, burst=60)
CHANNEL_SECONDS = 1.0
ROOM_FOR_PEOPLE = 30
"""Places of a burst that what is posted of our own accord leaves for answers; at most half of them."""

RATES = {
    "chat.postMessage": POSTING,
    "chat.postEphemeral": TIER_4,
    "chat.update": TIER_3,
    "conversations.history": TIER_3,
    "conversations.open": TIER_3,
    "conversations.replies": TIER_3,
    "files.completeUploadExternal": TIER_4,
    "files.getUploadURLExternal": TIER_4,
    "reactions.add": TIER_3,
    "reactions.remove": TIER_2,
    "users.info": TIER_4,
}
"""Of the methods that the bot calls of its own accord or in numbers. All others, `views.open` among them, are
each somebody's click: they go out at once, unless Slack has closed them."""

IN_A_HURRY = ("views.", "users.info", "conversations.open")


@contextmanager
def unhurried() -> Iterator[None]:
    """What is called meanwhile nobody waits for: it leaves room for what people wait for."""
    token = _unhurried.set(True)
    try:
        yield
    finally:
        _unhurried.reset(token)


class Pacing:
    """The lines of all workspaces, in one process. `now` is monotonic, in seconds."""

    def __init__(
        self, now: Callable[[], float] = time.monotonic, rates: dict[str, Rate] | None = None
    ) -> None:
        self._now = now
        self._rates = RATES if rates is None else rates
        self._given: LRUCache[tuple[str, str], float] = LRUCache(KEPT_LINES)
        self._promised: LRUCache[tuple[str, str], float] = LRUCache(KEPT_LINES)
        self._channels: LRUCache[tuple[str, str], float] = LRUCache(KEPT_LINES)
        self._closed: LRUCache[tuple[str, str], float] = LRUCache(KEPT_LINES)

    async def place(self, workspace: str, method: str, channel: str | None = None) -> None:
        """Wait for a place in line. Raises `NotNow` if it isn't soon: nothing was sent, nothing is held."""
        wait = self.take(workspace, method, channel)
        if wait > 0:
            await asyncio.sleep(wait)
            if self._closed_for(workspace, method) > 0:  # Slack said so meanwhile
                raise NotNow("paced", self._closed_for(workspace, method))

    def take(self, workspace: str, method: str, channel: str | None = None) -> float:
        """Seconds until the place that is taken herewith; raises `NotNow`."""
        now, line = self._now(), (workspace, method)
        patience = HURRY_SECONDS if method.startswith(IN_A_HURRY) else PATIENCE_SECONDS
        patience = UNHURRIED_SECONDS if _unhurried.get() else patience
        closed = self._closed_for(workspace, method)
        wait = max(closed, self._line_wait(line, now), self._channel_wait(workspace, method, channel, now))
        if wait > patience:
            raise NotNow("paced", wait + self._turn(line, now + wait))
        rate = self._rates.get(method)
        if rate is not None:
            self._given[line] = max(self._given.get(line, now), now) + rate.interval
        if channel is not None and method == "chat.postMessage":
            self._channels[workspace, channel] = now + wait + CHANNEL_SECONDS
        return wait

    def close(self, workspace: str, method: str, seconds: float) -> None:
        """Slack wants no such call of this workspace for so long."""
        until = self._now() + seconds
        self._closed[workspace, method] = max(self._closed.get((workspace, method), until), until)

    def _closed_for(self, workspace: str, method: str) -> float:
        return max(0.0, self._closed.get((workspace, method), 0.0) - self._now())

    def _line_wait(self, line: tuple[str, str], now: float) -> float:
        rate = self._rates.get(line[1])
        if rate is None:
            return 0.0
        burst = rate.burst - (min(ROOM_FOR_PEOPLE, rate.burst // 2) if _unhurried.get() else 0)
        return max(0.0, self._given.get(line, now) - now - (burst - 1) * rate.interval)

    def _channel_wait(self, workspace: str, method: str, channel: str | None, now: float) -> float:
        if channel is None or method != "chat.postMessage":
            return 0.0
        return max(0.0, self._channels.get((workspace, channel), now) - now)

    def _turn(self, line: tuple[str, str], soonest: float) -> float:
        """Seconds after `soonest` at which who is sent away should come back: one after the other."""
        rate = self._rates.get(line[1])
        if rate is None:
            return 0.0
        turn = max(self._promised.get(line, soonest), soonest)
        self._promised[line] = turn + rate.interval
        return turn - soonest
