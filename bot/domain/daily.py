"""The daily round: a channel subscribes, posts appear on its days, people reply.

All instants are timezone-aware UTC datetimes; a `day` is the channel's local date.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.domain.grading import Score
from bot.domain.scenario import Language
from bot.domain.schedule import Timetable, grace

Place = tuple[str, str]
"""A workspace (its team id) in a channel, of which several may share one: what names a subscription."""

DEFAULT_ATTEMPTS = 3
DEFAULT_PASS_MARK = 60


class Answering(StrEnum):
    """How a channel answers."""

    THREAD = "thread"
    PRIVATELY = "privately"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A workspace's order for one scenario a day in a channel; the two are its natural key, for several
    workspaces may share a channel.

    `ready_at` is when the next post is due; None while paused. `paused_because` names why
    (a Slack error such as `is_archived`, or `by_request`). Scenarios are chosen from these exam `domains`
    (by their English names) and `difficulties` (1..3); from all where a set is empty. `recaps` says whether
    the channel is told about its weeks.
    """

    team_id: str
    channel_id: str
    pack_id: str
    languages: tuple[Language, ...]
    timetable: Timetable
    created_by: str
    attempts: int = DEFAULT_ATTEMPTS
    pass_mark: int = DEFAULT_PASS_MARK
    ready_at: datetime | None = None
    paused_because: str | None = None
    answering: Answering = Answering.EITHER
    domains: frozenset[str] = frozenset()
    difficulties: frozenset[int] = frozenset()
    recaps: bool = True

    @property
    def place(self) -> Place:
        """Whose it is, and where."""
        return self.team_id, self.channel_id


@dataclass(frozen=True, slots=True)
class DueDay:
    """A subscription whose next day is due since `due_at`, with its timetable."""

    place: Place
    timetable: Timetable
    due_at: datetime


@dataclass(frozen=True, slots=True)
class DayTaken:
    """What taking a day comes to: the day, when it was due and closes, and when the next one is due."""

    day: date
    due_at: datetime
    closes_at: datetime
    next_due_at: datetime


class PostStage(StrEnum):
    """Where a post stands. The stage says what is owed next when its `ready_at` comes round."""

    CLAIMED = "claimed"  # the day is taken, the message is certainly not out
    SENDING = "sending"  # about to be sent: if this is found again, the message may be out
    OPEN = "open"  # in the channel, taking replies
    CLOSING = "closing"  # about to be revealed: if this is found again, the answer may be out
    CLOSED = "closed"  # the answer is revealed; owed is at most the result, if it has changed since
    OUTAGE = (
        "outage"  # the day passed without a post, at nobody's cost; owed is at most that the channel stopped
    )
    REST = "rest"  # a holiday or a date left out: nothing was to be posted

    @property
    def finished(self) -> bool:
        """Whether the day is over."""
        return self in (PostStage.CLOSED, PostStage.OUTAGE, PostStage.REST)


@dataclass(frozen=True, slots=True)
class Post:
    """One day's scenario in one channel; (workspace, channel, day) is its natural key.

    `ready_at` is when the next thing is owed: sending it, then closing it, then its result if that has
    changed since. Whoever works on it
    moves `ready_at` forward first, so that a crash brings it round again and nobody works twice.
    `message_ts` and `reveal_ts` are Slack's ids of the messages, None until they are known to be out.
    `rest` is the name of the holiday, empty for a date that the channel left out; None on working days.
    """

    team_id: str
    channel_id: str
    day: date
    pack_id: str
    scenario_id: str
    languages: tuple[Language, ...]
    attempts: int
    pass_mark: int
    due_at: datetime
    closes_at: datetime
    stage: PostStage
    ready_at: datetime | None
    id: int = 0
    message_ts: str | None = None
    reveal_ts: str | None = None
    answering: Answering = Answering.EITHER
    rest: str | None = None

    @property
    def key(self) -> str:
        """What the message's metadata carries beside the workspace, so that it can be recognised in the
        channel."""
        return f"{self.channel_id}:{self.day.isoformat()}"

    @property
    def place(self) -> Place:
        """Whose it is, and where."""
        return self.team_id, self.channel_id

    def too_late(self, now: datetime) -> bool:
        """Whether the post is so late that the day counts as an outage."""
        return now - self.due_at > grace(self.closes_at - self.due_at)

    # How a post moves on. Each step names the stages it may come from.

    def sending(self) -> Post:
        """About to be sent."""
        return self._step({PostStage.CLAIMED}, stage=PostStage.SENDING)

    def opened(self, message_ts: str) -> Post:
        """In the channel; what is owed next is the close."""
        return self._step(
            {PostStage.SENDING}, stage=PostStage.OPEN, message_ts=message_ts, ready_at=self.closes_at
        )

    def closing(self) -> Post:
        """About to be revealed."""
        return self._step({PostStage.OPEN, PostStage.CLOSING}, stage=PostStage.CLOSING)

    def revealed(self, reveal_ts: str) -> Post:
        """The answer is in the thread."""
        return self._step({PostStage.CLOSING}, reveal_ts=reveal_ts)

    def postponed(self, until: datetime) -> Post:
        """Slack said "later" before it did the present step, so a later try need not look for it. A
        revealed post never opens again, nor does a closed one whose result is to be shown again."""
        before = {PostStage.SENDING: PostStage.CLAIMED, PostStage.CLOSING: PostStage.OPEN}
        stage = self.stage if self.reveal_ts else before.get(self.stage, self.stage)
        return self._step({*before, PostStage.CLOSED}, stage=stage, ready_at=until)

    def doubtful(self, until: datetime) -> Post:
        """Nobody can tell whether the present step is out: to be looked for, at `until`."""
        return self._step({PostStage.SENDING, PostStage.CLOSING, PostStage.CLOSED}, ready_at=until)

    def closed(self) -> Post:
        """Nothing is owed any more."""
        before = {PostStage.OPEN, PostStage.CLOSING, PostStage.CLOSED}
        return self._step(before, stage=PostStage.CLOSED, ready_at=None)

    def outdated(self, now: datetime) -> Post:
        """Closed, and what counts has changed since: its result is to be shown again."""
        return self._step({PostStage.CLOSED}, ready_at=now)

    def outage(self) -> Post:
        """The day passes without a scenario, which stays unused."""
        unsent = {PostStage.CLAIMED, PostStage.SENDING}
        return self._step(unsent, stage=PostStage.OUTAGE, ready_at=None, scenario_id="")

    def refused(self, until: datetime) -> Post:
        """An outage, and the channel has stopped with it: that its owner is told is owed, by `until`."""
        return replace(self.outage(), ready_at=until)

    def told(self) -> Post:
        """The owner knows; nothing is owed any more."""
        return self._step({PostStage.OUTAGE}, ready_at=None)

    def resting(self, name: str) -> Post:
        """The channel has the day off; `name` is the holiday's, empty for a date left out and for a pause."""
        unsent = {PostStage.CLAIMED, PostStage.SENDING}
        return self._step(unsent, stage=PostStage.REST, ready_at=None, scenario_id="", rest=name)

    def _step(self, come_from: set[PostStage], **changes: Any) -> Post:  # noqa: ANN401 # as `replace`
        assert self.stage in come_from, f"a post that is {self.stage} can't take this step"
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Reply:
    """One attempt at a post; (channel, origin) is its natural key.

    `origin` is the ts of the thread message, or `view:<id>` for the private form. `version` is
    Slack's ts of this wording: when it was written or last edited. `owes_feedback_at`
    is when the feedback should be (re)tried; None once it is out. A `late` reply came after the close, after
    the last attempt, or in the thread of a channel that answers privately; late and withdrawn replies don't
    count. `granted` are ids of key points that an appeal gave, whatever the grader finds.
    """

    post_id: int
    team_id: str
    channel_id: str
    origin: str
    user_id: str
    text: str
    language: Language
    score: Score
    version: str
    received_at: datetime
    owes_feedback_at: datetime | None
    id: int = 0
    late: bool = False
    withdrawn: bool = False
    granted: tuple[str, ...] = ()

    @property
    def private(self) -> bool:
        """Written in the private form, so nobody else has seen it and no reaction can show."""
        return self.origin.startswith("view:")

    @property
    def counts(self) -> bool:
        """Whether the attempt earns anything."""
        return not (self.late or self.withdrawn)


def attempts_left(post: Post, replies: Iterable[Reply]) -> int:
    """How many attempts a person has left whose replies to the post these are. A withdrawn attempt
    stays used: its feedback has been read."""
    return post.attempts - sum(not reply.late for reply in replies)


@dataclass(frozen=True, slots=True)
class Question:
    """A question somebody asked the index; (channel, origin) is its natural key.

    `top` and `confidence` say what was found; `owes_answer_at` is when an unanswered mention or
    direct message should be (re)tried, None once it is answered.
    """

    team_id: str
    channel_id: str
    origin: str
    user_id: str
    text: str
    language: Language
    verdict: str
    top: str | None
    confidence: float
    asked_at: datetime
    owes_answer_at: datetime | None = None
    thread_ts: str | None = None
    id: int = 0


class Miss(StrEnum):
    """How a question went unanswered: the verdict of the search, or what the person who asked said."""

    NOTHING = "nothing"
    UNSURE = "unsure"
    UNHELPFUL = "unhelpful"  # marked as not having helped, whatever the verdict was


@dataclass(frozen=True, slots=True)
class Missed:
    """Questions of one text that were missed in one way with the same scenario `nearest`: how many
    they are, and when the last of them was asked."""

    text: str
    miss: Miss
    nearest: str | None
    times: int
    last_at: datetime
