"""Which scenarios are open where, remembered between questions.

A question is answered without the database, yet the answer of an open scenario must not be given
away in its channel. So what is open is kept here, refreshed by the scheduler. A refresh reads what is new and
what was on the move, not all that is open: with a hundred thousand channels that would take longer than the
rest between two refreshes.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.domain.daily import Post, PostStage
from bot.ports import Clock, Database, UnitOfWork

K = TypeVar("K")

GAP_REFRESHES = 60
"""An id may be given out before it can be seen, for as long as its transaction takes. So one that was passed
over is looked for this many times more, which is two minutes."""
LONGEST_GAP = 5000


class OpenRounds:
    """The posts of all channels that are not closed yet, as of the last refresh."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._posts: dict[int, Post] = {}
        self._in_channel: defaultdict[str, dict[int, Post]] = defaultdict(dict)
        self._in_team: defaultdict[tuple[str, str], dict[int, Post]] = defaultdict(dict)
        self._of_team: defaultdict[str, dict[int, Post]] = defaultdict(dict)
        self._newest: int | None = None
        self._gaps: dict[int, int] = {}
        self._turn = asyncio.Lock()

    async def refresh(self) -> None:
        """Read anew what has changed since the last time."""
        async with self._turn:
            now, newest = self._clock.now(), self._newest
            known: dict[int, PostStage | None] = dict.fromkeys(self._gaps)
            known |= {post.id: post.stage for post in self._posts.values() if _moves(post, now)}
            news = await self._database.transact(lambda work: _read(work, newest, known))
            self._forget(news.gone)
            # What this process has begun meanwhile it knows better.
            self.know(p for p in news.found if p.stage is not PostStage.CLAIMED or p.id not in self._posts)
            self._look_for_gaps(news.there | {post.id for post in news.found})

    def know(self, posts: Iterable[Post]) -> None:
        """Remember these as they are now."""
        for post in posts:
            self._forget([post.id])
            self._posts[post.id] = post
            self._in_channel[post.channel_id][post.id] = post
            self._in_team[post.team_id, post.scenario_id][post.id] = post
            self._of_team[post.team_id][post.id] = post

    def of(self, channel_id: str, scenario_id: str) -> Post | None:
        """The open post of this scenario in this channel."""
        posts = self._in_channel.get(channel_id, {}).values()
        return next((post for post in posts if post.scenario_id == scenario_id), None)

    def somewhere(self, team_id: str, scenario_id: str) -> Post | None:
        """The open post of this scenario in any channel of the workspace."""
        return next(iter(self._in_team.get((team_id, scenario_id), {}).values()), None)

    def of_team(self, team_id: str) -> list[Post]:
        """All posts of the workspace."""
        return list(self._of_team.get(team_id, {}).values())

    def in_thread(self, channel_id: str, message_ts: str) -> Post | None:
        """The post that takes replies in this thread, as far as is known here."""
        return next((post for post in self.in_channel(channel_id) if post.message_ts == message_ts), None)

    def in_channel(self, channel_id: str) -> list[Post]:
        """The posts of this channel that take replies."""
        posts = self._in_channel.get(channel_id, {}).values()
        return [post for post in posts if post.stage is PostStage.OPEN]

    def _forget(self, post_ids: Iterable[int]) -> None:
        for post_id in post_ids:
            if post := self._posts.pop(post_id, None):
                _take_out(self._in_channel, post.channel_id, post_id)
                _take_out(self._in_team, (post.team_id, post.scenario_id), post_id)
                _take_out(self._of_team, post.team_id, post_id)

    def _look_for_gaps(self, found: set[int]) -> None:
        newest, last = self._newest or 0, max(found, default=0)
        still = {gap: looks - 1 for gap, looks in self._gaps.items() if gap not in found and looks > 1}
        passed_over = range(max(newest + 1, last - LONGEST_GAP), last)
        self._gaps = still | {post_id: GAP_REFRESHES for post_id in passed_over if post_id not in found}
        self._newest = max(newest, last)


@dataclass(frozen=True, slots=True)
class _News:
    found: list[Post]
    gone: list[int]
    there: set[int]


def _take_out(index: dict[K, dict[int, Post]], key: K, post_id: int) -> None:
    del index[key][post_id]
    if not index[key]:
        del index[key]


def _moves(post: Post, now: datetime) -> bool:
    """Whether the post is on its way, or done with soon."""
    return post.stage is not PostStage.OPEN or post.closes_at <= now


def _read(work: UnitOfWork, newest: int | None, known: Mapping[int, PostStage | None]) -> _News:
    """The posts that are new or stand elsewhere than `known`, and those that are finished. Of most it is
    enough to read the stage."""
    fresh = work.posts.unfinished() if newest is None else work.posts.unfinished_since(newest)
    stages = work.posts.stages_of(list(known))
    moved = [i for i, stage in stages.items() if stage is not known[i] and not stage.finished]
    gone = [i for i, stage in known.items() if stage and (i not in stages or stages[i].finished)]
    return _News([*fresh, *work.posts.by_ids(moved)], gone, set(stages))
