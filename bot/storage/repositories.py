"""The repositories of `bot.ports`, in SQLAlchemy Core."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, func, not_, select

from bot.domain.daily import Post, PostStage, Question, Reply, Subscription
from bot.domain.schedule import Timetable
from bot.storage.ledger import Ledger, row_of
from bot.storage.tables import posts, questions, replies, subscriptions

_TIMETABLE = tuple(field.name for field in fields(Timetable))
_UNFINISHED = [stage for stage in PostStage if stage not in (PostStage.CLOSED, PostStage.OUTAGE)]
_COUNTS = (not_(replies.c.late), not_(replies.c.withdrawn))
_ARRIVAL = (replies.c.received_at, replies.c.id)


class SqlSubscriptions(Ledger[Subscription]):
    """Which channels want a scenario, and when the next is due."""

    kind = Subscription
    table = subscriptions
    due = subscriptions.c.ready_at
    natural_key = ("channel_id",)

    def save(self, subscription: Subscription) -> None:
        row = row_of(subscription)
        row |= row_of(row.pop("timetable"))
        self._connection.execute(
            self._insert().values(row).on_conflict_do_update(index_elements=self.natural_key, set_=row)
        )

    def of_channel(self, channel_id: str) -> Subscription | None:
        return self._find_one(subscriptions.c.channel_id == channel_id)

    def take_due(self, now: datetime, limit: int) -> list[Subscription]:
        return [self._value(row) for row in self._lock_due(now, limit)]

    def next_ready_at(self) -> datetime | None:
        return self._earliest_due()

    def _columns(self) -> list[Column[Any]]:
        return list(subscriptions.c)

    def _value(self, row: dict[str, Any]) -> Subscription:
        timetable = Timetable(**{name: row.pop(name) for name in _TIMETABLE})
        return Subscription(**row, timetable=timetable)


class SqlPosts(Ledger[Post]):
    """The days of every channel."""

    kind = Post
    table = posts
    due = posts.c.ready_at
    natural_key = ("channel_id", "day")

    def claim(self, post: Post) -> Post | None:
        added = self._add(row_of(post))
        return None if added is None else replace(post, id=added)

    def by_id(self, post_id: int) -> Post | None:
        return self._find_one(posts.c.id == post_id)

    def by_message(self, channel_id: str, message_ts: str) -> Post | None:
        return self._find_one(posts.c.channel_id == channel_id, posts.c.message_ts == message_ts)

    def take_due(self, now: datetime, until: datetime, limit: int) -> list[Post]:
        return self._claim(now, until, limit)

    def update(self, post: Post) -> None:
        self._change(
            posts.c.id == post.id,
            stage=post.stage,
            ready_at=post.ready_at,
            message_ts=post.message_ts,
            reveal_ts=post.reveal_ts,
            pack_id=post.pack_id,
            scenario_id=post.scenario_id,
        )

    def of_channel(self, channel_id: str) -> list[Post]:
        return self._find(posts.c.channel_id == channel_id, order=(posts.c.day,))

    def unfinished(self, channel_id: str | None = None) -> list[Post]:
        in_channel = [] if channel_id is None else [posts.c.channel_id == channel_id]
        return self._find(posts.c.stage.in_(_UNFINISHED), *in_channel, order=(posts.c.id,))

    def next_ready_at(self) -> datetime | None:
        return self._earliest_due()


class SqlReplies(Ledger[Reply]):
    """Attempts and their scores."""

    kind = Reply
    table = replies
    due = replies.c.owes_feedback_at
    natural_key = ("channel_id", "origin")

    def add(self, reply: Reply) -> Reply | None:
        added = self._add(row_of(reply) | {"points": reply.score.value})
        return None if added is None else replace(reply, id=added)

    def by_origin(self, channel_id: str, origin: str) -> Reply | None:
        return self._find_one(replies.c.channel_id == channel_id, replies.c.origin == origin)

    def by_id(self, reply_id: int) -> Reply | None:
        return self._find_one(replies.c.id == reply_id)

    def of_person(self, post_id: int, user_id: str) -> list[Reply]:
        return self._find(replies.c.post_id == post_id, replies.c.user_id == user_id, order=_ARRIVAL)

    def of_post(self, post_id: int) -> list[Reply]:
        return self._find(replies.c.post_id == post_id, *_COUNTS, order=_ARRIVAL)

    def channels_of(self, team_id: str, user_id: str) -> list[str]:
        theirs = (replies.c.team_id == team_id) & (replies.c.user_id == user_id)
        channels = select(replies.c.channel_id).where(theirs).distinct()
        return sorted(self._connection.scalars(channels))  # sorted here: engines collate differently

    def best_of_channel(self, channel_id: str, since: date | None = None) -> list[tuple[str, date, int]]:
        best = (
            select(replies.c.user_id, posts.c.day, func.max(replies.c.points))
            .join_from(replies, posts)
            .where(posts.c.channel_id == channel_id, *_COUNTS)
            .group_by(replies.c.user_id, posts.c.day)
        )
        if since is not None:
            best = best.where(posts.c.day >= since)
        return sorted((user, day, points) for user, day, points in self._connection.execute(best))

    def update(self, reply: Reply) -> None:
        self._change(
            replies.c.id == reply.id,
            text=reply.text,
            language=reply.language,
            score=reply.score,
            points=reply.score.value,
            owes_feedback_at=reply.owes_feedback_at,
            withdrawn=reply.withdrawn,
            late=reply.late,
        )

    def take_owing(self, now: datetime, until: datetime, limit: int) -> list[Reply]:
        return self._claim(now, until, limit)

    def feedback_sent(self, reply: Reply) -> None:
        unchanged = replies.c.owes_feedback_at == reply.owes_feedback_at
        self._change((replies.c.id == reply.id) & unchanged, owes_feedback_at=None)


class SqlQuestions(Ledger[Question]):
    """What was asked."""

    kind = Question
    table = questions
    due = questions.c.owes_answer_at
    natural_key = ("channel_id", "origin")

    def add(self, question: Question) -> Question | None:
        added = self._add(row_of(question))
        return None if added is None else replace(question, id=added)

    def take_owing(self, now: datetime, until: datetime, limit: int) -> list[Question]:
        return self._claim(now, until, limit)

    def answered(self, question: Question) -> None:
        self._change(questions.c.id == question.id, owes_answer_at=None)

    def helped(self, channel_id: str, origin: str, user_id: str, helped: bool) -> None:
        asked = (questions.c.channel_id == channel_id) & (questions.c.origin == origin)
        self._change(asked & (questions.c.user_id == user_id), helped=helped)
