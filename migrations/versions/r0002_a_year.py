"""Days off, ways of answering, people, vacations, appeals, practice, recaps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# SQLite numbers rows by itself only in a column that is called INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
NOTHING = "[]"


def upgrade() -> None:
    """Add what a quiz needs that a team keeps for a year. Old rows get what they did before."""
    _extend_subscriptions()
    _extend("posts", sa.Column("answering", sa.String(16), nullable=False, server_default="either"))
    _extend("posts", sa.Column("rest", sa.String()))
    _extend("replies", sa.Column("granted", sa.JSON(), nullable=False, server_default=NOTHING))
    _create_people()
    _create_appeals()
    _create_practice()
    _create_recaps()
    _create_pointers()


def _extend(table: str, column: sa.Column[object]) -> None:
    op.add_column(table, column)


def _extend_subscriptions() -> None:
    _extend("subscriptions", sa.Column("calendars", sa.JSON(), nullable=False, server_default=NOTHING))
    _extend("subscriptions", sa.Column("skipped", sa.JSON(), nullable=False, server_default=NOTHING))
    _extend("subscriptions", sa.Column("answering", sa.String(16), nullable=False, server_default="either"))
    _extend("subscriptions", sa.Column("domains", sa.JSON(), nullable=False, server_default=NOTHING))
    _extend("subscriptions", sa.Column("difficulties", sa.String(7), nullable=False, server_default=""))


def _create_people() -> None:
    op.create_table(
        "people",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("language", sa.String(16)),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "user_id", name="pk_people"),
    )
    op.create_table(
        "absences",
        sa.Column("id", IDENTIFIER, sa.Identity(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("announced_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_absences"),
        sa.UniqueConstraint("team_id", "user_id", "first", name="uq_absences_team_id_user_id_first"),
    )


def _create_appeals() -> None:
    op.create_table(
        "appeals",
        sa.Column("id", IDENTIFIER, sa.Identity(), nullable=False),
        sa.Column("reply_id", IDENTIFIER, nullable=False),
        sa.Column("post_id", IDENTIFIER, nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("owes_notice_at", INSTANT),
        sa.Column("decided_by", sa.String()),
        sa.Column("decided_at", INSTANT),
        sa.Column("granted", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_appeals"),
        sa.ForeignKeyConstraint(["reply_id"], ["replies.id"], name="fk_appeals_reply_id"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_appeals_post_id"),
        sa.UniqueConstraint("reply_id", name="uq_appeals_reply_id"),
    )
    op.create_index("ix_appeals_post_id", "appeals", ["post_id"])
    _index_pending("appeals", "owes_notice_at")
    op.create_table(
        "aliases",
        sa.Column("id", IDENTIFIER, sa.Identity(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("pack_id", sa.String(), nullable=False),
        sa.Column("scenario_id", sa.String(), nullable=False),
        sa.Column("point_id", sa.String(), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_aliases"),
        sa.UniqueConstraint(
            *("team_id", "pack_id", "scenario_id", "point_id", "language", "phrase"),
            name="uq_aliases_team_id_pack_id_scenario_id_point_id_language_phrase",
        ),
    )
    op.create_table(
        "deeds",
        sa.Column("id", IDENTIFIER, sa.Identity(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("done_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deeds"),
    )
    op.create_index("ix_deeds_team_id_channel_id", "deeds", ["team_id", "channel_id"])


def _create_practice() -> None:
    op.create_table(
        "cards",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("pack_id", sa.String(), nullable=False),
        sa.Column("scenario_id", sa.String(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer()),
        sa.Column("stability", sa.Double()),
        sa.Column("difficulty", sa.Double()),
        sa.Column("reviewed_at", INSTANT),
        sa.PrimaryKeyConstraint("team_id", "user_id", "pack_id", "scenario_id", name="pk_cards"),
    )
    op.create_index("ix_cards_team_id_user_id_due_at", "cards", ["team_id", "user_id", "due_at"])
    op.create_table(
        "reviews",
        sa.Column("id", IDENTIFIER, sa.Identity(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("pack_id", sa.String(), nullable=False),
        sa.Column("scenario_id", sa.String(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reviewed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.UniqueConstraint("team_id", "user_id", "origin", name="uq_reviews_team_id_user_id_origin"),
    )


def _create_pointers() -> None:
    op.create_table(
        "pointers",
        sa.Column("post_id", IDENTIFIER, nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_pointers_post_id"),
        sa.PrimaryKeyConstraint("post_id", "user_id", name="pk_pointers"),
    )


def _create_recaps() -> None:
    op.create_table(
        "recaps",
        sa.Column("id", IDENTIFIER, sa.Identity(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("ready_at", INSTANT),
        sa.Column("message_ts", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_recaps"),
        sa.UniqueConstraint("channel_id", "week", name="uq_recaps_channel_id_week"),
    )
    _index_pending("recaps", "ready_at")


def _index_pending(table: str, column: str) -> None:
    """An index on a due time, without the rows that owe nothing."""
    owed = sa.text(f"{column} IS NOT NULL")
    op.create_index(f"ix_{table}_{column}", table, [column], sqlite_where=owed, postgresql_where=owed)
