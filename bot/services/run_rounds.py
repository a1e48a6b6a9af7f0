"""Everything that is due in the channels now: days to take, posts to send, answers to reveal, recaps."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Awaitable
from datetime import timedelta

from bot.domain.daily import Post, PostStage
from bot.domain.errors import BotError, UnknownPack, UnknownScenario
from bot.domain.recaps import Recap
from bot.ports import Clock, Database
from bot.services.apart import drain
from bot.services.close_scenario import CloseScenario
from bot.services.move_on import TakenOver, move_on
from bot.services.open_rounds import OpenRounds
from bot.services.post_daily_scenario import PostDailyScenario
from bot.services.post_recap import PostRecap
from bot.services.take_days import DAYS_AT_ONCE

log = logging.getLogger(__name__)

RECAPS_WAIT_SECONDS = 60
UPGRADED_WITHIN = timedelta(hours=1)
"""How long versions of the bot with different packs may run side by side."""

AT_ONCE = 64
"""Calls take a fifth of a second or more, so that this many at once are some hundred posts a second."""


class RunRounds:
    """One turn of the scheduler. Safe to run in any number of processes at once: every piece of
    work is claimed in the database by moving its time forward."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        post_daily_scenario: PostDailyScenario,
        close_scenario: CloseScenario,
        post_recap: PostRecap,
        open_rounds: OpenRounds,
    ) -> None:
        self._database = database
        self._clock = clock
        self._finishing = False
        self._recaps_wait_until = math.inf
        self._post = post_daily_scenario
        self._close = close_scenario
        self._post_recap = post_recap
        self._open_rounds = open_rounds
        self._began = clock.now()

    async def __call__(self) -> None:
        """Do all that is due, until nothing is left that can be done now."""
        self._recaps_wait_until = asyncio.get_running_loop().time() + RECAPS_WAIT_SECONDS
        await drain(self._take, AT_ONCE, lambda: not self._finishing)
        await self._open_rounds.refresh()

    def finish(self) -> None:
        """Take nothing any more: a turn that is under way ends with what it holds."""
        self._finishing = True

    async def _take(self, limit: int) -> list[Awaitable[None]]:
        """Days first, which are posts from then on. Recaps come when all else is done, since they wait for
        what closes; where there is always something else, every now and then."""
        while await self._post.take_days() == DAYS_AT_ONCE:
            pass
        begun, fresh = await self._post.begin(limit)
        # Known here before anyone sees it there, so that nobody is told its answer.
        self._open_rounds.know(fresh)
        pieces = [self._one(post, self._post.deliver_new(post)) for post in fresh]
        pieces += [self._one(post, self._continue(post)) for post in begun]
        idle = not pieces and limit == AT_ONCE
        now = asyncio.get_running_loop().time()
        if idle or (len(pieces) < limit and now > self._recaps_wait_until):
            self._recaps_wait_until = now + RECAPS_WAIT_SECONDS
            pieces += [self._recap(recap) for recap in await self._post_recap.take_due(limit - len(pieces))]
        return list(pieces)

    async def _recap(self, recap: Recap) -> None:
        try:
            await self._post_recap(recap)
        except TakenOver:
            log.info("another worker has taken the recap over", extra={"recap": recap.key})

    async def _continue(self, post: Post) -> None:
        if post.stage in (PostStage.OPEN, PostStage.CLOSING):
            await self._close(post)
        elif post.stage is PostStage.CLOSED:
            await self._close.update(post)
        elif post.stage is PostStage.OUTAGE:
            await self._post.tell_stopped(post)
        else:
            await self._post.deliver(post, look_first=True)

    async def _one(self, post: Post, work: Awaitable[None]) -> None:
        try:
            await work
        except TakenOver:
            log.info("another worker has taken the post over", extra={"post": post.key})
        except (UnknownPack, UnknownScenario) as unknown:
            await self._leave(post, unknown)

    async def _leave(self, post: Post, unknown: BotError) -> None:
        """While replicas are replaced one by one, another one may know the scenario: the post comes round
        again when our time for it is over. After a while it is gone for good, and the post ends."""
        about = {"post": post.key, "why": str(unknown)}
        if not await self._is_given_up(post):
            log.warning("its scenario isn't here, the post is left to others", extra=about)
            return
        log.error("its scenario is gone, the post ends", extra=about)
        await move_on(self._database, post, post.closed() if post.message_ts else post.outage())

    async def _is_given_up(self, post: Post) -> bool:
        now = self._clock.now()
        if not post.message_ts:
            return post.too_late(now)
        if now < max(post.closes_at, self._began) + UPGRADED_WITHIN:
            return False
        # What a dispute came to is owed since it was decided, which may be long after the close.
        appeals = await self._database.transact(lambda work: work.appeals.of_post(post.id))
        decided = [appeal.decided_at for appeal in appeals if appeal.decided_at]
        return now >= max(decided, default=post.closes_at) + UPGRADED_WITHIN
