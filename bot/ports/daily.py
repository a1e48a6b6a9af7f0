"""What is kept about a channel's scenarios: orders, posts, replies, questions and recaps."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.daily import DayTaken, DueDay, Missed, Place, Post, PostStage, Question, Reply, Subscription
from bot.domain.grading import Score
from bot.domain.recaps import Recap


class SubscriptionRepository(Protocol):
    """Which channels want a scenario, and when the next is due."""

    def save(self, subscription: Subscription) -> None:
        """Insert or replace the workspace's subscription in the channel. Raises `ChannelTaken` while the
        schema still lets one workspace alone have a channel."""
        ...

    def of_channel(self, team_id: str, channel_id: str) -> Subscription | None:
        """The workspace's own, whoever else shares the channel."""
        ...

    def set_up_by(self, team_id: str, user_id: str) -> list[str]:
        """The channels whose subscriptions are this person's, in order."""
        ...

    def in_channel(self, channel_id: str) -> list[Subscription]:
        """Those of all workspaces that share the channel, in order of the workspaces."""
        ...

    def of_places(self, places: Sequence[Place]) -> dict[Place, Subscription]:
        """The subscriptions that there are, by workspace and channel."""
        ...

    def take_due(self, now: datetime, limit: int) -> list[DueDay]:
        """The days of active subscriptions with `ready_at` ≤ now, earliest first, locked for this
        transaction (PostgreSQL passes over rows that another replica holds). Days off are not in their
        timetables, since due times don't depend on them."""
        ...

    def take_day(self, day: DayTaken, places: Sequence[Place]) -> None:
        """Insert the day's post, claimed, due and without a scenario yet, for each of these subscriptions
        that hasn't got that day, and move all of them on to their next due time."""
        ...

    def pause_team(self, team_id: str, reason: str) -> None:
        """Stop every subscription of the workspace that runs."""
        ...

    def paused_in(self, team_id: str, reasons: Collection[str]) -> list[Subscription]:
        """The workspace's subscriptions that are paused because of one of these, in order of the channels."""
        ...

    def next_ready_at(self) -> datetime | None:
        """The earliest `ready_at` of all, None if nothing is scheduled."""
        ...


class PostRepository(Protocol):
    """The days of every channel."""

    def claim(self, post: Post) -> Post | None:
        """Insert the post and return it with its id; None if the workspace's channel already has that day."""
        ...

    def by_id(self, post_id: int) -> Post | None: ...

    def by_message(self, channel_id: str, message_ts: str) -> Post | None:
        """The post whose message (the root of the thread) has this ts."""
        ...

    def hold(self, post_id: int) -> Post | None:
        """The post as it is now, kept for this transaction: until it ends, no other one holds the post or
        moves it on. Whoever adds a reply, or decides by all that there are, holds the post first."""
        ...

    def hold_message(self, channel_id: str, message_ts: str) -> Post | None:
        """`hold`, for the post whose message has this ts."""
        ...

    def take_due(self, now: datetime, until: datetime, limit: int) -> list[Post]:
        """Claim posts with `ready_at` ≤ now, earliest first: their `ready_at` becomes `until`
        in the same statement (a visibility timeout), so no other worker sees them before then."""
        ...

    def store(self, taken: Sequence[Post]) -> None:
        """Store the stage, `ready_at`, scenario and rest of posts that were taken in this transaction."""
        ...

    def scenarios_of(self, channel_ids: Sequence[str]) -> dict[str, list[str]]:
        """The scenarios (ids) that these channels had so far, oldest first, by channel, whichever workspace
        posted them."""
        ...

    def advance(self, before: Post, after: Post) -> bool:
        """Store the stage, `ready_at`, `message_ts`, `reveal_ts` and scenario of `after`, if the post
        still is as it was in `before` (stage and `ready_at`). False if another worker has moved it on
        meanwhile: then nothing is stored, and whoever asked should let go of the post."""
        ...

    def of_channel(self, team_id: str, channel_id: str) -> list[Post]:
        """Every post of the workspace in the channel, outages included, in order of the day."""
        ...

    def unfinished_since(self, post_id: int) -> list[Post]:
        """The unfinished posts that were stored after the one with this id."""
        ...

    def by_ids(self, post_ids: Sequence[int]) -> list[Post]: ...

    def stages_of(self, post_ids: Sequence[int]) -> dict[int, PostStage]:
        """Where these posts stand, those that there are, by id."""
        ...

    def unfinished(self, channel_id: str | None = None) -> list[Post]:
        """Posts that are neither closed nor an outage, of one channel or of all, whichever workspace's."""
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

    def best_of_channel(
        self, team_id: str, channel_id: str, since: date | None = None
    ) -> list[tuple[str, date, int]]:
        """(user, day, best score) for every person and day of the workspace's posts in the channel on which
        an attempt counted, ordered by user and day; only days from `since` on, if given."""
        ...

    def best_of_person(
        self, team_id: str, user_id: str, channel_id: str | None = None
    ) -> list[tuple[Post, int]]:
        """(post, best score) for every post of the workspace, or of the channel, at which an attempt of
        the person counted, ordered by channel and day."""
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

    def put_off(self, reply: Reply, until: datetime) -> bool:
        """Owe this feedback no sooner than `until`. False if the reply was edited or taken up meanwhile, and
        so is left as it is."""
        ...

    def feedback_sent(self, reply: Reply) -> bool:
        """Feedback for this reply is out: it owes nothing. False if it was edited or taken up meanwhile, and
        so is left as it is."""
        ...

    def hand_on(self, reply: Reply, at: datetime) -> bool:
        """Owe feedback at that time on a newer wording that was stored while this one's was owed. False if
        there is none, or somebody has taken it up."""
        ...

    def owe_again(self, reply: Reply, at: datetime) -> None:
        """Owe feedback at that time if the reply has another wording or score by now, and wasn't deleted."""
        ...


class QuestionRepository(Protocol):
    """What was asked."""

    def add(self, question: Question) -> Question | None:
        """Insert and return it with its id; None if (channel, origin) is already there."""
        ...

    def add_all(self, asked: Sequence[Question]) -> None:
        """Insert all whose (channel, origin) isn't there yet."""
        ...

    def take_owing(self, now: datetime, until: datetime, limit: int) -> list[Question]:
        """Claim questions with `owes_answer_at` ≤ now by moving it to `until`."""
        ...

    def put_off(self, question: Question, until: datetime) -> None:
        """Owe this answer no sooner than `until`, unless the question was taken up meanwhile."""
        ...

    def answered(self, question: Question) -> None:
        """The answer is out: nothing is owed any more."""
        ...

    def helped(self, channel_id: str, origin: str, user_id: str, helped: bool) -> bool:
        """Record what the person thought of the answer; the last opinion stands. False if there is no such
        question of theirs."""
        ...

    def missed(self, since: datetime | None = None, team_id: str | None = None) -> list[Missed]:
        """Everything that was asked and found nothing or nothing sure, or whose answer did not help, in
        no order; only what was asked at `since` or later, and in that workspace, if given."""
        ...


class RecapRepository(Protocol):
    """The weeks of every channel."""

    def claim(self, recap: Recap) -> Recap | None:
        """Insert the recap and return it with its id; None if that week is there already."""
        ...

    def plan(self, recaps_: Sequence[Recap]) -> None:
        """Insert these recaps, claimed and due, where that week isn't there; one that is,
        not begun and due later, becomes due when it is said here."""
        ...

    def of_week(self, team_id: str, channel_id: str, week: date) -> Recap | None:
        """The workspace's recap, in that channel, of the week that begins on this Monday."""
        ...

    def take_due(self, now: datetime, until: datetime, limit: int) -> list[Recap]:
        """Claim recaps with `ready_at` ≤ now by moving it to `until`, earliest first."""
        ...

    def advance(self, before: Recap, after: Recap) -> bool:
        """Store the stage, `ready_at` and `message_ts` of `after`, if the recap still is as it was in
        `before`; see `PostRepository.advance`."""
        ...


class PointerRepository(Protocol):
    """Who was shown the way from a channel to a scenario's thread."""

    def add(self, post: Post, user_id: str) -> bool:
        """Remember it; False if that person was shown that post's thread before."""
        ...
