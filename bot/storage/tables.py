"""The tables. A natural key is a UNIQUE constraint: that, and not a lock service, is what makes a
day posted once and a reply counted once, whatever is delivered twice or worked on by two replicas.

What is owed carries the time it falls due in one indexed column (`ready_at`, `owes_…_at`, null when
nothing is owed). A claim moves that time forward, so a crash brings the row round again.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Double,
    Enum,
    ForeignKey,
    Identity,
    Index,
    MetaData,
    Named,
    Table,
    Time,
    TypedColumns,
    UniqueConstraint,
    text,
)

from bot.domain.daily import PostStage
from bot.domain.grading import Score
from bot.domain.scenario import Language
from bot.storage.columns import Grade, Identifier, Instant, Languages, Prose, Seconds, Weekdays

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)


def _code(values: type[Language | PostStage]) -> Enum:
    """A column that holds the value of a `StrEnum`; a new member needs no migration."""
    return Enum(
        values, native_enum=False, length=16, values_callable=lambda members: [m.value for m in members]
    )


def _pending(column: str) -> Index:
    """An index on a due time that leaves out rows which owe nothing, so it stays small for ever."""
    owed = text(f"{column} IS NOT NULL")
    return Index(None, column, sqlite_where=owed, postgresql_where=owed)


class SubscriptionColumns(TypedColumns):
    """`bot.domain.daily.Subscription`, with its timetable (`at` to `open_for`) laid flat."""

    channel_id: Named[str] = Column(primary_key=True)
    team_id: Named[str]
    pack_id: Named[str]
    languages: Named[tuple[Language, ...]] = Column(Languages)
    at: Named[time] = Column(Time)
    zone: Named[str]
    weekdays: Named[frozenset[int]] = Column(Weekdays)
    open_for: Named[timedelta] = Column(Seconds)
    created_by: Named[str]
    attempts: Named[int]
    pass_mark: Named[int]
    ready_at: Named[datetime | None] = Column(Instant)
    paused_because: Named[str | None]


class PostColumns(TypedColumns):
    """`bot.domain.daily.Post`."""

    id: Named[int] = Column(Identifier, Identity(), primary_key=True)
    team_id: Named[str]
    channel_id: Named[str]
    day: Named[date] = Column(Date)
    pack_id: Named[str]
    scenario_id: Named[str]
    languages: Named[tuple[Language, ...]] = Column(Languages)
    attempts: Named[int]
    pass_mark: Named[int]
    due_at: Named[datetime] = Column(Instant)
    closes_at: Named[datetime] = Column(Instant)
    stage: Named[PostStage] = Column(_code(PostStage))
    ready_at: Named[datetime | None] = Column(Instant)
    message_ts: Named[str | None]
    reveal_ts: Named[str | None]


class ReplyColumns(TypedColumns):
    """`bot.domain.daily.Reply`; `points` repeats `score.value` for the aggregates."""

    id: Named[int] = Column(Identifier, Identity(), primary_key=True)
    post_id: Named[int] = Column(Identifier, ForeignKey("posts.id"))
    team_id: Named[str]
    channel_id: Named[str]
    origin: Named[str]
    user_id: Named[str]
    text: Named[str] = Column(Prose)
    language: Named[Language] = Column(_code(Language))
    score: Named[Score] = Column(Grade)
    points: Named[int]
    version: Named[str]
    received_at: Named[datetime] = Column(Instant)
    owes_feedback_at: Named[datetime | None] = Column(Instant)
    late: Named[bool] = Column(Boolean)
    withdrawn: Named[bool] = Column(Boolean)


class QuestionColumns(TypedColumns):
    """`bot.domain.daily.Question`; `helped` is what the person who asked thought of the answer."""

    id: Named[int] = Column(Identifier, Identity(), primary_key=True)
    team_id: Named[str]
    channel_id: Named[str]
    origin: Named[str]
    user_id: Named[str]
    text: Named[str] = Column(Prose)
    language: Named[Language] = Column(_code(Language))
    verdict: Named[str]
    top: Named[str | None]
    confidence: Named[float] = Column(Double)
    asked_at: Named[datetime] = Column(Instant)
    owes_answer_at: Named[datetime | None] = Column(Instant)
    thread_ts: Named[str | None]
    helped: Named[bool | None] = Column(Boolean)


subscriptions = Table("subscriptions", metadata, SubscriptionColumns, _pending("ready_at"))

posts = Table(
    "posts",
    metadata,
    PostColumns,
    UniqueConstraint("channel_id", "day"),
    Index(None, "channel_id", "message_ts"),
    Index(None, "stage", "channel_id"),
    _pending("ready_at"),
)

replies = Table(
    "replies",
    metadata,
    ReplyColumns,
    UniqueConstraint("channel_id", "origin"),
    Index(None, "post_id", "user_id"),
    Index(None, "user_id", "team_id", "channel_id"),
    _pending("owes_feedback_at"),
)

questions = Table(
    "questions",
    metadata,
    QuestionColumns,
    UniqueConstraint("channel_id", "origin"),
    _pending("owes_answer_at"),
)
