"""Begin posts that owe something: what is new gets its scenario and says SENDING, all in one transaction.

A few statements for all of them, whatever their number.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.daily import Post, PostStage, Subscription
from bot.domain.library import Library
from bot.domain.pauses import BY_REQUEST
from bot.domain.scenario import Scenario
from bot.domain.selection import choose_scenario, narrowed
from bot.ports import Calendars, UnitOfWork
from bot.services.days_off import day_off
from bot.services.plan_recap import plan_recaps

log = logging.getLogger(__name__)

VISIBILITY = timedelta(seconds=60)
"""How long a worker has for a post before others take it for dead; far longer than all calls to
Slack for one post can take, each of which ends after 10 s."""


class BeginPosts:
    """Takes posts, and decides what comes of new ones."""

    def __init__(self, library: Library, calendars: Calendars) -> None:
        self._library = library
        self._calendars = calendars

    def take(self, work: UnitOfWork, now: datetime, limit: int) -> tuple[list[Post], list[Post]]:
        """Up to `limit` posts that owe something by `now`, earliest first, ours until `VISIBILITY` is over:
        those found under way, and new ones as they are from now on, not all of which are to be sent. One that
        is left as it is comes round again then."""
        taken = work.posts.take_due(now, now + VISIBILITY, limit)
        fresh = [post for post in taken if post.stage is PostStage.CLAIMED]
        begun = self._begun(work, fresh, now) if fresh else []
        work.posts.store(begun)
        return [post for post in taken if post.stage is not PostStage.CLAIMED], begun

    def _begun(self, work: UnitOfWork, fresh: Sequence[Post], now: datetime) -> list[Post]:
        orders = work.subscriptions.of_places([post.place for post in fresh])
        pasts = work.posts.scenarios_of([post.channel_id for post in fresh])
        plan_recaps(work, [(orders[post.place], post.day) for post in fresh if post.place in orders])
        begun = []
        for post in fresh:
            past = pasts.setdefault(post.channel_id, [])
            begun.append(self._next(post, orders.get(post.place), past, now))
            if chosen := begun[-1].scenario_id:  # so another workspace in the channel gets another one
                past.append(chosen)
        return begun

    def _next(self, post: Post, order: Subscription | None, past: Sequence[str], now: datetime) -> Post:
        """It rests on a day off, and if the channel was paused since the day was taken; found too late it is
        an outage. One that had its scenario before, and was put off, keeps it if it is known here. Else
        another version of the bot has chosen it; but it is certainly not out, so another scenario will do.
        A pack that isn't here may be that version's, to which the post is left."""
        if order is not None and order.paused_because == BY_REQUEST:
            return post.resting("")
        if post.scenario_id and self._library.knows(post.pack_id, post.scenario_id):
            return post.sending()
        if order is not None:
            name = day_off(self._calendars, order.timetable, post.day, post.languages[0])
            if name is not None:
                return post.resting(name)
        if post.too_late(now):
            return post.outage()
        if not self._library.has(post.pack_id):
            log.warning("its pack isn't here, the post waits", extra={"post": post.key, "pack": post.pack_id})
            return post
        return replace(post, scenario_id=self._choose(post, order, past).id).sending()

    def _choose(self, post: Post, order: Subscription | None, past: Sequence[str]) -> Scenario:
        """The channel's next scenario; any, if a newer pack has none left of those that were asked for."""
        pack = self._library.pack(post.pack_id)
        wanted = narrowed(pack, order.domains, order.difficulties) if order else None
        return choose_scenario(wanted or pack, post.channel_id, past)
