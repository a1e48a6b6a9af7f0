"""The clock that tests set by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class FakeClock:
    """`bot.ports.Clock` that stands still until it is told otherwise."""

    def __init__(self, now: datetime = datetime(2026, 11, 2, tzinfo=UTC)) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time

    def advance(self, by: timedelta) -> None:
        """Let this much time pass."""
        self.time += by
