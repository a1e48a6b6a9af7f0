"""Subscriptions, posts, replies and questions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# SQLite numbers rows by itself only in a column that is called INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables of the daily round."""
    _create_subscriptions()
    _create_posts()
    _create_replies()
    _create_questions()


def _create_subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("pack_id", sa.String(), nullable=False),
        sa.Column("languages", sa.String(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("weekdays", sa.String(7), nullable=False),
        sa.Column("open_for", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=False),
        sa.Column("ready_at", INSTANT),
        sa.Column("paused_because", sa.String()),
        sa.PrimaryKeyConstraint("channel_id", name="pk_subscriptions"),
    )
    _index_pending("subscriptions", "ready_at")


def _create_posts() -> None:
    op.create_table(
        "posts",
        sa.Column("id", IDENTIFIER, sa.Identity(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("pack_id", sa.String(), nullable=False),
        sa.Column("scenario_id", sa.String(), nullable=False),
        sa.Column("languages", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("closes_at", INSTANT, nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("ready_at", INSTANT),
        sa.Column("message_ts", sa.String()),
        sa.Column("reveal_ts", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_posts"),
        sa.UniqueConstraint("channel_id", "day", name="uq_posts_channel_id_day"),
    )
    _index_pending("posts", "ready_at")
    op.create_index("ix_posts_channel_id_message_ts", "posts", ["channel_id", "message_ts"])
    op.create_index("ix_posts_stage_channel_id", "posts", ["stage", "channel_id"])


def _create_replies() -> None:
    op.create_table(
        "replies",
        sa.Column("id", IDENTIFIER, sa.Identity(), nullable=False),
        sa.Column("post_id", IDENTIFIER, nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("score", sa.JSON(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("owes_feedback_at", INSTANT),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_replies"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_replies_post_id"),
        sa.UniqueConstraint("channel_id", "origin", name="uq_replies_channel_id_origin"),
    )
    _index_pending("replies", "owes_feedback_at")
    op.create_index("ix_replies_post_id_user_id", "replies", ["post_id", "user_id"])
    op.create_index("ix_replies_user_id_team_id_channel_id", "replies", ["user_id", "team_id", "channel_id"])


def _create_questions() -> None:
    op.create_table(
        "questions",
        sa.Column("id", IDENTIFIER, sa.Identity(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("top", sa.String()),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("owes_answer_at", INSTANT),
        sa.Column("thread_ts", sa.String()),
        sa.Column("helped", sa.Boolean()),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
        sa.UniqueConstraint("channel_id", "origin", name="uq_questions_channel_id_origin"),
    )
    _index_pending("questions", "owes_answer_at")


def _index_pending(table: str, column: str) -> None:
    """An index on a due time, without the rows that owe nothing."""
    owed = sa.text(f"{column} IS NOT NULL")
    op.create_index(f"ix_{table}_{column}", table, [column], sqlite_where=owed, postgresql_where=owed)
