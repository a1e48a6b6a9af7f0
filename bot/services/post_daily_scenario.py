"""Post each due channel's scenario of the day, exactly once.

Three steps with a row between them. `take_days` takes the days of all channels that are due (UNIQUE
channel + day), hundreds in a few statements. `begin` takes as many of those posts as there are free hands,
gives each its scenario and says SENDING in the same transaction, before anything leaves the process.
`deliver` sends, then stores the message's ts. Whoever finds a row that still says SENDING looks for the
message in the channel first and adopts it, because a crash or a broken connection may have hidden that
it is out.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

from bot.domain.daily import Post, PostStage
from bot.domain.library import Library
from bot.domain.results import DailyPost
from bot.ports import (
    UNMETERED,
    Calendars,
    Clock,
    Database,
    Messenger,
    Meter,
    NotNow,
    OutcomeUnknown,
    Refused,
    UnitOfWork,
)
from bot.services.begin_posts import BeginPosts
from bot.services.debts import retry_at
from bot.services.move_on import advance, move_on, put_off
from bot.services.take_days import take_days
from bot.services.tell_paused import TellPaused

log = logging.getLogger(__name__)

LATE = timedelta(minutes=1)
"""After its due time; later than that, a post counts as late for whoever watches."""


class PostDailyScenario:
    """Takes due days, begins posts and delivers them."""

    def __init__(
        self,
        database: Database,
        messenger: Messenger,
        library: Library,
        clock: Clock,
        calendars: Calendars,
        meter: Meter = UNMETERED,
    ) -> None:
        self._database = database
        self._messenger = messenger
        self._library = library
        self._clock = clock
        self._begin = BeginPosts(library, calendars)
        self._tell_paused = TellPaused(database, messenger, clock)
        self._meter = meter
        self._began = clock.now()

    async def take_days(self) -> int:
        """Take the day of channels that are due; returns how many there were, at most `DAYS_AT_ONCE`."""
        now = self._clock.now()
        return await self._database.claim(lambda work: take_days(work, now))

    async def begin(self, limit: int) -> tuple[list[Post], list[Post]]:
        """Take posts that owe something now, earliest first; they are ours until `VISIBILITY` has passed, so
        no more may be asked for than are started at once. Those found under way, and those that are new:
        these have got their scenario and say SENDING. Which rest or come too late are done with, and those
        whose pack isn't here are left to others: they are not among them."""
        now = self._clock.now()
        under_way, new = await self._database.claim(lambda work: self._begin.take(work, now, limit))
        for post in new:
            if post.stage.finished:
                self._meter.posted("outage" if post.rest is None else "rest", now - post.due_at)
        return under_way, [post for post in new if post.stage is PostStage.SENDING]

    async def deliver_new(self, post: Post) -> None:
        """Deliver a post that has just begun. What fell due before this process began may be out: a backup
        that was put back has forgotten what was posted since."""
        await self.deliver(post, look_first=post.due_at <= self._began)

    async def deliver(self, post: Post, look_first: bool = False) -> None:
        """Send a post that this process holds, and open it for replies.

        `look_first` is for a post that was found in SENDING: it may be in the channel already.
        Raises `TakenOver` if another worker got hold of it.
        """
        pack = self._library.pack(post.pack_id)
        daily = DailyPost(post, pack, pack.scenario(post.scenario_id))
        try:
            ts = await self._messenger.find_post(daily) if look_first else None
        except (NotNow, OutcomeUnknown, Refused):
            return await self._look_again(post)
        if ts is None and post.too_late(self._clock.now()):
            await self._ends(post, post.outage())
            return None
        await self._send(post, daily, ts)
        return None

    async def _send(self, post: Post, daily: DailyPost, ts: str | None) -> None:
        try:
            ts = ts or await self._messenger.post_scenario(daily)
        except (NotNow, OutcomeUnknown) as why:
            await move_on(self._database, post, put_off(post, why, self._clock.now()))
        except Refused as refused:
            log.error("the daily scenario was refused", extra={"post": post.key, "why": refused.reason})
            if refused.for_good:
                await self._stop(post, refused.reason)
            else:
                await self._ends(post, post.outage())
        else:
            await self._ends(post, post.opened(ts))

    async def _look_again(self, post: Post) -> None:
        """The channel can't be read now. Once replies would come too late anyway, the day is given up."""
        if self._clock.now() >= post.closes_at:
            await self._ends(post, post.outage())

    async def _ends(self, post: Post, after: Post) -> None:
        """Store what the day came to, and count it."""
        self._count(await move_on(self._database, post, after))

    def _count(self, after: Post) -> None:
        delay = self._clock.now() - after.due_at
        sent = "late" if delay > LATE else "sent"
        self._meter.posted("outage" if after.stage is PostStage.OUTAGE else sent, delay)

    async def _stop(self, post: Post, reason: str) -> None:
        """Post nothing more in this channel. That its owner is told is owed from the same moment on."""
        told_by = retry_at(self._clock.now())

        def stop(work: UnitOfWork) -> Post:
            subscription = work.subscriptions.of_channel(*post.place)
            if subscription is None or subscription.paused_because:
                return advance(work.posts, post, post.outage())
            work.subscriptions.save(replace(subscription, ready_at=None, paused_because=reason))
            return advance(work.posts, post, post.refused(told_by))

        refused = await self._database.transact(stop)
        self._count(refused)
        if refused.ready_at:
            await self._tell_paused.pay(refused)

    async def tell_stopped(self, post: Post) -> None:
        """Pay what a refused day that came round again owes."""
        await self._tell_paused.pay(post, look_first=True)
