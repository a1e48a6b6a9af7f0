"""Close a scenario: the answer in the thread, the result on the parent message, each once. What people
answered goes into their practice in the transaction that ends it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Awaitable, Iterable
from datetime import datetime

from bot.domain.daily import Post, PostStage, Reply
from bot.domain.library import Library
from bot.domain.practice import Review, rating_of
from bot.domain.results import ClosedRound, PointShare
from bot.domain.scenario import Pack, Scenario
from bot.ports import (
    UNMETERED,
    Clock,
    Database,
    Memory,
    Messenger,
    Meter,
    NotNow,
    OutcomeUnknown,
    Refused,
    UnitOfWork,
)
from bot.services.move_on import advance, move_on, put_off
from bot.services.practise import remember

log = logging.getLogger(__name__)


class CloseScenario:
    """Reveals the answers of posts whose time is up."""

    def __init__(
        self,
        database: Database,
        messenger: Messenger,
        library: Library,
        memory: Memory,
        clock: Clock,
        meter: Meter = UNMETERED,
    ) -> None:
        self._database = database
        self._messenger = messenger
        self._library = library
        self._memory = memory
        self._clock = clock
        self._meter = meter
        self._began = clock.now()

    async def __call__(self, post: Post) -> None:
        """Close a post that this process holds. One found in CLOSING may be revealed already.

        Raises `TakenOver` if another worker got hold of it.
        """
        closed = await self._database.claim(lambda work: self._begin(work, post))
        closing = closed.post
        try:
            # What fell due before this process began may be out: a backup put back doesn't know.
            look_first = post.stage is PostStage.CLOSING or post.closes_at <= self._began
            closing, shown = await self._reveal(closed, look_first)
            await self._messenger.mark_closed(closed)
        except (NotNow, OutcomeUnknown) as why:
            await move_on(self._database, closing, put_off(closing, why, self._clock.now()))
        except Refused as refused:
            log.error("the reveal was refused", extra={"post": post.key, "why": refused.reason})
            await self._database.transact(lambda work: self._end(work, closing, closed))
            self._meter.closed("refused")
        else:
            await self._database.transact(lambda work: self._end(work, closing, shown))
            self._meter.closed("revealed")

    async def update(self, post: Post) -> None:
        """Show the result of a closed post again, which has changed since: in the thread and on the parent
        message, each where it is and without a word to anybody. Raises `TakenOver` if it has changed once
        more meanwhile, or another worker got hold of it."""
        now = await self._database.transact(lambda work: self._summary(work, post))
        try:
            if post.reveal_ts:
                await self._correct(post, self._messenger.correct_reveal(now))
            await self._correct(post, self._messenger.mark_closed(now))
        except (NotNow, OutcomeUnknown) as why:
            after = put_off(post, why, self._clock.now())
        else:
            after = post.closed()
        await move_on(self._database, post, after)

    async def _correct(self, post: Post, update: Awaitable[None]) -> None:
        """Either message may have been deleted; the other is corrected all the same."""
        try:
            await update
        except Refused as refused:
            log.error("the result was refused", extra={"post": post.key, "why": refused.reason})

    def _begin(self, work: UnitOfWork, post: Post) -> ClosedRound:
        return self._summary(work, advance(work.posts, post, post.closing()))

    def _end(self, work: UnitOfWork, closing: Post, shown: ClosedRound | None) -> None:
        """What people answered is part of what they remember. An answer in time may have been delivered
        while the result was on its way, or before a reveal that was out already (`shown` is None)."""
        end = closing.closed()
        if shown is None or self._summary(work, shown.post) != shown:
            end = end.outdated(self._clock.now())
        advance(work.posts, closing, end)
        remember_replies(work, self._memory, closing)

    def _summary(self, work: UnitOfWork, post: Post) -> ClosedRound:
        pack = self._library.pack(post.pack_id)
        return summarise(post, pack, pack.scenario(post.scenario_id), work.replies.of_post(post.id))

    async def _reveal(self, closed: ClosedRound, look_first: bool) -> tuple[Post, ClosedRound | None]:
        """The post with the reveal's ts, and what the reveal shows: None for one that was out before, since
        less may have been known then. What can't be looked up now is `OutcomeUnknown`."""
        post = closed.post
        if post.reveal_ts is not None:
            return post, None
        try:
            there = await self._messenger.find_reveal(closed) if look_first else None
        except NotNow as later:
            raise OutcomeUnknown(later.reason) from later
        ts = there or await self._messenger.reveal(closed)
        return await move_on(self._database, post, post.revealed(ts)), None if there else closed


def best_replies(replies: Iterable[Reply]) -> dict[str, Reply]:
    """Each person's best attempt, the first of equals, by the person's id."""
    best: dict[str, Reply] = {}
    for reply in replies:
        if reply.user_id not in best or reply.score.value > best[reply.user_id].score.value:
            best[reply.user_id] = reply
    return best


def remember_replies(work: UnitOfWork, memory: Memory, post: Post) -> None:
    """Keep what people answered to a post as reviews: each person's best attempt, as of when they wrote it.
    Once more whenever it has come to something else after the close."""
    for reply in best_replies(work.replies.of_post(post.id)).values():
        remember(work, memory, _review(post, reply))


def correct_close(work: UnitOfWork, memory: Memory, post: Post, now: datetime) -> None:
    """After something that counts has changed: what a closed post has made of it before follows. Its result
    is then owed to the channel; a worker that is showing the one of before finds its post moved on."""
    if post.stage is PostStage.CLOSED:
        remember_replies(work, memory, post)
        work.posts.advance(post, post.outdated(now))


def _review(post: Post, reply: Reply) -> Review:
    return Review(
        team_id=post.team_id,
        user_id=reply.user_id,
        origin=f"post:{post.id}",
        pack_id=post.pack_id,
        scenario_id=post.scenario_id,
        rating=rating_of(reply.score.value, post.pass_mark),
        points=reply.score.value,
        reviewed_at=reply.received_at,
    )


def summarise(post: Post, pack: Pack, scenario: Scenario, replies: list[Reply]) -> ClosedRound:
    """What a team made of a scenario: each person counts once, with their best attempt, except
    for misconceptions, where anyone who ever gave one counts."""
    best = best_replies(replies)
    gave: dict[str, set[str]] = {}
    for reply in replies:
        for found in reply.score.misconceptions:
            gave.setdefault(found.id, set()).add(reply.user_id)
    scores = [reply.score.value for reply in best.values()]
    hits = Counter(point.id for reply in best.values() for point in reply.score.points if point.hit)
    came_up = [(item, len(gave[item.id])) for item in scenario.misconceptions if item.id in gave]
    return ClosedRound(
        post=post,
        pack=pack,
        scenario=scenario,
        people=len(best),
        passed=sum(score >= post.pass_mark for score in scores),
        average=round(sum(scores) / len(scores)) if scores else None,
        shares=tuple(PointShare(point.id, hits[point.id]) for point in scenario.rubric),
        misconceptions=tuple(sorted(came_up, key=lambda pair: -pair[1])),
    )
