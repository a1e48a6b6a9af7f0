"""Score what people answer: in the thread of an open post, or in its private form.

One transaction looks whether there is something to grade, and while it is graded none is open. Another one
then holds the post, finds out anew all that counts and inserts under UNIQUE(channel, origin). Only then is
Slack told that all is well, so a crash leaves either nothing (Slack delivers again) or a row that
knows it still owes its author feedback.

To add a reply to an open post takes no more than the hold on the post, so it is a claim, which loses no race.
What has consequences elsewhere, an edit or a reply to what is closed, is a transaction like any other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.domain.daily import Answering, Post, PostStage, Reply, attempts_left
from bot.domain.errors import AnswerInThread, NoAttemptsLeft, PostClosed, PostNotFound
from bot.domain.grading import with_granted
from bot.domain.library import Library
from bot.domain.results import Feedback
from bot.domain.search import detect_language
from bot.ports import UNMETERED, Clock, Database, Memory, Meter, UnitOfWork
from bot.services.close_scenario import correct_close
from bot.services.debts import retry_at
from bot.services.give_feedback import feedback_among, feedback_on
from bot.services.marks import Accepted, Marks, about
from bot.services.open_rounds import OpenRounds

CLOCK_SKEW = timedelta(minutes=10)
WAITS = (0.1, 0.4, 1.0)
"""Seconds; Slack wants its answer within three."""
KEPT_BEGUN = 10_000
"""Messages; Slack delivers one again within minutes."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message in a thread: who said what under which root message. `ts` is the message's id;
    `version` is Slack's ts of this wording, later than `ts` if it was edited."""

    team_id: str
    channel_id: str
    thread_ts: str
    ts: str
    version: str
    user_id: str
    text: str


class PostNotReady(Exception):
    """A post is being sent in this channel, so this thread may be its own in a moment: try again."""


class ScoreReply:
    """Takes, corrects and withdraws attempts."""

    def __init__(
        self,
        database: Database,
        library: Library,
        memory: Memory,
        clock: Clock,
        open_rounds: OpenRounds | None = None,
        meter: Meter = UNMETERED,
    ) -> None:
        self._database = database
        self._library = library
        self._memory = memory
        self._clock = clock
        self._open_rounds = open_rounds
        self._accepted = Accepted()
        self._begun: set[tuple[str, str]] = set()
        self._meter = meter

    def takes(self, channel_id: str, thread_ts: str) -> bool:
        """Whether this is known here as the thread of an open post."""
        return bool(self._open_rounds and self._open_rounds.in_thread(channel_id, thread_ts))

    async def in_thread(self, said: Said) -> Feedback | None:
        """Score a message; None if its thread isn't a scenario's or it is known already. Where answers are
        private it is not scored, and its author is owed a word about that, once for each scenario.

        Raises `PostNotReady` when a post of the channel is on its way and its ts not known, nor soon after.
        """
        return await _once_recorded(partial(self._taken, said))

    async def _taken(self, said: Said) -> Feedback | None:
        marks = Marks(self._library, self._accepted)
        try:
            added = await self._database.claim(
                lambda work: self._in_thread(work, said, marks), self._guess(said, marks)
            )
        except _NotOpen:
            added = await self._database.transact(lambda work: self._in_thread(work, said, marks, alone=True))
        return self._counted(added)

    async def edited(self, said: Said) -> Feedback | None:
        """Score the new text of a message that was edited while the post was open. None if nothing changed,
        or if a later wording is known already: Slack may deliver edits out of order. Raises as above."""
        return await _once_recorded(partial(self._corrected, said))

    async def _corrected(self, said: Said) -> Feedback | None:
        marks = Marks(self._library)
        return self._counted(await self._database.transact(lambda work: self._edited(work, said, marks)))

    async def deleted(self, channel_id: str, ts: str, at: str) -> None:
        """Forget the text of a message that was deleted `at` this ts of Slack's, and withdraw the attempt if
        the post was open then. It stays used up."""

        def withdraw(work: UnitOfWork) -> None:
            reply = work.replies.by_origin(channel_id, ts)
            post = work.posts.by_id(reply.post_id) if reply else None
            if reply and post:
                gone = replace(reply, text="", owes_feedback_at=None)
                gone = replace(gone, withdrawn=reply.withdrawn or _in_time(post, at))
                work.replies.update(gone)
                if gone.counts != reply.counts:
                    correct_close(work, self._memory, post, self._clock.now())

        await self._database.transact(withdraw)

    async def in_private(
        self, post_id: int, view_id: str, team_id: str, user_id: str, channel_id: str, text: str
    ) -> Feedback:
        """Score the private form; the same form sent again gets the same feedback.

        Raises `PostNotFound`, `PostClosed`, `AnswerInThread` or `NoAttemptsLeft`.
        """
        said, marks = _Private(post_id, view_id, team_id, user_id, channel_id, text), Marks(self._library)
        feedback = await self._database.claim(lambda work: self._in_private(work, said, marks))
        self._counted(feedback)
        return feedback

    def _guess(self, said: Said, marks: Marks) -> Callable[[], object] | None:
        """To grade by what is known here of the post and the phrasings, which saves the look. The transaction
        trusts none of it."""
        post = self._open_rounds.in_thread(said.channel_id, said.thread_ts) if self._open_rounds else None
        if post is None or post.answering is Answering.PRIVATELY:
            return None
        message = said.channel_id, said.ts
        if message in self._begun:  # delivered once more: most likely it is stored
            return None
        if len(self._begun) >= KEPT_BEGUN:
            self._begun.clear()
        self._begun.add(message)
        subject = about(post)
        return partial(marks.grade, subject, self._accepted.of(subject), (said.text,))

    def _counted(self, found: Feedback | None) -> Feedback | None:
        if found is not None:
            self._meter.scored(found.score.outcome.value if found.reply.counts else "uncounted")
        return found

    def _in_thread(self, work: UnitOfWork, said: Said, marks: Marks, alone: bool = False) -> Feedback | None:
        """`alone` says that nothing others do can come between; else raises `_NotOpen` where it might."""
        post = _post_of(work, said, hold=bool(marks))
        if post is None:
            return None
        if post.stage is not PostStage.OPEN and not alone:
            raise _NotOpen
        theirs = work.replies.of_person(post.id, said.user_id)
        if any(reply.origin == said.ts for reply in theirs):
            return None
        if post.answering is Answering.PRIVATELY:
            return self._misplaced(work, post, said, theirs, marks)
        left = attempts_left(post, theirs)
        reply = self._reply(work, post, said.ts, said.user_id, said.text, said.version, marks)
        owes = retry_at(self._clock.now())
        added = work.replies.add(
            replace(reply, late=not _in_time(post, said.version) or left < 1, owes_feedback_at=owes)
        )
        if added and added.counts:
            correct_close(work, self._memory, post, self._clock.now())
        return self._found(post, theirs, added)

    def _misplaced(
        self, work: UnitOfWork, post: Post, said: Said, theirs: list[Reply], marks: Marks
    ) -> Feedback | None:
        """A row that counts for nothing and holds no text, so that what is owed isn't lost."""
        if post.stage is not PostStage.OPEN or any(not reply.private for reply in theirs):
            return None  # talk about the answer, or they have been told
        reply = self._reply(work, post, said.ts, said.user_id, "", said.version, marks)
        owes = retry_at(self._clock.now())
        language = detect_language(said.text)
        added = work.replies.add(replace(reply, language=language, late=True, owes_feedback_at=owes))
        return self._found(post, theirs, added)

    def _found(self, post: Post, before: list[Reply], added: Reply | None) -> Feedback | None:
        """What there is to say about a reply that came after these of its author."""
        if added is None:
            return None
        scenario = self._library.pack(post.pack_id).scenario(post.scenario_id)
        return feedback_among([*before, added], added, post, scenario)

    def _edited(self, work: UnitOfWork, said: Said, marks: Marks) -> Feedback | None:
        known = work.replies.by_origin(said.channel_id, said.ts)
        if known is None:  # the edit overtook the message, or made a reply of what wasn't one
            return self._in_thread(work, said, marks, alone=True)
        post = work.posts.by_id(known.post_id)
        stale = _instant(said.version) < _instant(known.version) or known.text == said.text
        if post is None or not _in_time(post, said.version) or known.withdrawn or stale:
            return None
        if post.answering is Answering.PRIVATELY:
            return None
        # What an appeal has granted stays granted: a person has read what the author means.
        score = with_granted(marks.of(work, about(post), said.text), known.granted)
        rescored = replace(
            known,
            text=said.text,
            language=detect_language(said.text),
            score=score,
            version=said.version,
            owes_feedback_at=retry_at(self._clock.now()),
        )
        work.replies.update(rescored)
        if rescored.counts:
            correct_close(work, self._memory, post, self._clock.now())
        return feedback_on(work, self._library, rescored)

    def _in_private(self, work: UnitOfWork, said: _Private, marks: Marks) -> Feedback:
        post = work.posts.hold(said.post_id) if marks else work.posts.by_id(said.post_id)
        if post is None or (post.team_id, post.channel_id) != (said.team_id, said.channel_id):
            raise PostNotFound
        origin = f"view:{said.view_id}"
        known = work.replies.by_origin(said.channel_id, origin)
        if known is None:
            if post.stage is not PostStage.OPEN:
                raise PostClosed
            if post.answering is Answering.THREAD:
                raise AnswerInThread
            theirs = work.replies.of_person(post.id, said.user_id)
            if attempts_left(post, theirs) < 1:
                raise NoAttemptsLeft(n=post.attempts)
            added = work.replies.add(self._reply(work, post, origin, said.user_id, said.text, "", marks))
            found = self._found(post, theirs, added)
            assert found is not None, "who holds the post adds alone"
            return found
        if known.user_id != said.user_id:
            raise PostNotFound
        return feedback_on(work, self._library, known)

    def _reply(
        self, work: UnitOfWork, post: Post, origin: str, user_id: str, text: str, version: str, marks: Marks
    ) -> Reply:
        return Reply(
            post_id=post.id,
            team_id=post.team_id,
            channel_id=post.channel_id,
            origin=origin,
            user_id=user_id,
            text=text,
            language=detect_language(text),
            score=marks.of(work, about(post), text),
            version=version,
            received_at=self._clock.now(),
            owes_feedback_at=None,
        )


@dataclass(frozen=True, slots=True)
class _Private:
    post_id: int
    view_id: str
    team_id: str
    user_id: str
    channel_id: str
    text: str


class _NotOpen(Exception):
    """The post doesn't stand open, so a reply to it touches more than the post."""


async def _once_recorded(take: Callable[[], Awaitable[Feedback | None]]) -> Feedback | None:
    """What may be quicker than the record of its post: most often a matter of milliseconds, and Slack tries
    but thrice again."""
    for pause in WAITS:
        try:
            return await take()
        except PostNotReady:
            await asyncio.sleep(pause)
    return await take()


def _post_of(work: UnitOfWork, said: Said, hold: bool) -> Post | None:
    """The post whose thread this is, held or not. Raises `PostNotReady`."""
    find = work.posts.hold_message if hold else work.posts.by_message
    if post := find(said.channel_id, said.thread_ts):
        return post
    _raise_if_sending(work, said)
    # Between those two looks the post may have come to its ts, and then it was seen by neither.
    return find(said.channel_id, said.thread_ts)


def _raise_if_sending(work: UnitOfWork, said: Said) -> None:
    """A thread whose root is older than the post can't be the post's."""
    for post in work.posts.unfinished(said.channel_id):
        if post.stage is PostStage.SENDING and _instant(said.thread_ts) >= post.due_at - CLOCK_SKEW:
            raise PostNotReady


def _in_time(post: Post, ts: str) -> bool:
    """Whether what Slack gave this ts was written before the close, whenever it was delivered."""
    return post.stage is PostStage.OPEN or post.due_at <= _instant(ts) < post.closes_at


def _instant(ts: str) -> datetime:
    """When Slack gave out a ts; the beginning of time for what is none of Slack's."""
    try:
        return datetime.fromtimestamp(float(ts), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.min.replace(tzinfo=UTC)
