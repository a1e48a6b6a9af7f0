"""Who counts what happens."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol


class Meter(Protocol):
    """Counts what happens, for whoever runs the bot. Counting is quick and never fails, and is told no
    texts and no ids of people or channels."""

    def posted(self, outcome: str, delay: timedelta) -> None:
        """A daily scenario came to this, so long after it was due: `sent`, `late` (sent more than a minute
        after), `rest` or `outage`."""
        ...

    def closed(self, outcome: str) -> None:
        """A scenario was closed: `revealed`, or `refused` if Slack took no reveal."""
        ...

    def recapped(self, outcome: str) -> None:
        """A recap came to this: `sent` or `outage`."""
        ...

    def asked(self, verdict: str) -> None:
        """A question was answered with this verdict of the search."""
        ...

    def scored(self, outcome: str) -> None:
        """A reply was scored: the outcome of its score, or `uncounted` for one that came too late."""
        ...


class Unmetered:
    """Counts nothing."""

    def posted(self, outcome: str, delay: timedelta) -> None:
        """Not counted."""

    def closed(self, outcome: str) -> None:
        """Not counted."""

    def recapped(self, outcome: str) -> None:
        """Not counted."""

    def asked(self, verdict: str) -> None:
        """Not counted."""

    def scored(self, outcome: str) -> None:
        """Not counted."""


UNMETERED: Meter = Unmetered()
