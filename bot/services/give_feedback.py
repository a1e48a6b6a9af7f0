"""Tell the author of a reply, and nobody else, what was found in it.

Of two wordings the later one has to be told last, though they came to different processes. An edit that finds
the wording before it still owed keeps that debt as it is. So whoever is telling of the earlier one finds the
row changed when they want to clear the debt, and hands it on; should they die, it falls due by itself.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from cachetools import TTLCache

from bot.domain.appeals import AppealState
from bot.domain.daily import Post, PostStage, Reply
from bot.domain.library import Library
from bot.domain.results import Feedback
from bot.domain.scenario import Language, Scenario
from bot.ports import Clock, Database, Messenger, OutcomeUnknown, UnitOfWork
from bot.services.apart import drain
from bot.services.debts import GIVEN_UP_AFTER, RETRY_AFTER, pay, retry_at
from bot.services.move_on import LOOK_AGAIN

FRESH = timedelta(seconds=2)
"""So soon nobody has changed what they wrote."""

ON_ITS_WAY = 0.5
"""Seconds within which this process tells of what it has stored."""

IN_DOUBT = 10_000
"""Replies whose feedback has an unknown outcome, remembered until it is tried again; an edit of one that is
forgotten, or comes to another process, waits for that."""


class GiveFeedback:
    """Pays the feedback that replies are owed."""

    def __init__(self, database: Database, messenger: Messenger, library: Library, clock: Clock) -> None:
        self._database = database
        self._messenger = messenger
        self._library = library
        self._clock = clock
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._under_way: Counter[int] = Counter()
        self._in_doubt: TTLCache[int, tuple[Reply, datetime]] = TTLCache(
            IN_DOUBT, RETRY_AFTER.total_seconds()
        )

    async def pay(self, reply: Reply, again: bool = False, rescored: bool = False) -> None:
        """Send the feedback on one reply. `again` says that an earlier score may be showing, which
        has to go, as for an edit in any case; `rescored` that it is the same wording, scored again after an
        appeal. Does nothing if the reply has changed since: then its newer wording is owed."""
        since = await self._owed_since(reply)
        async with self._turn(reply):
            await self._settle(reply, self._send(reply, again or rescored, rescored), since)

    async def give(self, found: Feedback, again: bool = False) -> None:
        """`pay`, for what the transaction has found that has just stored the reply: it need not be read once
        more, unless that was some time ago or other feedback on the reply is under way. What may be under way
        elsewhere is left to be followed by this; what is in doubt here is under way nowhere."""
        reply = found.reply
        if found.behind and reply.id not in self._under_way:
            await self._follow_doubt(reply)
            return
        stored_at = (reply.owes_feedback_at or reply.received_at) - RETRY_AFTER
        if reply.id in self._under_way or self._clock.now() - stored_at > FRESH:
            await self.pay(reply, again)
            return
        async with self._turn(reply):
            await self._settle(reply, self._messenger.give_feedback(replace(found, again=again)), stored_at)

    async def pay_all(self) -> None:
        """Send every feedback that is overdue."""

        async def take(limit: int) -> list[Awaitable[None]]:
            now = self._clock.now()
            until = retry_at(now)
            owing = await self._database.claim(lambda work: work.replies.take_owing(now, until, limit))
            return [self.pay(reply) for reply in owing]

        await drain(take)

    @asynccontextmanager
    async def _turn(self, reply: Reply) -> AsyncIterator[None]:
        """Two edits in a row must not mix their reactions."""
        self._under_way[reply.id] += 1
        try:
            async with self._turns.setdefault(reply.id, asyncio.Lock()):
                yield
        finally:
            self._under_way[reply.id] -= 1
            if not self._under_way[reply.id]:
                del self._under_way[reply.id]

    async def _settle(self, reply: Reply, send: Awaitable[None], since: datetime) -> None:
        """Send and clear the debt, inside a turn. What was sent may have come too late."""
        in_time, wait = True, timedelta()

        async def heard() -> None:
            nonlocal in_time, wait
            try:
                await send
            except OutcomeUnknown:  # it may be out, or come out yet
                in_time, wait = False, LOOK_AGAIN
                self._in_doubt[reply.id] = reply, self._clock.now() + LOOK_AGAIN
                raise

        def sent(work: UnitOfWork) -> None:
            nonlocal in_time
            in_time = work.replies.feedback_sent(reply)

        def put_off(work: UnitOfWork, until: datetime) -> None:  # a part of it may be out
            nonlocal in_time
            in_time = work.replies.put_off(reply, until)

        try:
            await pay(self._database, self._clock, heard(), sent, put_off, since)
        except _Outdated:  # nothing was sent
            await self._hand_on(reply, wait)
            return
        if not in_time and not await self._hand_on(reply, wait) and not reply.private:
            await self._show_newer(reply)

    async def _hand_on(self, reply: Reply, wait: timedelta) -> bool:
        """Whether a newer wording waits for this one, and may come now. One that waits here for its turn
        comes anyway."""
        if self._under_way[reply.id] > 1:
            return True
        at = self._clock.now() + wait
        return await self._database.claim(lambda work: work.replies.hand_on(reply, at))

    async def _follow_doubt(self, reply: Reply) -> None:
        """Let a newer wording come as soon as nothing of the one before can; if that is being tried again,
        whoever does so hands it on."""
        if doubt := self._in_doubt.pop(reply.id, None):
            told, over_at = doubt
            at = max(over_at, self._clock.now())
            await self._database.claim(lambda work: work.replies.hand_on(told, at))

    async def _show_newer(self, reply: Reply) -> None:
        """Another process may have taken us for dead and sent the feedback on a newer wording while we sent
        this, and then our reaction stands beside its: so the newer is shown once more. One stored here comes
        anyway."""
        await asyncio.sleep(ON_ITS_WAY)
        if self._under_way[reply.id] == 1:
            at = self._clock.now() + LOOK_AGAIN
            await self._database.claim(lambda work: work.replies.owe_again(reply, at))

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

        feedback = await self._database.transact(read)
        if feedback is None:
            raise _Outdated
        await self._messenger.give_feedback(feedback)


class _Outdated(Exception):
    """The reply has been edited since it was read, or somebody else has taken it up."""


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
    found = feedback_among(among, reply, post, scenario, appeal.state if appeal else None)
    return spoken(work, found)


def spoken(work: UnitOfWork, found: Feedback) -> Feedback:
    """The breakdown with the language that its author has chosen by now, at whichever replica."""
    return replace(found, chosen=work.people.of(found.reply.team_id, found.reply.user_id).language)


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
