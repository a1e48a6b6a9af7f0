"""A clock that can be moved forward, so that a week of scenarios fits into a minute."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.ports import Clock

FARTHEST = timedelta(days=3652)
"""Ahead of the real time. Plans are made for days far beyond, but not for those after the year 9999."""


class MovableClock:
    """Runs on with the clock it stands on, ahead of it by as much as it has been moved."""

    def __init__(self, real: Clock) -> None:
        self._real = real
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        return self._real.now() + self._ahead

    def farthest(self) -> datetime:
        """Where moving should end."""
        return self._real.now() + FARTHEST

    def advance_to(self, instant: datetime) -> None:
        """Move forward to this aware instant. Raises `ValueError` for one that is past or naive:
        a workspace whose time ran backwards would break every promise Slack makes about ts."""
        if instant.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        if instant < self.now():
            raise ValueError("this clock moves forward only")
        self._ahead = instant - self._real.now()

    def advance_by(self, span: timedelta) -> None:
        """Move forward by this span; `ValueError` if it is negative."""
        self.advance_to(self.now() + span)
