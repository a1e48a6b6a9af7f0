"""Post each due channel's scenario of the day, exactly once.

Two steps with a row between them. `claim` takes the channel's day (UNIQUE channel + day) and says
SENDING in the same transaction, before anything leaves the process. `deliver` sends, then stores
the message's ts. Whoever finds a row that still says SENDING looks for the message in the channel
first and adopts it, because a crash or a broken connection may have hidden that it is out.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.daily import Post, PostStage, Subscription
from bot.domain.library import Library
from bot.domain.results import DailyPost, SubscriptionPaused
from bot.domain.schedule import GRACE
from bot.domain.selection import choose_scenario
from bot.ports import Clock, Database, Messenger, NotNow, OutcomeUnknown, Refused, UnitOfWork

VISIBILITY = timedelta(seconds=60)
BATCH = 100


class PostDailyScenario:
    """Claims due days and delivers claimed posts."""

    def __init__(self, database: Database, messenger: Messenger, library: Library, clock: Clock) -> None:
        self._database = database
        self._messenger = messenger
        self._library = library
        self._clock = clock

    async def claim(self) -> list[Post]:
        """Take the day of every channel that is due; returns the posts that are ours to deliver."""
        now = self._clock.now()
        return await self._database.transact(lambda work: self._claim(work, now))

    def _claim(self, work: UnitOfWork, now: datetime) -> list[Post]:
        claimed = []
        for subscription in work.subscriptions.take_due(now, BATCH):
            post = work.posts.claim(self._plan(work, subscription, now))
            work.subscriptions.save(replace(subscription, ready_at=subscription.timetable.next_due(now)))
            if post is not None and post.stage is PostStage.SENDING:
                claimed.append(post)
        return claimed

    def _plan(self, work: UnitOfWork, subscription: Subscription, now: datetime) -> Post:
        """The row for the day that is due. It is an outage when found later than the grace period,
        or when the operator has taken the pack away."""
        due_at = subscription.ready_at
        assert due_at is not None, "take_due returns only what has a due time"
        timetable = subscription.timetable
        history = [post.scenario_id for post in work.posts.of_channel(subscription.channel_id)]
        missed = now - due_at > GRACE or not self._library.has(subscription.pack_id)
        return Post(
            team_id=subscription.team_id,
            channel_id=subscription.channel_id,
            day=timetable.local_day(due_at),
            pack_id=subscription.pack_id,
            scenario_id="" if missed else self._choose(subscription, history),
            languages=subscription.languages,
            attempts=subscription.attempts,
            pass_mark=subscription.pass_mark,
            due_at=due_at,
            closes_at=due_at + timetable.open_for,
            stage=PostStage.OUTAGE if missed else PostStage.SENDING,
            ready_at=None if missed else now + VISIBILITY,
        )

    def _choose(self, subscription: Subscription, history: list[str]) -> str:
        pack = self._library.pack(subscription.pack_id)
        return choose_scenario(pack, subscription.channel_id, history).id

    async def deliver(self, post: Post, look_first: bool = False) -> None:
        """Send a post that this process holds, and open it for replies.

        `look_first` is for a post that was found in SENDING: it may be in the channel already.
        """
        if self._clock.now() - post.due_at > GRACE:
            return await self._give_up(post)
        pack = self._library.pack(post.pack_id)
        daily = DailyPost(post, pack, pack.scenario(post.scenario_id))
        try:
            ts = await self._messenger.find_post(daily) if look_first else None
            ts = ts or await self._messenger.post_scenario(daily)
        except NotNow as later:
            if not look_first:
                ready_at = self._clock.now() + timedelta(seconds=later.retry_after)
                await self._update(replace(post, stage=PostStage.CLAIMED, ready_at=ready_at))
        except OutcomeUnknown:
            pass  # it stays SENDING; the next look at the channel decides
        except Refused as refused:
            await self._give_up(post)
            if refused.for_good:
                await self._pause(post, refused.reason)
        else:
            opened = replace(post, stage=PostStage.OPEN, ready_at=post.closes_at, message_ts=ts)
            await self._update(opened)

    async def resume(self, post: Post) -> None:
        """Deliver a post that came round again."""
        if post.stage is PostStage.CLAIMED:
            sending = replace(post, stage=PostStage.SENDING)
            await self._update(sending)
            await self.deliver(sending)
        else:
            await self.deliver(post, look_first=True)

    async def _give_up(self, post: Post) -> None:
        """The day passes without a scenario, which stays unused; nobody's streak suffers."""
        await self._update(replace(post, stage=PostStage.OUTAGE, ready_at=None, scenario_id=""))

    async def _pause(self, post: Post, reason: str) -> None:
        """Stop posting in this channel and tell its owner, once."""

        def pause(work: UnitOfWork) -> Subscription | None:
            subscription = work.subscriptions.of_channel(post.channel_id)
            if subscription is None or subscription.paused_because:
                return None
            work.subscriptions.save(replace(subscription, ready_at=None, paused_because=reason))
            return subscription

        if subscription := await self._database.transact(pause):
            with suppress(Refused, NotNow, OutcomeUnknown):  # /scs setup says so too
                await self._messenger.tell_paused(SubscriptionPaused(subscription, reason))

    async def _update(self, post: Post) -> None:
        await self._database.transact(lambda work: work.posts.update(post))
