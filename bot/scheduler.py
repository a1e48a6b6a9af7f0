"""Sleep, do what is due, repeat."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

POLL_SECONDS = 2.0
REST_SECONDS = 10.0


class Scheduler:
    """Calls a piece of work again and again. Every replica runs one; the work itself makes sure
    that nothing is done twice."""

    def __init__(
        self, work: Callable[[], Awaitable[None]], finish: Callable[[], None] = lambda: None
    ) -> None:
        """`finish` asks the turn that is under way to end with what it holds."""
        self._work = work
        self._finish = finish
        self._turn = asyncio.Lock()
        self._stopping = False

    async def run(self) -> None:
        """Until stopped or cancelled. A turn that fails, say because the database is down, is
        logged and followed by a longer rest."""
        while not self._stopping:
            try:
                await self.turn()
            except Exception:
                log.exception("a turn of the scheduler failed")
                await asyncio.sleep(REST_SECONDS)
            else:
                await asyncio.sleep(POLL_SECONDS)

    async def turn(self) -> None:
        """Do what is due now, after the turn that may be under way; nothing once stopped."""
        async with self._turn:
            if not self._stopping:
                await self._work()

    async def stop(self) -> None:
        """Begin no new turn, and wait for the one under way."""
        self._stopping = True
        self._finish()
        async with self._turn:
            pass
