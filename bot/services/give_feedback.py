"""Tell the author of a reply, and nobody else, what was found in it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from bot.domain.appeals import AppealState
from bot.domain.daily import Post, PostStage, Reply
from bot.domain.library import Library
from bot.domain.results import Feedback
from bot.domain.scenario import Language, Scenario
from bot.ports import Clock, Database, Messenger, UnitOfWork
from bot.services.apart import drain
from bot.services.debts import GIVEN_UP_AFTER, RETRY_AFTER, pay, retry_at

FRESH = timedelta(seconds=2)
"""So soon nobody has changed what they wrote."""


class GiveFeedback:
    """Pays the feedback that replies are owed."""

    def __init__(self, database: Database, messenger: Messenger, library: Library, clock: Clock) -> None:
        self._database = database
        self._messenger = messenger
        self._library = library
        self._clock = clock
        self._under_way: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def pay(self, reply: Reply, again: bool = False, rescored: bool = False) -> None:
        """Send the feedback on one reply. `again` says that an earlier score may be showing, which
        has to go, as for an edit in any case; `rescored` that it is the same wording, scored again after an
        appeal. Does nothing if the reply has changed since: then its newer wording is owed."""
        since = await self._owed_since(reply)
        # Two edits in a row must not mix their reactions.
        async with self._under_way.setdefault(reply.id, asyncio.Lock()):
            await self._settle(reply, self._send(reply, again or rescored, rescored), since)

    async def give(self, found: Feedback, again: bool = False) -> None:
        """`pay`, for what the transaction has found that has just stored the reply: it need not be read once
        more, unless that was some time ago or other feedback on the reply is under way."""
        reply = found.reply
        stored_at = (reply.owes_feedback_at or reply.received_at) - RETRY_AFTER
        busy = reply.id in self._under_way and self._under_way[reply.id].locked()
        if busy or self._clock.now() - stored_at > FRESH:
            await self.pay(reply, again)
            return
        async with self._under_way.setdefault(reply.id, asyncio.Lock()):
            await self._settle(reply, self._messenger.give_feedback(replace(found, again=again)), stored_at)

    async def pay_all(self) -> None:
        """Send every feedback that is overdue."""

        async def take(limit: int) -> list[Awaitable[None]]:
            now = self._clock.now()
            until = retry_at(now)
            owing = await self._database.claim(lambda work: work.replies.take_owing(now, until, limit))
            return [self.pay(reply) for reply in owing]

        await drain(take)

    async def _settle(self, reply: Reply, send: Awaitable[None], since: datetime) -> None:
        await pay(
            self._database,
            self._clock,
            send,
            lambda work: work.replies.feedback_sent(reply),
            lambda work, until: work.replies.put_off(reply, until),
            since,
        )

    async def _owed_since(self, reply: Reply) -> datetime:
        """When the reply was given, or scored again if an appeal did that long after."""
        if self._clock.now() - reply.received_at < GIVEN_UP_AFTER:
            return reply.received_at
        appeals = await self._database.transact(lambda work: work.appeals.of_post(reply.post_id))
        return max([reply.received_at, *(appeal.decided_at for appeal in appeals if appeal.decided_at)])

    async def _send(self, reply: Reply, again: bool, rescored: bool) -> None:
        def read(work: UnitOfWork) -> Feedback | None:
            present = work.replies.by_id(reply.id)
            if present is None or _owed(present) != _owed(reply):
                return None
            found = feedback_on(work, self._library, present)
            return replace(found, again=again or _was_scored_before(work, present), rescored=rescored)

        if feedback := await self._database.transact(read):
            await self._messenger.give_feedback(feedback)


def _was_scored_before(work: UnitOfWork, reply: Reply) -> bool:
    """Whether an earlier score may be showing. To take away reactions that aren't there is what Slack allows
    the least of: twenty calls a minute, three for each reply."""
    edited = not reply.private and reply.version != reply.origin
    appeals = work.appeals.of_post(reply.post_id)
    return edited or any(appeal.state is AppealState.ACCEPTED for appeal in appeals)


def _owed(reply: Reply) -> tuple[datetime | None, str]:
    return reply.owes_feedback_at, reply.version


def feedback_on(work: UnitOfWork, library: Library, reply: Reply) -> Feedback:
    """The breakdown of a stored reply, as of now."""
    post = work.posts.by_id(reply.post_id)
    assert post is not None, "a reply's post is never deleted before it"
    scenario = library.pack(post.pack_id).scenario(post.scenario_id)
    appeal = work.appeals.of_reply(reply.id)
    among = work.replies.of_person(post.id, reply.user_id)
    return feedback_among(among, reply, post, scenario, appeal.state if appeal else None)


def feedback_among(
    replies: Iterable[Reply], reply: Reply, post: Post, scenario: Scenario, appeal: AppealState | None = None
) -> Feedback:
    """The breakdown of a reply among all that its author gave to the post."""
    used = [other for other in replies if not other.late]
    known = {point.id for point in scenario.rubric}  # the pack may be newer than the score
    missing = [point for point in reply.score.missing if point.id in known]
    # A reply without Japanese in it may be no more than a service's name.
    language = Language.JA if post.languages == (Language.JA,) else reply.language
    over = post.stage in (PostStage.CLOSING, PostStage.CLOSED)
    return Feedback(
        reply=reply,
        post=post,
        scenario=scenario,
        language=language,
        score=reply.score,
        attempt=sum(other.id <= reply.id for other in used),
        attempts_allowed=post.attempts,
        best=max((other.score.value for other in used if other.counts), default=0),
        hint=scenario.point(missing[0].id).hint if missing else None,
        late=reply.late,
        closed=over,
        appeal=appeal,
    )
