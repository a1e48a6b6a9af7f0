"""Moving through time: everything due on the way happens at its own time, in order."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.playground.clock import MovableClock

MOST_STOPS = 500


class Timeline(Protocol):
    """What the composition root knows about the app's plans. Instants are aware UTC."""

    async def next_post(self) -> datetime | None:
        """When the next scenario is due, None if nothing is planned."""
        ...

    async def next_close(self) -> datetime | None:
        """When the next scenario closes, None if none is open."""
        ...

    async def settle(self) -> None:
        """Run everything that is due by now; returns when it is done."""
        ...


async def travel(clock: MovableClock, timeline: Timeline | None, to: datetime) -> None:
    """Move the clock to `to` with a stop at each post and close on the way.

    A jump without stops would find the posts of the days between too late to be sent. A plan that
    is still due after its stop (Slack refused, say) is not waited for.
    """
    if timeline is not None:
        for _ in range(MOST_STOPS):
            stop = await _next_stop(timeline, clock.now())
            if stop is None or stop > to:
                break
            clock.advance_to(stop)
            await timeline.settle()
    if to > clock.now():
        clock.advance_to(to)
    if timeline is not None:
        await timeline.settle()


async def _next_stop(timeline: Timeline, now: datetime) -> datetime | None:
    planned = (await timeline.next_post(), await timeline.next_close())
    return min((instant for instant in planned if instant and instant > now), default=None)
