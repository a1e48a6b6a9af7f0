"""What becomes of a reply inside one transaction: found, counted, scored and stored, or left alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.domain.daily import Answering, Post, PostStage, Reply, attempts_left
from bot.domain.errors import AnswerInThread, BlankReply, NoAttemptsLeft, PostClosed, PostNotFound
from bot.domain.grading import Outcome, is_talk, with_granted
from bot.domain.library import Library
from bot.domain.results import Feedback
from bot.domain.search import detect_language
from bot.ports import Memory, UnitOfWork
from bot.services.close_scenario import correct_close
from bot.services.debts import retry_at
from bot.services.give_feedback import feedback_among, feedback_on, spoken
from bot.services.marks import Marks, about

CLOCK_SKEW = timedelta(minutes=10)


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


@dataclass(frozen=True, slots=True)
class SaidPrivately:
    """A private form that was sent: `view_id` is the form's."""

    post_id: int
    view_id: str
    team_id: str
    user_id: str
    channel_id: str
    text: str

    @property
    def origin(self) -> str:
        """Its natural key in the channel."""
        return f"view:{self.view_id}"


class PostNotReady(Exception):
    """A post is being sent in this channel, so this thread may be its own in a moment: try again."""


class NotOpen(Exception):
    """The post doesn't stand open, so a reply to it touches more than the post."""


class Taking:
    """The replies of one transaction. What is to be stored is scored by `marks`, and whoever adds to a post
    holds it first; `now` is the transaction's time."""

    def __init__(
        self, work: UnitOfWork, marks: Marks, library: Library, memory: Memory, now: datetime
    ) -> None:
        self._work = work
        self._marks = marks
        self._library = library
        self._memory = memory
        self._now = now

    def in_thread(self, said: Said, alone: bool = False) -> Feedback | None:
        """Take a message; None if its thread isn't a scenario's, it is known already, or it is talk, of which
        nothing is kept. `alone` says that nothing others do can come between; else raises `NotOpen` where it
        might. Raises `PostNotReady`."""
        if is_talk(said.text):
            return None
        post = self._post_of(said)
        if post is None:
            return None
        if post.stage is not PostStage.OPEN and not alone:
            raise NotOpen
        theirs = self._work.replies.of_person(post.id, said.user_id)
        if any(reply.origin == said.ts for reply in theirs):
            return None
        if post.answering is Answering.PRIVATELY:
            return self._misplaced(post, said, theirs)
        reply = self._reply(post, said.ts, said.user_id, said.text, said.version)
        if not _in_time(post, said.version):
            if not _is_answer(reply, theirs):
                return None
            reply = replace(reply, late=True, text=reply.text if _earns(reply) else "")
        late = reply.late or attempts_left(post, theirs) < 1
        added = self._work.replies.add(replace(reply, late=late, owes_feedback_at=retry_at(self._now)))
        if added and added.counts:
            self._correct(post)
        return self._found(post, theirs, added)

    def edited(self, said: Said) -> Feedback | None:
        """Take a message's new wording; None if nothing changed, or a later one is known. Raises
        `PostNotReady`."""
        known = self._work.replies.by_origin(said.channel_id, said.ts)
        if known is None:  # the edit overtook the message, or made a reply of what wasn't one
            return self.in_thread(said, alone=True)
        post = self._work.posts.by_id(known.post_id)
        stale = _instant(said.version) < _instant(known.version) or known.text == said.text
        if post is None or not _in_time(post, said.version) or known.withdrawn or stale:
            return None
        if post.answering is Answering.PRIVATELY:
            return None
        # What an appeal has granted stays granted: a person has read what the author means.
        score = with_granted(self._marks.of(self._work, about(post), said.text), known.granted)
        # Of what is owed already somebody may be telling now, and hands the rest on: see `GiveFeedback`.
        owed = known.owes_feedback_at
        rescored = replace(
            known,
            text=said.text,
            language=detect_language(said.text),
            score=score,
            version=said.version,
            owes_feedback_at=owed or retry_at(self._now),
        )
        self._work.replies.update(rescored)
        if rescored.counts:
            self._correct(post)
        return replace(feedback_on(self._work, self._library, rescored), behind=owed is not None)

    def deleted(self, channel_id: str, ts: str, at: str) -> bool:
        """Forget a message's text; the attempt is withdrawn if that was in time. False if it isn't known."""
        reply = self._work.replies.by_origin(channel_id, ts)
        post = self._work.posts.by_id(reply.post_id) if reply else None
        if reply and post:
            withdrawn = reply.withdrawn or _in_time(post, at)
            gone = replace(reply, text="", owes_feedback_at=None, withdrawn=withdrawn)
            self._work.replies.update(gone)
            if gone.counts != reply.counts:
                self._correct(post)
        return reply is not None

    def in_private(self, said: SaidPrivately) -> Feedback:
        """Take a private form; one that is known gets what it got. Raises `PostNotFound`, `PostClosed`,
        `AnswerInThread`, `BlankReply` or `NoAttemptsLeft`."""
        posts = self._work.posts
        post = posts.hold(said.post_id) if self._marks else posts.by_id(said.post_id)
        if post is None or (post.team_id, post.channel_id) != (said.team_id, said.channel_id):
            raise PostNotFound
        known = self._work.replies.by_origin(said.channel_id, said.origin)
        if known is None:
            return self._added_privately(post, said)
        if known.user_id != said.user_id:
            raise PostNotFound
        return feedback_on(self._work, self._library, known)

    def _added_privately(self, post: Post, said: SaidPrivately) -> Feedback:
        if post.stage is not PostStage.OPEN:
            raise PostClosed
        if post.answering is Answering.THREAD:
            raise AnswerInThread
        if is_talk(said.text):
            raise BlankReply
        theirs = self._work.replies.of_person(post.id, said.user_id)
        if attempts_left(post, theirs) < 1:
            raise NoAttemptsLeft(n=post.attempts)
        added = self._work.replies.add(self._reply(post, said.origin, said.user_id, said.text, version=""))
        found = self._found(post, theirs, added)
        assert found is not None, "who holds the post adds alone"
        return found

    def _misplaced(self, post: Post, said: Said, theirs: list[Reply]) -> Feedback | None:
        """A row that counts for nothing and holds no text, so that what is owed isn't lost."""
        if post.stage is not PostStage.OPEN or any(not reply.private for reply in theirs):
            return None  # talk about the answer, or they have been told
        reply = self._reply(post, said.ts, said.user_id, "", said.version)
        language, owes = detect_language(said.text), retry_at(self._now)
        added = self._work.replies.add(replace(reply, language=language, late=True, owes_feedback_at=owes))
        return self._found(post, theirs, added)

    def _reply(self, post: Post, origin: str, user_id: str, text: str, version: str) -> Reply:
        return Reply(
            post_id=post.id,
            team_id=post.team_id,
            channel_id=post.channel_id,
            origin=origin,
            user_id=user_id,
            text=text,
            language=detect_language(text),
            score=self._marks.of(self._work, about(post), text),
            version=version,
            received_at=self._now,
            owes_feedback_at=None,
        )

    def _found(self, post: Post, before: list[Reply], added: Reply | None) -> Feedback | None:
        """What there is to say about a reply that came after these of its author."""
        if added is None:
            return None
        scenario = self._library.pack(post.pack_id).scenario(post.scenario_id)
        return spoken(self._work, feedback_among([*before, added], added, post, scenario))

    def _correct(self, post: Post) -> None:
        correct_close(self._work, self._memory, post, self._now)

    def _post_of(self, said: Said) -> Post | None:
        """The post whose thread this is, held unless this is only a look. Raises `PostNotReady`."""
        posts = self._work.posts
        find = posts.hold_message if self._marks else posts.by_message
        if post := find(said.channel_id, said.thread_ts):
            return post
        self._raise_if_sending(said)
        # Between those two looks the post may have come to its ts, and then it was seen by neither.
        return find(said.channel_id, said.thread_ts)

    def _raise_if_sending(self, said: Said) -> None:
        """A thread whose root is older than the post can't be the post's."""
        for post in self._work.posts.unfinished(said.channel_id):
            if post.stage is PostStage.SENDING and _instant(said.thread_ts) >= post.due_at - CLOCK_SKEW:
                raise PostNotReady


def _is_answer(reply: Reply, before: list[Reply]) -> bool:
    """Whether what came after the close is taken for an answer: it would earn something, or is its author's
    first word. All else is talk about the answer. Who has been told once that they are too late knows it."""
    if any(other.late for other in before):
        return False
    return _earns(reply) or not before


def _earns(reply: Reply) -> bool:
    return reply.score.outcome is not Outcome.NONE


def _in_time(post: Post, ts: str) -> bool:
    """Whether what Slack gave this ts was written before the close, whenever it was delivered."""
    return post.stage is PostStage.OPEN or post.due_at <= _instant(ts) < post.closes_at


def _instant(ts: str) -> datetime:
    """When Slack gave out a ts; the beginning of time for what is none of Slack's."""
    try:
        return datetime.fromtimestamp(float(ts), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.min.replace(tzinfo=UTC)
