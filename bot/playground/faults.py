"""Bad days of the Web API, to order: errors, status codes, broken connections, limits, delays."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to a call. `applied` tells whether the call takes effect nevertheless."""

    error: str | None = None
    status: int = 200
    retry_after: int | None = None
    drop: bool = False
    delay: float = 0.0
    applied: bool = False

    @classmethod
    def refused(cls, error: str) -> Fault:
        """Slack answers with this error."""
        return cls(error=error)

    @classmethod
    def broken(cls, status: int = 503) -> Fault:
        """Slack answers with this HTTP status and no JSON."""
        return cls(status=status)

    @classmethod
    def limited(cls, retry_after: int = 1) -> Fault:
        """429 with Retry-After in seconds."""
        return cls(status=429, retry_after=retry_after)

    @classmethod
    def dropped(cls, *, applied: bool) -> Fault:
        """The connection breaks: after the call took effect, or before."""
        return cls(drop=True, applied=applied)

    @classmethod
    def slow(cls, seconds: float) -> Fault:
        """The call takes effect; the answer comes this many seconds later."""
        return cls(delay=seconds, applied=True)


class Faults:
    """Which calls go wrong next."""

    def __init__(self) -> None:
        self._next: dict[str, list[Fault]] = {}

    def order(self, method: str, fault: Fault, times: int = 1) -> None:
        self._next.setdefault(method, []).extend([fault] * times)

    def take(self, method: str) -> Fault | None:
        waiting = self._next.get(method)
        return waiting.pop(0) if waiting else None

    def clear(self) -> None:
        self._next.clear()
