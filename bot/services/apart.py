"""Pieces of work that don't hold each other up."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Iterable

log = logging.getLogger(__name__)

AT_ONCE = 16


async def each_apart(work: Iterable[Awaitable[None]]) -> None:
    """Run all of it, a few at once. What fails is logged and comes round again; the rest goes on."""
    free = asyncio.Semaphore(AT_ONCE)

    async def one(piece: Awaitable[None]) -> None:
        async with free:
            try:
                await piece
            except Exception as error:
                log.error("a piece of due work failed", exc_info=error)

    await asyncio.gather(*(one(piece) for piece in work))
