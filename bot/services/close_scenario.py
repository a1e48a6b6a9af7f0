"""Close a scenario: the answer in the thread, the result on the parent message, each once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from bot.domain.daily import Post, PostStage, Reply
from bot.domain.library import Library
from bot.domain.results import ClosedRound, PointShare
from bot.domain.scenario import Pack, Scenario
from bot.ports import Clock, Database, Messenger, NotNow, OutcomeUnknown, Refused, UnitOfWork


class CloseScenario:
    """Reveals the answers of posts whose time is up."""

    def __init__(self, database: Database, messenger: Messenger, library: Library, clock: Clock) -> None:
        self._database = database
        self._messenger = messenger
        self._library = library
        self._clock = clock

    async def __call__(self, post: Post) -> None:
        """Close a post that this process holds. One found in CLOSING may be revealed already."""
        look_first = post.stage is PostStage.CLOSING
        closing = replace(post, stage=PostStage.CLOSING)
        closed = await self._database.transact(lambda work: self._begin(work, closing))
        try:
            if post.reveal_ts is None:
                ts = await self._messenger.find_reveal(closed) if look_first else None
                closing = replace(closing, reveal_ts=ts or await self._messenger.reveal(closed))
                await self._update(closing)
            await self._messenger.mark_closed(closed)
        except NotNow as later:
            # Nothing of the present step is out, so a later try need not look for it.
            ready_at = self._clock.now() + timedelta(seconds=later.retry_after)
            stage = PostStage.CLOSING if look_first else PostStage.OPEN
            await self._update(replace(closing, stage=stage, ready_at=ready_at))
        except OutcomeUnknown:
            pass  # it stays CLOSING; the next look at the thread decides
        except Refused:
            await self._update(replace(closing, stage=PostStage.CLOSED, ready_at=None))
        else:
            await self._update(replace(closing, stage=PostStage.CLOSED, ready_at=None))

    def _begin(self, work: UnitOfWork, closing: Post) -> ClosedRound:
        work.posts.update(closing)
        pack = self._library.pack(closing.pack_id)
        replies = work.replies.of_post(closing.id)
        return summarise(closing, pack, pack.scenario(closing.scenario_id), replies)

    async def _update(self, post: Post) -> None:
        await self._database.transact(lambda work: work.posts.update(post))


def summarise(post: Post, pack: Pack, scenario: Scenario, replies: list[Reply]) -> ClosedRound:
    """What a team made of a scenario: each person counts once, with their best attempt, except
    for misconceptions, where anyone who ever gave one counts."""
    best: dict[str, Reply] = {}
    gave: dict[str, set[str]] = {}
    for reply in replies:
        if reply.user_id not in best or reply.score.value > best[reply.user_id].score.value:
            best[reply.user_id] = reply
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
