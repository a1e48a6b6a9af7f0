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
    String,
    Table,
    Text,
    Time,
    TypedColumns,
    UniqueConstraint,
    text,
)

from bot.domain.appeals import AppealState
from bot.domain.daily import Answering, PostStage
from bot.domain.grading import Score
from bot.domain.scenario import Language
from bot.storage.columns import (
    Days,
    Grade,
    Identifier,
    Instant,
    Languages,
    Names,
    NameSet,
    Prose,
    Seconds,
    Weekdays,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)


def _code(values: type[Answering | AppealState | Language | PostStage]) -> Enum:
    """A column that holds the value of a `StrEnum`; a new member needs no migration."""
    return Enum(
        values, native_enum=False, length=16, values_callable=lambda members: [m.value for m in members]
    )


def _pending(column: str) -> Index:
    """An index on a due time that leaves out rows which owe nothing, so it stays small for ever."""
    owed = text(f"{column} IS NOT NULL")
    return Index(None, column, sqlite_where=owed, postgresql_where=owed)


class SubscriptionColumns(TypedColumns):
    """`bot.domain.daily.Subscription`, with its timetable (`at` to `skipped`) laid flat."""

    channel_id: Named[str] = Column(primary_key=True)
    team_id: Named[str] = Column(primary_key=True)
    pack_id: Named[str]
    languages: Named[tuple[Language, ...]] = Column(Languages)
    at: Named[time] = Column(Time)
    zone: Named[str]
    weekdays: Named[frozenset[int]] = Column(Weekdays)
    open_for: Named[timedelta] = Column(Seconds)
    calendars: Named[tuple[str, ...]] = Column(Names)
    skipped: Named[frozenset[date]] = Column(Days)
    created_by: Named[str]
    attempts: Named[int]
    pass_mark: Named[int]
    ready_at: Named[datetime | None] = Column(Instant)
    paused_because: Named[str | None]
    answering: Named[Answering] = Column(_code(Answering))
    domains: Named[frozenset[str]] = Column(NameSet)
    difficulties: Named[frozenset[int]] = Column(Weekdays)
    recaps: Named[bool] = Column(Boolean)


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
    answering: Named[Answering] = Column(_code(Answering))
    rest: Named[str | None]


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
    granted: Named[tuple[str, ...]] = Column(Names)


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


class PersonColumns(TypedColumns):
    """`bot.domain.people.Person`."""

    team_id: Named[str] = Column(primary_key=True)
    user_id: Named[str] = Column(primary_key=True)
    language: Named[Language | None] = Column(_code(Language))
    hidden: Named[bool] = Column(Boolean)


class AbsenceColumns(TypedColumns):
    """`bot.domain.people.Absence`."""

    id: Named[int] = Column(Identifier, Identity(), primary_key=True)
    team_id: Named[str]
    user_id: Named[str]
    first: Named[date] = Column(Date)
    last: Named[date] = Column(Date)
    announced_at: Named[datetime] = Column(Instant)


class AppealColumns(TypedColumns):
    """`bot.domain.appeals.Appeal`."""

    id: Named[int] = Column(Identifier, Identity(), primary_key=True)
    reply_id: Named[int] = Column(Identifier, ForeignKey("replies.id"))
    post_id: Named[int] = Column(Identifier, ForeignKey("posts.id"))
    team_id: Named[str]
    channel_id: Named[str]
    user_id: Named[str]
    state: Named[AppealState] = Column(_code(AppealState))
    opened_at: Named[datetime] = Column(Instant)
    owes_notice_at: Named[datetime | None] = Column(Instant)
    decided_by: Named[str | None]
    decided_at: Named[datetime | None] = Column(Instant)
    granted: Named[tuple[str, ...]] = Column(Names)


class AliasColumns(TypedColumns):
    """`bot.domain.appeals.Alias`."""

    id: Named[int] = Column(Identifier, Identity(), primary_key=True)
    team_id: Named[str]
    pack_id: Named[str]
    scenario_id: Named[str]
    point_id: Named[str]
    language: Named[Language] = Column(_code(Language))
    phrase: Named[str] = Column(Prose)
    added_by: Named[str]
    added_at: Named[datetime] = Column(Instant)


class DeedColumns(TypedColumns):
    """`bot.domain.appeals.Deed`."""

    id: Named[int] = Column(Identifier, Identity(), primary_key=True)
    team_id: Named[str]
    channel_id: Named[str]
    actor_id: Named[str]
    action: Named[str]
    subject: Named[str]
    done_at: Named[datetime] = Column(Instant)


class CardColumns(TypedColumns):
    """`bot.domain.practice.Card`."""

    team_id: Named[str] = Column(primary_key=True)
    user_id: Named[str] = Column(primary_key=True)
    pack_id: Named[str] = Column(primary_key=True)
    scenario_id: Named[str] = Column(primary_key=True)
    due_at: Named[datetime] = Column(Instant)
    state: Named[int]
    step: Named[int | None]
    stability: Named[float | None] = Column(Double)
    difficulty: Named[float | None] = Column(Double)
    reviewed_at: Named[datetime | None] = Column(Instant)


class ReviewColumns(TypedColumns):
    """`bot.domain.practice.Review`."""

    id: Named[int] = Column(Identifier, Identity(), primary_key=True)
    team_id: Named[str]
    user_id: Named[str]
    origin: Named[str]
    pack_id: Named[str]
    scenario_id: Named[str]
    rating: Named[int]
    points: Named[int]
    reviewed_at: Named[datetime] = Column(Instant)


class PointerColumns(TypedColumns):
    """Who was shown the way from the channel to a post's thread: at most once a person and post."""

    post_id: Named[int] = Column(Identifier, ForeignKey("posts.id"), primary_key=True)
    user_id: Named[str] = Column(primary_key=True)
    team_id: Named[str]


class RecapColumns(TypedColumns):
    """`bot.domain.recaps.Recap`."""

    id: Named[int] = Column(Identifier, Identity(), primary_key=True)
    team_id: Named[str]
    channel_id: Named[str]
    week: Named[date] = Column(Date)
    stage: Named[PostStage] = Column(_code(PostStage))
    ready_at: Named[datetime | None] = Column(Instant)
    message_ts: Named[str | None]


class InstallationColumns(TypedColumns):
    """`bot.domain.installations.Installation`; both tokens are kept encrypted."""

    id: Named[int] = Column(Identifier, Identity(), primary_key=True)
    team_id: Named[str]
    enterprise_id: Named[str]
    bot_user_id: Named[str]
    bot_id: Named[str]
    scopes: Named[str]
    installed_at: Named[datetime] = Column(Instant)
    bot_token: Named[str | None] = Column(Text)
    refresh_token: Named[str | None] = Column(Text)
    expires_at: Named[datetime | None] = Column(Instant)
    refresh_at: Named[datetime | None] = Column(Instant)
    gone_at: Named[datetime | None] = Column(Instant)
    delete_at: Named[datetime | None] = Column(Instant)


class WorkspaceColumns(TypedColumns):
    """Which organisation a workspace belongs to, where the bot is installed for all of it, and when Slack
    said last that the installation covers the workspace, and that it doesn't."""

    team_id: Named[str] = Column(primary_key=True)
    enterprise_id: Named[str]
    granted_at: Named[datetime | None] = Column(Instant)
    revoked_at: Named[datetime | None] = Column(Instant)


class StateColumns(TypedColumns):
    """What holds for some time: an installation under way, known by the SHA-256 of its secret, an answer that
    was shared, by that of where and which, and a channel that is public, by that of its id."""

    digest: Named[str] = Column(String(64), primary_key=True)
    expires_at: Named[datetime] = Column(Instant)


class CompatibilityColumns(TypedColumns):
    """One row: the revision that a version of the bot must know to work with this schema."""

    oldest: Named[str] = Column(primary_key=True)


subscriptions = Table("subscriptions", metadata, SubscriptionColumns, _pending("ready_at"))

posts = Table(
    "posts",
    metadata,
    PostColumns,
    Index("uq_posts_channel_id_day_team_id", "channel_id", "day", "team_id", unique=True),
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

people = Table("people", metadata, PersonColumns)

absences = Table("absences", metadata, AbsenceColumns, UniqueConstraint("team_id", "user_id", "first"))

appeals = Table(
    "appeals",
    metadata,
    AppealColumns,
    UniqueConstraint("reply_id"),
    Index(None, "post_id"),
    _pending("owes_notice_at"),
)

aliases = Table(
    "aliases",
    metadata,
    AliasColumns,
    UniqueConstraint("team_id", "pack_id", "scenario_id", "point_id", "language", "phrase"),
)

deeds = Table("deeds", metadata, DeedColumns, Index(None, "team_id", "channel_id"))

cards = Table("cards", metadata, CardColumns, Index(None, "team_id", "user_id", "due_at"))

reviews = Table("reviews", metadata, ReviewColumns, UniqueConstraint("team_id", "user_id", "origin"))

pointers = Table("pointers", metadata, PointerColumns)

recaps = Table(
    "recaps",
    metadata,
    RecapColumns,
    Index("uq_recaps_channel_id_week_team_id", "channel_id", "week", "team_id", unique=True),
    _pending("ready_at"),
)

installations = Table(
    "installations",
    metadata,
    InstallationColumns,
    UniqueConstraint("team_id", "enterprise_id"),
    _pending("refresh_at"),
    _pending("delete_at"),
)

workspaces = Table("workspaces", metadata, WorkspaceColumns, Index(None, "enterprise_id"))

oauth_states = Table("oauth_states", metadata, StateColumns, Index(None, "expires_at"))

compatibility = Table("compatibility", metadata, CompatibilityColumns)
