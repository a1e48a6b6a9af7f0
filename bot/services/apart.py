"""Pieces of work that don't hold each other up."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

log = logging.getLogger(__name__)

AT_ONCE = 16
LOOK_AGAIN_SECONDS = 2.0

Take = Callable[[int], Awaitable[Sequence[Awaitable[None]]]]
"""Claims up to so many pieces of work that are due, and returns them."""


async def drain(take: Take, at_once: int = AT_ONCE, wanted: Callable[[], bool] = lambda: True) -> None:
    """Do all that is due, `at_once` pieces at most at a time, until nothing is left or no more is `wanted`.

    What is taken is begun at once: what waited behind others would be taken for dead where Slack is slow. A
    piece that takes long holds up nothing but its own place. What fails is logged and comes round again.
    """
    running: set[asyncio.Task[None]] = set()
    try:
        while wanted():
            pieces = await take(at_once - len(running))
            running |= {asyncio.create_task(_apart(piece)) for piece in pieces}
            if not running:
                return
            await _room(running, at_once, until_done=not pieces)
    finally:
        if running:
            await asyncio.wait(running)


async def _room(running: set[asyncio.Task[None]], at_once: int, until_done: bool) -> None:
    """Wait until a quarter of the places is free, since to look for each single one would cost a transaction;
    with nothing else due, until all is done, but not long: more may fall due meanwhile."""
    enough = 0 if until_done else at_once - max(1, at_once // 4)
    clock = asyncio.get_running_loop()
    over = clock.time() + LOOK_AGAIN_SECONDS
    while len(running) > enough:
        left = over - clock.time()
        if left <= 0 and len(running) < at_once:
            return
        done, _ = await asyncio.wait(running, timeout=max(left, 0.05), return_when=asyncio.FIRST_COMPLETED)
        running -= done


async def _apart(piece: Awaitable[None]) -> None:
    try:
        await piece
    except Exception as error:
        log.error("a piece of due work failed", exc_info=error)
