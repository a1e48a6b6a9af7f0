"""Everything that is due in the channels now: days to take, posts to send, answers to reveal, recaps."""

from __future__ import annotations

import logging
from collections.abc import Awaitable

from bot.domain.daily import Post, PostStage
from bot.domain.errors import UnknownPack, UnknownScenario
from bot.domain.recaps import Recap
from bot.ports import Clock, Database
from bot.services.apart import each_apart
from bot.services.close_scenario import CloseScenario
from bot.services.move_on import TakenOver, move_on
from bot.services.open_rounds import OpenRounds
from bot.services.post_daily_scenario import BATCH, VISIBILITY, PostDailyScenario
from bot.services.post_recap import PostRecap

log = logging.getLogger(__name__)


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
        self._post = post_daily_scenario
        self._close = close_scenario
        self._post_recap = post_recap
        self._open_rounds = open_rounds

    async def __call__(self) -> None:
        """Do all that is due, until nothing is left that can be done now. Recaps come last, since they
        wait for what closes."""
        while await self._claimed_posts() or await self._due_posts() or await self._due_recaps():
            pass
        await self._open_rounds.refresh()

    async def _claimed_posts(self) -> bool:
        claimed = await self._post.claim()
        if claimed:  # known here before anyone sees it there, so that nobody is told its answer
            await self._open_rounds.refresh()
        await each_apart(self._one(post, self._post.deliver(post)) for post in claimed)
        return bool(claimed)

    async def _due_posts(self) -> bool:
        now = self._clock.now()
        due = await self._database.transact(lambda work: work.posts.take_due(now, now + VISIBILITY, BATCH))
        await each_apart(self._one(post, self._continue(post)) for post in due)
        return bool(due)

    async def _due_recaps(self) -> bool:
        due = await self._post_recap.take_due()
        await each_apart(self._recap(recap) for recap in due)
        return bool(due)

    async def _recap(self, recap: Recap) -> None:
        try:
            await self._post_recap(recap)
        except TakenOver:
            log.info("another worker has taken the recap over", extra={"recap": recap.key})

    async def _continue(self, post: Post) -> None:
        if post.stage in (PostStage.OPEN, PostStage.CLOSING):
            await self._close(post)
        else:
            await self._post.resume(post)

    async def _one(self, post: Post, work: Awaitable[None]) -> None:
        try:
            await work
        except TakenOver:
            log.info("another worker has taken the post over", extra={"post": post.key})
        except (UnknownPack, UnknownScenario) as gone:
            log.error("its scenario is gone, the post ends", extra={"post": post.key, "why": str(gone)})
            await move_on(self._database, post, post.closed() if post.message_ts else post.outage())
