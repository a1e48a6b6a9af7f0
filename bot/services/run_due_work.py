"""Everything that is due now: days to take, posts to send, answers to reveal, debts to pay."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Iterable
from dataclasses import replace

from bot.domain.daily import Post, PostStage
from bot.domain.errors import UnknownPack, UnknownScenario
from bot.ports import Clock, Database
from bot.services.close_scenario import CloseScenario
from bot.services.give_feedback import GiveFeedback
from bot.services.open_rounds import OpenRounds
from bot.services.post_daily_scenario import BATCH, VISIBILITY, PostDailyScenario
from bot.services.record_question import RecordQuestion

log = logging.getLogger(__name__)


class RunDueWork:
    """One turn of the scheduler. Safe to run in any number of processes at once: every piece of
    work is claimed in the database by moving its time forward."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        post_daily_scenario: PostDailyScenario,
        close_scenario: CloseScenario,
        give_feedback: GiveFeedback,
        record_question: RecordQuestion,
        open_rounds: OpenRounds,
    ) -> None:
        self._database = database
        self._clock = clock
        self._post = post_daily_scenario
        self._close = close_scenario
        self._feedback = give_feedback
        self._questions = record_question
        self._open_rounds = open_rounds

    async def __call__(self) -> None:
        """Do all that is due, until nothing is left that can be done now."""
        while await self._claimed_posts() or await self._due_posts():
            pass
        await self._open_rounds.refresh()
        await self._feedback.pay_all()
        await self._questions.pay_all()

    async def _claimed_posts(self) -> bool:
        claimed = await self._post.claim()
        await _each_apart(self._one(post, self._post.deliver(post)) for post in claimed)
        return bool(claimed)

    async def _due_posts(self) -> bool:
        now = self._clock.now()
        due = await self._database.transact(lambda work: work.posts.take_due(now, now + VISIBILITY, BATCH))
        await _each_apart(self._one(post, self._continue(post)) for post in due)
        return bool(due)

    async def _continue(self, post: Post) -> None:
        if post.stage in (PostStage.OPEN, PostStage.CLOSING):
            await self._close(post)
        else:
            await self._post.resume(post)

    async def _one(self, post: Post, work: Awaitable[None]) -> None:
        try:
            await work
        except (UnknownPack, UnknownScenario) as gone:
            log.error(
                "scenario is gone from its pack, its post ends", extra={"post": post.key, "why": str(gone)}
            )
            over = PostStage.CLOSED if post.message_ts else PostStage.OUTAGE
            ended = replace(post, stage=over, ready_at=None)
            await self._database.transact(lambda work: work.posts.update(ended))


async def _each_apart(work: Iterable[Awaitable[None]]) -> None:
    """Run all of it; what fails is logged and comes round again, and the rest is not held up."""
    for outcome in await asyncio.gather(*work, return_exceptions=True):
        if isinstance(outcome, Exception):
            log.error("a piece of due work failed", exc_info=outcome)
        elif isinstance(outcome, BaseException):
            raise outcome
