"""Slack's rate limits, for those who switch them on.

Source: https://docs.slack.dev/apis/web-api/rate-limits: tiers a minute, and one chat.postMessage a
second for each channel.
"""

from __future__ import annotations

import math
from collections import deque
from datetime import datetime, timedelta

from bot.playground.methods import METHODS


class RateLimits:
    """Sliding windows in the workspace's time. Off until `enabled` is set."""

    def __init__(self) -> None:
        self.enabled = False
        self._calls: dict[str, deque[datetime]] = {}

    def retry_after(self, method: str, channel: str, now: datetime) -> int | None:
        """Count a call; the whole seconds to wait if it is one too many, else None."""
        if not self.enabled:
            return None
        a_minute = METHODS[method].a_minute
        if a_minute:
            return self._count(method, a_minute, timedelta(minutes=1), now)
        return self._count(f"{method} {channel}", 1, timedelta(seconds=1), now)

    def _count(self, key: str, most: int, window: timedelta, now: datetime) -> int | None:
        calls = self._calls.setdefault(key, deque())
        while calls and calls[0] <= now - window:
            calls.popleft()
        if len(calls) >= most:
            return max(1, math.ceil((calls[0] + window - now).total_seconds()))
        calls.append(now)
        return None
