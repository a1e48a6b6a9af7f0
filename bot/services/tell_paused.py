"""Tell who set a channel up that it has stopped. The day that Slack refused owes it, from the transaction on
that stopped the channel, so it comes round again until it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.daily import Post
from bot.domain.pauses import refused_by_slack
from bot.domain.results import SubscriptionPaused
from bot.ports import Clock, Database, Messenger, UnitOfWork
from bot.services.debts import pay


class TellPaused:
    """Pays the notice that a refused day owes."""

    def __init__(self, database: Database, messenger: Messenger, clock: Clock) -> None:
        self._database = database
        self._messenger = messenger
        self._clock = clock

    async def pay(self, post: Post, look_first: bool = False) -> None:
        """Send the notice; to one who has started the channel again meanwhile, or stopped it, there is
        nothing to say. `look_first` is for a day that came round again: its notice may be out."""

        def clear(work: UnitOfWork) -> None:
            work.posts.advance(post, post.told())

        def put_off(work: UnitOfWork, until: datetime) -> None:
            work.posts.advance(post, replace(post, ready_at=until))

        send = self._send(post, look_first)
        await pay(self._database, self._clock, send, clear, put_off, since=post.due_at)

    async def _send(self, post: Post, look_first: bool) -> None:
        subscription = await self._database.transact(lambda work: work.subscriptions.of_channel(*post.place))
        if subscription and (reason := subscription.paused_because) and refused_by_slack(reason):
            await self._messenger.tell_paused(SubscriptionPaused(subscription, reason, post), look_first)
