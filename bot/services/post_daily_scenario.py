"""Post each due channel's scenario of the day, exactly once.

Two steps with a row between them. `claim` takes the channel's day (UNIQUE channel + day) and says
SENDING in the same transaction, before anything leaves the process. `deliver` sends, then stores
the message's ts. Whoever finds a row that still says SENDING looks for the message in the channel
first and adopts it, because a crash or a broken connection may have hidden that it is out.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.daily import Post, PostStage, Subscription
from bot.domain.library import Library
from bot.domain.results import DailyPost, SubscriptionPaused
from bot.domain.scenario import Scenario
from bot.domain.schedule import grace
from bot.domain.selection import choose_scenario, narrowed
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
from bot.services.apart import AT_ONCE
from bot.services.days_off import day_off
from bot.services.move_on import LOOK_AGAIN, move_on
from bot.services.plan_recap import plan_recap

log = logging.getLogger(__name__)

VISIBILITY = timedelta(seconds=60)
"""How long a worker has for a post before others take it for dead; far longer than all calls to
Slack for one post can take, each of which ends after 10 s."""

LATE = timedelta(minutes=1)
"""After its due time; later than that, a post counts as late for whoever watches."""

BATCH = AT_ONCE
"""What is taken is begun at once: what waited behind others would be taken for dead where Slack is slow."""


class PostDailyScenario:
    """Claims due days and delivers claimed posts."""

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
        self._calendars = calendars
        self._meter = meter

    async def claim(self) -> list[Post]:
        """Take the day of every channel that is due; returns the posts that are ours to deliver. A day off
        is taken like any other, and nothing is posted on it."""
        now = self._clock.now()
        taken = await self._database.transact(lambda work: self._claim(work, now))
        for post in taken:
            if post.stage is not PostStage.SENDING:
                self._meter.posted("outage" if post.rest is None else "rest", now - post.due_at)
        return [post for post in taken if post.stage is PostStage.SENDING]

    def _claim(self, work: UnitOfWork, now: datetime) -> list[Post]:
        taken = []
        for subscription in work.subscriptions.take_due(now, BATCH):
            post = work.posts.claim(self._plan(work, subscription, now))
            if post is not None:
                plan_recap(work, subscription, post.day)
            work.subscriptions.save(replace(subscription, ready_at=_next_due(subscription, now)))
            if post is not None:
                taken.append(post)
        return taken

    def _plan(self, work: UnitOfWork, subscription: Subscription, now: datetime) -> Post:
        """The row for the day that is due. It rests on a day off. It is an outage when found too late, or
        when the operator has taken the pack away."""
        due_at = subscription.ready_at
        assert due_at is not None, "take_due returns only what has a due time"
        post = Post(
            team_id=subscription.team_id,
            channel_id=subscription.channel_id,
            day=subscription.timetable.local_day(due_at),
            pack_id=subscription.pack_id,
            scenario_id="",
            languages=subscription.languages,
            attempts=subscription.attempts,
            pass_mark=subscription.pass_mark,
            due_at=due_at,
            closes_at=due_at + subscription.timetable.open_for,
            stage=PostStage.SENDING,
            ready_at=now + VISIBILITY,
            answering=subscription.answering,
        )
        name = day_off(self._calendars, subscription.timetable, post.day, subscription.languages[0])
        if name is not None:
            return post.resting(name)
        if post.too_late(now) or not self._library.has(subscription.pack_id):
            return post.outage()
        return replace(post, scenario_id=self._choose(work, subscription).id)

    def _choose(self, work: UnitOfWork, subscription: Subscription) -> Scenario:
        """The channel's next scenario; any, if a newer pack has none left of those that were asked for."""
        pack = self._library.pack(subscription.pack_id)
        wanted = narrowed(pack, subscription.domains, subscription.difficulties) or pack
        history = [past.scenario_id for past in work.posts.of_channel(subscription.channel_id)]
        return choose_scenario(wanted, subscription.channel_id, history)

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
        except NotNow as later:
            until = self._clock.now() + timedelta(seconds=later.retry_after)
            await move_on(self._database, post, post.postponed(until))
        except OutcomeUnknown:  # the next look at the channel decides
            await move_on(self._database, post, post.doubtful(self._clock.now() + LOOK_AGAIN))
        except Refused as refused:
            log.error("the daily scenario was refused", extra={"post": post.key, "why": refused.reason})
            await self._ends(post, post.outage())
            if refused.for_good:
                await self._pause(post, refused.reason)
        else:
            await self._ends(post, post.opened(ts))

    async def _look_again(self, post: Post) -> None:
        """The channel can't be read now. Once replies would come too late anyway, the day is given up."""
        if self._clock.now() >= post.closes_at:
            await self._ends(post, post.outage())

    async def _ends(self, post: Post, after: Post) -> None:
        """Store what the day came to, and count it."""
        await move_on(self._database, post, after)
        delay = self._clock.now() - post.due_at
        sent = "late" if delay > LATE else "sent"
        self._meter.posted("outage" if after.stage is PostStage.OUTAGE else sent, delay)

    async def resume(self, post: Post) -> None:
        """Deliver a post that came round again."""
        if post.stage is PostStage.CLAIMED:
            await self.deliver(await move_on(self._database, post, post.sending()))
        else:
            await self.deliver(post, look_first=True)

    async def _pause(self, post: Post, reason: str) -> None:
        """Stop posting in this channel and tell its owner, once."""

        def pause(work: UnitOfWork) -> Subscription | None:
            subscription = work.subscriptions.of_channel(post.channel_id)
            if subscription is None or subscription.paused_because:
                return None
            work.subscriptions.save(replace(subscription, ready_at=None, paused_because=reason))
            return subscription

        if subscription := await self._database.transact(pause):
            with suppress(Refused, NotNow, OutcomeUnknown):  # `/scs today` says so too
                await self._messenger.tell_paused(SubscriptionPaused(subscription, reason))


def _next_due(subscription: Subscription, now: datetime) -> datetime:
    """The next due time that is not too late; days missed altogether are passed over, but today's
    is not if it can still be posted."""
    assert subscription.ready_at is not None, "take_due returns only what has a due time"
    timetable = subscription.timetable
    return timetable.next_due(max(subscription.ready_at, now - grace(timetable.open_for)))
