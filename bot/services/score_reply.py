"""Score what people answer: in the thread of an open post, or in its private form.

One transaction loads the post, grades and inserts under UNIQUE(channel, origin). Only then is
Slack told that all is well, so a crash leaves either nothing (Slack delivers again) or a row that
knows it still owes its author feedback.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.domain.daily import Post, PostStage, Reply
from bot.domain.errors import NoAttemptsLeft, PostClosed, PostNotFound
from bot.domain.library import Library
from bot.domain.results import Feedback
from bot.domain.search import detect_language
from bot.ports import Clock, Database, UnitOfWork
from bot.services.give_feedback import RETRY_AFTER, feedback_on

TAKING_REPLIES = frozenset({PostStage.OPEN})


@dataclass(frozen=True, slots=True)
class Said:
    """A message in a thread: who said what, when (its `ts`), under which root message."""

    team_id: str
    channel_id: str
    thread_ts: str
    ts: str
    user_id: str
    text: str


class PostNotReady(Exception):
    """A post is being sent in this channel, so this thread may be its own in a moment: try again."""


class ScoreReply:
    """Takes, corrects and withdraws attempts."""

    def __init__(self, database: Database, library: Library, clock: Clock) -> None:
        self._database = database
        self._library = library
        self._clock = clock

    async def in_thread(self, said: Said) -> Reply | None:
        """Score a message; None if its thread isn't a scenario's or it is known already.

        Raises `PostNotReady` when a post of the channel is on its way and its ts not yet known.
        """
        return await self._database.transact(lambda work: self._in_thread(work, said))

    async def edited(self, said: Said) -> Reply | None:
        """Score the new text of a message while the post is open; None if nothing changed."""
        return await self._database.transact(lambda work: self._edited(work, said))

    async def deleted(self, channel_id: str, ts: str) -> None:
        """Withdraw the attempt of a deleted message while the post is open."""

        def withdraw(work: UnitOfWork) -> None:
            reply = work.replies.by_origin(channel_id, ts)
            post = work.posts.by_id(reply.post_id) if reply else None
            if reply and post and post.stage in TAKING_REPLIES and not reply.withdrawn:
                work.replies.update(replace(reply, withdrawn=True, owes_feedback_at=None))

        await self._database.transact(withdraw)

    async def in_private(
        self, post_id: int, view_id: str, user_id: str, channel_id: str, text: str
    ) -> Feedback:
        """Score the private form; the same form sent again gets the same feedback.

        Raises `PostNotFound`, `PostClosed` or `NoAttemptsLeft`.
        """
        said = _Private(post_id, view_id, user_id, channel_id, text)
        return await self._database.transact(lambda work: self._in_private(work, said))

    def _in_thread(self, work: UnitOfWork, said: Said) -> Reply | None:
        post = work.posts.by_message(said.channel_id, said.thread_ts)
        if post is None:
            _raise_if_sending(work, said.channel_id)
            return None
        reply = self._reply(work, post, said.ts, said.user_id, said.text)
        late = not _counts_still(post, said.ts) or _attempts_left(work, post, said.user_id) < 1
        owes = self._clock.now() + RETRY_AFTER
        return work.replies.add(replace(reply, late=late, owes_feedback_at=owes))

    def _edited(self, work: UnitOfWork, said: Said) -> Reply | None:
        known = work.replies.by_origin(said.channel_id, said.ts)
        if known is None:  # the edit overtook the message, or the message was lost
            return self._in_thread(work, said)
        post = work.posts.by_id(known.post_id)
        if post is None or post.stage not in TAKING_REPLIES or known.withdrawn or known.text == said.text:
            return None
        score = self._library.grade(post.pack_id, post.scenario_id, said.text)
        owes = self._clock.now() + RETRY_AFTER
        corrected = known.rescored(said.text, detect_language(said.text), score, owes)
        work.replies.update(corrected)
        return corrected

    def _in_private(self, work: UnitOfWork, said: _Private) -> Feedback:
        post = work.posts.by_id(said.post_id)
        if post is None or post.channel_id != said.channel_id:
            raise PostNotFound
        origin = f"view:{said.view_id}"
        known = work.replies.by_origin(said.channel_id, origin)
        if known is None:
            if post.stage not in TAKING_REPLIES:
                raise PostClosed
            if _attempts_left(work, post, said.user_id) < 1:
                raise NoAttemptsLeft(allowed=post.attempts)
            known = work.replies.add(self._reply(work, post, origin, said.user_id, said.text))
            known = known or work.replies.by_origin(said.channel_id, origin)
            assert known is not None, "what another worker has just added is there"
        if known.user_id != said.user_id:
            raise PostNotFound
        return feedback_on(work, self._library, known)

    def _reply(self, work: UnitOfWork, post: Post, origin: str, user_id: str, text: str) -> Reply:
        return Reply(
            post_id=post.id,
            team_id=post.team_id,
            channel_id=post.channel_id,
            origin=origin,
            user_id=user_id,
            text=text,
            language=detect_language(text),
            score=self._library.grade(post.pack_id, post.scenario_id, text),
            received_at=self._clock.now(),
            owes_feedback_at=None,
        )


@dataclass(frozen=True, slots=True)
class _Private:
    post_id: int
    view_id: str
    user_id: str
    channel_id: str
    text: str


def _raise_if_sending(work: UnitOfWork, channel_id: str) -> None:
    if any(post.stage is PostStage.SENDING for post in work.posts.unfinished(channel_id)):
        raise PostNotReady


def _counts_still(post: Post, ts: str) -> bool:
    """An open post takes everything. Once it closes, a message counts that was written in time
    but delivered late: Slack's ts is the time of writing."""
    if post.stage in TAKING_REPLIES:
        return True
    try:
        written = datetime.fromtimestamp(float(ts), UTC)
    except (ValueError, OverflowError, OSError):
        return False
    return post.due_at <= written < post.closes_at


def _attempts_left(work: UnitOfWork, post: Post, user_id: str) -> int:
    used = sum(not (r.late or r.withdrawn) for r in work.replies.of_person(post.id, user_id))
    return post.attempts - used
