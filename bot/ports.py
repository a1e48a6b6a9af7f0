"""What the use cases need from the world, as protocols. Technology fulfils them one floor up.

Two kinds. The asynchronous ones (`Messenger`, `Database`) leave the process. Repositories are
synchronous: they exist only inside a transaction, which is one plain function that `Database`
runs in one hop to a thread, so no transaction can be open across a network call.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Protocol, TypeVar

from bot.domain.daily import Missed, Post, Question, Reply, Subscription
from bot.domain.grading import Score
from bot.domain.results import Answer, ClosedRound, DailyPost, Feedback, SubscriptionPaused
from bot.domain.scenario import Language

T = TypeVar("T")


class Refused(Exception):
    """Slack said no to this call; `reason` is its error code, such as `is_archived`. `for_good` means
    that no later call in the same channel will fare better."""

    def __init__(self, reason: str, for_good: bool = False) -> None:
        self.reason = reason
        self.for_good = for_good
        super().__init__(reason)


class NotNow(Exception):
    """Nothing was sent, but it may work later, after `retry_after` seconds."""

    def __init__(self, reason: str, retry_after: float = 30.0) -> None:
        self.reason = reason
        self.retry_after = retry_after
        super().__init__(reason)


class OutcomeUnknown(Exception):
    """The connection broke after the request was sent: the message may be out or not."""


class Clock(Protocol):
    """The one source of the present."""

    def now(self) -> datetime:
        """The present as an aware UTC datetime."""
        ...


class SubscriptionRepository(Protocol):
    """Which channels want a scenario, and when the next is due."""

    def save(self, subscription: Subscription) -> None:
        """Insert or replace the channel's subscription."""
        ...

    def of_channel(self, channel_id: str) -> Subscription | None: ...

    def take_due(self, now: datetime, limit: int) -> list[Subscription]:
        """Active subscriptions with `ready_at` ≤ now, earliest first, locked for this transaction
        (PostgreSQL passes over rows that another replica holds)."""
        ...

    def next_ready_at(self) -> datetime | None:
        """The earliest `ready_at` of all, None if nothing is scheduled."""
        ...


class PostRepository(Protocol):
    """The days of every channel."""

    def claim(self, post: Post) -> Post | None:
        """Insert the post and return it with its id; None if the channel already has that day."""
        ...

    def by_id(self, post_id: int) -> Post | None: ...

    def by_message(self, channel_id: str, message_ts: str) -> Post | None:
        """The post whose message (the root of the thread) has this ts."""
        ...

    def take_due(self, now: datetime, until: datetime, limit: int) -> list[Post]:
        """Claim posts with `ready_at` ≤ now, earliest first: their `ready_at` becomes `until`
        in the same statement (a visibility timeout), so no other worker sees them before then."""
        ...

    def advance(self, before: Post, after: Post) -> bool:
        """Store the stage, `ready_at`, `message_ts`, `reveal_ts` and scenario of `after`, if the post
        still is as it was in `before` (stage and `ready_at`). False if another worker has moved it on
        meanwhile: then nothing is stored, and whoever asked should let go of the post."""
        ...

    def of_channel(self, channel_id: str) -> list[Post]:
        """Every post of the channel, outages included, in order of the day."""
        ...

    def unfinished(self, channel_id: str | None = None) -> list[Post]:
        """Posts that are neither closed nor an outage, of one channel or of all."""
        ...


class ReplyRepository(Protocol):
    """Attempts and their scores."""

    def add(self, reply: Reply) -> Reply | None:
        """Insert and return it with its id; None if (channel, origin) is already there."""
        ...

    def by_origin(self, channel_id: str, origin: str) -> Reply | None: ...

    def by_id(self, reply_id: int) -> Reply | None: ...

    def of_person(self, post_id: int, user_id: str) -> list[Reply]:
        """A person's attempts at a post in order of arrival, withdrawn and late ones included."""
        ...

    def of_post(self, post_id: int) -> list[Reply]:
        """Every counting attempt at a post (neither withdrawn nor late) in order of arrival."""
        ...

    def channels_of(self, team_id: str, user_id: str) -> list[str]:
        """The channels of a workspace in which the person has replied, in order of their ids."""
        ...

    def best_of_channel(self, channel_id: str, since: date | None = None) -> list[tuple[str, date, int]]:
        """(user, day, best score) for every person and day of the channel on which an attempt
        counted, ordered by user and day; only days from `since` on, if given."""
        ...

    def wordings(self, pack_id: str, scenario_id: str | None = None) -> list[tuple[str, str, Score]]:
        """(scenario, newest text, score) of every counting attempt that was not deleted, in no order."""
        ...

    def update(self, reply: Reply) -> None:
        """Store text, language, score, version, `owes_feedback_at`, `withdrawn` and `late`."""
        ...

    def take_owing(self, now: datetime, until: datetime, limit: int) -> list[Reply]:
        """Claim replies with `owes_feedback_at` ≤ now by moving it to `until`."""
        ...

    def feedback_sent(self, reply: Reply) -> None:
        """Feedback for this reply is out: it owes nothing, unless it was edited since it was read."""
        ...


class QuestionRepository(Protocol):
    """What was asked."""

    def add(self, question: Question) -> Question | None:
        """Insert and return it with its id; None if (channel, origin) is already there."""
        ...

    def take_owing(self, now: datetime, until: datetime, limit: int) -> list[Question]:
        """Claim questions with `owes_answer_at` ≤ now by moving it to `until`."""
        ...

    def answered(self, question: Question) -> None:
        """The answer is out: nothing is owed any more."""
        ...

    def helped(self, channel_id: str, origin: str, user_id: str, helped: bool) -> None:
        """Record what the person thought of the answer; the last opinion stands."""
        ...

    def missed(self, since: datetime | None = None, team_id: str | None = None) -> list[Missed]:
        """Everything that was asked and found nothing or nothing sure, or whose answer did not help, in
        no order; only what was asked at `since` or later, and in that workspace, if given."""
        ...


class UnitOfWork(Protocol):
    """The repositories of one transaction."""

    @property
    def subscriptions(self) -> SubscriptionRepository: ...
    @property
    def posts(self) -> PostRepository: ...
    @property
    def replies(self) -> ReplyRepository: ...
    @property
    def questions(self) -> QuestionRepository: ...


class Database(Protocol):
    """Runs transactions."""

    async def transact(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run `work` in one transaction, in one hop to a thread: commits when it returns, rolls
        back when it raises. `work` is plain synchronous code and may run again after a lost race."""
        ...


class Messenger(Protocol):
    """Everything the bot says in a channel of its own accord.

    Methods raise `Refused` when Slack said no, `NotNow` for later, `OutcomeUnknown` when nobody can tell.
    """

    async def post_scenario(self, post: DailyPost) -> str:
        """Post the daily scenario with the post's key as metadata; returns the message's ts."""
        ...

    async def find_post(self, post: DailyPost) -> str | None:
        """The ts of the post's message if it is in the channel already."""
        ...

    async def reveal(self, closed: ClosedRound) -> str:
        """Post the answer in the thread, with metadata; returns its ts."""
        ...

    async def find_reveal(self, closed: ClosedRound) -> str | None:
        """The ts of the reveal if it is in the thread already."""
        ...

    async def mark_closed(self, closed: ClosedRound) -> None:
        """Update the parent message: closed, how many took part, the average. May be repeated."""
        ...

    async def give_feedback(self, feedback: Feedback) -> None:
        """React to a public reply and tell its author alone what was found. May be repeated."""
        ...

    async def answer(self, question: Question, answer: Answer, look_first: bool) -> None:
        """Answer a mention or a direct message, to the person who asked. `look_first` says that an
        earlier try may have succeeded, so that an answer that is there already isn't repeated."""
        ...

    async def can_post(self, channel_id: str) -> bool:
        """False if Slack says that the bot is not in the channel or the channel is unknown."""
        ...

    async def tell_paused(self, paused: SubscriptionPaused) -> None:
        """Tell the owner, in a direct message, that a channel's scenarios have stopped and why."""
        ...


class PeopleDirectory(Protocol):
    """What the workspace knows about a person."""

    async def language(self, team_id: str, user_id: str) -> Language:
        """The person's language by their Slack locale; English when it can't be told."""
        ...

    async def time_zone(self, team_id: str, user_id: str) -> str:
        """The person's IANA time zone; `UTC` when it can't be told."""
        ...

    async def is_admin(self, team_id: str, user_id: str) -> bool:
        """True for admins and owners of the workspace; False when it can't be told."""
        ...
